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
from graphmap.store.neo4j.behind import AT_ONCE, Behind
from graphmap.store.neo4j.lock import Lock
from graphmap.store.neo4j.projection import Projection, Record
from graphmap.store.neo4j.reader import Neo4jReader
from graphmap.store.neo4j.server import AlreadyDone, Server

RECORDS = 20_000
"""Records brought up to date at once: enough for the links of each exchange type to come in batches of some size."""
FEW = 5_000
"""So few records are looked up one by one; more are found by reading all of their kind."""
_BEGIN = "MATCH (g:Graphmap) SET g.written = []"
_NUMBER = """
MATCH (g:Graphmap) WHERE NOT $number IN g.written
SET g.written = g.written[-$kept..] + $number RETURN g.written
"""
_KEPT = 4 * AT_ONCE
"""So many numbers are remembered: more than can be in doubt."""
_DONE = (
    "MATCH (g:Graphmap) WHERE g.last_run = $run SET g.projected = $run, g.rebuilding = NULL, g.written = NULL"
)
_log = logging.getLogger(__name__)

Touched = Callable[[Kind], Iterator[str]]
"""Keys of the records of a kind that changed, ascending."""
Facts = Callable[[Kind], Iterator[Fact]]
"""All facts of a kind, by key ascending."""


def follow_or_warn(
    server: Server,
    held: Lock,
    touched: Touched | None,
    progress: Telling | None = None,
    facts: Facts | None = None,
) -> None:
    """As `follow`, for a run that is stored already: failure is a warning, since nothing depends on the graph."""
    try:
        follow(server, held, touched, progress, facts)
    except StoreUnavailable as wrong:
        _log.warning(
            "the run is stored, but the graph for Cypher users has not followed (%s): `graphmap recover` or the next "
            "import brings it up to date",
            wrong,
        )


def follow(
    server: Server,
    held: Lock,
    touched: Touched | None,
    progress: Telling | None = None,
    facts: Facts | None = None,
) -> None:
    """Bring the graph up to the revision that counts, if it is behind. O(what changed), or O(claims) as below.

    `touched`: the records in which it is behind; None where nobody knows, which costs reading every claim. `facts`: all
    there are, from one who has them at hand; else they are read from the server. Raises `StoreUnavailable`.
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
            stands = _standing(reader, kind, wanted(kind)) if facts is None else facts(kind)
            for records in _batches(stands):
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

    def later(self, statement: str, /, *, alone: bool = True, **parameters: Any) -> None:
        """Run one behind the caller's back, and once; not `alone`: beside others, in any order."""
        number = next(self._numbers)

        def work(transaction: ManagedTransaction) -> None:
            transaction.run(statement, parameters).consume()
            # Last, since until the commit no other statement gets by.
            self._held.check(transaction)
            if not transaction.run(_NUMBER, number=number, kept=_KEPT).data():
                raise AlreadyDone

        self._behind.do(partial(self._server.write_once, work), alone=alone)


def _standing(reader: Neo4jReader, kind: Kind, keys: Iterable[str]) -> Iterator[Record]:
    """The records named, with their facts; None for one that nobody states any more."""
    wanted = iter(keys)
    few = list(islice(wanted, FEW))
    if len(few) < FEW:
        facts = dict(reader.facts_about(kind, few)) if few else {}
        yield from ((key, facts.get(key)) for key in few)
        return
    yield from _merged(reader.facts(kind), chain(few, wanted))


def _merged(facts: Iterator[Fact], keys: Iterable[str]) -> Iterator[Record]:
    """Both come by key, ascending."""
    fact = next(facts, None)
    for key in keys:
        while fact is not None and fact[0] < key:
            fact = next(facts, None)
        yield key, fact[1] if fact is not None and fact[0] == key else None


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while some := list(islice(records, RECORDS)):
        yield some
