"""Single changes of one exchange type, ranked by the pairs that each turns to YES (semantics, section 12).

Links between systems and relays, and further profiles of a system's own ports, are counted by classes: there may be
hundreds of thousands. Everything else is supposed one by one. Of what is shown each is supposed again, which also tells
pairs that were NO from those that were UNKNOWN.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from graphmap.analysis.exchange.report import Report
from graphmap.analysis.fixes.aligning import aligning
from graphmap.analysis.fixes.candidates import Batch, FixKind
from graphmap.analysis.fixes.connecting import connecting
from graphmap.analysis.fixes.gains import Gains
from graphmap.analysis.fixes.supposing import Fix, Tell, gains, supposed
from graphmap.analysis.fixes.trying import tried
from graphmap.analysis.fixes.ways import Ways
from graphmap.analysis.kept import kept
from graphmap.model.scenario import Change

_KEPT = 8
MOST = 500
"""Fixes of each kind that a ranking keeps."""
_ORDER = list(FixKind)


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
    for batch in batches(Ways(report.network), Gains(report)):
        places = np.flatnonzero(batch.pairs)
        tried_ones += len(batch.pairs)
        count += len(places)
        best = places[np.argsort(-batch.pairs[places], kind="stable")][:MOST]
        found += [(int(batch.pairs[place]), batch.kind, partial(batch.change, int(place))) for place in best]
    for (kind, change), pairs in alone(report, tell):
        tried_ones += 1
        if pairs:
            count += 1
            found.append((pairs, kind, partial(_ready, change)))
    found.sort(key=lambda one: (-one[0], _ORDER.index(one[1])))
    kinds = Counter[FixKind]()
    best_ones = []
    for pairs, kind, make in found:
        kinds[kind] += 1
        if kinds[kind] <= MOST:
            best_ones.append((pairs, kind, make()))
    return Ranking(tuple(best_ones), count, tried_ones)


def alone(report: Report, tell: Tell | None = None) -> tuple[tuple[tuple[FixKind, Change], int], ...]:
    """What is not counted by classes, each with the pairs that it turns to YES; kept with the snapshot."""
    key = report.question, report.senders.tobytes(), report.receivers.tobytes()
    return kept(report.snapshot, "fixes alone", key, _KEPT, lambda: _alone(report, tell))


def _alone(report: Report, tell: Tell | None) -> tuple[tuple[tuple[FixKind, Change], int], ...]:
    changes = tried(Ways(report.network))
    return tuple(zip(changes, gains(report, [(change,) for _, change in changes], tell), strict=True))


def batches(ways: Ways, gains: Gains) -> Iterator[Batch]:
    """What is counted by classes."""
    yield from connecting(ways, gains)
    yield from aligning(ways, gains)


def _ready(change: Change) -> Change:
    return change
