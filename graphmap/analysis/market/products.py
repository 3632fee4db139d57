"""Which products serve a capability in a scope, as a whole and area by area: where consolidation stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.exchange.joins import distinct
from graphmap.analysis.market.holdings import Holdings, Served, capability_place, flagged_rows, holdings
from graphmap.analysis.market.market import membership
from graphmap.analysis.scope import open_at
from graphmap.model.terms import Evidence, Reading
from graphmap.snapshot.columns import RETIRING, Ints, Snapshot


@dataclass(frozen=True)
class ProductUse:
    """A product (row) in use for the capability: at how many organisations, in how many instances.

    `retiring`: organisations whose every instance of it is being retired. `named` is False for a stand-in of a product
    that no source names.
    """

    product: int
    organisations: int
    instances: int
    retiring: int
    named: bool


@dataclass(frozen=True)
class Products:
    """The products in use for a capability by some organisations, most organisations first.

    `organisations` need it, of `unknown` of them no product is on record; `distinct` counts the products that are named,
    `unnamed` the stand-ins, each of which may be a further product or one of those.
    """

    organisations: int
    unknown: int
    uses: tuple[ProductUse, ...]

    @property
    def distinct(self) -> int:
        """Named products."""
        return sum(use.named for use in self.uses)

    @property
    def unnamed(self) -> int:
        """Stand-ins for products that no source names."""
        return len(self.uses) - self.distinct


@dataclass(frozen=True)
class Consolidation:
    """The products of a scope, of each area in it (by the ICB's row, ascending), and the systems planned (rows)."""

    products: Products
    areas: tuple[tuple[int, Products], ...]
    planned: Ints


def consolidation(
    snapshot: Snapshot,
    capability: str,
    as_of: date,
    scope: Ints,
    reading: Reading = Reading.CAUTIOUS,
    min_evidence: Evidence | None = None,
) -> Consolidation:
    """The products in use for a capability (a code) at the organisations of a scope (rows).

    Areas count open organisations alone. O(organisations + systems log systems).
    """
    held, table = holdings(snapshot, as_of, min_evidence), snapshot.organisations
    found = membership(held, capability, scope, reading)
    icb = np.where(open_at(table, held.t), table.icb, -1)
    areas = []
    for area in distinct(icb[found.organisations]).tolist():
        if area >= 0:
            members = found.organisations[icb[found.organisations] == area]
            inside = icb[found.systems.organisation] == area
            systems = Served(*(column[inside] for column in found.systems))
            areas.append((area, _products(held, members, systems)))
    coming = held.planned
    due = (coming.capability == capability_place(capability)) & flagged_rows(len(table.key), scope)[
        coming.organisation
    ]
    return Consolidation(
        _products(held, found.organisations, found.systems),
        tuple(areas),
        distinct(coming.deployment[due]).astype(np.int32),
    )


def _products(held: Holdings, members: np.ndarray, systems: Served) -> Products:
    table = held.snapshot.deployments
    product = table.product[systems.deployment]
    uses = []
    for row in distinct(product).tolist():
        here = product == row
        organisations = systems.organisation[here]
        staying = organisations[table.status[systems.deployment[here]] != RETIRING]
        everyone = distinct(organisations)
        uses.append(
            ProductUse(
                row,
                len(everyone),
                len(distinct(systems.deployment[here])),
                len(everyone) - len(distinct(staying)),
                bool(held.named[systems.deployment[here][0]]),
            )
        )
    uses.sort(key=lambda use: (-use.organisations, use.product))
    recorded = distinct(systems.organisation)
    return Products(len(members), len(np.setdiff1d(members, recorded)), tuple(uses))
