"""Which systems serve what at whom on a day: the rows that markets, duplicates and contracts are counted from."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.exchange.joins import members, starts
from graphmap.analysis.in_force import InForce
from graphmap.analysis.kept import kept
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import PLANNED, Flags, Ints, Snapshot

_KEPT = 4
"""Days and least evidence at once; a few arrays as long as the deployments each."""


class Served(NamedTuple):
    """Deployments with what each serves and who runs it, sorted by capability; parallel arrays of rows and places."""

    capability: Ints
    organisation: Ints
    deployment: Ints


class Holdings(InForce):
    """What is in force at one moment, with what systems are for, who runs them and who supplies them."""

    @cached_property
    def complete(self) -> Flags:
        """Organisations whose whole record (coverage `*`) is complete."""
        return self.complete_records(-1)

    @cached_property
    def complete_throughout(self) -> Flags:
        """Organisations whose record is complete for every exchange type."""
        flags = self.complete.copy()
        for exchange in self.types.values():
            flags &= self.complete_records(exchange)
        return flags

    @cached_property
    def served(self) -> Served:
        """Every system in force."""
        return self._served(np.flatnonzero(self.in_force))

    @cached_property
    def _counted(self) -> tuple[Served, np.ndarray]:
        """What markets count: systems in force that are no plan, and where each capability begins."""
        kept_rows = self.snapshot.deployments.status[self.served.deployment] != PLANNED
        counted = Served(*(column[kept_rows] for column in self.served))
        return counted, starts(counted.capability, len(vocabulary().capabilities))

    @cached_property
    def planned(self) -> Served:
        """Plans, slipped ones included, and what is to start later: counted nowhere."""
        table = self.snapshot.deployments
        coming = facts.on_the_way(table.status, table.start, table.end, self.t, self.k)
        coming |= self.in_force & (table.status == PLANNED)
        return self._served(np.flatnonzero(coming & self.counts(table)))

    def counted(self, capability: int) -> Served:
        """What markets count for one capability (a place in the vocabulary)."""
        rows, starting = self._counted
        part = slice(starting[capability], starting[capability + 1])
        return Served(*(column[part] for column in rows))

    @cached_property
    def supplier(self) -> Ints:
        """Supplier of each deployment, -1 where nobody names one."""
        by_product = np.append(self.snapshot.products.supplier, np.int32(-1))
        by_deployment: Ints = by_product[self.snapshot.deployments.product]
        return by_deployment

    @cached_property
    def group_of_supplier(self) -> Ints:
        """A number for the group of each supplier, one without a group being a group of its own.

        A group is never taken for a supplier of the same name.
        """
        numbers: dict[tuple[str, str], int] = {}
        table = self.snapshot.suppliers
        found = [
            numbers.setdefault((name, "" if name else key), len(numbers))
            for key, name in zip(table.key, table.group, strict=True)
        ]
        return np.array(found, dtype=np.int32)

    @cached_property
    def named(self) -> Flags:
        """Deployments of a product whose name is known: ids that begin `unnamed-` stand for one that nobody names."""
        named = np.array([not key.startswith("unnamed-") for key in self.snapshot.products.key] + [False])
        flags: Flags = named[self.snapshot.deployments.product]
        return flags

    def _served(self, rows: np.ndarray) -> Served:
        table, products = self.snapshot.deployments, self.snapshot.products
        inherits = np.diff(table.capabilities.offsets)[rows] == 0
        own, heirs = rows[~inherits], rows[inherits & (table.product[rows] >= 0)]
        place, capability = members(table.capabilities, own)
        heir, inherited = members(products.capabilities, table.product[heirs])
        serving = np.concatenate((own[place], heirs[heir]))
        served = np.concatenate((capability, inherited))
        one, organisation = members(table.organisations, serving)
        served, serving = served[one], serving[one]
        order = np.lexsort((serving, organisation, served))
        return Served(*(column[order].astype(np.int32) for column in (served, organisation, serving)))


def holdings(snapshot: Snapshot, as_of: date, min_evidence: Evidence | None = None) -> Holdings:
    """What is held on a day, on this evidence or stronger; made once for each. O(facts log facts)."""
    return kept(
        snapshot,
        "holdings",
        (as_of, min_evidence),
        _KEPT,
        lambda: Holdings(snapshot, as_of, min_evidence),
    )


def capability_place(code: str) -> int:
    """The place of a capability in the vocabulary, by which snapshots number it."""
    return list(vocabulary().capabilities).index(code)


def flagged_rows(size: int, rows: np.ndarray) -> Flags:
    """Flags of that size, set at the rows."""
    flags = np.zeros(size, dtype=bool)
    flags[rows] = True
    return flags
