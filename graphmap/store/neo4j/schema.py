"""The store's own nodes, and its constraints and indexes, made and brought up to date by version.

`(:Graphmap)`, the only one, says which revision counts. Beside it lie the writer's lock, runs, sources and claims, of which
the graph for Cypher users is made (`projection`), and saved scenarios: see docs/reference/graph-model.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from neo4j import ManagedTransaction

from graphmap.model.errors import StoreUnavailable
from graphmap.model.graph import SCHEMA
from graphmap.store.neo4j.server import Row, Server

VERSION = 2
STORE = "store"
"""Name of the only (:Graphmap)."""
WRITER = "writer"
"""Name of the only (:WriterLock)."""

_SCENARIO = (
    "CREATE CONSTRAINT graphmap_scenario IF NOT EXISTS FOR (scenario:Scenario) REQUIRE scenario.id IS UNIQUE"
)
OWN = (
    "CREATE CONSTRAINT graphmap_store IF NOT EXISTS FOR (store:Graphmap) REQUIRE store.name IS UNIQUE",
    "CREATE CONSTRAINT graphmap_lock IF NOT EXISTS FOR (lock:WriterLock) REQUIRE lock.name IS UNIQUE",
    "CREATE CONSTRAINT graphmap_run IF NOT EXISTS FOR (run:Run) REQUIRE run.id IS UNIQUE",
    "CREATE CONSTRAINT graphmap_source IF NOT EXISTS FOR (source:Source) REQUIRE source.name IS UNIQUE",
    "CREATE INDEX graphmap_claim IF NOT EXISTS FOR (claim:Claim) ON (claim.kind, claim.key)",
    _SCENARIO,
)
"""Constraints and indexes of what the store itself reads."""
MIGRATIONS: Mapping[int, tuple[str, ...]] = {1: (*OWN, *SCHEMA), 2: (_SCENARIO,)}
"""By version, the statements that make its schema from the version before. Each may be run again."""

_STANDING = """
MATCH (g:Graphmap {name: 'store'})
OPTIONAL MATCH (r:Run) WHERE r.id <= g.last_run AND r.revision IS NOT NULL
RETURN g.id AS id, g.version AS version, g.revision AS revision, g.last_run AS last_run, g.fictional AS fictional,
  g.rebuilding AS rebuilding, g.projected AS projected, max(r.recorded_on) AS recorded_on
"""
_MAKE = """
MERGE (g:Graphmap {name: $store})
ON CREATE SET g.id = $id, g.revision = 0, g.last_run = 0, g.projected = 0
SET g.version = $version
MERGE (:WriterLock {name: $writer})
"""


@dataclass(frozen=True)
class Standing:
    """What (:Graphmap) says."""

    id: str
    version: int
    revision: int
    last_run: int
    """Number of the newest run; claims of later ones are staged, and invisible."""
    fictional: bool | None
    rebuilding: int | None
    """Revision to which the graph for Cypher users is being brought; None once it has followed."""
    projected: int
    """Newest run that this graph holds whole."""
    recorded_on: str | None
    """Day of the newest run that changed something."""


def standing(server: Server | ManagedTransaction) -> Standing | None:
    """Where the store stands; None where there is none."""
    rows: list[Row] = server.rows(_STANDING) if isinstance(server, Server) else server.run(_STANDING).data()
    return Standing(**rows[0]) if rows else None


def prepare(server: Server, *, create: bool) -> Standing:
    """Make sure that the database holds a store of this version: make it, or bring it up to date, where need be.

    Raises `StoreUnavailable` when there is none to be had.
    """
    server.reach()
    found, place = standing(server), server.settings.place
    if found is None:
        if not create:
            raise StoreUnavailable(
                f"There is no store at {place}: import something first, or name another --store"
            )
        _refuse_foreign(server)
    elif found.version > VERSION:
        raise StoreUnavailable(
            f"The store at {place} was made by a newer graphmap (layout {found.version}; this one knows up to {VERSION}): "
            "upgrade graphmap"
        )
    if found is None or found.version < VERSION:
        for version in range(found.version + 1 if found else 1, VERSION + 1):
            for statement in MIGRATIONS[version]:
                server.define(statement)
        server.rows("CALL db.awaitIndexes(300)")
        server.write(_make)
        found = standing(server)
        assert found is not None
    return found


def _make(transaction: ManagedTransaction) -> None:
    names: dict[str, Any] = {"store": STORE, "writer": WRITER, "id": uuid.uuid4().hex, "version": VERSION}
    transaction.run(_MAKE, names).consume()


def _refuse_foreign(server: Server) -> None:
    """Raise where the database is in use for something else: its labels might be ours."""
    (row,) = server.rows("MATCH (n) RETURN count(n) AS nodes")
    if row["nodes"] and standing(server) is None:
        raise StoreUnavailable(
            f"{server.settings.place} holds {row['nodes']:,} nodes of something else and no graphmap store: "
            "name an empty database in GRAPHMAP_NEO4J_DATABASE"
        )
