"""Duplicates: several systems for one capability in an organisation, several products in an area (semantics, section 10).

How the definition is read where it leaves a choice:

- Both are about systems that are live: one that is being retired makes no duplicate, so that nobody is counted while
  migrating.
- An area is counted over the organisations of the scope that are open and in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.exchange.joins import distinct
from graphmap.analysis.market.holdings import Holdings, Served, flagged_rows, holdings
from graphmap.analysis.market.terms import DuplicatePlace
from graphmap.analysis.scope import open_at
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import LIVE, Ints, Snapshot


@dataclass(frozen=True)
class Duplicate:
    """Several live systems for one capability. `row` is that of the organisation or ICB; the others are rows too."""

    place: DuplicatePlace
    row: int
    capability: str
    deployments: tuple[int, ...]
    products: tuple[int, ...]


def duplicates(
    snapshot: Snapshot,
    as_of: date,
    scope: Ints,
    capability: str | None = None,
    min_evidence: Evidence | None = None,
) -> tuple[Duplicate, ...]:
    """Duplicates in the organisations of a scope (rows) and in their areas.

    Organisations first, each kind by code and then in the order of the capabilities. O(systems log systems).
    """
    held = holdings(snapshot, as_of, min_evidence)
    once = [
        place
        for place, (code, term) in enumerate(vocabulary().capabilities.items())
        if not term.several and capability in {None, code}
    ]
    served = held.served
    status = snapshot.deployments.status[served.deployment]
    inside = flagged_rows(len(snapshot.organisations.key), scope)[served.organisation]
    chosen = inside & (status == LIVE) & held.named[served.deployment] & np.isin(served.capability, once)
    live = Served(*(column[chosen] for column in served))
    return (
        *_several(held, DuplicatePlace.ORGANISATION, live, live.organisation),
        *_several(held, DuplicatePlace.ICB, *_areas(held, live)),
    )


def _areas(held: Holdings, live: Served) -> tuple[Served, np.ndarray]:
    """The live systems at open organisations with an ICB, beside its row."""
    table = held.snapshot.organisations
    chosen = (open_at(table, held.t) & (table.icb >= 0))[live.organisation]
    inside = Served(*(column[chosen] for column in live))
    return inside, table.icb[inside.organisation]


def _several(held: Holdings, place: DuplicatePlace, live: Served, where: np.ndarray) -> Iterator[Duplicate]:
    """Where two or more are found: systems in an organisation, distinct products in an area."""
    product = held.snapshot.deployments.product
    order = np.lexsort((live.deployment, live.capability, where))
    keys = np.stack((where[order], live.capability[order]))
    bounds = np.flatnonzero(np.append(np.any(np.diff(keys, prepend=-1), axis=0), [True]))
    codes = list(vocabulary().capabilities)
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if end - start < 2:
            continue
        rows = distinct(live.deployment[order[start:end]])
        products = distinct(product[rows])
        if len(rows if place is DuplicatePlace.ORGANISATION else products) > 1:
            row, capability = keys[:, start].tolist()
            yield Duplicate(place, row, codes[capability], tuple(rows.tolist()), tuple(products.tolist()))
