"""Can one organisation exchange something with another? Pair by pair, as section 5 of the semantics says."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import networkx as nx

from tests.reference.facts import Moment, Tables, read_map
from tests.reference.routes import (
    Graph,
    Hop,
    Receiver,
    Sender,
    build,
    deployments_on,
    hops_of,
    hops_on,
    restricted,
)
from tests.reference.tables import EVIDENCE, TABLE_1


@dataclass(frozen=True)
class Answer:
    """The answer for one ordered pair; what does not belong to its verdict is empty or None."""

    verdict: str
    reasons: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    evidence: str | None = None
    observed_at: date | None = None
    available_from: date | None = None
    mismatch: tuple[str, str] | None = None
    asks: tuple[str, ...] = ()
    route: tuple[str, ...] | None = None


class ExchangeMap:
    """A map prepared for one exchange type, one moment and one minimum of evidence."""

    def __init__(
        self, tables: Tables, exchange: str, as_of: date, known_at: date, min_evidence: str | None = None
    ) -> None:
        self.exchange = exchange
        self.known = read_map(tables, Moment(as_of, known_at), min_evidence)
        self.ports = self.known.ports_for(exchange)
        self.graph = build(self.known, exchange)
        self.dues = sorted({fact.due for hop in self._hops() for fact in hop.facts if fact.due})
        self._graphs: dict[Hashable, Graph] = {}

    def _hops(self) -> list[Hop]:
        return [hop for *_, hops in hops_of(self.graph) for hop in hops]

    def _only(self, name: Hashable, keep: Callable[[Hop], bool]) -> Graph:
        """The graph of the hops that are kept, made once for each name."""
        if name not in self._graphs:
            self._graphs[name] = restricted(self.graph, keep)
        return self._graphs[name]

    def relaxed(self, *, planned: bool = False, mismatch: bool = False) -> Graph:
        """The hops whose facts are in force (or on the way, if planned) and agree (or not, if mismatch)."""
        return self._only(
            (planned, mismatch),
            lambda hop: (planned or not hop.on_the_way) and (mismatch or not hop.disagreements),
        )

    def answer(self, sender: str, receiver: str, reading: str = "CAUTIOUS") -> Answer:
        """The answer for the pair; KeyError for an organisation that the map does not have."""
        senders, receivers = TABLE_1[self.exchange]
        types = self.known.organisation_types
        if types[sender] not in senders or types[receiver] not in receivers:
            return Answer("NOT_APPLICABLE")
        if nx.has_path(self.relaxed(), Sender(sender), Receiver(receiver)):
            return self._yes(Sender(sender), Receiver(receiver))

        cautious = reading == "CAUTIOUS"
        start = Sender(sender, completed=cautious and not self.known.complete(sender, self.exchange))
        end = Receiver(receiver, completed=cautious and not self.known.complete(receiver, self.exchange))
        if nx.has_path(self.relaxed(), start, end):
            return self._unknown(start, end)
        return self._no(start, end)

    def _unknown(self, start: Sender, end: Receiver) -> Answer:
        sender_alone = nx.has_path(self.relaxed(), start, Receiver(end.organisation))
        receiver_alone = nx.has_path(self.relaxed(), Sender(start.organisation), end)
        neither = not sender_alone and not receiver_alone
        reasons, asks = [], []
        if sender_alone or neither:
            reasons.append("NO_EVIDENCE_SENDER")
            asks.append(start.organisation)
        if receiver_alone or neither:
            reasons.append("NO_EVIDENCE_RECEIVER")
            asks.append(end.organisation)
        return Answer("UNKNOWN", tuple(reasons), asks=tuple(asks))

    def _no(self, start: Sender, end: Receiver) -> Answer:
        flags = ("ONE_WAY",) if self._is_yes(end.organisation, start.organisation) else ()

        missing = []
        if not start.completed and not self._has_port(start.organisation, "source"):
            missing.append("NO_SYSTEM_SENDER")
        if not end.completed and not self._has_port(end.organisation, "sink"):
            missing.append("NO_SYSTEM_RECEIVER")
        if missing:
            return Answer("NO", tuple(missing), flags)

        if nx.has_path(self.relaxed(planned=True), start, end):
            due = self._earliest(start, end, mismatch=False)
            return Answer("NO", ("PLANNED",), flags, available_from=due)

        graph = self.relaxed(mismatch=True)
        if nx.has_path(graph, start, end):
            return Answer("NO", ("MISMATCH",), flags, mismatch=named_mismatch(graph, start, end))

        graph = self.relaxed(planned=True, mismatch=True)
        if nx.has_path(graph, start, end):
            due = self._earliest(start, end, mismatch=True)
            named = named_mismatch(graph, start, end)
            return Answer("NO", ("PLANNED", "MISMATCH"), flags, available_from=due, mismatch=named)

        return Answer("NO", ("NO_ROUTE",), flags)

    def _is_yes(self, sender: str, receiver: str) -> bool:
        senders, receivers = TABLE_1[self.exchange]
        types = self.known.organisation_types
        applicable = types[sender] in senders and types[receiver] in receivers
        return applicable and nx.has_path(self.relaxed(), Sender(sender), Receiver(receiver))

    def _has_port(self, organisation: str, role: str) -> bool:
        """Whether a deployment of it, in force or on the way, has such a port, in force or not."""
        return any(
            port.role == role
            and port.deployment in self.known.deployments
            and organisation in self.known.deployments[port.deployment].organisations
            and self.known.deployments[port.deployment].fact.standing != "out"
            for port in self.ports
        )

    def _earliest(self, start: Sender, end: Receiver, *, mismatch: bool) -> date | None:
        """The first day by which all that some route waits for is due."""
        for day in self.dues:
            graph = self._only(
                (mismatch, day),
                lambda hop: hop.due_by(day) and (mismatch or not hop.disagreements),  # noqa: B023
            )
            if nx.has_path(graph, start, end):
                return day
        return None

    def _yes(self, start: Sender, end: Receiver) -> Answer:
        """Narrows the graph criterion by criterion, as long as a route is left: the best routes remain."""

        def usable(weakest: int = 0, *, no_assumed: bool, lossless: bool) -> Graph:
            return self._only(
                ("best", no_assumed, lossless, weakest),
                lambda hop: (
                    not hop.on_the_way
                    and not hop.disagreements
                    and not (no_assumed and hop.assumed)
                    and not (lossless and hop.lossy)
                    and hop.evidence >= weakest
                ),
            )

        no_assumed = nx.has_path(usable(no_assumed=True, lossless=False), start, end)
        lossless = nx.has_path(usable(no_assumed=no_assumed, lossless=True), start, end)
        for weakest in reversed(range(len(EVIDENCE))):
            graph = usable(weakest, no_assumed=no_assumed, lossless=lossless)
            if nx.has_path(graph, start, end):
                break

        shortest = list(nx.all_shortest_paths(graph, start, end))
        route = min(deployments_on(path) for path in shortest)
        observed = max(oldest_observation(graph, path) for path in shortest if deployments_on(path) == route)

        flags = []
        if not no_assumed:
            flags.append("PROFILE_ASSUMED")
        if not lossless:
            flags.append("LOSSY")
        if any(not self._is_route_without(relay, start, end) for relay in route[1:-1]):
            flags.append("SINGLE_POINT")
        observed_at = None if observed == date.min else observed
        return Answer("YES", (), tuple(flags), EVIDENCE[weakest], observed_at, route=route)

    def _is_route_without(self, relay: str, start: Sender, end: Receiver) -> bool:
        """Whether a route is left when the relay ports of the deployment are taken away."""
        graph = self._only(
            ("without", relay),
            lambda hop: not hop.on_the_way and not hop.disagreements and hop.relay != relay,
        )
        return bool(nx.has_path(graph, start, end))


def oldest_observation(graph: Graph, path: list[Hashable]) -> date:
    """The oldest observation on the path when the latest observed of equal ways is taken each time."""
    return min(max(hop.oldest for hop in hops_on(graph, edge)) for edge in pairwise(path))


def named_mismatch(graph: Graph, start: Sender, end: Receiver) -> tuple[str, str]:
    """(sent, accepted) of the first comparison that fails on the route with fewest such.

    Between such routes: fewest links, then deployment ids in order, then the text itself.
    """

    def fewest(origin: Hashable, target: Hashable) -> int:
        return min(len(hop.disagreements) for hop in hops_on(graph, (origin, target)))

    more_than_any_route = graph.number_of_nodes() + 1
    best = list(
        nx.all_shortest_paths(
            graph, start, end, weight=lambda a, b, _: fewest(a, b) * more_than_any_route + 1
        )
    )
    ids = min(deployments_on(path) for path in best)
    named = []
    for path in best:
        if deployments_on(path) == ids:
            edge = next(edge for edge in pairwise(path) if fewest(*edge) > 0)
            hops = [hop for hop in hops_on(graph, edge) if len(hop.disagreements) == fewest(*edge)]
            named += [hop.disagreements[0] for hop in hops]
    return min(named)


def exchange(
    tables: Tables,
    type: str,  # noqa: A002
    sender: str,
    receiver: str,
    as_of: date,
    known_at: date,
    reading: str = "CAUTIOUS",
    min_evidence: str | None = None,
) -> Answer:
    """The answer for one pair; for many pairs of one map, make one `ExchangeMap`."""
    return ExchangeMap(tables, type, as_of, known_at, min_evidence).answer(sender, receiver, reading)
