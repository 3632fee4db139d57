"""The links in force to and from systems, whichever way the payload travels."""

from __future__ import annotations

import numpy as np

from graphmap.analysis.exchange.joins import matches_at, starts
from graphmap.analysis.kept import kept
from graphmap.analysis.market.holdings import Holdings
from graphmap.snapshot.columns import Ints

_KEPT = 4


class Touching:
    """Links in force by either end."""

    def __init__(self, held: Holdings) -> None:
        table, links = held.snapshot.links, held.links
        ends = np.concatenate((table.origin[links], table.target[links]))
        order = np.argsort(ends, kind="stable")
        self._links = np.concatenate((links, links))[order]
        self._starts = starts(ends, held.size)

    def of(self, deployments: Ints) -> Ints:
        """The links in force that touch one of the systems: rows, ascending, each once."""
        _, place = matches_at(deployments, self._starts)
        return np.unique(self._links[place]).astype(np.int32)


def touching(held: Holdings) -> Touching:
    """The links in force by either end; made once for a moment. O(links log links)."""
    return kept(held.snapshot, "touching", (held.t, held.least), _KEPT, lambda: Touching(held))
