"""What a snapshot states of each record of a kind, as columns that can be compared with another snapshot's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.changes import digests
from graphmap.analysis.changes.digests import (
    Numbers,
    named,
    of_floats,
    of_ints,
    of_lists,
    of_sets,
    of_texts,
    together,
)
from graphmap.analysis.kept import kept
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Deployments, Flags, Ints, Links, Ports, Snapshot, Texts

VALIDITY = "validity"
"""Status and dates, which are one property (semantics, section 8)."""
_KEPT = 2 * len(Kind)
_ONLY_PERIODS = np.empty(0, dtype=np.uint64)


@dataclass(frozen=True, eq=False)
class Contents:
    """The records of a kind that count, by the number of their key, ascending. Parallel columns.

    `rows` are rows of the snapshot (of ports and links records); `properties` a number for what is said of each property;
    `support` one for evidence and observation. `slips` are numbers of slipped plans, `slipped` their records.
    """

    keys: Numbers
    rows: Ints
    properties: Mapping[str, Numbers]
    support: Numbers
    slips: Numbers
    slipped: Ints


def contents(snapshot: Snapshot, kind: Kind, least: int = -1) -> Contents:
    """The contents of a snapshot, kept with it. `least`: weaker systems, ports, links and coverage are left out.

    Made once in O(records); stubs, which nobody states, are none of them.
    """
    key = (kind, least, snapshot.known_at)
    return kept(snapshot, "contents", key, _KEPT, lambda: _Maker(snapshot, least).make(kind))


def table_of(snapshot: Snapshot, kind: Kind) -> tuple[object, Texts]:
    """The columns of a kind, and its keys."""
    match kind:
        case Kind.PORT | Kind.LINK:
            table = snapshot.ports if kind is Kind.PORT else snapshot.links
            return table, table.keys
        case Kind.COVERAGE:
            return snapshot.coverage, snapshot.coverage.key
        case _:
            found = getattr(snapshot, f"{kind}s")
            return found, found.key


class _Maker:
    def __init__(self, snapshot: Snapshot, least: int) -> None:
        self.snapshot = snapshot
        self.least = least

    def make(self, kind: Kind) -> Contents:
        match kind:
            case Kind.PORT:
                return self._of_facts(self.snapshot.ports)
            case Kind.LINK:
                return self._of_facts(self.snapshot.links)
        table, keys = table_of(self.snapshot, kind)
        chosen = np.ones(len(keys), dtype=bool)
        if hasattr(table, "stub"):
            chosen &= ~table.stub
        if kind in {Kind.DEPLOYMENT, Kind.COVERAGE}:
            chosen &= table.evidence >= self.least  # type: ignore[attr-defined]
        support = together(of_ints(table.evidence), of_ints(table.observed))  # type: ignore[attr-defined]
        rows = np.flatnonzero(chosen).astype(np.int32)
        slipped = rows[:0]
        starts = np.empty(0, dtype=np.uint64)
        if isinstance(table, Deployments):
            slipped = rows[self._slipped(table)[rows]]
            starts = of_ints(table.start[slipped])
        numbers = of_texts(keys)
        properties = {name: column[rows] for name, column in getattr(self, f"_{kind}")().items()}
        return _sorted(numbers, rows, properties, support[rows], slipped, starts)

    def _slipped(self, table: Deployments | Ports | Links) -> Flags:
        known_at = self.snapshot.known_at
        return facts.slipped(table.status, table.start, table.end, known_at, known_at)

    def _of_facts(self, table: Ports | Links) -> Contents:
        """Of ports and links: the facts that count, put together by record."""
        counted = np.flatnonzero(table.evidence >= self.least)
        record = table.record[counted]
        first = np.flatnonzero(np.diff(record, prepend=-1))
        rows = record[first]

        def by_record(column: Numbers) -> Numbers:
            return np.add.reduceat(digests.mixed(column), first) if len(first) else _ONLY_PERIODS

        period = together(of_ints(table.status), of_ints(table.start), of_ints(table.end))
        support = together(of_ints(table.evidence), of_ints(table.observed))
        properties = {VALIDITY: by_record(period[counted])}
        if isinstance(table, Ports):
            properties = {"payload": of_ints(table.payload[counted][first]), **properties}
        slips = counted[self._slipped(table)[counted]]
        return _sorted(
            of_texts(table.keys),
            rows,
            properties,
            by_record(support[counted]),
            table.record[slips],
            of_ints(table.start[slips]),
        )

    # -- what is said of each kind, by property --------------------------------------------------------------------------

    def _organisation(self) -> Mapping[str, Numbers]:
        table = self.snapshot.organisations
        codes = of_texts(table.key)
        return {
            "name": of_texts(table.name),
            "type": of_ints(table.type),
            "settings": of_ints(table.settings),
            "icb": named(codes, table.icb),
            "region": named(codes, table.region),
            "latitude": of_floats(table.latitude),
            "longitude": of_floats(table.longitude),
            "postcode": of_texts(table.postcode),
            "predecessors": of_lists(table.predecessors, codes),
            "aliases": of_sets(table.aliases),
            VALIDITY: together(of_ints(table.opened), of_ints(table.closed)),
        }

    def _supplier(self) -> Mapping[str, Numbers]:
        table = self.snapshot.suppliers
        return {
            "name": of_texts(table.name),
            "group": of_texts(table.group),
            "aliases": of_sets(table.aliases),
        }

    def _product(self) -> Mapping[str, Numbers]:
        table = self.snapshot.products
        return {
            "name": of_texts(table.name),
            "supplier": named(of_texts(self.snapshot.suppliers.key), table.supplier),
            "capabilities": of_lists(table.capabilities),
            "standards": of_lists(table.standards, of_texts(self.snapshot.profiles)),
            "aliases": of_sets(table.aliases),
        }

    def _deployment(self) -> Mapping[str, Numbers]:
        table = self.snapshot.deployments
        return {
            "product": named(of_texts(self.snapshot.products.key), table.product),
            "organisations": of_lists(table.organisations, of_texts(self.snapshot.organisations.key)),
            "capabilities": of_lists(table.capabilities),
            "host": of_texts(table.host),
            VALIDITY: together(of_ints(table.status), of_ints(table.start), of_ints(table.end)),
        }

    def _coverage(self) -> Mapping[str, Numbers]:
        table = self.snapshot.coverage
        return {"level": of_ints(table.level), "as_of": of_ints(table.as_of)}

    def _contract(self) -> Mapping[str, Numbers]:
        table = self.snapshot.contracts
        return {
            "value_gbp": of_floats(table.value),
            "framework": of_texts(table.framework),
            VALIDITY: together(of_ints(table.start), of_ints(table.end)),
        }


def _sorted(
    numbers: Numbers,
    rows: Ints,
    properties: Mapping[str, Numbers],
    support: Numbers,
    slipped: Ints,
    starts: Numbers,
) -> Contents:
    order = np.argsort(numbers[rows])
    return Contents(
        numbers[rows][order],
        rows[order],
        {name: column[order] for name, column in properties.items()},
        support[order],
        together(numbers[slipped], starts) if len(slipped) else starts,
        slipped,
    )
