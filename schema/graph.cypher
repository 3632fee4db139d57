// Constraints and indexes of a graphmap store on Neo4j, which makes them by itself.

// For Cypher users: docs/reference/graph-model.md.
CREATE CONSTRAINT organisation_code IF NOT EXISTS FOR (node:Organisation) REQUIRE (node.code) IS UNIQUE;
CREATE CONSTRAINT supplier_id IF NOT EXISTS FOR (node:Supplier) REQUIRE (node.id) IS UNIQUE;
CREATE CONSTRAINT product_id IF NOT EXISTS FOR (node:Product) REQUIRE (node.id) IS UNIQUE;
CREATE CONSTRAINT deployment_id IF NOT EXISTS FOR (node:Deployment) REQUIRE (node.id) IS UNIQUE;
CREATE CONSTRAINT port_key_period IF NOT EXISTS FOR (node:Port) REQUIRE (node.key, node.period) IS UNIQUE;
CREATE CONSTRAINT coverage_key IF NOT EXISTS FOR (node:Coverage) REQUIRE (node.key) IS UNIQUE;
CREATE CONSTRAINT contract_key IF NOT EXISTS FOR (node:Contract) REQUIRE (node.key) IS UNIQUE;
CREATE INDEX organisation_name IF NOT EXISTS FOR (node:Organisation) ON (node.name);
CREATE INDEX organisation_type IF NOT EXISTS FOR (node:Organisation) ON (node.type);
CREATE INDEX supplier_name IF NOT EXISTS FOR (node:Supplier) ON (node.name);
CREATE INDEX supplier_group IF NOT EXISTS FOR (node:Supplier) ON (node.group);
CREATE INDEX product_name IF NOT EXISTS FOR (node:Product) ON (node.name);
CREATE INDEX deployment_host IF NOT EXISTS FOR (node:Deployment) ON (node.host);
CREATE INDEX port_exchange_role IF NOT EXISTS FOR (node:Port) ON (node.exchange, node.role);

// For graphmap: what counts, who writes, and runs, sources, claims and saved scenarios.
CREATE CONSTRAINT graphmap_store IF NOT EXISTS FOR (store:Graphmap) REQUIRE store.name IS UNIQUE;
CREATE CONSTRAINT graphmap_lock IF NOT EXISTS FOR (lock:WriterLock) REQUIRE lock.name IS UNIQUE;
CREATE CONSTRAINT graphmap_run IF NOT EXISTS FOR (run:Run) REQUIRE run.id IS UNIQUE;
CREATE CONSTRAINT graphmap_source IF NOT EXISTS FOR (source:Source) REQUIRE source.name IS UNIQUE;
CREATE INDEX graphmap_claim IF NOT EXISTS FOR (claim:Claim) ON (claim.kind, claim.key);
CREATE CONSTRAINT graphmap_scenario IF NOT EXISTS FOR (scenario:Scenario) REQUIRE scenario.id IS UNIQUE;
