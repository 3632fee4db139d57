"""The routes of one ordered pair as a small graph of moves, for explanations (see `moves`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from graphmap.analysis.exchange.core import (
    ASSUMED,
    DUE,
    EVIDENCE,
    FAILED,
    LAPSED,
    LEAVES,
    LINK,
    LOSSY,
    ORIGIN,
    PLACE,
    TARGET,
    TO,
    Nodes,
    cheapest,
    reached,
    table_of,
)
from graphmap.analysis.exchange.joins import spread
from graphmap.analysis.exchange.moves import (
    END,
    EXTRA,
    START,
    Adjacency,
    Link,
    Move,
    Node,
    Port,
    Standings,
    Stated,
)
from graphmap.snapshot.columns import Flags, Lists, Snapshot

_NOTHING = Standings(99, 2**31, 0, 0)
"""What the system that completion adds brings to a route: nothing that a criterion could turn on."""
_LEAST_LOSS = 1 << 32
"""One more of what is fewest weighs more than any number of links."""


@dataclass(frozen=True, eq=False)
class PairGraph:
    """Moves on routes from one organisation to another.

    `instances` are the shared deployments that join the two without a link: (deployment, sources, sinks). `edges` is a table
    of moves (see `core`); `start` and `end` have numbers after those of the nodes. `made` gives the move at a place.
    """

    near: Adjacency
    instances: list[tuple[int, list[Port], list[Port]]]
    edges: np.ndarray
    start: int
    end: int
    made: Callable[[int], Move]

    def those(self, chosen: Flags) -> PairGraph:
        """With some of the moves alone."""
        return replace(self, edges=self.edges[:, chosen])

    def reaches(self, allowed: Flags | None = None) -> bool:
        """Whether moves that are allowed lead from start to end."""
        edges = self.edges[: TO + 1] if allowed is None else self.edges[: TO + 1, allowed]
        return bool(reached(edges[ORIGIN], edges[TO], self.start, self.end + 1, self.end)[self.end])

    def least(self, of: np.ndarray | None = None) -> PairGraph:
        """With the moves alone that are on some way with fewest of what is counted, and of those with fewest moves."""
        edges = self.edges
        counted = np.zeros(edges.shape[1], dtype=np.int64) if of is None else of
        return self.those(_fewest(edges[ORIGIN], edges[TO], counted, self.start, self.end))

    def moves(self) -> dict[Node, list[Move]]:
        """The moves from each node, in order."""
        found: dict[Node, list[Move]] = {}
        names = self.near.core.nodes
        for origin, place in self.edges[[ORIGIN, PLACE]].T.tolist():
            node = START if origin == self.start else names[origin]
            found.setdefault(node, []).append(self.made(place))
        return found


def _fewest(origin: np.ndarray, to: np.ndarray, counted: np.ndarray, start: int, end: int) -> Flags:
    return cheapest(origin, to, counted * _LEAST_LOSS + 1, start, end)


def pair_graph(
    near: Adjacency,
    sender: int,
    receiver: int,
    *,
    open_sender: bool = False,
    open_receiver: bool = False,
    fewest: int | None = None,
) -> PairGraph:
    """Every move on some route from one organisation to another; with `fewest`, a row of its table, as `least` of that row.

    With `open_sender` or `open_receiver`, routes may also begin or end at the system that completion adds there.
    """
    run_by = deployments_by_organisation(near.snapshot)
    counted = near.view.deployments
    origins = [row for row in run_by[sender] if counted[row]]
    goals = [row for row in run_by[receiver] if counted[row]]
    instances = [
        (row, near.sources[row], near.sinks[row])
        for row in sorted(set(origins).intersection(goals))
        if row in near.sources and row in near.sinks
    ]
    first = list(near.starts(origins, goals))
    if open_sender:
        first += near.extra_starts()
    core = near.core
    nodes = core.holding(move.to for move in first if move.to != END)
    start, end, passed = nodes.size, nodes.size + 1, nodes.moves.shape[1]
    begun = table_of(
        (start, end if move.to == END else core.number[move.to], passed + place, move)
        for place, move in enumerate(first)
    )
    last = _Last(near, nodes, near.arrivals(goals), open_receiver, passed + len(first))
    parts = (begun, nodes.moves, last.table)
    origin, to = (np.concatenate([part[row] for part in parts]) for row in (ORIGIN, TO))
    if fewest is None:
        useful = np.flatnonzero(reached(origin, to, start, end + 1)[origin])
        useful = useful[reached(to[useful], origin[useful], end, end + 1)[to[useful]]]
    else:
        counted = np.concatenate([part[fewest] for part in parts])
        useful = np.flatnonzero(_fewest(origin, to, counted, start, end))
    bounds = np.cumsum([0, *(part.shape[1] for part in parts)])
    cuts = np.searchsorted(useful, bounds)
    edges = np.concatenate(
        [
            part[:, useful[low:high] - bound]
            for part, low, high, bound in zip(parts, cuts[:-1], cuts[1:], bounds[:-1], strict=True)
        ],
        axis=1,
    )

    def made(place: int) -> Move:
        if place < passed:
            return core.moves[place]
        return first[place - passed] if place < passed + len(first) else last.move(place)

    return PairGraph(near, instances, edges, start, end, made)


class _Last:
    """The moves into the receiver's systems from the nodes of relays, judged all at once."""

    def __init__(
        self,
        near: Adjacency,
        nodes: Nodes,
        arrivals: list[tuple[Link, Port | None]],
        open_receiver: bool,
        before: int,
    ) -> None:
        self._near, self._arrivals, self._before = near, arrivals, before
        self._end = nodes.size + 1
        tables = [self._judged(nodes)] if arrivals else []
        if open_receiver:
            tables.append(self._extra(nodes))
        self.table = np.concatenate(tables, axis=1) if tables else np.empty((LINK + 1, 0), dtype=np.int64)
        self.table[PLACE] = before + np.arange(self.table.shape[1])

    def _judged(self, nodes: Nodes) -> np.ndarray:
        near, arrivals = self._near, self._arrivals
        ends = {target: near.deployment(target) for target in {link.target for link, _ in arrivals}}
        facts = np.array(
            [
                (
                    link.origin,
                    link.target,
                    link.row,
                    link.stated.code,
                    link.stated.major,
                    link.stated.use_case,
                    *_compared(link.stated if port is None else port.stated),
                    -1 if port is None else port.level,
                    *_judging(
                        link.standing.join(ends[link.target], *([] if port is None else [port.standing]))
                    ),
                )
                for link, port in arrivals
            ],
            dtype=np.int64,
        ).T
        low = nodes.starting[facts[0]]
        self._which, place = spread(low, nodes.starting[facts[0] + 1] - low)
        self._node = nodes.order[place]
        _, target, row, *on_link = facts[:6, self._which]
        *port, level, evidence, due, lapsed = facts[6:, self._which]
        payload = nodes.code[self._node], nodes.major[self._node], nodes.use_case[self._node]
        carried = [_filled(*parts) for parts in zip(payload, on_link, strict=True)]
        expected = [_filled(*parts) for parts in zip(port, on_link, strict=True)]
        failed = (~_agree(payload, on_link)).astype(np.int64) + ~_agree(carried, port)
        assumed = (carried[0] < 0) | (expected[0] < 0)
        for mine, theirs in zip(carried[1:], expected[1:], strict=True):
            assumed |= (mine < 0) != (theirs < 0)
        found = np.empty((LINK + 1, len(place)), dtype=np.int64)
        for name, column in (
            (ORIGIN, self._node),
            (TO, self._end),
            (FAILED, failed),
            (ASSUMED, assumed),
            (LOSSY, (level >= 0) & (level < nodes.level[self._node])),
            (EVIDENCE, evidence),
            (DUE, due),
            (LAPSED, lapsed),
            (LEAVES, facts[0, self._which]),
            (TARGET, target),
            (LINK, row),
        ):
            found[name] = column
        if near.compare:
            agreed = failed == 0
            found, self._which, self._node = found[:, agreed], self._which[agreed], self._node[agreed]
        return found

    def _extra(self, nodes: Nodes) -> np.ndarray:
        """To the system that completion adds, from every node."""
        found = np.zeros((LINK + 1, nodes.size), dtype=np.int64)
        found[ORIGIN] = np.arange(nodes.size)
        found[TO] = self._end
        found[EVIDENCE], found[DUE], found[LAPSED] = _judging(_NOTHING)
        found[LEAVES, nodes.order] = np.repeat(np.arange(len(nodes.starting) - 1), np.diff(nodes.starting))
        found[TARGET], found[LINK] = EXTRA, -1
        return found

    def move(self, place: int) -> Move:
        """The move at a place."""
        number = place - self._before
        judged = len(self._which) if self._arrivals else 0
        node = int(self.table[ORIGIN, number])
        deployment, payload, level = self._near.core.nodes[node]
        if number >= judged:
            return Move(deployment, None, None, EXTRA, None, payload, END, False, False, (), _NOTHING)
        made = self._near.arriving(*self._arrivals[int(self._which[number])], payload, level)
        if made is None:
            raise AssertionError("a comparison that agreed in bulk does not agree by itself")
        return made


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
