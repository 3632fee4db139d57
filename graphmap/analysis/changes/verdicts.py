"""Pairs whose answer differs between two exchange reports: of two days of knowledge, or of two days on one map.

Organisations are matched by code. Compared are ordered pairs of which both are in scope at both ends, as sender and as
receiver; who is in scope at one end only is counted apart. The count costs joint classes squared and the pairs that are kept
apart, not organisations squared; a listing streams one sender at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.cells import CELLS, SELF, Cells
from graphmap.analysis.exchange.report import Report
from graphmap.model.terms import Verdict
from graphmap.snapshot.columns import Ints, Texts

_VERDICTS = tuple(Verdict)
_KINDS = len(_VERDICTS)
_NONE = 255
_OF_CELL = np.full(SELF + 1, _NONE, dtype=np.uint8)
_OF_CELL[: len(CELLS)] = [_VERDICTS.index(verdict) for verdict, _ in CELLS]

Pair = tuple[int, int]
"""Positions among the senders and receivers that are compared."""


@dataclass(frozen=True, eq=False)
class _Side:
    """Organisations in one role at both ends: parallel rows, by code; and how many are in scope at one end only."""

    before: Ints
    after: Ints
    appeared: int
    gone: int

    @classmethod
    def of(cls, codes: tuple[Texts, Texts], before: Ints, after: Ints) -> _Side:
        old = {codes[0][row]: row for row in before.tolist()}
        new = {codes[1][row]: row for row in after.tolist()}
        common = sorted(old.keys() & new.keys())
        return cls(
            np.array([old[code] for code in common], dtype=np.int32),
            np.array([new[code] for code in common], dtype=np.int32),
            len(new) - len(common),
            len(old) - len(common),
        )


@dataclass(frozen=True)
class ChangedPairs:
    """Some of the pairs asked for, by code of sender and receiver; whether there are more."""

    pairs: tuple[Pair, ...]
    more: bool


class VerdictChanges:
    """Two reports on one exchange type, compared."""

    def __init__(self, before: Report, after: Report) -> None:
        self.before, self.after = before, after
        codes = before.snapshot.organisations.key, after.snapshot.organisations.key
        self.codes = codes[1]
        self.senders = _Side.of(codes, before.senders, after.senders)
        same = np.array_equal(before.senders, before.receivers) and np.array_equal(
            after.senders, after.receivers
        )
        self.receivers = self.senders if same else _Side.of(codes, before.receivers, after.receivers)

    @property
    def organisations(self) -> int:
        """Distinct organisations that are compared, as sender or receiver."""
        return len(np.union1d(self.senders.after, self.receivers.after))

    @property
    def appeared(self) -> int:
        """Organisations in scope at the later end only, in either role."""
        return self._apart(self.after, self.senders.after, self.receivers.after)

    @property
    def gone(self) -> int:
        """Organisations in scope at the earlier end only, in either role."""
        return self._apart(self.before, self.senders.before, self.receivers.before)

    @staticmethod
    def _apart(report: Report, senders: Ints, receivers: Ints) -> int:
        alone = np.setdiff1d(report.senders, senders), np.setdiff1d(report.receivers, receivers)
        return len(np.union1d(*alone))

    @cached_property
    def tally(self) -> np.ndarray:
        """Pairs by verdict before (rows) and after (columns), in the order of `Verdict`."""
        senders, receivers = _classes(self, self.senders, True), _classes(self, self.receivers, False)
        cells = self._by_class(senders.first, receivers.first)
        weights = np.outer(senders.counts, receivers.counts)
        counts = np.bincount(cells.ravel(), weights.ravel(), _KINDS * _KINDS).astype(np.int64)
        # An organisation is no pair with itself.
        _, sending, receiving = np.intersect1d(
            self.senders.after, self.receivers.after, assume_unique=True, return_indices=True
        )
        at = self._at(cells, senders, receivers, sending, receiving)
        counts -= np.bincount(at, minlength=_KINDS * _KINDS)
        # Pairs that the classes do not decide.
        sender, receiver = self._overridden()
        counts -= np.bincount(
            self._at(cells, senders, receivers, sender, receiver), minlength=_KINDS * _KINDS
        )
        counts += np.bincount(self._exactly(sender, receiver), minlength=_KINDS * _KINDS)
        square: np.ndarray = counts.reshape(_KINDS, _KINDS)
        return square

    @property
    def counts(self) -> tuple[tuple[Verdict, Verdict, int], ...]:
        """How many pairs went from which verdict to which other, without zeros, most first."""
        found = [
            (was, now, int(self.tally[row, column]))
            for row, was in enumerate(_VERDICTS)
            for column, now in enumerate(_VERDICTS)
            if row != column and self.tally[row, column]
        ]
        return tuple(sorted(found, key=lambda one: -one[2]))

    @property
    def unchanged(self) -> int:
        """Pairs whose verdict is what it was."""
        return int(np.trace(self.tally))

    def total(self, was: frozenset[Verdict] = frozenset(), now: frozenset[Verdict] = frozenset()) -> int:
        """Pairs that went from one of some verdicts to another one of some (empty: any)."""
        return sum(count for old, new, count in self.counts if _in(old, was) and _in(new, now))

    def pairs(
        self,
        was: frozenset[Verdict] = frozenset(),
        now: frozenset[Verdict] = frozenset(),
        after: tuple[str, str] | None = None,
        limit: int = 50,
    ) -> ChangedPairs:
        """Those pairs, after a pair of codes already seen. O(senders * organisations) at worst, a sender at a time."""
        chosen = np.zeros((_KINDS, _KINDS), dtype=bool)
        for row, old in enumerate(_VERDICTS):
            for column, new in enumerate(_VERDICTS):
                chosen[row, column] = row != column and _in(old, was) and _in(new, now)
        found: list[Pair] = []
        for place, row in enumerate(self.senders.after.tolist()):
            code = self.codes[row]
            if after is not None and code < after[0]:
                continue
            hits = np.flatnonzero(self._from(place, chosen.ravel()))
            for hit in hits.tolist():
                receiver = self.codes[int(self.receivers.after[hit])]
                if after is None or (code, receiver) > after:
                    found.append((place, hit))
                if len(found) > limit:
                    return ChangedPairs(tuple(found[:limit]), True)
        return ChangedPairs(tuple(found), False)

    def rows(self, pair: Pair) -> tuple[Pair, Pair]:
        """Rows of sender and receiver at either end."""
        sender, receiver = pair
        return (
            (int(self.senders.before[sender]), int(self.receivers.before[receiver])),
            (int(self.senders.after[sender]), int(self.receivers.after[receiver])),
        )

    def _from(self, sender: int, chosen: np.ndarray) -> np.ndarray:
        """Which receivers one sender's chosen changes go to."""
        old = _OF_CELL[self.before.cells.cells_from(int(self.senders.before[sender]))[self.receivers.before]]
        new = _OF_CELL[self.after.cells.cells_from(int(self.senders.after[sender]))[self.receivers.after]]
        flags: np.ndarray = (old != new) & (old != _NONE) & (new != _NONE)
        flags[flags] = chosen[old[flags].astype(np.intp) * _KINDS + new[flags]]
        return flags

    def _by_class(self, senders: np.ndarray, receivers: np.ndarray) -> np.ndarray:
        """Verdicts before and after, as one number, of the classes of some senders and receivers."""
        verdicts = [
            _OF_CELL[cells.table[np.ix_(cells.row[side[0][senders]], cells.column[side[1][receivers]])]]
            for cells, side in self._ends()
        ]
        combined: np.ndarray = verdicts[0].astype(np.intp) * _KINDS + verdicts[1]
        return combined

    def _ends(self) -> tuple[tuple[Cells, tuple[Ints, Ints]], tuple[Cells, tuple[Ints, Ints]]]:
        return (
            (self.before.cells, (self.senders.before, self.receivers.before)),
            (self.after.cells, (self.senders.after, self.receivers.after)),
        )

    @staticmethod
    def _at(
        cells: np.ndarray, senders: _Classes, receivers: _Classes, sender: np.ndarray, receiver: np.ndarray
    ) -> np.ndarray:
        at: np.ndarray = cells[senders.of[sender], receivers.of[receiver]]
        return at

    def _overridden(self) -> tuple[np.ndarray, np.ndarray]:
        """Positions of the pairs in scope that one of the reports keeps apart from its classes."""
        packed: list[np.ndarray] = []
        for cells, (senders, receivers) in self._ends():
            where = np.full((2, cells.organisations), -1, dtype=np.int64)
            where[0, senders] = np.arange(len(senders))
            where[1, receivers] = np.arange(len(receivers))
            sender, receiver = np.divmod(cells.override_pairs, cells.organisations)
            found = where[0, sender], where[1, receiver]
            inside = (found[0] >= 0) & (found[1] >= 0) & (sender != receiver)
            packed.append(found[0][inside] * max(len(receivers), 1) + found[1][inside])
        sender, receiver = np.divmod(np.unique(np.concatenate(packed)), max(len(self.receivers.after), 1))
        return sender, receiver

    def _exactly(self, sender: np.ndarray, receiver: np.ndarray) -> np.ndarray:
        """Verdicts before and after of single pairs, as one number."""
        verdicts = []
        for cells, (senders, receivers) in self._ends():
            one, other = senders[sender].astype(np.int64), receivers[receiver].astype(np.int64)
            found = cells.table[cells.row[one], cells.column[other]]
            packed = one * cells.organisations + other
            at = np.searchsorted(cells.override_pairs, packed)
            inside = at < len(cells.override_pairs)
            inside[inside] = cells.override_pairs[at[inside]] == packed[inside]
            found = np.where(
                inside, np.append(cells.override_cells, np.uint8(0))[np.where(inside, at, -1)], found
            )
            verdicts.append(_OF_CELL[found])
        combined: np.ndarray = verdicts[0].astype(np.intp) * _KINDS + verdicts[1]
        return combined


@dataclass(frozen=True, eq=False)
class _Classes:
    """Organisations that are alike at both ends: one of each class, how many, and the class of each."""

    first: np.ndarray
    counts: np.ndarray
    of: np.ndarray


def _classes(compared: VerdictChanges, side: _Side, sending: bool) -> _Classes:
    old, new = (
        cells.row if sending else cells.column for cells in (compared.before.cells, compared.after.cells)
    )
    joint = old[side.before].astype(np.int64) * (int(new.max(initial=0)) + 1) + new[side.after]
    _, first, of, counts = np.unique(joint, return_index=True, return_inverse=True, return_counts=True)
    return _Classes(first, counts, of)


def _in(verdict: Verdict, wanted: frozenset[Verdict]) -> bool:
    return not wanted or verdict in wanted
