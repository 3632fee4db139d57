"""The same question by other methods, so that figures mean something: plain graph search with networkx.

A `Peer` builds, from the same snapshot, an explicit graph in plain Python: a node for each organisation as sender and as
receiver, and one for each state (relay, payload sent on). Its answers must equal the product's before anything is timed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import networkx as nx
import numpy as np

from graphmap.analysis import facts
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ABSENT, RELAY, SINK, SOURCE, Deployments, Links, Ports, Snapshot

Profile = tuple[int, int, int]
Node = tuple[Any, ...]


class Peer:
    """The explicit graph of one exchange type on one day."""

    def __init__(self, snapshot: Snapshot, exchange: str, day: date) -> None:
        self.snapshot = snapshot
        self.exchange = list(vocabulary().exchange_types).index(exchange)
        self.day = day.toordinal()
        self.graph: nx.DiGraph[Node] = nx.DiGraph()
        self._read()
        self._build()

    def _in_force(self, table: Ports | Links | Deployments) -> list[bool]:
        usable = (
            facts.in_force(table.status, table.start, table.end, self.day, self.snapshot.known_at)
            & ~table.out
        )
        flags: list[bool] = usable.tolist()
        return flags

    def _read(self) -> None:
        snapshot = self.snapshot
        run_by = snapshot.deployments.organisations
        self.owners = [run_by[row] for row in range(len(run_by))]
        usable = self._in_force(snapshot.deployments)
        ports, links = snapshot.ports, snapshot.links
        self.ports: dict[int, dict[int, list[tuple[Profile, Profile | None]]]] = {
            role: defaultdict(list) for role in (SOURCE, SINK, RELAY)
        }
        stated: set[int] = set()
        absent: dict[int, set[int]] = {SOURCE: set(), SINK: set(), RELAY: set()}
        in_force = self._in_force(ports)
        for row in np.flatnonzero((ports.exchange == self.exchange) & ~ports.out).tolist():
            deployment, role = int(ports.deployment[row]), int(ports.role[row])
            if ports.status[row] == ABSENT:
                absent[role].add(deployment)
                continue
            stated.add(deployment)
            if in_force[row] and usable[deployment]:
                profile = (int(ports.profile[row]), int(ports.major[row]), int(ports.use_case[row]))
                emits = (int(ports.emits[row]), int(ports.emits_major[row]))
                translation = (*emits, profile[2]) if emits[0] >= 0 and emits != profile[:2] else None
                self.ports[role][deployment].append((profile, translation))
        self.links: dict[int, list[tuple[int, Profile]]] = defaultdict(list)
        in_force = self._in_force(links)
        for row in np.flatnonzero((links.exchange == self.exchange) & ~links.out).tolist():
            origin, target = int(links.origin[row]), int(links.target[row])
            if in_force[row] and usable[origin] and usable[target]:
                profile = (int(links.profile[row]), int(links.major[row]), int(links.use_case[row]))
                self.links[origin].append((target, profile))
        self.no_source = stated | absent[SOURCE]
        self.no_sink = stated | absent[SINK]

    def _build(self) -> None:
        waiting: list[Node] = []
        for origin, leaving in self.links.items():
            begun = [profile for profile, _ in self.ports[SOURCE].get(origin, ())]
            for target, stated in leaving:
                payloads = (
                    [stated] if origin not in self.no_source else [p for p in begun if _agree(p, stated)]
                )
                for payload in payloads:
                    for node in self._arrive(target, _fill(payload, stated)):
                        for owner in self.owners[origin]:
                            self.graph.add_edge(("from", owner), node)
                        waiting.append(node)
        self._share()
        self._pass_on(waiting)

    def _share(self) -> None:
        for deployment, owners in enumerate(self.owners):
            if len(owners) > 1 and deployment in self.ports[SOURCE] and deployment in self.ports[SINK]:
                for one in owners:
                    self.graph.add_edges_from(
                        (("from", one), ("to", other)) for other in owners if other != one
                    )

    def _pass_on(self, waiting: list[Node]) -> None:
        seen: set[Node] = set()
        while waiting:
            node = waiting.pop()
            if node in seen or node[0] != "state":
                continue
            seen.add(node)
            _, relay, payload = node
            for target, stated in self.links.get(relay, ()):
                if _agree(payload, stated):
                    for following in self._arrive(target, _fill(payload, stated)):
                        self.graph.add_edge(node, following)
                        waiting.append(following)

    def _arrive(self, target: int, payload: Profile) -> Iterator[Node]:
        for row, translation in self.ports[RELAY].get(target, ()):
            if not _agree(payload, row):
                continue
            if translation is None:
                yield ("state", target, _fill(payload, row))
            else:
                use_case = translation[2] if translation[2] >= 0 else payload[2]
                yield ("state", target, (*translation[:2], use_case))
        sinks = self.ports[SINK].get(target, ())
        if target not in self.no_sink or any(_agree(payload, sink) for sink, _ in sinks):
            for owner in self.owners[target]:
                yield ("to", owner)

    # -- the two ways of asking -----------------------------------------------------------------------------------------

    def reached(self, organisation: int) -> set[int]:
        """Organisations that one reaches: a search of the whole graph."""
        start = ("from", organisation)
        if start not in self.graph:
            return set()
        return {node[1] for node in nx.descendants(self.graph, start) if node[0] == "to"} - {organisation}

    def count_condensed(self) -> int:
        """All YES pairs: the states condensed to a directed acyclic graph, sets of organisations as Python integers."""
        states = self.graph.subgraph([node for node in self.graph if node[0] == "state"])
        condensed = nx.condensation(states)
        reaches: dict[int, int] = {}
        for component in reversed(list(nx.topological_sort(condensed))):
            bits = 0
            for node in condensed.nodes[component]["members"]:
                for following in self.graph.successors(node):
                    if following[0] == "to":
                        bits |= 1 << following[1]
            for after in condensed.successors(component):
                bits |= reaches[after]
            reaches[component] = bits
        component_of = condensed.graph["mapping"]
        total = 0
        for node in self.graph:
            if node[0] != "from":
                continue
            bits = 0
            for following in self.graph.successors(node):
                bits |= 1 << following[1] if following[0] == "to" else reaches[component_of[following]]
            total += (bits & ~(1 << node[1])).bit_count()
        return total


def _agree(one: Profile, other: Profile) -> bool:
    return all(left == right or left < 0 or right < 0 for left, right in zip(one, other, strict=True))


def _fill(payload: Profile, stated: Profile) -> Profile:
    code, major, use_case = (
        left if left >= 0 else right for left, right in zip(payload, stated, strict=True)
    )
    return code, major, use_case
