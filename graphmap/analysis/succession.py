"""Chains of successors and predecessors of organisations, whatever circles the evidence holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def beyond(start: int, onward: Callable[[int], Iterable[int]], stops: Callable[[int], object]) -> set[int]:
    """Whatever is reached from `start`, itself left out; what `stops` is reached and not passed."""
    reached: set[int] = {start}
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if one != start and stops(one):
            continue
        for other in onward(one):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached - {start}
