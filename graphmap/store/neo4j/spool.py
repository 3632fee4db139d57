"""Claims that wait on this machine for their commit, beside what their source says in the store now.

They wait in a temporary file of SQLite's, so that nobody is locked out meanwhile and memory stays bounded; what differs is
found there in the same way as in the embedded store (`graphmap.store.sqlite.staging`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson

from graphmap.model.claims import Claim
from graphmap.model.resolve import resolve_rows
from graphmap.model.terms import Kind
from graphmap.store.base import Changes, Fact
from graphmap.store.draft import Draft
from graphmap.store.neo4j.reader import Neo4jReader
from graphmap.store.sqlite.connection import transaction
from graphmap.store.sqlite.staging import Staging

_SOURCE = 1
_CLAIMS = """
CREATE TABLE claim (
  kind TEXT NOT NULL, key TEXT NOT NULL, source INTEGER NOT NULL, slot INTEGER NOT NULL, until INTEGER,
  evidence INTEGER NOT NULL, observed_at TEXT, source_url TEXT, source_title TEXT, note TEXT, body TEXT NOT NULL,
  PRIMARY KEY (kind, key, source, slot)
) WITHOUT ROWID
"""
_OPENED = """
SELECT kind, key, slot, evidence, observed_at, source_url, source_title, note, body FROM temp.staged
WHERE change < 2 ORDER BY kind, key, slot
"""
_CLOSED = """
SELECT kind, key, slot FROM temp.staged WHERE change = 1
UNION ALL SELECT kind, key, slot FROM temp.gone ORDER BY kind, key, slot
"""
_SAID = "SELECT key, slot, evidence, observed_at, body FROM temp.staged WHERE kind = :kind ORDER BY key, slot"
_REPEATED = "SELECT kind, key, slot FROM temp.staged WHERE change = 2 ORDER BY kind, key, slot"
_TOUCHED = """
SELECT key FROM temp.staged WHERE kind = :kind AND change < 2
UNION SELECT key FROM temp.gone WHERE kind = :kind ORDER BY key
"""

Place = tuple[str, str, int]
"""Kind, key and slot of a claim."""


class Difference(NamedTuple):
    """What a commit has to write: claims to open, claims to close, and claims of which to note that they were repeated."""

    opened: Iterator[tuple[Any, ...]]
    closed: Iterator[Place]
    repeated: Iterator[Place]


class Spool:
    """The waiting claims of one run."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", "cache_size = -32768"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("PRAGMA temp.cache_size = -32768")
        self._connection.execute(_CLAIMS)
        self._staging = Staging(self._connection)

    def add(self, claims: Sequence[Claim]) -> None:
        """Let a batch wait."""
        self._staging.add(claims)

    def compare(self, reader: Neo4jReader) -> Changes:
        """What differs from what the reader sees. Raises `InputRefused` when a statement was added more than once."""
        known = any(source.name == self._draft.source.name for source in reader.sources())
        with transaction(self._connection, writing=False):
            self._connection.execute("DELETE FROM claim")
            for kind in Kind if known else ():
                self._connection.executemany(
                    "INSERT INTO claim VALUES (?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?)",
                    (
                        (kind.value, key, _SOURCE, slot, *statement)
                        for key, slot, statement in self._said_before(reader, kind)
                    ),
                )
            self._staging.compare(_SOURCE if known else None, self._draft.complete)
            return self._staging.changes()

    def difference(self) -> Difference:
        """What `compare` found, each in one order, so that a run that is stored again is stored in the same batches."""
        complete = {kind.value for kind in self._draft.complete}
        repeated = (place for place in self._rows(_REPEATED) if place[0] not in complete)
        return Difference(self._rows(_OPENED), self._rows(_CLOSED), repeated)

    def touched(self, kind: Kind) -> Iterator[str]:
        """Keys of the records about which a claim is opened or closed, ascending."""
        return (key for (key,) in self._rows(_TOUCHED, kind=kind.value))

    def facts(self, kind: Kind) -> Iterator[Fact]:
        """The facts that the waiting claims make where nobody said anything before, by key ascending."""
        name = self._draft.source.name
        rows = (
            (key, name, slot, evidence, observed_at, orjson.loads(body))
            for key, slot, evidence, observed_at, body in self._rows(_SAID, kind=kind.value)
        )
        return resolve_rows(kind, rows)

    def gone(self) -> int:
        """Claims that the source no longer makes, those with fewer periods included."""
        (count,) = self._connection.execute("SELECT count(*) FROM temp.gone").fetchone()
        return int(count)

    def close(self) -> None:
        """Throw everything away; once more does nothing."""
        self._connection.close()

    def _said_before(self, reader: Neo4jReader, kind: Kind) -> Iterator[tuple[str, int, Sequence[Any]]]:
        """What the run is to be compared with: all of a complete kind, else what is said of the records staged."""
        if kind in self._draft.complete:
            return reader.statements_of(self._draft.source.name, kind)
        keys = [
            key
            for (key,) in self._rows(
                "SELECT DISTINCT key FROM temp.staged WHERE kind = :kind", kind=kind.value
            )
        ]
        return reader.statements_of(self._draft.source.name, kind, keys)

    def _rows(self, question: str, **names: str) -> Iterator[tuple[Any, ...]]:
        return iter(self._connection.execute(question, names))
