"""Joins of sorted columns, and the exact grouping of rows by the set of numbers that each holds."""

from __future__ import annotations

import numpy as np

from graphmap.snapshot.columns import Ints, Lists

Pairs = tuple[np.ndarray, np.ndarray]


def matches(left: np.ndarray, right_sorted: np.ndarray) -> Pairs:
    """Positions (i, j) with left[i] == right_sorted[j]; O(left log right + matches)."""
    low = np.searchsorted(right_sorted, left, "left")
    return spread(low, np.searchsorted(right_sorted, left, "right") - low)


def starts(numbers: np.ndarray, size: int) -> np.ndarray:
    """Where each number below `size` begins in a sorted column; number n stands at starts[n] to starts[n + 1]."""
    return np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=size))))


def matches_at(left: np.ndarray, starting: np.ndarray) -> Pairs:
    """As `matches`, for a column whose `starts` are known; O(left + matches), for columns that are asked often."""
    low = starting[left]
    return spread(low, starting[left + 1] - low)


def spread(starts: np.ndarray, counts: np.ndarray) -> Pairs:
    """Row i repeated counts[i] times, beside starts[i], starts[i] + 1, …"""
    rows = np.repeat(np.arange(len(counts)), counts)
    total = np.cumsum(counts)
    within = np.arange(len(rows)) - np.repeat(total - counts, counts)
    return rows, starts[rows] + within


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
    """The distinct (left, right) pairs, sorted."""
    packed = distinct(left.astype(np.int64) * max(right_size, 1) + right)
    first, second = np.divmod(packed, max(right_size, 1))
    return first, second


def group_by_set(owner: np.ndarray, item: np.ndarray, owners: int) -> tuple[Ints, Ints, Lists]:
    """Owners grouped by their set of items: group of each owner, a representative of each group, each group's items.

    `owner`, `item`: distinct pairs sorted by owner, then item. Owners without items form group 0. Candidates are found by
    sums of random 64-bit numbers, and then the sets themselves are compared; a false meeting falls back to comparing bytes.
    O(pairs log pairs).
    """
    counts = np.bincount(owner, minlength=owners)
    offsets = np.concatenate(([0], np.cumsum(counts)))
    salt = np.random.default_rng(20261122).integers(
        1, 2**63, int(item.max()) + 1 if len(item) else 1, dtype=np.int64
    )
    sums = np.zeros(owners, dtype=np.int64)
    with np.errstate(over="ignore"):
        np.add.at(sums, owner, salt[item])
        sums = sums * 31 + counts
    sums[counts == 0] = 0
    _, first, group = np.unique(np.concatenate(([0], sums)), return_index=True, return_inverse=True)
    empty = group[0]
    group, representative = group[1:], first - 1
    if not _same_sets(group, representative, empty, counts, offsets, item):
        group, representative, empty = _group_by_bytes(offsets, item, owners)
    order = np.concatenate(([empty], np.delete(np.arange(len(representative)), empty)))
    renumber = np.empty(len(order), dtype=np.int32)
    renumber[order] = np.arange(len(order))
    representative = representative[order]
    sizes = np.zeros(len(representative), dtype=np.int64)
    sizes[1:] = counts[representative[1:]]
    _, positions = spread(offsets[np.maximum(representative, 0)], sizes)
    group_offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    lists = Lists(item[positions].astype(np.int32), group_offsets)
    return renumber[group], representative.astype(np.int32), lists


def _same_sets(
    group: np.ndarray,
    representative: np.ndarray,
    empty: int,
    counts: np.ndarray,
    offsets: np.ndarray,
    item: np.ndarray,
) -> bool:
    owners = np.flatnonzero(counts > 0)
    if (group[owners] == empty).any():
        return False
    standing = representative[group[owners]]
    if (counts[owners] != counts[standing]).any():
        return False
    _, mine = spread(offsets[owners], counts[owners])
    _, theirs = spread(offsets[standing], counts[owners])
    return bool((item[mine] == item[theirs]).all())


def _group_by_bytes(offsets: np.ndarray, item: np.ndarray, owners: int) -> tuple[np.ndarray, np.ndarray, int]:
    known: dict[bytes, int] = {b"": 0}
    representative = [-1]
    group = np.empty(owners, dtype=np.int64)
    for owner in range(owners):
        content = item[offsets[owner] : offsets[owner + 1]].tobytes()
        number = known.setdefault(content, len(known))
        if number == len(representative):
            representative.append(owner)
        group[owner] = number
    return group, np.array(representative), 0
