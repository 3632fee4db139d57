"""Which rows of a snapshot an export holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from graphmap.snapshot.columns import ABSENT, RELAY, Flags, Ints, Lists, Snapshot, Texts


@dataclass(frozen=True, eq=False)
class Part:
    """Flags by row of each group of columns; of ports and links by fact."""

    organisations: Flags
    suppliers: Flags
    products: Flags
    deployments: Flags
    ports: Flags
    links: Flags
    coverage: Flags
    contracts: Flags
    whole: bool
    """Whether this is all of the map."""


def part_of(snapshot: Snapshot, organisations: Iterable[int] | None = None) -> Part:
    """The part that organisations (rows) select; all of the map without them.

    They, their deployments with all ports, and their coverage and contracts; the relays that these deployments are
    linked to for the exchange type that they relay, with their ports; the links among all those deployments; and
    whatever these refer to: other organisations of a shared deployment, ICBs, regions, predecessors, products,
    suppliers. O(rows).
    """
    if organisations is None:
        return _whole(snapshot)
    chosen = np.zeros(len(snapshot.organisations.key), dtype=bool)
    chosen[np.fromiter(organisations, dtype=np.int32)] = True
    own = _holding(snapshot.deployments.organisations, chosen)
    deployments = own | _relays_of(snapshot, own)
    links = deployments[snapshot.links.origin] & deployments[snapshot.links.target]
    contracts = chosen[snapshot.contracts.buyer]
    products = _named(snapshot.products.key, snapshot.deployments.product[deployments])
    products |= _named(snapshot.products.key, snapshot.contracts.product[contracts])
    suppliers = _named(snapshot.suppliers.key, snapshot.products.supplier[products])
    suppliers |= _named(snapshot.suppliers.key, snapshot.contracts.supplier[contracts])
    return Part(
        organisations=_with_references(
            snapshot, chosen | _items(snapshot.deployments.organisations, deployments, chosen)
        ),
        suppliers=suppliers,
        products=products,
        deployments=deployments,
        ports=deployments[snapshot.ports.deployment],
        links=links,
        coverage=chosen[snapshot.coverage.organisation],
        contracts=contracts,
        whole=False,
    )


def _whole(snapshot: Snapshot) -> Part:
    groups = {
        name: np.ones(len(getattr(snapshot, name).evidence), dtype=bool)
        for name in Part.__dataclass_fields__
        if name != "whole"
    }
    return Part(**groups, whole=True)


def _relays_of(snapshot: Snapshot, own: Flags) -> Flags:
    """Deployments with a relay port (not stated absent) for the exchange type of a link that joins them to `own`."""
    ports, links, size = snapshot.ports, snapshot.links, len(snapshot.deployments.key)
    rows = np.flatnonzero((ports.role == RELAY) & (ports.status != ABSENT))
    relays = np.unique(ports.exchange[rows].astype(np.int64) * size + ports.deployment[rows])
    flags = np.zeros(size, dtype=bool)
    for near, far in ((links.origin, links.target), (links.target, links.origin)):
        leaving = np.flatnonzero(own[near])
        place = links.exchange[leaving].astype(np.int64) * size + far[leaving]
        flags[far[leaving[np.isin(place, relays)]]] = True
    return flags


def _with_references(snapshot: Snapshot, organisations: Flags) -> Flags:
    table = snapshot.organisations
    while True:
        more = organisations.copy()
        for column in (table.icb, table.region):
            more |= _named(table.key, column[organisations])
        more |= _items(table.predecessors, organisations, organisations)
        if (more == organisations).all():
            return organisations
        organisations = more


def _named(keys: Texts, rows: Ints) -> Flags:
    flags = np.zeros(len(keys), dtype=bool)
    flags[rows[rows >= 0]] = True
    return flags


def _holding(lists: Lists, chosen: Flags) -> Flags:
    """Rows whose list holds a chosen item."""
    flags = np.zeros(len(lists), dtype=bool)
    flags[lists.owners()[chosen[lists.items]]] = True
    return flags


def _items(lists: Lists, rows: Flags, like: Flags) -> Flags:
    """Items of the lists of `rows`, as flags of the length of `like`."""
    flags = np.zeros_like(like)
    flags[lists.items[rows[lists.owners()]]] = True
    return flags
