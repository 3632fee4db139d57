"""What stops when something fails, and which single failures part most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated

import numpy as np
import strawberry

from graphmap.analysis import single_points
from graphmap.analysis.failing import Subject
from graphmap.analysis.impact import Impact, Lost
from graphmap.analysis.way_round import Rerouted, WaysRound
from graphmap.api.pages import checked, page_of
from graphmap.api.pair_pages import page_of_pairs, pair_cursor, pair_seen
from graphmap.api.questions import answer_to
from graphmap.api.subjects import id_of, name_of
from graphmap.api.types import deployment
from graphmap.api.types.arguments import After, First
from graphmap.api.types.coded import ExchangeType, exchange_type
from graphmap.api.types.connection import Connection, Edge, PageInfo, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Reading, SubjectKind
from graphmap.api.types.pair import Exchange, Route
from graphmap.api.types.refs import DeploymentRef
from graphmap.api.view import View

EXAMINED = 40
"""Pairs whose routes one page of rerouted pairs looks at, at least as many as asked for."""


@object_type
class FailureSubject:
    """Something that may fail by itself: a system, a product, a supplier or group of them, a host."""

    view: strawberry.Private[View]
    found: strawberry.Private[Subject]

    @field
    def id(self) -> strawberry.ID:
        """Its id with its kind before it, as `impact` takes it: `product:…`, `group:…`, `host:…`."""
        return strawberry.ID(id_of(self.view, self.found))

    @field
    def kind(self) -> SubjectKind:
        """What it is."""
        return self.found.kind

    @field
    def name(self) -> str:
        """Its name for people."""
        return name_of(self.view, self.found)


@object_type
class SinglePoint:
    """What is lost when one thing fails alone."""

    view: strawberry.Private[View]
    found: strawberry.Private[single_points.SinglePoint]

    @field
    def subject(self) -> FailureSubject:
        """What fails."""
        return FailureSubject(view=self.view, found=self.found.subject)

    @field
    def kind(self) -> SubjectKind:
        """What it is."""
        return self.found.subject.kind

    @field
    def pairs_lost(self) -> int:
        """Ordered pairs of organisations that are YES and would not be, summed over the exchange types asked for."""
        return self.found.pairs_lost

    @field
    def organisations(self) -> int:
        """Organisations in a lost pair."""
        return self.found.organisations


@object_type
class ExchangeLoss:
    """What one exchange type loses."""

    view: strawberry.Private[View]
    code: strawberry.Private[str]
    count: strawberry.Private[int]

    @field
    def type(self) -> ExchangeType:
        """What is exchanged."""
        return exchange_type(self.code)

    @field
    def pairs_lost(self) -> int:
        """Ordered pairs that are YES and would not be."""
        return self.count


@object_type
class LostPair:
    """An ordered pair that can exchange now and could not any more."""

    report: strawberry.Private[ImpactReport]
    pair: strawberry.Private[Lost]

    @field
    def exchange(self) -> Exchange:
        """The pair as it stands now."""
        return self.report.exchange_of(self.pair)

    @cached_property
    def planned(self) -> tuple[bool, date | None]:
        self.report.view.budget.ask()
        return self.report.ways.planned(self.pair)

    @field
    def planned_way_round(self) -> bool:
        """Whether what is on the way would join the pair again."""
        return self.planned[0]

    @field
    def available_from(self) -> date | None:
        """The day on which the planned way round is due; null when there is none, or nobody says when."""
        return self.planned[1]


@object_type
class ReroutedPair:
    """An ordered pair whose best route fails and that goes on by another."""

    report: strawberry.Private[ImpactReport]
    found: strawberry.Private[Rerouted]

    @field
    def exchange(self) -> Exchange:
        """The pair as it stands now."""
        return self.report.exchange_of(self.found.place)

    @field
    def alternative(self) -> Route:
        """The best route that is left."""
        return Route(view=self.report.view, found=self.found.alternative)


@object_type
class ReroutedPairs:
    """A page of rerouted pairs. Routes are searched pair by pair, so nobody knows how many there are on later pages."""

    edges: list[Edge[ReroutedPair]] = strawberry.field(description="The pairs of this page, in order.")
    page_info: PageInfo = strawberry.field(
        description="Where this page stands; a page may be short of `first`."
    )
    examined: int = strawberry.field(
        description="Pairs that this page looked at, those not rerouted included."
    )


@dataclass(frozen=True)
class _Dependent:
    deployment: int
    links: int


@object_type
class Dependent:
    """A system that loses a source or a receiver of something."""

    view: strawberry.Private[View]
    found: strawberry.Private[_Dependent]

    @field
    def deployment(self) -> DeploymentRef:
        """The system."""
        return deployment.Deployment(view=self.view, row=self.found.deployment)

    @field
    def links_away(self) -> int:
        """How many interfaces it is away from what fails, at least."""
        return self.found.links


@object_type
class ImpactReport:
    """What stops when something fails, at once and with nothing put in its place."""

    view: strawberry.Private[View]
    impact: strawberry.Private[Impact]
    subjects: strawberry.Private[tuple[Subject, ...]]

    @cached_property
    def ways(self) -> WaysRound:
        return WaysRound(self.impact)

    def exchange_of(self, pair: Lost) -> Exchange:
        exchange, sender, receiver = pair
        least = self.impact.setting.min_evidence
        answer = answer_to(self.view, exchange, Reading.CAUTIOUS, least)
        return Exchange(view=self.view, answer=answer, pair=(sender, receiver))

    @field
    def of(self) -> list[FailureSubject]:
        """What fails."""
        return [FailureSubject(view=self.view, found=one) for one in self.subjects]

    @field
    def failing(self, first: First = 50, after: After = None) -> Connection[DeploymentRef]:
        """The systems in use that fail with it, by id."""
        flags = self.impact.gone.deployments & self.view.standings.in_use
        rows = np.flatnonzero(flags)
        keys = self.view.snapshot.deployments.key
        page = page_of(rows, "failing", lambda row: (keys[row],), first, after)
        return connection(page, lambda row: deployment.Deployment(view=self.view, row=int(row)))

    @field
    def pairs_lost(self) -> int:
        """Ordered pairs of organisations that are YES and would not be, summed over the exchange types asked for."""
        return self.impact.pairs_lost

    @field
    def organisations_affected(self) -> int:
        """Organisations in a lost pair."""
        return len(self.impact.affected)

    @field
    def linked(self, first: First = 50, after: After = None) -> Connection[DeploymentRef]:
        """Systems in use with an interface to or from what fails, by id: they may lose what nobody has recorded."""
        keys = self.view.snapshot.deployments.key
        page = page_of(self.impact.linked, "linked", lambda row: (keys[row],), first, after)
        return connection(page, lambda row: deployment.Deployment(view=self.view, row=int(row)))

    @field
    def by_exchange(self) -> list[ExchangeLoss]:
        """What each exchange type loses, most first; those that lose nothing left out."""
        lost = sorted(self.impact.by_exchange.items(), key=lambda one: -one[1])
        return [ExchangeLoss(view=self.view, code=code, count=count) for code, count in lost if count]

    @field
    def lost(self, first: First = 50, after: After = None) -> Connection[LostPair]:
        """The lost pairs, by exchange type, sender and receiver."""
        impact = self.impact
        page = page_of_pairs(
            self.view, "lost", impact.setting.exchanges, impact.pairs_lost, impact.lost, first, after
        )
        return connection(page, lambda pair: LostPair(report=self, pair=pair))

    @field
    def rerouted(self, first: First = 20, after: After = None) -> ReroutedPairs:
        """Pairs that go on exchanging although their best route fails."""
        checked(first)
        self.view.budget.ask()
        seen = pair_seen(self.view, "rerouted", self.impact.setting.exchanges, after)
        found = self.ways.rerouted(seen, first, max(first, EXAMINED))
        edges = [
            Edge(
                node=ReroutedPair(report=self, found=one),
                cursor=pair_cursor(self.view, "rerouted", one.place),
            )
            for one in found.pairs
        ]
        info = PageInfo(
            has_next_page=found.more,
            has_previous_page=after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=pair_cursor(self.view, "rerouted", found.last) if found.last else None,
        )
        return ReroutedPairs(edges=edges, page_info=info, examined=found.examined)

    @field
    def dependents(self, first: First = 50, after: After = None) -> Connection[Dependent]:
        """Systems that go on but lose a source or a receiver of something, nearest first."""
        keys = self.view.snapshot.deployments.key
        found = self.impact.dependents
        page = page_of(found, "dependent", lambda one: (one[1], keys[one[0]]), first, after)
        return connection(page, lambda one: Dependent(view=self.view, found=_Dependent(*one)))


Of = Annotated[
    list[strawberry.ID],
    strawberry.argument(
        description=(
            "What fails, all at once: ids of systems, products, suppliers, organisations or interfaces, "
            "`group:NAME`, `host:NAME`."
        )
    ),
]
