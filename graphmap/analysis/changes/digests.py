"""Numbers that stand for texts, lists and rows, so that two snapshots can be compared as columns.

Rows of two snapshots are numbered apart, so a column of rows says nothing across them; a number made of the key does. They
are 64 bits wide and those of this process alone: unlike things share one by chance about once in 10^19 comparisons.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import NDArray

from graphmap.snapshot.columns import Floats, Ints, Lists, Texts

Numbers = NDArray[np.uint64]

_NOTHING = np.uint64(0x9E3779B97F4A7C15)
_FACTORS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def of_texts(texts: Texts) -> Numbers:
    """A number for each text. O(bytes)."""
    return _hashed(texts, len(texts))


def of_sets(texts: Texts) -> Numbers:
    """A number for each text of items separated by `;`, whatever their order."""
    return _hashed((frozenset(text.split(";")) for text in texts), len(texts))


def of_ints(column: NDArray[np.integer]) -> Numbers:
    """A number for each whole number."""
    return mixed(column.astype(np.int64).view(np.uint64))


def of_floats(column: Floats) -> Numbers:
    """A number for each decimal; all that are not stated share one."""
    return mixed(np.where(np.isnan(column), np.inf, column).view(np.uint64))


def named(numbers: Numbers, rows: Ints) -> Numbers:
    """The number of what each row names; -1 names nothing."""
    return np.append(numbers, _NOTHING)[rows]


def of_lists(lists: Lists, numbers: Numbers | None = None) -> Numbers:
    """A number for each list, whatever the order of its items; `numbers` of what the items name, else they are codes."""
    items = of_ints(lists.items) if numbers is None else mixed(numbers[lists.items])
    totals = np.zeros(len(lists), dtype=np.uint64)
    np.add.at(totals, lists.owners(), items)
    return totals


def together(*columns: Numbers) -> Numbers:
    """One number for each row of several columns."""
    total = np.full(len(columns[0]), _NOTHING, dtype=np.uint64)
    for column in columns:
        total = mixed(total + column)
    return total


def mixed(numbers: Numbers) -> Numbers:
    """Numbers whose bits all depend on all bits of those given (splitmix64): they may be added up. None stays 0."""
    numbers = numbers + _NOTHING
    for shift, factor in zip((30, 27), _FACTORS, strict=True):
        numbers = (numbers ^ (numbers >> np.uint64(shift))) * factor
    return numbers ^ (numbers >> np.uint64(31))


def _hashed(things: Iterable[Hashable], count: int) -> Numbers:
    return np.fromiter(map(hash, things), np.int64, count).view(np.uint64)
