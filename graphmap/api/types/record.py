"""Records of a scope that a list is about: each with its kind, its organisations, and named as people would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import TypeVar

import numpy as np
import strawberry

from graphmap.analysis.coverage.conflicts import Conflicts
from graphmap.analysis.coverage.records import KINDS, Place, Places
from graphmap.analysis.coverage.stranded import Stranded
from graphmap.analysis.coverage.words import named, organisations_of
from graphmap.api.claims import ShownClaim
from graphmap.api.ids import keys_of
from graphmap.api.pages import page_of
from graphmap.api.types import contract, coverage, deployment, link, organisation, port, product, supplier
from graphmap.api.types.claim import Claim
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type, register
from graphmap.api.types.node import Fact, expect_claims
from graphmap.api.types.refs import DeploymentRef, OrganisationRef
from graphmap.api.view import View
from graphmap.api.words import name_of
from graphmap.model import terms
from graphmap.model.dates import to_date

T = TypeVar("T")


class RecordKind(Enum):
    """What a source may state something about."""

    ORGANISATION = terms.Kind.ORGANISATION
    SUPPLIER = terms.Kind.SUPPLIER
    PRODUCT = terms.Kind.PRODUCT
    DEPLOYMENT = terms.Kind.DEPLOYMENT
    PORT = terms.Kind.PORT
    LINK = terms.Kind.LINK
    COVERAGE = terms.Kind.COVERAGE
    CONTRACT = terms.Kind.CONTRACT


register(
    RecordKind,
    "What a record is of.",
    {
        "ORGANISATION": "An organisation.",
        "SUPPLIER": "A supplier.",
        "PRODUCT": "A product.",
        "DEPLOYMENT": "A system in use.",
        "PORT": "What a system sends, takes or passes on.",
        "LINK": "An interface between two systems.",
        "COVERAGE": "How complete the record of an organisation is.",
        "CONTRACT": "A contract.",
    },
)


@object_type
class Record:
    """Something that a source states about the organisations of a scope."""

    view: strawberry.Private[View]
    place: strawberry.Private[Place]

    @field
    def kind(self) -> RecordKind:
        """What it is of."""
        return RecordKind(self.place.kind)

    @field
    def text(self) -> str:
        """It, named as people would."""
        return named(self.view.snapshot, self.place)

    @field
    def organisations(self) -> list[OrganisationRef]:
        """The organisations that it is about, in scope or not; none for suppliers and products."""
        return organisation.organisations(self.view, organisations_of(self.view.snapshot, self.place))

    @field
    def fact(self) -> Fact:
        """It in full: evidence, date, claims; a port or interface in the period that is meant."""
        return fact(self.view, self.place)


@object_type
class ConflictingProperty:
    """A property of which sources give different values."""

    property: str = strawberry.field(
        description="The property, by its column; `validity` is status and dates."
    )
    stands: list[Claim] = strawberry.field(
        description="What counts: the claims that win, or agree with what wins."
    )
    rivals: list[Claim] = strawberry.field(description="What other sources say instead.")


@object_type
class Conflict:
    """A record of which sources differ."""

    view: strawberry.Private[View]
    place: strawberry.Private[Place]

    @field
    def record(self) -> Record:
        """The record."""
        return Record(view=self.view, place=self.place)

    @field
    def rivals(self) -> int:
        """Property claims that lost to another source's."""
        one = fact(self.view, self.place)
        return int(one.table.rivals[one.row])

    @field
    def properties(self) -> list[ConflictingProperty] | None:
        """The properties of which sources differ, with all that is said; null while the store is away."""
        record = fact(self.view, self.place)
        by_property: dict[str, list[ShownClaim]] = {}
        for one in self.view.claims.of(record.kind, record.stated_key, False):
            by_property.setdefault(one.name, []).append(one)
        return [
            ConflictingProperty(
                property=name,
                stands=[Claim(shown=one) for one in said if not one.rival],
                rivals=[Claim(shown=one) for one in said if one.rival],
            )
            for name, said in by_property.items()
            if any(one.rival for one in said)
        ]


@object_type
class SlippedPlan:
    """A plan whose day has come without anybody saying that it happened: it counts on no day until a source says more."""

    view: strawberry.Private[View]
    place: strawberry.Private[Place]

    @field
    def record(self) -> Record:
        """What was planned."""
        return Record(view=self.view, place=self.place)

    @field
    def due(self) -> date:
        """The day for which it was planned."""
        day = to_date(_start(self.view, self.place))
        assert day is not None  # an undated plan never slips
        return day

    @field
    def days_overdue(self) -> int:
        """Days since then, on the day whose knowledge counts."""
        return self.view.snapshot.known_at - _start(self.view, self.place)


