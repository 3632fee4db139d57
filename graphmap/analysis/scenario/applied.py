"""A scenario that was applied to a snapshot: the map with its changes, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from graphmap.analysis.exchange.supposed import Changed
from graphmap.snapshot.columns import Snapshot
from graphmap.snapshot.overlay import Overlay


@dataclass(frozen=True)
class Assumed:
    """What a new deployment was given because it is usual for its product; `links` end at relays."""

    deployment: str
    product: str
    learnt_from: int
    ports: int
    links: int


@dataclass(frozen=True, eq=False)
class Applied:
    """A snapshot with changes laid over it: what differs, which deployments went and came, and what was assumed."""

    overlay: Overlay
    changed: Changed
    gone: tuple[int, ...]
    come: tuple[int, ...]
    assumed: tuple[Assumed, ...]

    @cached_property
    def snapshot(self) -> Snapshot:
        """The changed map as a whole; `changed` has what is near the changes, which is quicker to make."""
        return self.overlay.snapshot()
