"""The exchange question over all ordered pairs in scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import numpy as np
import strawberry

from graphmap.analysis.exchange import CELLS
from graphmap.analysis.fixes import smallest
from graphmap.analysis.fixes.candidates import FixKind
from graphmap.analysis.fixes.fixes import MOST, ranking
from graphmap.api.answer import Answer
from graphmap.api.errors import QuestionError
from graphmap.api.ids import row_of
from graphmap.api.pages import checked, page_of
from graphmap.api.questions import (
    Wanted,
    page_of_listed,
    page_of_pairs,
    page_of_pairs_by_receiver,
    page_of_partners,
)
from graphmap.api.types import organisation
from graphmap.api.types.arguments import (
    After,
    First,
    InPairOrder,
    InPartnersOrder,
    Reasons,
    ReceiverCode,
    SenderCode,
    Verdicts,
)
from graphmap.api.types.basis import Basis
from graphmap.api.types.coded import ExchangeType, exchange_type
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import (
    Evidence,
    PairOrder,
    PartnersOrder,
    Reading,
    Reason,
    Verdict,
)
from graphmap.api.types.fix import Fix, SmallestSet
from graphmap.api.types.needed import NeededRelay
from graphmap.api.types.pair import Exchange
from graphmap.api.types.partners import Partners, ReasonCount, reason_counts
from graphmap.api.types.refs import OrganisationRef
from graphmap.api.types.scalars import Base64
from graphmap.api.types.verdicts import VerdictCounts, verdict_counts
from graphmap.api.view import Asking, View
from graphmap.api.words import notes_on
from graphmap.model.terms import Kind


@object_type
class Group:
    """Organisations that can all exchange among themselves, both ways, and have the same partners."""

    size: int = strawberry.field(description="How many there are.")
    organisations: list[OrganisationRef] = strawberry.field(description="They, by code.")


@object_type
class MatrixCell:
    """What a cell of the matrix means."""

    verdict: Verdict = strawberry.field(description="The answer.")
    reasons: list[Reason] = strawberry.field(description="Why it is UNKNOWN or NO.")


@object_type
class ExchangeMatrix:
    """Every pair of a report, packed for pictures."""

    senders: list[strawberry.ID] = strawberry.field(description="Codes of the senders: the rows.")
    receivers: list[strawberry.ID] = strawberry.field(description="Codes of the receivers: the columns.")
    legend: list[MatrixCell] = strawberry.field(
        description="What each cell means, by its number; 255 stands where an organisation meets itself."
    )
    cells: Base64 = strawberry.field(description="One byte a pair, row by row.")


@object_type
class ExchangeReport:
    """Who can exchange what with whom, and why not."""

    view: strawberry.Private[View]
    answer: strawberry.Private[Answer]
    named: strawberry.Private[Sequence[int]]
    """Rows of the organisations that the asker named by their codes."""

    @field
    def type(self) -> ExchangeType:
        """What is exchanged."""
        return exchange_type(self.answer.report.question.exchange)

    @field
    def as_of(self) -> date:
        """The day asked about."""
        return self.view.as_of

    @field
    def as_known_at(self) -> date:
        """The day whose knowledge counts."""
        return self.view.known_at

    @field
    def reading(self) -> Reading:
        """How what is not recorded is taken."""
        return self.answer.report.question.reading

    @field
    def min_evidence(self) -> Evidence | None:
        """Weaker facts are left out; null: none are."""
        return self.answer.report.question.min_evidence

    @field
    def revision(self) -> int:
        """Revision of the store that answers."""
        return self.view.snapshot.revision

    @field
    def organisations(self) -> int:
        """Distinct organisations in scope."""
        return self.answer.report.organisations

    @field
    def senders(self) -> int:
        """Organisations in scope as senders."""
        return len(self.answer.report.senders)

    @field
    def receivers(self) -> int:
        """Organisations in scope as receivers."""
        return len(self.answer.report.receivers)

    @field
    def counts(self) -> VerdictCounts:
        """Ordered pairs of distinct organisations by verdict."""
        return verdict_counts(self.answer.report.counts)

    @field
    def completeness(self) -> float | None:
        """Fraction of the pairs, NOT_APPLICABLE ones left out, that are not UNKNOWN; null where there is none."""
        return self.answer.report.counts.completeness

    @field
    def reasons(self) -> list[ReasonCount]:
        """Pairs by reason; a pair with two reasons counts for both."""
        return reason_counts(self.answer.report.reasons)

    @field
    def summary(self) -> str:
        """In a sentence: who is known to send and to receive, who exchanges, and what is missing."""
        return self.answer.sentence

    @field
    def notes(self) -> list[str]:
        """What became of closed organisations that the filter names, their successors by name."""
        return notes_on(self.view, list(self.named))

    @field
    def basis(self) -> Basis:
        """The usable ports and links for this exchange type that the answer rests on."""
        return Basis(found=self.answer.basis(self.view.standings))

    @field
    def pairs(
        self,
        sender: SenderCode = None,
        receiver: ReceiverCode = None,
        verdict: Verdicts = None,
        reason: Reasons = None,
        order_by: InPairOrder = PairOrder.SENDER,
        first: First = 50,
        after: After = None,
    ) -> Connection[Exchange]:
        """The pairs one by one: all, or those of a sender, a receiver, some verdicts, or some reasons."""
        snapshot = self.view.snapshot
        wanted = Wanted(
            None if sender is None else row_of(snapshot, sender, Kind.ORGANISATION),
            None if receiver is None else row_of(snapshot, receiver, Kind.ORGANISATION),
            frozenset(verdict or ()),
            frozenset(reason or ()),
        )
        listing = page_of_pairs if order_by is PairOrder.SENDER else page_of_pairs_by_receiver
        page = listing(self.answer.report, wanted, first, after)
        return connection(page, lambda pair: Exchange(view=self.view, answer=self.answer, pair=pair))

    @field
    def one_way(self, first: First = 50, after: After = None) -> Connection[Exchange]:
        """The NO pairs whose other direction is YES, by the sender's code and then the receiver's."""
        report, found = self.answer.report, self.answer.one_way
        page = page_of_listed("one way", report, found.total, found.pairs, first, after)
        return connection(page, lambda pair: Exchange(view=self.view, answer=self.answer, pair=pair))

    @field
    def single_points(self, first: First = 50, after: After = None) -> Connection[NeededRelay]:
        """The relays without which some pairs have no way left, most pairs first."""
        self.view.budget.ask()
        keys = self.view.snapshot.deployments.key
        page = page_of(
            self.answer.needed.ranked, "needed", lambda one: (-one.pairs, keys[one.relay]), first, after
        )
        return connection(page, lambda one: NeededRelay(view=self.view, answer=self.answer, found=one))

    @field
    def pairs_with_single_point(self) -> int:
        """YES pairs that have no way without one of these relays, each once; they carry the flag SINGLE_POINT."""
        self.view.budget.ask()
        return self.answer.needed.pairs

    @field
    def by_organisation(
        self,
        order_by: InPartnersOrder = PartnersOrder.FEWEST_PARTNERS,
        first: First = 50,
        after: After = None,
    ) -> Connection[Partners]:
        """Every organisation in scope with its partners, those that exchange with none first."""
        page = page_of_partners(self.answer, order_by.value, first, after)
        return connection(page, lambda one: Partners(view=self.view, partners=one))

    @field
    def groups(self) -> list[Group]:
        """Sets that can all exchange among themselves, both ways; largest first, none of one."""
        return [
            Group(
                size=len(one.organisations),
                organisations=organisation.organisations(self.view, list(one.organisations)),
            )
            for one in self.answer.groups
        ]

    @field
    def fixes(
        self,
        info: strawberry.Info[Asking, None],
        kinds: Annotated[
            list[FixKind] | None, strawberry.argument(description="Only changes of these kinds.")
        ] = None,
        first: First = 50,
    ) -> list[Fix]:
        """Single changes by the pairs that each, alone, turns to YES, most first: facts on the way that come now, further
        links between systems and relays, further profiles, further translations. Those that turn none are left out."""
        checked(first)
        self.view.budget.ask()
        report = self.answer.report
        ranked = ranking(report, info.context.tell("trying one change after the other"))
        return [Fix(report=report, found=one) for one in ranked.fixes(report, first, frozenset(kinds or ()))]

    @field
    def smallest_set(
        self,
        info: strawberry.Info[Asking, None],
        most: Annotated[
            int, strawberry.argument(description="Changes after which the search ends, 1 to 500.")
        ] = 100,
    ) -> SmallestSet:
        """The smallest set found of such changes that lets every organisation in scope exchange with every other, both
        ways where both apply; with what no such change helps, and a number of changes below which no set can do the same.
        """
        if not 1 <= most <= MOST:
            raise QuestionError("BAD_ARGUMENT", f"`most` is {most}: a set may have 1 to {MOST} changes")
        self.view.budget.ask()
        report = self.answer.report
        found = smallest.smallest_set(
            report, most, info.context.tell("looking for the smallest set of changes")
        )
        return SmallestSet(view=self.view, report=report, found=found)

    @field
    def matrix(self) -> ExchangeMatrix:
        """Every pair, packed for pictures; refused above 2,000 organisations."""
        report = self.answer.report
        cells = report.matrix()
        return ExchangeMatrix(
            senders=_codes(self.view, report.senders.tolist()),
            receivers=_codes(self.view, report.receivers.tolist()),
            legend=[MatrixCell(verdict=verdict, reasons=list(reasons)) for verdict, reasons in CELLS],
            cells=Base64(np.ascontiguousarray(cells).tobytes()),
        )


def _codes(view: View, rows: list[int]) -> list[strawberry.ID]:
    keys = view.snapshot.organisations.key
    return [strawberry.ID(keys[row]) for row in rows]
