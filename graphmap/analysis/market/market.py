"""Markets: who supplies the organisations that need a capability, and how concentrated that is (semantics, section 9).

How the definition is read where it leaves a choice:

- A plan counts at no date, not even after the day on which it is due: it may not have happened by then.
- An organisation is known by any deployment whose supplier is named. Its weight is split over the groups of those alone,
  of the retiring ones only where all of them are retiring.
- Where several suppliers of one group serve an organisation, its weight for the group is shown split equally over them.
- The reading ON_RECORD takes every record as complete: who has nothing on record is then known to have nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from graphmap.analysis.exchange.joins import distinct
from graphmap.analysis.market.concentration import Concentration, concentration
from graphmap.analysis.market.holdings import Holdings, Served, capability_place, flagged_rows, holdings
from graphmap.model.terms import Evidence, Reading
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import RETIRING, Ints, Snapshot

_DIGITS = 9


@dataclass(frozen=True)
class Share:
    """A supplier group's part of a market, in organisations and as a fraction of the known ones.

    `suppliers`: rows of those that make it up, each with its weight, the heaviest first. `group` is empty for a supplier
    that belongs to none.
    """

    group: str
    suppliers: tuple[tuple[int, float], ...]
    organisations: float
    share: float


@dataclass(frozen=True)
class Market:
    """The market for a capability in a scope.

    `organisations` are in it, `unknown` of them without a system whose supplier is known; `none` would be in it, but are
    known to have no such system. `deployments` are the rows counted, `planned` the number of systems to come, which are
    not. `concentration` is None for a market of nobody.
    """

    capability: str
    organisations: int
    unknown: int
    none: int
    shares: tuple[Share, ...]
    concentration: Concentration | None
    deployments: Ints
    planned: int

    @property
    def known(self) -> int:
        """Organisations whose supplier is known."""
        return self.organisations - self.unknown


class Membership(NamedTuple):
    """Who is in a market: rows of organisations, ascending, and the systems counted."""

    organisations: np.ndarray
    unknown: np.ndarray
    none: np.ndarray
    systems: Served


def membership(held: Holdings, capability: str, scope: Ints, reading: Reading) -> Membership:
    """Who of a scope is in the market for a capability."""
    size = len(held.snapshot.organisations.key)
    inside = flagged_rows(size, scope)
    systems = held.counted(capability_place(capability))
    chosen = inside[systems.organisation]
    systems = Served(*(column[chosen] for column in systems))
    has = flagged_rows(size, systems.organisation)
    known = flagged_rows(size, systems.organisation[held.supplier[systems.deployment] >= 0])
    complete = np.ones(size, dtype=bool) if reading is Reading.ON_RECORD else held.complete
    fits = inside & (_serves(held.snapshot, capability) | has)
    inside = fits & (has | ~complete)
    return Membership(
        np.flatnonzero(inside),
        np.flatnonzero(inside & ~known),
        np.flatnonzero(fits & ~inside),
        systems,
    )


def market(
    snapshot: Snapshot,
    capability: str,
    as_of: date,
    scope: Ints,
    reading: Reading = Reading.CAUTIOUS,
    min_evidence: Evidence | None = None,
) -> Market:
    """The market for one capability (a code) among organisations (rows). O(organisations + systems log systems)."""
    held = holdings(snapshot, as_of, min_evidence)
    found = membership(held, capability, scope, reading)
    shares = _shares(held, found.systems, len(found.organisations) - len(found.unknown))
    coming = held.planned
    due = (coming.capability == capability_place(capability)) & flagged_rows(
        len(snapshot.organisations.key), scope
    )[coming.organisation]
    return Market(
        capability,
        len(found.organisations),
        len(found.unknown),
        len(found.none),
        shares,
        concentration([share.organisations for share in shares], len(found.unknown)),
        distinct(found.systems.deployment).astype(np.int32),
        len(distinct(coming.deployment[due])),
    )


def markets(
    snapshot: Snapshot,
    as_of: date,
    scope: Ints,
    reading: Reading = Reading.CAUTIOUS,
    min_evidence: Evidence | None = None,
) -> tuple[Market, ...]:
    """The market for every capability, most concentrated first (see `concentrated`)."""
    found = [
        market(snapshot, code, as_of, scope, reading, min_evidence) for code in vocabulary().capabilities
    ]
    return tuple(sorted(found, key=concentrated))


def concentrated(found: Market) -> tuple[bool, float, float, str]:
    """Orders markets: by what the index is at least, then at most; those of which no supplier is known last; by code."""
    index = found.concentration.hhi if found.concentration else None
    if index is None or not found.shares:
        return True, 0.0, 0.0, found.capability
    return False, -index.low, -index.high, found.capability


def _serves(snapshot: Snapshot, capability: str) -> np.ndarray:
    """Organisations with a setting that the capability serves."""
    settings = vocabulary().capabilities[capability].settings
    table = snapshot.organisations
    if not settings:
        return np.ones(len(table.key), dtype=bool)
    wanted = sum(1 << place for place, code in enumerate(vocabulary().settings) if code in settings)
    serves: np.ndarray = table.settings & wanted != 0
    return serves


def _shares(held: Holdings, systems: Served, known: int) -> tuple[Share, ...]:
    """Supplier groups by weight, heaviest first, then by name or the supplier's id."""
    named = held.supplier[systems.deployment] >= 0
    organisation, deployment = systems.organisation[named], systems.deployment[named]
    retiring = held.snapshot.deployments.status[deployment] == RETIRING
    staying = flagged_rows(len(held.snapshot.organisations.key), organisation[~retiring])
    counts = ~retiring | ~staying[organisation]
    organisation, supplier = organisation[counts], held.supplier[deployment[counts]]
    if not len(organisation):
        return ()
    group = held.group_of_supplier[supplier]
    rows = np.unique(np.stack((organisation, group, supplier)), axis=1)
    pairs, suppliers_there = np.unique(rows[:2], axis=1, return_counts=True)
    _, place, groups_there = np.unique(pairs[0], return_inverse=True, return_counts=True)
    of_pair = 1 / groups_there[place]
    by_group = np.bincount(pairs[1], of_pair)
    by_supplier = np.bincount(
        rows[2], np.repeat(of_pair / suppliers_there, suppliers_there), len(held.snapshot.suppliers.key)
    )
    return _described(held, np.unique(rows[1:], axis=1), by_group, by_supplier, known)


def _described(
    held: Holdings, pairs: np.ndarray, by_group: np.ndarray, by_supplier: np.ndarray, known: int
) -> tuple[Share, ...]:
    """`pairs`: (group, supplier) that occur, by group."""
    table = held.snapshot.suppliers
    members: dict[int, list[int]] = {}
    for group, supplier in pairs.T.tolist():
        members.setdefault(group, []).append(supplier)
    found = []
    for group, suppliers in members.items():
        weighed = [(supplier, round(float(by_supplier[supplier]), _DIGITS)) for supplier in suppliers]
        weight = round(float(by_group[group]), _DIGITS)
        found.append(
            Share(
                table.group[suppliers[0]],
                tuple(sorted(weighed, key=lambda one: (-one[1], one[0]))),
                weight,
                round(weight / known, _DIGITS),
            )
        )
    return tuple(
        sorted(found, key=lambda one: (-one.organisations, one.group or table.key[one.suppliers[0][0]]))
    )
