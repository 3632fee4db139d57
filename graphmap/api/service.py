"""The service behind every question: a store, the snapshot that answers, and answers kept for whoever asks next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from graphmap.analysis.exchange import ask
from graphmap.analysis.findings import Question
from graphmap.analysis.silos import Silo, silos
from graphmap.api.access import Access, Direct
from graphmap.api.answer import Answer
from graphmap.api.indexes import Index
from graphmap.api.kept import Kept
from graphmap.api.search import SearchIndex
from graphmap.api.standing import Standings
from graphmap.api.watch import Watch
from graphmap.model.scenario import Change
from graphmap.model.terms import Evidence, Reading
from graphmap.snapshot.columns import Ints, Snapshot
from graphmap.store.base import KnownAt, Store

if TYPE_CHECKING:
    from graphmap.api.supposing import Supposed

_Name = tuple[str, int, int]

REPORTS_KEPT = 32
"""Exchange questions: a little more than every exchange type under both readings."""
SNAPSHOTS_KEPT = 4
SUPPOSED_KEPT = 3
"""Scenarios: each is a map of its own, as large as the one below."""


class Atlas:
    """A store as a service. Safe to ask from several threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.access: Access = Direct(store, self._forget_all_but)
        self._past: Kept[tuple[int, KnownAt], Snapshot] = Kept(SNAPSHOTS_KEPT)
        self._indexes: Kept[_Name, Index] = Kept(SNAPSHOTS_KEPT)
        self._searches: Kept[_Name, SearchIndex] = Kept(2)
        self._standings: Kept[tuple[_Name, int], Standings] = Kept(8)
        self._reports: Kept[tuple[_Name, Question, bytes, bytes], Answer] = Kept(REPORTS_KEPT)
        self._supposed: Kept[tuple[_Name, date, tuple[Change, ...]], Supposed] = Kept(SUPPOSED_KEPT)
        self._silos: Kept[tuple[_Name, date, Reading, Evidence | None], tuple[Silo, ...]] = Kept(8)

    @property
    def held(self) -> Snapshot | None:
        """See `Access.held`."""
        return self.access.held

    def snapshot(self) -> Snapshot:
        """See `Access.snapshot`."""
        return self.access.snapshot()

    def as_known(self, known: KnownAt) -> Snapshot:
        """The map as the store knew it at the end of a past day, or at a past revision."""
        return self._past.get((self.access.revision(), known), lambda: self.access.as_known(known))

    @contextmanager
    def following(self) -> Iterator[None]:
        """Follow a remote store for as long as this service serves, so that no question waits for it."""
        if not self.store.remote:
            yield
            return
        direct, watch = self.access, Watch(self.store, self.search, self._forget_all_but)
        self.access = watch
        watch.start()
        try:
            yield
        finally:
            watch.stop()
            self.access = direct

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

    def supposed(
        self,
        snapshot: Snapshot,
        as_of: date,
        changes: tuple[Change, ...],
        make: Callable[[], Supposed],
    ) -> Supposed:
        """A scenario applied to a snapshot on a day."""
        return self._supposed.get((_name(snapshot), as_of, changes), make)

    def forget_answers(self) -> None:
        """Forget every answer to a question; what is derived from a snapshot stays."""
        self._reports.keep(lambda _: False)
        self._silos.keep(lambda _: False)

    def warm(self) -> None:
        """Fetch the snapshot and build what the first question would wait for."""
        snapshot = self.snapshot()
        self.search(snapshot)

    def _forget_all_but(self, snapshot: Snapshot) -> None:
        name = _name(snapshot)
        kept: Kept[Any, Any]
        for kept in (
            self._indexes,
            self._searches,
            self._standings,
            self._reports,
            self._silos,
            self._supposed,
        ):
            kept.keep(lambda key: name in {key, key[0]})


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
