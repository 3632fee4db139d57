"""What one question looks at: a snapshot, the day asked about, and the means to find what belongs to a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

from graphmap.api.budget import Budget
from graphmap.api.claims import ClaimsRead
from graphmap.api.errors import QuestionError
from graphmap.api.indexes import Index
from graphmap.api.standing import Standings
from graphmap.snapshot.columns import Snapshot
from graphmap.store.base import KnownAt, Telling

if TYPE_CHECKING:
    from graphmap.api.service import Atlas


@dataclass(frozen=True, eq=False)
class View:
    """One snapshot on one day. Everything that a request is given carries the view that it came from."""

    atlas: Atlas
    snapshot: Snapshot
    as_of: date
    claims: ClaimsRead
    budget: Budget

    @property
    def day(self) -> int:
        return self.as_of.toordinal()

    @property
    def known_at(self) -> date:
        return date.fromordinal(self.snapshot.known_at)

    @cached_property
    def index(self) -> Index:
        return self.atlas.index(self.snapshot)

    @cached_property
    def standings(self) -> Standings:
        return self.atlas.standings(self.snapshot, self.day)


QUICK = 1.0
"""Seconds after which whoever waits is told how far the work is."""


class Asking:
    """One request: all its questions see one snapshot, unless they ask for what was known on a past day."""

    def __init__(
        self,
        atlas: Atlas,
        budget: Budget | None = None,
        operation_name: str | None = None,
        telling: Telling | None = None,
    ) -> None:
        self.atlas = atlas
        self._telling = telling
        self.operation_name = operation_name
        self._budget = budget or Budget()
        self._snapshot = atlas.snapshot()
        self._claims: dict[KnownAt | None, ClaimsRead] = {}
        self._views: dict[tuple[date, date], View] = {}

    @property
    def today(self) -> date:
        return date.fromordinal(self._snapshot.known_at)

    def tell(self, stage: str) -> Callable[[int, int], None]:
        """For long work: tells whoever asked, and wants to know, how much of a stage is done; ends what takes too long."""
        begun = monotonic()

        def told(done: int, total: int) -> None:
            self._budget.ask()
            if self._telling is not None and monotonic() > begun + QUICK:
                self._telling(stage, done, total)

        return told

    def view(self, as_of: date | None = None, as_known_at: date | None = None) -> View:
        """The view on a day (default today) as known on another (default today)."""
        key = as_of or self.today, as_known_at or self.today
        if key not in self._views:
            self._views[key] = self._made(*key)
        return self._views[key]

    def at_revision(self, revision: int, as_of: date | None = None) -> View:
        """The view of the map as it was once a revision counted, on a day (default: the day of its knowledge)."""
        newest = self._snapshot.revision
        if not 0 <= revision <= newest:
            raise QuestionError(
                "BAD_ARGUMENT",
                f"there is no revision {revision}: they are 0, which knows nothing, to {newest}",
            )
        if revision == newest:
            return self.view(as_of)
        snapshot = self.atlas.as_known(revision)
        claims = self._claims.setdefault(revision, ClaimsRead(self.atlas.access, revision))
        return View(self.atlas, snapshot, as_of or date.fromordinal(snapshot.known_at), claims, self._budget)

    def _made(self, as_of: date, known_at: date) -> View:
        if known_at > self.today:
            raise QuestionError(
                "BAD_ARGUMENT",
                f"asKnownAt is {known_at}, and today is {self.today}: nobody knows yet what will be known",
            )
        past = known_at < self.today
        snapshot = self.atlas.as_known(known_at) if past else self._snapshot
        day = known_at if past else None
        claims = self._claims.setdefault(day, ClaimsRead(self.atlas.access, day))
        return View(self.atlas, snapshot, as_of, claims, self._budget)
