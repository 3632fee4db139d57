"""Steps that were found for several exchange types at once, told to each type's board in its own terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from graphmap.analysis.exchange.board import Board, Ends, among_these, direct, ends, parties_of
from graphmap.analysis.exchange.evolve import Come
from graphmap.analysis.exchange.explore import Steps
from graphmap.analysis.exchange.lanes import Lanes
from graphmap.analysis.exchange.near import Near, is_in
from graphmap.analysis.exchange.payloads import Packing
from graphmap.snapshot.columns import Ints, Snapshot


@dataclass(frozen=True, eq=False)
class States:
    """The states of several boards in one sorted column, packed by lane; the nth board's are at first[n] to first[n + 1]."""

    packed: np.ndarray
    lane: Ints
    first: np.ndarray

    @classmethod
    def of(cls, below: Snapshot, snapshot: Snapshot, boards: Sequence[Board], lanes: Lanes) -> States:
        """Those of boards of `below`, packed as states of `snapshot` are."""
        sizes = [len(one.states) for one in boards]
        relay, payload = Packing.of(below).unpack(np.concatenate([one.states for one in boards]))
        lane = lanes.of(relay, np.repeat(np.arange(len(boards)), sizes))
        return cls(Packing.of(snapshot).pack(lane, payload), lane, np.concatenate(([0], np.cumsum(sizes))))


@dataclass(frozen=True, eq=False)
class Followed:
    """Steps of a changed map: ends are lanes, or states packed by lane. `further`, sorted: states that no board has.

    `shared`: lanes of shared instances.
    """

    states: States
    further: np.ndarray
    entries: Steps
    passages: Steps
    exits: Steps
    direct: Steps
    shared: Ints


def come(boards: Sequence[Board], near: Near, found: Followed) -> Iterator[Come]:
    """For each board what was found for it: states by place, ends by the organisations of the changed map."""
    snapshot, lanes, count = near.moment.snapshot, near.lanes, len(boards)
    parties, size = parties_of(snapshot, systems=False)
    relay, of_further = lanes.apart(Packing.of(snapshot).unpack(found.further)[0])
    place = _Places(found.states, found.further, of_further)

    def nth(link: np.ndarray) -> Ints:
        return lanes.nth(snapshot.links.exchange[link])

    def told(lane: np.ndarray, link: np.ndarray, state: np.ndarray) -> list[tuple[np.ndarray, ...]]:
        deployment, which = lanes.apart(lane)
        one = ends(parties, deployment, link, place(state, which))
        return _apart(nth(one.link), count, one.party, one.state, one.deployment, one.link)

    entries = told(found.entries.before, found.entries.link, found.entries.after)
    exits = told(found.exits.after, found.exits.link, found.exits.before)
    before, link, after = found.passages
    which = nth(link)
    passages = _apart(which, count, place(before, which), link.astype(np.int32), place(after, which))
    origin, which = lanes.apart(found.direct.before)
    at_once = _apart(which, count, origin, found.direct.link, lanes.apart(found.direct.after)[0])
    shared, which = lanes.apart(found.shared)
    for one, entry, passage, leaves, step, (both,), (at,) in zip(
        boards,
        entries,
        passages,
        exits,
        at_once,
        _apart(which, count, shared),
        _apart(of_further, count, relay),
        strict=True,
    ):
        begun, left = among_these(Ends(*entry), Ends(*leaves), one.among)
        yield Come(at, begun, left, Steps(*passage), direct(parties, size, Steps(*step), both, one.among))


class _Places:
    """Where states stand among those of their own board, and after these the further ones of its exchange type."""

    def __init__(self, states: States, further: np.ndarray, of_further: Ints) -> None:
        count = len(states.first) - 1
        self._known, self._further = states.packed, further
        self._first = states.first[:-1]
        begin = np.searchsorted(of_further, np.arange(count))
        self._after = np.diff(states.first) - begin

    def __call__(self, state: np.ndarray, nth: np.ndarray) -> Ints:
        at = np.searchsorted(self._known, state)
        known = is_in(state, self._known)
        further = np.searchsorted(self._further, state) + self._after[nth]
        place: Ints = np.where(known, at - self._first[nth], further).astype(np.int32)
        return place


def _apart(nth: np.ndarray, count: int, *columns: np.ndarray) -> list[tuple[np.ndarray, ...]]:
    """Columns cut into `count` parts by the number beside each row, in the order of the rows."""
    order = np.argsort(nth, kind="stable")
    cuts = np.searchsorted(nth[order], np.arange(1, count)).tolist()
    bounds = list(pairwise([0, *cuts, len(order)]))
    ordered = [column[order] for column in columns]
    return [tuple(column[first:last] for column in ordered) for first, last in bounds]
