"""The facts that silos are graded by: what is in force at one moment and what its links reach (semantics, section 7).

Reading of the definition where it leaves a choice: see `graphmap.analysis.silos`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from graphmap.analysis.exchange.joins import distinct, matches, members
from graphmap.analysis.in_force import InForce
from graphmap.analysis.kept import kept
from graphmap.model.terms import Direction, Evidence, Reading
from graphmap.snapshot.columns import (
    Flags,
    Ints,
    Snapshot,
)


class Reaches(NamedTuple):
    """What usable links reach: `near`, a point solution, reaches `far` for `exchange` by `link`; parallel arrays."""

    near: Ints
    far: Ints
    exchange: Ints
    link: Ints


def _packed(snapshot: Snapshot) -> np.ndarray:
    """Each deployment with each organisation that runs it, as one number, sorted."""
    run_by, organisations = snapshot.deployments.organisations, len(snapshot.organisations.key)
    return distinct(run_by.owners().astype(np.int64) * organisations + run_by.items)


class SiloFacts(InForce):
    """What follows from the facts in force for point solutions."""

    def __init__(
        self, snapshot: Snapshot, as_of: date, reading: Reading, min_evidence: Evidence | None
    ) -> None:
        super().__init__(snapshot, as_of, min_evidence)
        self.reading = reading

    # -- what links reach ---------------------------------------------------------------------------------------------

    def reaches(self, direction: Direction, points: Flags) -> Reaches:
        """All that the usable links of `points` reach in a direction, in the sense of *met*."""
        table = self.snapshot.links
        ends = (table.origin, table.target) if direction is Direction.OUT else (table.target, table.origin)
        near, far = (end[self.links] for end in ends)
        exchange = table.exchange[self.links].astype(np.int32)
        order = np.argsort(self.place(exchange, near), kind="stable")
        near, far, exchange, link = near[order], far[order], exchange[order], self.links[order]

        own = np.flatnonzero(points[near])
        through = self.relay[self.place(exchange[own], far[own])] & self.share(near[own], far[own])
        at_once, relayed = own[~through], own[through]
        first, onward = matches(self.place(exchange[relayed], far[relayed]), self.place(exchange, near))
        first = relayed[first]
        elsewhere = far[onward] != near[first]
        first, onward = first[elsewhere], onward[elsewhere]
        by = np.concatenate((at_once, onward))
        return Reaches(
            near[np.concatenate((at_once, first))], far[by], exchange[by], link[by].astype(np.int32)
        )

    def share(self, one: np.ndarray, other: np.ndarray) -> Flags:
        """Whether two deployments have an organisation in common, pair by pair."""
        run_by, organisations = self.snapshot.deployments.organisations, len(self.snapshot.organisations.key)
        known = kept(self.snapshot, "who runs what", (), 1, lambda: _packed(self.snapshot))
        position, organisation = members(run_by, one)
        wanted = other[position].astype(np.int64) * organisations + organisation
        place = np.minimum(np.searchsorted(known, wanted), len(known) - 1) if len(known) else position
        shared = np.zeros(len(one), dtype=bool)
        shared[position[known[place] == wanted]] = True
        return shared

    def closed(self, reached: Reaches) -> Flags:
        """Whether a crossing uses an unpublished profile, or stays with the supplier off relays and national services."""
        unpublished = np.array([code.startswith("x-") for code in self.snapshot.profiles] + [False])
        group = self.groups()
        same: Flags = (group[reached.near] == group[reached.far]) & (group[reached.near] >= 0)
        hub: Flags = self.relay[self.place(reached.exchange, reached.far)]
        hub |= self.serving("NATIONAL_SERVICE")[reached.far]
        closed: Flags = unpublished[self.snapshot.links.profile[reached.link]]
        return closed | (same & ~hub)

    # -- what is known ------------------------------------------------------------------------------------------------

    def complete(self, exchange: int) -> Flags:
        """Deployments with an organisation whose coverage for the type is complete."""
        if self.reading is Reading.ON_RECORD:
            return np.ones(self.size, dtype=bool)
        run_by = self.snapshot.deployments.organisations
        flags = np.zeros(self.size, dtype=bool)
        flags[run_by.owners()[self.complete_records(exchange)[run_by.items]]] = True
        return flags
