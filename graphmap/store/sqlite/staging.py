"""Claims that wait for their commit, and how they differ from what their source said before.

They wait in temporary tables of one connection, which SQLite keeps in a file apart: nobody is locked out meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import orjson

from graphmap.model.claims import Claim
from graphmap.model.errors import InputRefused
from graphmap.model.terms import Kind
from graphmap.store.base import Changes
from graphmap.store.sqlite import rows

SAMPLE = 10
"""Keys that `Changes` names of each."""

_TABLES = """
CREATE TEMP TABLE staged (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  slot INTEGER NOT NULL,
  evidence INTEGER NOT NULL,
  observed_at TEXT,
  source_url TEXT,
  source_title TEXT,
  note TEXT,
  body TEXT NOT NULL,
  change INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, key, slot)
) WITHOUT ROWID;
CREATE TEMP TABLE gone (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  slot INTEGER NOT NULL,
  change TEXT NOT NULL,
  PRIMARY KEY (kind, key, slot)
) WITHOUT ROWID;
"""
_STAGE = """
INSERT INTO temp.staged (kind, key, slot, evidence, observed_at, source_url, source_title, note, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_COMPARE = """
UPDATE temp.staged SET change = CASE WHEN
  claim.body = staged.body AND claim.evidence = staged.evidence AND claim.observed_at IS staged.observed_at
  AND claim.source_url IS staged.source_url AND claim.source_title IS staged.source_title
  AND claim.note IS staged.note
  THEN 2 ELSE 1 END
FROM main.claim WHERE claim.kind = staged.kind AND claim.key = staged.key AND claim.source = :source
  AND claim.slot = staged.slot AND claim.until IS NULL
"""
"""Sets `staged.change` from 0, new, to 1, changed, or 2, the same.

Values are compared themselves: they are at hand, and a digest of them would cost more than it saves.
"""

_GONE = """
INSERT INTO temp.gone SELECT kind, key, slot, CASE WHEN restated THEN 'changed' ELSE 'retracted' END
FROM (
  SELECT kind, key, slot,
    EXISTS (SELECT 1 FROM temp.staged WHERE staged.kind = claim.kind AND staged.key = claim.key) AS restated
  FROM main.claim
  WHERE source = :source AND until IS NULL AND NOT EXISTS (
    SELECT 1 FROM temp.staged
    WHERE staged.kind = claim.kind AND staged.key = claim.key AND staged.slot = claim.slot
  )
)
WHERE restated OR kind IN (SELECT value FROM json_each(:complete))
"""
"""What a complete kind no longer has, and periods that a restated record no longer has: its validity is one property."""


class Staging:
    """The temporary tables of one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)

    def add(self, claims: Sequence[Claim]) -> None:
        """Stage a batch. Raises `InputRefused` for a statement that is already staged; the run is spoilt then."""
        connection = self._connection
        connection.execute("BEGIN")
        try:
            connection.executemany(_STAGE, map(rows.staged_row, claims))
        except sqlite3.IntegrityError:
            connection.execute("ROLLBACK")
            self._refuse(claims)
            raise
        connection.execute("COMMIT")

    def compare(self, source: int | None, complete: Iterable[Kind]) -> None:
        """Find what is new, changed, the same and gone, against the claims of the source that are visible now."""
        connection = self._connection
        connection.execute("UPDATE temp.staged SET change = 0 WHERE change <> 0")
        connection.execute("DELETE FROM temp.gone")
        if source is not None:
            kinds = orjson.dumps([kind.value for kind in complete]).decode()
            connection.execute(_COMPARE, {"source": source})
            connection.execute(_GONE, {"source": source, "complete": kinds})

    def changes(self) -> Changes:
        """What `compare` found."""
        count = self._connection.execute(
            "SELECT count(*) FILTER (WHERE change = 0), count(*) FILTER (WHERE change = 1), count(*) FROM temp.staged"
        )
        added, changed, staged = count.fetchone()
        count = self._connection.execute(
            "SELECT count(*) FILTER (WHERE change = 'retracted'), count(*) FILTER (WHERE change = 'changed') "
            "FROM temp.gone"
        )
        retracted, left_over = count.fetchone()
        samples = {
            "added": self._sample("SELECT kind, key FROM temp.staged WHERE change = 0"),
            "changed": self._sample(
                "SELECT kind, key FROM temp.staged WHERE change = 1 "
                "UNION SELECT kind, key FROM temp.gone WHERE change = 'changed'"
            ),
            "retracted": self._sample("SELECT kind, key FROM temp.gone WHERE change = 'retracted'"),
        }
        return Changes(added, changed + left_over, retracted, staged - added - changed, samples)

    def _sample(self, question: str) -> tuple[tuple[Kind, str], ...]:
        """The first records that the question finds."""
        found: dict[tuple[Kind, str], None] = {}
        for kind, key in self._connection.execute(question):
            found[Kind(kind), key] = None
            if len(found) == SAMPLE:
                break
        return tuple(found)

    def _refuse(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            try:
                self._connection.execute(_STAGE, rows.staged_row(claim))
            except sqlite3.IntegrityError:
                raise InputRefused(
                    f"the input states the {claim.kind} {claim.key} more than once: keep one row of it"
                ) from None
