"""The embedded store: one SQLite file in WAL mode. Its layout is in docs/reference/store.md."""

from graphmap.store.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
