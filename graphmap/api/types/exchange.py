"""The exchange question: reports, single pairs, routes, and an organisation's row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

import numpy as np
import strawberry

from graphmap.analysis import findings
from graphmap.analysis.exchange import CELLS
from graphmap.api.answer import Answer
from graphmap.api.ids import row_of
from graphmap.api.pages import page_of
from graphmap.api.questions import (
    Wanted,
    page_of_pairs,
    page_of_pairs_by_receiver,
    page_of_partners,
)
from graphmap.api.types import deployment, link, organisation, port
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
from graphmap.api.types.coded import ExchangeType, StatedProfile, exchange_type, profile_of_text
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import (
    Evidence,
    Flag,
    PairOrder,
    PartnersOrder,
    Reading,
    Reason,
    RemedyKind,
    Verdict,
)
from graphmap.api.types.refs import DeploymentRef, LinkRef, OrganisationRef, PortRef
from graphmap.api.types.scalars import Base64
from graphmap.api.view import View
from graphmap.api.words import notes_on
from graphmap.model.terms import Kind

ROUTES_MOST = 10
"""Routes of one pair that are looked for at most: each costs a search, and a person compares a handful."""


@object_type
class VerdictCounts:
    """Ordered pairs of distinct organisations by verdict."""

    yes: int = strawberry.field(description="Pairs between which a route exists.")
    no: int = strawberry.field(description="Pairs between which none exists, whatever is unknown.")
    unknown: int = strawberry.field(description="Pairs for which what is not recorded may make a route.")
    not_applicable: int = strawberry.field(description="Pairs of kinds that do not exchange this.")


@object_type
class ReasonCount:
    """How many pairs have a reason."""

    reason: Reason = strawberry.field(description="The reason.")
    count: int = strawberry.field(description="Pairs that have it; a pair with two reasons counts for both.")


@object_type
class Mismatch:
    """What is sent and what is accepted, where they do not agree."""

    sent: str = strawberry.field(description="The profile that is sent, as text.")
    accepted: str = strawberry.field(description="The profile that is accepted, as text.")


@object_type
class Remedy:
    """One thing to do."""

    kind: RemedyKind = strawberry.field(description="What kind of thing.")
    text: str = strawberry.field(description="It in a sentence.")


@object_type
class Ask:
    """A question for an organisation, whose answer would settle the verdict."""

    organisation: OrganisationRef = strawberry.field(description="Whom to ask.")
    text: str = strawberry.field(description="What to ask.")


@object_type
class Hop:
    """One system on a route, and how the payload came there."""

    view: strawberry.Private[View]
    found: strawberry.Private[findings.Hop]

    @field
    def deployment(self) -> DeploymentRef:
        """The system."""
        return deployment.Deployment(view=self.view, row=self.found.deployment)

    @field
    def profile(self) -> StatedProfile | None:
        """What it sends on, or at the end what arrives there; null where nothing is known of it."""
        return profile_of_text(self.found.payload)

    @field
    def link(self) -> LinkRef | None:
        """The interface by which it was reached; null at the first."""
        return link.link_fact(self.view, self.found.link) if self.found.link >= 0 else None

    @field
    def ports(self) -> list[PortRef]:
        """The ports that the route passes there; none where the interface alone implies it."""
        return [port.port_fact(self.view, row) for row in self.found.ports]


@object_type
class Route:
    """One way from sender to receiver."""

    view: strawberry.Private[View]
    found: strawberry.Private[findings.Route]

    @field
    def hops(self) -> list[Hop]:
        """The systems on it, both ends included."""
        return [Hop(view=self.view, found=hop) for hop in self.found.hops]

    @field
    def assumed(self) -> bool:
        """Whether some agreement of profiles on it is assumed."""
        return self.found.assumed

    @field
    def lossy(self) -> bool:
        """Whether the payload becomes less usable by machines on it."""
        return self.found.lossy

    @field
    def evidence(self) -> Evidence:
        """The weakest evidence of its facts."""
        return self.found.evidence

    @field
    def observed_at(self) -> date | None:
        """The oldest observation of its facts; null if any is undated."""
        return self.found.observed_at


@object_type
class Exchange:
    """The answer for one ordered pair of organisations."""

    view: strawberry.Private[View]
    answer: strawberry.Private[Answer]
    pair: strawberry.Private[tuple[int, int]]
    """Rows of sender and receiver."""

    @cached_property
    def found(self) -> findings.Exchange:
        self.view.budget.ask()
        return self.answer.report.explain(*self.pair)

    @cached_property
    def ways(self) -> tuple[findings.Route, ...]:
        self.view.budget.ask()
        return self.answer.report.explain(*self.pair, routes=ROUTES_MOST).routes

    @cached_property
    def judged(self) -> tuple[Verdict, tuple[Reason, ...]]:
        return self.answer.report.verdict(*self.pair)

    @field
    def sender(self) -> OrganisationRef:
        """Who sends."""
        return organisation.Organisation(view=self.view, row=self.pair[0])

    @field
    def receiver(self) -> OrganisationRef:
        """Who receives."""
        return organisation.Organisation(view=self.view, row=self.pair[1])

    @field
    def type(self) -> ExchangeType:
        """What is exchanged."""
        return exchange_type(self.answer.report.question.exchange)

    @field
    def verdict(self) -> Verdict:
        """The answer."""
        return self.judged[0]

    @field
    def reasons(self) -> list[Reason]:
        """Why it is UNKNOWN or NO."""
        return list(self.judged[1])

    @field
    def detail(self) -> str:
        """The answer in plain sentences; of a closed organisation the successors are named."""
        return " ".join([self.found.detail, *notes_on(self.view, list(self.pair))])

    @field
    def mismatch(self) -> Mismatch | None:
        """The first comparison that fails, where profiles do not agree."""
        found = self.found.mismatch
        return Mismatch(sent=found.sent, accepted=found.accepted) if found else None

    @field
    def flags(self) -> list[Flag]:
        """What to keep in mind."""
        return list(self.found.flags)

    @field
    def evidence(self) -> Evidence | None:
        """Of a YES, the weakest fact of the best route."""
        return self.found.evidence

    @field
    def observed_at(self) -> date | None:
        """Of a YES, the oldest observation on the best route; null if any is undated."""
        return self.found.observed_at

    @field
    def available_from(self) -> date | None:
        """Of a NO that is planned, the day on which the plan is due: no promise of a YES."""
        return self.found.available_from

    @field
    def remedies(self) -> list[Remedy]:
        """What would help."""
        return [Remedy(kind=RemedyKind(one.kind), text=one.text) for one in self.found.remedies]

    @field
    def routes(self, first: First = 50, after: After = None) -> Connection[Route]:
        """Of a YES the ways, best first: one for each set of relays that can carry it, the best ten at most."""
        routes = self.ways if self.judged[0] is Verdict.YES else ()
        page = page_of(range(len(routes)), "route", lambda place: (place,), first, after)
        return connection(page, lambda place: Route(view=self.view, found=routes[place]))

    @field
    def asks(self) -> list[Ask]:
        """Of an UNKNOWN, questions whose answers would settle it."""
        return [
            Ask(organisation=organisation.Organisation(view=self.view, row=one.organisation), text=one.text)
            for one in self.found.asks
        ]


@object_type
class Partners:
    """One organisation among those in scope, with its partners."""

    view: strawberry.Private[View]
    partners: strawberry.Private[findings.Partners]

    @field
    def organisation(self) -> OrganisationRef:
        """The organisation."""
        return organisation.Organisation(view=self.view, row=self.partners.organisation)

    @field
    def sends_to(self) -> int:
        """Organisations that it can send to."""
        return self.partners.sends_to

    @field
    def receives_from(self) -> int:
        """Organisations that can send to it."""
        return self.partners.receives_from

    @field
    def both_ways(self) -> int:
        """Organisations with which it can exchange both ways."""
        return self.partners.both_ways

    @field
    def unknown(self) -> int:
        """Ordered pairs with it, either way, that are UNKNOWN."""
        return self.partners.unknown

    @field
    def reasons(self) -> list[ReasonCount]:
        """Reasons over the ordered pairs with it, either way."""
        return reason_counts(self.partners.reasons)


@object_type
class OrganisationExchange:
    """One organisation's row of the exchange question for one exchange type."""

    view: strawberry.Private[View]
    exchange: strawberry.Private[str]
    partners: strawberry.Private[findings.Partners]

    @field
    def type(self) -> ExchangeType:
        """What is exchanged."""
        return exchange_type(self.exchange)

    @field
    def sends_to(self) -> int:
        """Organisations in scope that it can send to."""
        return self.partners.sends_to

    @field
    def receives_from(self) -> int:
        """Organisations in scope that can send to it."""
        return self.partners.receives_from

    @field
    def both_ways(self) -> int:
        """Organisations in scope with which it can exchange both ways."""
        return self.partners.both_ways

    @field
    def unknown(self) -> int:
        """Ordered pairs with it, either way, that are UNKNOWN."""
        return self.partners.unknown

    @field
    def reasons(self) -> list[ReasonCount]:
        """Reasons over the ordered pairs with it, either way."""
        return reason_counts(self.partners.reasons)


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
        counts = self.answer.report.counts
        return VerdictCounts(
            yes=counts.yes, no=counts.no, unknown=counts.unknown, not_applicable=counts.not_applicable
        )

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


def reason_counts(counts: Iterable[tuple[Reason, int]]) -> list[ReasonCount]:
    """Counts of reasons as the schema has them."""
    return [ReasonCount(reason=reason, count=count) for reason, count in counts]


def _codes(view: View, rows: list[int]) -> list[strawberry.ID]:
    keys = view.snapshot.organisations.key
    return [strawberry.ID(keys[row]) for row in rows]
