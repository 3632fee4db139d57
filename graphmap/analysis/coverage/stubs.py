"""What is named about a scope and stated by nobody (semantics, section 8), and what is left out for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.coverage.records import ScopeRecords
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Flags, Ints


@dataclass(frozen=True)
class Stubs:
    """Stubs (kind, row) by kind and key, and how many records of the scope are in no answer because they hang on one."""

    named: tuple[tuple[Kind, int], ...]
    left_out: int


def stubs(records: ScopeRecords) -> Stubs:
    """The stubs that the organisations of a scope, their systems, contracts and the links of these name. O(records)."""
    snapshot = records.snapshot
    organisations, products = snapshot.organisations, snapshot.products
    deployments, ports, links = snapshot.deployments, snapshot.ports, snapshot.links
    contracts = snapshot.contracts
    here = records.run_here
    joined = here[links.origin] | here[links.target]
    bought = records.inside[contracts.buyer]
    rows = records.organisations
    run_by, before = deployments.organisations, organisations.predecessors
    sold = np.concatenate((deployments.product[here], contracts.product[bought]))
    named = {
        Kind.ORGANISATION: _stubs(
            organisations.stub,
            organisations.icb[rows],
            organisations.region[rows],
            before.items[records.inside[before.owners()]],
            run_by.items[here[run_by.owners()]],
        ),
        Kind.SUPPLIER: _stubs(
            snapshot.suppliers.stub, products.supplier[sold[sold >= 0]], contracts.supplier[bought]
        ),
        Kind.PRODUCT: _stubs(products.stub, sold),
        Kind.DEPLOYMENT: _stubs(deployments.stub, links.origin[joined], links.target[joined]),
    }
    left_out = [
        here & deployments.out,
        here[ports.deployment] & ports.out,
        joined & links.out,
        bought & contracts.out,
    ]
    return Stubs(
        tuple((kind, row) for kind, found in named.items() for row in found.tolist()),
        sum(int(flags.sum()) for flags in left_out),
    )


def _stubs(stub: Flags, *columns: Ints) -> Ints:
    rows = np.unique(np.concatenate(columns))
    rows = rows[rows >= 0]
    found: Ints = rows[stub[rows]]
    return found
