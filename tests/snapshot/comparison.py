"""Whether two snapshots hold the same, column by column."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from graphmap.snapshot.columns import Lists, Snapshot, Texts

SCALARS = ("store_id", "revision", "known_at", "fictional")


def columns(snapshot: Snapshot) -> Iterator[tuple[str, Any]]:
    """Every column by name, texts and lists as lists."""
    for group in fields(snapshot):
        held = getattr(snapshot, group.name)
        if isinstance(held, Texts):
            yield group.name, list(held)
        elif is_dataclass(held):
            for column in fields(held):
                yield f"{group.name}.{column.name}", _plain(getattr(held, column.name))


def _plain(column: Any) -> Any:
    if isinstance(column, Texts):
        return list(column)
    if isinstance(column, Lists):
        return [column[row] for row in range(len(column))]
    return column


def differences(one: Snapshot, other: Snapshot, ignoring: Collection[str] = ()) -> list[str]:
    """Names of the columns (and scalars not in `ignoring`) that differ, in values or in type."""
    theirs = dict(columns(other))
    differing = [
        name
        for name, column in columns(one)
        if not _same(column, theirs[name]) and name.rpartition(".")[2] not in ignoring
    ]
    return differing + [
        name for name in SCALARS if name not in ignoring and getattr(one, name) != getattr(other, name)
    ]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    return bool(one == other)
