"""Opening the store that a command is to work on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from graphmap.cli.output import note
from graphmap.model.errors import StoreUnavailable

if TYPE_CHECKING:
    from graphmap.store.base import Store

VARIABLE = "GRAPHMAP_STORE"
_FILE = "sqlite:///"


def is_there(address: str) -> bool:
    """False for the address of a file that is not there; whether a server answers is seen when it is opened."""
    return not address.startswith(_FILE) or Path(address.removeprefix(_FILE)).expanduser().exists()


@contextmanager
def opened(
    address: str | None, *, create: bool = False, read_only: bool = False, may_be_away: bool = False
) -> Iterator[Store]:
    """The store at `address` (None: the default), closed at the end. Raises `StoreUnavailable` with the remedy.

    With `may_be_away` one that does not answer is opened where this machine remembers its map, and that is said.
    """
    from graphmap.store import open_store

    store = open_store(address, create=create, read_only=read_only, may_be_away=may_be_away)
    try:
        if may_be_away and store.remote:
            _say_if_away(store)
        yield store
    finally:
        store.close()


def _say_if_away(store: Store) -> None:
    """Raise `StoreUnavailable` when neither the store answers nor this machine remembers its map."""
    from datetime import UTC, datetime

    from graphmap.model.clock import today
    from graphmap.snapshot.cache import remembered

    try:
        store.identity()
    except StoreUnavailable as away:
        memory = remembered(store, today())
        if memory is None:
            raise
        confirmed = datetime.fromtimestamp(memory.confirmed_at, UTC).strftime("%Y-%m-%d %H:%M UTC")
        note(f"warning: the store is away: {away}")
        note(
            f"warning: answering from what this machine remembers of it, revision {memory.snapshot.revision}, "
            f"confirmed {confirmed}, until it is back"
        )
