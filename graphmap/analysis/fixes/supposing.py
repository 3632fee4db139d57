"""Changes to the map supposed, and the pairs of a report that they turn to YES."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

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
from graphmap.model.scenario import AddTranslation, Change
from graphmap.model.terms import Verdict

Tell = Callable[[int, int], None]
"""Is told how many changes are tried, and of how many."""
_SELDOM = 32
"""Of so many new tries one is taken to gain, until it is known how many do."""
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


def gains(report: Report, tries: Sequence[tuple[Change, ...]], tell: Tell | None = None) -> list[int]:
    """Pairs of the report that some changes turn to YES, for each of several tries; `tell` hears how many are done."""
    found = [0] * len(tries)
    order = sorted(range(len(tries)), key=lambda place: _likeness(tries[place]))
    in_order = gaining(report, [tries[place] for place in order], gap=_SELDOM)
    for number, (place, pairs) in enumerate(in_order, start=1):
        found[order[place]] = pairs
        if tell is not None:
            tell(number, len(tries))
    return found


def gaining(
    report: Report, tries: Sequence[tuple[Change, ...]], hopes: Sequence[int] | None = None, gap: int = 1
) -> Iterator[tuple[int, int]]:
    """The place of each try with the pairs that it turns to YES, in order; ends where one hopes for no more than was found.

    What turns none together turns none alone: changes that add to a map take a pair away only where the first port that is
    stated takes the place of one that was implied, which none of the changes asked of here does (those of
    `FixKind.ALIGN_PROFILE` might). So they are tried in groups, half as large as the last `gap` between tries that gain, or
    as the one that is open; a group that gains is halved until the first try that does is found.
    """
    place, before, known, most = 0, -1, 0, 0

    def asked(one: int) -> bool:
        return hopes is None or hopes[one] > most

    while place < len(tries) and asked(place):
        size = (known - place if place < known else max(gap, place - before)) // 2
        group = list(takewhile(asked, range(place, min(place + max(size, 1), len(tries)))))
        if len(group) > 1:
            if _may_gain(report, [change for one in group for change in tries[one]]):
                known = group[-1] + 1
                continue
            yield from ((one, 0) for one in group)
        else:
            pairs = gained(report, *tries[place])
            if pairs:
                before, gap, known, most = place, place - before, 0, max(most, pairs)
            yield place, pairs
        place += len(group)


def _likeness(changes: tuple[Change, ...]) -> tuple[str, ...]:
    """The same translation mostly gains something at every relay, or at none."""
    translations = (change for change in changes if isinstance(change, AddTranslation))
    return tuple(part for change in translations for part in (change.profile, change.emits))


def _may_gain(report: Report, changes: Sequence[Change]) -> bool:
    try:
        return bool(difference(report, *dict.fromkeys(changes)).gained)
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
