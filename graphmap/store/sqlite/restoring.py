"""Fills an empty store with the history of another: one transaction, after which all of it is here or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from graphmap.model.terms import Kind
from graphmap.store.base import History, RecordedClaim
from graphmap.store.copying import filled
from graphmap.store.sqlite import rows, scenarios
from graphmap.store.sqlite.connection import transaction
from graphmap.store.sqlite.run import write_run

_CLAIM = """
INSERT INTO claim (kind, key, slot, evidence, observed_at, source_url, source_title, note, body, source, since, until, seen)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_STANDING = """
SELECT key, name, slot, evidence, observed_at, source_url, source_title, note, body
FROM claim CROSS JOIN source ON source.id = claim.source WHERE kind = ? AND until IS NULL ORDER BY key
"""


def restore(connection: sqlite3.Connection, address: str, history: History) -> None:
    """See `Store.restore`. O(claims of the history) in time; memory holds sources and runs, and claims one by one."""
    with transaction(connection):
        if connection.execute("SELECT 1 FROM run UNION ALL SELECT 1 FROM scenario").fetchone():
            raise filled(address)
        sources = _write_runs(connection, history)
        connection.executemany(_CLAIM, _rows(history.claims, sources))
        _resolve(connection)
        scenarios.write(connection, history.scenarios)
        connection.execute(
            "UPDATE store SET revision = ?, fictional = ?", (history.revision, history.fictional)
        )


def _write_runs(connection: sqlite3.Connection, history: History) -> Mapping[str, int]:
    """Write runs and sources; the numbers of the sources, which count from the one that spoke first."""
    sources: dict[str, int] = {}
    newest: dict[str, int] = {}
    for run in sorted(history.runs, key=lambda run: run.id):
        newest[run.source] = run.id
        write_run(connection, run, sources.setdefault(run.source, len(sources) + 1))
    for source in history.sources:
        connection.execute(
            "INSERT INTO source (id, name, about, claims, last_run) VALUES (?, ?, ?, ?, ?)",
            (sources[source.name], source.name, rows.about(source), source.claims, newest[source.name]),
        )
    return sources


def _rows(claims: Iterable[RecordedClaim], sources: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    for source, claim, since, until, seen in claims:
        yield *rows.staged_row(claim), sources[source], since, until, seen


def _resolve(connection: sqlite3.Connection) -> None:
    for kind in Kind:
        facts = rows.resolved(kind, connection.execute(_STANDING, (kind.value,)))
        connection.executemany(
            "INSERT INTO fact VALUES (?, ?, ?)",
            ((kind.value, key, orjson.dumps(body).decode()) for key, body in facts),
        )
