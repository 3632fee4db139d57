"""Following a store on the network from a thread: no question waits for it, and the last map answers while it is away."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic, time
from typing import TypeVar

from graphmap.api.access import Away
from graphmap.api.last_known import Known, LastKnown
from graphmap.model.claims import Source
from graphmap.model.clock import today
from graphmap.model.errors import GraphmapError, StoreUnavailable
from graphmap.snapshot import cache
from graphmap.snapshot.columns import Snapshot
from graphmap.store.base import KnownAt, Reader, Store

EVERY = 1.0
"""Seconds from one look at the store to the next."""
RETRY_MOST = 5.0
"""Seconds between looks at a store that has been away for a while."""
GLANCE = 0.2
"""Seconds after which whoever waits for the store looks whether it is known to be away by now."""
SILENT = 5.0
"""Seconds after which a store that says nothing, not even that it fails, is away."""
T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trouble:
    """Since when (seconds since 1970) and why the store does not answer."""

    since: float
    reason: str


class Watch:
    """Looks at the store about every second, and fetches a new snapshot when its revision or the day moved. See `Access`.

    `prepare` is given each new snapshot before it answers, `moved` each that answers from then on.
    """

    def __init__(
        self, store: Store, prepare: Callable[[Snapshot], object], moved: Callable[[Snapshot], object]
    ) -> None:
        self._store = store
        self._prepare = prepare
        self._moved = moved
        self._last = LastKnown(store)
        self._trouble: Trouble | None = None
        self._asking: tuple[float, Trouble] | None = None
        """Since when the store is being asked, and what that comes to when it stays silent."""
        self._first = Event()
        """Set once the store has answered or failed for the first time."""
        self._wake = Event()
        self._stopping = False
        self._thread = Thread(target=self._follow, name="graphmap-watch", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """End, without waiting long for a store that hangs."""
        self._stopping = True
        self._wake.set()
        self._thread.join(EVERY)

    @property
    def held(self) -> Snapshot | None:
        """See `Access.held`."""
        return None if self._last.known is None else self._last.known.snapshot

    @property
    def confirmed_at(self) -> float | None:
        """See `Access.confirmed_at`."""
        return None if self._last.known is None else self._last.known.confirmed_at

    @property
    def away(self) -> Away | None:
        """See `Access.away`."""
        trouble, known, asking = self._trouble, self._last.known, self._asking
        if trouble is None and asking is not None and monotonic() - asking[0] > SILENT:
            trouble = asking[1]
        if trouble is None:
            return None
        held = (None, None) if known is None else (known.snapshot.revision, known.confirmed_at)
        return Away(trouble.since, trouble.reason, *held)

    def snapshot(self) -> Snapshot:
        """See `Access.snapshot`. Waits for the store only before there has been any map at all."""
        return self._answering().snapshot

    def revision(self) -> int:
        """See `Access.revision`."""
        return self._answering().snapshot.revision

    def sources(self) -> Sequence[Source]:
        """See `Access.sources`: as they were when the store was last seen."""
        return self._answering().sources

    def as_known(self, known: KnownAt) -> Snapshot:
        """See `Access.as_known`."""
        return self._asked(lambda: cache.as_known(self._store, known))

    def read(self, ask: Callable[[Reader], T]) -> T:
        """See `Access.read`; gives up as soon as the store is known to be away."""

        def reading() -> T:
            with self._store.reading() as reader:
                return ask(reader)

        return self._asked(reading)

    def write(self, change: Callable[[Store], T]) -> T:
        """See `Access.write`; refused as soon as the store is known to be away."""
        begun = False

        def changing() -> T:
            nonlocal begun
            begun = True
            return change(self._store)

        try:
            return self._asked(changing)
        except StoreUnavailable as error:
            if begun and self.away is not None:
                raise StoreUnavailable(f"{error}. Whether this was written shows when it is back") from error
            raise

    def _answering(self) -> Known:
        if self._last.known is None and not self._first.wait(SILENT):
            if self.away is None:
                self._first.wait()  # it has answered, and its first snapshot is being built
            else:
                self._last.recall()
        known = self._last.as_of_today()
        if known is None:
            reason = self.away.reason if self.away else "it has not answered yet"
            raise StoreUnavailable(f"There is no map to answer from, and the store is away: {reason}")
        return known

    def _asked(self, ask: Callable[[], T]) -> T:
        """Ask beside this thread, which need not wait for a driver's last attempt."""
        answer: Future[T] = Future()
        away = self.away
        if away is None:
            Thread(target=_settle, args=(answer, ask), name="graphmap-ask", daemon=True).start()
        while away is None and not wait([answer], GLANCE).done:
            away = self.away
        if away is not None:
            raise StoreUnavailable(f"This needs the store, which is away: {away.reason}")
        try:
            return answer.result()
        except StoreUnavailable:
            self._wake.set()
            raise

    def _follow(self) -> None:
        pause = EVERY
        while not self._stopping:
            try:
                self._look()
            except Exception as error:  # whatever it is, nobody else looks, and the next look may succeed
                pause = min(2 * pause, RETRY_MOST) if self._trouble else EVERY
                self._lost(error)
            else:
                pause = EVERY
                self._found()
            self._first.set()
            self._wake.wait(pause)
            self._wake.clear()
        if self._trouble is None:
            self._last.note()

    def _look(self) -> None:
        self._asking = monotonic(), Trouble(time(), "it does not answer")
        try:
            self._store.revision()  # the question that fails soonest where nothing answers
            identity = self._store.identity()
            with self._store.reading() as reader:
                sources = tuple(reader.sources())
        finally:
            self._asking = None
        if self._last.is_of(identity):
            self._last.confirm(sources)
            return
        begun = time()
        snapshot = cache.current(self._store, today())
        self._prepare(snapshot)
        self._last.move_on(snapshot, sources, begun)
        self._moved(snapshot)

    def _found(self) -> None:
        if self._trouble is not None:
            _log.warning("the store is back, after %d s", time() - self._trouble.since)
            self._trouble = None

    def _lost(self, error: Exception) -> None:
        if isinstance(error, GraphmapError):
            reason = str(error)
        else:
            reason = "something went wrong inside graphmap when it was asked; the log has the details"
            _log.error("unexpected error while the store was followed", exc_info=error)
        before = self._trouble
        if before is None and not self._stopping:
            _log.warning("the store is away: %s", reason)
        self._trouble = Trouble(before.since if before else time(), reason)
        self._last.recall()


def _settle(answer: Future[T], ask: Callable[[], T]) -> None:
    try:
        answer.set_result(ask())
    except BaseException as error:
        answer.set_exception(error)
