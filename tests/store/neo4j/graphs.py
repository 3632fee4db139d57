"""Facts from evidence tables, the graph that a projection makes of them, and what a database holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from neo4j import Session

from graphmap.ingest import claims_of_tables
from graphmap.model.graph import SCHEMA
from graphmap.model.resolve import Sourced, resolve
from graphmap.model.terms import Kind
from graphmap.store.neo4j.projection import Projection
from tests import reference
from tests.neo4j_server.endpoint import Endpoint
from tests.spec.cases.rows import Tables

SAMPLESHIRE = Path(__file__).parents[3] / "importers" / "sampleshire" / "data"

Facts = dict[Kind, dict[str, dict[str, Any]]]
"""Resolved bodies by kind and key."""


def facts_of(**said: Tables) -> Facts:
    """What sources (tables by name) say, resolved."""
    claims: dict[Kind, dict[str, list[Sourced]]] = {kind: {} for kind in Kind}
    for source, tables in said.items():
        for claim in claims_of_tables(tables):
            claims[claim.kind].setdefault(claim.key, []).append(Sourced(source, claim))
    return {
        kind: {key: resolve(kind, about) for key, about in sorted(by_key.items())}
        for kind, by_key in claims.items()
    }


def sampleshire() -> Tables:
    return reference.read_folder(SAMPLESHIRE)


class Graph:
    """The graph in one database, written by a projection and read by plain Cypher."""

    def __init__(self, session: Session) -> None:
        self._session = session
        for statement in SCHEMA:
            self.ask(statement)
        self.projection = Projection(self._write)

    def _write(self, statement: str, /, **parameters: Any) -> list[list[Any]]:
        return self._session.execute_write(
            lambda transaction: [record.values() for record in transaction.run(statement, parameters)]
        )

    def ask(self, cypher: str, **parameters: Any) -> list[list[Any]]:
        return [record.values() for record in self._session.run(cypher, parameters)]

    def fill(self, facts: Facts) -> None:
        """Write facts into an empty graph."""
        for kind in Kind:
            self.projection.replace(kind, list(facts[kind].items()), fresh=True)

    def move(self, before: Facts, after: Facts) -> None:
        """Bring the graph from one state of the facts to another, by the records that differ."""
        for kind in Kind:
            keys = sorted(before[kind].keys() | after[kind].keys())
            changed = [key for key in keys if before[kind].get(key) != after[kind].get(key)]
            self.projection.replace(kind, [(key, after[kind].get(key)) for key in changed])

    def content(self) -> list[tuple[Any, ...]]:
        """All that the database holds, nodes and relationships, without its internal ids."""
        nodes = self.ask("MATCH (n) RETURN labels(n), properties(n), elementId(n)")
        names = {place: _plain([sorted(labels), properties]) for labels, properties, place in nodes}
        relationships = self.ask(
            "MATCH (a)-[r]->(b) RETURN elementId(a), type(r), properties(r), elementId(b)"
        )
        return sorted(
            [(name,) for name in names.values()]
            + [(names[a], kind, _plain(properties), names[b]) for a, kind, properties, b in relationships]
        )


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return repr(sorted((name, _plain(item)) for name, item in value.items()))
    return repr([_plain(item) for item in value] if isinstance(value, list) else value)


@contextmanager
def graph_on(server: Endpoint) -> Iterator[Graph]:
    """The graph of an emptied server."""
    with (
        server.emptied(),
        server.driver() as driver,
        driver.session(database=server.database) as session,
    ):
        yield Graph(session)
