"""A store on another machine, as far as its users can tell: it goes away, hangs and comes back when a test says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from graphmap.model.errors import StoreUnavailable
from graphmap.store.base import Identity, Reader, Remembered, Store
from graphmap.store.local_cache import LocalCache

REASON = "nothing answers at neo4j://map.example"
PATIENCE = 60
"""Seconds after which a test that hangs is given up; no test is about time."""


class AwayStore:
    """Wraps a real store. What it is asked is in `asked`, method by method.

    `leave` and `come_back` decide whether it answers; between `hang` and `go_on` whoever asks it waits.
    """

    remote = True
    address = "neo4j://map.example"

    def __init__(self, store: Store, folder: Path, *, away: bool = False) -> None:
        self.behind = store
        self.asked: list[str] = []
        self._cache = LocalCache(folder)
        self._id = store.identity().id
        self._answers = Event()
        self._answers.set()
        self._away = away
        self.waiting = Event()
        """Set once somebody waits for the store that hangs."""

    def leave(self) -> None:
        self._away = True

    def come_back(self) -> None:
        self._away = False

    def hang(self) -> None:
        self.waiting.clear()
        self._answers.clear()

    def go_on(self) -> None:
        self._answers.set()

    def identity(self) -> Identity:
        self._ask("identity")
        return self.behind.identity()

    def revision(self) -> int:
        self._ask("revision")
        return self.behind.revision()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        self._ask("reading")
        with self.behind.reading() as reader:
            yield reader

    def load_columns(self, name: str) -> Mapping[str, bytes] | None:
        return self._cache.load(f"{self._id} {name}")

    def save_columns(self, name: str, columns: Mapping[str, bytes]) -> None:
        self._cache.save(f"{self._id} {name}", columns)

    def confirm_columns(self, name: str) -> None:
        self._cache.confirm(f"{self._id} {name}")

    def remembered(self) -> Remembered | None:
        return self._cache.newest()

    def close(self) -> None:
        self.go_on()

    def __getattr__(self, name: str) -> Any:
        """Whatever else a store does: staging, retracting and the like."""
        self._ask(name)
        return getattr(self.behind, name)

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if not self._answers.is_set():
            self.waiting.set()
            assert self._answers.wait(PATIENCE)
        if self._away:
            raise StoreUnavailable(REASON)
