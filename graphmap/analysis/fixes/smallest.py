"""The smallest set of changes found that lets a scope exchange, and what any such set needs (semantics, section 12).

Greedy, in rounds, each on the map as the changes so far leave it: the change that turns most pairs to YES is taken. Where it
lets an organisation send (or take) more by a system of its own, the same is taken at once for others that gain more by it
than by any change elsewhere, since none of these touches the pairs of another. Where nothing gains alone, two links at one
relay are tried. What turns out not to be needed in the end is left out again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import NamedTuple

import numpy as np

from graphmap.analysis.exchange.report import Report, ask
from graphmap.analysis.findings import Counts, Partners
from graphmap.analysis.fixes.bound import at_least
from graphmap.analysis.fixes.candidates import FixKind
from graphmap.analysis.fixes.fixes import alone, batches
from graphmap.analysis.fixes.gains import Gains
from graphmap.analysis.fixes.supposing import Tell, applied, difference, gaining, gains, turned
from graphmap.analysis.fixes.together import two_links
from graphmap.analysis.fixes.trying import tried
from graphmap.analysis.fixes.ways import Ways
from graphmap.analysis.kept import kept
from graphmap.model.errors import UsageError
from graphmap.model.scenario import Change, as_json
from graphmap.model.terms import Reason

_KEPT = 8
Made = tuple[FixKind, Change]


@dataclass(frozen=True)
class Step:
    """One change of a set, with the pairs that those before it do not turn to YES and it does."""

    kind: FixKind
    change: Change
    pairs: int


@dataclass(frozen=True, eq=False)
class SmallestSet:
    """What was found: `steps` in the order in which they gain most, and the pairs that all of them turn to YES.

    `at_least`: no set of such changes that turns the same pairs to YES has fewer. `stopped`: more would gain more, but as
    many changes as were asked for are taken. `counts` and `reasons` are those of the pairs with all of them.
    """

    steps: tuple[Step, ...]
    from_no: int
    from_unknown: int
    at_least: int
    stopped: bool
    counts: Counts
    reasons: tuple[tuple[Reason, int], ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(step.change for step in self.steps)

    @property
    def complete(self) -> bool:
        """Whether every pair of the scope that applies is YES then."""
        return not self.counts.no and not self.counts.unknown

    def after(self, report: Report) -> Report:
        """The question of `report`, asked of the map with all changes. It is made anew each time: a whole map is large."""
        return _after(report, self.changes)

    def remaining(self, report: Report) -> tuple[Partners, ...]:
        """Organisations of the scope with a pair that is not YES even then, those with fewest partners both ways first."""
        left = (one for one in self.after(report).by_organisation() if one.reasons)
        return tuple(sorted(left, key=lambda one: (one.both_ways, one.organisation)))


METHOD = (
    "Greedy: again and again the change that turns most pairs to YES is taken, on the map as those before it leave it, and "
    "what turns out not to be needed is left out in the end. Where no change gains anything alone, two links at one relay "
    "are tried together; nothing else is tried in pairs. The set is the smallest found, not always the smallest there is. "
    "The bound counts organisations that run no relay and have no link in force to one (from one), and gain more partners "
    "than they are directly linked with: each of them needs a new link of a system that it runs."
)


def smallest_set(report: Report, most: int, tell: Tell | None = None) -> SmallestSet:
    """The smallest set found, of at most `most` changes, kept with the snapshot. `tell` hears of what is tried.

    A ranking of fixes each round, and `suppose` twice for every change.
    """
    key = report.question, most, report.senders.tobytes(), report.receivers.tobytes()
    return kept(report.snapshot, "smallest set", key, _KEPT, lambda: _smallest(report, most, tell or _silent))


def _silent(_done: int, _total: int) -> None: ...


def _smallest(report: Report, most: int, tell: Tell) -> SmallestSet:
    search = _Search(report, tell)
    made = search.next()
    while made and len(search.found) < most:
        search.take(made[: most - len(search.found)])
        made = search.next()
    found = _needed(report, search.found, tell)
    steps, before = [], 0
    for count, (kind, change) in enumerate(found, start=1):
        pairs = difference(report, *(one for _, one in found[:count])).gained
        steps.append(Step(kind, change, pairs - before))
        before = pairs
    changes = [change for _, change in found]
    all_of_them = difference(report, *changes)
    after = _after(report, changes)
    return SmallestSet(
        tuple(steps),
        *turned(report, all_of_them),
        at_least(report.network, all_of_them),
        stopped=bool(made),
        counts=after.counts,
        reasons=after.reasons,
    )


def _after(report: Report, changes: Sequence[Change]) -> Report:
    """The same question about the map with changes."""
    if not changes:
        return report
    snapshot = applied(report, *changes).snapshot
    return ask(snapshot, report.question, report.senders, report.receivers)


def _needed(report: Report, found: list[Made], tell: Tell) -> list[Made]:
    """The changes without those that the others make up for, the last ones looked at first."""
    whole = difference(report, *(change for _, change in found)).gained
    needed = list(found)
    for number, one in enumerate(reversed(found), start=1):
        tell(number, len(found))
        rest = [other for other in needed if other is not one]
        try:
            if difference(report, *(change for _, change in rest)).gained >= whole:
                needed = rest
        except UsageError:  # another change rests on this one
            continue
    return needed


class _Own(NamedTuple):
    """The best change at a system of its organisations' own, one way."""

    pairs: int
    out: bool
    deployment: int
    kind: FixKind
    change: Callable[[], Change]


