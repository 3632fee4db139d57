"""The records of a scope: what sources state about its organisations, their systems and what hangs on these.

Systems are those that an organisation in scope runs; ports those of its systems, links those that begin or end at one;
contracts those that it buys by; coverage rows those of its record. Products and suppliers are those of these systems and
contracts. What hangs on a stub is out, and so is what is evidenced too weakly (organisations, products and suppliers stay).
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graphmap.analysis import facts
from graphmap.model.dates import OPEN_END
from graphmap.model.terms import Evidence, Kind
from graphmap.snapshot.columns import (
    ABSENT,
    RETIRED,
    Contracts,
    Coverages,
    Deployments,
    Flags,
    Ints,
    Links,
    Ports,
    Snapshot,
)

KINDS = tuple(Kind)
DATED = (Kind.DEPLOYMENT, Kind.PORT, Kind.LINK, Kind.COVERAGE, Kind.CONTRACT)
"""Kinds of which answers about the scope are made: those whose age is told."""


class Place(NamedTuple):
    """Where something stated stands in the snapshot: its kind, and its row (of ports and links that of one period)."""

    kind: Kind
    row: int


class Places:
    """Places in an order, as two columns; made one by one when they are looked at."""

    def __init__(self, kind: np.ndarray, row: np.ndarray) -> None:
        """`kind` indexes `KINDS`."""
        self.kind, self.row = kind, row

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, place: int) -> Place:
        return Place(KINDS[self.kind[place]], int(self.row[place]))

    def taken(self, order: np.ndarray) -> Places:
        """Some of them, in this order."""
        return Places(self.kind[order], self.row[order])


def places(rows: dict[Kind, Ints]) -> Places:
    """Rows of several kinds, kind by kind as given (in the order of `KINDS`, which cursors rely on)."""
    sizes = [len(found) for found in rows.values()]
    kinds = np.repeat([KINDS.index(kind) for kind in rows], sizes).astype(np.int8)
    return Places(kinds, np.concatenate([*rows.values(), np.empty(0, dtype=np.int32)]).astype(np.int32))


class ScopeRecords:
    """What is stated about the organisations of a scope (rows), whatever its dates. O(records) in numpy."""

    def __init__(
        self, snapshot: Snapshot, as_of: date, organisations: Ints, min_evidence: Evidence | None = None
    ) -> None:
        self.snapshot = snapshot
        self.t, self.k = as_of.toordinal(), snapshot.known_at
        self.least = -1 if min_evidence is None else int(min_evidence)
        self.organisations = organisations
        self.inside = np.zeros(len(snapshot.organisations.key), dtype=bool)
        self.inside[organisations] = True

    def counted(self, table: Deployments | Ports | Links | Coverages | Contracts) -> Flags:
        """What hangs on no stub and is evidenced well enough."""
        return ~table.out if self.least < 0 else ~table.out & (table.evidence >= self.least)

    @cached_property
    def run_here(self) -> Flags:
        """Systems, counted or not, that an organisation in scope runs."""
        run_by = self.snapshot.deployments.organisations
        flags = np.zeros(len(run_by), dtype=bool)
        flags[run_by.owners()[self.inside[run_by.items]]] = True
        return flags

    @cached_property
    def systems(self) -> Flags:
        """Systems that an organisation in scope runs."""
        flags: Flags = self.run_here & self.counted(self.snapshot.deployments)
        return flags

    @cached_property
    def rows(self) -> dict[Kind, Ints]:
        """Rows of every kind, ascending; of ports and links one a period."""
        snapshot = self.snapshot
        contracts, coverage = snapshot.contracts, snapshot.coverage
        flags = {
            Kind.DEPLOYMENT: self.systems,
            Kind.PORT: self.systems[snapshot.ports.deployment] & self.counted(snapshot.ports),
            Kind.LINK: (self.systems[snapshot.links.origin] | self.systems[snapshot.links.target])
            & self.counted(snapshot.links),
            Kind.COVERAGE: self.inside[coverage.organisation] & self.counted(coverage),
            Kind.CONTRACT: self.inside[contracts.buyer] & self.counted(contracts),
        }
        found = {kind: np.flatnonzero(chosen).astype(np.int32) for kind, chosen in flags.items()}
        bought = found[Kind.CONTRACT]
        products = _named(
            ~snapshot.products.out,
            snapshot.deployments.product[found[Kind.DEPLOYMENT]],
            contracts.product[bought],
        )
        suppliers = _named(
            ~snapshot.suppliers.stub, snapshot.products.supplier[products], contracts.supplier[bought]
        )
        stated = self.organisations[~snapshot.organisations.stub[self.organisations]]
        return {Kind.ORGANISATION: stated, Kind.SUPPLIER: suppliers, Kind.PRODUCT: products, **found}

    @cached_property
    def current(self) -> dict[Kind, Ints]:
        """Rows of the kinds whose age is told, without what has ended, of itself or with a system that it stands on."""
        snapshot, rows = self.snapshot, self.rows
        ports, links = snapshot.ports, snapshot.links
        gone = _ended(snapshot.deployments, self.t)
        chosen = rows[Kind.PORT], rows[Kind.LINK]
        ended = {
            Kind.DEPLOYMENT: gone[rows[Kind.DEPLOYMENT]],
            Kind.PORT: (_ended(ports, self.t) | gone[ports.deployment])[chosen[0]],
            Kind.LINK: (_ended(links, self.t) | gone[links.origin] | gone[links.target])[chosen[1]],
            Kind.COVERAGE: np.zeros(len(rows[Kind.COVERAGE]), dtype=bool),
            Kind.CONTRACT: snapshot.contracts.end[rows[Kind.CONTRACT]] < self.t,
        }
        return {kind: rows[kind][~over] for kind, over in ended.items()}

    @cached_property
    def slipped(self) -> Places:
        """Plans of the scope whose day has come without anybody saying that they happened, longest overdue first."""
        tables: dict[Kind, Deployments | Ports | Links] = {
            Kind.DEPLOYMENT: self.snapshot.deployments,
            Kind.PORT: self.snapshot.ports,
            Kind.LINK: self.snapshot.links,
        }
        rows, starts = {}, [np.empty(0, dtype=np.int32)]
        for kind, table in tables.items():
            here = self.rows[kind]
            late = facts.slipped(table.status[here], table.start[here], table.end[here], self.t, self.k)
            rows[kind] = here[late]
            starts.append(table.start[rows[kind]])
        found = places(rows)
        return found.taken(np.argsort(np.concatenate(starts), kind="stable"))


def _ended(table: Deployments | Ports | Links, t: int) -> Flags:
    """What is over at t: its end has passed, or it is retired and nobody says since when. What is absent never was."""
    over: Flags = (table.end < t) | ((table.status == RETIRED) & (table.end == OPEN_END))
    over &= table.status != ABSENT
    return over


def _named(stated: Flags, *columns: Ints) -> Ints:
    """The rows that columns name, each once, where somebody states them."""
    rows = np.unique(np.concatenate(columns))
    rows = rows[rows >= 0]
    return rows[stated[rows]].astype(np.int32)
