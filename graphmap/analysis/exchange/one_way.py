"""Pairs that can exchange one way only: NO in one direction, YES in the other (semantics, section 5: ONE_WAY)."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.cells import CELLS, SELF
from graphmap.analysis.exchange.report import Report
from graphmap.model.terms import Verdict
from graphmap.snapshot.columns import Ints

_IS_NO = np.zeros(SELF + 1, dtype=bool)
_IS_NO[: len(CELLS)] = [verdict is Verdict.NO for verdict, _ in CELLS]
_YES = CELLS.index((Verdict.YES, ()))


class OneWay:
    """The ordered pairs of a report that are NO although the other direction is YES, in scope itself or not.

    Counting them costs one row of cells a sender, as `Report.by_organisation` does.
    """

    def __init__(self, report: Report) -> None:
        self._report = report

    @cached_property
    def _counts(self) -> np.ndarray:
        """Pairs by sender, in the order of the report's senders."""
        senders = self._report.senders.tolist()
        return np.array([len(self.receivers_from(row)) for row in senders], dtype=np.int64)

    @property
    def total(self) -> int:
        """How many there are."""
        return int(self._counts.sum())

    def receivers_from(self, sender: int) -> Ints:
        """Receivers in scope, ascending, that a sender cannot send to although they can send to it."""
        report = self._report
        refused = report.receivers[_IS_NO[report.cells.cells_from(sender)[report.receivers]]]
        back = report.cells.cells_of(refused, np.full(len(refused), sender, dtype=np.int32))
        found: Ints = refused[back == _YES]
        return found

    def pairs(self, after: tuple[int, int] | None, limit: int) -> list[tuple[int, int]]:
        """At most `limit` pairs, (sender, receiver) rows in order, after a place already seen."""
        found: list[tuple[int, int]] = []
        for row in self._report.senders[self._counts > 0].tolist():
            if after and row < after[0]:
                continue
            hits = self.receivers_from(row)
            if after and row == after[0]:
                hits = hits[hits > after[1]]
            found += [(row, hit) for hit in hits[: limit - len(found)].tolist()]
            if len(found) == limit:
                break
        return found
