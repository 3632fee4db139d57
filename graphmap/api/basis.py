"""How much evidence an answer rests on, and how old it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.model.dates import UNDATED, to_date
from graphmap.model.terms import Evidence
from graphmap.snapshot.columns import Bytes, Ints, Snapshot


@dataclass(frozen=True)
class Basis:
    """Facts counted by evidence, with their oldest and newest observation (None where none is dated)."""

    facts: int
    undated: int
    oldest: date | None
    newest: date | None
    by_evidence: tuple[tuple[Evidence, int], ...]


def basis_of(evidence: Bytes, observed: Ints) -> Basis:
    """The basis that facts with these columns make. O(facts)."""
    dated = observed[observed != UNDATED]
    counts = np.bincount(evidence, minlength=len(Evidence)).tolist()
    return Basis(
        facts=len(evidence),
        undated=len(observed) - len(dated),
        oldest=to_date(int(dated.min())) if len(dated) else None,
        newest=to_date(int(dated.max())) if len(dated) else None,
        by_evidence=tuple((level, counts[level]) for level in Evidence if counts[level]),
    )


def basis_of_map(snapshot: Snapshot) -> Basis:
    """The basis of a whole map: everything that is stated."""
    stated = [
        (table.evidence[~table.stub], table.observed[~table.stub])
        for table in (snapshot.organisations, snapshot.suppliers, snapshot.products, snapshot.deployments)
    ]
    stated += [
        (table.evidence, table.observed)
        for table in (snapshot.ports, snapshot.links, snapshot.coverage, snapshot.contracts)
    ]
    evidence, observed = zip(*stated, strict=True)
    return basis_of(np.concatenate(evidence), np.concatenate(observed))
