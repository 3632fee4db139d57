"""The graph of everything that could be passed on, for one exchange type at one moment (semantics 3 to 5).

A node is what a deployment sends: from a source port, or through a relay port. An edge is one link with the
port that receives at its end, and lists the ways (hops) in which that can be done. The graph holds every hop
that any relaxation of section 5 allows, also those on the way and those whose profiles disagree; `restricted`
gives the graph of those that a question admits. Each organisation has a node from which its routes start and
one at which they end, twice: without and with the further system that completion gives it.

Walks are enough, though a route may not send the same payload on twice from one deployment: cutting the loop
out of a walk leaves a route that is no worse in any respect that is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import networkx as nx

from tests.reference.facts import Fact, Link, Map, Port
from tests.reference.profiles import BLANK, Profile, assumed, passed_on
from tests.reference.tables import EVIDENCE, PAYLOADS

if TYPE_CHECKING:
    Graph = nx.DiGraph[Hashable]
else:
    Graph = nx.DiGraph

FURTHER_SYSTEM = ""
"""Stands for the further system of whichever organisation: all of them have the same links."""


@dataclass(frozen=True)
class Sender:
    """Where the routes of an organisation start."""

    organisation: str
    completed: bool = False


@dataclass(frozen=True)
class Receiver:
    """Where the routes to an organisation end."""

    organisation: str
    completed: bool = False


@dataclass(frozen=True)
class Sends:
    """A deployment that sends; `level` is the last one stated, `only_link` the link that implied its port."""

    deployment: str
    payload: Profile
    level: str | None
    relayed: bool
    only_link: int | None = None


@dataclass(frozen=True)
class Takes:
    """A deployment that took a payload at a sink port."""

    deployment: str


@dataclass(frozen=True)
class Hop:
    """One way of getting along an edge: its facts, and what happened on it."""

    facts: tuple[Fact, ...] = ()
    relay: str | None = None
    assumed: bool = False
    lossy: bool = False
    disagreements: tuple[tuple[str, str], ...] = ()

    @property
    def on_the_way(self) -> bool:
        return any(fact.standing == "on the way" for fact in self.facts)

    def due_by(self, day: date) -> bool:
        """Whether all that is on the way is due by the day."""
        return all(
            fact.standing == "in force" or (fact.due is not None and fact.due <= day) for fact in self.facts
        )

    @property
    def evidence(self) -> int:
        """Rank of the weakest fact."""
        return min((EVIDENCE.index(fact.evidence) for fact in self.facts), default=len(EVIDENCE))

    @property
    def oldest(self) -> date:
        """The oldest observation; the first day of all when one is undated."""
        return min((fact.observed or date.min for fact in self.facts), default=date.max)


def build(known: Map, exchange: str) -> Graph:
    """The graph; edges carry `hops`, a list."""
    graph = Graph()

    def join(start: Hashable, end: Hashable, hop: Hop) -> None:
        if not graph.has_edge(start, end):
            graph.add_edge(start, end, hops=[])
        graph.edges[start, end]["hops"].append(hop)

    systems = {name: d for name, d in known.deployments.items() if d.fact.standing != "out"}
    ports: dict[tuple[str, str], list[Port]] = defaultdict(list)
    for port in known.ports_for(exchange):
        if port.fact.standing != "out" and port.deployment in systems:
            ports[port.deployment, port.role].append(port)
    links: dict[str, list[Link]] = defaultdict(list)
    for link in known.links_for(exchange):
        if link.fact.standing != "out" and link.origin in systems and link.target in systems:
            links[link.origin].append(link)
    relay_ports = [port for (_, role), found in ports.items() if role == "relay" for port in found]

    further_system = Sends(FURTHER_SYSTEM, BLANK, None, relayed=False)
    join(further_system, Takes(FURTHER_SYSTEM), Hop())
    for port in relay_ports:
        state = Sends(port.deployment, passed_on(BLANK, port.profile, port.emits), port.payload, relayed=True)
        join(further_system, state, Hop((systems[port.deployment].fact, port.fact), relay=port.deployment))

    for organisation in known.organisation_types:
        for completed in (False, True):
            graph.add_node(Sender(organisation, completed))
            graph.add_node(Receiver(organisation, completed))
        join(Sender(organisation, completed=True), further_system, Hop())
        join(Takes(FURTHER_SYSTEM), Receiver(organisation, completed=True), Hop())

    for name, system in systems.items():
        for organisation in system.organisations:
            for completed in (False, True):
                join(Takes(name), Receiver(organisation, completed), Hop())
                for source in ports[name, "source"]:
                    started = Sends(
                        name, source.profile, source.payload, relayed=False, only_link=source.only_link
                    )
                    join(Sender(organisation, completed), started, Hop((system.fact, source.fact)))
                    for sink in ports[name, "sink"]:
                        if source.only_link is None and sink.only_link is None:
                            no_link = Hop((system.fact, source.fact, sink.fact))
                            join(Sender(organisation, completed), Takes(name), no_link)

    expanded = set()
    waiting = [node for node in graph if isinstance(node, Sends) and node != further_system]
    while waiting:
        state = waiting.pop()
        if state in expanded:
            continue
        expanded.add(state)
        if state.relayed:
            join(state, Takes(FURTHER_SYSTEM), Hop())
        for link in links[state.deployment]:
            if state.only_link not in (None, link.row):
                continue
            for port in ports[link.target, "relay"] + ports[link.target, "sink"]:
                if port.joins(link):
                    after, hop = passage(state, link, port, systems[link.target].fact)
                    join(state, after, hop)
                    if isinstance(after, Sends):
                        waiting.append(after)
    return graph


def passage(state: Sends, link: Link, port: Port, receiving_deployment: Fact) -> tuple[Sends | Takes, Hop]:
    """What comes of sending along a link into a port: the link is compared first, then the port."""
    disagreements = []
    if not state.payload.agrees(link.profile):
        disagreements.append((str(state.payload), str(link.profile)))
    payload = state.payload.filled_from(link.profile)
    if not payload.agrees(port.profile):
        disagreements.append((str(payload), str(port.profile)))

    poorer = state.level and port.payload and PAYLOADS.index(port.payload) < PAYLOADS.index(state.level)
    hop = Hop(
        (link.fact, receiving_deployment, port.fact),
        port.deployment if port.role == "relay" else None,
        assumed(payload, port.profile.filled_from(link.profile)),
        bool(poorer),
        tuple(disagreements),
    )
    if port.role == "sink":
        return Takes(port.deployment), hop
    sent = passed_on(payload, port.profile, port.emits)
    return Sends(port.deployment, sent, port.payload or state.level, relayed=True), hop


def restricted(graph: Graph, keep: Callable[[Hop], bool]) -> Graph:
    """The graph of the hops that are kept, with all nodes."""
    smaller = Graph()
    smaller.add_nodes_from(graph)
    for start, end, hops in hops_of(graph):
        kept = [hop for hop in hops if keep(hop)]
        if kept:
            smaller.add_edge(start, end, hops=kept)
    return smaller


def hops_of(graph: Graph) -> Iterator[tuple[Hashable, Hashable, list[Hop]]]:
    """Every edge with its hops."""
    yield from graph.edges(data="hops")


def hops_on(graph: Graph, edge: tuple[Hashable, Hashable]) -> list[Hop]:
    """The hops of one edge."""
    hops: list[Hop] = graph.edges[edge]["hops"]
    return hops


def deployments_on(path: list[Hashable]) -> tuple[str, ...]:
    """The deployments of a path, in order."""
    return tuple(node.deployment for node in path if isinstance(node, Sends | Takes))
