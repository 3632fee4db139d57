"""A run on its way into the store: its claims are written in batches under a number that is not yet visible.

`(:UnfinishedRun)` notes what was written, batch by batch, in the same transactions. So a batch that is sent twice is
written once, a run that is stored again after its process died writes what that one did not, and what is left of another
is dropped. Batches need no order among them, so several are under way at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Any

import orjson
from neo4j import ManagedTransaction

from graphmap.model.terms import Kind
from graphmap.store.base import Unfinished
from graphmap.store.neo4j import lock as locks
from graphmap.store.neo4j.behind import Behind
from graphmap.store.neo4j.claims import stream
from graphmap.store.neo4j.lock import Lock
from graphmap.store.neo4j.server import AlreadyDone, Row, Server

ROWS = 5_000
CHARACTERS = 4_000_000
"""A batch holds at most so many rows, and about so much text."""

_FIND = "MATCH (u:UnfinishedRun) RETURN properties(u) AS run"
_BEGIN = (
    "CREATE (u:UnfinishedRun {run: $run, source: $source, action: $action, owner: $owner, started_at: $now, \
claims: 0, written: []})"
)
_NOTE = "MATCH (u:UnfinishedRun) SET u.written = u.written + $note, u.claims = u.claims + $count, u.owner = $owner"
_LEFT = "c.since > $last OR c.until > $last OR any(run IN c.seen WHERE run > $last)"
_DROP = """
UNWIND $keys AS key MATCH (c:Claim {kind: $kind, key: key}) WHERE c.since > $last DELETE c
"""
_REOPEN = """
UNWIND $keys AS key MATCH (c:Claim {kind: $kind, key: key}) WHERE c.until > $last OR any(run IN c.seen WHERE run > $last)
SET c.until = CASE WHEN c.until > $last THEN NULL ELSE c.until END, c.seen = [run IN c.seen WHERE run <= $last]
"""


class Differs(Exception):
    """What was written before is not what is to be written now."""


@dataclass(frozen=True)
class Batch:
    """Rows for one statement, which is given them as `$rows` besides `$run` and `$source`."""

    statement: str
    rows: list[Any]

    @property
    def digest(self) -> str:
        """Tells this batch from others."""
        content = orjson.dumps([self.statement, self.rows])
        return blake2b(content, digest_size=12).hexdigest()


class Writing:
    """One run on its way, under its number."""

    def __init__(self, server: Server, lock: Lock, run: int, source: str, action: str) -> None:
        self._server, self._lock = server, lock
        self._about: Row = {"run": run, "source": source, "action": action}

    def write(
        self, last: int, batches: Callable[[], Iterable[Batch]], now: str, tell: Callable[[int], None]
    ) -> None:
        """Write all batches, or what is missing of them. `tell` is told the rows written so far.

        `last`: the newest run that is visible. `batches` gives the same ones, in the same order, each time it is called.
        """
        found = find(self._server)
        if found is not None and any(found[name] != value for name, value in self._about.items()):
            discard(self._server, self._lock, last)
            found = None
        try:
            self._write(batches(), found, now, tell)
        except Differs:
            discard(self._server, self._lock, last)
            self._write(batches(), None, now, tell)

    def _write(
        self, batches: Iterable[Batch], found: Row | None, now: str, tell: Callable[[int], None]
    ) -> None:
        if found is None:
            self._server.write(lambda transaction: self._begin(transaction, now))
        written = dict(map(_noted, found["written"])) if found else {}
        rows = 0
        with Behind() as behind:
            for number, batch in enumerate(batches):
                if (before := written.pop(number, None)) is None:
                    behind.do(partial(self._put, number, batch))
                elif before != batch.digest:
                    raise Differs
                rows += len(batch.rows)
                tell(rows)
        if written:
            raise Differs

    def _begin(self, transaction: ManagedTransaction, now: str) -> None:
        self._lock.check(transaction)
        if not transaction.run(_FIND).data():
            transaction.run(_BEGIN, {**self._about, "owner": self._lock.owner, "now": now}).consume()

    def _put(self, number: int, batch: Batch) -> None:
        note, count = f"{number}:{batch.digest}", len(batch.rows)

        def work(transaction: ManagedTransaction) -> None:
            transaction.run(batch.statement, {**self._about, "rows": batch.rows}).consume()
            # Last, since until the commit no other batch gets by.
            self._lock.check(transaction)
            (row,) = transaction.run(_FIND).data()
            if note in row["run"]["written"]:
                raise AlreadyDone
            transaction.run(_NOTE, note=note, count=count, owner=self._lock.owner).consume()

        self._server.write_once(work)


def _noted(note: str) -> tuple[int, str]:
    number, _, digest = note.partition(":")
    return int(number), digest


def find(server: Server) -> Row | None:
    """The properties of the run that is on its way; None where none is."""
    rows = server.rows(_FIND)
    return rows[0]["run"] if rows else None


def described(server: Server) -> Unfinished | None:
    """See `Store.unfinished`."""
    found = find(server)
    if found is None:
        return None
    held = locks.look(server)
    return Unfinished(
        source=found["source"],
        action=found["action"],
        owner=found["owner"],
        started_at=found["started_at"],
        claims=found["claims"],
        active=locks.is_active(held),
    )


def discard(server: Server, lock: Lock, last: int) -> None:
    """Drop whatever was written after the visible run `last`. Once more does nothing. O(claims), in batches."""

    def put(statement: str, **parameters: Any) -> None:
        def work(transaction: ManagedTransaction) -> None:
            lock.check(transaction)
            transaction.run(statement, parameters).consume()

        server.write(work)

    for kind in Kind:
        for (keys,) in stream(server, kind, (), last, condition=_LEFT, size=ROWS):
            for statement in (_DROP, _REOPEN):
                put(statement, kind=kind.value, keys=list(dict.fromkeys(keys)), last=last)
    put("MATCH (u:UnfinishedRun) DELETE u")


def batched(statement: str, rows: Iterable[Any], size: Callable[[Any], int] = lambda _: 0) -> Iterator[Batch]:
    """The rows in batches. `size`: characters of a row, where that may be much."""
    some: list[Any] = []
    characters = 0
    for row in rows:
        some.append(row)
        characters += size(row)
        if len(some) == ROWS or characters >= CHARACTERS:
            yield Batch(statement, some)
            some, characters = [], 0
    if some:
        yield Batch(statement, some)
