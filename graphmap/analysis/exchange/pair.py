"""The routes of one ordered pair as a small graph of moves, for explanations (see `moves`)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np

from graphmap.analysis.exchange.core import BEGIN, FINISH, ORIGIN, TO, cheapest, reached, table_of, widest
from graphmap.analysis.exchange.ends import first_moves, last_moves
from graphmap.analysis.exchange.moves import Adjacency, Move, Node
from graphmap.analysis.exchange.stated import Port
from graphmap.snapshot.columns import Flags, Lists, Snapshot

_LEAST_LOSS = 1 << 32
"""One more of what is fewest weighs more than any number of links."""


class Edges:
    """Some of the moves of several tables (see `core`), told by their place in these one after the other.

    A row is read when it is first asked for: a choice of moves is looked at in a few of them, and mostly chosen from again.
    """

    def __init__(self, tables: list[np.ndarray], places: np.ndarray) -> None:
        self._tables, self.places = tables, places
        self._rows: dict[int, np.ndarray] = {}

    def __getitem__(self, name: int) -> np.ndarray:
        if name not in self._rows:
            self._rows[name] = np.concatenate([table[name] for table in self._tables])[self.places]
        return self._rows[name]

    def those(self, chosen: np.ndarray) -> Edges:
        """Some of these."""
        return Edges(self._tables, self.places[chosen])


@dataclass(frozen=True, eq=False)
class PairGraph:
    """Moves on routes from one organisation to another, from node `BEGIN` to node `FINISH`.

    `instances` are the shared deployments that join the two without a link: (deployment, sources, sinks). `made` gives the
    move at a place of `edges`.
    """

    near: Adjacency
    instances: list[tuple[int, list[Port], list[Port]]]
    edges: Edges
    made: Callable[[int], Move]

    @property
    def _size(self) -> int:
        return len(self.near.core.nodes)

    def those(self, chosen: Flags) -> PairGraph:
        """With some of the moves alone."""
        return replace(self, edges=self.edges.those(chosen))

    def reaches(self) -> bool:
        """Whether the moves lead from start to end."""
        return bool(reached(self.edges[ORIGIN], self.edges[TO], BEGIN, self._size, FINISH)[FINISH])

    def widest(self, of: np.ndarray) -> int | None:
        """The greatest, over all ways, of the least that is told of a move on each; None where there is no way."""
        return widest(self.edges[ORIGIN], self.edges[TO], of, BEGIN, FINISH, self._size)

    def least(self, of: np.ndarray | None = None) -> PairGraph:
        """With the moves alone that are on some way with fewest of what is counted, and of those with fewest moves."""
        cost = np.ones(len(self.edges.places), dtype=np.int64)
        if of is not None:
            cost += of * _LEAST_LOSS
        return self.those(cheapest(self.edges[ORIGIN], self.edges[TO], cost, BEGIN, FINISH, self._size))

    def moves(self) -> dict[Node, list[Move]]:
        """The moves from each node, in order."""
        found: dict[Node, list[Move]] = {}
        names = self.near.core.nodes
        for origin, place in zip(self.edges[ORIGIN].tolist(), self.edges.places.tolist(), strict=True):
            found.setdefault(names[origin], []).append(self.made(place))
        return found


def pair_graph(
    near: Adjacency,
    sender: int,
    receiver: int,
    *,
    open_sender: bool = False,
    open_receiver: bool = False,
) -> PairGraph:
    """Every move on some route from one organisation to another.

    With `open_sender` or `open_receiver`, routes may also begin or end at the system that completion adds there.
    """
    origins, goals = _run_by(near, sender, near.sending), _run_by(near, receiver, near.taking)
    instances = [
        (row, near.facts.sources[row], near.facts.sinks[row])
        for row in sorted(set(origins).intersection(goals))
        if near.facts.sources[row] and near.facts.sinks[row]
    ]
    first = first_moves(near, sender, origins, completed=open_sender)
    nodes = near.core.held
    last = last_moves(near, nodes, receiver, goals, completed=open_receiver)
    direct = list(near.direct(origins, goals))
    begun, leading = np.zeros((2, nodes.size), dtype=bool)
    begun[BEGIN] = leading[FINISH] = True
    for one in first:
        begun[: len(one.nodes)] |= one.nodes
    for one in last:
        leading |= one.nodes
    parts = [(nodes.moves, near.core.moves.__getitem__), *((one.table, one.move) for one in (*first, *last))]
    parts.append((table_of((BEGIN, FINISH, move) for move in direct), direct.__getitem__))
    tables = [table for table, _ in parts]
    origin, to = (np.concatenate([table[row] for table in tables]) for row in (ORIGIN, TO))
    bounds = [0, *accumulate(table.shape[1] for table in tables)]

    def made(place: int) -> Move:
        part = bisect_right(bounds, place) - 1
        return parts[part][1](place - bounds[part])

    return PairGraph(near, instances, Edges(tables, np.flatnonzero(begun[origin] & leading[to])), made)


def _run_by(near: Adjacency, organisation: int, chosen: Flags) -> list[int]:
    """The chosen deployments of an organisation, ascending."""
    lists = deployments_by_organisation(near.snapshot)
    rows = lists.items[lists.offsets[organisation] : lists.offsets[organisation + 1]]
    found: list[int] = rows[chosen[rows]].tolist()
    return found


def deployments_by_organisation(snapshot: Snapshot) -> Lists:
    """Deployment rows of each organisation, ascending; made once for a snapshot."""
    made = snapshot.memo.get("deployments_by_organisation")
    if not isinstance(made, Lists):
        run_by = snapshot.deployments.organisations
        order = np.argsort(run_by.items, kind="stable")
        counts = np.bincount(run_by.items, minlength=len(snapshot.organisations.key))
        offsets = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        made = Lists(run_by.owners()[order], offsets)
        snapshot.memo["deployments_by_organisation"] = made
    return made
