"""Turns of threads are shortened while somebody streams, and as before when nobody does any more."""

from __future__ import annotations

import sys

from graphmap.store.neo4j.brisk import INTERVAL, brisk


def test_turns_are_short_inside_and_as_before_outside_however_many_are_inside() -> None:
    before = sys.getswitchinterval()
    one, other = brisk(), brisk()
    with one:
        with other:
            assert sys.getswitchinterval() <= INTERVAL * 1.01
        assert sys.getswitchinterval() <= INTERVAL * 1.01
    assert sys.getswitchinterval() == before
