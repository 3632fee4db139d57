"""The facts around some deployments: what a change touches, in several exchange types, without a look at all the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.joins import distinct, matches
from graphmap.analysis.exchange.lanes import Lanes
from graphmap.analysis.exchange.network import LinkFacts, Moment, PortFacts, Standing, View
from graphmap.analysis.kept import kept
from graphmap.snapshot.columns import ABSENT, RELAY, SINK, SOURCE, Flags, Ints, Snapshot

_KEPT = 16
"""Indexes kept with a snapshot: one an exchange type, and of all together. 8 bytes a port and 16 a link."""


@dataclass(frozen=True, eq=False)
class Index:
    """Rows of the ports and links of some exchange types by lane: each sorted by the lane beside it."""

    ports: tuple[Ints, Ints]
    outward: tuple[Ints, Ints]
    inward: tuple[Ints, Ints]


def index(snapshot: Snapshot, lanes: Lanes) -> Index:
    """The index of the facts that hang on no stub, whatever their evidence; kept with the snapshot. O(map), sorted."""
    key = lanes.exchanges, lanes.room
    return kept(snapshot, "by lane", key, _KEPT, lambda: _index(snapshot, lanes))


def _index(snapshot: Snapshot, lanes: Lanes) -> Index:
    ports, links = snapshot.ports, snapshot.links
    at, over = (lanes.nth(table.exchange) for table in (ports, links))
    rows = np.flatnonzero((at >= 0) & ~ports.out).astype(np.int32)
    steps = np.flatnonzero((over >= 0) & ~links.out).astype(np.int32)
    return Index(
        _sorted(rows, lanes.of(ports.deployment[rows], at[rows])),
        _sorted(steps, lanes.of(links.origin[steps], over[steps])),
        _sorted(steps, lanes.of(links.target[steps], over[steps])),
    )


def _sorted(rows: Ints, lane: Ints) -> tuple[Ints, Ints]:
    order = np.argsort(lane, kind="stable")
    return rows[order], lane[order]


class Near:
    """What is near in a changed map: the index of the map below, and the rows that come after it.

    `moment` is of the changed snapshot, `below` the one that it was laid over; deployments are told by lane.
    """

    def __init__(self, moment: Moment, below: Snapshot, lanes: Lanes) -> None:
        self.moment, self.lanes = moment, lanes
        self._below = index(below, lanes)
        ports, links = moment.snapshot.ports, moment.snapshot.links
        rows, nth = self._further(ports.exchange, len(below.ports.exchange))
        self._ports = rows, lanes.of(ports.deployment[rows], nth)
        rows, nth = self._further(links.exchange, len(below.links.exchange))
        self._links = tuple((rows, lanes.of(ends[rows], nth)) for ends in (links.origin, links.target))

    def _further(self, exchange: np.ndarray, below: int) -> tuple[Ints, Ints]:
        nth = self.lanes.nth(exchange[below:])
        some = np.flatnonzero(nth >= 0)
        return (some + below).astype(np.int32), nth[some]

    @cached_property
    def usable(self) -> Flags:
        """Lanes of the deployments in force."""
        return self.lanes.flags(self.moment.deployments_that(Standing.USABLE))

    def ports(self, lanes: Ints) -> tuple[Ints, Ints]:
        """Rows of the ports, in force or not, in some lanes (sorted), and the lane of each."""
        return self._in(lanes, self._below.ports, self._ports, self.moment.snapshot.ports.evidence)

    def links(self, lanes: Ints, *, inward: bool) -> Ints:
        """Rows of the links, in force or not, that leave some lanes (sorted), or enter them."""
        known = self._below.inward if inward else self._below.outward
        return self._in(lanes, known, self._links[inward], self.moment.snapshot.links.evidence)[0]

    def _in(
        self, lanes: Ints, known: tuple[Ints, Ints], further: tuple[Ints, Ints], evidence: np.ndarray
    ) -> tuple[Ints, Ints]:
        _, place = matches(lanes, known[1])
        chosen = is_in(further[1], lanes)
        rows = np.concatenate((known[0][place], further[0][chosen]))
        where = np.concatenate((known[1][place], further[1][chosen]))
        if self.moment.least < 0:
            return rows, where
        strong = evidence[rows] >= self.moment.least
        return rows[strong], where[strong]

    def view(self, links: Ints) -> View:
        """The facts in force that the given links (rows, each once) may pass: these links, and the ports at their ends."""
        moment, lanes, table = self.moment, self.lanes, self.moment.snapshot.links
        counted = moment.counts(Standing.USABLE, table.status[links], table.start[links], table.end[links])
        links = links[counted & ~table.out[links]]
        nth = lanes.nth(table.exchange[links])
        origin, target = (lanes.of(ends[links], nth) for ends in (table.origin, table.target))
        stands = np.flatnonzero(self.usable[origin] & self.usable[target])
        stands = stands[np.argsort(origin[stands], kind="stable")]
        links, origin, target = links[stands], origin[stands], target[stands]
        ends = distinct(np.concatenate((origin, target)))
        rows, lane = self.ports(ends)
        ports = moment.snapshot.ports
        role, status = ports.role[rows], ports.status[rows]
        may_source, may_sink = _implied(lane, role, status, ends)
        chosen = np.flatnonzero(
            moment.counts(Standing.USABLE, status, ports.start[rows], ports.end[rows]) & self.usable[lane]
        )
        chosen = chosen[np.argsort(lane[chosen], kind="stable")]
        role = role[chosen]
        sources, sinks, relays = (
            self._ports_at(rows, lane, chosen[role == wanted]) for wanted in (SOURCE, SINK, RELAY)
        )
        return View(
            Standing.USABLE,
            self.usable,
            sources,
            sinks,
            relays,
            LinkFacts(
                links,
                origin,
                target,
                table.profile[links],
                table.major[links],
                table.use_case[links],
                may_source[np.searchsorted(ends, origin)],
                may_sink[np.searchsorted(ends, target)],
            ),
        )

    def _ports_at(self, rows: Ints, lane: Ints, chosen: np.ndarray) -> PortFacts:
        return replace(self.moment.ports_at(rows[chosen]), deployment=lane[chosen])

    def shared(self, lanes: Ints) -> Ints:
        """Those of some lanes (sorted) that are of shared instances with stated source and sink ports in force."""
        moment, ports = self.moment, self.moment.snapshot.ports
        rows, lane = self.ports(lanes)
        counted = moment.counts(Standing.USABLE, ports.status[rows], ports.start[rows], ports.end[rows])
        stands = counted & self.usable[lane]
        role = ports.role[rows]
        both = np.intersect1d(lane[stands & (role == SOURCE)], lane[stands & (role == SINK)])
        deployment, _ = self.lanes.apart(both)
        run_by = moment.snapshot.deployments.organisations
        found: Ints = both[run_by.offsets[deployment + 1] - run_by.offsets[deployment] > 1].astype(np.int32)
        return found


def _implied(lane: Ints, role: np.ndarray, status: np.ndarray, ends: Ints) -> tuple[Flags, Flags]:
    """By place in `ends`: whether links may imply a source port, and a sink port, there (semantics, section 2)."""
    place = np.searchsorted(ends, lane)
    stated, no_source, no_sink = (np.zeros(len(ends), dtype=bool) for _ in range(3))
    absent = status == ABSENT
    stated[place[~absent]] = True
    no_source[place[absent & (role == SOURCE)]] = True
    no_sink[place[absent & (role == SINK)]] = True
    return ~(stated | no_source), ~(stated | no_sink)


def is_in(numbers: np.ndarray, ascending: np.ndarray) -> Flags:
    """Which numbers are among ascending ones."""
    if not len(ascending):
        return np.zeros(len(numbers), dtype=bool)
    place = np.minimum(np.searchsorted(ascending, numbers), len(ascending) - 1)
    found: Flags = ascending[place] == numbers
    return found
