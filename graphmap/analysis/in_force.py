"""What is in force at one moment, for questions about systems rather than routes (semantics, section 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

import numpy as np

from graphmap.analysis import facts
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import RELAY, Coverages, Deployments, Flags, Ints, Links, Ports, Snapshot


class InForce:
    """The facts in force at one moment, and what systems are for.

    Flags by exchange type and deployment are one flat array each: type x deployments + deployment.
    """

    def __init__(self, snapshot: Snapshot, as_of: date, min_evidence: Evidence | None = None) -> None:
        self.snapshot = snapshot
        self.t, self.k = as_of.toordinal(), snapshot.known_at
        self.least = -1 if min_evidence is None else int(min_evidence)
        self.types = {code: place for place, code in enumerate(vocabulary().exchange_types)}
        self.size = len(snapshot.deployments.key)
        ports, links = snapshot.ports, snapshot.links
        self.in_force = self.standing(snapshot.deployments)
        self.by_itself = {
            "deployments": self.in_force,
            "ports": self.standing(ports),
            "links": self.standing(links),
        }
        """By table, the facts that count and are in force, whether or not what they hang on is."""
        usable = self.by_itself["links"] & self.in_force[links.origin] & self.in_force[links.target]
        self.links = np.flatnonzero(usable)
        self._usable_ports = self.by_itself["ports"] & self.in_force[ports.deployment]
        self.relay = self.ports(RELAY, self._usable_ports)

    @cached_property
    def usable_ports(self) -> Ints:
        """Rows of the ports that are in force with their deployments."""
        return np.flatnonzero(self._usable_ports).astype(np.int32)

    def counts(self, table: Deployments | Ports | Links | Coverages) -> Flags:
        """Facts that hang on no stub and are evidenced well enough."""
        strong: Flags = table.evidence >= self.least
        return strong & ~table.out

    def standing(self, table: Deployments | Ports | Links) -> Flags:
        """Facts that count and are in force."""
        return self.counts(table) & facts.in_force(table.status, table.start, table.end, self.t, self.k)

    def ports(self, role: int, chosen: Flags) -> Flags:
        """Where a chosen port of `role` is, by type and deployment."""
        table = self.snapshot.ports
        rows = np.flatnonzero(chosen & (table.role == role))
        flags = np.zeros(len(self.types) * self.size, dtype=bool)
        flags[self.place(table.exchange[rows], table.deployment[rows])] = True
        return flags

    def place(self, exchange: np.ndarray | int, deployment: np.ndarray) -> np.ndarray:
        """Where a type and a deployment (row) are in flags by both."""
        place: np.ndarray = np.asarray(exchange, dtype=np.int64) * self.size + deployment
        return place

    # -- what systems are and who runs them ---------------------------------------------------------------------------------

    def run_by(self, organisations: Iterable[int]) -> Flags:
        """Deployments that one of the organisations (rows) runs."""
        wanted = np.zeros(len(self.snapshot.organisations.key), dtype=bool)
        wanted[np.fromiter(organisations, dtype=np.int32)] = True
        run_by = self.snapshot.deployments.organisations
        flags = np.zeros(self.size, dtype=bool)
        flags[run_by.owners()[wanted[run_by.items]]] = True
        return flags

    def linked(self) -> Flags:
        """Deployments with a usable link of any exchange type, either way."""
        flags = np.zeros(self.size, dtype=bool)
        for ends in (self.snapshot.links.origin, self.snapshot.links.target):
            flags[ends[self.links]] = True
        return flags

    def serving(self, code: str) -> Flags:
        """Deployments that serve a capability: by their own column; if that is empty, by their product's."""
        capability = list(vocabulary().capabilities).index(code)
        table, products = self.snapshot.deployments, self.snapshot.products
        sold = np.zeros(len(products.key) + 1, dtype=bool)
        sold[products.capabilities.owners()[products.capabilities.items == capability]] = True
        flags: Flags = sold[table.product]
        flags &= np.diff(table.capabilities.offsets) == 0
        flags[table.capabilities.owners()[table.capabilities.items == capability]] = True
        return flags

    def serving_one(self) -> Flags:
        """Deployments that serve exactly one capability."""
        table = self.snapshot.deployments
        own = np.diff(table.capabilities.offsets)
        sold = np.append(np.diff(self.snapshot.products.capabilities.offsets), 0)[table.product]
        only: Flags = np.where(own > 0, own, sold) == 1
        return only

    def groups(self) -> Ints:
        """A number for the supplier group of each deployment; -1 where nobody names the supplier."""
        suppliers = self.snapshot.suppliers
        numbers: dict[str, int] = {}
        group = [
            numbers.setdefault(name or key, len(numbers))
            for key, name in zip(suppliers.key, suppliers.group, strict=True)
        ]
        by_product = np.array([*group, -1], dtype=np.int32)[self.snapshot.products.supplier]
        by_deployment: Ints = np.append(by_product, np.int32(-1))[self.snapshot.deployments.product]
        return by_deployment

    def complete_records(self, exchange: int) -> Flags:
        """Organisations whose coverage for a type is complete: its own row, else that for `*` (-1 asks for it alone)."""
        table = self.snapshot.coverage
        level = np.zeros(len(self.snapshot.organisations.key), dtype=np.int8)
        for stated in dict.fromkeys((-1, exchange)):
            rows = np.flatnonzero(self.counts(table) & (table.exchange == stated))
            level[table.organisation[rows]] = table.level[rows]
        complete: Flags = level == 2
        return complete
