"""Who reaches whom over states, collapsed to what makes a difference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.joins import bits_of, flags_of, group_by_set
from graphmap.snapshot.columns import Flags, Ints, Lists


@dataclass(frozen=True, eq=False)
class Reach:
    """Who reaches whom: classes of senders that reach the same states have one *cause*, classes of receivers that the same
    causes reach one *effect*. `joined`: causes x effects.

    As bit rows, `reached`: states by cause; `met`: causes by effect; `by`: causes by the state that they reach.
    """

    cause: Ints
    effect: Ints
    joined: Flags
    reached: np.ndarray
    met: np.ndarray
    by: np.ndarray


def reach(leads: np.ndarray, senders: Lists, receivers: Lists) -> Reach:
    """Who reaches whom, given the states that each state leads to. O(sets x states / 64), sorted."""
    cause, reached = group_by_set(any_of(senders, leads))
    by = by_state(reached, len(leads))
    effect, met = group_by_set(any_of(receivers, by))
    return Reach(cause, effect, flags_of(met, len(reached)).T, reached, met, by)


def with_more(known: np.ndarray, more: np.ndarray) -> tuple[Ints, np.ndarray]:
    """The number that each of some bit rows has among distinct ones, and these, with those that are not known after them."""
    if not len(more):
        return np.empty(0, dtype=np.int32), known
    group, sets = group_by_set(np.concatenate((known, more)))
    number = np.full(len(sets), -1, dtype=np.int32)
    number[group[: len(known)]] = np.arange(len(known))
    new = np.flatnonzero(number < 0)
    number[new] = len(known) + np.arange(len(new))
    return number[group[len(known) :]], np.concatenate((known, sets[new]))


def by_state(reached: np.ndarray, states: int) -> np.ndarray:
    """Bit rows of states turned about: for each state which rows have it."""
    return bits_of(flags_of(reached, states).T)


def any_of(lists: Lists, bits: np.ndarray) -> np.ndarray:
    """For each list, the bits that any of its items has."""
    found = np.zeros((len(lists), bits.shape[1]), dtype=np.uint64)
    some = np.flatnonzero(np.diff(lists.offsets))
    if len(some):
        found[some] = np.bitwise_or.reduceat(bits[lists.items], lists.offsets[some], axis=0)
    return found
