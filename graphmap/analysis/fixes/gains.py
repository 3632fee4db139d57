"""How many pairs an organisation gains when it comes to reach some others, or to be reached by them, for many at once."""

from __future__ import annotations

import numpy as np

from graphmap.analysis.exchange.cells import CELLS
from graphmap.analysis.exchange.report import Report
from graphmap.model.terms import Verdict
from graphmap.snapshot.columns import Flags, Lists

MAY_TURN = np.array([verdict in (Verdict.NO, Verdict.UNKNOWN) for verdict, _ in CELLS])
"""Cells of pairs that can turn to YES."""


class Gains:
    """The pairs of a report that are NO or UNKNOWN, ready to be counted against sets of organisations."""

    def __init__(self, report: Report) -> None:
        self._size = report.cells.organisations
        self._as_sender = _Side(report, out=True)
        self._as_receiver = _Side(report, out=False)

    def as_sender(self, reached: Flags) -> np.ndarray:
        """For every organisation the pairs of the report that turn to YES when it reaches those flagged.

        O(classes squared + organisations in scope), as is `as_receiver`; what was counted before is looked up.
        """
        return self._as_sender.count(reached)

    def as_receiver(self, reaching: Flags) -> np.ndarray:
        """For every organisation the pairs of the report that turn to YES when those flagged reach it."""
        return self._as_receiver.count(reaching)

    def at_most(self, run_by: Lists) -> int:
        """More than this no change gains that lets the organisations of one deployment send more, or take more."""
        everybody = np.ones(self._size, dtype=bool)
        most = 0
        for by_party in (self.as_sender(everybody), self.as_receiver(everybody)):
            total = np.bincount(run_by.owners(), by_party[run_by.items], len(run_by))
            most = max(most, int(total.max(initial=0)))
        return most

    def may_gain(self, run_by: Lists, *, out: bool) -> Flags:
        """Deployments that an organisation runs which has a pair to gain as sender (`out`), or as receiver."""
        everybody = np.ones(self._size, dtype=bool)
        open_ones = (self.as_sender if out else self.as_receiver)(everybody) > 0
        flags = np.zeros(len(run_by), dtype=bool)
        flags[run_by.owners()[open_ones[run_by.items]]] = True
        return flags


class _Side:
    """The pairs by who gains: `own` rows and classes of those asked about, `far` those of the others."""

    def __init__(self, report: Report, *, out: bool) -> None:
        cells = report.cells
        self._size = cells.organisations
        rows = (report.senders, report.receivers)
        self._own, self._far = rows if out else rows[::-1]
        own, own_class = np.unique((cells.row if out else cells.column)[self._own], return_inverse=True)
        far, self._far_class = np.unique((cells.column if out else cells.row)[self._far], return_inverse=True)
        table = cells.table if out else cells.table.T
        self._own_class, self._classes = own_class, len(far)
        # Single precision counts exactly up to 16 million organisations.
        self._open = np.ascontiguousarray(MAY_TURN[table[np.ix_(own, far)]], dtype=np.float32)
        _, self._here, self._there = np.intersect1d(self._own, self._far, return_indices=True)
        self._itself = self._open[own_class[self._here], self._far_class[self._there]] > 0
        sender, receiver = np.divmod(cells.override_pairs, self._size)
        before = MAY_TURN[cells.table[cells.row[sender], cells.column[receiver]]].astype(np.int64)
        more = MAY_TURN[cells.override_cells].astype(np.int64) - before
        one, other = (sender, receiver) if out else (receiver, sender)
        chosen = np.isin(one, self._own) & np.isin(other, self._far) & (more != 0)
        self._more = more[chosen]
        self._one = np.searchsorted(self._own, one[chosen])
        self._other = np.searchsorted(self._far, other[chosen])
        self._counted: dict[bytes, np.ndarray] = {}

    def count(self, others: Flags) -> np.ndarray:
        others = others[self._far]
        key = np.packbits(others).tobytes()
        if key not in self._counted:
            self._counted[key] = self._count(others)
        return self._counted[key]

    def _count(self, others: Flags) -> np.ndarray:
        counts = np.zeros(self._size, dtype=np.int64)
        if not others.any():
            return counts
        sizes = np.bincount(self._far_class[others], minlength=self._classes).astype(np.float32)
        found = (self._open @ sizes).astype(np.int64)[self._own_class]
        found[self._here] -= self._itself & others[self._there]
        chosen = others[self._other]
        found += np.bincount(self._one[chosen], self._more[chosen], len(self._own)).astype(np.int64)
        counts[self._own] = found
        return counts
