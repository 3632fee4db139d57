"""Contracts and the systems that they are for: which end when, and what depends on them.

How a contract is joined with systems in force, for the evidence often names only one of product and capability:

- by its product, at the buyer or shared with it; where nothing is in use of that, by supplier and capability together;
- a system's contract is the one in force that names its product, else one of its supplier for a capability that it
  serves; of several the one that ends last, one without an end being the last of all.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.joins import matches
from graphmap.analysis.kept import kept
from graphmap.analysis.market.holdings import Holdings, flagged_rows, holdings
from graphmap.analysis.market.terms import ContractMatch
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Flags, Ints, Snapshot

_KEPT = 4


class Agreements:
    """The contracts that count at one moment, with the systems in force that they are for."""

    def __init__(self, held: Holdings) -> None:
        table = held.snapshot.contracts
        self.held = held
        counts: Flags = (table.evidence >= held.least) & ~table.out
        self.counts = counts
        self.in_force: Flags = counts & (table.start <= held.t) & (held.t <= table.end)
        self.expired: Flags = counts & (table.end < held.t)
        self.by_product = self._by_product()
        self.by_capability = self._by_capability()

    def _by_product(self) -> tuple[np.ndarray, np.ndarray]:
        """(contract, deployment) where the buyer runs the contract's product."""
        snapshot = self.held.snapshot
        table, run_by = snapshot.contracts, snapshot.deployments.organisations
        deployment = run_by.owners()
        running = self.held.in_force[deployment] & (snapshot.deployments.product[deployment] >= 0)
        deployment, organisation = deployment[running], run_by.items[running]
        size = len(snapshot.products.key)
        has = organisation.astype(np.int64) * size + snapshot.deployments.product[deployment]
        order = np.argsort(has, kind="stable")
        rows = np.flatnonzero(self.counts & (table.product >= 0))
        wanted = table.buyer[rows].astype(np.int64) * size + table.product[rows]
        one, other = matches(wanted, has[order])
        return rows[one], deployment[order][other]

    def _by_capability(self) -> tuple[np.ndarray, np.ndarray]:
        """(contract, deployment) where the buyer runs something of the supplier for the contract's capability."""
        table, served = self.held.snapshot.contracts, self.held.served
        capabilities, suppliers = len(vocabulary().capabilities), len(self.held.snapshot.suppliers.key)
        supplier = self.held.supplier[served.deployment]
        named = supplier >= 0
        has = (
            served.organisation[named].astype(np.int64) * suppliers + supplier[named]
        ) * capabilities + served.capability[named]
        order = np.argsort(has, kind="stable")
        rows = np.flatnonzero(self.counts & (table.capability >= 0))
        wanted = (
            table.buyer[rows].astype(np.int64) * suppliers + table.supplier[rows]
        ) * capabilities + table.capability[rows]
        one, other = matches(wanted, has[order])
        return rows[one], served.deployment[named][order][other]

    @cached_property
    def dependents(self) -> tuple[np.ndarray, np.ndarray]:
        """(contract, deployment), sorted, each once: what is in use of what was bought."""
        contract, deployment = self.by_product
        named = flagged_rows(len(self.counts), contract)
        other, system = self.by_capability
        unnamed = ~named[other]
        contract = np.concatenate((contract, other[unnamed]))
        deployment = np.concatenate((deployment, system[unnamed]))
        order = np.lexsort((deployment, contract))
        return contract[order], deployment[order]

    def dependents_of(self, contract: int) -> Ints:
        """Rows of the systems in use of what one contract bought, ascending."""
        contracts, deployments = self.dependents
        part = slice(*np.searchsorted(contracts, (contract, contract + 1)))
        rows: Ints = deployments[part].astype(np.int32)
        return rows

    def match_of(self, contract: int) -> ContractMatch | None:
        """How a contract was joined with what is in use of it; None where nothing is."""
        if not len(self.dependents_of(contract)):
            return None
        exact = bool((self.by_product[0] == contract).any())
        return ContractMatch.PRODUCT if exact else ContractMatch.SUPPLIER_AND_CAPABILITY

    @cached_property
    def current(self) -> tuple[Ints, Flags]:
        """For each deployment the row of its contract in force, -1 for none; and whether that names its product."""
        return self._latest(self.in_force)

    @cached_property
    def lapsed(self) -> Ints:
        """For each deployment without a contract in force the row of the one that ended last, -1 for none."""
        found, _ = self._latest(self.expired)
        current, _ = self.current
        rows: Ints = np.where(current < 0, found, np.int32(-1))
        return rows

    @cached_property
    def running(self) -> Flags:
        """Contracts of which something is in use."""
        return flagged_rows(len(self.counts), self.dependents[0])

    @cached_property
    def out_of_contract(self) -> Flags:
        """Expired contracts of which something is in use for which no contract in force is on record."""
        contract, deployment = self.dependents
        bare = self.current[0][deployment] < 0
        return flagged_rows(len(self.counts), contract[bare]) & self.expired

    def _latest(self, chosen: Flags) -> tuple[Ints, Flags]:
        end = self.held.snapshot.contracts.end
        contract = np.concatenate((self.by_product[0], self.by_capability[0]))
        deployment = np.concatenate((self.by_product[1], self.by_capability[1]))
        exact = np.arange(len(contract)) < len(self.by_product[0])
        kept_pairs = chosen[contract]
        contract, deployment, exact = contract[kept_pairs], deployment[kept_pairs], exact[kept_pairs]
        order = np.lexsort((contract, -end[contract].astype(np.int64), ~exact, deployment))
        first = order[np.flatnonzero(np.diff(deployment[order], prepend=-1))]
        found = np.full(self.held.size, -1, dtype=np.int32)
        names_product = np.zeros(self.held.size, dtype=bool)
        found[deployment[first]] = contract[first]
        names_product[deployment[first]] = exact[first]
        return found, names_product


def agreements(snapshot: Snapshot, as_of: date, min_evidence: Evidence | None = None) -> Agreements:
    """The contracts that count on a day, on this evidence or stronger; made once for each. O(n log n)."""
    return kept(
        snapshot,
        "agreements",
        (as_of, min_evidence),
        _KEPT,
        lambda: Agreements(holdings(snapshot, as_of, min_evidence)),
    )
