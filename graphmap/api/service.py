"""The service behind every question: a store, the snapshot that answers, and answers kept for whoever asks next."""

from __future__ import annotations

from datetime import date
from threading import Lock

from graphmap.analysis.exchange import ask
from graphmap.analysis.findings import Question
from graphmap.analysis.silos import Silo, silos
from graphmap.api.answer import Answer
from graphmap.api.indexes import Index
from graphmap.api.kept import Kept
from graphmap.api.search import SearchIndex
from graphmap.api.standing import Standings
from graphmap.model.clock import today
from graphmap.model.terms import Evidence, Reading
from graphmap.snapshot import cache
from graphmap.snapshot.columns import Ints, Snapshot
from graphmap.store.base import Store

_Name = tuple[str, int, int]

REPORTS_KEPT = 32
"""Exchange questions: a little more than every exchange type under both readings."""
SNAPSHOTS_KEPT = 4


class Atlas:
    """A store as a service. Safe to ask from several threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._held: Snapshot | None = None
        self._refreshing = Lock()
        self._past: Kept[tuple[int, date], Snapshot] = Kept(SNAPSHOTS_KEPT)
        self._indexes: Kept[_Name, Index] = Kept(SNAPSHOTS_KEPT)
        self._searches: Kept[_Name, SearchIndex] = Kept(2)
        self._standings: Kept[tuple[_Name, int], Standings] = Kept(8)
        self._reports: Kept[tuple[_Name, Question, bytes, bytes], Answer] = Kept(REPORTS_KEPT)
        self._silos: Kept[tuple[_Name, date, Reading, Evidence | None], tuple[Silo, ...]] = Kept(8)

    @property
    def held(self) -> Snapshot | None:
        """The snapshot in memory, if there is one, whether it is the newest or not."""
        return self._held

    def snapshot(self) -> Snapshot:
        """The snapshot of the store's revision on this day.

        When either moved, the first who asks fetches the new one; until it is there, the others are answered from the
        last. Raises `StoreUnavailable`.
        """
        held, now = self._held, today()
        if held is not None and self._is_current(held, now):
            return held
        if not self._refreshing.acquire(blocking=held is None) and held is not None:
            return held
        try:
            if self._held is None or not self._is_current(self._held, now):
                self._held = cache.current(self.store, now)
                self._forget()
            return self._held
        finally:
            self._refreshing.release()

    def as_known(self, day: date) -> Snapshot:
        """The map as the store knew it at the end of a past day."""
        return self._past.get((self.store.revision(), day), lambda: cache.as_known(self.store, day))

    def index(self, snapshot: Snapshot) -> Index:
        """The look-ups of a snapshot."""
        return self._indexes.get(_name(snapshot), lambda: Index(snapshot))

    def search(self, snapshot: Snapshot) -> SearchIndex:
        """The words of a snapshot; the first search builds them."""
        return self._searches.get(_name(snapshot), lambda: SearchIndex(snapshot))

    def standings(self, snapshot: Snapshot, day: int) -> Standings:
        """Where everything stands on a day."""
        return self._standings.get((_name(snapshot), day), lambda: Standings(snapshot, day))

    def answer(self, snapshot: Snapshot, question: Question, senders: Ints, receivers: Ints) -> Answer:
        """The answer to an exchange question."""
        key = _name(snapshot), question, senders.tobytes(), receivers.tobytes()
        return self._reports.get(key, lambda: Answer(ask(snapshot, question, senders, receivers)))

    def silos(
        self, snapshot: Snapshot, as_of: date, reading: Reading, min_evidence: Evidence | None
    ) -> tuple[Silo, ...]:
        """Every point solution, graded."""
        key = _name(snapshot), as_of, reading, min_evidence
        return self._silos.get(key, lambda: silos(snapshot, as_of, reading, min_evidence))

    def warm(self) -> None:
        """Fetch the snapshot and build what the first question would wait for."""
        snapshot = self.snapshot()
        self.search(snapshot)

    def _is_current(self, held: Snapshot, now: date) -> bool:
        return held.known_at == now.toordinal() and held.revision == self.store.revision()

    def _forget(self) -> None:
        for kept in (self._indexes, self._searches, self._standings, self._reports, self._silos):
            kept.clear()


class _Last:
    """The service asked last: a command that asks several questions of a store shares their answers."""

    atlas: Atlas | None = None


def atlas_of(store: Store) -> Atlas:
    """The service of an open store, the same for as long as no other store is asked about."""
    last = _Last.atlas
    if last is None or last.store is not store:
        last = _Last.atlas = Atlas(store)
    return last


def _name(snapshot: Snapshot) -> _Name:
    return snapshot.store_id, snapshot.revision, snapshot.known_at
