"""The searches of a pair's moves, against every way written out one by one."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from graphmap.analysis.exchange.core import cheapest, reached, widest

NODES = 6
Moves = list[tuple[int, int, int]]
"""From, to, and what it costs."""


def some_moves(seed: int) -> Moves:
    rng = Random(seed)
    return [
        (rng.randrange(NODES), rng.randrange(NODES), rng.choice((1, 1, 2, 5)))
        for _ in range(rng.randrange(2, 13))
    ]


def ways(moves: Moves, node: int, end: int, passed: frozenset[int]) -> list[tuple[int, ...]]:
    """Places of the moves of every way that comes to no node twice."""
    if node == end:
        return [()]
    return [
        (place, *rest)
        for place, (origin, to, _) in enumerate(moves)
        if origin == node and to not in passed
        for rest in ways(moves, to, end, passed | {to})
    ]


@pytest.mark.parametrize("seed", range(300))
def test_the_cheapest_and_the_widest_ways_are_those_of_all_ways_written_out(seed: int) -> None:
    moves = some_moves(seed)
    found = ways(moves, 0, NODES - 1, frozenset({0}))
    costs = [sum(moves[place][2] for place in way) for way in found]
    expected = {place for way, cost in zip(found, costs, strict=True) if cost == min(costs) for place in way}
    origin, to, cost = np.array(moves).T
    assert set(np.flatnonzero(cheapest(origin, to, cost, 0, NODES - 1, NODES)).tolist()) == expected
    narrowest = [min(moves[place][2] for place in way) for way in found]
    assert widest(origin, to, cost, 0, NODES - 1, NODES) == max(narrowest, default=None)
    assert bool(reached(origin, to, 0, NODES)[NODES - 1]) == bool(found)
    assert bool(reached(origin, to, 0, NODES, NODES - 1)[NODES - 1]) == bool(found)


def test_some_of_these_maps_have_several_cheapest_ways_and_some_have_none() -> None:
    counts = [len(ways(some_moves(seed), 0, NODES - 1, frozenset({0}))) for seed in range(300)]
    assert 0 in counts
    assert max(counts) > 2
