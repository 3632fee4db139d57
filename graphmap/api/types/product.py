"""Products."""

from __future__ import annotations

from typing import ClassVar

import strawberry

from graphmap.api.standing import Standing
from graphmap.api.types import contract, deployment, supplier
from graphmap.api.types.arguments import After, First, StandingArgument, standings
from graphmap.api.types.coded import Capability, StatedProfile, capability, codes
from graphmap.api.types.connection import Connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.node import Fact
from graphmap.api.types.refs import ContractRef, DeploymentRef, SupplierRef
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Products


@object_type
class Product(Fact):
    """What a supplier sells."""

    kind: ClassVar[Kind] = Kind.PRODUCT

    @property
    def table(self) -> Products:
        return self.view.snapshot.products

    @property
    def is_stub(self) -> bool:
        return bool(self.table.stub[self.row])

    @field
    def name(self) -> str:
        """Its name; its id where nobody states a name."""
        return self.table.name[self.row] or self.stated_key

    @field
    def supplier(self) -> SupplierRef | None:
        """Who sells it; null where nobody says."""
        row = int(self.table.supplier[self.row])
        return supplier.Supplier(view=self.view, row=row) if row >= 0 else None

    @field
    def capabilities(self) -> list[Capability]:
        """What it is for."""
        return [capability(codes("capabilities")[place]) for place in self.table.capabilities[self.row]]

    @field
    def standards(self) -> list[StatedProfile]:
        """Profiles that it claims to support, in whatever deployment."""
        profiles = self.view.snapshot.profiles
        return [
            StatedProfile(code=strawberry.ID(profiles[place]), version=None, use_case=None)
            for place in self.table.standards[self.row]
        ]

    @field
    def aliases(self) -> list[str]:
        """Other and former names."""
        return [alias for alias in self.table.aliases[self.row].split(";") if alias]

    @field
    def stub(self) -> bool:
        """Whether it is referred to and stated by nobody; it then takes part in no analysis."""
        return self.is_stub

    @field
    def hangs_on_stub(self) -> bool:
        """Whether it refers to what nobody states, and so takes part in no analysis."""
        return bool(self.table.out[self.row])

    @field
    def deployments(
        self,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
    ) -> Connection[DeploymentRef]:
        """Where it is in use, by id."""
        rows = self.view.index.deployments_of_product[self.row]
        return deployment.deployments(self.view, rows, standings(standing), first, after)

    @field
    def contracts(
        self,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
    ) -> Connection[ContractRef]:
        """Contracts for it."""
        rows = self.view.index.contracts_of_product[self.row]
        return contract.contracts(self.view, rows, standings(standing), first, after)
