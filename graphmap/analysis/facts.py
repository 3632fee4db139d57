"""Facts in time (semantics, section 1), for whole columns at once.

Every function takes parallel columns: `status` (index into `columns.STATUSES`), `start` and `end` (day
numbers of `graphmap.model.dates`, open ends included), the date asked about `t` and the date of knowledge `k`,
both day numbers. All are O(n) in numpy and allocate nothing but flags and the answer.
"""

from __future__ import annotations

import numpy as np

from graphmap.model.dates import OPEN_END, OPEN_START
from graphmap.snapshot.columns import ABSENT, LIVE, PLANNED, RETIRED, RETIRING, Bytes, Flags, Ints

DUE_NOW = 0
"""Due day of a fact that is in force already: earlier than every other."""
NO_DUE_DATE = OPEN_END
"""Due day of an undated or slipped plan: later than every other."""


def in_force(status: Bytes, start: Ints, end: Ints, t: int, k: int) -> Flags:
    """Whether each fact is in force at t: t is in its period, and its status lets it count.

    Live and retiring facts count; retired ones only with an end; planned ones only if their start is later
    than k; absent ones never.
    """
    counts: Flags = (status == LIVE) | (status == RETIRING)
    counts |= (status == RETIRED) & (end != OPEN_END)
    counts |= (status == PLANNED) & (start > k)
    return counts & (start <= t) & (t <= end)


def slipped(status: Bytes, start: Ints, end: Ints, t: int, k: int) -> Flags:  # noqa: ARG001
    """Whether each fact is a plan whose start is not later than k: nobody has said that it happened."""
    plans: Flags = (status == PLANNED) & (start != OPEN_START)
    return plans & (start <= k)


def on_the_way(status: Bytes, start: Ints, end: Ints, t: int, k: int) -> Flags:
    """Whether each fact is yet to come at t: a plan (slipped and undated ones too) or a start after t."""
    may_come: Flags = (status == LIVE) | (status == RETIRING)
    may_come &= start > t
    may_come |= status == PLANNED
    return may_come & (end >= t) & ~in_force(status, start, end, t, k)


def due(status: Bytes, start: Ints, end: Ints, t: int, k: int) -> Ints:
    """The day on which each fact is due, as a day number; meant for facts in force or on the way.

    `DUE_NOW` for facts in force; their start for facts on the way, or `NO_DUE_DATE` where they have none or
    have slipped.
    """
    undated = (start == OPEN_START) | slipped(status, start, end, t, k)
    day = np.where(undated, NO_DUE_DATE, start)
    return np.where(in_force(status, start, end, t, k), DUE_NOW, day).astype(np.int32)


def lapsed(status: Bytes, start: Ints, end: Ints, t: int, k: int) -> Flags:  # noqa: ARG001
    """Whether each fact has been in force and ended before t (a plan or a statement of absence never was)."""
    was: Flags = (status != PLANNED) & (status != ABSENT)
    return was & (end < t)
