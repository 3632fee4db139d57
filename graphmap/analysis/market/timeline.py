"""When contracts end, in buckets, and what hangs on each."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.market.contracts import Agreements, agreements
from graphmap.analysis.market.terms import Bucket, ContractMatch
from graphmap.analysis.market.touching import touching
from graphmap.analysis.scope import open_at
from graphmap.model.dates import OPEN_END
from graphmap.model.errors import UsageError
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Ints, Snapshot

MOST_MONTHS = 1_200


_BUCKETS = tuple(Bucket)


@dataclass(frozen=True)
class BucketCount:
    """The contracts of a bucket: `value` in pounds over the `valued` ones that state it; `running` have systems in use.

    `out_of_contract`: expired ones of which something is in use without a contract in force on record.
    """

    bucket: Bucket
    contracts: int
    value: float
    valued: int
    running: int
    out_of_contract: int


@dataclass(frozen=True)
class Ending:
    """One contract: when it ends, what is in use of it, and how far that reaches.

    `dependents` are rows of deployments, `links` counts the links in force to and from them, `beyond` the organisations
    other than the buyer that run one of them or are linked with one. `in_area` counts the systems of the same product, or
    supplier and capability, at open organisations of the buyer's area, for which an ICB may have bought it.
    """

    contract: int
    bucket: Bucket
    match: ContractMatch | None
    dependents: tuple[int, ...]
    links: int
    beyond: int
    in_area: int
    out_of_contract: bool


@dataclass(frozen=True, eq=False)
class Timeline:
    """The contracts whose buyer is one of `organisations` in scope. `contracts` are rows by end and then by key."""

    organisations: int
    contracts: Ints
    places: np.ndarray
    """The bucket of each contract of the map, as a place in `Bucket`."""
    ends_by: np.ndarray
    """Of each of `contracts`, whether it is to end within the months asked for."""
    buckets: tuple[BucketCount, ...]

    def listed(self, buckets: frozenset[Bucket] | None = None) -> Ints:
        """Contracts of some buckets; without any, those that are to end within the months asked for."""
        chosen = self.ends_by
        if buckets is not None:
            wanted = [_BUCKETS.index(bucket) for bucket in buckets]
            chosen = np.isin(self.places[self.contracts], wanted)
        rows: Ints = self.contracts[chosen]
        return rows

    def bucket(self, contract: int) -> Bucket:
        """The bucket of a contract."""
        return _BUCKETS[int(self.places[contract])]


def timeline(
    snapshot: Snapshot, as_of: date, scope: Ints, months: int = 12, min_evidence: Evidence | None = None
) -> Timeline:
    """When the contracts of the buyers in scope end. O(contracts log contracts).

    Raises `UsageError` for months that are not between 1 and `MOST_MONTHS`.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise UsageError(f"`months` is {months}: give 1 to {MOST_MONTHS}")
    known, table = agreements(snapshot, as_of, min_evidence), snapshot.contracts
    year, two, horizon = (later(as_of, count).toordinal() for count in (12, 24, months))
    day, end = as_of.toordinal(), table.end
    places = np.select([end < day, end <= year, end <= two, end < OPEN_END], range(4), 4)
    rows = np.flatnonzero(known.counts & np.isin(table.buyer, scope)).astype(np.int32)
    rows = rows[np.argsort(end[rows], kind="stable")]
    ends_by = (day <= end[rows]) & (end[rows] <= horizon)
    return Timeline(len(scope), rows, places, ends_by, tuple(_counts(known, rows, places)))


def ending(known: Agreements, found: Timeline, contract: int) -> Ending:
    """One contract of a timeline with what hangs on it. O(deployments + links found)."""
    snapshot, held = known.held.snapshot, known.held
    systems = known.dependents_of(contract)
    links = touching(held).of(systems)
    run_by = snapshot.deployments.organisations
    ends = np.concatenate((systems, snapshot.links.origin[links], snapshot.links.target[links]))
    reached = {organisation for row in np.unique(ends).tolist() for organisation in run_by[row]}
    return Ending(
        contract,
        found.bucket(contract),
        known.match_of(contract),
        tuple(systems.tolist()),
        len(links),
        len(reached - {int(snapshot.contracts.buyer[contract])}),
        _in_area(known, contract),
        bool(known.out_of_contract[contract]),
    )


def later(day: date, months: int) -> date:
    """The same day of a later month; its last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _counts(known: Agreements, rows: Ints, places: np.ndarray) -> list[BucketCount]:
    value = known.held.snapshot.contracts.value
    found = []
    for place, bucket in enumerate(_BUCKETS):
        chosen = rows[places[rows] == place]
        stated = value[chosen][~np.isnan(value[chosen])]
        found.append(
            BucketCount(
                bucket,
                len(chosen),
                round(float(stated.sum()), 2),
                len(stated),
                int(known.running[chosen].sum()),
                int(known.out_of_contract[chosen].sum()),
            )
        )
    return found


def _in_area(known: Agreements, contract: int) -> int:
    """Systems in force of what an ICB bought, at the open organisations of its area."""
    snapshot, held = known.held.snapshot, known.held
    table, organisations = snapshot.contracts, snapshot.organisations
    buyer = int(table.buyer[contract])
    if int(organisations.type[buyer]) != list(vocabulary().organisation_types).index("ICB"):
        return 0
    inside = open_at(organisations, held.t) & (organisations.icb == buyer)
    here = held.in_force & held.run_by(np.flatnonzero(inside).tolist())
    product, capability = int(table.product[contract]), int(table.capability[contract])
    if product >= 0:
        return int((here & (snapshot.deployments.product == product)).sum())
    if capability < 0:
        return 0
    serving = held.serving(list(vocabulary().capabilities)[capability])
    return int((here & serving & (held.supplier == table.supplier[contract])).sum())
