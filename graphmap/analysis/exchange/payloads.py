"""Profiles as triples of numbers and how they compare and combine (semantics, section 3), for whole columns at once.

A payload is (code, major version, use case); -1 is a missing part.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graphmap.snapshot.columns import Flags, Ints, Snapshot


class Payloads(NamedTuple):
    """Many payloads: three parallel arrays."""

    code: Ints
    major: Ints
    use_case: Ints

    def take(self, rows: np.ndarray) -> Payloads:
        return Payloads(self.code[rows], self.major[rows], self.use_case[rows])


def blank(count: int) -> Payloads:
    """`count` payloads of which nothing is known."""
    nothing = np.full(count, -1, dtype=np.int32)
    return Payloads(nothing, nothing, nothing)


def agree(one: Payloads, other: Payloads) -> Flags:
    """True where no part that both give differs."""
    flags = np.ones(len(one.code), dtype=bool)
    for left, right in zip(one, other, strict=True):
        flags &= (left == right) | (left < 0) | (right < 0)
    return flags


def fill(payloads: Payloads, stated: Payloads) -> Payloads:
    """`payloads` with the parts that they lack taken from `stated`."""
    return Payloads(*(np.where(left < 0, right, left) for left, right in zip(payloads, stated, strict=True)))


def passed_on(arriving: Payloads, row: Payloads, emits: Ints, emits_major: Ints) -> Payloads:
    """What relay rows send on of what arrives: the same, completed from the row, or their translation."""
    same = (emits < 0) | ((emits == row.code) & (emits_major == row.major))
    kept = fill(arriving, row)
    use_case = np.where(row.use_case >= 0, row.use_case, arriving.use_case)
    return Payloads(
        np.where(same, kept.code, emits),
        np.where(same, kept.major, emits_major),
        np.where(same, kept.use_case, use_case),
    )


_ROOM = 1024
"""Profiles, and words, are counted in steps of so many, so that a scenario may add some and its numbers stay the same."""


class Packing:
    """Numbers (deployment, payload) as one int64, exactly, for sorting and set operations."""

    def __init__(self, profiles: int, words: int) -> None:
        self._profiles = (profiles // _ROOM + 1) * _ROOM
        self._words = (words // _ROOM + 1) * _ROOM

    @classmethod
    def of(cls, snapshot: Snapshot) -> Packing:
        """The packing that holds for a snapshot, and for one that adds a few words to it."""
        return cls(len(snapshot.profiles), len(snapshot.words))

    def pack(self, deployment: Ints, payloads: Payloads) -> np.ndarray:
        """One number for each (deployment, payload)."""
        packed = deployment.astype(np.int64) * self._profiles + payloads.code + 1
        packed = packed * self._words + payloads.major + 1
        return packed * self._words + payloads.use_case + 1

    def unpack(self, packed: np.ndarray) -> tuple[Ints, Payloads]:
        """The deployments and payloads that `pack` packed."""
        packed, use_case = np.divmod(packed, self._words)
        packed, major = np.divmod(packed, self._words)
        deployment, code = np.divmod(packed, self._profiles)
        parts = (part.astype(np.int32) - 1 for part in (code, major, use_case))
        return deployment.astype(np.int32), Payloads(*parts)
