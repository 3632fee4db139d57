"""Takes streamed facts in batches, and each column of a batch in one go.

So Python runs a few times a batch and not a few times a fact; the rest is numpy.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any

import numpy as np

from graphmap.model.dates import first_day, last_day, observed_day
from graphmap.model.terms import Status
from graphmap.snapshot.columns import STATUSES, Ints
from graphmap.snapshot.numbering import Numbering
from graphmap.store.base import Fact

Bodies = Sequence[dict[str, Any]]

_BATCH = 64
"""Facts in a batch: so few that a batch is gone before the collector of cyclic garbage would count and visit it."""

_STATUS = Numbering((status, place) for place, status in enumerate(STATUSES))
_UNSTATED = (Status.LIVE, None, None)
"""Validity of a record of which nobody states any: in force, open at both ends."""


def batches(facts: Iterable[Fact]) -> Iterator[tuple[Sequence[str], Bodies]]:
    """Keys and bodies of `facts`, some at a time, in their order."""
    left = iter(facts)
    while batch := list(islice(left, _BATCH)):
        keys, bodies = zip(*batch, strict=True)
        yield keys, bodies


def required(bodies: Bodies, field: str) -> Iterator[Any]:
    """A field that every body has. Raises `KeyError` for one that has not."""
    return map(itemgetter(field), bodies)


def optional(bodies: Bodies, field: str, otherwise: Any = None) -> list[Any]:
    """A field, with `otherwise` where a body has not got it."""
    return [body.get(field, otherwise) for body in bodies]


class Grid:
    """Columns of whole numbers by name, added to a batch at a time."""

    def __init__(self) -> None:
        self._cells: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))

    def add(self, **columns: Iterable[int]) -> None:
        """Append to each column named; every batch has to name the same ones."""
        for name, numbers in columns.items():
            self._cells[name].fromlist([*numbers])

    def __getitem__(self, name: str) -> Ints:
        """A column as an array of its own; empty when nothing was ever added."""
        return np.array(self._cells[name], dtype=np.int32)


class Ragged:
    """Many short lists of whole numbers, one for each row added."""

    def __init__(self) -> None:
        self._items = array("i")
        self._counts = array("i")

    def add(self, lists: Sequence[Sequence[str]], numbers: Numbering) -> None:
        """Append a list of numbers for each of `lists` of texts."""
        self._items.fromlist([*numbers.each(chain.from_iterable(lists))])
        self._counts.fromlist([*map(len, lists)])

    @property
    def items(self) -> Ints:
        return np.array(self._items, dtype=np.int32)

    @property
    def counts(self) -> Ints:
        return np.array(self._counts, dtype=np.int32)


def distinct(lists: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    """Each list without its repetitions."""
    return [items if len(items) < 2 else tuple(dict.fromkeys(items)) for items in lists]


class Alike:
    """Rows of which few differ from all before: each different one is kept, and its values looked up, once."""

    def __init__(self) -> None:
        self._different = _Ordinals()
        self._rows = array("i")

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Append `rows`, of as many values each."""
        self._rows.fromlist([*map(self._different.__getitem__, rows)])

    def columns(self, **number: Callable[[Any], int]) -> dict[str, Ints]:
        """The values in their order as columns of whole numbers, each by its function."""
        values = list(zip(*self._different, strict=True)) or [()] * len(number)
        rows = np.array(self._rows, dtype=np.int32)
        return {
            name: np.array([*map(of, said)], dtype=np.int32)[rows]
            for (name, of), said in zip(number.items(), values, strict=True)
        }


class _Ordinals(dict[tuple[Any, ...], int]):
    """The place of each row among those asked for, first come first."""

    def __missing__(self, row: tuple[Any, ...]) -> int:
        place = self[row] = len(self)
        return place


class Standing:
    """How each fact is known, by how many rival claims it is contradicted, and its first (mostly its only) period."""

    def __init__(self) -> None:
        self._rows = Alike()

    def add(self, bodies: Bodies) -> None:
        """Append what `bodies` say."""
        self._rows.add(
            (
                *(body["periods"][0][:3] if body.get("periods") else _UNSTATED),
                body["evidence"],
                body.get("observed_at"),
                body.get("rivals", 0),
            )
            for body in bodies
        )

    def columns(self) -> dict[str, Ints]:
        """`status`, `start`, `end`, `evidence`, `observed` and `rivals`."""
        return self._rows.columns(**_PERIOD, rivals=int)


class Periods:
    """Rows of periods: as many for each record as are stated, one in force and open where none is."""

    def __init__(self) -> None:
        self._counts = array("i")
        self._rows = Alike()

    def add(self, bodies: Bodies) -> None:
        """Append the periods of `bodies`."""
        periods = [body.get("periods") or _unstated(body) for body in bodies]
        self._counts.fromlist([*map(len, periods)])
        self._rows.add(map(tuple, chain.from_iterable(periods)))

    def columns(self) -> dict[str, Ints]:
        """`status`, `start`, `end`, `evidence` and `observed`, and the `record` that each row belongs to, from 0."""
        record = np.repeat(np.arange(len(self._counts), dtype=np.int32), self._counts)
        return {"record": record, **self._rows.columns(**_PERIOD)}


_PERIOD: dict[str, Callable[[Any], int]] = {
    "status": _STATUS.__getitem__,
    "start": first_day,
    "end": last_day,
    "evidence": int,
    "observed": observed_day,
}
"""What a period says, and its whole number."""


def _unstated(body: dict[str, Any]) -> Sequence[Sequence[Any]]:
    """The one period of a record of which nobody states validity."""
    return ((*_UNSTATED, body["evidence"], body.get("observed_at")),)
