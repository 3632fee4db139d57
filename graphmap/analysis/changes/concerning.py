"""Which records of a snapshot concern some organisations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Flags, Ints, Links, Lists, Ports, Snapshot


def concerning(snapshot: Snapshot, organisations: Ints) -> Mapping[Kind, Flags]:
    """Flags by row of each kind (by record of ports and links) for what concerns the organisations (rows).

    They themselves; the systems that they run, with ports and with the links from and to them; what they buy and how
    complete their record is; and the products and suppliers of those systems and contracts. O(rows).
    """
    chosen = np.zeros(len(snapshot.organisations.key), dtype=bool)
    chosen[organisations] = True
    deployments, contracts, links = snapshot.deployments, snapshot.contracts, snapshot.links
    own = _holding(deployments.organisations, chosen)
    bought = chosen[contracts.buyer]
    products = _named(len(snapshot.products.key), deployments.product[own], contracts.product[bought])
    suppliers = _named(
        len(snapshot.suppliers.key), snapshot.products.supplier[products], contracts.supplier[bought]
    )
    return {
        Kind.ORGANISATION: chosen,
        Kind.SUPPLIER: suppliers,
        Kind.PRODUCT: products,
        Kind.DEPLOYMENT: own,
        Kind.PORT: _records(snapshot.ports, own[snapshot.ports.deployment]),
        Kind.LINK: _records(links, own[links.origin] | own[links.target]),
        Kind.COVERAGE: chosen[snapshot.coverage.organisation],
        Kind.CONTRACT: bought,
    }


def _holding(lists: Lists, chosen: Flags) -> Flags:
    flags = np.zeros(len(lists), dtype=bool)
    flags[lists.owners()[chosen[lists.items]]] = True
    return flags


def _named(size: int, *columns: Ints) -> Flags:
    flags = np.zeros(size, dtype=bool)
    for rows in columns:
        flags[rows[rows >= 0]] = True
    return flags


def _records(table: Ports | Links, facts: Flags) -> Flags:
    flags = np.zeros(len(table.keys), dtype=bool)
    flags[table.record[facts]] = True
    return flags
