"""The graph for Cypher users follows the claims, once these count.

`(:Graphmap).rebuilding` names the revision to which it is being brought, and is null once it is there. Whoever holds the
writer's lock does it: the run that changed something, or, where its process died, the next one or `graphmap recover`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Any

from neo4j import ManagedTransaction

from graphmap.model.errors import StoreUnavailable
from graphmap.model.terms import Kind
from graphmap.store.base import Fact, Telling
from graphmap.store.neo4j import schema
from graphmap.store.neo4j.behind import Behind
from graphmap.store.neo4j.lock import Lock
from graphmap.store.neo4j.projection import Projection
from graphmap.store.neo4j.reader import Neo4jReader
from graphmap.store.neo4j.server import Server

RECORDS = 20_000
"""Records brought up to date at once: enough for the links of each exchange type to come in batches of some size."""
FEW = 5_000
"""So few records are looked up one by one; more are found by reading all of their kind."""
_DONE = "MATCH (g:Graphmap) WHERE g.last_run = $run SET g.projected = $run, g.rebuilding = NULL"
_log = logging.getLogger(__name__)

Touched = Callable[[Kind], Iterator[str]]
"""Keys of the records of a kind that changed, ascending."""


def follow(server: Server, held: Lock, touched: Touched | None, progress: Telling | None = None) -> None:
    """Bring the graph up to the revision that counts, if it is behind. Failure is a warning: nothing depends on it.

    `touched`: the records in which it is behind; None where nobody knows, which costs reading every claim.
    """
    try:
        _follow(server, held, touched, progress)
    except StoreUnavailable as wrong:
        _log.warning(
            "the run is stored, but the graph for Cypher users has not followed (%s): `graphmap recover` or the next "
            "import brings it up to date",
            wrong,
        )


def _follow(server: Server, held: Lock, touched: Touched | None, progress: Telling | None) -> None:
    found = schema.standing(server)
    if found is None or found.rebuilding is None:
        return
    reader = Neo4jReader(server, found.revision, found.last_run)
    wanted = touched or (lambda kind: reader.changed_since(found.projected, kind))

    def write(statement: str, /, **parameters: Any) -> list[list[Any]]:
        def work(transaction: ManagedTransaction) -> list[list[Any]]:
            held.check(transaction)
            return transaction.run(statement, parameters).values()

        return server.write(work)

    done = 0
    with Behind() as behind:

        def write_now(statement: str, /, **parameters: Any) -> list[list[Any]]:
            behind.wait()
            return write(statement, **parameters)

        def send(statement: str, /, **parameters: Any) -> None:
            behind.do(partial(write, statement, **parameters))

        projection = Projection(write_now, send)
        if not found.projected:
            projection.wipe()  # of what a first attempt wrote that was broken off
        for kind in Kind:
            for records in _batches(_standing(reader, kind, wanted(kind))):
                projection.replace(kind, records, fresh=not found.projected)
                done += len(records)
                if progress is not None:
                    progress("bringing the Cypher graph up to date", done, None)
    write(_DONE, run=found.last_run)


def _standing(
    reader: Neo4jReader, kind: Kind, keys: Iterable[str]
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """The records named, with their facts; None for one that nobody states any more."""
    wanted = iter(keys)
    few = list(islice(wanted, FEW))
    if len(few) < FEW:
        facts = dict(reader.facts_about(kind, few)) if few else {}
        yield from ((key, facts.get(key)) for key in few)
        return
    yield from _merged(reader.facts(kind), chain(few, wanted))


def _merged(facts: Iterator[Fact], keys: Iterable[str]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Both come by key, ascending."""
    fact = next(facts, None)
    for key in keys:
        while fact is not None and fact[0] < key:
            fact = next(facts, None)
        yield key, fact[1] if fact is not None and fact[0] == key else None


def _batches(
    records: Iterator[tuple[str, dict[str, Any] | None]],
) -> Iterator[list[tuple[str, dict[str, Any] | None]]]:
    while some := list(islice(records, RECORDS)):
        yield some
