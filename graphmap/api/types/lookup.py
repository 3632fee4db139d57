"""Any node by its id, and what a search finds."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.api.ids import anything
from graphmap.api.pages import page_of
from graphmap.api.search import KINDS, Hit
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.contract import Contract
from graphmap.api.types.coverage import Coverage
from graphmap.api.types.deployment import Deployment
from graphmap.api.types.link import link
from graphmap.api.types.node import Fact
from graphmap.api.types.organisation import Organisation
from graphmap.api.types.port import port
from graphmap.api.types.product import Product
from graphmap.api.types.supplier import Supplier
from graphmap.api.view import View
from graphmap.model.terms import Kind

SearchResult = Annotated[
    Organisation | Supplier | Product | Deployment,
    strawberry.union("SearchResult", description="What a search may find."),
]
_MADE: dict[Kind, type[Organisation | Supplier | Product | Deployment | Coverage | Contract]] = {
    Kind.ORGANISATION: Organisation,
    Kind.SUPPLIER: Supplier,
    Kind.PRODUCT: Product,
    Kind.DEPLOYMENT: Deployment,
    Kind.COVERAGE: Coverage,
    Kind.CONTRACT: Contract,
}


def node(view: View, text: str) -> Fact | None:
    """What a bare, prefixed or global id names; None when it names nothing."""
    found = anything(view.snapshot, text)
    if found is None:
        return None
    return fact(view, *found)


def fact(view: View, kind: Kind, row: int) -> Fact:
    """A record of a kind by its row."""
    if kind is Kind.PORT:
        return port(view, row)
    return link(view, row) if kind is Kind.LINK else _MADE[kind](view=view, row=row)


def search(
    view: View, text: str, kinds: frozenset[Kind] | None, first: int, after: str | None
) -> Connection[SearchResult]:
    """What a text finds, best first; `organisation: leeds` looks for organisations alone."""
    prefix, colon, rest = text.partition(":")
    if colon and prefix.strip().casefold() in list(KINDS):
        only = frozenset({Kind(prefix.strip().casefold())})
        text, kinds = rest, only if kinds is None else only & kinds
    hits = view.atlas.search(view.snapshot).search(text, kinds)
    page = page_of(hits, "search", lambda hit: tuple(hit[:-1]), first, after)
    return connection(page, lambda hit: _result(view, hit))


def _result(view: View, hit: Hit) -> Organisation | Supplier | Product | Deployment:
    made = (Organisation, Supplier, Product, Deployment)[hit.kind]
    return made(view=view, row=hit.row)
