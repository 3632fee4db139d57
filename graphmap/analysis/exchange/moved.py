"""Parties that a change moves: whose states it changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.board import Ends, sets_of
from graphmap.analysis.exchange.joins import distinct
from graphmap.snapshot.columns import Flags, Ints


@dataclass(frozen=True, eq=False)
class Moved:
    """Parties, ascending, whose states may differ after a change, and their states then as bit rows."""

    parties: Ints
    sets: np.ndarray

    def __len__(self) -> int:
        return len(self.parties)


def moved(steps: Ends, goes: Flags, come: Ends | None, states: int, parties: int) -> Moved:
    """Those whom some `steps` that go, and others that `come`, move: not those for whom what goes comes again as it was.

    O(steps) over flags.
    """
    keys = distinct(steps.party[goes].astype(np.int64) * states + steps.state[goes])
    if come is not None:
        came = distinct(come.party.astype(np.int64) * states + come.state)
        keys = np.setxor1d(keys, came, assume_unique=True)
    some = distinct(keys // states).astype(np.int32)
    if not len(some):
        return Moved(some, np.empty((0, (states + 63) // 64), dtype=np.uint64))
    touched = np.zeros(parties, dtype=bool)
    touched[some] = True
    stays = np.flatnonzero(touched[steps.party] & ~goes)
    party, state = steps.party[stays], steps.state[stays]
    if come is not None:
        again = touched[come.party]
        party, state = np.concatenate((party, come.party[again])), np.concatenate((state, come.state[again]))
    return Moved(some, sets_of(party, state, some, states))
