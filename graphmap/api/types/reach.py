"""Who relies on a supplier."""

from __future__ import annotations

import strawberry

from graphmap.analysis.market import reach
from graphmap.api.pages import page_of
from graphmap.api.types import contract, deployment, organisation, supplier
from graphmap.api.types.arguments import After, First
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.refs import ContractRef, DeploymentRef, OrganisationRef, SupplierRef
from graphmap.api.view import View
from graphmap.snapshot.columns import Ints


@object_type
class SupplierUser:
    """An organisation and what ties it to a supplier."""

    view: strawberry.Private[View]
    found: strawberry.Private[reach.User]

    @field
    def organisation(self) -> OrganisationRef:
        """The organisation."""
        return organisation.Organisation(view=self.view, row=self.found.organisation)

    @field
    def deployments(self) -> list[DeploymentRef]:
        """Systems in use of the supplier's products."""
        return [deployment.Deployment(view=self.view, row=row) for row in self.found.deployments]

    @field
    def contracts(self) -> list[ContractRef]:
        """Contracts in force with the supplier, or with somebody else for its products."""
        return [contract.Contract(view=self.view, row=row) for row in self.found.contracts]


@object_type
class SupplierReach:
    """Who relies on a supplier anywhere, whatever the kind of organisation: what is on record, and no more."""

    view: strawberry.Private[View]
    found: strawberry.Private[reach.Reach]

    @field
    def suppliers(self) -> list[SupplierRef]:
        """Whom the answer is about: the supplier, or all of its group."""
        return [supplier.Supplier(view=self.view, row=row) for row in self.found.suppliers.tolist()]

    @field
    def deployments(self) -> int:
        """Systems in use of its products."""
        return len(self.found.deployments)

    @field
    def organisations(self) -> int:
        """Organisations that use its products, have a contract with it, or one with a reseller of its products."""
        return len(self.found.users)

    @field
    def using(self) -> int:
        """Those of them that use its products."""
        return sum(bool(user.deployments) for user in self.found.users)

    @field
    def users(self, first: First = 50, after: After = None) -> Connection[SupplierUser]:
        """They, by code."""
        keys = self.view.snapshot.organisations.key
        page = page_of(self.found.users, "user", lambda one: (keys[one.organisation],), first, after)
        return connection(page, lambda one: SupplierUser(view=self.view, found=one))

    @field
    def sold(self, first: First = 50, after: After = None) -> Connection[ContractRef]:
        """Contracts in force with it."""
        return self._contracts(self.found.direct, first, after)

    @field
    def resold_by_it(self, first: First = 50, after: After = None) -> Connection[ContractRef]:
        """Those of them that name a product that is not its own."""
        return self._contracts(self.found.resold_by_it, first, after)

    @field
    def sold_by_others(self, first: First = 50, after: After = None) -> Connection[ContractRef]:
        """Contracts in force with others that name a product of its own."""
        return self._contracts(self.found.sold_by_others, first, after)

    def _contracts(self, rows: Ints, first: int, after: str | None) -> Connection[contract.Contract]:
        return contract.contracts(self.view, rows, None, first, after)
