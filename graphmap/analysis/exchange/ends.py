"""The moves at the two ends of routes, and which nodes of relays these lead to or come from, whatever the other end is.

An end is an organisation's systems, and the system that completion adds to them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.core import (
    ASSUMED,
    BEGIN,
    DUE,
    EVIDENCE,
    FAILED,
    FINISH,
    LAPSED,
    LEAVES,
    LINK,
    LOSSY,
    ORIGIN,
    TARGET,
    TO,
    Nodes,
    reached,
    table_of,
)
from graphmap.analysis.exchange.joins import spread
from graphmap.analysis.exchange.moves import END, EXTRA, Adjacency, Move
from graphmap.analysis.exchange.stated import Link, Port, Standings, Stated
from graphmap.analysis.kept import kept
from graphmap.snapshot.columns import Flags

_NOTHING = Standings(99, 2**31, 0, 0)
"""What the system that completion adds brings to a route: nothing that a criterion could turn on."""
_KEPT = 256
"""Ends in either role kept with an adjacency, some kilobytes each: the pairs of a page share theirs."""


@dataclass(frozen=True, eq=False)
class EndMoves:
    """First moves to relays or last moves from them: a table (see `core`), and the move in each of its columns.

    `nodes`, by number: those that routes beginning with these come to, or from which some of these can be come to. Nodes
    that became known later are none of the former.
    """

    table: np.ndarray
    nodes: Flags
    move: Callable[[int], Move]


def first_moves(near: Adjacency, sender: int, origins: list[int], *, completed: bool) -> list[EndMoves]:
    """Those of an organisation's systems, and, where it is `completed`, of the one that is added to them."""

    def made(moves: list[Move]) -> EndMoves:
        nodes, number = near.core.holding(move.to for move in moves), near.core.number
        table = table_of((BEGIN, number[move.to], move) for move in moves)
        leads = reached(nodes.moves[ORIGIN], nodes.moves[TO], table[TO], nodes.size)
        return EndMoves(table, leads, moves.__getitem__)

    found = [kept(near, "first moves", sender, _KEPT, lambda: made(list(near.starts(origins))))]
    if completed:
        found.append(kept(near, "first moves added", "all", 1, lambda: made(list(near.extra_starts()))))
    return found


def last_moves(
    near: Adjacency, nodes: Nodes, receiver: int, goals: list[int], *, completed: bool
) -> list[EndMoves]:
    """Those into an organisation's systems, and, where it is `completed`, into the one that is added to them."""
    found = [
        kept(
            near,
            "last moves",
            (receiver, nodes.size),
            _KEPT,
            lambda: _judged(near, nodes, near.arrivals(goals)),
        )
    ]
    if completed:
        found.append(kept(near, "last moves added", nodes.size, 1, lambda: _added(near, nodes)))
    return found


def _judged(near: Adjacency, nodes: Nodes, arrivals: list[tuple[Link, Port | None]]) -> EndMoves:
    """The moves by `arrivals` from the nodes of relays, judged all at once."""
    ends = {target: near.facts.deployment(target) for target in {link.target for link, _ in arrivals}}
    rows = [
        (
            link.origin,
            link.target,
            link.row,
            *_compared(link.stated),
            *_compared(link.stated if port is None else port.stated),
            -1 if port is None else port.level,
            *_judging(link.standing.join(ends[link.target], *([] if port is None else [port.standing]))),
        )
        for link, port in arrivals
    ]
    facts = np.array(rows, dtype=np.int64).reshape(len(rows), 13).T
    low = nodes.starting[facts[0]]
    which, place = spread(low, nodes.starting[facts[0] + 1] - low)
    node = nodes.order[place]
    leaves, target, row, *on_link = facts[:6, which]
    *port, level, evidence, due, lapsed = facts[6:, which]
    payload = nodes.code[node], nodes.major[node], nodes.use_case[node]
    carried = [_filled(*parts) for parts in zip(payload, on_link, strict=True)]
    expected = [_filled(*parts) for parts in zip(port, on_link, strict=True)]
    failed = (~_agree(payload, on_link)).astype(np.int64) + ~_agree(carried, port)
    assumed = (carried[0] < 0) | (expected[0] < 0)
    for mine, theirs in zip(carried[1:], expected[1:], strict=True):
        assumed |= (mine < 0) != (theirs < 0)
    table = np.empty((LINK + 1, len(place)), dtype=np.int64)
    for name, column in (
        (ORIGIN, node),
        (TO, FINISH),
        (FAILED, failed),
        (ASSUMED, assumed),
        (LOSSY, (level >= 0) & (level < nodes.level[node])),
        (EVIDENCE, evidence),
        (DUE, due),
        (LAPSED, lapsed),
        (LEAVES, leaves),
        (TARGET, target),
        (LINK, row),
    ):
        table[name] = column
    if near.compare:
        agreed = failed == 0
        table, which = table[:, agreed], which[agreed]

    def move(place: int) -> Move:
        _, payload, level = near.core.nodes[int(table[ORIGIN, place])]
        made = near.arriving(*arrivals[int(which[place])], payload, level)
        if made is None:
            raise AssertionError("a comparison that agreed in bulk does not agree by itself")
        return made

    return EndMoves(table, _leading(nodes, table[ORIGIN]), move)


def _added(near: Adjacency, nodes: Nodes) -> EndMoves:
    """The moves from every node to the system that completion adds."""
    origin = np.arange(FINISH + 1, nodes.size)
    table = np.zeros((LINK + 1, len(origin)), dtype=np.int64)
    table[ORIGIN], table[TO] = origin, FINISH
    table[EVIDENCE], table[DUE], table[LAPSED] = _judging(_NOTHING)
    deployments = [near.core.nodes[number][0] for number in origin.tolist()]
    table[LEAVES], table[TARGET], table[LINK] = deployments, EXTRA, -1

    def move(place: int) -> Move:
        deployment, payload, _ = near.core.nodes[int(origin[place])]
        return Move(deployment, None, None, EXTRA, None, payload, END, False, False, (), _NOTHING)

    return EndMoves(table, _leading(nodes, origin), move)


def _leading(nodes: Nodes, last: np.ndarray) -> Flags:
    """The nodes from which some last ones can be come to."""
    return reached(nodes.moves[TO], nodes.moves[ORIGIN], last, nodes.size)


def _compared(stated: Stated) -> tuple[int, int, int]:
    return stated.code, stated.major, stated.use_case


def _judging(standing: Standings) -> tuple[int, int, int]:
    return standing.evidence, standing.due, int(standing.lapsed > 0)


def _filled(mine: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.where(mine >= 0, mine, other)


def _agree(left: list[np.ndarray] | tuple[np.ndarray, ...], right: list[np.ndarray]) -> Flags:
    agreed = np.ones(len(left[0]), dtype=bool)
    for mine, other in zip(left, right, strict=True):
        agreed &= (mine == other) | (mine < 0) | (other < 0)
    return agreed
