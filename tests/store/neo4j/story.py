"""A run that replaces another one, in many small batches, and all that can be seen of a store before and after it."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from graphmap.model.claims import Claim, Run
from graphmap.model.terms import Kind
from graphmap.store import open_store
from graphmap.store.base import Store
from graphmap.store.neo4j import unfinished
from tests.neo4j_server.endpoint import Endpoint
from tests.store.saying import Evidence, deployment, link, organisation, port

ROWS = 20
"""Rows of a batch, so that a small run has many."""


def before() -> list[Claim]:
    return [organisation(f"R{n:03}", name="Ash") for n in range(60)] + [
        link(target=f"d{n}") for n in range(40)
    ]


def after() -> list[Claim]:
    """Some kept, some changed, some gone, some new; and kinds that were not there."""
    kept = before()[:20]
    changed = [claim._replace(note="changed") for claim in before()[20:40]]
    new = [organisation(f"N{n:03}", name="Beech") for n in range(20)]
    others = [deployment(f"d{n}") for n in range(20)] + [link(target=f"d{n}") for n in range(20, 60)]
    return [*kept, *changed, *new, *others, *(port(deployment=f"d{n}") for n in range(20))]


def say(store: Store, claims: list[Claim], source: str = "survey") -> Run:
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr(unfinished, "ROWS", ROWS)
        return Evidence(store, clock).say(source, *claims)


def visible(address: str) -> dict[str, Any]:
    """All that graphmap's readers see, at one moment."""
    with closing(open_store(address, create=False)) as store, store.reading() as reader:
        return {
            "facts": {kind: dict(reader.facts(kind)) for kind in Kind},
            "history": list(reader.history()),
            "sources": [source.name for source in reader.sources()],
        }


def cypher_graph(server: Endpoint) -> list[Any]:
    """The graph for Cypher users, without the store's own nodes, in an order that does not hang on ids."""
    own = "none(label IN labels(n) WHERE label IN ['Claim', 'Run', 'Source', 'Graphmap', 'WriterLock', 'UnfinishedRun'])"
    nodes = server.ask(f"MATCH (n) WHERE {own} RETURN labels(n) AS labels, properties(n) AS properties")
    links = server.ask(
        f"MATCH (n)-[r]->(m) WHERE {own} RETURN type(r) AS type, properties(r) AS properties, "
        "coalesce(n.code, n.id, n.key) AS origin, coalesce(m.code, m.id, m.key) AS target"
    )
    return sorted(repr(sorted((name, repr(value)) for name, value in row.items())) for row in nodes + links)


def left_behind(server: Endpoint) -> list[dict[str, Any]]:
    """What is written of runs that do not count."""
    return server.ask(
        "MATCH (g:Graphmap) MATCH (c) WHERE c:UnfinishedRun "
        "OR c:Claim AND (c.since > g.last_run OR c.until > g.last_run) RETURN labels(c) AS left"
    )
