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
from graphmap.store.sqlite.connection import transaction

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
  change INTEGER NOT NULL DEFAULT 0
);
CREATE TEMP TABLE gone (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  slot INTEGER NOT NULL,
  restated INTEGER NOT NULL,
  PRIMARY KEY (kind, key, slot)
) WITHOUT ROWID;
"""
_STAGE = """
INSERT INTO temp.staged (kind, key, slot, evidence, observed_at, source_url, source_title, note, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_COMPARE = """
UPDATE temp.staged SET change = coalesce((
  SELECT CASE WHEN claim.body = staged.body AND claim.evidence = staged.evidence
    AND claim.observed_at IS staged.observed_at AND claim.source_url IS staged.source_url
    AND claim.source_title IS staged.source_title AND claim.note IS staged.note THEN 2 ELSE 1 END
  FROM main.claim
  WHERE claim.kind = staged.kind AND claim.key = staged.key AND claim.source = :source
    AND claim.slot = staged.slot AND claim.until IS NULL
), 0)
"""
"""Sets `staged.change`: 0 new, 1 changed, 2 the same.

Values are compared themselves: they are at hand, and a digest of them would cost more than it saves.
"""
_RETRACTED = """
INSERT INTO temp.gone SELECT kind, key, slot, EXISTS (
  SELECT 1 FROM temp.staged WHERE staged.kind = claim.kind AND staged.key = claim.key
)
FROM main.claim
WHERE kind IN (SELECT value FROM json_each(:complete)) AND source = :source AND until IS NULL AND NOT EXISTS (
  SELECT 1 FROM temp.staged
  WHERE staged.kind = claim.kind AND staged.key = claim.key AND staged.slot = claim.slot
)
"""
"""What a complete kind no longer has. `gone.restated`: the record is still there, with fewer periods."""
_LEFT_OVER = """
INSERT INTO temp.gone SELECT DISTINCT claim.kind, claim.key, claim.slot, 1
FROM temp.staged CROSS JOIN main.claim ON claim.kind = staged.kind AND claim.key = staged.key
WHERE staged.kind NOT IN (SELECT value FROM json_each(:complete)) AND claim.source = :source
  AND claim.until IS NULL AND NOT EXISTS (
    SELECT 1 FROM temp.staged AS same
    WHERE same.kind = claim.kind AND same.key = claim.key AND same.slot = claim.slot
  )
"""
"""Periods that a record no longer has that a partial run restates: its validity is one property, replaced as a whole."""


class Staging:
    """The temporary tables of one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)

    def add(self, claims: Sequence[Claim]) -> None:
        """Stage a batch. Rows are appended and put in order once, by `compare`: half the cost of keeping them in order."""
        connection = self._connection
        connection.execute("DROP INDEX IF EXISTS temp.identity")
        with transaction(connection, writing=False):
            connection.executemany(_STAGE, map(rows.staged_row, claims))

    def compare(self, source: int | None, complete: Iterable[Kind]) -> None:
        """Find what is new, changed, the same and gone, against the claims of the source that are visible now.

        Raises `InputRefused` when a statement was staged more than once.
        """
        connection = self._connection
        try:
            connection.execute("CREATE UNIQUE INDEX IF NOT EXISTS temp.identity ON staged (kind, key, slot)")
        except sqlite3.IntegrityError:
            kind, key = connection.execute(
                "SELECT kind, key FROM temp.staged GROUP BY kind, key, slot HAVING count(*) > 1"
            ).fetchone()
            raise InputRefused(
                f"the input states the {kind} {key} more than once: keep one row of it"
            ) from None
        connection.execute("DELETE FROM temp.gone")
        kinds = orjson.dumps([kind.value for kind in complete]).decode()
        for statement in (_COMPARE, _RETRACTED, _LEFT_OVER) if source is not None else ():
            connection.execute(statement, {"source": source, "complete": kinds})

    def changes(self) -> Changes:
        """What `compare` found."""
        count = self._connection.execute(
            "SELECT count(*) FILTER (WHERE change = 0), count(*) FILTER (WHERE change = 1), count(*) FROM temp.staged"
        )
        added, changed, staged = count.fetchone()
        count = self._connection.execute(
            "SELECT count(*) FILTER (WHERE NOT restated), count(*) FILTER (WHERE restated) FROM temp.gone"
        )
        retracted, left_over = count.fetchone()
        samples = {
            "added": self._sample("SELECT kind, key FROM temp.staged WHERE change = 0"),
            "changed": self._sample(
                "SELECT kind, key FROM temp.staged WHERE change = 1 "
                "UNION SELECT kind, key FROM temp.gone WHERE restated"
            ),
            "retracted": self._sample("SELECT kind, key FROM temp.gone WHERE NOT restated"),
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
