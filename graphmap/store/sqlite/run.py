"""A staged run and its commit: one transaction, in which everything of it becomes visible or nothing does."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import orjson

from graphmap.model.claims import Claim, Run, Source
from graphmap.model.clock import day_of
from graphmap.store.base import Changes, Telling
from graphmap.store.draft import Draft, Standing
from graphmap.store.sqlite import resolving, rows
from graphmap.store.sqlite.connection import Database, transaction
from graphmap.store.sqlite.staging import Staging

_CLOSE_CHANGED = """
UPDATE main.claim SET until = :run WHERE until IS NULL AND (kind, key, source, slot) IN (
  SELECT kind, key, :source, slot FROM temp.staged WHERE change = 1
)
"""
_CLOSE_GONE = """
UPDATE main.claim SET until = :run WHERE until IS NULL AND (kind, key, source, slot) IN (
  SELECT kind, key, :source, slot FROM temp.gone
)
"""
_OPEN = """
INSERT INTO main.claim (kind, key, source, slot, since, seen, evidence, observed_at, source_url, source_title, note, body)
SELECT kind, key, :source, slot, :run, :run, evidence, observed_at, source_url, source_title, note, body
FROM temp.staged WHERE change < 2 ORDER BY kind, key, slot
"""
_SEE = """
UPDATE main.claim SET seen = :run WHERE until IS NULL AND (kind, key, source, slot) IN (
  SELECT kind, key, :source, slot FROM temp.staged
  WHERE change = 2 AND kind NOT IN (SELECT value FROM json_each(:complete))
)
"""
"""Only what a complete run does not say for a whole table already (see `reader`)."""
_RUN = """
INSERT INTO main.run (id, source, action, recorded_at, recorded_on, revision, edition, partial, tables,
  added, changed, retracted, unchanged, skipped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class SqliteRun:
    """See `StagedRun`. Owns its connection, which may write."""

    def __init__(self, database: Database, connection: sqlite3.Connection, draft: Draft) -> None:
        self._database = database
        self._connection = connection
        self._draft = draft
        self._staging = Staging(connection)
        self._compared: tuple[int, Changes] | None = None
        """What committing would do, and the revision that it was compared with."""

    def add(self, claims: Sequence[Claim]) -> None:
        """See `StagedRun.add`."""
        with self._database.answering():
            self._compared = None
            self._staging.add(claims)

    def changes(self) -> Changes:
        """See `StagedRun.changes`. Raises `InputRefused` when a statement was added more than once."""
        with self._database.answering(), transaction(self._connection, writing=False):
            return self._changes()

    def commit(self, progress: Telling | None = None) -> Run:  # noqa: ARG002 - it is one statement after the other
        """See `StagedRun.commit`. Raises as `changes` does.

        O(n log n) in the claims of the source and the records that they touch.
        """
        try:
            with self._database.answering(), transaction(self._connection):
                run = self._store()
        except BaseException:
            self._compared = None  # taken back with the rest
            raise
        self.discard()
        return run

    def discard(self) -> None:
        """See `StagedRun.discard`; once more does nothing."""
        self._connection.close()

    def _changes(self) -> Changes:
        """What `compare` finds at the visible revision, inside the transaction that is open."""
        (revision,) = self._connection.execute("SELECT revision FROM main.store").fetchone()
        if self._compared is None or self._compared[0] != revision:
            self._compared = None
            source = self._stored_source()
            self._staging.compare(source and source[0], self._draft.complete)
            self._compared = revision, self._staging.changes()
        return self._compared[1]

    def _stored_source(self) -> tuple[int, str] | None:
        """Number and description of the source as the store has it."""
        row: tuple[int, str] | None = self._connection.execute(
            "SELECT id, about FROM main.source WHERE name = ?", (self._draft.source.name,)
        ).fetchone()
        return row

    def _store(self) -> Run:
        """Everything that a commit does, inside the transaction that is open."""
        connection, draft = self._connection, self._draft
        stored = self._stored_source()
        about = draft.described(stored and rows.source_of(draft.source.name, stored[1]))
        refuse_other_kind(connection, draft)
        run = draft.run(self._changes(), self._standing())
        (count,) = connection.execute("SELECT count(*) FROM main.source").fetchone()
        source = stored[0] if stored else count + 1
        complete = orjson.dumps([kind.value for kind in draft.complete]).decode()
        names = {"run": run.id, "source": source, "complete": complete}
        closed = sum(connection.execute(close, names).rowcount for close in (_CLOSE_CHANGED, _CLOSE_GONE))
        opened = connection.execute(_OPEN, names).rowcount
        connection.execute(_SEE, names)
        self._write_source(source, about, opened - closed, run)
        resolving.resolve_touched(connection)
        write_run(connection, run, source)
        connection.execute(
            "UPDATE main.store SET revision = coalesce(?, revision), fictional = coalesce(fictional, ?)",
            (run.revision, draft.source.fictional),
        )
        return run

    def _standing(self) -> Standing:
        """Where the store stands, inside the transaction that is open."""
        (revision,) = self._connection.execute("SELECT revision FROM main.store").fetchone()
        last, recorded_at = self._connection.execute(
            "SELECT coalesce(max(id), 0), coalesce(max(recorded_at), '') FROM main.run"
        ).fetchone()
        return Standing(revision, last, recorded_at)

    def _write_source(self, number: int, about: Source, more: int, run: Run) -> None:
        self._connection.execute(
            "INSERT INTO main.source (id, name, about, claims, last_run) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET about = excluded.about, claims = claims + excluded.claims, "
            "last_run = excluded.last_run",
            (number, about.name, rows.about(about), more, run.id),
        )


def write_run(connection: sqlite3.Connection, run: Run, source: int) -> None:
    """Add the row of a run of the source with that number, inside the transaction that is open."""
    day = day_of(run.recorded_at).isoformat()
    connection.execute(
        _RUN,
        (
            run.id, source, run.action, run.recorded_at, day, run.revision, run.edition, run.partial,
            orjson.dumps(run.tables).decode(),
            run.added, run.changed, run.retracted, run.unchanged, run.skipped,
        ),
    )  # fmt: skip


def refuse_other_kind(connection: sqlite3.Connection, draft: Draft) -> None:
    """See `Draft.refuse_other_kind`."""
    (fictional,) = connection.execute("SELECT fictional FROM main.store").fetchone()
    draft.refuse_other_kind(None if fictional is None else bool(fictional))
