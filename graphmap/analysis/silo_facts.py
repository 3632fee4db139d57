"""The facts that silos are graded by: what is in force at one moment and what its links reach (semantics, section 7).

Reading of the definition where it leaves a choice: see `graphmap.analysis.silos`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.exchange.joins import matches, members
from graphmap.model.terms import Direction, Evidence, Reading
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import (
    RELAY,
    Coverages,
    Deployments,
    Flags,
    Ints,
    Links,
    Ports,
    Snapshot,
)


class Reaches(NamedTuple):
    """What usable links reach: `near`, a point solution, reaches `far` for `exchange` by `link`; parallel arrays."""

    near: Ints
    far: Ints
    exchange: Ints
    link: Ints


class SiloFacts:
    """The facts in force at one moment, and what follows from them for point solutions.

    Flags by exchange type and deployment are one flat array each: type x deployments + deployment.
    """

    def __init__(
        self, snapshot: Snapshot, as_of: date, reading: Reading, min_evidence: Evidence | None
    ) -> None:
        self.snapshot = snapshot
        self.reading = reading
        self.t, self.k = as_of.toordinal(), snapshot.known_at
        self.least = -1 if min_evidence is None else int(min_evidence)
        self.types = {code: place for place, code in enumerate(vocabulary().exchange_types)}
        self.size = len(snapshot.deployments.key)
        self.in_force = self.standing(snapshot.deployments)
        links = snapshot.links
        usable = self.standing(links) & self.in_force[links.origin] & self.in_force[links.target]
        self.links = np.flatnonzero(usable)
        self.relay = self.ports(
            RELAY, self.standing(snapshot.ports) & self.in_force[snapshot.ports.deployment]
        )

    def counts(self, table: Deployments | Ports | Links | Coverages) -> Flags:
        """Facts that hang on no stub and are evidenced well enough."""
        strong: Flags = table.evidence >= self.least
        return strong & ~table.out

    def standing(self, table: Deployments | Ports | Links) -> Flags:
        """Facts that count and are in force."""
        return self.counts(table) & facts.in_force(table.status, table.start, table.end, self.t, self.k)

    def ports(self, role: int, chosen: Flags) -> Flags:
        """Where a chosen port of `role` is, by type and deployment."""
        table = self.snapshot.ports
        rows = np.flatnonzero(chosen & (table.role == role))
        flags = np.zeros(len(self.types) * self.size, dtype=bool)
        flags[self.place(table.exchange[rows], table.deployment[rows])] = True
        return flags

    def place(self, exchange: np.ndarray | int, deployment: np.ndarray) -> np.ndarray:
        """Where a type and a deployment (row) are in flags by both."""
        place: np.ndarray = np.asarray(exchange, dtype=np.int64) * self.size + deployment
        return place

    # -- what the point solutions are ---------------------------------------------------------------------------------

    def run_by(self, organisations: Iterable[int]) -> Flags:
        """Deployments that one of the organisations (rows) runs."""
        wanted = np.zeros(len(self.snapshot.organisations.key), dtype=bool)
        wanted[np.fromiter(organisations, dtype=np.int32)] = True
        run_by = self.snapshot.deployments.organisations
        flags = np.zeros(self.size, dtype=bool)
        flags[run_by.owners()[wanted[run_by.items]]] = True
        return flags

    def linked(self) -> Flags:
        """Deployments with a usable link of any exchange type, either way."""
        flags = np.zeros(self.size, dtype=bool)
        for ends in (self.snapshot.links.origin, self.snapshot.links.target):
            flags[ends[self.links]] = True
        return flags

    def serving(self, code: str) -> Flags:
        """Deployments that serve a capability: by their own column; if that is empty, by their product's."""
        capability = list(vocabulary().capabilities).index(code)
        table, products = self.snapshot.deployments, self.snapshot.products
        sold = np.zeros(len(products.key) + 1, dtype=bool)
        sold[products.capabilities.owners()[products.capabilities.items == capability]] = True
        flags: Flags = sold[table.product]
        flags &= np.diff(table.capabilities.offsets) == 0
        flags[table.capabilities.owners()[table.capabilities.items == capability]] = True
        return flags

    def serving_one(self) -> Flags:
        """Deployments that serve exactly one capability."""
        table = self.snapshot.deployments
        own = np.diff(table.capabilities.offsets)
        sold = np.append(np.diff(self.snapshot.products.capabilities.offsets), 0)[table.product]
        only: Flags = np.where(own > 0, own, sold) == 1
        return only

    def groups(self) -> Ints:
        """A number for the supplier group of each deployment; -1 where nobody names the supplier."""
        suppliers = self.snapshot.suppliers
        numbers: dict[str, int] = {}
        group = [
            numbers.setdefault(name or key, len(numbers))
            for key, name in zip(suppliers.key, suppliers.group, strict=True)
        ]
        by_product = np.array([*group, -1], dtype=np.int32)[self.snapshot.products.supplier]
        by_deployment: Ints = np.append(by_product, np.int32(-1))[self.snapshot.deployments.product]
        return by_deployment

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
        known = np.unique(run_by.owners().astype(np.int64) * organisations + run_by.items)
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
        """Deployments with an organisation whose coverage for the type is complete: its own row, else the one for `*`."""
        run_by = self.snapshot.deployments.organisations
        if self.reading is Reading.ON_RECORD:
            return np.ones(self.size, dtype=bool)
        table = self.snapshot.coverage
        level = np.zeros(len(self.snapshot.organisations.key), dtype=np.int8)
        for stated in (-1, exchange):
            rows = np.flatnonzero(self.counts(table) & (table.exchange == stated))
            level[table.organisation[rows]] = table.level[rows]
        flags = np.zeros(self.size, dtype=bool)
        flags[run_by.owners()[level[run_by.items] == 2]] = True
        return flags
