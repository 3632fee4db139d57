"""Records that are referred to but stated by nobody (semantics, section 8)."""

from __future__ import annotations

import numpy as np

from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Snapshot


def stubs_of(snapshot: Snapshot) -> list[tuple[Kind, str]]:
    """Kind and key of every stub, in the order of the kinds and then by key."""
    tables = (
        (Kind.ORGANISATION, snapshot.organisations),
        (Kind.SUPPLIER, snapshot.suppliers),
        (Kind.PRODUCT, snapshot.products),
        (Kind.DEPLOYMENT, snapshot.deployments),
    )
    return [(kind, table.key[row]) for kind, table in tables for row in np.flatnonzero(table.stub).tolist()]
