"""Duplicates: several that do the same."""

from __future__ import annotations

import strawberry

from graphmap.analysis.market import duplicates
from graphmap.api.types import deployment, organisation, product
from graphmap.api.types.coded import Capability, capability
from graphmap.api.types.connection import Connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.market_enums import DuplicatePlace
from graphmap.api.types.refs import DeploymentRef, OrganisationRef, ProductRef
from graphmap.api.view import View


@object_type
class Duplicate:
    """Several live systems for one capability in an organisation, or several products for it in the area of an ICB."""

    view: strawberry.Private[View]
    found: strawberry.Private[duplicates.Duplicate]

    @field
    def place(self) -> DuplicatePlace:
        """Whether it is in an organisation or in an area."""
        return self.found.place

    @field
    def organisation(self) -> OrganisationRef | None:
        """The organisation; null where it is an area."""
        return self._where(DuplicatePlace.ORGANISATION)

    @field
    def icb(self) -> OrganisationRef | None:
        """The ICB of the area; null where it is an organisation."""
        return self._where(DuplicatePlace.ICB)

    @field
    def capability(self) -> Capability:
        """What they are for."""
        return capability(self.found.capability)

    @field
    def deployments(self) -> list[DeploymentRef]:
        """The live systems."""
        return [deployment.Deployment(view=self.view, row=row) for row in self.found.deployments]

    @field
    def products(self) -> list[ProductRef]:
        """Their products, each once."""
        return [product.Product(view=self.view, row=row) for row in self.found.products]

    def _where(self, place: DuplicatePlace) -> OrganisationRef | None:
        if self.found.place is not place:
            return None
        return organisation.Organisation(view=self.view, row=self.found.row)


@object_type
class DuplicateConnection(Connection[Duplicate]):
    """A page of duplicates, and how much of the record they are found in."""

    organisations: int = strawberry.field(description="Organisations in scope.")
    complete_records: int = strawberry.field(
        description="Those whose record is complete for every exchange type; elsewhere there may be more than is listed."
    )