class _Search:
    """A set that grows: the changes so far, and the map that they leave."""

    def __init__(self, report: Report, tell: Tell) -> None:
        self._first, self._tell = report, tell
        self._now = report
        self._run_by = report.snapshot.deployments.organisations
        self.found: list[Made] = []
        self._last: dict[str, int] = {}
        """Pairs that each change elsewhere gained when it was last tried, by its text."""

    def next(self) -> list[Made]:
        """One change to make, or several that do not touch one another; none where nothing gains."""
        if not self._now.counts.no and not self._now.counts.unknown:
            return []
        ways, counted = Ways(self._now.network), Gains(self._now)
        pairs, elsewhere = self._elsewhere(ways)
        if elsewhere is not None and pairs >= counted.at_most(self._run_by):
            return [elsewhere]
        own = self._own(ways, counted)
        if elsewhere is not None and (not own or pairs >= own[0].pairs):
            return [elsewhere]
        if own:
            return self._apart(own, pairs)
        return [(FixKind.CONNECT, change) for change in two_links(self._now, ways)]

    def take(self, made: list[Made]) -> None:
        """Make changes."""
        self.found += made
        self._now = _after(self._first, [change for _, change in self.found])

    def _own(self, ways: Ways, counted: Gains) -> list[_Own]:
        """The best change for every system and way, most pairs first."""
        best: dict[tuple[bool, int], _Own] = {}
        for batch in batches(ways, counted):
            places = np.flatnonzero(batch.pairs)
            places = places[np.argsort(-batch.pairs[places], kind="stable")]
            each, first = np.unique(batch.deployments[places], return_index=True)
            for deployment, place in zip(each.tolist(), places[first].tolist(), strict=True):
                pairs, key = int(batch.pairs[place]), (batch.out, deployment)
                if key not in best or best[key].pairs < pairs:
                    best[key] = _Own(pairs, *key, batch.kind, partial(batch.change, place))
        return sorted(best.values(), key=lambda one: -one.pairs)

    def _apart(self, own: list[_Own], elsewhere: int) -> list[Made]:
        """The best, and those of the same way for other organisations that gain more than what is elsewhere."""
        taken: set[int] = set()
        made: list[Made] = []
        for one in own:
            organisations = self._run_by[one.deployment]
            if one.out is not own[0].out or one.pairs <= elsewhere or taken.intersection(organisations):
                continue
            taken.update(organisations)
            made.append((one.kind, one.change()))
        return made

    def _elsewhere(self, ways: Ways) -> tuple[int, Made | None]:
        """The best of the changes that are tried one by one: new ones all, of the others those that gained most before.

        Of those that gained less then than the best does now, none is tried again unless nothing gains at all.
        """
        if self._now is self._first:
            for (_, change), pairs in alone(self._now, self._tell):
                self._last[_text(change)] = pairs
        open_ones = {_text(change): (kind, change) for kind, change in tried(ways)}
        new = [text for text in open_ones if text not in self._last]
        tried_now = dict(
            zip(new, gains(self._now, [(open_ones[text][1],) for text in new], self._tell), strict=True)
        )
        self._last |= tried_now
        order = sorted(open_ones, key=lambda text: -self._last[text])
        # Nothing that comes after a new one in this order gained more than that one does now.
        old = list(takewhile(lambda text: text not in tried_now, order))
        most, best = 0, None
        changes = [(open_ones[text][1],) for text in old]
        for number, pairs in gaining(self._now, changes, [self._last[text] for text in old]):
            self._last[old[number]] = pairs
            self._tell(number, len(order))
            if pairs > most:
                most, best = pairs, open_ones[old[number]]
        for text in order[len(old) : len(old) + 1]:
            if self._last[text] > most:
                most, best = self._last[text], open_ones[text]
        return (most, best) if best is not None else self._found_again(list(open_ones.values()))

    def _found_again(self, made: list[Made]) -> tuple[int, Made | None]:
        """The best of changes of which none gained anything when it was last tried."""
        pairs = gains(self._now, [(change,) for _, change in made], self._tell)
        self._last |= {_text(change): count for (_, change), count in zip(made, pairs, strict=True)}
        most = max(pairs, default=0)
        return most, made[pairs.index(most)] if most else None


def _text(change: Change) -> str:
    return json.dumps(as_json([change]))
