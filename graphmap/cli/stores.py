"""Opening the store that a command is to work on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphmap.store.base import Store

VARIABLE = "GRAPHMAP_STORE"
_FILE = "sqlite:///"


def is_there(address: str) -> bool:
    """False for the address of a file that is not there; whether a server answers is seen when it is opened."""
    return not address.startswith(_FILE) or Path(address.removeprefix(_FILE)).expanduser().exists()


@contextmanager
def opened(address: str | None, *, create: bool = False, read_only: bool = False) -> Iterator[Store]:
    """The store at `address` (None: the default), closed at the end. Raises `StoreUnavailable` with the remedy."""
    from graphmap.store import open_store

    store = open_store(address, create=create, read_only=read_only)
    try:
        yield store
    finally:
        store.close()
