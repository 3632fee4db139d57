"""Changes to the map supposed, and the pairs of a report that they turn to YES."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.cells import CELLS
from graphmap.analysis.exchange.difference import Difference, between
from graphmap.analysis.exchange.report import Report
from graphmap.analysis.exchange.supposed import suppose
from graphmap.analysis.failing import Subject
from graphmap.analysis.fixes.candidates import FixKind
from graphmap.analysis.scenario.applied import Applied
from graphmap.analysis.scenario.applying import apply
from graphmap.model.errors import UsageError
from graphmap.model.scenario import Change
from graphmap.model.terms import Verdict

Tell = Callable[[int, int], None]
"""Is told how many changes are tried, and of how many."""
_AT_FIRST = 16
"""Changes that are first tried together."""
_UNKNOWN = np.array([verdict is Verdict.UNKNOWN for verdict, _ in CELLS] + [False] * (256 - len(CELLS)))


@dataclass(frozen=True)
class Fix:
    """A change with the ordered pairs of the report that it turns to YES, from NO and from UNKNOWN."""

    kind: FixKind
    change: Change
    from_no: int
    from_unknown: int

    @property
    def pairs(self) -> int:
        return self.from_no + self.from_unknown


def difference(report: Report, *changes: Change) -> Difference:
    """Pairs of the report gained and lost by changes. Raises `UsageError` for what cannot be."""
    question = report.question
    scope = between(report.snapshot, question.exchange, report.senders, report.receivers)
    changed = applied(report, *changes).changed
    outcome = suppose(changed, {question.exchange: None}, question.as_of, question.min_evidence)
    return Difference(outcome[question.exchange], scope)


def applied(report: Report, *changes: Change) -> Applied:
    """The map of a report with changes. Raises `UsageError` for what cannot be."""
    return apply(report.snapshot, report.question.as_of, changes, _nothing_fails)


def gained(report: Report, *changes: Change) -> int:
    """Pairs of the report that changes turn to YES; 0 for what cannot be made, because it stands already."""
    try:
        return difference(report, *changes).gained
    except UsageError:
        return 0


def gains(report: Report, changes: Sequence[Change], tell: Tell | None = None) -> list[int]:
    """Pairs of the report that each of some changes turns to YES, alone; `tell` hears how many are done.

    What turns none together turns none alone: changes that add to a map take a pair away only where the first port that is
    stated takes the place of one that was implied, which none of the changes asked of here does (those of
    `FixKind.ALIGN_PROFILE` might). So they are tried in groups, larger after each group that gains nothing, smaller after
    one that does.
    """
    found, place, size = [0] * len(changes), 0, _AT_FIRST
    while place < len(changes):
        group = changes[place : place + size]
        if len(group) > 1 and _may_gain(report, group):
            size = len(group) // 2
            continue
        if len(group) == 1:
            found[place] = gained(report, *group)
        size = 1 if found[place] else 2 * size
        place += len(group)
        if tell is not None:
            tell(place, len(changes))
    return found


def _may_gain(report: Report, changes: Sequence[Change]) -> bool:
    try:
        return bool(difference(report, *changes).gained)
    except UsageError:  # they cannot be made together, which tells nothing of each
        return True


def supposed(report: Report, kind: FixKind, change: Change) -> Fix:
    """A change, supposed: what it turns to YES from NO and from UNKNOWN."""
    return Fix(kind, change, *turned(report, difference(report, change)))


def turned(report: Report, found: Difference) -> tuple[int, int]:
    """Of the pairs gained, those that are NO now, and those that are UNKNOWN. O(senders that gain x organisations)."""
    unknown = 0
    as_sender, _ = found.gained_by()
    for sender in np.flatnonzero(as_sender).tolist():
        unknown += int(_UNKNOWN[report.cells.cells_from(sender)[found.gained_from(sender)]].sum())
    return found.gained - unknown, unknown


def _nothing_fails(text: str) -> Subject:
    raise UsageError(f"{text} is not to fail: a fix adds to the map")
