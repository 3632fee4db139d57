"""The map as its store was last known: what answers, whether the store can be asked or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from time import time

from graphmap.model.claims import Source
from graphmap.model.clock import today
from graphmap.snapshot import cache
from graphmap.snapshot.columns import Snapshot
from graphmap.store.base import Identity, Store

CONFIRM_EVERY = 60.0
"""Seconds between notes on this machine that what it remembers is still the newest."""


@dataclass(frozen=True, eq=False)
class Known:
    """A snapshot, the sources of its map, and when the store last said that it is the newest (seconds since 1970)."""

    snapshot: Snapshot
    sources: tuple[Source, ...]
    confirmed_at: float


class LastKnown:
    """What is known of a store, swapped whole. One thread moves it on, any may read it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._known: Known | None = None
        self._day: date | None = None
        """The day for which the snapshot was fetched."""
        self._noted = 0.0

    @property
    def known(self) -> Known | None:
        """What is known; None before the store has ever answered."""
        return self._known

    def as_of_today(self) -> Known | None:
        """What is known, its plans slipped to today. Never asks the store."""
        day = today().toordinal()
        with self._lock:
            if self._known is not None and self._known.snapshot.known_at != day:
                moved = replace(self._known.snapshot, known_at=day, memo={})
                self._known = replace(self._known, snapshot=moved)
            return self._known

    def is_of(self, identity: Identity) -> bool:
        """Whether this is the newest of a store that says so of itself, fetched today."""
        known = self._known
        return (
            known is not None
            and (known.snapshot.store_id, known.snapshot.revision) == (identity.id, identity.revision)
            and self._day == today()
        )

    def move_on(self, snapshot: Snapshot, sources: tuple[Source, ...], confirmed_at: float) -> None:
        """Answer from a newer snapshot from now on."""
        with self._lock:
            self._known = Known(snapshot, sources, confirmed_at)
            self._day = date.fromordinal(snapshot.known_at)
        self._noted = confirmed_at

    def confirm(self, sources: tuple[Source, ...]) -> None:
        """Note that the store has just said that this is its newest, and what its sources are."""
        now = time()
        with self._lock:
            if self._known is None:
                return
            self._known = replace(self._known, sources=sources, confirmed_at=now)
        if abs(now - self._noted) > CONFIRM_EVERY:
            self.note()

    def note(self) -> None:
        """Note on this machine, for its next start, that what it remembers is the newest."""
        if self._known is not None:
            cache.confirm(self._store, self._known.snapshot.revision)
            self._noted = self._known.confirmed_at

    def recall(self) -> None:
        """Where nothing is known, take what this machine remembers."""
        memory = None if self._known else cache.remembered(self._store, today())
        with self._lock:
            if memory is not None and self._known is None:
                self._known = Known(memory.snapshot, memory.sources, memory.confirmed_at)
                self._day = date.fromordinal(memory.snapshot.known_at)