@object_type
class StrandedSystem:
    """A system in use that the evidence still names at an organisation that has closed."""

    view: strawberry.Private[View]
    found: strawberry.Private[Stranded]

    @field
    def deployment(self) -> DeploymentRef:
        """The system."""
        return deployment.Deployment(view=self.view, row=self.found.deployment)

    @field
    def closed(self) -> list[OrganisationRef]:
        """The closed organisations that it is named at."""
        return organisation.organisations(self.view, list(self.found.closed))

    @field
    def successors(self) -> list[OrganisationRef]:
        """Their open successors, whom to ask; none where no successor is on record."""
        return organisation.organisations(self.view, list(self.found.successors))

    @field
    def text(self) -> str:
        """The question in words."""
        system = named(self.view.snapshot, Place(terms.Kind.DEPLOYMENT, self.found.deployment))
        heirs = [name_of(self.view, row) for row in self.found.successors]
        closed = " and ".join(name_of(self.view, row) for row in self.found.closed)
        if not heirs:
            return f"{system} is named at {closed}, closed since, and no successor is on record: who runs it now?"
        return f"Ask {' and '.join(heirs)}: is {system} still in use, and who runs it now that {closed} has closed?"


def fact(view: View, place: Place) -> Fact:
    """What stands at a place; ports and links in the period of that row."""
    return _MADE[place.kind](view, place.row)


def page_of_records(
    view: View, found: Places, order: str, first: int, after: str | None
) -> Connection[Record]:
    """A page of records by observation, then kind and key; undated ones by kind and key."""

    def key(place: Place) -> tuple[int | str, ...]:
        one = fact(view, place)
        return int(one.table.observed[one.fact]), *_key(view, place)

    return _page(view, found, order, key, first, after, lambda place: Record(view=view, place=place))


def page_of_conflicts(view: View, found: Conflicts, first: int, after: str | None) -> Connection[Conflict]:
    """A page of records of which sources differ, by kind and key."""
    return _page(
        view,
        found.records,
        "conflict",
        lambda place: _key(view, place),
        first,
        after,
        lambda place: Conflict(view=view, place=place),
    )


def page_of_slipped(view: View, found: Places, first: int, after: str | None) -> Connection[SlippedPlan]:
    """A page of plans that have slipped, longest overdue first, then by kind and key."""
    return _page(
        view,
        found,
        "slipped",
        lambda place: (_start(view, place), *_key(view, place)),
        first,
        after,
        lambda place: SlippedPlan(view=view, place=place),
    )


def page_of_stranded(
    view: View, found: tuple[Stranded, ...], first: int, after: str | None
) -> Connection[StrandedSystem]:
    """A page of stranded systems, by key."""
    keys = view.snapshot.deployments.key
    page = page_of(found, "stranded", lambda one: (keys[one.deployment],), first, after)
    return connection(page, lambda one: StrandedSystem(view=view, found=one))


def _page(
    view: View,
    found: Places,
    order: str,
    key: Callable[[Place], tuple[int | str, ...]],
    first: int,
    after: str | None,
    make: Callable[[Place], T],
) -> Connection[T]:
    view.budget.ask()
    page = page_of(found, order, key, first, after)
    for kind in KINDS:
        expect_claims([fact(view, place) for place in page.items if place.kind is kind])
    return connection(page, make)


def _key(view: View, place: Place) -> tuple[int | str, ...]:
    """Kind, key, and of a port or link which of its periods: as `Places` are ordered."""
    one = fact(view, place)
    period = place.row - int(np.searchsorted(one.table.record, one.row)) if place.kind in _PERIODS else 0
    return KINDS.index(place.kind), keys_of(view.snapshot, place.kind)[one.row], period


def _start(view: View, place: Place) -> int:
    one = fact(view, place)
    return int(one.table.start[one.fact])


_PERIODS = (terms.Kind.PORT, terms.Kind.LINK)
_MADE: dict[terms.Kind, Callable[[View, int], Fact]] = {
    terms.Kind.ORGANISATION: lambda view, row: organisation.Organisation(view=view, row=row),
    terms.Kind.SUPPLIER: lambda view, row: supplier.Supplier(view=view, row=row),
    terms.Kind.PRODUCT: lambda view, row: product.Product(view=view, row=row),
    terms.Kind.DEPLOYMENT: lambda view, row: deployment.Deployment(view=view, row=row),
    terms.Kind.PORT: port.port_fact,
    terms.Kind.LINK: link.link_fact,
    terms.Kind.COVERAGE: lambda view, row: coverage.Coverage(view=view, row=row),
    terms.Kind.CONTRACT: lambda view, row: contract.Contract(view=view, row=row),
}
