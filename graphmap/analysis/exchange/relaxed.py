"""What a NO comes down to: when it would change, and which comparison fails (semantics, section 5: *Reasons of NO*)."""

from __future__ import annotations

import heapq
from datetime import date
from itertools import count

from graphmap.analysis.exchange.core import DUE, FAILED, LAPSED
from graphmap.analysis.exchange.moves import END, START, Move, Node
from graphmap.analysis.exchange.pair import PairGraph
from graphmap.analysis.findings import Mismatch
from graphmap.model.dates import OPEN_END, to_date


def available_from(graph: PairGraph) -> date | None:
    """The earliest, over all routes, of the latest due date on each; None when each needs a plan without one."""
    latest = [
        max(
            graph.near.facts.deployment(row).due,
            min(port.standing.due for port in sources),
            min(port.standing.due for port in sinks),
        )
        for row, sources, sinks in graph.instances
    ]
    soonest = graph.widest(-graph.edges[DUE])
    if soonest is not None:
        latest.append(-soonest)
    return to_date(min(latest, default=OPEN_END))


def first_mismatch(graph: PairGraph) -> Mismatch:
    """The first comparison that fails on the route with fewest such.

    Of equal routes the one with fewest links, then the least deployment ids in order, then the least texts. The graph
    must be one whose comparisons were not enforced, of a pair that no route joins when they are.
    """
    moves = graph.least(graph.edges[FAILED]).moves()
    origin = min(move.origin for move in moves[START])
    texts: dict[Node, set[tuple[str, str] | None]] = {START: {None}}
    while END not in texts:
        steps = [
            (node, move) for node in texts for move in moves[node] if node != START or move.origin == origin
        ]
        target = min(move.target for _, move in steps)
        onward: dict[Node, set[tuple[str, str] | None]] = {}
        for node, move in steps:
            if move.target == target:
                begun = {text or (move.failed[0] if move.failed else None) for text in texts[node]}
                onward.setdefault(move.to, set()).update(begun)
        texts = onward
    sent, accepted = min(text for text in texts[END] if text is not None)
    return Mismatch(sent, accepted)


Cost = tuple[int, int]


def lapsed_on_the_way(graph: PairGraph) -> Move | None:
    """On a route with fewest lapsed steps, the first move that rests on a lapsed fact; None when there is no route."""
    moves = graph.least(graph.edges[LAPSED]).moves()
    costs: dict[Node, Cost] = {START: (0, 0)}
    via: dict[Node, tuple[Node, Move]] = {}
    waiting: list[tuple[Cost, int, Node]] = [((0, 0), 0, START)]
    order = count(1)
    while waiting:
        cost, _, node = heapq.heappop(waiting)
        if cost > costs[node]:
            continue
        for move in moves.get(node, ()):
            reached = (cost[0] + (move.standing.lapsed > 0), cost[1] + 1)
            if move.to not in costs or reached < costs[move.to]:
                costs[move.to] = reached
                via[move.to] = (node, move)
                heapq.heappush(waiting, (reached, next(order), move.to))
    node, found = END, None
    while node in via:
        node, move = via[node]
        found = move if move.standing.lapsed else found
    return found
