"""Ways round what fails: whether a lost pair has one that is planned, and which way a pair takes whose best route fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from graphmap.analysis.exchange.board import board
from graphmap.analysis.exchange.core import LEAVES, LINK, TARGET
from graphmap.analysis.exchange.difference import between
from graphmap.analysis.exchange.evolve import Gone
from graphmap.analysis.exchange.moves import near_of
from graphmap.analysis.exchange.network import Standing
from graphmap.analysis.exchange.pair import PairGraph, pair_graph
from graphmap.analysis.exchange.relaxed import available_from
from graphmap.analysis.exchange.routes import best_routes
from graphmap.analysis.findings import Route
from graphmap.analysis.impact import Impact, Lost, from_here, network_of
from graphmap.snapshot.columns import Flags


@dataclass(frozen=True)
class Rerouted:
    """A pair that goes on exchanging by another way: its best route, which fails, and the best that is left."""

    exchange: str
    sender: int
    receiver: int
    failed: Route
    alternative: Route

    @property
    def place(self) -> Lost:
        """Where it stands in the order of pairs."""
        return self.exchange, self.sender, self.receiver


@dataclass(frozen=True)
class ReroutedPage:
    """Some rerouted pairs, in order; `examined` pairs were looked at for them, and `more` says whether others are left."""

    pairs: tuple[Rerouted, ...]
    examined: int
    last: Lost | None
    more: bool


class WaysRound:
    """Ways round what fails in an impact. Routes are searched pair by pair, so each costs some milliseconds."""

    def __init__(self, impact: Impact) -> None:
        self._impact = impact

    def planned(self, lost: Lost) -> tuple[bool, date | None]:
        """Whether facts on the way would join a lost pair again, and from when (None where nobody can say)."""
        graph = spared(self._graph(lost, Standing.ON_THE_WAY), self._impact.gone)
        if not graph.instances and not graph.reaches():
            return False, None
        return True, available_from(graph)

    def rerouted(self, after: Lost | None, limit: int, examine: int) -> ReroutedPage:
        """Pairs whose best route fails and that have another, by exchange type, sender and receiver, after one looked at.

        Looks at no more than `examine` pairs; `last` is where to go on.
        """
        found: list[Rerouted] = []
        examined, last = 0, after
        for pair in self._candidates(after):
            if len(found) == limit or examined == examine:
                return ReroutedPage(tuple(found), examined, last, more=True)
            examined, last = examined + 1, pair
            one = self._rerouted(pair)
            if one is not None:
                found.append(one)
        return ReroutedPage(tuple(found), examined, last, more=False)

    def _rerouted(self, pair: Lost) -> Rerouted | None:
        graph, gone = self._graph(pair, Standing.USABLE), self._impact.gone
        best = best_routes(graph, 1)[0]
        if not _uses(best, gone):
            return None
        return Rerouted(*pair, best, best_routes(spared(graph, gone), 1)[0])

    def _candidates(self, after: Lost | None) -> Iterator[Lost]:
        """Pairs that are joined before and after, and of which both ends may have used what fails."""
        impact = self._impact
        for exchange in from_here(impact.setting.exchanges, after and after[0]):
            difference = impact.differences[exchange]
            seen = after if after and after[0] == exchange else None
            senders, receivers = self._near_to_failure(exchange)
            for sender in np.flatnonzero(senders).tolist():
                if seen and sender < seen[1]:
                    continue
                hits = difference.kept_from(sender)
                hits = hits[receivers[hits]]
                if seen and sender == seen[1]:
                    hits = hits[hits > seen[2]]
                yield from ((exchange, sender, receiver) for receiver in hits.tolist())

    def _near_to_failure(self, exchange: str) -> tuple[Flags, Flags]:
        """Organisations of which a route as sender, and as receiver, may use what fails."""
        gone = self._impact.gone
        snapshot, setting = self._impact.snapshot, self._impact.setting
        scope = between(snapshot, exchange, setting.senders, setting.receivers)
        found = board(network_of(snapshot, setting, exchange), scope)
        leads = found.reaching(gone.deployments[found.relay], gone.steps(found.passages.link))
        flags = []
        for steps, near in zip((found.entries, found.exits), leads, strict=True):
            touched = gone.steps(steps.link, steps.deployment) | near[steps.state]
            parties = np.zeros(len(self._impact.snapshot.organisations.key), dtype=bool)
            parties[steps.party[touched]] = True
            flags.append(parties)
        direct = found.direct.pair[gone.steps(found.direct.link, found.direct.origin, found.direct.sink)]
        for parties, rows in zip(flags, np.divmod(direct, len(flags[0])), strict=True):
            parties[rows] = True
        return flags[0], flags[1]

    def _graph(self, pair: Lost, standing: Standing) -> PairGraph:
        exchange, sender, receiver = pair
        network = network_of(self._impact.snapshot, self._impact.setting, exchange)
        return pair_graph(near_of(network, standing), sender, receiver)


def spared(graph: PairGraph, gone: Gone) -> PairGraph:
    """The moves that are left when something is gone."""

    edges = graph.edges
    fails = gone.deployments[edges[LEAVES]] | gone.deployments[edges[TARGET]]
    if gone.links is not None:
        fails |= (edges[LINK] >= 0) & gone.links[edges[LINK]]
    instances = [one for one in graph.instances if not gone.deployments[one[0]]]
    return replace(graph.those(~fails), instances=instances)


def _uses(route: Route, gone: Gone) -> bool:
    return any(
        gone.deployments[hop.deployment]
        or (gone.links is not None and hop.link >= 0 and gone.links[hop.link])
        for hop in route.hops
    )
