"""A staged run and its commit: batches under a number that nobody sees yet, then one transaction that makes it count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from neo4j import ManagedTransaction

from graphmap.model import clock
from graphmap.model.claims import Claim, Run, Source
from graphmap.model.clock import day_of
from graphmap.store.base import Changes, Telling
from graphmap.store.draft import Draft
from graphmap.store.draft import Standing as Before
from graphmap.store.neo4j import following, lock, schema
from graphmap.store.neo4j.reader import Neo4jReader
from graphmap.store.neo4j.server import Row, Server
from graphmap.store.neo4j.spool import Spool
from graphmap.store.neo4j.unfinished import Batch, Writing, batched
from graphmap.store.sqlite import rows

_OPEN = """
UNWIND $rows AS row
CREATE (c:Claim {kind: row[0], key: row[1], source: $source, slot: row[2], since: $run, evidence: row[3],
  observed_at: row[4], source_url: row[5], source_title: row[6], note: row[7], body: row[8]})
"""
_CLOSE = """
UNWIND $rows AS row
MATCH (c:Claim {kind: row[0], key: row[1]})
WHERE c.source = $source AND c.slot = row[2] AND c.since < $run AND c.until IS NULL
SET c.until = $run
"""
_REPEAT = """
UNWIND $rows AS row
MATCH (c:Claim {kind: row[0], key: row[1]})
WHERE c.source = $source AND c.slot = row[2] AND c.since < $run AND c.until IS NULL
SET c.seen = coalesce(c.seen[-1..], []) + $run
"""
"""The one before is kept for those who read what was there before this run."""
_STORE_SOURCE = """
MERGE (s:Source {name: $name}) SET s = $source
MERGE (r:Run {id: $id}) SET r = $run
MERGE (r)-[:OF_SOURCE]->(s)
"""
_COUNT = """
MATCH (g:Graphmap)
SET g.revision = coalesce($revision, g.revision), g.last_run = $run, g.fictional = coalesce(g.fictional, $fictional),
  g.rebuilding = coalesce($revision, g.rebuilding),
  g.projected = CASE WHEN coalesce($revision, g.rebuilding) IS NULL THEN $run ELSE g.projected END
WITH g MATCH (u:UnfinishedRun) DELETE u
"""


class Neo4jRun:
    """See `StagedRun`. Claims wait on this machine until the commit; the store is not touched before."""

    def __init__(self, server: Server, draft: Draft) -> None:
        self._server = server
        self._draft = draft
        self._spool = Spool(draft)
        self._compared: tuple[int, Changes] | None = None
        """What committing would do, and the newest run that it was compared with."""

    def add(self, claims: Sequence[Claim]) -> None:
        """See `StagedRun.add`."""
        self._compared = None
        self._spool.add(claims)

    def changes(self) -> Changes:
        """See `StagedRun.changes`. Raises `InputRefused` when a statement was added more than once."""
        standing = schema.standing(self._server)
        assert standing is not None, "a store that was opened is there"
        return self._changes(standing)

    def commit(self, progress: Telling | None = None) -> Run:
        """See `StagedRun.commit`. Raises as `changes` does, and `StoreUnavailable` while another process writes.

        When it raises, nothing of the run can be seen, unless the server went away in the very moment in which the run was
        to count: then `runs` tells, and the same run again does no harm. Once the run counts, the graph for Cypher users
        follows; where that fails a warning says so, since the run is stored all the same.
        """
        with lock.held(self._server, f"{self._action} of {self._draft.source.name}") as held:
            before = schema.standing(self._server)
            assert before is not None, "a store that was opened is there"
            run, source = self._planned(before)
            self._write(held, before, run, progress)
            self._server.write(lambda transaction: self._switch(transaction, held, run, source))
            touched = self._spool.touched if before.projected == before.last_run else None
            facts = None if before.last_run else self._spool.facts
            following.follow_or_warn(self._server, held, touched, progress, facts)
        self.discard()
        return run

    def discard(self) -> None:
        """See `StagedRun.discard`; once more does nothing."""
        self._spool.close()

    @property
    def _action(self) -> str:
        return "retract" if self._draft.retraction else "import"

    def _changes(self, standing: schema.Standing) -> Changes:
        if self._compared is None or self._compared[0] != standing.last_run:
            self._compared = None
            reader = Neo4jReader(self._server, standing.revision, standing.last_run)
            self._compared = standing.last_run, self._spool.compare(reader)
        return self._compared[1]

    def _planned(self, before: schema.Standing) -> tuple[Run, Source]:
        """The run, and its source as it leaves it, against what counts now."""
        reader = Neo4jReader(self._server, before.revision, before.last_run)
        stored = next((one for one in reader.sources() if one.name == self._draft.source.name), None)
        about = self._draft.described(stored)
        self._draft.refuse_other_kind(before.fictional)
        changes = self._changes(before)
        newest = next((run.recorded_at for run in reader.runs()), "")
        run = self._draft.run(changes, Before(before.revision, before.last_run, newest))
        claims = (stored.claims if stored else 0) + changes.added - self._spool.gone()
        return run, about.model_copy(update={"claims": claims, "last_run": run.recorded_at})

    def _write(self, held: lock.Lock, before: schema.Standing, run: Run, progress: Telling | None) -> None:
        total = run.added + run.changed + run.retracted

        def tell(done: int) -> None:
            if progress is not None:
                progress("storing claims", min(done, total), total)

        writing = Writing(self._server, held, run.id, run.source, self._action)
        writing.write(before.last_run, self._batches, clock.recorded_now(), tell)

    def _batches(self) -> Iterator[Batch]:
        difference = self._spool.difference()
        yield from batched(_OPEN, difference.opened, _characters)
        yield from batched(_CLOSE, difference.closed)
        yield from batched(_REPEAT, difference.repeated)

    @staticmethod
    def _switch(transaction: ManagedTransaction, held: lock.Lock, run: Run, source: Source) -> None:
        held.check(transaction)
        if transaction.run("MATCH (r:Run {id: $id}) RETURN r.id", id=run.id).data():
            return  # it was made, and the answer got lost: nobody else can make a run while the lock is held
        write_run(transaction, run, source)
        count(transaction, run.id, run.revision, source.fictional)


def write_run(transaction: ManagedTransaction, run: Run, source: Source | None) -> None:
    """Write the node of a run; `source`: its source as the run left it, None where that is not known any more."""
    node = run.model_dump(exclude_none=True) | {"recorded_on": day_of(run.recorded_at).isoformat()}
    if source is None:
        transaction.run("MERGE (r:Run {id: $id}) SET r = $run", id=run.id, run=node).consume()
        return
    described: Row = source.model_dump(exclude_none=True)
    node |= {"about": rows.about(source), "claims": source.claims}
    names: dict[str, Any] = {"name": source.name, "source": described, "id": run.id, "run": node}
    transaction.run(_STORE_SOURCE, names).consume()


def count(transaction: ManagedTransaction, run: int, revision: int | None, fictional: bool | None) -> None:
    """Make everything up to `run` count, and have the graph for Cypher users follow if there is a new `revision`."""
    transaction.run(_COUNT, run=run, revision=revision, fictional=fictional).consume()


def _characters(row: Sequence[Any]) -> int:
    return sum(len(cell) for cell in row if isinstance(cell, str))
