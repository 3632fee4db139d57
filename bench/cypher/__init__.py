"""The exchange question answered by a Neo4j server in Cypher alone, as well as Cypher can: `graph`, `queries`, `compare`."""
