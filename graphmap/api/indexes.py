"""Look-ups in the directions that columns do not have: what belongs to an organisation, a product, a deployment."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

import numpy as np

from graphmap.snapshot.columns import Ints, Lists, Snapshot, Texts


class Groups:
    """Rows by their owner, ascending. Built in O(n log n); a look-up is O(rows found)."""

    def __init__(self, owners: Ints, size: int, rows: Ints | None = None) -> None:
        """`owners[i]` owns `rows[i]` (row i where left out); -1 owns nothing. `size`: number of owners."""
        order = np.argsort(owners, kind="stable").astype(np.int32)
        self._starts = np.searchsorted(owners[order], np.arange(size + 1))
        self._rows: Ints = order if rows is None else rows[order]

    def __getitem__(self, owner: int) -> Ints:
        return self._rows[self._starts[owner] : self._starts[owner + 1]]

    def of_all(self, owners: Ints) -> Ints:
        """The rows of several owners, ascending, each once."""
        if not len(owners):
            return self._rows[:0]
        return np.unique(np.concatenate([self[owner] for owner in owners.tolist()]))


def position(keys: Texts, key: str) -> int | None:
    """The row of a key in a column that is sorted by key. O(log n)."""
    row = bisect_left(keys, key)
    return row if row < len(keys) and keys[row] == key else None


class Index:
    """Every look-up of one snapshot, each built when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def deployments_of_organisation(self) -> Groups:
        run_by = self._snapshot.deployments.organisations
        return _inverted(run_by, len(self._snapshot.organisations.key))

    @cached_property
    def deployments_of_product(self) -> Groups:
        return Groups(self._snapshot.deployments.product, len(self._snapshot.products.key))

    @cached_property
    def products_of_supplier(self) -> Groups:
        return Groups(self._snapshot.products.supplier, len(self._snapshot.suppliers.key))

    @cached_property
    def contracts_of_buyer(self) -> Groups:
        return Groups(self._snapshot.contracts.buyer, len(self._snapshot.organisations.key))

    @cached_property
    def contracts_of_supplier(self) -> Groups:
        return Groups(self._snapshot.contracts.supplier, len(self._snapshot.suppliers.key))

    @cached_property
    def contracts_of_product(self) -> Groups:
        return Groups(self._snapshot.contracts.product, len(self._snapshot.products.key))

    @cached_property
    def coverage_of(self) -> Groups:
        return Groups(self._snapshot.coverage.organisation, len(self._snapshot.organisations.key))

    @cached_property
    def successors_of(self) -> Groups:
        table = self._snapshot.organisations
        return _inverted(table.predecessors, len(table.key))

    @cached_property
    def ports_of(self) -> Groups:
        """Ports (records) of a deployment."""
        table = self._snapshot.ports
        first = _first_facts(table.record)
        return Groups(table.deployment[first], len(self._snapshot.deployments.key))

    @cached_property
    def links_from(self) -> Groups:
        """Links (records) that leave a deployment."""
        table = self._snapshot.links
        return Groups(table.origin[_first_facts(table.record)], len(self._snapshot.deployments.key))

    @cached_property
    def links_to(self) -> Groups:
        """Links (records) that enter a deployment."""
        table = self._snapshot.links
        return Groups(table.target[_first_facts(table.record)], len(self._snapshot.deployments.key))

    @cached_property
    def facts_of_port(self) -> Groups:
        """Periods of a port, in the order in which they are stated."""
        table = self._snapshot.ports
        return Groups(table.record, len(table.keys))

    @cached_property
    def facts_of_link(self) -> Groups:
        """Periods of a link, in the order in which they are stated."""
        table = self._snapshot.links
        return Groups(table.record, len(table.keys))

    @cached_property
    def organisations_by_name(self) -> Ints:
        return _name_ranks(self._snapshot.organisations.name)

    @cached_property
    def suppliers_by_name(self) -> Ints:
        return _name_ranks(self._snapshot.suppliers.name)

    @cached_property
    def products_by_name(self) -> Ints:
        return _name_ranks(self._snapshot.products.name)


def _inverted(lists: Lists, size: int) -> Groups:
    return Groups(lists.items, size, lists.owners())


def _first_facts(record: Ints) -> Ints:
    """The first row of each record; records are numbered in the order of their rows."""
    return np.flatnonzero(np.diff(record, prepend=-1)).astype(np.int32)


def _name_ranks(names: Texts) -> Ints:
    """The place of each row when they are ordered by name, whatever its case, and then by key."""
    folded = [name.casefold() for name in names]
    ranks = np.empty(len(folded), dtype=np.int32)
    ranks[sorted(range(len(folded)), key=folded.__getitem__)] = np.arange(len(folded), dtype=np.int32)
    return ranks
