"""Where sources differ: records of a scope of which a value that another source gives lost (semantics, section 8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.coverage.records import Places, ScopeRecords, places
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Ints


@dataclass(frozen=True)
class Conflicts:
    """Records with rivals, kind by kind and by key (of ports and links in the first of their periods), and all rivals."""

    records: Places
    rivals: int


def conflicts(records: ScopeRecords) -> Conflicts:
    """The records of a scope of which sources differ. O(records)."""
    snapshot = records.snapshot
    rivals = {
        Kind.ORGANISATION: snapshot.organisations.rivals,
        Kind.SUPPLIER: snapshot.suppliers.rivals,
        Kind.PRODUCT: snapshot.products.rivals,
        Kind.DEPLOYMENT: snapshot.deployments.rivals,
        Kind.PORT: snapshot.ports.rivals[snapshot.ports.record],
        Kind.LINK: snapshot.links.rivals[snapshot.links.record],
        Kind.COVERAGE: snapshot.coverage.rivals,
        Kind.CONTRACT: snapshot.contracts.rivals,
    }
    record: dict[Kind, Ints] = {Kind.PORT: snapshot.ports.record, Kind.LINK: snapshot.links.record}
    found = {}
    for kind, counts in rivals.items():
        rows = records.rows[kind]
        rows = rows[counts[rows] > 0]
        if kind in record:
            # Rivals are counted by record: its first period stands for it.
            rows = rows[np.flatnonzero(np.diff(record[kind][rows], prepend=-1))]
        found[kind] = rows
    total = sum(int(rivals[kind][rows].sum()) for kind, rows in found.items())
    return Conflicts(places(found), total)
