"""Keeps the resolved facts in step with the claims: a commit resolves the records that it touched, and no others."""

from __future__ import annotations

import sqlite3

import orjson

from graphmap.model.terms import Kind
from graphmap.store.sqlite import rows

_FORGET = """
DELETE FROM main.fact
WHERE kind = :kind AND key IN (SELECT key FROM temp.gone WHERE kind = :kind) AND NOT EXISTS (
  SELECT 1 FROM main.claim WHERE claim.kind = :kind AND claim.key = fact.key AND until IS NULL
)
"""
_CLAIMS = """
SELECT claim.key, name, slot, evidence, observed_at, source_url, source_title, note, body
FROM (
  SELECT key FROM temp.staged WHERE kind = :kind AND change < 2
  UNION SELECT key FROM temp.gone WHERE kind = :kind
) AS touched
CROSS JOIN main.claim ON claim.kind = :kind AND claim.key = touched.key AND until IS NULL
CROSS JOIN main.source ON source.id = claim.source
"""
"""Claims about one record come together, since joins are nested as written; sorting them would cost a third more."""


def resolve_touched(connection: sqlite3.Connection) -> None:
    """Resolve anew every record about which a claim was opened or closed. O(their claims), streamed."""
    for kind in Kind:
        connection.execute(_FORGET, {"kind": kind.value})
        facts = rows.resolved(kind, connection.execute(_CLAIMS, {"kind": kind.value}))
        connection.executemany(
            "INSERT OR REPLACE INTO main.fact VALUES (?, ?, ?)",
            ((kind.value, key, orjson.dumps(body).decode()) for key, body in facts),
        )
