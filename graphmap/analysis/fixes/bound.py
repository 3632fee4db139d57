"""How many changes are needed at least, so that a set that was found can be judged (semantics, section 12).

Take an organisation that runs no relay, has no link in force to one, and is to reach more organisations than it has anything
to do with directly. However this is done, a new route of its leads through a relay, and begins with a link that is new: of
the changes in `FixKind` one further link, or one brought forward, from a system that it runs to a relay. That link serves
those alone that run this system. The same holds for who is to be reached, with a link from a relay; and no link serves both.
So each such need, weighed by one divided by the most that a link of its systems can serve, adds to a number below which no
set of changes can stay (a solution of the dual of the covering problem).
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np

from graphmap.analysis.exchange.difference import Difference
from graphmap.analysis.exchange.joins import members
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.snapshot.columns import RELAY, Flags, Ints


def at_least(network: Network, wanted: Difference) -> int:
    """A number of changes below which none of the sets can stay that turn the pairs gained in `wanted` to YES.

    O(links + deployments), sorted. 0 where no pair is gained.
    """
    if not wanted.gained:
        return 0
    by_sender, by_receiver = wanted.gained_by()
    links = network.snapshot.links
    ends = links.origin, links.target
    weights = [
        _weight(network, needing)
        for needing in (_needing(network, by_sender, *ends), _needing(network, by_receiver, *ends[::-1]))
    ]
    return max(1, ceil(sum(weights)))


def _needing(network: Network, gained: np.ndarray, own: Ints, far: Ints) -> Flags:
    """Organisations that cannot do without a new link with a relay; links go from the `own` end to the `far` one."""
    run_by, rows = network.snapshot.deployments.organisations, network.every_link
    relays = _relays(network)
    directly = _partners(network, own[rows], far[rows])
    table, counted = network.snapshot.links, network.link_rows
    stands = network.counts(Standing.USABLE, table.status[counted], table.start[counted], table.end[counted])
    linked = relays.copy()
    linked[own[counted[stands & relays[far[counted]]]]] = True
    needing: Flags = gained > directly
    needing[run_by.items[linked[run_by.owners()]]] = False
    return needing


def _relays(network: Network) -> Flags:
    """Deployments of which something says that they pass on, whatever its standing and evidence."""
    ports, rows = network.snapshot.ports, network.every_port
    flags = np.zeros(len(network.snapshot.deployments.key), dtype=bool)
    flags[ports.deployment[rows[ports.role[rows] == RELAY]]] = True
    return flags


def _partners(network: Network, own: Ints, far: Ints) -> Ints:
    """By organisation, how many others it may come to exchange with directly: linked in any standing, or in one system."""
    run_by = network.snapshot.deployments.organisations
    size = len(network.snapshot.organisations.key)
    every = np.arange(len(run_by), dtype=np.int32)
    position, one = members(run_by, np.concatenate((own, every)))
    again, other = members(run_by, np.concatenate((far, every))[position])
    one = one[again]
    apart = one != other
    pairs = np.unique(one[apart].astype(np.int64) * size + other[apart])
    partners: Ints = np.bincount(pairs // size, minlength=size).astype(np.int32)
    return partners


def _weight(network: Network, needing: Flags) -> Fraction:
    run_by = network.snapshot.deployments.organisations
    serves = np.bincount(run_by.owners()[needing[run_by.items]], minlength=len(run_by))
    most = np.ones(len(needing), dtype=np.int64)
    np.maximum.at(most, run_by.items, serves[run_by.owners()])
    weights, count = np.unique(most[needing], return_counts=True)
    return sum(
        (Fraction(many, one) for one, many in zip(weights.tolist(), count.tolist(), strict=True)),
        Fraction(),
    )
