"""Filling an empty store with all that another one holds, under the numbers that its runs have there."""

from __future__ import annotations

from collections.abc import Iterator

from neo4j import ManagedTransaction

from graphmap.model import clock
from graphmap.store.base import History, RecordedClaim
from graphmap.store.copying import filled
from graphmap.store.neo4j import following, lock, scenarios, schema
from graphmap.store.neo4j.run import count, write_run
from graphmap.store.neo4j.server import Server
from graphmap.store.neo4j.unfinished import Batch, Writing, batched, discard
from graphmap.store.sqlite import rows

_COPY = """
UNWIND $rows AS row
CREATE (c:Claim {kind: row[0], key: row[1], slot: row[2], evidence: row[3], observed_at: row[4], source_url: row[5],
  source_title: row[6], note: row[7], body: row[8], source: row[9], since: row[10], until: row[11], seen: row[12]})
"""


def restore(server: Server, history: History) -> None:
    """See `Store.restore`. What an interrupted attempt left is dropped first."""
    with lock.held(server, "copy of another store") as held:
        found = schema.standing(server)
        assert found is not None, "a store that was opened is there"
        if found.last_run or scenarios.read(server):
            raise filled(server.settings.address)
        discard(server, held, 0)
        last = max((run.id for run in history.runs), default=0)
        writing = Writing(server, held, last, "another store", "copy")
        writing.write(0, lambda: _batches(history), clock.recorded_now(), lambda _: None)

        def switch(transaction: ManagedTransaction) -> None:
            held.check(transaction)
            described = {source.name: source for source in history.sources}
            for run in sorted(history.runs, key=lambda run: -run.id):
                write_run(transaction, run, described.pop(run.source, None))
            scenarios.write(transaction, history.scenarios)
            count(transaction, last, history.revision or None, history.fictional)

        server.write(switch)
        following.follow_or_warn(server, held, None)


def _batches(history: History) -> Iterator[Batch]:
    """What is copied can be read only once, which suffices: nothing was written before that could differ."""
    return batched(_COPY, map(_row, history.claims), lambda row: len(row[8]))


def _row(one: RecordedClaim) -> list[object]:
    seen = [one.seen] if one.seen != one.since else None
    return [*rows.staged_row(one.claim), one.source, one.since, one.until, seen]
