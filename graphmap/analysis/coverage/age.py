"""How old the evidence is, and how strong: of what is stated about a scope and has not ended."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.coverage.records import DATED, Places, ScopeRecords, places
from graphmap.model.dates import UNDATED, to_date
from graphmap.model.terms import Evidence, Kind
from graphmap.snapshot.columns import Contracts, Coverages, Deployments, Ints, Links, Ports, Snapshot

OLD = 3
"""Years after which an observation is old."""


@dataclass(frozen=True)
class Age:
    """Facts of one kind (None: of all) by evidence and age.

    `old` were observed more than `OLD` years before the day of knowledge, a partial date taken as its first day; of
    `undated` no source says when. `oldest` and `newest` are None where none is dated.
    """

    kind: Kind | None
    facts: int
    undated: int
    old: int
    oldest: date | None
    newest: date | None
    by_evidence: tuple[tuple[Evidence, int], ...]


def old_before(known_at: int) -> date:
    """The day before which an observation is old, as known on a day number: the same day some years earlier."""
    day = date.fromordinal(known_at)
    year = day.year - OLD
    return (
        date(year, 2, 28) if (day.month, day.day) == (2, 29) and not isleap(year) else day.replace(year=year)
    )


def ages(records: ScopeRecords) -> tuple[Age, ...]:
    """The age of all facts of a scope, then kind by kind; kinds of which there is nothing are left out. O(facts)."""
    columns = {kind: _columns(records.snapshot, kind, rows) for kind, rows in records.current.items()}
    limit = old_before(records.snapshot.known_at).toordinal()
    evidence, observed = (np.concatenate(parts) for parts in zip(*columns.values(), strict=True))
    return (
        _age(None, evidence, observed, limit),
        *(_age(kind, *columns[kind], limit) for kind in DATED if len(records.current[kind])),
    )


def old(records: ScopeRecords) -> Places:
    """Facts of a scope whose observation is old, oldest first."""
    limit = old_before(records.snapshot.known_at).toordinal()
    found, observed = _observed(records)
    chosen = np.flatnonzero((observed != UNDATED) & (observed < limit))
    return found.taken(chosen[np.argsort(observed[chosen], kind="stable")])


def undated(records: ScopeRecords) -> Places:
    """Facts of a scope of which no source says when they were observed, kind by kind."""
    found, observed = _observed(records)
    return found.taken(np.flatnonzero(observed == UNDATED))


def _observed(records: ScopeRecords) -> tuple[Places, Ints]:
    columns = [_columns(records.snapshot, kind, rows)[1] for kind, rows in records.current.items()]
    return places(records.current), np.concatenate(columns)


def _columns(snapshot: Snapshot, kind: Kind, rows: Ints) -> tuple[np.ndarray, Ints]:
    """Evidence and observation of some facts of one kind."""
    tables: dict[Kind, Deployments | Ports | Links | Contracts | Coverages] = {
        Kind.DEPLOYMENT: snapshot.deployments,
        Kind.PORT: snapshot.ports,
        Kind.LINK: snapshot.links,
        Kind.CONTRACT: snapshot.contracts,
        Kind.COVERAGE: snapshot.coverage,
    }
    table = tables[kind]
    return table.evidence[rows], table.observed[rows]


def _age(kind: Kind | None, evidence: np.ndarray, observed: Ints, limit: int) -> Age:
    dated = observed[observed != UNDATED]
    counts = np.bincount(evidence, minlength=len(Evidence)).tolist()
    return Age(
        kind,
        len(observed),
        len(observed) - len(dated),
        int((dated < limit).sum()),
        to_date(int(dated.min())) if len(dated) else None,
        to_date(int(dated.max())) if len(dated) else None,
        tuple((level, counts[level]) for level in Evidence if counts[level]),
    )
