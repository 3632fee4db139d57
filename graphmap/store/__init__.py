"""Where claims and the resolved graph are kept. `base` is the protocol; one package a store beside it."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

from graphmap.model.errors import UsageError
from graphmap.store.base import Store
from graphmap.store.sqlite import SqliteStore

VARIABLE = "GRAPHMAP_STORE"
_SQLITE = "sqlite:///"
_NEO4J = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def default_address() -> str:
    """The address in GRAPHMAP_STORE, else that of a SQLite file in the user's data folder."""
    given = os.environ.get(VARIABLE)
    return given or f"{_SQLITE}{user_data_path('graphmap', appauthor=False) / 'graphmap.db'}"


def open_store(
    address: str | None = None,
    *,
    create: bool = True,
    read_only: bool = False,
    may_be_away: bool = False,
) -> Store:
    """The store at `address` (contract, section 1), by default `default_address()`.

    A SQLite file that is not there is made unless `create` is off or `read_only` on; one that may only be read opens,
    and refuses writing when that is asked of it. With `may_be_away` a remote store opens also while it does not answer, for
    what this machine remembers of it. Raises `UsageError` for an address that is none and `StoreUnavailable`
    for one that does not answer.
    """
    address = address or default_address()
    scheme, _, rest = address.partition("://")
    if scheme in _NEO4J and rest:
        # The driver is loaded by those who need it: it takes longer than opening a file.
        from graphmap.store.neo4j import Neo4jStore  # noqa: PLC0415

        return Neo4jStore(address, create=create, read_only=read_only, may_be_away=may_be_away)
    if not address.startswith(_SQLITE) or address == _SQLITE:
        raise UsageError(
            f"{address!r} is no address of a store: write sqlite:///relative.db, sqlite:////absolute.db or "
            "neo4j://host:7687"
        )
    path = Path(address.removeprefix(_SQLITE)).expanduser()
    return SqliteStore(path, address, create=create, read_only=read_only)
