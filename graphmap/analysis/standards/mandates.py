"""Who has to follow a standard, who does, and who is late (the vocabulary of mandates).

How *known not to* is read: a system that does not use one of the mandate's profiles is known not to when, for each of its
exchange types, the record of one of its organisations is complete, or the system's source and its sink port are stated
absent; and when nothing that it does use for them leaves its profile out. A port or link without a profile may be just that
one, so it keeps the matter open, under either reading. Ports that are stated speak for the links at the system (semantics,
section 2), so that a blank link is then not blank.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from graphmap.analysis.scope import open_at
from graphmap.analysis.standards.uses import Standards, organisations_of
from graphmap.model.terms import Reading
from graphmap.model.vocabulary import Mandate, vocabulary
from graphmap.snapshot.columns import ABSENT, SINK, SOURCE, Bytes, Flags, Ints


class Compliance(StrEnum):
    """Whether whom a mandate binds follows it."""

    SUPPORTS = "SUPPORTS"
    KNOWN_NOT = "KNOWN_NOT"
    NOT_KNOWN = "NOT_KNOWN"


LEVELS = tuple(Compliance)
_SUPPORTS, _KNOWN_NOT, _NOT_KNOWN = range(3)


@dataclass(frozen=True)
class SupplierBound:
    """What one supplier (a row, -1 where nobody names it) has in use in a scope that a mandate binds.

    `products` are rows; `systems` counts by `Compliance`, in its order.
    """

    supplier: int
    products: tuple[int, ...]
    systems: tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Bound:
    """Whom a mandate binds in a scope: rows, ascending, beside the place in `LEVELS` of whether each follows it.

    `past_due`: whether its day lies before the day asked about; None where no source gives a day. `supporters` are the
    systems in scope that follow it, bound or not, and `supporter_organisations` those in scope that run them.
    """

    mandate: Mandate
    past_due: bool | None
    systems: Ints
    system_levels: Bytes
    organisations: Ints
    organisation_levels: Bytes
    suppliers: tuple[SupplierBound, ...]
    supporters: Ints
    supporter_organisations: Ints


def bound(known: Standards, mandate: Mandate, scope: Ints, reading: Reading = Reading.CAUTIOUS) -> Bound:
    """Whom `mandate` binds among `scope` (rows of organisations) and their systems in force.

    An organisation is bound with a system; it follows the mandate when any of its systems does, bound or not. O(ports +
    links) in numpy.
    """
    snapshot = known.snapshot
    typed = _typed(known, mandate, scope)
    systems = known.in_force & known.run_by(typed.tolist())
    serving = [known.serving(code) for code in mandate.capabilities]
    rows = np.flatnonzero(systems & np.logical_or.reduce(serving)).astype(np.int32)
    supports, levels = _levels(known, mandate, reading)
    supporters = np.flatnonzero(supports & known.in_force & known.run_by(scope.tolist())).astype(np.int32)
    day = None if mandate.due is None else mandate.due.toordinal()
    run_by = snapshot.deployments.organisations
    bodies = np.zeros(len(snapshot.organisations.key), dtype=bool)
    chosen = np.zeros(known.size, dtype=bool)
    chosen[rows] = True
    bodies[run_by.items[chosen[run_by.owners()]]] = True
    organisations = typed[bodies[typed]]
    return Bound(
        mandate,
        None if day is None else day < known.t,
        rows,
        levels[rows],
        organisations,
        _organisation_levels(known, mandate, reading, supports)[organisations],
        _suppliers(known, rows, levels[rows]),
        supporters,
        np.intersect1d(organisations_of(snapshot, supporters), scope).astype(np.int32),
    )


def _typed(known: Standards, mandate: Mandate, scope: Ints) -> Ints:
    """Organisations in scope that are open and of a kind that the mandate binds."""
    table = known.snapshot.organisations
    flags = open_at(table, known.t)
    if mandate.organisation_types:
        codes = list(vocabulary().organisation_types)
        flags &= np.isin(table.type, [codes.index(code) for code in mandate.organisation_types])
    return np.asarray(scope[flags[scope]], dtype=np.int32)


def _levels(known: Standards, mandate: Mandate, reading: Reading) -> tuple[Flags, Bytes]:
    """Of every deployment: whether it uses one of the profiles, and its place in `LEVELS`."""
    supports = np.zeros(known.size, dtype=bool)
    for code in _codes(mandate.profiles):
        supports[known.uses.of(code).deployment] = True
    known_not = np.ones(known.size, dtype=bool)
    for exchange in _places(known, mandate):
        if reading is Reading.CAUTIOUS:
            denied = _denied(known, mandate, exchange)
            known_not &= _with_record(known, exchange) | denied
        known_not &= ~blank(known, exchange)
    levels = np.where(supports, _SUPPORTS, np.where(known_not, _KNOWN_NOT, _NOT_KNOWN))
    return supports, levels.astype(np.int8)


def _organisation_levels(known: Standards, mandate: Mandate, reading: Reading, supports: Flags) -> Bytes:
    """Of every organisation: its place in `LEVELS`, by all its systems in force."""
    count = len(known.snapshot.organisations.key)
    known_not = np.ones(count, dtype=bool)
    for exchange in _places(known, mandate):
        if reading is Reading.CAUTIOUS:
            known_not &= known.complete_records(exchange)
        known_not &= ~_run(known, blank(known, exchange) & known.in_force)
    follows = _run(known, supports & known.in_force)
    return np.where(follows, _SUPPORTS, np.where(known_not, _KNOWN_NOT, _NOT_KNOWN)).astype(np.int8)


def _run(known: Standards, systems: Flags) -> Flags:
    """Organisations that run one of the flagged systems."""
    run_by = known.snapshot.deployments.organisations
    flags = np.zeros(len(known.snapshot.organisations.key), dtype=bool)
    flags[run_by.items[systems[run_by.owners()]]] = True
    return flags


def _with_record(known: Standards, exchange: int) -> Flags:
    """Deployments with an organisation whose record for the exchange type is complete."""
    run_by = known.snapshot.deployments.organisations
    flags = np.zeros(known.size, dtype=bool)
    flags[run_by.owners()[known.complete_records(exchange)[run_by.items]]] = True
    return flags


def _denied(known: Standards, mandate: Mandate, exchange: int) -> Flags:
    """Deployments whose source and sink are stated absent, for the mandate's profiles or for whatever profile."""
    table = known.snapshot.ports
    codes = [-1, *_codes(mandate.profiles)]
    rows = known.counts(table) & (table.status == ABSENT) & (table.exchange == exchange)
    rows &= np.isin(table.profile, codes)
    source, sink = (np.zeros(known.size, dtype=bool) for _ in range(2))
    source[table.deployment[rows & (table.role == SOURCE)]] = True
    sink[table.deployment[rows & (table.role == SINK)]] = True
    return source & sink


