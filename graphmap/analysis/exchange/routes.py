"""The best route of a pair, and others that use other relays (semantics, section 4: *Best route*).

Each criterion is settled in turn: the moves that it rules out are dropped as long as a route remains. What is left are the
shortest routes; of these the one with the least deployment ids in order, and of those the latest oldest observation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from graphmap.analysis.exchange.core import (
    ASSUMED,
    BEGIN,
    EVIDENCE,
    FINISH,
    LOSSY,
    ORIGIN,
    TARGET,
    TO,
)
from graphmap.analysis.exchange.moves import END, START, Move, Node
from graphmap.analysis.exchange.pair import PairGraph
from graphmap.analysis.exchange.stated import Port
from graphmap.analysis.findings import Hop, Route
from graphmap.model.dates import to_date
from graphmap.model.terms import Evidence
from graphmap.snapshot.columns import Flags


@dataclass(frozen=True)
class _Way:
    """A route as found: its moves, or (without any) the shared instance with the ports that make it one."""

    moves: tuple[Move, ...]
    instance: tuple[int, Port, Port] | None
    assumed: bool
    lossy: bool
    evidence: int
    observed: int

    @property
    def relays(self) -> frozenset[int]:
        return frozenset(move.target for move in self.moves[:-1])

    @property
    def order(self) -> tuple[object, ...]:
        deployments = (
            (self.instance[0],) if self.instance else (self.moves[0].origin, *(m.target for m in self.moves))
        )
        return self.assumed, self.lossy, -self.evidence, len(self.moves), deployments, -self.observed


def best_routes(graph: PairGraph, limit: int) -> list[Route]:
    """The best route, then the best one for each further set of relays found by avoiding those used; at most `limit`.

    Empty when there is none. Each costs a few searches of the pair's moves.
    """
    ways = sorted(_ways(graph, limit), key=lambda way: way.order)
    return [_route(graph, way) for way in ways]


def single_point(graph: PairGraph, route: Route) -> int | None:
    """The deployment whose relay ports every route uses, if there is one; `route` is one of them."""
    if graph.instances:
        return None
    for hop in route.hops[1:-1]:
        if not graph.those(_avoiding(graph, frozenset({hop.deployment}))).reaches():
            return hop.deployment
    return None


def _avoiding(graph: PairGraph, relays: frozenset[int]) -> Flags:
    free: Flags = np.ones(len(graph.edges.places), dtype=bool)
    for relay in relays:
        free &= graph.edges[TARGET] != relay
    free |= graph.edges[TO] == FINISH
    return free


def _ways(graph: PairGraph, limit: int) -> Iterator[_Way]:
    """Ways with different relays: first the best, then those that remain when relays of earlier ones are avoided."""
    seen: set[frozenset[int]] = set()
    tried: set[tuple[frozenset[int], bool]] = set()
    waiting: list[tuple[frozenset[int], bool]] = [(frozenset(), True)]
    while waiting and len(seen) < limit:
        avoid, direct = waiting.pop(0)
        if (avoid, direct) in tried:
            continue
        tried.add((avoid, direct))
        way = _best(graph, avoid, direct)
        if way is None:
            continue
        if way.relays not in seen:
            seen.add(way.relays)
            yield way
        waiting += [(avoid | {relay}, direct) for relay in sorted(way.relays)] or [(avoid, False)]


def _best(graph: PairGraph, avoid: frozenset[int], direct: bool) -> _Way | None:
    usable = graph if direct else _without_direct(graph)
    free, edges = _avoiding(usable, avoid), usable.edges
    instances = [
        min(usable.near.facts.deployment(row).evidence, _most(sources), _most(sinks))
        for row, sources, sinks in (usable.instances if direct else ())
    ]
    for assumed, lossy in product((False, True), repeat=2):
        allowed = free
        if not assumed:
            allowed = allowed & (edges[ASSUMED] == 0)
        if not lossy:
            allowed = allowed & (edges[LOSSY] == 0)
        chosen = usable.those(allowed)
        width = chosen.widest(chosen.edges[EVIDENCE])
        least = max([*instances, *([] if width is None else [width])], default=None)
        if least is not None:
            break
    else:
        return None
    shared = _instance(usable, least) if direct else None
    if shared is not None:
        return shared
    moves = _shortest(chosen.those(chosen.edges[EVIDENCE] >= least))
    return _Way(moves, None, assumed, lossy, least, min(move.standing.observed for move in moves))


def _most(ports: list[Port]) -> int:
    return max(port.standing.evidence for port in ports)


def _instance(graph: PairGraph, least: int) -> _Way | None:
    """The shared instance of evidence `least` or more, first by id, with the ports observed last."""
    for row, sources, sinks in graph.instances:
        own = graph.near.facts.deployment(row)
        chosen = [
            max(
                (port for port in ports if port.standing.evidence >= least),
                key=lambda port: (port.standing.observed, -port.row),
                default=None,
            )
            for ports in (sources, sinks)
        ]
        source, sink = chosen
        if own.evidence >= least and source is not None and sink is not None:
            standing = own.join(source.standing, sink.standing)
            return _Way((), (row, source, sink), False, False, least, standing.observed)
    return None


def _without_direct(graph: PairGraph) -> PairGraph:
    """The same moves without those that join the two with one link."""
    one_link = (graph.edges[ORIGIN] == BEGIN) & (graph.edges[TO] == FINISH)
    return replace(graph.those(~one_link), instances=[])


def _shortest(graph: PairGraph) -> tuple[Move, ...]:
    """The shortest route: least deployment ids in order, then the latest oldest observation, then rows."""
    moves = graph.least().moves()
    origin = min(move.origin for move in moves[START])
    best: dict[Node, tuple[int, tuple[Move, ...]]] = {START: (2**31, ())}
    while END not in best:
        steps = [
            (node, move) for node in best for move in moves[node] if node != START or move.origin == origin
        ]
        target = min(move.target for _, move in steps)
        onward: dict[Node, tuple[int, tuple[Move, ...]]] = {}
        for node, move in steps:
            if move.target == target:
                observed, path = best[node]
                oldest = min(observed, move.standing.observed)
                if move.to not in onward or oldest > onward[move.to][0]:
                    onward[move.to] = (oldest, (*path, move))
        best = onward
    return best[END][1]


def _route(graph: PairGraph, way: _Way) -> Route:
    text = graph.near.text
    if way.instance is not None:
        row, source, sink = way.instance
        hops: tuple[Hop, ...] = (Hop(row, -1, (source.row, sink.row), text(source.stated)),)
    else:
        first = way.moves[0]
        begins = first.source.stated if first.source else first.link.stated if first.link else first.sent
        ports = (first.source.row,) if first.source else ()
        hops = (Hop(first.origin, -1, ports, text(begins)), *(_hop(graph, move) for move in way.moves))
    return Route(hops, way.assumed, way.lossy, Evidence(way.evidence), to_date(way.observed))


def _hop(graph: PairGraph, move: Move) -> Hop:
    ports = (move.port.row,) if move.port else ()
    return Hop(move.target, move.link.row if move.link else -1, ports, graph.near.text(move.sent))
