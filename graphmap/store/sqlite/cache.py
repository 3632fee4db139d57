"""The column cache: a snapshot's columns as blobs, kept beside the rows that they were made from."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from graphmap.store.sqlite.connection import transaction


def load(connection: sqlite3.Connection, name: str) -> dict[str, bytes] | None:
    """The columns cached under `name`; None when there are none."""
    return dict(connection.execute("SELECT part, content FROM cache WHERE name = ?", (name,))) or None


def save(connection: sqlite3.Connection, name: str, columns: Mapping[str, bytes]) -> None:
    """Replace everything that is cached. Losing it in a power cut would cost nothing, so the disk is not waited for."""
    connection.execute("PRAGMA synchronous = NORMAL")
    with transaction(connection):
        connection.execute("DELETE FROM cache")
        connection.executemany(
            "INSERT INTO cache (name, part, content) VALUES (?, ?, ?)",
            ((name, part, content) for part, content in columns.items()),
        )
