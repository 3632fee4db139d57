"""Markets: who supplies a capability, and how concentrated that is."""

from __future__ import annotations

import strawberry

from graphmap.analysis.market import holders, market, words
from graphmap.api.basis import basis_of
from graphmap.api.pages import page_of
from graphmap.api.types import contract, deployment, organisation, supplier
from graphmap.api.types.arguments import After, First
from graphmap.api.types.basis import Basis
from graphmap.api.types.coded import Capability, capability
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Reading
from graphmap.api.types.market_arguments import ContractStates, Holdings
from graphmap.api.types.market_enums import ContractState, Holding, ScreeningBand
from graphmap.api.types.refs import ContractRef, DeploymentRef, OrganisationRef, SupplierRef
from graphmap.api.types.report import Report
from graphmap.api.view import View
from graphmap.snapshot.columns import Ints


@object_type
class ShareBounds:
    """A fraction that what is unknown leaves open between two values."""

    low: float = strawberry.field(
        description="Where each organisation of which nothing is known has a supplier of its own."
    )
    high: float = strawberry.field(description="Where all of them have the largest.")


@object_type
class Concentration(ShareBounds):
    """The Herfindahl-Hirschman index, 0 to 10,000, between two values."""

    band: ScreeningBand | None = strawberry.field(
        description="Its screening band; null where the two values fall in different ones."
    )


@object_type
class SupplierWeight:
    """What a supplier has of a market."""

    supplier: SupplierRef = strawberry.field(description="The supplier.")
    organisations: float = strawberry.field(
        description="Its organisations; one that has several suppliers is split equally over them."
    )


@object_type
class MarketShare:
    """What a supplier group, or a supplier that belongs to none, has of a market."""

    supplier: SupplierRef = strawberry.field(description="The supplier, of a group the one with the most.")
    group: str | None = strawberry.field(description="The group; null for a supplier that belongs to none.")
    suppliers: list[SupplierWeight] = strawberry.field(
        description="Every supplier of the group that counts here, the one with the most first."
    )
    organisations: float = strawberry.field(
        description="Its organisations; one that has systems of several groups is split equally over them."
    )
    share: float = strawberry.field(
        description="Fraction of the organisations whose supplier is known; `hhi`, `cr1` and `cr4` take all."
    )


@object_type
class MarketHolder:
    """An organisation, and what is on record of it for a capability."""

    view: strawberry.Private[View]
    found: strawberry.Private[holders.Holder]

    @field
    def organisation(self) -> OrganisationRef:
        """The organisation."""
        return organisation.Organisation(view=self.view, row=self.found.organisation)

    @field
    def holding(self) -> Holding:
        """What is on record."""
        return self.found.holding

    @field
    def deployments(self) -> list[DeploymentRef]:
        """Its systems in use for it, those being retired included."""
        return [deployment.Deployment(view=self.view, row=row) for row in self.found.deployments]

    @field
    def contract(self) -> ContractState | None:
        """Whether a contract for one of them is on record; null where there is no system."""
        return self.found.contract

    @field
    def contracts(self) -> list[ContractRef]:
        """Of each system the contract in force, or else the one that ended last."""
        return [contract.Contract(view=self.view, row=row) for row in self.found.contracts]


@object_type
class MarketReport(Report):
    """The market for a capability: who supplies it, how concentrated that is, and how much of it is known."""

    found: strawberry.Private[market.Market]
    scope: strawberry.Private[Ints]

    @field
    def capability(self) -> Capability:
        """What is bought."""
        return capability(self.found.capability)

    @field
    def reading(self) -> Reading:
        """How what is not recorded is taken."""
        return self.terms.reading

    @field
    def organisations(self) -> int:
        """Organisations in the market: those whose settings it serves or that have a system for it, less those known
        to have none."""
        return self.found.organisations

    @field
    def unknown_organisations(self) -> int:
        """Those of them of which no system with a known supplier is on record."""
        return self.found.unknown

    @field
    def without(self) -> int:
        """Organisations that are known to have no such system, and so are not in the market."""
        return self.found.none

    @field
    def completeness(self) -> float | None:
        """Fraction of the organisations whose supplier is known; null for a market of nobody."""
        return self.found.known / self.found.organisations if self.found.organisations else None

    @field
    def shares(self) -> list[MarketShare]:
        """Supplier groups, the one with the most first."""
        return [_share(self.view, one) for one in self.found.shares]

    @field
    def hhi(self) -> Concentration | None:
        """Herfindahl-Hirschman index over the whole market; null for a market of nobody."""
        found = self.found.concentration
        if found is None:
            return None
        return Concentration(low=found.hhi.low, high=found.hhi.high, band=found.band)

    @field
    def cr1(self) -> ShareBounds | None:
        """Share of the largest over the whole market; null for a market of nobody."""
        found = self.found.concentration
        return None if found is None else ShareBounds(low=found.cr1.low, high=found.cr1.high)

    @field
    def cr4(self) -> ShareBounds | None:
        """Share of the four largest over the whole market; null for a market of nobody."""
        found = self.found.concentration
        return None if found is None else ShareBounds(low=found.cr4.low, high=found.cr4.high)

    @field
    def instances(self) -> int:
        """Distinct systems in use; a shared one counts once."""
        return len(self.found.deployments)

    @field
    def planned(self) -> int:
        """Systems in scope that are planned or start later: they count nowhere in this answer, at no date."""
        return self.found.planned

    @field
    def summary(self) -> str:
        """In sentences: how much is known, who leads, and the index with its screening band."""
        return words.sentence(self.view.snapshot, self.found)

    @field
    def basis(self) -> Basis:
        """The systems that the answer rests on."""
        table, rows = self.view.snapshot.deployments, self.found.deployments
        return Basis(found=basis_of(table.evidence[rows], table.observed[rows]))

    @field
    def by_organisation(
        self,
        holding: Holdings = None,
        contract: ContractStates = None,
        first: First = 50,
        after: After = None,
    ) -> Connection[MarketHolder]:
        """Organisation by organisation, by code: what is on record, those known to have none included."""
        self.view.budget.ask()
        keys = self.view.snapshot.organisations.key
        every = holders.holders(
            self.view.snapshot, self.found.capability, self.view.as_of, self.scope, *self.terms
        )
        chosen = [
            one
            for one in every
            if (holding is None or one.holding in holding) and (contract is None or one.contract in contract)
        ]
        page = page_of(chosen, "holder", lambda one: (keys[one.organisation],), first, after)
        return connection(page, lambda one: MarketHolder(view=self.view, found=one))


def _share(view: View, found: market.Share) -> MarketShare:
    suppliers = [
        SupplierWeight(supplier=supplier.Supplier(view=view, row=row), organisations=weight)
        for row, weight in found.suppliers
    ]
    return MarketShare(
        supplier=suppliers[0].supplier,
        group=found.group or None,
        suppliers=suppliers,
        organisations=found.organisations,
        share=found.share,
    )
