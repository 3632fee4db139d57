"""One ordered pair of organisations, explained: the answer, its routes, and what would help."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import strawberry

from graphmap.analysis import findings
from graphmap.api.answer import Answer
from graphmap.api.pages import page_of
from graphmap.api.types import deployment, link, organisation, port
from graphmap.api.types.arguments import (
    After,
    First,
)
from graphmap.api.types.coded import ExchangeType, StatedProfile, exchange_type, profile_of_text
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import (
    Evidence,
    Flag,
    Reason,
    RemedyKind,
    Verdict,
)
from graphmap.api.types.refs import DeploymentRef, LinkRef, OrganisationRef, PortRef
from graphmap.api.view import View
from graphmap.api.words import notes_on

ROUTES_MOST = 10
"""Routes of one pair that are looked for at most: each costs a search, and a person compares a handful."""


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
