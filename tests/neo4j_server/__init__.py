"""A real Neo4j server for tests: docs/decisions/0010-neo4j-for-tests.md says where it comes from, and why."""
