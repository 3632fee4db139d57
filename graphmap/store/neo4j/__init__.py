"""The shared store: one database of a Neo4j server or cluster. Its layout is in docs/reference/graph-model.md."""

from graphmap.store.neo4j.store import Neo4jStore

__all__ = ["Neo4jStore"]
