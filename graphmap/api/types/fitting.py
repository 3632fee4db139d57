"""Products and standards: which open standards a product has, and what a candidate would connect to."""

from __future__ import annotations

from datetime import date

import strawberry

from graphmap.analysis.standards import candidate, offers, products
from graphmap.api.types import deployment, organisation, product
from graphmap.api.types.coded import (
    Capability,
    ExchangeType,
    Flow,
    StatedProfile,
    capability,
    exchange_type,
    flow,
    profile_of_text,
)
from graphmap.api.types.describing import field, input_type, object_type
from graphmap.api.types.enums import Direction, Reading
from graphmap.api.types.refs import DeploymentRef, OrganisationRef, ProductRef
from graphmap.api.types.standard_enums import Fit, Ground, Openness
from graphmap.api.view import View
from graphmap.api.words import notes_on


@object_type
class ProductFlow:
    """A flow that a product needs, and whether it has an open standard for it."""

    flow: Flow = strawberry.field(description="The flow.")
    openness: Openness = strawberry.field(description="Whether it has an open standard.")
    profiles: list[StatedProfile] = strawberry.field(
        description="The open standards shown or claimed; where there is none, the profiles in use."
    )


@object_type
class ProductStandards:
    """The open standards that a product has for the flows that it needs."""

    view: strawberry.Private[View]
    found: strawberry.Private[products.ProductStandards]

    @field
    def product(self) -> ProductRef:
        """The product."""
        return product.Product(view=self.view, row=self.found.product)

    @field
    def systems(self) -> int:
        """Its systems in force."""
        return self.found.systems

    @field
    def required(self) -> int:
        """Flows that its capabilities require."""
        return len(self.found.flows)

    @field
    def shown(self) -> int:
        """Those for which a system in use shows an open standard."""
        return self.found.count(Openness.SHOWN)

    @field
    def claimed(self) -> int:
        """Those for which it only claims one."""
        return self.found.count(Openness.CLAIMED)

    @field
    def not_open(self) -> int:
        """Those for which what is in use is not open."""
        return self.found.count(Openness.NOT_OPEN)

    @field
    def not_known(self) -> int:
        """Those of which nothing is known."""
        return self.found.count(Openness.NOT_KNOWN)

    @field
    def flows(self) -> list[ProductFlow]:
        """The flows one by one."""
        return [
            ProductFlow(
                flow=flow(one.flow.exchange, one.flow.direction),
                openness=one.openness,
                profiles=[_code(code) for code in one.profiles],
            )
            for one in self.found.flows
        ]


def _code(code: str) -> StatedProfile:
    return StatedProfile(code=strawberry.ID(code), version=None, use_case=None)


@input_type
class SpokenProfile:
    """A profile that a candidate speaks in one flow."""

    exchange: strawberry.ID = strawberry.field(description="Exchange type.")
    direction: Direction = strawberry.field(
        description="OUT where the candidate sends it, IN where it takes it."
    )
    profile: str = strawberry.field(description="CODE or CODE@version.")
    use_case: str | None = strawberry.field(default=None, description="Use case of the profile.")


@object_type
class Offer:
    """A profile that a candidate speaks in a flow."""

    profile: StatedProfile | None = strawberry.field(
        description="The profile; null where its ports or links state none."
    )
    ground: Ground = strawberry.field(description="How that is known.")
    systems: int = strawberry.field(
        description="Its systems in force that use it; 0 where that is not how it is known."
    )


