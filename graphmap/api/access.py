"""How a service gets at its store: asked at every question, or followed from beside (`graphmap.api.watch`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock
from time import time
from typing import Any, Protocol, TypeVar

from graphmap.model.claims import Source
from graphmap.model.clock import today
from graphmap.snapshot import cache
from graphmap.snapshot.columns import Snapshot
from graphmap.store.base import KnownAt, Reader, Store

T = TypeVar("T")


@dataclass(frozen=True)
class Away:
    """A store that does not answer, and what answers in its place. Times are in seconds since 1970."""

    since: float
    reason: str
    revision: int | None
    """Of the snapshot that answers; None where nothing does."""
    confirmed_at: float | None
    """When the store last said that this was its newest revision."""

    @property
    def age(self) -> int | None:
        """Seconds since the snapshot was confirmed."""
        return None if self.confirmed_at is None else max(0, int(time() - self.confirmed_at))

    def described(self) -> dict[str, Any]:
        """As the extension `store` of a GraphQL response has it."""
        return {
            "away": True,
            "since": _moment(self.since),
            "reason": self.reason,
            "snapshotRevision": self.revision,
            "snapshotAge": self.age,
            "confirmedAt": None if self.confirmed_at is None else _moment(self.confirmed_at),
        }

    def headers(self) -> dict[str, str]:
        """As the headers of an HTTP response have it."""
        age = {} if self.age is None else {"graphmap-snapshot-age": str(self.age)}
        return {"graphmap-store": "away", **age}


class Access(Protocol):
    """What a service may ask of its store. Everything raises `StoreUnavailable`."""

    @property
    def held(self) -> Snapshot | None:
        """The snapshot in memory, if there is one, whether it is the newest or not."""
        ...

    @property
    def away(self) -> Away | None:
        """Set while the store is known not to answer."""
        ...

    @property
    def confirmed_at(self) -> float | None:
        """When the store last said that the snapshot held is its newest, in seconds since 1970; None: never."""
        ...

    def snapshot(self) -> Snapshot:
        """The snapshot that answers, as known today."""
        ...

    def revision(self) -> int:
        """The revision that answers."""
        ...

    def as_known(self, known: KnownAt) -> Snapshot:
        """The map as the store knew it at the end of a past day, or at a past revision; this needs the store."""
        ...

    def sources(self) -> Sequence[Source]:
        """The sources of the map."""
        ...

    def read(self, ask: Callable[[Reader], T]) -> T:
        """What a consistent view of the store answers, for what no snapshot holds."""
        ...

    def write(self, change: Callable[[Store], T]) -> T:
        """Change what the store keeps beside the evidence. While the store is known to be away nothing is, nor later."""
        ...


class Direct:
    """Asks the store at every question whether its revision has moved: right for a file, and for a single question."""

    away = None

    def __init__(self, store: Store, moved: Callable[[Snapshot], None]) -> None:
        self._store = store
        self._moved = moved
        self._refreshing = Lock()
        self.held: Snapshot | None = None

    @property
    def confirmed_at(self) -> float | None:
        """See `Access.confirmed_at`: at every question."""
        return None if self.held is None else time()

    def snapshot(self) -> Snapshot:
        """See `Access.snapshot`.

        When revision or day moved, the first who asks fetches the new one; until it is there, the others are answered
        from the last.
        """
        held, now = self.held, today()
        if held is not None and self._is_current(held, now):
            return held
        if not self._refreshing.acquire(blocking=held is None) and held is not None:
            return held
        try:
            if self.held is None or not self._is_current(self.held, now):
                self.held = cache.current(self._store, now)
                self._moved(self.held)
            return self.held
        finally:
            self._refreshing.release()

    def revision(self) -> int:
        """See `Access.revision`."""
        return self._store.revision()

    def as_known(self, known: KnownAt) -> Snapshot:
        """See `Access.as_known`."""
        return cache.as_known(self._store, known)

    def sources(self) -> Sequence[Source]:
        """See `Access.sources`."""
        return self.read(lambda reader: reader.sources())

    def read(self, ask: Callable[[Reader], T]) -> T:
        """See `Access.read`."""
        with self._store.reading() as reader:
            return ask(reader)

    def write(self, change: Callable[[Store], T]) -> T:
        """See `Access.write`."""
        return change(self._store)

    def _is_current(self, held: Snapshot, now: date) -> bool:
        return held.known_at == now.toordinal() and held.revision == self._store.revision()


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
