"""The facts around some deployments of an exchange type: what a change touches, without a look at all the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.joins import distinct, matches
from graphmap.analysis.exchange.network import LinkFacts, Network, Standing, View
from graphmap.analysis.kept import kept
from graphmap.snapshot.columns import ABSENT, RELAY, SINK, SOURCE, Ints, Snapshot

_KEPT = 16
"""Indexes kept with a snapshot: one an exchange type. 8 bytes a port and 16 a link."""


@dataclass(frozen=True, eq=False)
class Index:
    """Rows of the ports and links of an exchange type by deployment: each sorted by the deployment beside it."""

    ports: tuple[Ints, Ints]
    outward: tuple[Ints, Ints]
    inward: tuple[Ints, Ints]


def index(network: Network) -> Index:
    """The index of the facts of a network's exchange type, whatever their evidence; kept with its snapshot."""
    snapshot, exchange = network.snapshot, network.exchange
    return kept(snapshot, "by deployment", exchange, _KEPT, lambda: _index(snapshot, network))


def _index(snapshot: Snapshot, network: Network) -> Index:
    ports, links = network.every_port, network.every_link
    return Index(
        _sorted(ports, snapshot.ports.deployment[ports]),
        _sorted(links, snapshot.links.origin[links]),
        _sorted(links, snapshot.links.target[links]),
    )


def _sorted(rows: Ints, deployment: Ints) -> tuple[Ints, Ints]:
    order = np.argsort(deployment, kind="stable")
    return rows[order], deployment[order]


class Near:
    """What is near in a changed map: the index of the map below, and the rows that come after it.

    `network` is of the changed snapshot, `below` of the one that it was laid over.
    """

    def __init__(self, network: Network, below: Network) -> None:
        self.network = network
        self._below = index(below)
        tables, before = network.snapshot, below.snapshot
        self._ports = _further(tables.ports.exchange, len(before.ports.exchange), network.exchange)
        self._links = _further(tables.links.exchange, len(before.links.exchange), network.exchange)

    def ports(self, deployments: Ints) -> Ints:
        """Rows of the ports, in force or not, of some deployments (sorted)."""
        further = self._ports
        chosen = further[_is_in(self.network.snapshot.ports.deployment[further], deployments)]
        return self._counted(
            self.network.snapshot.ports.evidence, _of(self._below.ports, deployments), chosen
        )

    def links(self, deployments: Ints, *, inward: bool) -> Ints:
        """Rows of the links, in force or not, that leave some deployments (sorted), or enter them."""
        table, further = self.network.snapshot.links, self._links
        ends = (table.target if inward else table.origin)[further]
        found = _of(self._below.inward if inward else self._below.outward, deployments)
        return self._counted(table.evidence, found, further[_is_in(ends, deployments)])

    def _counted(self, evidence: np.ndarray, *rows: Ints) -> Ints:
        both = np.concatenate(rows)
        return both if self.network.least < 0 else both[evidence[both] >= self.network.least]

    def view(self, links: Ints) -> View:
        """The facts in force that the given links (rows, each once) may pass: these links, and the ports at their ends."""
        network, snapshot = self.network, self.network.snapshot
        table, deployments = snapshot.links, network.deployments_that(Standing.USABLE)
        links = links[
            network.counts(Standing.USABLE, table.status[links], table.start[links], table.end[links])
        ]
        links = links[deployments[table.origin[links]] & deployments[table.target[links]] & ~table.out[links]]
        links = links[np.argsort(table.origin[links], kind="stable")]
        origin, target = table.origin[links], table.target[links]
        ends = distinct(np.concatenate((origin, target)))
        rows = self.ports(ends)
        ports = snapshot.ports
        may_source, may_sink = _implied(ports.deployment[rows], ports.role[rows], ports.status[rows], ends)
        counted = network.counts(Standing.USABLE, ports.status[rows], ports.start[rows], ports.end[rows])
        rows = rows[counted & deployments[ports.deployment[rows]]]
        rows = rows[np.argsort(ports.deployment[rows], kind="stable")]
        role = ports.role[rows]
        sources, sinks, relays = (network.ports_at(rows[role == wanted]) for wanted in (SOURCE, SINK, RELAY))
        return View(
            Standing.USABLE,
            deployments,
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

    def shared(self, deployments: Ints) -> Ints:
        """Those of some deployments (sorted) that are shared instances with stated source and sink ports in force."""
        network, ports = self.network, self.network.snapshot.ports
        rows = self.ports(deployments)
        counted = network.counts(Standing.USABLE, ports.status[rows], ports.start[rows], ports.end[rows])
        rows = rows[counted & network.deployments_that(Standing.USABLE)[ports.deployment[rows]]]
        owner, role = ports.deployment[rows], ports.role[rows]
        both = np.intersect1d(owner[role == SOURCE], owner[role == SINK])
        run_by = network.snapshot.deployments.organisations
        found: Ints = both[run_by.offsets[both + 1] - run_by.offsets[both] > 1].astype(np.int32)
        return found


def _implied(
    deployment: Ints, role: np.ndarray, status: np.ndarray, ends: Ints
) -> tuple[np.ndarray, np.ndarray]:
    """By place in `ends`: whether links may imply a source port, and a sink port, there (semantics, section 2)."""
    place = np.searchsorted(ends, deployment)
    stated, no_source, no_sink = (np.zeros(len(ends), dtype=bool) for _ in range(3))
    absent = status == ABSENT
    stated[place[~absent]] = True
    no_source[place[absent & (role == SOURCE)]] = True
    no_sink[place[absent & (role == SINK)]] = True
    return ~(stated | no_source), ~(stated | no_sink)


def _further(exchange: np.ndarray, below: int, wanted: int) -> Ints:
    return (np.flatnonzero(exchange[below:] == wanted) + below).astype(np.int32)


def _of(rows: tuple[Ints, Ints], deployments: Ints) -> Ints:
    """Rows that belong to some deployments."""
    _, place = matches(deployments, rows[1])
    return rows[0][place]


def _is_in(numbers: Ints, ascending: Ints) -> np.ndarray:
    if not len(ascending):
        return np.zeros(len(numbers), dtype=bool)
    place = np.minimum(np.searchsorted(ascending, numbers), len(ascending) - 1)
    found: np.ndarray = ascending[place] == numbers
    return found
