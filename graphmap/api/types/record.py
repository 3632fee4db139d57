"""Records of a scope that a list is about: each with its kind, its organisations, and named as people would."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import strawberry

from graphmap.analysis.coverage.records import KINDS, Place, Places
from graphmap.analysis.coverage.words import named, organisations_of
from graphmap.api.ids import keys_of
from graphmap.api.pages import page_of
from graphmap.api.types import contract, coverage, deployment, link, organisation, port, product, supplier
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import RecordKind
from graphmap.api.types.node import Fact, expect_claims
from graphmap.api.types.refs import OrganisationRef
from graphmap.api.view import View
from graphmap.model import terms

T = TypeVar("T")


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


def fact(view: View, place: Place) -> Fact:
    """What stands at a place; ports and links in the period of that row."""
    return _MADE[place.kind](view, place.row)


def page_of_records(
    view: View, found: Places, order: str, first: int, after: str | None
) -> Connection[Record]:
    """A page of records by observation, then kind and key; undated ones by kind and key."""

    def key(place: Place) -> tuple[int | str, ...]:
        one = fact(view, place)
        return int(one.table.observed[one.fact]), *key_of(view, place)

    return page_of_places(view, found, order, key, first, after, lambda place: Record(view=view, place=place))


def page_of_places(
    view: View,
    found: Places,
    order: str,
    key: Callable[[Place], tuple[int | str, ...]],
    first: int,
    after: str | None,
    make: Callable[[Place], T],
) -> Connection[T]:
    """A page of what is made of places, which are sorted by `key`; their claims are read together."""
    view.budget.ask()
    page = page_of(found, order, key, first, after)
    for kind in KINDS:
        expect_claims([fact(view, place) for place in page.items if place.kind is kind])
    return connection(page, make)


def key_of(view: View, place: Place) -> tuple[int | str, ...]:
    """Kind, key, and of a port or link which of its periods: as `Places` are ordered."""
    one = fact(view, place)
    period = place.row - int(np.searchsorted(one.table.record, one.row)) if place.kind in _PERIODS else 0
    return KINDS.index(place.kind), keys_of(view.snapshot, place.kind)[one.row], period


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
