"""Organisation by organisation: what is on record for a capability, and whether it is under contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.market.contracts import agreements
from graphmap.analysis.market.holdings import flagged_rows, holdings
from graphmap.analysis.market.market import membership
from graphmap.analysis.market.terms import ContractState, Holding
from graphmap.model.terms import Evidence, Reading
from graphmap.snapshot.columns import Ints, Snapshot


@dataclass(frozen=True)
class Holder:
    """One organisation. `contract` is the state of the best contract of its systems, None where it has no system.

    `contracts` are rows: of each system the contract in force, or else the one that ended last.
    """

    organisation: int
    holding: Holding
    deployments: tuple[int, ...]
    contract: ContractState | None
    contracts: tuple[int, ...]


def holders(
    snapshot: Snapshot,
    capability: str,
    as_of: date,
    scope: Ints,
    reading: Reading = Reading.CAUTIOUS,
    min_evidence: Evidence | None = None,
) -> tuple[Holder, ...]:
    """Everybody of a scope whose settings the capability serves or who has a system for it, by row (that is by code).

    Those known to have none are among them, though not in the market. O(organisations + systems).
    """
    held = holdings(snapshot, as_of, min_evidence)
    known = agreements(snapshot, as_of, min_evidence)
    found = membership(held, capability, scope, reading)
    unknown = flagged_rows(len(snapshot.organisations.key), found.unknown)
    current, lapsed = known.current[0], known.lapsed
    systems: dict[int, list[int]] = {}
    for organisation, deployment in zip(
        found.systems.organisation.tolist(), found.systems.deployment.tolist(), strict=True
    ):
        systems.setdefault(organisation, []).append(deployment)
    holders_found = []
    none = set(found.none.tolist())
    for row in np.union1d(found.organisations, found.none).tolist():
        here = systems.get(row, [])
        in_force = {int(current[one]) for one in here} - {-1}
        expired = {int(lapsed[one]) for one in here} - {-1}
        state = None
        if here:
            state = ContractState.EXPIRED if expired else ContractState.NOT_ON_RECORD
            state = ContractState.IN_FORCE if in_force else state
        if row in none:
            holding = Holding.NONE
        elif not unknown[row]:
            holding = Holding.SUPPLIER_KNOWN
        else:
            holding = Holding.SUPPLIER_NOT_STATED if here else Holding.NOT_RECORDED
        holders_found.append(Holder(row, holding, tuple(here), state, tuple(sorted(in_force | expired))))
    return tuple(holders_found)
