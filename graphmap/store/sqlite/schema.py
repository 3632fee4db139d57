"""The layout of a store's file: made whole, or brought up from an older version with a copy kept beside it.

Every version but the first is a function from the one before it. What a version once did is not edited: the next one
corrects it. A change of `graphmap.model.resolve` is a new version too, which resolves every fact anew.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic, sleep

from graphmap.model.clock import day_of
from graphmap.model.errors import StoreUnavailable
from graphmap.store.sqlite.connection import Database, transaction

APPLICATION = 0x67726D70
"""SQLite's application id of a graphmap store: `grmp`."""
VERSION = 3

LAYOUT = """
CREATE TABLE store (
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  fictional INTEGER
);
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  about TEXT NOT NULL,
  claims INTEGER NOT NULL,
  last_run INTEGER NOT NULL REFERENCES run
);
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source,
  action TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  recorded_on TEXT NOT NULL,
  revision INTEGER,
  edition TEXT,
  partial INTEGER NOT NULL,
  tables TEXT NOT NULL,
  added INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  retracted INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  skipped INTEGER NOT NULL
);
CREATE TABLE claim (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  source INTEGER NOT NULL REFERENCES source,
  slot INTEGER NOT NULL,
  since INTEGER NOT NULL REFERENCES run,
  until INTEGER REFERENCES run,
  seen INTEGER NOT NULL REFERENCES run,
  evidence INTEGER NOT NULL,
  observed_at TEXT,
  source_url TEXT,
  source_title TEXT,
  note TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, key, source, slot, since)
) WITHOUT ROWID;
CREATE TABLE fact (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE scenario (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  owner TEXT NOT NULL,
  description TEXT NOT NULL,
  changes TEXT NOT NULL,
  based_on TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE cache (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  part TEXT NOT NULL,
  content BLOB NOT NULL
);
"""

_MAGIC = b"SQLite format 3\x00"
_PAUSE = 0.02
"""Seconds between attempts to open a store that others are making."""


def prepare(database: Database, *, create: bool) -> None:
    """Make sure that the file holds a store of this version: make it, or bring it up to date, where need be.

    Raises `StoreUnavailable` when there is none to be had.
    """
    deadline = monotonic() + database.timeout
    while True:
        try:
            return _prepare(database, create=create)
        except sqlite3.OperationalError as error:
            # SQLite waits for locks by itself, but not where it could wait for ever, as when two make one file.
            if not database.is_locked(error) or monotonic() >= deadline:
                raise
        sleep(_PAUSE)


def _prepare(database: Database, *, create: bool) -> None:
    path = database.path
    try:
        path.exists()
    except OSError as error:
        raise StoreUnavailable(
            f"{path} cannot be reached ({error.strerror}): name another --store"
        ) from error
    if path.is_dir():
        raise StoreUnavailable(
            f"{path} is a folder: give the address of a file, such as sqlite:///{path}/map.db"
        )
    if path.exists() and not path.is_file():
        raise StoreUnavailable(f"{path} is no ordinary file: name another --store")
    if not path.exists():
        if not create:
            raise StoreUnavailable(
                f"There is no store at {path}: import something first, or name another --store"
            )
        _make(database)
    version = _version(database)
    if version == 0 and create and database.writable:
        _make(database)
        version = _version(database)
    if version == 0:
        raise StoreUnavailable(
            f"{path} is empty, not yet a store: import something first, or name another --store"
        )
    if version > VERSION:
        raise StoreUnavailable(
            f"{path} was made by a newer graphmap (layout {version}; this one knows up to {VERSION}): upgrade graphmap"
        )
    if version < VERSION:
        _migrate(database)


def _version(database: Database) -> int:
    """The version of the layout; 0 for an empty file or database. Raises for a file that is no store.

    SQLite itself takes a file of a few bytes for an empty database, and would write over it.
    """
    with suppress(PermissionError), database.path.open("rb") as file:
        if file.read(len(_MAGIC)) not in (b"", _MAGIC):
            raise database.foreign("it is no SQLite file")
    with closing(database.reading()) as reading, transaction(reading.connection, writing=False):
        connection = reading.connection
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application == APPLICATION and version:
        return int(version)
    if application or version or tables:
        raise database.foreign("it is another program's SQLite file")
    return 0


def _make(database: Database) -> None:
    try:
        database.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"{database.path.parent} cannot be made ({error.strerror}): name another --store"
        ) from error
    with closing(database.writing(create=True)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        with transaction(connection):
            if connection.execute("PRAGMA user_version").fetchone() != (0,):
                return  # another process was quicker
            for statement in LAYOUT.split(";\n"):
                connection.execute(statement)
            connection.execute("INSERT INTO store VALUES (?, 0, NULL)", (uuid.uuid4().hex,))
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")


def _migrate(database: Database) -> None:
    """Bring an older store up to date in one transaction, with a copy of it as `<file>.v<old>.bak`."""
    if not database.writable:
        raise StoreUnavailable(
            f"{database.path} has an older layout and cannot be written: "
            "open it once with a user who may write it and its folder, or copy it to a folder of your own"
        )
    with closing(database.writing()) as connection, transaction(connection):
        (old,) = connection.execute("PRAGMA user_version").fetchone()
        if old >= VERSION:
            return  # another process was quicker
        _back_up(database, database.path.with_name(f"{database.path.name}.v{old}.bak"))
        for version in range(old + 1, VERSION + 1):
            MIGRATIONS[version](connection)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _back_up(database: Database, copy: Path) -> None:
    """Copy what is committed; the copy has its name only when it is whole."""
    unfinished = copy.with_name(f"{copy.name}.part")
    unfinished.unlink(missing_ok=True)
    with closing(database.reading()) as reading, closing(sqlite3.connect(unfinished)) as target:
        reading.connection.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    unfinished.replace(copy)


def _days_of_runs(connection: sqlite3.Connection) -> None:
    """Version 2: the day of each run, so that knowledge as of a day is found without reading every time again."""
    connection.execute("ALTER TABLE run ADD COLUMN recorded_on TEXT NOT NULL DEFAULT ''")
    days = [
        (day_of(recorded_at).isoformat(), run)
        for run, recorded_at in connection.execute("SELECT id, recorded_at FROM run").fetchall()
    ]
    connection.executemany("UPDATE run SET recorded_on = ? WHERE id = ?", days)


def _saved_scenarios(connection: sqlite3.Connection) -> None:
    """Version 3: scenarios, kept beside the evidence."""
    connection.execute(
        "CREATE TABLE scenario (id TEXT PRIMARY KEY, name TEXT NOT NULL, owner TEXT NOT NULL, description TEXT NOT NULL, "
        "changes TEXT NOT NULL, based_on TEXT NOT NULL, created_at TEXT NOT NULL, changed_at TEXT NOT NULL) WITHOUT ROWID"
    )


MIGRATIONS: Mapping[int, Callable[[sqlite3.Connection], None]] = {2: _days_of_runs, 3: _saved_scenarios}
"""By version, what makes it from the version before."""