@object_type
class Counterpart:
    """A system of the buyer, or a relay that it is linked with, and what would come of connecting to it."""

    view: strawberry.Private[View]
    found: strawberry.Private[candidate.Counterpart]

    @field
    def deployment(self) -> DeploymentRef:
        """The system or relay."""
        return deployment.Deployment(view=self.view, row=self.found.deployment)

    @field
    def relay(self) -> bool:
        """Whether it would pass on what it is sent, or send what others gave it."""
        return self.found.relay

    @field
    def fit(self) -> Fit:
        """What would come of connecting to it."""
        return self.found.fit

    @field
    def assumed(self) -> bool:
        """Whether agreement rests on a part of a profile that one side leaves out."""
        return self.found.assumed

    @field
    def sent(self) -> str | None:
        """The profile that would be sent, as text; null where what the candidate speaks is not known."""
        return self.found.sent or None

    @field
    def accepted(self) -> str | None:
        """The profile that would be accepted, as text; null where what the candidate speaks is not known."""
        return self.found.accepted or None


@object_type
class FlowFit:
    """One flow of a candidate at the buyer."""

    view: strawberry.Private[View]
    found: strawberry.Private[candidate.FlowFit]

    @field
    def exchange(self) -> ExchangeType:
        """What flows."""
        return exchange_type(self.found.flow.exchange)

    @field
    def direction(self) -> Direction:
        """Which way, seen from the candidate."""
        return self.found.flow.direction

    @field
    def required(self) -> bool:
        """Whether what the candidate is for requires it."""
        return self.found.required

    @field
    def fit(self) -> Fit:
        """What would come of connecting: the best of its counterparts."""
        return self.found.fit

    @field
    def assumed(self) -> bool:
        """Whether every agreement rests on a part of a profile that one side leaves out."""
        return self.found.assumed

    @field
    def complete(self) -> bool:
        """Whether the buyer's record for the exchange type is complete; if not, more may be there."""
        return self.found.complete

    @field
    def offers(self) -> list[Offer]:
        """What the candidate speaks for it."""
        return [_offer(one) for one in self.found.offers]

    @field
    def counterparts(self) -> list[Counterpart]:
        """What is there at the buyer, by id."""
        return [Counterpart(view=self.view, found=one) for one in self.found.counterparts]


def _offer(one: offers.Offer) -> Offer:
    return Offer(profile=profile_of_text(one.profile.text), ground=one.ground, systems=one.systems)


@object_type
class CandidateReport:
    """What a product, or a list of profiles, would connect to at a buyer, and what not."""

    view: strawberry.Private[View]
    product_row: strawberry.Private[int]
    buyer_row: strawberry.Private[int]
    codes: strawberry.Private[tuple[str, ...]]
    read: strawberry.Private[Reading]
    found: strawberry.Private[tuple[candidate.FlowFit, ...]]

    @field
    def as_of(self) -> date:
        """The day asked about."""
        return self.view.as_of

    @field
    def reading(self) -> Reading:
        """How what is not recorded is taken."""
        return self.read

    @field
    def product(self) -> ProductRef | None:
        """The candidate; null where profiles were given by hand."""
        return product.Product(view=self.view, row=self.product_row) if self.product_row >= 0 else None

    @field
    def buyer(self) -> OrganisationRef:
        """The buyer."""
        return organisation.Organisation(view=self.view, row=self.buyer_row)

    @field
    def notes(self) -> list[str]:
        """What became of the buyer where it is closed, its successors by name."""
        return notes_on(self.view, [self.buyer_row])

    @field
    def capabilities(self) -> list[Capability]:
        """What the candidate is judged for: their required flows."""
        return [capability(code) for code in self.codes]

    @field
    def required(self) -> int:
        """Flows that these require."""
        return sum(one.required for one in self.found)

    @field
    def connecting(self) -> int:
        """Required flows for which something there agrees."""
        return sum(one.required and one.fit is Fit.CONNECTS for one in self.found)

    @field
    def not_known(self) -> int:
        """Required flows of which too little is on record."""
        return sum(one.required and one.fit is Fit.NOT_KNOWN for one in self.found)

    @field
    def flows(self) -> list[FlowFit]:
        """Required flows first, then whatever else the candidate speaks."""
        return [FlowFit(view=self.view, found=one) for one in self.found]
