"""Filters: several fields must all hold; several values of one field are alternatives."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import strawberry

from graphmap.api.ids import rows_of
from graphmap.api.scoping import (
    Given,
    capability_flags,
    holds_one_of,
    one_of,
    places_of,
    with_text,
)
from graphmap.api.types.describing import input_type
from graphmap.api.view import View
from graphmap.model.profiles import split_profile
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Flags, Ints

Ids = list[strawberry.ID] | None
_ALL = "Several fields: all must hold; several values of one: any."


def _ids(description: str) -> Ids:
    found: Ids = strawberry.field(default=None, description=description)
    return found


def _text(description: str) -> str | None:
    found: str | None = strawberry.field(default=None, description=description)
    return found


@input_type
class OrganisationFilter:
    """Several fields: all must hold; several values of one: any.

    Where a question takes it and nothing is given: open organisations of type NHS_TRUST.
    """

    codes: Ids = _ids("These organisations; the only field that may name closed ones.")
    types: Ids = _ids("Organisation types, such as NHS_TRUST or GP_PRACTICE.")
    settings: Ids = _ids("Care settings, such as acute or mental_health.")
    icbs: Ids = _ids("Those in the area of these ICBs.")
    regions: Ids = _ids("Those in these NHS England regions.")
    text: str | None = _text("Those whose code, name or other names hold this text, whatever its case.")


@input_type
class DeploymentFilter:
    """Several fields: all must hold; several values of one: any."""

    organisations: Ids = _ids("Those in use at these organisations.")
    products: Ids = _ids("Those of these products.")
    suppliers: Ids = _ids("Those of products of these suppliers.")
    capabilities: Ids = _ids("Those for one of these capabilities.")
    hosts: list[str] | None = strawberry.field(default=None, description="Those that run in these places.")
    relay: bool | None = strawberry.field(
        default=None, description="Those that pass something on, or that do not, on the day asked about."
    )
    text: str | None = _text("Those whose id holds this text, whatever its case.")

    def rows(self, view: View) -> Ints:
        """Rows of the deployments that it names, stubs left out."""
        snapshot = view.snapshot
        table = snapshot.deployments
        flags = ~table.stub
        if self.organisations:
            flags = flags & holds_one_of(
                table.organisations, rows_of(snapshot, self.organisations, Kind.ORGANISATION)
            )
        if self.products:
            flags = flags & one_of(table.product, rows_of(snapshot, self.products, Kind.PRODUCT))
        if self.suppliers:
            sold = one_of(snapshot.products.supplier, rows_of(snapshot, self.suppliers, Kind.SUPPLIER))
            flags = flags & sold[table.product]
        if self.capabilities:
            flags = flags & capability_flags(view, places_of("capabilities", self.capabilities, "capability"))
        if self.hosts:
            hosts = set(self.hosts)
            flags = flags & np.array([host in hosts for host in table.host], dtype=bool)
        if self.relay is not None:
            flags = flags & (view.standings.relays == self.relay)
        return with_text(_rows(flags), self.text, table.key)


@input_type
class ProductFilter:
    """Several fields: all must hold; several values of one: any."""

    suppliers: Ids = _ids("Those of these suppliers.")
    capabilities: Ids = _ids("Those for one of these capabilities.")
    standards: Ids = _ids("Those that claim to support one of these profiles.")
    text: str | None = _text("Those whose id, name or other names hold this text, whatever its case.")

    def rows(self, view: View) -> Ints:
        """Rows of the products that it names, stubs left out."""
        snapshot = view.snapshot
        table = snapshot.products
        flags = ~table.stub
        if self.suppliers:
            flags = flags & one_of(table.supplier, rows_of(snapshot, self.suppliers, Kind.SUPPLIER))
        if self.capabilities:
            places = places_of("capabilities", self.capabilities, "capability")
            flags = flags & holds_one_of(table.capabilities, places)
        if self.standards:
            flags = flags & holds_one_of(table.standards, _profiles(view, self.standards))
        return with_text(_rows(flags), self.text, table.key, table.name, table.aliases)


@input_type
class SupplierFilter:
    """Several fields: all must hold; several values of one: any."""

    groups: Ids = _ids("Those of these owners, bare or prefixed with `group:`.")
    text: str | None = _text("Those whose id, name, owner or other names hold this text, whatever its case.")

    def rows(self, view: View) -> Ints:
        """Rows of the suppliers that it names, stubs left out."""
        table = view.snapshot.suppliers
        flags = ~table.stub
        if self.groups:
            groups = {group.removeprefix("group:") for group in self.groups}
            flags = flags & np.array([group in groups for group in table.group], dtype=bool)
        return with_text(_rows(flags), self.text, table.key, table.name, table.group, table.aliases)


@input_type
class LinkFilter:
    """Several fields: all must hold; several values of one: any."""

    from_: Ids = strawberry.field(name="from", default=None, description="Those that leave these systems.")
    to: Ids = _ids("Those that enter these systems.")
    exchanges: Ids = _ids("Those for these exchange types.")
    profiles: Ids = _ids("Those that carry these profiles, in whatever version.")

    def facts(self, view: View) -> Flags:
        """Where a link fact is one that it names."""
        snapshot = view.snapshot
        table = snapshot.links
        flags = np.ones(len(table.record), dtype=bool)
        if self.from_:
            flags &= one_of(table.origin, rows_of(snapshot, self.from_, Kind.DEPLOYMENT))
        if self.to:
            flags &= one_of(table.target, rows_of(snapshot, self.to, Kind.DEPLOYMENT))
        if self.exchanges:
            flags &= np.isin(table.exchange, places_of("exchange_types", self.exchanges, "exchange type"))
        if self.profiles:
            flags &= np.isin(table.profile, _profiles(view, self.profiles))
        return flags


@input_type
class ContractFilter:
    """Several fields: all must hold; several values of one: any."""

    buyers: Ids = _ids("Those of these buyers.")
    suppliers: Ids = _ids("Those with these suppliers.")
    products: Ids = _ids("Those for these products.")
    capabilities: Ids = _ids("Those for one of these capabilities.")

    def rows(self, view: View) -> Ints:
        """Rows of the contracts that it names."""
        snapshot = view.snapshot
        table = snapshot.contracts
        flags = np.ones(len(table.buyer), dtype=bool)
        if self.buyers:
            flags &= one_of(table.buyer, rows_of(snapshot, self.buyers, Kind.ORGANISATION))
        if self.suppliers:
            flags &= one_of(table.supplier, rows_of(snapshot, self.suppliers, Kind.SUPPLIER))
        if self.products:
            flags &= one_of(table.product, rows_of(snapshot, self.products, Kind.PRODUCT))
        if self.capabilities:
            flags &= one_of(table.capability, places_of("capabilities", self.capabilities, "capability"))
        return _rows(flags)


def _profiles(view: View, given: Given) -> list[int]:
    """Places of profile codes in the snapshot; an unpublished one that no row states has none."""
    known = view.snapshot.profiles.index
    places = []
    for text in given or ():
        code = split_profile(text)[0] or ""
        if code in known:
            places.append(known[code])
        elif not code.startswith("x-"):
            places += places_of("profiles", [code], "profile")
    return places


def _rows(flags: Flags) -> Ints:
    return np.flatnonzero(flags).astype(np.int32)


Scope = Annotated[
    OrganisationFilter | None,
    strawberry.argument(description="Which organisations; open NHS trusts when left out."),
]
AnyScope = Annotated[
    OrganisationFilter | None,
    strawberry.argument(description="Which organisations; every open one, of whatever type, when left out."),
]
_WHICH = strawberry.argument(description="Which of them; all when left out.")
WhichProducts = Annotated[ProductFilter | None, _WHICH]
WhichSuppliers = Annotated[SupplierFilter | None, _WHICH]
WhichDeployments = Annotated[DeploymentFilter | None, _WHICH]
WhichLinks = Annotated[LinkFilter | None, _WHICH]
WhichContracts = Annotated[ContractFilter | None, _WHICH]
