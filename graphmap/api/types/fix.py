"""What single changes would mend."""

from __future__ import annotations

import json

import strawberry

from graphmap.analysis.exchange.report import Report
from graphmap.analysis.fixes import smallest, supposing
from graphmap.analysis.fixes.candidates import FixKind
from graphmap.analysis.fixes.words import FixWords
from graphmap.api.pages import page_of
from graphmap.api.types.arguments import After, First
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type, register
from graphmap.api.types.partners import Partners, ReasonCount, reason_counts
from graphmap.api.types.verdicts import VerdictCounts, verdict_counts
from graphmap.api.view import View
from graphmap.model.scenario import Change, as_json

register(
    FixKind,
    "What a single change does.",
    {
        "BRING_FORWARD": "A system, port or interface on the way comes now.",
        "CONNECT": "A system and a relay are linked.",
        "ALIGN_PROFILE": "A system sends or takes one more profile, over the links that it has.",
        "TRANSLATE": "A relay takes one more profile, and sends it on as it is or as another.",
    },
)


def change_text(change: Change) -> str:
    """A change as JSON on one line, as a scenario takes it."""
    return json.dumps(as_json([change])[0], separators=(",", ":"), ensure_ascii=False)


@object_type
class Fix:
    """One change to the map, and the pairs that it would turn to YES."""

    report: strawberry.Private[Report]
    found: strawberry.Private[supposing.Fix]

    @field
    def kind(self) -> FixKind:
        """What the change does."""
        return self.found.kind

    @field
    def text(self) -> str:
        """The change in words."""
        return FixWords(self.report.snapshot, self.report.question.exchange).text(self.found.change)

    @field
    def change(self) -> str:
        """The change as JSON, as a scenario takes it."""
        return change_text(self.found.change)

    @field
    def pairs(self) -> int:
        """Ordered pairs in scope that it turns to YES."""
        return self.found.pairs

    @field
    def from_no(self) -> int:
        """Those of them that are NO now."""
        return self.found.from_no

    @field
    def from_unknown(self) -> int:
        """Those of them that are UNKNOWN now: some may be able to exchange already, unrecorded."""
        return self.found.from_unknown


@object_type
class Step:
    """One change of a set that is made as a whole."""

    report: strawberry.Private[Report]
    found: strawberry.Private[smallest.Step]

    @field
    def kind(self) -> FixKind:
        """What the change does."""
        return self.found.kind

    @field
    def text(self) -> str:
        """The change in words."""
        return FixWords(self.report.snapshot, self.report.question.exchange).text(self.found.change)

    @field
    def change(self) -> str:
        """The change as JSON, as a scenario takes it."""
        return change_text(self.found.change)

    @field
    def pairs(self) -> int:
        """Ordered pairs in scope that it turns to YES beyond what the changes before it do."""
        return self.found.pairs


@object_type
class SmallestSet:
    """The smallest set of changes found that lets everybody in scope exchange, as far as such changes can."""

    view: strawberry.Private[View]
    report: strawberry.Private[Report]
    found: strawberry.Private[smallest.SmallestSet]

    @field
    def changes(self) -> list[Step]:
        """The changes, in the order in which they were found."""
        return [Step(report=self.report, found=one) for one in self.found.steps]

    @field
    def scenario(self) -> str:
        """All changes as JSON, as a scenario takes them."""
        return json.dumps(as_json(self.found.changes), separators=(",", ":"), ensure_ascii=False)

    @field
    def at_least(self) -> int:
        """No set of such changes that turns the same pairs to YES has fewer."""
        return self.found.at_least

    @field
    def method(self) -> str:
        """How the set was found, and what the bound counts."""
        return smallest.METHOD

    @field
    def stopped(self) -> bool:
        """Whether more changes would gain more, and `most` ended the search."""
        return self.found.stopped

    @field
    def complete(self) -> bool:
        """Whether every pair in scope that applies is YES with them."""
        return self.found.complete

    @field
    def pairs(self) -> int:
        """Ordered pairs in scope that all of them turn to YES."""
        return self.found.from_no + self.found.from_unknown

    @field
    def from_no(self) -> int:
        """Those of them that are NO now."""
        return self.found.from_no

    @field
    def from_unknown(self) -> int:
        """Those of them that are UNKNOWN now: some may be able to exchange already, unrecorded."""
        return self.found.from_unknown

    @field
    def counts(self) -> VerdictCounts:
        """Ordered pairs in scope by verdict, with all of them."""
        return verdict_counts(self.found.counts)

    @field
    def reasons(self) -> list[ReasonCount]:
        """Why the other pairs are not YES even then."""
        return reason_counts(self.found.reasons)

    @field
    def remaining(self, first: First = 50, after: After = None) -> Connection[Partners]:
        """Organisations that have a pair left that is not YES, with their partners then, fewest both ways first."""
        left = self.found.remaining(self.report)
        page = page_of(left, "remaining", lambda one: (one.both_ways, one.organisation), first, after)
        return connection(page, lambda one: Partners(view=self.view, partners=one))