def blank(known: Standards, exchange: int) -> Flags:
    """Deployments that use something for an exchange type of which nobody says which profile it is."""
    ports, links = known.snapshot.ports, known.snapshot.links
    flags, speaking = (np.zeros(known.size, dtype=bool) for _ in range(2))
    rows = known.usable_ports[ports.exchange[known.usable_ports] == exchange]
    flags[ports.deployment[rows[ports.profile[rows] < 0]]] = True
    # As for routes: any row about its ports, whatever its dates, is taken as all of them.
    stated = known.counts(ports) & (ports.status != ABSENT) & (ports.exchange == exchange)
    speaking[ports.deployment[stated]] = True
    rows = known.links[(links.exchange[known.links] == exchange) & (links.profile[known.links] < 0)]
    for ends in (links.origin[rows], links.target[rows]):
        flags[ends[~speaking[ends]]] = True
    return flags


def _suppliers(known: Standards, rows: Ints, levels: Bytes) -> tuple[SupplierBound, ...]:
    """Suppliers of the systems in `rows`, most systems first, then by key; nobody's last."""
    snapshot = known.snapshot
    product = snapshot.deployments.product[rows]
    supplier = np.append(snapshot.products.supplier, np.int32(-1))[product]
    counts: dict[int, list[int]] = {}
    products: dict[int, set[int]] = {}
    triples, numbers = np.unique(np.stack((supplier, product, levels)), axis=1, return_counts=True)
    for (seller, sold, level), number in zip(triples.T.tolist(), numbers.tolist(), strict=True):
        counts.setdefault(seller, [0] * len(LEVELS))[level] += number
        products.setdefault(seller, set()).add(sold)
    keys = snapshot.suppliers.key
    found = [
        SupplierBound(seller, tuple(sorted(products[seller])), (one[0], one[1], one[2]))
        for seller, one in counts.items()
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.supplier < 0,
                -sum(one.systems),
                keys[one.supplier] if one.supplier >= 0 else "",
            ),
        )
    )


def _codes(profiles: Iterable[str]) -> list[int]:
    """Places of profiles among the snapshot's: it holds the vocabulary's first, in their order."""
    order = list(vocabulary().profiles)
    return [order.index(code) for code in profiles]


def _places(known: Standards, mandate: Mandate) -> list[int]:
    return [known.types[code] for code in mandate.exchanges]
