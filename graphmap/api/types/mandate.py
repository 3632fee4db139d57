"""Mandates: whom each binds among the organisations in scope, who follows it, and who is late."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import strawberry

from graphmap.analysis.standards import mandates
from graphmap.api.pages import page_of
from graphmap.api.types import deployment, organisation, product, supplier
from graphmap.api.types.arguments import After, First
from graphmap.api.types.coded import Mandate
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.refs import DeploymentRef, OrganisationRef, ProductRef, SupplierRef
from graphmap.api.types.standard_enums import Compliance
from graphmap.api.view import View
from graphmap.snapshot.columns import Bytes

Levels = Annotated[
    list[Compliance] | None,
    strawberry.argument(
        description="Only those that follow it, are known not to, or of which it is not known."
    ),
]


@object_type
class ComplianceCounts:
    """Those that a mandate binds, by whether they follow it."""

    bound: int = strawberry.field(description="All of them.")
    supporting: int = strawberry.field(description="Those that follow it.")
    known_not: int = strawberry.field(description="Those known not to.")
    not_known: int = strawberry.field(description="Those of which it is not known.")


@object_type
class BoundSystem:
    """A system that a mandate binds."""

    deployment: DeploymentRef = strawberry.field(description="The system.")
    compliance: Compliance = strawberry.field(description="Whether it follows the mandate.")


@object_type
class BoundOrganisation:
    """An organisation with a system that a mandate binds."""

    organisation: OrganisationRef = strawberry.field(description="The organisation.")
    compliance: Compliance = strawberry.field(
        description="Whether any of its systems follows the mandate, bound or not."
    )


@object_type
class BoundSupplier:
    """A supplier of systems that a mandate binds."""

    supplier: SupplierRef | None = strawberry.field(description="The supplier; null where nobody names it.")
    products: list[ProductRef] = strawberry.field(description="Its products in use that are bound.")
    systems: ComplianceCounts = strawberry.field(description="The systems of these.")


@object_type
class MandateReport:
    """Whom a mandate binds among the organisations in scope, who follows it, and who is late."""

    view: strawberry.Private[View]
    found: strawberry.Private[mandates.Bound]

    @field
    def mandate(self) -> Mandate:
        """The mandate."""
        return Mandate(term=self.found.mandate)

    @field
    def past_due(self) -> bool | None:
        """Whether its day lies before the day asked about; null where no source gives a day."""
        return self.found.past_due

    @field
    def supporters(self) -> int:
        """Systems in scope that follow it, bound or not."""
        return len(self.found.supporters)

    @field
    def supporter_organisations(self) -> int:
        """Organisations in scope with one of these systems."""
        return len(self.found.supporter_organisations)

    @field
    def systems(self) -> ComplianceCounts:
        """Systems that it binds."""
        return _counts(self.found.system_levels)

    @field
    def organisations(self) -> ComplianceCounts:
        """Organisations with such a system."""
        return _counts(self.found.organisation_levels)

    @field
    def lagging(self) -> ComplianceCounts | None:
        """Systems that it binds, that are past its day and not known to follow it; null where no source gives a day."""
        if self.found.past_due is None:
            return None
        levels = self.found.system_levels if self.found.past_due else self.found.system_levels[:0]
        return _counts(levels[levels != mandates.LEVELS.index(Compliance.SUPPORTS)])

    @field
    def bound_systems(
        self, compliance: Levels = None, first: First = 50, after: After = None
    ) -> Connection[BoundSystem]:
        """The systems that it binds, by id."""
        keys = self.view.snapshot.deployments.key
        places = _chosen(self.found.system_levels, compliance)
        rows, levels = self.found.systems, self.found.system_levels
        page = page_of(places, "bound system", lambda place: (keys[rows[place]],), first, after)
        return connection(
            page,
            lambda place: BoundSystem(
                deployment=deployment.Deployment(view=self.view, row=int(rows[place])),
                compliance=mandates.LEVELS[levels[place]],
            ),
        )

    @field
    def bound_organisations(
        self, compliance: Levels = None, first: First = 50, after: After = None
    ) -> Connection[BoundOrganisation]:
        """The organisations with such a system, by code."""
        keys = self.view.snapshot.organisations.key
        places = _chosen(self.found.organisation_levels, compliance)
        rows, levels = self.found.organisations, self.found.organisation_levels
        page = page_of(places, "bound organisation", lambda place: (keys[rows[place]],), first, after)
        return connection(
            page,
            lambda place: BoundOrganisation(
                organisation=organisation.Organisation(view=self.view, row=int(rows[place])),
                compliance=mandates.LEVELS[levels[place]],
            ),
        )

    @field
    def bound_suppliers(self, first: First = 50, after: After = None) -> Connection[BoundSupplier]:
        """Suppliers of these systems: those with most first, then by id; where nobody names the supplier, last."""
        keys = self.view.snapshot.suppliers.key

        def key(one: mandates.SupplierBound) -> tuple[bool, int, str]:
            return one.supplier < 0, -sum(one.systems), keys[one.supplier] if one.supplier >= 0 else ""

        page = page_of(self.found.suppliers, "bound supplier", key, first, after)
        return connection(page, self._supplier)

    def _supplier(self, one: mandates.SupplierBound) -> BoundSupplier:
        supporting, known_not, not_known = one.systems
        return BoundSupplier(
            supplier=supplier.Supplier(view=self.view, row=one.supplier) if one.supplier >= 0 else None,
            products=[product.Product(view=self.view, row=row) for row in one.products if row >= 0],
            systems=ComplianceCounts(
                bound=sum(one.systems), supporting=supporting, known_not=known_not, not_known=not_known
            ),
        )


def _counts(levels: Bytes) -> ComplianceCounts:
    by_level = np.bincount(levels, minlength=len(mandates.LEVELS)).tolist()
    return ComplianceCounts(
        bound=len(levels), supporting=by_level[0], known_not=by_level[1], not_known=by_level[2]
    )


def _chosen(levels: Bytes, wanted: list[Compliance] | None) -> np.ndarray:
    """Places of those that are wanted."""
    if wanted is None:
        return np.arange(len(levels))
    return np.flatnonzero(np.isin(levels, [mandates.LEVELS.index(one) for one in wanted]))
