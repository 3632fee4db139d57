"""Where consolidation stands: the products in use for a capability, as a whole and area by area."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.analysis.market import products as consolidation
from graphmap.analysis.market.plans import plans
from graphmap.api.ids import row_of
from graphmap.api.types import deployment, organisation, product
from graphmap.api.types.arguments import After, First
from graphmap.api.types.coded import Capability, capability
from graphmap.api.types.connection import Connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Reading
from graphmap.api.types.plan import ConsolidationPlan
from graphmap.api.types.refs import DeploymentRef, OrganisationRef, ProductRef
from graphmap.api.types.report import Report
from graphmap.api.view import Asking, View
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Ints


@object_type
class ProductUse:
    """A product in use for a capability."""

    product: ProductRef = strawberry.field(description="The product.")
    organisations: int = strawberry.field(description="Organisations where it is in use.")
    instances: int = strawberry.field(description="Distinct systems; a shared one counts once.")
    retiring: int = strawberry.field(description="Organisations where all of its systems are being retired.")
    named: bool = strawberry.field(
        description="False for a stand-in (`unnamed-…`) where no source names the product."
    )


@object_type
class ProductCounts:
    """The products in use for a capability at some organisations."""

    view: strawberry.Private[View]
    found: strawberry.Private[consolidation.Products]

    @field
    def organisations(self) -> int:
        """Organisations in the market for it."""
        return self.found.organisations

    @field
    def unknown_organisations(self) -> int:
        """Those of them of which no system for it is on record; they may use these products or others."""
        return self.found.unknown

    @field
    def products(self) -> list[ProductUse]:
        """Products in use, most organisations first."""
        return [
            ProductUse(
                product=product.Product(view=self.view, row=one.product),
                organisations=one.organisations,
                instances=one.instances,
                retiring=one.retiring,
                named=one.named,
            )
            for one in self.found.uses
        ]

    @field
    def distinct_products(self) -> int:
        """Products that a source names."""
        return self.found.distinct

    @field
    def unnamed_products(self) -> int:
        """Stand-ins for products that no source names: each may be one of the named, or a further one."""
        return self.found.unnamed


@object_type
class AreaProducts(ProductCounts):
    """The products in use in the area of an ICB."""

    row: strawberry.Private[int]

    @field
    def icb(self) -> OrganisationRef:
        """The ICB."""
        return organisation.Organisation(view=self.view, row=self.row)


@object_type
class ConsolidationReport(ProductCounts, Report):
    """The products in use for a capability, as a whole and area by area, and the systems planned for it."""

    wanted: strawberry.Private[str]
    whole: strawberry.Private[consolidation.Consolidation]
    scope: strawberry.Private[Ints]

    @field
    def capability(self) -> Capability:
        """What they are for."""
        return capability(self.wanted)

    @field
    def reading(self) -> Reading:
        """How what is not recorded is taken."""
        return self.terms.reading

    @field
    def areas(self) -> list[AreaProducts]:
        """Area by area, by the code of the ICB: open organisations in scope."""
        return [AreaProducts(view=self.view, found=one, row=row) for row, one in self.whole.areas]

    @field
    def planned(self, first: First = 50, after: After = None) -> Connection[DeploymentRef]:
        """Systems for it in scope that are planned or start later, by id: who is to converge on what, and when."""
        return deployment.deployments(self.view, self.whole.planned, None, first, after)

    @field
    def plans(
        self,
        info: strawberry.Info[Asking, None],
        candidates: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(description="Products to weigh beside those in use."),
        ] = None,
    ) -> list[ConsolidationPlan]:
        """What would follow if the scope converged on one product: each that a source names and that is in use, the one at
        most organisations first, then the candidates."""
        self.view.budget.ask()
        snapshot = self.view.snapshot
        rows = [one.product for one in self.found.uses if one.named]
        rows += [row_of(snapshot, text, Kind.PRODUCT) for text in candidates or ()]
        found = plans(
            snapshot,
            self.wanted,
            self.view.as_of,
            self.scope,
            list(dict.fromkeys(rows)),
            *self.terms,
            tell=info.context.tell("weighing one product after the other"),
        )
        return [ConsolidationPlan(view=self.view, found=one) for one in found]
