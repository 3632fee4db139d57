"""What relays pass on to one another, as columns: the part of the routes of every pair that is the same (see `moves`).

Nodes are numbered in the order in which they are found, after the two that stand for the sender and the receiver of whatever
pair. What is known of moves stands in the rows of one table, a move in a column, so that a choice of moves is a choice of
columns.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphmap.analysis.exchange.joins import starts
from graphmap.snapshot.columns import Flags

if TYPE_CHECKING:
    from graphmap.analysis.exchange.moves import Move, Node

BEGIN, FINISH = range(2)
"""Numbers of the nodes that stand for a pair's sender and its receiver."""
ORIGIN, TO, FAILED, ASSUMED, LOSSY, EVIDENCE, DUE, LAPSED, LEAVES, TARGET, LINK = range(11)
"""Rows of a table of moves: nodes from and to, comparisons that fail, …; link row or -1."""


def table_of(moves: Iterable[tuple[int, int, Move]]) -> np.ndarray:
    """The table of some moves, each with its node and the node that it leads to."""
    rows = [
        (
            origin,
            to,
            len(move.failed),
            move.assumed,
            move.lossy,
            move.standing.evidence,
            move.standing.due,
            move.standing.lapsed > 0,
            move.origin,
            move.target,
            move.link.row if move.link else -1,
        )
        for origin, to, move in moves
    ]
    return np.array(rows, dtype=np.int64).reshape(len(rows), LINK + 1).T


class Nodes(NamedTuple):
    """What a core holds at one time: the moves among its nodes, and what each node is about to send, by number.

    `order` has the nodes by deployment; those of deployment d stand at `starting[d]` to `starting[d + 1]`.
    """

    moves: np.ndarray
    code: np.ndarray
    major: np.ndarray
    use_case: np.ndarray
    level: np.ndarray
    order: np.ndarray
    starting: np.ndarray

    @property
    def size(self) -> int:
        return len(self.code)


class Core:
    """The nodes of relays that some payload has come to so far, and the moves among them. Safe to use from several threads.

    `passed` gives the moves that lead on from a node; `ends` are the nodes for sender and receiver, of no deployment. A node
    never goes, and its number stays.
    """

    def __init__(
        self, passed: Callable[[Node], Iterable[Move]], ends: tuple[Node, Node], deployments: int
    ) -> None:
        self._passed, self._deployments = passed, deployments
        self.nodes: list[Node] = [*ends]
        self.number: dict[Node, int] = {node: number for number, node in enumerate(ends)}
        self.moves: list[Move] = []
        self._lock = Lock()
        self._held = self._extended(np.empty((LINK + 1, 0), dtype=np.int64))

    def holding(self, wanted: Iterable[Node]) -> Nodes:
        """The nodes and moves once some nodes, and all that they lead to, are among them. Costs what is new."""
        with self._lock:
            waiting = deque(wanted)
            found: list[tuple[Node, Move]] = []
            size = len(self.nodes)
            while waiting:
                node = waiting.popleft()
                if node in self.number:
                    continue
                self.number[node] = len(self.nodes)
                self.nodes.append(node)
                onward = list(self._passed(node))
                found += [(node, move) for move in onward]
                waiting.extend(move.to for move in onward)
            if len(self.nodes) > size:
                self.moves += [move for _, move in found]
                added = table_of((self.number[node], self.number[move.to], move) for node, move in found)
                self._held = self._extended(np.concatenate((self._held.moves, added), axis=1))
            return self._held

    @property
    def held(self) -> Nodes:
        """The nodes and moves so far."""
        return self._held

    def _extended(self, moves: np.ndarray) -> Nodes:
        columns = [
            (deployment, stated.code, stated.major, stated.use_case, level)
            for deployment, stated, level in self.nodes
        ]
        table = np.array(columns, dtype=np.int64).reshape(len(columns), 5).T
        deployment, code, major, use_case, level = table
        order = np.argsort(deployment, kind="stable")
        starting = starts(deployment + 1, self._deployments + 1)[1:]
        return Nodes(moves, code, major, use_case, level, order, starting)


def reached(
    origin: np.ndarray, to: np.ndarray, start: int | np.ndarray, size: int, wanted: int | None = None
) -> Flags:
    """Which of `size` nodes moves lead to from one or some, these among them; ends once `wanted` is. O(moves)."""
    seen = np.zeros(size, dtype=bool)
    seen[start] = True
    while len(origin) and (wanted is None or not seen[wanted]):
        begun = seen[origin]
        if not begun.any():
            break
        seen[to[begun]] = True
        left = np.flatnonzero(~(begun | seen[to]))
        origin, to = origin[left], to[left]
    return seen


def widest(
    origin: np.ndarray, to: np.ndarray, width: np.ndarray, start: int, end: int, size: int
) -> int | None:
    """The greatest width that some way among `size` nodes has throughout; None where there is no way. O(moves * widths)."""
    seen = np.zeros(size, dtype=bool)
    seen[start] = True
    least: int | None = None
    while not seen[end]:
        begun = np.flatnonzero(seen[origin])
        if not len(begun):
            return None
        most = int(width[begun].max())
        least = most if least is None else min(least, most)
        seen[to[begun[width[begun] >= least]]] = True
        left = np.flatnonzero(~seen[to])
        origin, to, width = origin[left], to[left], width[left]
    return least


def cheapest(origin: np.ndarray, to: np.ndarray, cost: np.ndarray, start: int, end: int, size: int) -> Flags:
    """The moves on some cheapest way from `start` to `end`, each of which costs 1 or more; none where there is no way."""
    never = np.iinfo(np.int64).max // 4
    costs = np.full(size, never)
    costs[start] = 0
    last = np.zeros(size, dtype=bool)
    last[start] = True
    while last.any():
        chosen = np.flatnonzero(last[origin])
        target, after = to[chosen], costs[origin[chosen]] + cost[chosen]
        # What costs more than a way that is known already is on no cheapest one.
        better = (after < costs[target]) & (after <= costs[end])
        before = costs.copy()
        np.minimum.at(costs, target[better], after[better])
        last = costs < before
    tight = (costs[origin] + cost == costs[to]) & (costs[to] < never)
    places = np.flatnonzero(tight)
    leads = reached(to[places], origin[places], end, size)
    chosen_moves = np.zeros(len(origin), dtype=bool)
    chosen_moves[places[leads[to[places]] & leads[start]]] = True
    return chosen_moves
