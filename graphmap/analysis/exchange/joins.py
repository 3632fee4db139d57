"""Joins of sorted columns, sets of numbers as rows of bits, and the exact grouping of these."""

from __future__ import annotations

import numpy as np

from graphmap.snapshot.columns import Flags, Ints, Lists

Pairs = tuple[np.ndarray, np.ndarray]


def matches(left: np.ndarray, right_sorted: np.ndarray) -> Pairs:
    """Positions (i, j) with left[i] == right_sorted[j]; O(left log right + matches)."""
    low = np.searchsorted(right_sorted, left, "left")
    return spread(low, np.searchsorted(right_sorted, left, "right") - low)


def starts(numbers: np.ndarray, size: int) -> np.ndarray:
    """Where each number below `size` begins in a sorted column; number n stands at starts[n] to starts[n + 1]."""
    starting = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(numbers, minlength=size), out=starting[1:])
    return starting


def matches_at(left: np.ndarray, starting: np.ndarray) -> Pairs:
    """As `matches`, for a column whose `starts` are known; O(left + matches), for columns that are asked often."""
    low = starting[left]
    return spread(low, starting[left + 1] - low)


class Sorted:
    """A sorted column of numbers below `size`, to be joined with: as `matches`, or where it is long as `matches_at`."""

    def __init__(self, numbers: np.ndarray, size: int) -> None:
        self._numbers = numbers
        self._starts = starts(numbers, size) if len(numbers) * _SPARSE > size else None

    def matches(self, left: np.ndarray) -> Pairs:
        """Positions (i, j) with left[i] == numbers[j]."""
        return matches(left, self._numbers) if self._starts is None else matches_at(left, self._starts)


_SPARSE = 16
"""A column with fewer numbers than one in so many is searched, since to count it out would cost more."""


def spread(starts: np.ndarray, counts: np.ndarray) -> Pairs:
    """Row i repeated counts[i] times, beside starts[i], starts[i] + 1, …"""
    rows = np.repeat(np.arange(len(counts)), counts)
    ahead = starts - (np.cumsum(counts) - counts)
    return rows, np.arange(len(rows)) + ahead[rows]


def members(lists: Lists, rows: np.ndarray) -> Pairs:
    """Positions in `rows` beside each item of that row's list."""
    starts = lists.offsets[rows]
    positions, items = spread(starts, lists.offsets[rows + 1] - starts)
    return positions, lists.items[items]


def distinct(numbers: np.ndarray) -> np.ndarray:
    """The distinct numbers, sorted: a sort and one comparison, several times quicker here than numpy's hashing."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def unique_pairs(left: np.ndarray, right: np.ndarray, right_size: int) -> Pairs:
    """The distinct (left, right) pairs, sorted; `right_size` is above every number on the right."""
    bits = int(right_size).bit_length()
    packed = distinct(left.astype(np.int64) << bits | right)
    return (packed >> bits).astype(np.int32), (packed & (1 << bits) - 1).astype(np.int32)


def bit_rows(row: np.ndarray, item: np.ndarray, rows: int, items: int) -> np.ndarray:
    """Sets of items as bits, 64 a word and one row a set, from (row, item) pairs in any order.

    O(pairs), and a byte for each row and item on the way.
    """
    width = (items + 63) // 64 * 64
    flags = np.zeros(rows * width, dtype=bool)
    flags[row.astype(np.int64) * width + item] = True
    return np.packbits(flags, bitorder="little").view(np.uint64).reshape(rows, width // 64)


def bits_of(flags: Flags) -> np.ndarray:
    """Rows of flags as rows of bits."""
    row, item = np.nonzero(flags)
    return bit_rows(row, item, len(flags), flags.shape[1])


def flags_of(bits: np.ndarray, items: int) -> Flags:
    """Rows of bits as rows of flags."""
    return np.unpackbits(bits.view(np.uint8), axis=1, bitorder="little", count=items).view(bool)


def group_by_set(bits: np.ndarray) -> tuple[Ints, np.ndarray]:
    """Rows of bits grouped by the set that each holds: group of each row, and the bits of each group.

    Exact: words are compared, not digests of them. O(words * rows log rows).
    """
    group = np.zeros(len(bits), dtype=np.int64)
    for position, word in enumerate(bits.T):
        # Sorting numbers and looking them up is quicker here than sorting their positions, as `np.unique` does.
        part = np.searchsorted(distinct(word), word)
        if position:
            part += group * len(bits)
            part = np.searchsorted(distinct(part), part)
        group = part
    sets = np.empty((int(group.max(initial=-1)) + 1, bits.shape[1]), dtype=np.uint64)
    sets[group] = bits
    return group.astype(np.int32), sets
