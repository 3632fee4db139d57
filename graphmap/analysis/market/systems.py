"""How many systems organisations have on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.exchange.joins import distinct
from graphmap.analysis.market.holdings import flagged_rows, holdings
from graphmap.model.terms import Evidence, Reading
from graphmap.snapshot.columns import Flags, Ints, Snapshot


@dataclass(frozen=True, eq=False)
class Systems:
    """Systems in force at the organisations of a scope, which are rows, most systems first and then by code.

    `counts` and `complete` (whether the record is complete for every exchange type) are beside them; where a record is not
    complete, the count is what is on record and no more. `distinct` counts shared instances once.
    """

    organisations: Ints
    counts: np.ndarray
    complete: Flags
    distinct: int

    @property
    def median(self) -> float | None:
        """The median count; None for nobody."""
        return float(np.median(self.counts)) if len(self.counts) else None


def systems(
    snapshot: Snapshot,
    as_of: date,
    scope: Ints,
    reading: Reading = Reading.CAUTIOUS,
    min_evidence: Evidence | None = None,
) -> Systems:
    """How many systems each organisation of a scope (rows, ascending) has in force. O(organisations + deployments)."""
    held = holdings(snapshot, as_of, min_evidence)
    run_by, size = snapshot.deployments.organisations, len(snapshot.organisations.key)
    owners = run_by.owners()
    chosen = held.in_force[owners] & flagged_rows(size, scope)[run_by.items]
    counts = np.bincount(run_by.items[chosen], minlength=size)[scope]
    complete = held.complete_throughout[scope] | (reading is Reading.ON_RECORD)
    order = np.argsort(-counts, kind="stable")
    return Systems(
        scope[order].astype(np.int32), counts[order], complete[order], len(distinct(owners[chosen]))
    )
