"""A staged run and its commit: one transaction, in which everything of it becomes visible or nothing does."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from graphmap.model import clock
from graphmap.model.claims import Claim, Run, Source
from graphmap.model.errors import InputRefused, UsageError
from graphmap.model.terms import Kind
from graphmap.store.base import Changes
from graphmap.store.sqlite import resolving, rows, schema
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


@dataclass(frozen=True)
class Draft:
    """What a run is to be."""

    source: Source
    complete: frozenset[Kind]
    partial: bool = False
    skipped: int = 0
    retraction: bool = False


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

    def commit(self) -> Run:
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
        if draft.retraction and stored is None:
            raise UsageError(f"There is no source {draft.source.name!r}: `graphmap sources` lists them")
        if not draft.retraction:
            refuse_other_kind(connection, draft.source)
        changes = self._changes()
        run = self._numbered(changes)
        (count,) = connection.execute("SELECT count(*) FROM main.source").fetchone()
        source = stored[0] if stored else count + 1
        complete = orjson.dumps([kind.value for kind in draft.complete]).decode()
        names = {"run": run.id, "source": source, "complete": complete}
        closed = sum(connection.execute(close, names).rowcount for close in (_CLOSE_CHANGED, _CLOSE_GONE))
        opened = connection.execute(_OPEN, names).rowcount
        connection.execute(_SEE, names)
        self._write_source(source, stored and stored[1], opened - closed, run)
        resolving.resolve_touched(connection)
        day = schema.day_of(run.recorded_at).isoformat()
        connection.execute(
            _RUN,
            (
                run.id, source, run.action, run.recorded_at, day, run.revision, run.edition, run.partial,
                orjson.dumps(run.tables).decode(),
                run.added, run.changed, run.retracted, run.unchanged, run.skipped,
            ),
        )  # fmt: skip
        connection.execute(
            "UPDATE main.store SET revision = coalesce(?, revision), fictional = coalesce(fictional, ?)",
            (run.revision, draft.source.fictional),
        )
        return run

    def _numbered(self, changes: Changes) -> Run:
        """The run with its number and its time, which is never before that of the run before it."""
        connection, draft = self._connection, self._draft
        (revision,) = connection.execute("SELECT revision FROM main.store").fetchone()
        last, recorded_at = connection.execute(
            "SELECT coalesce(max(id), 0), coalesce(max(recorded_at), '') FROM main.run"
        ).fetchone()
        return Run(
            id=last + 1,
            source=draft.source.name,
            action="retract" if draft.retraction else "import",
            recorded_at=max(clock.recorded_now(), recorded_at),
            revision=revision + 1 if changes.added or changes.changed or changes.retracted else None,
            edition=draft.source.edition,
            partial=draft.partial,
            tables=() if draft.retraction else rows.tables_of(draft.complete),
            added=changes.added,
            changed=changes.changed,
            retracted=changes.retracted,
            unchanged=changes.unchanged,
            skipped=draft.skipped,
        )

    def _write_source(self, number: int, stored: str | None, more: int, run: Run) -> None:
        """Describe the source as this run does; where it came from stays what its first import said."""
        source = self._draft.source
        if stored is not None:
            before = rows.source_of(source.name, stored)
            location = None if self._draft.retraction else before.location or source.location
            source = (before if self._draft.retraction else source).model_copy(update={"location": location})
        self._connection.execute(
            "INSERT INTO main.source (id, name, about, claims, last_run) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET about = excluded.about, claims = claims + excluded.claims, "
            "last_run = excluded.last_run",
            (number, source.name, rows.about(source), more, run.id),
        )


def refuse_other_kind(connection: sqlite3.Connection, source: Source) -> None:
    """Raise `InputRefused` for a fictional source in a store of real ones, and the reverse."""
    (fictional,) = connection.execute("SELECT fictional FROM main.store").fetchone()
    if fictional is not None and bool(fictional) != source.fictional:
        kinds = ("real", "fictional") if source.fictional else ("fictional", "real")
        raise InputRefused(
            f"This store holds {kinds[0]} evidence and {source.name} is {kinds[1]}: "
            "import it into another --store, such as sqlite:///other.db"
        )
