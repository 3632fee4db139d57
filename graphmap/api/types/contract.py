"""Contracts."""

from __future__ import annotations

from math import isnan
from typing import ClassVar

from graphmap.api.standing import Standing, standing_flags
from graphmap.api.types import organisation, product, supplier
from graphmap.api.types.claim import Validity, validity
from graphmap.api.types.coded import Capability, capability, codes
from graphmap.api.types.connection import Connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.listing import by_key
from graphmap.api.types.node import Fact
from graphmap.api.types.refs import OrganisationRef, ProductRef, SupplierRef
from graphmap.api.view import View
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import LIVE, Contracts, Ints


@object_type
class Contract(Fact):
    """An award."""

    kind: ClassVar[Kind] = Kind.CONTRACT

    @property
    def table(self) -> Contracts:
        return self.view.snapshot.contracts

    @field
    def buyer(self) -> OrganisationRef:
        """Who buys."""
        return organisation.Organisation(view=self.view, row=int(self.table.buyer[self.row]))

    @field
    def supplier(self) -> SupplierRef:
        """Who sells."""
        return supplier.Supplier(view=self.view, row=int(self.table.supplier[self.row]))

    @field
    def product(self) -> ProductRef | None:
        """What is bought, where known."""
        row = int(self.table.product[self.row])
        return product.Product(view=self.view, row=row) if row >= 0 else None

    @field
    def capability(self) -> Capability | None:
        """What it is for."""
        place = int(self.table.capability[self.row])
        return capability(codes("capabilities")[place]) if place >= 0 else None

    @field
    def value_gbp(self) -> float | None:
        """Value in pounds; null where it is not stated."""
        value = float(self.table.value[self.row])
        return None if isnan(value) else value

    @field
    def framework(self) -> str | None:
        """Framework or procedure."""
        return self.table.framework[self.row] or None

    @field
    def reference(self) -> str | None:
        """Reference of the notice."""
        return self.table.reference[self.row] or None

    @field
    def validity(self) -> Validity:
        """Its first and last day."""
        row, table = self.row, self.table
        return validity(LIVE, table.start[row], table.end[row], self.view.standings.contracts[row])


def contracts(
    view: View, rows: Ints, wanted: frozenset[Standing] | None, first: int, after: str | None
) -> Connection[Contract]:
    """Contracts in rows (ascending) that stand as wanted, by key."""
    chosen = rows[standing_flags(view.standings.contracts[rows], wanted)]
    return by_key(view, Kind.CONTRACT, chosen, lambda seen, row: Contract(view=seen, row=row), first, after)
