"""The SQLite store: the protocol of `graphmap.store.base` over one file. Safe to use from several threads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import Lock

from graphmap.model.claims import Run, Source
from graphmap.model.errors import StoreUnavailable
from graphmap.model.saved import SavedScenario
from graphmap.model.scenario_draft import Draft as ScenarioDraft
from graphmap.model.terms import Kind
from graphmap.store.base import History, Identity
from graphmap.store.draft import Draft
from graphmap.store.sqlite import cache, restoring, run, scenarios, schema
from graphmap.store.sqlite.connection import LOCK_TIMEOUT, Database, Reading
from graphmap.store.sqlite.reader import SqliteReader


class SqliteStore:
    """See `Store`. Keeps one connection for quick questions; readers and runs have connections of their own.

    A file is there or not: it is never away for a while, and a process that dies leaves nothing behind in it.
    """

    remote = False

    def __init__(
        self,
        path: Path,
        address: str,
        *,
        create: bool = True,
        read_only: bool = False,
        timeout: float = LOCK_TIMEOUT,
    ) -> None:
        """Open, make or migrate the store at `path`. `timeout`: seconds to wait for another process's lock."""
        self.address = address
        self._database = Database(path, read_only=read_only, timeout=timeout)
        self._lock = Lock()
        self._reading: Reading | None = None
        with self._database.answering():
            schema.prepare(self._database, create=create and not read_only)

    def identity(self) -> Identity:
        """See `Store.identity`."""
        with self._quick() as connection:
            key, revision, fictional = connection.execute(
                "SELECT id, revision, fictional FROM store"
            ).fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (day,) = connection.execute(
                "SELECT max(recorded_on) FROM run WHERE revision IS NOT NULL"
            ).fetchone()
        return Identity(
            id=key,
            schema_version=version,
            revision=revision,
            fictional=None if fictional is None else bool(fictional),
            recorded_on=date.fromisoformat(day) if day else None,
        )

    def revision(self) -> int:
        """See `Store.revision`: one row of one page."""
        with self._quick() as connection:
            (revision,) = connection.execute("SELECT revision FROM store").fetchone()
        return int(revision)

    @contextmanager
    def reading(self) -> Iterator[SqliteReader]:
        """See `Store.reading`."""
        with self._database.answering():
            reading = self._database.reading()
        with closing(reading):
            with self._database.answering():
                reader = SqliteReader(self._database, reading)
            yield reader

    @contextmanager
    def staging(
        self, source: Source, complete: frozenset[Kind], *, partial: bool = False, skipped: int = 0
    ) -> Iterator[run.SqliteRun]:
        """See `Store.staging`. Raises `StoreUnavailable` at once where the store cannot be written."""
        with self._staging(Draft(source, frozenset() if partial else complete, partial, skipped)) as staged:
            yield staged

    def retract(self, source: str) -> Run:
        """See `Store.retract`."""
        draft = Draft(Source(name=source), frozenset(Kind), retraction=True)
        with self._staging(draft) as staged:
            return staged.commit()

    def load_columns(self, name: str) -> Mapping[str, bytes] | None:
        """See `Store.load_columns`."""
        with self._quick() as connection:
            return cache.load(connection, name)

    def save_columns(self, name: str, columns: Mapping[str, bytes]) -> None:
        """See `Store.save_columns`; does nothing either while another process writes."""
        with (
            suppress(StoreUnavailable, sqlite3.OperationalError),
            closing(self._database.writing(timeout=0)) as connection,
        ):
            cache.save(connection, name, columns)

    def confirm_columns(self, name: str) -> None:
        """See `Store.confirm_columns`."""

    def remembered(self) -> None:
        """See `Store.remembered`."""

    def restore(self, history: History) -> None:
        """See `Store.restore`. Others may read the empty store meanwhile, and wait to write it."""
        with self._database.answering(), closing(self._database.writing()) as connection:
            restoring.restore(connection, self.address, history)

    def scenarios(self) -> Sequence[SavedScenario]:
        """See `Store.scenarios`."""
        with self._quick() as connection:
            return scenarios.read(connection)

    def save_scenario(self, draft: ScenarioDraft) -> SavedScenario:
        """See `Store.save_scenario`."""
        with self._database.answering(), closing(self._database.writing()) as connection:
            return scenarios.save(connection, draft)

    def delete_scenario(self, key: str, changed_at: str | None = None) -> SavedScenario:
        """See `Store.delete_scenario`."""
        with self._database.answering(), closing(self._database.writing()) as connection:
            return scenarios.delete(connection, key, changed_at)

    def unfinished(self) -> None:
        """See `Store.unfinished`."""

    def recover(self, *, discard: bool = False) -> None:
        """See `Store.recover`."""

    def close(self) -> None:
        """Give up the store's connection. What is still being read or staged goes on until its own end."""
        with self._lock:
            if self._reading is not None:
                self._reading.close()
                self._reading = None

    @contextmanager
    def _staging(self, draft: Draft) -> Iterator[run.SqliteRun]:
        with self._database.answering():
            connection = self._database.writing()
        with closing(connection):
            with self._database.answering():
                run.refuse_other_kind(connection, draft)
                staged = run.SqliteRun(self._database, connection, draft)
            yield staged

    @contextmanager
    def _quick(self) -> Iterator[sqlite3.Connection]:
        """The connection that is kept open, for one question at a time."""
        with self._lock, self._database.answering():
            if self._reading is not None and self._reading.outdated:
                self._reading.close()
                self._reading = None
            if self._reading is None:
                self._reading = self._database.reading()
            yield self._reading.connection
            self._reading.check()
