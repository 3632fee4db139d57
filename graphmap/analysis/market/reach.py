"""Who relies on a supplier: by a product in use, by a contract with it, or by a contract with somebody who resells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.market.contracts import agreements
from graphmap.analysis.market.holdings import flagged_rows, holdings
from graphmap.model.terms import Evidence
from graphmap.snapshot.columns import Ints, Snapshot


@dataclass(frozen=True)
class User:
    """An organisation (row) and what ties it to the supplier: rows of systems in force and of contracts in force."""

    organisation: int
    deployments: tuple[int, ...]
    contracts: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Reach:
    """How far `suppliers` (rows: one, or its whole group) reach; `deployments` are rows in force of their products.

    Contracts are rows in force: `direct` sold by it, `resold_by_it` those of them for a product of somebody else,
    `sold_by_others` those of others for its products. `users` are by row, that is by code.
    """

    suppliers: Ints
    deployments: Ints
    direct: Ints
    resold_by_it: Ints
    sold_by_others: Ints
    users: tuple[User, ...]


def reach(
    snapshot: Snapshot,
    supplier: int,
    as_of: date,
    min_evidence: Evidence | None = None,
    *,
    whole_group: bool = False,
) -> Reach:
    """Who relies on a supplier (row), wherever they are. O(deployments + contracts)."""
    held, known = holdings(snapshot, as_of, min_evidence), agreements(snapshot, as_of, min_evidence)
    ours = np.zeros(len(snapshot.suppliers.key) + 1, dtype=bool)
    ours[supplier] = True
    if whole_group:
        ours[:-1] = held.group_of_supplier == held.group_of_supplier[supplier]
    made = np.append(ours[snapshot.products.supplier], False)
    table = snapshot.contracts
    deployments = np.flatnonzero(held.in_force & ours[held.supplier]).astype(np.int32)
    sold, made_by_it = ours[table.supplier] & known.in_force, made[table.product] & known.in_force
    others = (table.product >= 0) & ~made[table.product]
    relying = np.flatnonzero(sold | made_by_it).astype(np.int32)
    return Reach(
        np.flatnonzero(ours[:-1]).astype(np.int32),
        deployments,
        np.flatnonzero(sold).astype(np.int32),
        np.flatnonzero(sold & others).astype(np.int32),
        np.flatnonzero(made_by_it & ~sold).astype(np.int32),
        _users(snapshot, deployments, relying),
    )


def _users(snapshot: Snapshot, deployments: Ints, contracts: Ints) -> tuple[User, ...]:
    run_by = snapshot.deployments.organisations
    systems: dict[int, list[int]] = {}
    chosen = flagged_rows(len(run_by), deployments)[run_by.owners()]
    for organisation, deployment in zip(
        run_by.items[chosen].tolist(), run_by.owners()[chosen].tolist(), strict=True
    ):
        systems.setdefault(organisation, []).append(deployment)
    bought: dict[int, list[int]] = {}
    for contract in contracts.tolist():
        bought.setdefault(int(snapshot.contracts.buyer[contract]), []).append(contract)
    return tuple(
        User(row, tuple(systems.get(row, ())), tuple(bought.get(row, ())))
        for row in sorted(systems.keys() | bought.keys())
    )
