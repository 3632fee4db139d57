"""Saved scenarios in a store's file: read whole, written one at a time under the lock of the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from graphmap.model.saved import SavedScenario, deletable, saved
from graphmap.model.scenario_draft import Draft
from graphmap.store.scenarios import COLUMNS, row_of, scenario_of
from graphmap.store.sqlite.connection import transaction

_READ = """
SELECT id, name, owner, description, changes, based_on, created_at, changed_at FROM scenario ORDER BY id
"""
_WRITE = """
REPLACE INTO scenario (id, name, owner, description, changes, based_on, created_at, changed_at)
VALUES (:id, :name, :owner, :description, :changes, :based_on, :created_at, :changed_at)
"""


def read(connection: sqlite3.Connection) -> tuple[SavedScenario, ...]:
    """Every scenario, by id."""
    return tuple(scenario_of(dict(zip(COLUMNS, row, strict=True))) for row in connection.execute(_READ))


def write(connection: sqlite3.Connection, scenarios: Iterable[SavedScenario]) -> None:
    """Put scenarios in, each in place of one with its id."""
    connection.executemany(_WRITE, map(row_of, scenarios))


def save(connection: sqlite3.Connection, draft: Draft) -> SavedScenario:
    """See `Store.save_scenario`."""
    with transaction(connection):
        made = saved(draft, read(connection))
        write(connection, [made])
    return made


def delete(connection: sqlite3.Connection, key: str, changed_at: str | None) -> SavedScenario:
    """See `Store.delete_scenario`."""
    with transaction(connection):
        gone = deletable(key, read(connection), changed_at)
        connection.execute("DELETE FROM scenario WHERE id = ?", (key,))
    return gone
