"""Which facts are new, changed, retracted or overdue in one snapshot compared with another (semantics, section 12).

How the definition is read where it leaves a choice:

- The two ends are what was known on two days. A record is *new* when somebody states it at the later end and nobody did at
  the earlier one; *retracted* the other way round; *changed* when what is said of one of its properties differs. Status and
  dates are one property; dates are compared as days, so `2027` as a start equals `2027-01-01`.
- A plan *slipped* when it is overdue at the later end and was not at the earlier one, whether it was known then or not.
- The same statement on other evidence, or observed again, is *restated*: a change of what is known, not of the map.
- A record that hangs on a stub is as it was: what was withdrawn is the entity that it names.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from graphmap.analysis.changes.contents import Contents, contents
from graphmap.analysis.changes.digests import Numbers
from graphmap.model.terms import Evidence, Kind
from graphmap.snapshot.columns import Flags, Ints, Snapshot


class How(StrEnum):
    """How a record changed, what may need somebody to act first."""

    SLIPPED = "SLIPPED"
    RETRACTED = "RETRACTED"
    CHANGED = "CHANGED"
    NEW = "NEW"
    RESTATED = "RESTATED"


LISTED = (How.SLIPPED, How.RETRACTED, How.CHANGED, How.NEW)
"""What is a change of the map."""


@dataclass(frozen=True)
class Change:
    """One change of one record: its row at either end (of ports and links the record), -1 where it is not known there.

    `properties` are those of which something else is said; empty but for CHANGED.
    """

    how: How
    kind: Kind
    before: int
    after: int
    properties: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Part:
    """The changes of one kind and one way, by key; `said` has a column for each property that may differ."""

    how: How
    kind: Kind
    before: Ints
    after: Ints
    said: Mapping[str, Flags]


class Changes(Sequence[Change]):
    """Changes in order: by how, by kind, by key. Columns underneath: an item is made when it is asked for."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self._parts = [part for part in parts if len(part.after)]
        self._ends = np.cumsum([len(part.after) for part in self._parts], dtype=np.int64).tolist()

    def __len__(self) -> int:
        return int(self._ends[-1]) if self._ends else 0

    def __getitem__(self, place: int) -> Change:  # type: ignore[override]
        """The change at a place from 0. O(log parts)."""
        if not 0 <= place < len(self):
            raise IndexError(place)
        number = bisect_right(self._ends, place)
        part = self._parts[number]
        at = place - (self._ends[number] - len(part.after))
        said = tuple(name for name, differs in part.said.items() if differs[at])
        return Change(part.how, part.kind, int(part.before[at]), int(part.after[at]), said)

    @property
    def counts(self) -> tuple[tuple[Kind, How, int], ...]:
        """How many records of each kind changed each way, without zeros."""
        return tuple((part.kind, part.how, len(part.after)) for part in self._parts)


def facts_changed(
    before: Snapshot,
    after: Snapshot,
    kinds: Iterable[Kind] = tuple(Kind),
    hows: Iterable[How] = LISTED,
    min_evidence: Evidence | None = None,
    concerned: tuple[Mapping[Kind, Flags], Mapping[Kind, Flags]] | None = None,
) -> Changes:
    """What changed between two snapshots of one store, `before` being known earlier.

    `min_evidence` leaves out weaker systems, ports, links and coverage at both ends before all else. `concerned`: for each
    end flags by row (record) of each kind; a change is taken when its record is flagged at an end where it is known.
    O(records) in numpy, once the contents of both are made.
    """
    least = -1 if min_evidence is None else int(min_evidence)
    wanted = frozenset(hows)
    parts: dict[How, list[_Part]] = {how: [] for how in How}
    for kind in Kind:
        if kind in frozenset(kinds):
            compared = _Compared(before, after, kind, least)
            for how in How:
                if how in wanted:
                    part = compared.part(how)
                    parts[how].append(part if concerned is None else _only(part, concerned))
    return Changes([part for how in How for part in parts[how]])


class _Compared:
    """The contents of both ends side by side."""

    def __init__(self, before: Snapshot, after: Snapshot, kind: Kind, least: int) -> None:
        self.kind = kind
        self.before, self.after = contents(before, kind, least), contents(after, kind, least)
        old, new = self.before.keys, self.after.keys
        self.at, self.common = _places(old, new)

    def part(self, how: How) -> _Part:
        match how:
            case How.NEW:
                rows = self._alone(self.after, self.before.keys)
                return self._part(how, np.full_like(rows, -1), rows)
            case How.RETRACTED:
                rows = self.before.rows[~self.common]
                return self._part(how, rows, np.full_like(rows, -1))
            case How.SLIPPED:
                return self._slipped()
        old, new = np.flatnonzero(self.common), self.at[self.common]
        differs = {
            name: self.before.properties[name][old] != self.after.properties[name][new]
            for name in self.before.properties
        }
        changed = np.logical_or.reduce([np.zeros(len(old), dtype=bool), *differs.values()])
        if how is How.RESTATED:
            changed = ~changed & (self.before.support[old] != self.after.support[new])
            differs = {}
        return self._part(
            how,
            self.before.rows[old[changed]],
            self.after.rows[new[changed]],
            {name: flags[changed] for name, flags in differs.items()},
        )

    def _slipped(self) -> _Part:
        rows = np.unique(self.after.slipped[~np.isin(self.after.slips, self.before.slips)])
        by_row = np.full(int(self.after.rows.max(initial=-1)) + 1, -1, dtype=np.int32)
        by_row[self.after.rows[self.at[self.common]]] = self.before.rows[self.common]
        return self._part(How.SLIPPED, by_row[rows], rows)

    def _alone(self, one: Contents, others: Numbers) -> Ints:
        _, found = _places(one.keys, others)
        return one.rows[~found]

    def _part(self, how: How, before: Ints, after: Ints, said: Mapping[str, Flags] | None = None) -> _Part:
        """By key: the rows of an end ascend by it."""
        order = np.argsort(before if how is How.RETRACTED else after, kind="stable")
        said = {name: flags[order] for name, flags in (said or {}).items()}
        return _Part(how, self.kind, before[order], after[order], said)


def _places(keys: Numbers, others: Numbers) -> tuple[np.ndarray, Flags]:
    """Where each key stands among others (both ascending), and whether it does."""
    if np.array_equal(keys, others):
        return np.arange(len(keys)), np.ones(len(keys), dtype=bool)
    at = np.searchsorted(others, keys)
    found = np.zeros(len(keys), dtype=bool)
    inside = at < len(others)
    found[inside] = others[at[inside]] == keys[inside]
    return at, found


def _only(part: _Part, concerned: tuple[Mapping[Kind, Flags], Mapping[Kind, Flags]]) -> _Part:
    """The changes whose record is flagged at an end."""
    before, after = (np.append(flags[part.kind], np.False_) for flags in concerned)
    chosen = before[part.before] | after[part.after]
    said = {name: flags[chosen] for name, flags in part.said.items()}
    return _Part(part.how, part.kind, part.before[chosen], part.after[chosen], said)
