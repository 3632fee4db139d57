"""A Neo4j server as a test sees it, wherever it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from neo4j import Driver, GraphDatabase

_BATCH = 5_000
"""Nodes deleted in one transaction, so that a small heap will do."""


class Endpoint:
    """An address with a user who may do everything there."""

    def __init__(self, uri: str, user: str, password: str, database: str | None = None) -> None:
        self.uri = uri
        self.user = user
        self.password = password
        self.database = database
        """None for the server's default database."""

    @property
    def environment(self) -> dict[str, str]:
        """The settings by which graphmap reaches it."""
        settings = {"GRAPHMAP_NEO4J_USER": self.user, "GRAPHMAP_NEO4J_PASSWORD": self.password}
        return settings | ({"GRAPHMAP_NEO4J_DATABASE": self.database} if self.database else {})

    def driver(self) -> Driver:
        """A driver of the test's own; who asks closes it."""
        return GraphDatabase.driver(
            self.uri, auth=(self.user, self.password), notifications_min_severity="OFF"
        )

    def ask(self, cypher: str, **parameters: Any) -> list[dict[str, Any]]:
        """Rows of one query, in a transaction that the server makes for it; so it may contain transactions itself."""
        with self.driver() as driver, driver.session(database=self.database) as session:
            return session.run(cypher, parameters).data()

    def empty(self) -> None:
        """Delete every node, having ended what former tests left running. Constraints and indexes stay."""
        left = self.ask(
            "SHOW TRANSACTIONS YIELD transactionId, database, currentQuery "
            "WHERE database = $database AND NOT currentQuery STARTS WITH 'SHOW TRANSACTIONS' "
            "RETURN transactionId AS id",
            database=self.ask("CALL db.info() YIELD name")[0]["name"],
        )
        if left:
            self.ask("TERMINATE TRANSACTIONS $left", left=[row["id"] for row in left])
        self.ask(f"MATCH (n) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF {_BATCH} ROWS")

    @contextmanager
    def emptied(self) -> Iterator[str]:
        """Its address, without nodes, for one user at a time."""
        self.empty()
        yield self.uri
