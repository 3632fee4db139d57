"""Single changes of one exchange type, ranked by the pairs that each turns to YES (semantics, section 12).

Links between systems and relays, and further profiles of a system's own ports, are counted by classes: there may be
hundreds of thousands. Everything else is supposed one by one. Of what is shown each is supposed again, which also tells
pairs that were NO from those that were UNKNOWN.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from graphmap.analysis.exchange.cells import CELLS
from graphmap.analysis.exchange.difference import Difference, between
from graphmap.analysis.exchange.report import Report
from graphmap.analysis.exchange.supposed import suppose
from graphmap.analysis.failing import Subject
from graphmap.analysis.fixes.aligning import aligning
from graphmap.analysis.fixes.candidates import Batch, FixKind
from graphmap.analysis.fixes.connecting import connecting
from graphmap.analysis.fixes.gains import Gains
from graphmap.analysis.fixes.trying import tried
from graphmap.analysis.fixes.ways import Ways
from graphmap.analysis.kept import kept
from graphmap.analysis.scenario.applying import apply
from graphmap.model.errors import UsageError
from graphmap.model.scenario import Change
from graphmap.model.terms import Verdict

Tell = Callable[[int, int], None]
"""Is told how many candidates are tried, and of how many."""
_KEPT = 8
MOST = 500
"""Fixes of each kind that a ranking keeps."""
_UNKNOWN = np.array([verdict is Verdict.UNKNOWN for verdict, _ in CELLS] + [False] * (256 - len(CELLS)))
_ORDER = list(FixKind)


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


@dataclass(frozen=True, eq=False)
class Ranking:
    """The candidates that turn a pair to YES, most pairs first; `found` counts all such, `tried` those that do not too."""

    ranked: tuple[tuple[int, FixKind, Change], ...]
    found: int
    tried: int
    _verified: dict[int, Fix] = field(default_factory=dict)

    def fixes(self, report: Report, first: int, kinds: frozenset[FixKind] = frozenset()) -> tuple[Fix, ...]:
        """The first of them, of some kinds (empty: any), each supposed by itself. O(first) times `suppose`."""
        chosen = [place for place, (_, kind, _) in enumerate(self.ranked) if not kinds or kind in kinds]
        for place in chosen[:first]:
            if place not in self._verified:
                _, kind, change = self.ranked[place]
                self._verified[place] = supposed(report, kind, change)
        return tuple(self._verified[place] for place in chosen[:first])


def ranking(report: Report, tell: Tell | None = None) -> Ranking:
    """The fixes for what a report asks, at most `MOST` of a kind, kept with the snapshot.

    `tell` hears of the candidates that are tried one by one. O(classes x relays x organisations) for links, and `suppose`
    for every fact on the way and every translation.
    """
    key = report.question, report.senders.tobytes(), report.receivers.tobytes()
    return kept(report.snapshot, "fixes", key, _KEPT, lambda: _ranked(report, tell))


def _ranked(report: Report, tell: Tell | None) -> Ranking:
    found: list[tuple[int, FixKind, Callable[[], Change]]] = []
    count = tried_ones = 0
    for batch in batches(report):
        places = np.flatnonzero(batch.pairs)
        tried_ones += len(batch.pairs)
        count += len(places)
        best = places[np.argsort(-batch.pairs[places], kind="stable")][:MOST]
        found += [(int(batch.pairs[place]), batch.kind, _made(batch, int(place))) for place in best]
    alone = tried(Ways(report.network))
    for number, (kind, change) in enumerate(alone, start=1):
        pairs = gained(report, change)
        tried_ones += 1
        if pairs:
            count += 1
            found.append((pairs, kind, lambda change=change: change))  # type: ignore[misc]
        if tell is not None:
            tell(number, len(alone))
    found.sort(key=lambda one: (-one[0], _ORDER.index(one[1])))
    kinds = Counter[FixKind]()
    best_ones = []
    for pairs, kind, make in found:
        kinds[kind] += 1
        if kinds[kind] <= MOST:
            best_ones.append((pairs, kind, make()))
    return Ranking(tuple(best_ones), count, tried_ones)


def batches(report: Report) -> Iterator[Batch]:
    """What is counted by classes."""
    ways, gains = Ways(report.network), Gains(report)
    yield from connecting(ways, gains)
    yield from aligning(ways, gains)


def _made(batch: Batch, place: int) -> Callable[[], Change]:
    return lambda: batch.change(place)


def difference(report: Report, *changes: Change) -> Difference:
    """Pairs of the report gained and lost by changes. Raises `UsageError` for what cannot be."""
    snapshot, question = report.snapshot, report.question
    applied = apply(snapshot, question.as_of, changes, _nothing_fails)
    scope = between(snapshot, question.exchange, report.senders, report.receivers)
    return Difference(suppose(applied.changed, question), scope)


def gained(report: Report, change: Change) -> int:
    """Pairs of the report that a change turns to YES; 0 for one that cannot be made, because it stands already."""
    try:
        return difference(report, change).gained
    except UsageError:
        return 0


def supposed(report: Report, kind: FixKind, change: Change) -> Fix:
    """A change, supposed: what it turns to YES from NO and from UNKNOWN."""
    found = difference(report, change)
    unknown = 0
    as_sender, _ = found.gained_by()
    for sender in np.flatnonzero(as_sender).tolist():
        unknown += int(_UNKNOWN[report.cells.cells_from(sender)[found.gained_from(sender)]].sum())
    return Fix(kind, change, found.gained - unknown, unknown)


def _nothing_fails(text: str) -> Subject:
    raise UsageError(f"{text} is not to fail: a fix adds to the map")
