"""Suppliers."""

from __future__ import annotations

from typing import ClassVar

from graphmap.analysis.market import reach as reaching
from graphmap.api.standing import Standing
from graphmap.api.types import contract, deployment, product, reach
from graphmap.api.types.arguments import After, First, StandingArgument, standings
from graphmap.api.types.connection import Connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.listing import by_key
from graphmap.api.types.market_arguments import ContractEvidence, WholeGroup
from graphmap.api.types.node import Fact
from graphmap.api.types.refs import ContractRef, DeploymentRef, ProductRef, SupplierReachRef
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Suppliers


@object_type
class Supplier(Fact):
    """A seller of products."""

    kind: ClassVar[Kind] = Kind.SUPPLIER

    @property
    def table(self) -> Suppliers:
        return self.view.snapshot.suppliers

    @property
    def is_stub(self) -> bool:
        return bool(self.table.stub[self.row])

    @field
    def name(self) -> str:
        """Its name; its id where nobody states a name."""
        return self.table.name[self.row] or self.stated_key

    @field
    def group(self) -> str | None:
        """The owner that it is counted under."""
        return self.table.group[self.row] or None

    @field
    def aliases(self) -> list[str]:
        """Other and former names."""
        return [alias for alias in self.table.aliases[self.row].split(";") if alias]

    @field
    def stub(self) -> bool:
        """Whether it is referred to and stated by nobody; it then takes part in no analysis."""
        return self.is_stub

    @field
    def products(self, first: First = 50, after: After = None) -> Connection[ProductRef]:
        """What it sells, by id."""
        rows = self.view.index.products_of_supplier[self.row]
        return by_key(
            self.view, Kind.PRODUCT, rows, lambda view, row: product.Product(view=view, row=row), first, after
        )

    @field
    def deployments(
        self,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
    ) -> Connection[DeploymentRef]:
        """Systems in use of its products, by id."""
        index = self.view.index
        rows = index.deployments_of_product.of_all(index.products_of_supplier[self.row])
        return deployment.deployments(self.view, rows, standings(standing), first, after)

    @field
    def contracts(
        self,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
    ) -> Connection[ContractRef]:
        """Contracts with it."""
        rows = self.view.index.contracts_of_supplier[self.row]
        return contract.contracts(self.view, rows, standings(standing), first, after)

    @field
    def reach(
        self, whole_group: WholeGroup = False, min_evidence: ContractEvidence = None
    ) -> SupplierReachRef:
        """Who relies on it anywhere: by its products, by contract, or by contract with a reseller."""
        found = reaching.reach(
            self.view.snapshot, self.row, self.view.as_of, min_evidence, whole_group=whole_group
        )
        return reach.SupplierReach(view=self.view, found=found)
