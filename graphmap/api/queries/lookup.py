"""Looking things up: by id, by filter, by words."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import strawberry

from graphmap.api.errors import QuestionError
from graphmap.api.ids import row_of
from graphmap.api.queries.arguments import Code, Id, Info
from graphmap.api.scoping import organisations_in
from graphmap.api.standing import Standing, standing_flags
from graphmap.api.types import contract, deployment, lookup
from graphmap.api.types.arguments import (
    After,
    AsKnownAt,
    AsOf,
    First,
    InNamedOrder,
    InOrganisationOrder,
    StandingArgument,
    standings,
)
from graphmap.api.types.connection import Connection
from graphmap.api.types.contract import Contract
from graphmap.api.types.deployment import Deployment
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Kind, NamedOrder, OrganisationOrder
from graphmap.api.types.filters import (
    ContractFilter,
    DeploymentFilter,
    ProductFilter,
    Scope,
    SupplierFilter,
    WhichContracts,
    WhichDeployments,
    WhichLinks,
    WhichProducts,
    WhichSuppliers,
)
from graphmap.api.types.link import Link, link
from graphmap.api.types.listing import by_key, by_name
from graphmap.api.types.lookup import SearchResult
from graphmap.api.types.node import Node
from graphmap.api.types.organisation import Organisation
from graphmap.api.types.product import Product
from graphmap.api.types.supplier import Supplier
from graphmap.api.view import View
from graphmap.model import terms

NODES_MOST = 250


@object_type
class Lookups:
    """What is on the map, by id, filter or words."""

    @field
    def node(self, info: Info, id_: Id, as_of: AsOf = None, as_known_at: AsKnownAt = None) -> Node | None:
        """Whatever an id names; null when it names nothing."""
        return lookup.node(info.context.view(as_of, as_known_at), id_)

    @field
    def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], strawberry.argument(description="At most 250 ids.")],
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> list[Node | None]:
        """What ids name, in their order; null for each that names nothing."""
        if len(ids) > NODES_MOST:
            raise QuestionError(
                "TOO_MUCH", f"{len(ids)} ids are too many at once: give {NODES_MOST} or fewer"
            )
        view = info.context.view(as_of, as_known_at)
        return [lookup.node(view, text) for text in ids]

    @field
    def organisation(
        self, info: Info, code: Code, as_of: AsOf = None, as_known_at: AsKnownAt = None
    ) -> Organisation | None:
        """An organisation by its code; an error names the nearest codes when there is none."""
        view = info.context.view(as_of, as_known_at)
        return Organisation(view=view, row=row_of(view.snapshot, code, terms.Kind.ORGANISATION))

    @field
    def organisations(
        self,
        info: Info,
        filter: Scope = None,
        order_by: InOrganisationOrder = OrganisationOrder.CODE,
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> Connection[Organisation]:
        """Organisations of a filter; without one, open NHS trusts."""
        view = info.context.view(as_of, as_known_at)
        rows = organisations_in(view, filter)
        if order_by is OrganisationOrder.CODE:
            return by_key(view, terms.Kind.ORGANISATION, rows, _organisation, first, after)
        ranks, names = view.index.organisations_by_name, view.snapshot.organisations.name
        return by_name(view, terms.Kind.ORGANISATION, rows, ranks, names, _organisation, first, after)

    @field
    def product(
        self,
        info: Info,
        id_: Id,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> Product | None:
        """A product by its id."""
        view = info.context.view(as_of, as_known_at)
        return Product(view=view, row=row_of(view.snapshot, id_, terms.Kind.PRODUCT))

    @field
    def products(
        self,
        info: Info,
        filter: WhichProducts = None,
        order_by: InNamedOrder = NamedOrder.ID,
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> Connection[Product]:
        """Products: those of a filter, or all."""
        view = info.context.view(as_of, as_known_at)
        rows = (filter or ProductFilter()).rows(view)
        if order_by is NamedOrder.ID:
            return by_key(view, terms.Kind.PRODUCT, rows, _product, first, after)
        ranks, names = view.index.products_by_name, view.snapshot.products.name
        return by_name(view, terms.Kind.PRODUCT, rows, ranks, names, _product, first, after)

    @field
    def supplier(
        self,
        info: Info,
        id_: Id,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> Supplier | None:
        """A supplier by its id."""
        view = info.context.view(as_of, as_known_at)
        return Supplier(view=view, row=row_of(view.snapshot, id_, terms.Kind.SUPPLIER))

    @field
    def suppliers(
        self,
        info: Info,
        filter: WhichSuppliers = None,
        order_by: InNamedOrder = NamedOrder.ID,
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> Connection[Supplier]:
        """Suppliers: those of a filter, or all."""
        view = info.context.view(as_of, as_known_at)
        rows = (filter or SupplierFilter()).rows(view)
        if order_by is NamedOrder.ID:
            return by_key(view, terms.Kind.SUPPLIER, rows, _supplier, first, after)
        ranks, names = view.index.suppliers_by_name, view.snapshot.suppliers.name
        return by_name(view, terms.Kind.SUPPLIER, rows, ranks, names, _supplier, first, after)

    @field
    def deployment(
        self,
        info: Info,
        id_: Id,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> Deployment | None:
        """A system in use by its id."""
        view = info.context.view(as_of, as_known_at)
        return Deployment(view=view, row=row_of(view.snapshot, id_, terms.Kind.DEPLOYMENT))

    @field
    def deployments(
        self,
        info: Info,
        filter: WhichDeployments = None,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> Connection[Deployment]:
        """Systems, by id: those in use on the day asked about, or others by `standing`."""
        view = info.context.view(as_of, as_known_at)
        rows = (filter or DeploymentFilter()).rows(view)
        return deployment.deployments(view, rows, standings(standing), first, after)

    @field
    def national_services(
        self,
        info: Info,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> Connection[Deployment]:
        """Systems that run a national service, by id."""
        view = info.context.view(as_of, as_known_at)
        rows = deployment.national_services(view)
        return deployment.deployments(view, rows, standings(standing), first, after)

    @field
    def links(
        self,
        info: Info,
        filter: WhichLinks = None,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> Connection[Link]:
        """Interfaces between systems, in the order of their keys."""
        view = info.context.view(as_of, as_known_at)
        facts = view.standings.chosen_links
        flags = standing_flags(view.standings.links[facts], standings(standing))
        if filter is not None:
            flags &= filter.facts(view)[facts]
        rows = np.flatnonzero(flags).astype(np.int32)
        return by_key(view, terms.Kind.LINK, rows, link, first, after)

    @field
    def contracts(
        self,
        info: Info,
        filter: WhichContracts = None,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> Connection[Contract]:
        """Contracts: those running on the day asked about, or others by `standing`."""
        view = info.context.view(as_of, as_known_at)
        rows = (filter or ContractFilter()).rows(view)
        return contract.contracts(view, rows, standings(standing), first, after)

    @field
    def search(
        self,
        info: Info,
        text: Annotated[
            str,
            strawberry.argument(
                description="Words, a code or an id; `product: arden` looks for products alone."
            ),
        ],
        kinds: Annotated[
            list[Kind] | None, strawberry.argument(description="Only these kinds; all when left out.")
        ] = None,
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
    ) -> Connection[SearchResult]:
        """What a text finds by code, id, name or other name, best first and whatever its case."""
        view = info.context.view(as_of, as_known_at)
        wanted = None if kinds is None else frozenset(kind.value for kind in kinds)
        return lookup.search(view, text, wanted, first, after)


def _organisation(view: View, row: int) -> Organisation:
    return Organisation(view=view, row=row)


def _product(view: View, row: int) -> Product:
    return Product(view=view, row=row)


def _supplier(view: View, row: int) -> Supplier:
    return Supplier(view=view, row=row)
