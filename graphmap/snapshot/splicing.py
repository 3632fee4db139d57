"""Columns with further rows after them and some values replaced: copied whole, or read by rows as they are."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np

from graphmap.model.dates import OPEN_END, OPEN_START
from graphmap.snapshot.columns import LIVE, RETIRED, Deployments, Links, Lists, Ports, Snapshot, Texts

Table = TypeVar("Table", Deployments, Ports, Links)


class Joined(Texts):
    """Texts with `count` further ones after them, without copying the first; `more` are made when they are asked for."""

    def __init__(self, first: Texts, count: int, more: Callable[[], Sequence[str]]) -> None:
        object.__setattr__(self, "_first", first)
        object.__setattr__(self, "_count", count)
        object.__setattr__(self, "_make", more)

    _first: Texts
    _count: int
    _make: Callable[[], Sequence[str]]

    @cached_property
    def _more(self) -> Texts:
        return Texts.pack(self._make())

    @cached_property
    def buffer(self) -> bytes:
        return self._first.buffer + self._more.buffer

    @cached_property
    def offsets(self) -> np.ndarray:
        return np.concatenate((self._first.offsets, self._first.offsets[-1] + self._more.offsets[1:]))

    @cached_property
    def index(self) -> Mapping[str, int]:
        """As of `Texts`, without building that of the first ones again; of equal texts the last counts."""
        size = len(self._first)
        further = {text: size + place for place, text in enumerate(self._more)}
        return ChainMap(further, cast("dict[str, int]", self._first.index))

    def __len__(self) -> int:
        return len(self._first) + self._count

    def __getitem__(self, index: int) -> str:
        size = len(self._first)
        return self._first[index] if index < size else self._more[index - size]


class Spliced:
    """A column of numbers with further ones after it, and some replaced, to be read by rows: nothing is copied but those.

    It stands where an array does that is asked for nothing but its rows and its length.
    """

    def __init__(self, first: np.ndarray, more: np.ndarray, rows: np.ndarray, values: np.ndarray) -> None:
        """`rows`, ascending, hold `values` in place of what the column says."""
        self._first, self._more, self._rows, self._values = first, more, rows, values

    def replaced(self, rows: np.ndarray, values: np.ndarray) -> Spliced:
        """The column with `values` in some rows."""
        return Spliced(self._first, self._more, rows, values)

    def __len__(self) -> int:
        return len(self._first) + len(self._more)

    def __getitem__(self, rows: Any) -> np.ndarray:
        size = len(self._first)
        if isinstance(rows, slice):
            first, last, _ = rows.indices(len(self))
            if first >= size:
                return self._more[first - size : last - size]
            rows = np.arange(first, last)
        rows = np.asarray(rows)
        further = np.flatnonzero(rows >= size)
        found = self._first.take(rows, mode="clip") if size else np.empty(len(rows), dtype=self._first.dtype)
        if len(further):
            found[further] = self._more[rows[further] - size]
        if len(self._rows):
            place = np.minimum(np.searchsorted(self._rows, rows), len(self._rows) - 1)
            replaced = self._rows[place] == rows
            found[replaced] = self._values[place[replaced]]
        return found


def in_order(snapshot: Snapshot) -> Snapshot:
    """The same map with its deployments by key again, as every list and tie-break expects: rows are other ones. O(map)."""
    table = snapshot.deployments
    keys = list(table.key)
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int32)
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    columns: dict[str, Any] = {}
    for one in fields(table):
        column = getattr(table, one.name)
        if isinstance(column, Texts):
            texts = keys if one.name == "key" else list(column)
            columns[one.name] = Texts.pack([texts[row] for row in order.tolist()])
        elif isinstance(column, Lists):
            sizes = np.diff(column.offsets)[order]
            offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
            ahead = np.repeat(column.offsets[order] - offsets[:-1], sizes)
            columns[one.name] = Lists(column.items[np.arange(len(ahead)) + ahead], offsets)
        else:
            columns[one.name] = column[order]
    links = snapshot.links
    return replace(
        snapshot,
        deployments=replace(table, **columns),
        ports=replace(snapshot.ports, deployment=place[snapshot.ports.deployment]),
        links=replace(links, origin=place[links.origin], target=place[links.target]),
        memo={},
    )


def joined(first: Texts, more: Sequence[str]) -> Texts:
    """Texts with further ones after them."""
    return Joined(first, len(more), lambda: more) if more else first


def longer_lists(
    lists: Lists, replaced: dict[int, tuple[int, ...]], further: Sequence[tuple[int, ...]]
) -> Lists:
    """Lists of which some are replaced and others come after them."""
    lists = _replaced_lists(lists, replaced) if replaced else lists
    sizes = np.array([len(one) for one in further], dtype=np.int32)
    items = np.array([item for one in further for item in one], dtype=np.int32)
    ends = lists.offsets[-1] + np.cumsum(sizes, dtype=np.int32)
    return Lists(np.concatenate((lists.items, items)), np.concatenate((lists.offsets, ends)))


def _replaced_lists(lists: Lists, replaced: dict[int, tuple[int, ...]]) -> Lists:
    rows = sorted(replaced)
    bounds = [0, *(edge for row in rows for edge in lists.offsets[row : row + 2].tolist()), len(lists.items)]
    pieces = []
    for number, row in enumerate(rows):
        pieces += [
            lists.items[bounds[2 * number] : bounds[2 * number + 1]],
            np.array(replaced[row], dtype=np.int32),
        ]
    sizes = np.diff(lists.offsets)
    sizes[rows] = [len(replaced[row]) for row in rows]
    return Lists(
        np.concatenate([*pieces, lists.items[bounds[-2] :]]).astype(np.int32),
        np.concatenate(([0], np.cumsum(sizes))).astype(np.int32),
    )


def longer(table: Table, count: int, *, copied: bool, **columns: Any) -> Table:
    """A table with `count` further rows: whole columns (texts, lists), or what comes after the old ones.

    Not `copied`, columns of numbers are `Spliced`.
    """
    found: dict[str, Any] = {}
    for name, more in columns.items():
        column = getattr(table, name)
        if isinstance(column, Texts | Lists):
            found[name] = more
            continue
        added = np.full(count, more) if np.isscalar(more) else np.array(list(more), dtype=column.dtype)
        added = added.astype(column.dtype)
        found[name] = (
            np.concatenate((column, added)) if copied else Spliced(column, added, _NO_ROWS, _NO_ROWS)
        )
    return replace(table, **found)


_NO_ROWS = np.empty(0, dtype=np.int32)


def in_force(table: Table, begun: set[int], ended: set[int]) -> Table:
    """A table with some facts in force for good, and others out of force."""
    if not begun and not ended:
        return table
    # Retired with no end is in force at no date, on the way to nothing, and still a statement about the port.
    rows = np.array(sorted(begun | ended), dtype=np.int32)
    status = np.where(np.isin(rows, list(begun)), LIVE, RETIRED)
    said = {"status": status, "start": np.full(len(rows), OPEN_START), "end": np.full(len(rows), OPEN_END)}
    return replace(
        table, **{name: _replaced(getattr(table, name), rows, values) for name, values in said.items()}
    )


def _replaced(column: np.ndarray | Spliced, rows: np.ndarray, values: np.ndarray) -> Any:
    if isinstance(column, Spliced):
        return column.replaced(rows, values)
    copy = column.copy()
    copy[rows] = values
    return copy
