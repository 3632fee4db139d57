"""Silos: how isolated each point solution is (semantics, section 7).

How the definition is read where it leaves a choice:

- What a link *reaches* is the system or relay at its far end. Where that is a relay for the link's exchange type and
  shares an organisation with the point solution, it is instead whatever that relay's usable links for the same type
  lead to in the same direction, other than back. One relay is looked through, not a chain of them.
- So a required flow is met when a link for it reaches anything, and a link *crosses* when it reaches something that has
  no organisation in common with the point solution, whatever that has in common with the relay between.
- A crossing is judged by the link that makes it: the relay's where the relay's link is the one that crosses.
- A supplier without a group is a group of its own; where nobody names the supplier, no group is shared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.exchange.joins import matches, members
from graphmap.model.terms import Direction, Evidence, Grade, Reading
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import (
    ABSENT,
    RELAY,
    SINK,
    SOURCE,
    Coverages,
    Deployments,
    Flags,
    Ints,
    Links,
    Ports,
    Snapshot,
)

LISTED = Grade.S3
"""The mildest grade that makes a point solution a silo."""
_GRADES = tuple(Grade)
_LEAST_KNOWN = 0.5
_ROLE_OF = {Direction.OUT: SOURCE, Direction.IN: SINK}


class Flow(NamedTuple):
    """An exchange type that a point solution needs, and which way."""

    exchange: str
    direction: Direction


@dataclass(frozen=True)
class Silo:
    """A graded point solution. `deployment` is a row of the snapshot.

    `known` is the fraction of its required flows of which it is known whether they are met; `score` the fraction of
    those known that are not met, None when none is known. `missing` are known and not met, `unknown` not known.
    """

    deployment: int
    capability: str
    grade: Grade
    score: float | None
    known: float
    required: int
    met: int
    missing: tuple[Flow, ...]
    unknown: tuple[Flow, ...]


def silos(
    snapshot: Snapshot,
    as_of: date,
    reading: Reading = Reading.CAUTIOUS,
    min_evidence: Evidence | None = None,
    organisations: Collection[int] | Ints | None = None,
) -> tuple[Silo, ...]:
    """Every point solution in force on `as_of`, graded, by row (that is by key).

    `organisations`: rows; only what these run is graded, against the whole map. `min_evidence` leaves out weaker
    deployments, ports, links and coverage before all else. O((ports + links) log links) in numpy, and a few
    operations for each point solution.
    """
    table = snapshot.deployments
    chosen = np.ones(len(table.key), dtype=bool)
    if organisations is not None:
        wanted = np.zeros(len(snapshot.organisations.key), dtype=bool)
        wanted[np.asarray(organisations, dtype=np.int32).reshape(-1)] = True
        chosen[:] = False
        chosen[table.organisations.owners()[wanted[table.organisations.items]]] = True
    return _Grading(snapshot, as_of, reading, min_evidence).grade(chosen)


def listed(found: Iterable[Silo], mildest: Grade = LISTED) -> list[Silo]:
    """Those graded `mildest` or worse, highest score first (none last), then by deployment key."""
    worst = _GRADES[: _GRADES.index(mildest) + 1]
    return sorted(
        (silo for silo in found if silo.grade in worst),
        key=lambda silo: (1.0 if silo.score is None else -silo.score, silo.deployment),
    )


class _Reaches(NamedTuple):
    """What usable links reach: `near`, a point solution, reaches `far` for `exchange` by `link`; parallel arrays."""

    near: Ints
    far: Ints
    exchange: Ints
    link: Ints


class _Grading:
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
        self.in_force = self._standing(snapshot.deployments)
        links = snapshot.links
        usable = self._standing(links) & self.in_force[links.origin] & self.in_force[links.target]
        self.links = np.flatnonzero(usable)
        self.relay = self._ports(
            RELAY, self._standing(snapshot.ports) & self.in_force[snapshot.ports.deployment]
        )

    def _counts(self, table: Deployments | Ports | Links | Coverages) -> Flags:
        strong: Flags = table.evidence >= self.least
        return strong & ~table.out

    def _standing(self, table: Deployments | Ports | Links) -> Flags:
        """Facts that count and are in force."""
        return self._counts(table) & facts.in_force(table.status, table.start, table.end, self.t, self.k)

    def _ports(self, role: int, chosen: Flags) -> Flags:
        """Where a chosen port of `role` is, by type and deployment."""
        table = self.snapshot.ports
        rows = np.flatnonzero(chosen & (table.role == role))
        flags = np.zeros(len(self.types) * self.size, dtype=bool)
        flags[self._place(table.exchange[rows], table.deployment[rows])] = True
        return flags

    def _place(self, exchange: np.ndarray | int, deployment: np.ndarray) -> np.ndarray:
        place: np.ndarray = np.asarray(exchange, dtype=np.int64) * self.size + deployment
        return place

    # -- what the point solutions are ---------------------------------------------------------------------------------

    def _serving(self, capability: int) -> Flags:
        """Deployments that serve a capability: by their own column; if that is empty, by their product's."""
        table, products = self.snapshot.deployments, self.snapshot.products
        sold = np.zeros(len(products.key) + 1, dtype=bool)
        sold[products.capabilities.owners()[products.capabilities.items == capability]] = True
        flags: Flags = sold[table.product]
        flags &= np.diff(table.capabilities.offsets) == 0
        flags[table.capabilities.owners()[table.capabilities.items == capability]] = True
        return flags

    def _serving_one(self) -> Flags:
        """Deployments that serve exactly one capability."""
        table = self.snapshot.deployments
        own = np.diff(table.capabilities.offsets)
        sold = np.append(np.diff(self.snapshot.products.capabilities.offsets), 0)[table.product]
        only: Flags = np.where(own > 0, own, sold) == 1
        return only

    def _groups(self) -> Ints:
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

    def _reaches(self, direction: Direction, points: Flags) -> _Reaches:
        """All that the usable links of `points` reach, each way round the definition of *met*."""
        table = self.snapshot.links
        ends = (table.origin, table.target) if direction is Direction.OUT else (table.target, table.origin)
        near, far = (end[self.links] for end in ends)
        exchange = table.exchange[self.links].astype(np.int32)
        order = np.argsort(self._place(exchange, near), kind="stable")
        near, far, exchange, link = near[order], far[order], exchange[order], self.links[order]

        own = np.flatnonzero(points[near])
        through = self.relay[self._place(exchange[own], far[own])] & self._share(near[own], far[own])
        at_once, relayed = own[~through], own[through]
        first, onward = matches(self._place(exchange[relayed], far[relayed]), self._place(exchange, near))
        first = relayed[first]
        elsewhere = far[onward] != near[first]
        first, onward = first[elsewhere], onward[elsewhere]
        by = np.concatenate((at_once, onward))
        return _Reaches(
            near[np.concatenate((at_once, first))], far[by], exchange[by], link[by].astype(np.int32)
        )

    def _share(self, one: np.ndarray, other: np.ndarray) -> Flags:
        """Whether two deployments have an organisation in common, pair by pair."""
        run_by, organisations = self.snapshot.deployments.organisations, len(self.snapshot.organisations.key)
        known = np.unique(run_by.owners().astype(np.int64) * organisations + run_by.items)
        position, organisation = members(run_by, one)
        wanted = other[position].astype(np.int64) * organisations + organisation
        place = np.minimum(np.searchsorted(known, wanted), len(known) - 1) if len(known) else position
        shared = np.zeros(len(one), dtype=bool)
        shared[position[known[place] == wanted]] = True
        return shared

    def _closed(self, reached: _Reaches) -> Flags:
        """Whether a crossing uses an unpublished profile, or stays with the supplier off relays and national services."""
        unpublished = np.array([code.startswith("x-") for code in self.snapshot.profiles] + [False])
        group = self._groups()
        same: Flags = (group[reached.near] == group[reached.far]) & (group[reached.near] >= 0)
        hub: Flags = self.relay[self._place(reached.exchange, reached.far)]
        hub |= self._serving(list(vocabulary().capabilities).index("NATIONAL_SERVICE"))[reached.far]
        closed: Flags = unpublished[self.snapshot.links.profile[reached.link]]
        return closed | (same & ~hub)

    # -- what is known ------------------------------------------------------------------------------------------------

    def _complete(self, exchange: int) -> Flags:
        """Deployments with an organisation whose coverage for the type is complete: its own row, else the one for `*`."""
        run_by = self.snapshot.deployments.organisations
        if self.reading is Reading.ON_RECORD:
            return np.ones(self.size, dtype=bool)
        table = self.snapshot.coverage
        level = np.zeros(len(self.snapshot.organisations.key), dtype=np.int8)
        for stated in (-1, exchange):
            rows = np.flatnonzero(self._counts(table) & (table.exchange == stated))
            level[table.organisation[rows]] = table.level[rows]
        flags = np.zeros(self.size, dtype=bool)
        flags[run_by.owners()[level[run_by.items] == 2]] = True
        return flags

    # -- grades -------------------------------------------------------------------------------------------------------

    def grade(self, chosen: Flags) -> tuple[Silo, ...]:
        """The chosen deployments that are point solutions, graded."""
        single = chosen & self.in_force & self._serving_one()
        served = {
            code: single & self._serving(place)
            for place, code in enumerate(vocabulary().capabilities)
            if code in vocabulary().required_flows
        }
        points = np.zeros(self.size, dtype=bool)
        for flags in served.values():
            points |= flags
        linked, crossing, leaving = (np.zeros(self.size, dtype=bool) for _ in range(3))
        linked[self.snapshot.links.origin[self.links]] = True
        linked[self.snapshot.links.target[self.links]] = True
        met: dict[Direction, Flags] = {}
        for direction in Direction:
            reached = self._reaches(direction, points)
            met[direction] = np.zeros(len(self.relay), dtype=bool)
            met[direction][self._place(reached.exchange, reached.near)] = True
            crosses = ~self._share(reached.near, reached.far)
            crossing[reached.near[crosses]] = True
            leaving[reached.near[crosses & ~self._closed(reached)]] = True
        absent = self._counts(self.snapshot.ports) & (self.snapshot.ports.status == ABSENT)
        denied = {direction: self._ports(role, absent) for direction, role in _ROLE_OF.items()}
        complete = [self._complete(place) for place in range(len(self.types))]

        found: list[Silo] = []
        for capability, flags in served.items():
            rows = np.flatnonzero(flags)
            if not len(rows):
                continue
            required = tuple(
                Flow(flow.exchange, Direction(flow.direction))
                for flow in vocabulary().required_flows[capability]
            )
            places = [(flow.direction, self.types[flow.exchange]) for flow in required]
            is_met = np.stack([met[way][self._place(place, rows)] for way, place in places])
            is_known = is_met | np.stack(
                [denied[way][self._place(place, rows)] | complete[place][rows] for way, place in places]
            )
            grades = np.select(
                [
                    is_known.mean(axis=0) < _LEAST_KNOWN,
                    ~linked[rows],
                    ~crossing[rows],
                    (is_known & ~is_met).any(axis=0),
                    ~leaving[rows],
                ],
                [
                    _GRADES.index(grade)
                    for grade in (Grade.UNDETERMINED, Grade.S0, Grade.S1, Grade.S2, Grade.S3)
                ],
                _GRADES.index(Grade.OPEN),
            )
            found += _described(capability, required, rows, is_met, is_known, grades)
        found.sort(key=lambda silo: silo.deployment)
        return tuple(found)


def _described(
    capability: str,
    required: tuple[Flow, ...],
    rows: np.ndarray,
    met: Flags,
    known: Flags,
    grades: np.ndarray,
) -> Iterator[Silo]:
    """One finding for each row; `met` and `known` are by flow, then row. Few findings differ, so each is told once."""
    bits = 1 << np.arange(len(required))
    told = (grades << 2 * len(required)) + ((bits @ known) << len(required)) + bits @ met
    _, first, which = np.unique(told, return_index=True, return_inverse=True)
    total = len(required)
    findings = []
    for row in first.tolist():
        was_met, was_known = met[:, row].tolist(), known[:, row].tolist()
        known_flows, met_flows = sum(was_known), sum(was_met)
        findings.append(
            (
                capability,
                _GRADES[grades[row]],
                (known_flows - met_flows) / known_flows if known_flows else None,
                known_flows / total,
                total,
                met_flows,
                tuple(
                    flow
                    for flow, one in zip(required, zip(was_known, was_met, strict=True), strict=True)
                    if one == (True, False)
                ),
                tuple(flow for flow, one in zip(required, was_known, strict=True) if not one),
            )
        )
    for row, place in zip(rows.tolist(), which.tolist(), strict=True):
        yield Silo(row, *findings[place])
