"""An organisation's row of the exchange question: with how many others it can exchange."""

from __future__ import annotations

from collections.abc import Iterable

import strawberry

from graphmap.analysis import findings
from graphmap.api.types import organisation
from graphmap.api.types.coded import ExchangeType, exchange_type
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import (
    Reason,
)
from graphmap.api.types.refs import OrganisationRef
from graphmap.api.view import View


@object_type
class ReasonCount:
    """How many pairs have a reason."""

    reason: Reason = strawberry.field(description="The reason.")
    count: int = strawberry.field(description="Pairs that have it; a pair with two reasons counts for both.")


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


def reason_counts(counts: Iterable[tuple[Reason, int]]) -> list[ReasonCount]:
    """Counts of reasons as the schema has them."""
    return [ReasonCount(reason=reason, count=count) for reason, count in counts]
