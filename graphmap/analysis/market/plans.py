"""Converging on one product: what would be gained, lost, rebuilt and bought out (semantics, section 12).

How the definition is read where it leaves a choice:

- Pairs are those of all open organisations: what a scope converges on changes what others exchange with it.
- What is in force is replaced whatever its evidence; the least evidence counts for pairs and for the market.
- A system goes as a whole, with what else it is for; where organisations outside the scope share it, it stays with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from graphmap.analysis.exchange.difference import Difference, between
from graphmap.analysis.exchange.joins import members
from graphmap.analysis.exchange.supposed import suppose
from graphmap.analysis.failing import Subject
from graphmap.analysis.kept import kept
from graphmap.analysis.market.concentration import Concentration
from graphmap.analysis.market.contracts import agreements
from graphmap.analysis.market.holdings import holdings
from graphmap.analysis.market.market import market
from graphmap.analysis.market.touching import touching
from graphmap.analysis.scenario.applied import Applied
from graphmap.analysis.scenario.applying import apply
from graphmap.analysis.scope import EVERYONE, select
from graphmap.model.errors import UsageError
from graphmap.model.scenario import ReplaceProduct, Scope
from graphmap.model.terms import Evidence, Reading
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Ints, Snapshot

_KEPT = 256
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Plan:
    """What follows when a scope converges on a product (row); organisations, links and contracts are rows, ascending.

    `exchanges`: exchange type with pairs gained and lost, of those that change. `migrated`: organisations of the scope
    whose system is replaced; `replaced` the systems; `silent` how many of these have no link on record. `also`:
    capabilities that these serve too, and the product does not. `learnt_from`: systems in force that the `ports` and
    `links` of a new one are taken from. `unknown`: organisations in the market of which no supplier is on record.
    """

    product: int
    exchanges: tuple[tuple[str, int, int], ...]
    rebuild: Ints
    contracts: Ints
    before: Concentration | None
    after: Concentration | None
    migrated: Ints
    replaced: Ints
    silent: int
    also: tuple[str, ...]
    learnt_from: int
    ports: int
    links: int
    unknown: int

    @property
    def gained(self) -> int:
        """Pairs gained, over all exchange types."""
        return sum(gained for _, gained, _ in self.exchanges)

    @property
    def lost(self) -> int:
        """Pairs lost, over all exchange types."""
        return sum(lost for *_, lost in self.exchanges)


def plans(
    snapshot: Snapshot,
    capability: str,
    as_of: date,
    scope: Ints,
    products: Iterable[int],
    reading: Reading = Reading.CAUTIOUS,
    min_evidence: Evidence | None = None,
    tell: Tell | None = None,
) -> tuple[Plan, ...]:
    """A plan for each product (row) in turn, each kept with the snapshot.

    `suppose` for each exchange type and product, and the market anew for each product.
    """
    if not len(scope):
        return ()
    products, found = list(products), []
    for number, product in enumerate(products, start=1):
        key = capability, as_of, scope.tobytes(), product, reading, min_evidence
        found.append(
            kept(
                snapshot,
                "plans",
                key,
                _KEPT,
                partial(_plan, snapshot, capability, as_of, scope, product, reading, min_evidence),
            )
        )
        if tell is not None:
            tell(number, len(products))
    return tuple(found)


def _plan(
    snapshot: Snapshot,
    capability: str,
    as_of: date,
    scope: Ints,
    product: int,
    reading: Reading,
    min_evidence: Evidence | None,
) -> Plan:
    keys = snapshot.organisations.key
    change = ReplaceProduct(
        scope=Scope(codes=tuple(keys[row] for row in scope.tolist())),
        capability=capability,
        product=snapshot.products.key[product],
    )
    applied = apply(snapshot, as_of, [change], _nothing_fails)
    rows = applied.changed.deployments
    replaced = rows[rows < len(snapshot.deployments.key)]
    _, owners = members(snapshot.deployments.organisations, replaced)
    links = touching(holdings(snapshot, as_of, min_evidence))
    gone = np.array(applied.gone, dtype=np.int32)
    now = market(snapshot, capability, as_of, scope, reading, min_evidence)
    then = market(applied.snapshot, capability, as_of, scope, reading, min_evidence)
    given = applied.assumed[0] if applied.assumed else None
    return Plan(
        product,
        _exchanges(applied, as_of, min_evidence),
        _rebuild(snapshot, as_of, gone, min_evidence),
        _contracts(snapshot, as_of, replaced, min_evidence),
        now.concentration,
        then.concentration,
        np.intersect1d(owners, scope).astype(np.int32),
        replaced,
        sum(not len(links.of(replaced[place : place + 1])) for place in range(len(replaced))),
        _also(snapshot, gone, product, capability),
        0 if given is None else given.learnt_from,
        0 if given is None else given.ports,
        0 if given is None else given.links,
        now.unknown,
    )


def _exchanges(
    applied: Applied, as_of: date, min_evidence: Evidence | None
) -> tuple[tuple[str, int, int], ...]:
    below = applied.changed.below
    everyone = select(below, None, as_of, EVERYONE)
    found = []
    types = dict.fromkeys(vocabulary().exchange_types)
    for code, outcome in suppose(applied.changed, types, as_of, min_evidence).items():
        difference = Difference(outcome, between(below, code, everyone, everyone))
        if difference.gained or difference.lost:
            found.append((code, difference.gained, difference.lost))
    return tuple(found)


def _rebuild(snapshot: Snapshot, as_of: date, gone: Ints, min_evidence: Evidence | None) -> Ints:
    """Links in force of what goes, with anything but a relay for the same exchange type."""
    held, table = holdings(snapshot, as_of, min_evidence), snapshot.links
    rows = touching(held).of(gone)
    origin, target, exchange = table.origin[rows], table.target[rows], table.exchange[rows]
    far = np.where(np.isin(origin, gone), target, origin)
    chosen: Ints = rows[~held.relay[held.place(exchange, far)]]
    return chosen


def _contracts(snapshot: Snapshot, as_of: date, replaced: Ints, min_evidence: Evidence | None) -> Ints:
    """Contracts in force for a system that is replaced."""
    known = agreements(snapshot, as_of, min_evidence)
    contract, deployment = known.dependents
    rows: Ints = np.unique(contract[np.isin(deployment, replaced) & known.in_force[contract]]).astype(
        np.int32
    )
    return rows


def _also(snapshot: Snapshot, gone: Ints, product: int, capability: str) -> tuple[str, ...]:
    """Capabilities that systems which go serve besides, and the product does not."""
    codes, sold = list(vocabulary().capabilities), snapshot.products.capabilities
    table = snapshot.deployments
    served: set[int] = set()
    for row in gone.tolist():
        own = table.capabilities[row]
        of = int(table.product[row])
        served.update(own or (sold[of] if of >= 0 else []))
    return tuple(codes[one] for one in sorted(served - set(sold[product])) if codes[one] != capability)


def _nothing_fails(text: str) -> Subject:
    raise UsageError(f"{text} is not to fail")
