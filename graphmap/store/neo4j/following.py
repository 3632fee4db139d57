"""The graph for Cypher users follows the claims, once these count.

`(:Graphmap).rebuilding` names the revision to which it is being brought, and is null once it is there. Whoever holds the
writer's lock does it: the run that changed something, or, where its process died, the next one or `graphmap recover`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, count, islice
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
_BEGIN = "MATCH (g:Graphmap) SET g.written = 0"
_NUMBER = "MATCH (g:Graphmap) WHERE g.written < $number SET g.written = $number RETURN g.written"
_DONE = (
    "MATCH (g:Graphmap) WHERE g.last_run = $run SET g.projected = $run, g.rebuilding = NULL, g.written = NULL"
)
_log = logging.getLogger(__name__)

Touched = Callable[[Kind], Iterator[str]]
"""Keys of the records of a kind that changed, ascending."""


def follow_or_warn(
    server: Server, held: Lock, touched: Touched | None, progress: Telling | None = None
) -> None:
    """As `follow`, for a run that is stored already: failure is a warning, since nothing depends on the graph."""
    try:
        follow(server, held, touched, progress)
    except StoreUnavailable as wrong:
        _log.warning(
            "the run is stored, but the graph for Cypher users has not followed (%s): `graphmap recover` or the next "
            "import brings it up to date",
            wrong,
        )


def follow(server: Server, held: Lock, touched: Touched | None, progress: Telling | None = None) -> None:
    """Bring the graph up to the revision that counts, if it is behind. O(what changed), or O(claims) as below.

    `touched`: the records in which it is behind; None where nobody knows, which costs reading every claim. Raises
    `StoreUnavailable`.
    """
    found = schema.standing(server)
    if found is None or found.rebuilding is None:
        return
    reader = Neo4jReader(server, found.revision, found.last_run)
    wanted = touched or (lambda kind: reader.changed_since(found.projected, kind))
    done, fresh = 0, not found.projected
    with Behind() as behind:
        writing = _Writing(server, held, behind)
        projection = Projection(writing.now, writing.later)
        if fresh:
            projection.wipe()  # of what a first attempt wrote that was broken off
        writing.now(_BEGIN)
        for kind in Kind:
            for records in _batches(_standing(reader, kind, wanted(kind))):
                projection.replace(kind, records, fresh=fresh)
                done += len(records)
                if progress is not None:
                    progress("bringing the Cypher graph up to date", done, None)
        writing.now(_DONE, run=found.last_run)


class _Writing:
    """Runs the statements of a projection, as long as the lock is held."""

    def __init__(self, server: Server, held: Lock, behind: Behind) -> None:
        self._server, self._held, self._behind = server, held, behind
        self._numbers = count(1)

    def now(self, statement: str, /, **parameters: Any) -> list[list[Any]]:
        """Run one when all before it are done. It may be run twice."""

        def work(transaction: ManagedTransaction) -> list[list[Any]]:
            self._held.check(transaction)
            return transaction.run(statement, parameters).values()

        self._behind.wait()
        return self._server.write(work)

    def later(self, statement: str, /, **parameters: Any) -> None:
        """Run one behind the caller's back, and once."""
        number = next(self._numbers)

        def work(transaction: ManagedTransaction) -> None:
            self._held.check(transaction)
            if transaction.run(_NUMBER, number=number).data():  # else it was done, and the answer got lost
                transaction.run(statement, parameters).consume()

        self._behind.do(partial(self._server.write, work))


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
