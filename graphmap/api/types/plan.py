"""What would follow if a scope converged on one product."""

from __future__ import annotations

import strawberry

from graphmap.analysis.market import plans
from graphmap.analysis.market.concentration import Concentration as Figures
from graphmap.api.pages import page_of
from graphmap.api.types import contract, deployment, link, organisation, product
from graphmap.api.types.arguments import After, First
from graphmap.api.types.coded import Capability, ExchangeType, capability, exchange_type
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.market import Concentration
from graphmap.api.types.refs import ContractRef, DeploymentRef, LinkRef, OrganisationRef, ProductRef
from graphmap.api.view import View
from graphmap.snapshot.columns import Ints


@object_type
class PlanExchange:
    """Ordered pairs of open organisations that a plan joins and parts, for one exchange type."""

    code: strawberry.Private[str]
    gained: int = strawberry.field(description="Pairs that are not YES and would be.")
    lost: int = strawberry.field(description="Pairs that are YES and would not be.")

    @field
    def type(self) -> ExchangeType:
        """What is exchanged."""
        return exchange_type(self.code)


@object_type
class ConsolidationPlan:
    """What follows when every other system for a capability in a scope gives way to one of a product.

    New systems have the ports and links to relays that are usual for the product; links to anything else are lost until
    they are rebuilt. What is in force is replaced whatever its evidence.
    """

    view: strawberry.Private[View]
    found: strawberry.Private[plans.Plan]

    @field
    def product(self) -> ProductRef:
        """The product converged on."""
        return product.Product(view=self.view, row=self.found.product)

    @field
    def gained(self) -> int:
        """Ordered pairs of open organisations that would be YES and are not, summed over exchange types."""
        return self.found.gained

    @field
    def lost(self) -> int:
        """Ordered pairs of open organisations that are YES and would not be, summed over exchange types."""
        return self.found.lost

    @field
    def exchanges(self) -> list[PlanExchange]:
        """Exchange types in which a pair is gained or lost."""
        return [PlanExchange(code=code, gained=more, lost=less) for code, more, less in self.found.exchanges]

    @field
    def links_to_rebuild(self, first: First = 50, after: After = None) -> Connection[LinkRef]:
        """Interfaces in force of the systems that go, other than with relays, by their key."""
        keys = self.view.snapshot.links.keys
        record = self.view.snapshot.links.record
        rows = sorted(self.found.rebuild.tolist(), key=lambda row: (keys[int(record[row])], row))
        page = page_of(rows, "rebuild", lambda row: (keys[int(record[row])], row), first, after)
        return connection(page, lambda row: link.link_fact(self.view, row))

    @field
    def contracts_touched(self, first: First = 50, after: After = None) -> Connection[ContractRef]:
        """Contracts in force for what is replaced, by when they end."""
        end = self.view.snapshot.contracts.end
        rows = sorted(self.found.contracts.tolist(), key=lambda row: (int(end[row]), row))
        page = page_of(rows, "touched", lambda row: (int(end[row]), row), first, after)
        return connection(page, lambda row: contract.Contract(view=self.view, row=row))

    @field
    def hhi_before(self) -> Concentration | None:
        """The index of the market as it is; null for a market of nobody."""
        return _index(self.found.before)

    @field
    def hhi_after(self) -> Concentration | None:
        """The index of the market after it."""
        return _index(self.found.after)

    @field
    def migrated(self, first: First = 50, after: After = None) -> Connection[OrganisationRef]:
        """Organisations of the scope of which a system is replaced, by code."""
        keys = self.view.snapshot.organisations.key
        rows = _numbers(self.found.migrated)
        page = page_of(rows, "migrated", lambda row: (keys[row],), first, after)
        return connection(page, lambda row: organisation.Organisation(view=self.view, row=row))

    @field
    def replaced(self, first: First = 50, after: After = None) -> Connection[DeploymentRef]:
        """The systems replaced, by id; one that organisations outside the scope share stays with those."""
        return deployment.deployments(self.view, self.found.replaced, None, first, after)

    @field
    def also_served(self) -> list[Capability]:
        """What the systems that go are for besides, and the product is not: it would need another system."""
        return [capability(code) for code in self.found.also]

    @field
    def unknown(self) -> list[str]:
        """In sentences: what nobody has recorded, and what is assumed instead."""
        found, said = self.found, []
        if found.unknown:
            said.append(
                f"Of {_many(found.unknown, 'organisation')} in the market no supplier is on record: "
                "what they run is not migrated."
            )
        if found.silent:
            said.append(
                f"Of {found.silent:,} of the {_many(len(found.replaced), 'system')} replaced no interface is on record: "
                "what they exchange, and what would have to be rebuilt, is not known."
            )
        if len(found.replaced):
            said.append(_learnt(found))
        return said


def _learnt(found: plans.Plan) -> str:
    if not found.learnt_from:
        return (
            "No new system is given ports or interfaces: none of the product is in use to learn from, "
            "or none would be new."
        )
    known = _many(found.learnt_from, "system")
    whose = f"the {known}" if found.learnt_from == 1 else f"at least half of the {known}"
    said = (
        f"Each new system is given {_many(found.ports, 'port')} and {_many(found.links, 'interface')} with relays: "
        f"those of {whose} of the product in use."
    )
    if not found.ports and not found.links:
        said += (
            " What it would be connected to is not known, so the pairs lost are those of the systems that go."
        )
    return said


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _numbers(rows: Ints) -> list[int]:
    numbers: list[int] = rows.tolist()
    return numbers


def _index(found: Figures | None) -> Concentration | None:
    if found is None:
        return None
    return Concentration(low=found.hhi.low, high=found.hhi.high, band=found.band)
