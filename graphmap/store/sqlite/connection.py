"""Connections to one database file, and SQLite's errors in words that say what to do.

A file that this user may only read is opened read-only. SQLite reads a database in WAL mode with the help of two files
beside it, which cannot be made in a folder that is read-only too. It then reads the file alone (`immutable`), which is
right as long as nothing waits in the log and nobody writes: the first is checked before, the second while it is read.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphmap.model.errors import StoreUnavailable

LOCK_TIMEOUT = 30.0
"""Seconds to wait for another process that writes (contract, section 1)."""

_CACHE_KIB = 32 * 1024
"""Memory for pages of the file, and for those of staged claims, while writing."""

_Stamp = tuple[int, int, int, bool]


class Database:
    """One database file at `path`. Every error of it is a `StoreUnavailable`; other errors of SQLite are faults."""

    def __init__(self, path: Path, *, read_only: bool = False, timeout: float = LOCK_TIMEOUT) -> None:
        """`timeout`: seconds to wait for a lock. Nothing is opened yet."""
        self.path = path.absolute()
        self.timeout = timeout
        self._read_only = read_only

    @property
    def log(self) -> Path:
        """The write-ahead log beside the file; there while anybody has the store open, or after a crash."""
        return self.path.with_name(self.path.name + "-wal")

    @property
    def writable(self) -> bool:
        """Whether this process may write the file and make the log beside it."""
        return not self._read_only and os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)

    def writing(self, *, create: bool = False, timeout: float | None = None) -> sqlite3.Connection:
        """A connection that may write; what it commits has reached the disk. Raises where writing is not allowed."""
        if not create and not self.writable:
            raise self.unwritable()
        connection = self._connect("mode=rwc" if create else "mode=rw", timeout)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("PRAGMA temp_store = FILE")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute(f"PRAGMA temp.cache_size = -{_CACHE_KIB}")
        return connection

    def reading(self) -> Reading:
        """A connection that only reads, in whatever way the place allows."""
        if self.writable:
            return Reading(self, self._connect("mode=rw"))
        connection = self._connect("mode=ro")
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema")
        except sqlite3.OperationalError as error:
            connection.close()
            if _code(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
        else:
            return Reading(self, connection)
        if self.log.exists() and self.log.stat().st_size:
            raise StoreUnavailable(
                f"{self.path} may only be read, and its newest runs are still in {self.log.name}: "
                "open the store once with a user who may write there, or copy both files to a folder of your own"
            )
        stamp = self.stamp()
        return Reading(self, self._connect("immutable=1"), stamp)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Turn SQLite's errors about the file, its locks and its disk into `StoreUnavailable`."""
        try:
            yield
        except sqlite3.Error as error:
            message = self._in_words(error)
            if message is None:
                raise
            raise StoreUnavailable(message) from error

    def unwritable(self) -> StoreUnavailable:
        """The error for a store that this process must not write."""
        if self._read_only:
            return StoreUnavailable(f"{self.path} was opened for reading only")
        return StoreUnavailable(
            f"{self.path} cannot be written: ask for write access to it and its folder, or name another --store"
        )

    def foreign(self, why: str) -> StoreUnavailable:
        """The error for a file that is something else."""
        return StoreUnavailable(f"{self.path} is no graphmap store ({why}): name another --store")

    def stamp(self) -> _Stamp | None:
        """What changes when somebody writes, replaces or removes the file."""
        try:
            about = self.path.stat()
        except OSError:
            return None
        return about.st_ino, about.st_size, about.st_mtime_ns, self.log.exists()

    def _connect(self, how: str, timeout: float | None = None) -> sqlite3.Connection:
        seconds = self.timeout if timeout is None else timeout
        return sqlite3.connect(
            f"{self.path.as_uri()}?{how}",
            uri=True,
            timeout=seconds,
            isolation_level=None,
            check_same_thread=False,
        )

    @staticmethod
    def is_locked(error: sqlite3.Error) -> bool:
        """Whether another connection's lock is in the way."""
        return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

    def _in_words(self, error: sqlite3.Error) -> str | None:
        match _code(error):
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return (
                    f"{self.path} is locked by another process for {self.timeout:g} s: "
                    "wait until its import has ended, or stop it"
                )
            case sqlite3.SQLITE_NOTADB:
                return str(self.foreign("it is no SQLite file"))
            case sqlite3.SQLITE_CORRUPT:
                return f"{self.path} is damaged ({error}): put a copy back, or import its sources into another --store"
            case sqlite3.SQLITE_FULL:
                return f"{self.path} cannot grow: the disk is full. Nothing of this run was stored"
            case sqlite3.SQLITE_READONLY:
                return str(self.unwritable())
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
                return f"{self.path} cannot be opened: check that it and its folder may be read, or name another --store"
            case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_PROTOCOL:
                return f"{self.path} does not answer ({error}): check the disk that it is on"
        return None


class Reading:
    """A connection that only reads. `check` must be called after reading: see the module's text."""

    def __init__(
        self, database: Database, connection: sqlite3.Connection, stamp: _Stamp | None = None
    ) -> None:
        """`stamp`: that of the file when it is read alone."""
        self.connection = connection
        self._database = database
        self._stamp = stamp
        connection.execute("PRAGMA query_only = ON")

    @property
    def outdated(self) -> bool:
        """Whether the file was written since it was opened alone; never so where SQLite's locks work."""
        return self._stamp is not None and self._stamp != self._database.stamp()

    def check(self) -> None:
        """Raise when what was read may be torn, because somebody wrote the file that was read alone."""
        if self.outdated:
            raise StoreUnavailable(f"{self._database.path} was written while it was read: ask again")

    def close(self) -> None:
        self.connection.close()


@contextmanager
def transaction(connection: sqlite3.Connection, *, writing: bool = True) -> Iterator[None]:
    """Do all of what is inside or nothing; `writing` takes the lock of the main database at once."""
    connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _code(error: sqlite3.Error) -> int:
    """The primary result code, without SQLite's extensions of it."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
