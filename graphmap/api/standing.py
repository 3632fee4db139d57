"""Where facts stand on a day (semantics, section 1), one small number a fact."""

from __future__ import annotations

from enum import Enum
from functools import cached_property

import numpy as np

from graphmap.analysis import facts
from graphmap.snapshot.columns import ABSENT, LIVE, RELAY, Bytes, Flags, Ints, Snapshot


class Standing(Enum):
    """Where a fact stands on the day asked about, best first."""

    IN_FORCE = 0
    ON_THE_WAY = 1
    SLIPPED = 2
    ENDED = 3
    ABSENT = 4


class Standings:
    """Where everything in a snapshot stands on day number `day`. Each column is worked out when first asked for, O(n)."""

    def __init__(self, snapshot: Snapshot, day: int) -> None:
        self._snapshot = snapshot
        self._day = day

    def of(self, status: Bytes, start: Ints, end: Ints) -> Bytes:
        """Where facts with these times stand, each by itself."""
        t, k = self._day, self._snapshot.known_at
        chosen = np.select(
            [
                status == ABSENT,
                facts.in_force(status, start, end, t, k),
                facts.slipped(status, start, end, t, k),
                facts.on_the_way(status, start, end, t, k),
            ],
            [
                np.int8(Standing.ABSENT.value),
                np.int8(Standing.IN_FORCE.value),
                np.int8(Standing.SLIPPED.value),
                np.int8(Standing.ON_THE_WAY.value),
            ],
            np.int8(Standing.ENDED.value),
        )
        return chosen.astype(np.int8)

    @cached_property
    def deployments(self) -> Bytes:
        table = self._snapshot.deployments
        return self.of(table.status, table.start, table.end)

    @cached_property
    def in_use(self) -> Flags:
        """Deployments in force that count: what hangs on a stub does not."""
        flags: Flags = (self.deployments == Standing.IN_FORCE.value) & ~self._snapshot.deployments.out
        return flags

    @cached_property
    def contracts(self) -> Bytes:
        table = self._snapshot.contracts
        return self.of(np.full(len(table.start), LIVE, dtype=np.int8), table.start, table.end)

    @cached_property
    def organisations(self) -> Bytes:
        table = self._snapshot.organisations
        return self.of(np.full(len(table.opened), LIVE, dtype=np.int8), table.opened, table.closed)

    @cached_property
    def port_facts(self) -> Bytes:
        """Each port fact by itself."""
        table = self._snapshot.ports
        return self.of(table.status, table.start, table.end)

    @cached_property
    def link_facts(self) -> Bytes:
        """Each link fact by itself."""
        table = self._snapshot.links
        return self.of(table.status, table.start, table.end)

    @cached_property
    def ports(self) -> Bytes:
        """Each port fact with its deployment: the worse of the two. In force is usable."""
        return np.maximum(self.port_facts, self.deployments[self._snapshot.ports.deployment])

    @cached_property
    def links(self) -> Bytes:
        """Each link fact with both its deployments: the worst of the three. In force is usable."""
        table = self._snapshot.links
        ends = np.maximum(self.deployments[table.origin], self.deployments[table.target])
        return np.maximum(self.link_facts, ends)

    @cached_property
    def chosen_ports(self) -> Ints:
        """The fact of each port that counts on the day: what stands best, then what is nearest in time."""
        table = self._snapshot.ports
        return _chosen(table.record, self.port_facts, table.start)

    @cached_property
    def chosen_links(self) -> Ints:
        """As `chosen_ports`, of each link."""
        table = self._snapshot.links
        return _chosen(table.record, self.link_facts, table.start)

    @cached_property
    def relays(self) -> Flags:
        """Deployments with a usable relay port, for whatever exchange type."""
        table = self._snapshot.ports
        flags = np.zeros(len(self._snapshot.deployments.key), dtype=bool)
        flags[table.deployment[(table.role == RELAY) & (self.ports == Standing.IN_FORCE.value)]] = True
        return flags


def _chosen(record: Ints, standing: Bytes, start: Ints) -> Ints:
    """One row for each record, by record: the best standing; of what is to come the first, of what was the last."""
    nearest = np.where(standing == Standing.ON_THE_WAY.value, start, -start.astype(np.int64))
    order = np.lexsort((nearest, standing, record))
    first = np.flatnonzero(np.diff(record[order], prepend=-1))
    return order[first].astype(np.int32)


def standing_flags(column: Bytes, wanted: frozenset[Standing] | None) -> Flags:
    """Rows whose standing is one of those wanted; None: every row."""
    if wanted is None:
        return np.ones(len(column), dtype=bool)
    flags: Flags = np.isin(column, [one.value for one in wanted])
    return flags
