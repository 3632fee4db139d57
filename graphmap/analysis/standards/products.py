"""Which products have open standards for the flows that they need (table 2 of the semantics), and which lack them.

An *open* standard is a published profile that nobody's agreement is needed for and that nobody says should go. For one
required flow a product *shows* one when a usable port or link of a system of it does that flow in it; it *claims* one when
its `standards` name one for the exchange type. It is *not open* when something does the flow, all that is done for the
exchange type names a profile, and none of these is open. All else is not known: a product that says nothing of its standards
may have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from graphmap.analysis.kept import kept
from graphmap.analysis.silos import Flow
from graphmap.analysis.standards.mandates import blank
from graphmap.analysis.standards.uses import Standards
from graphmap.model.terms import Direction
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import SINK, SOURCE, Flags, Snapshot

_KEPT = 4
UNNAMED = "unnamed-"
"""Begins the ids of products that nobody names: several may be behind one (semantics, section 10)."""
_ROLE_OF = {Direction.OUT: SOURCE, Direction.IN: SINK}


class Openness(StrEnum):
    """Whether a product has an open standard for a flow."""

    SHOWN = "SHOWN"
    CLAIMED = "CLAIMED"
    NOT_OPEN = "NOT_OPEN"
    NOT_KNOWN = "NOT_KNOWN"


@dataclass(frozen=True)
class ProductFlow:
    """One required flow of a product. `profiles`: codes that show or claim an open standard, else those in use."""

    flow: Flow
    openness: Openness
    profiles: tuple[str, ...]


@dataclass(frozen=True)
class ProductStandards:
    """A product (a row) with the flows that its capabilities require, in the order of table 2, each once."""

    product: int
    systems: int
    """Its systems in force."""
    flows: tuple[ProductFlow, ...]

    def count(self, openness: Openness) -> int:
        """How many of its flows are like this."""
        return sum(one.openness is openness for one in self.flows)

    @property
    def lacking_counts(self) -> tuple[int, int]:
        """Flows without an open standard: those where what is in use is not open, and those of which nothing is known."""
        return self.count(Openness.NOT_OPEN), self.count(Openness.NOT_KNOWN)

    @property
    def lacking(self) -> bool:
        """Whether some flow has no open standard, shown or claimed."""
        return any(self.lacking_counts)


def product_standards(known: Standards) -> tuple[ProductStandards, ...]:
    """Every named product for a capability with required flows: most flows not open first, then most not known, then by key.

    Kept with the snapshot. O(uses + products · flows).
    """
    key = known.t, known.least
    return kept(known.snapshot, "product standards", key, _KEPT, lambda: _all(known))


def _all(known: Standards) -> tuple[ProductStandards, ...]:
    snapshot = known.snapshot
    seen, unsaid = _seen(known), _unsaid(known)
    systems = np.bincount(
        snapshot.deployments.product[known.in_force & (snapshot.deployments.product >= 0)],
        minlength=len(snapshot.products.key),
    )
    free = open_profiles()
    found = []
    for row in np.flatnonzero(~snapshot.products.out).tolist():
        if snapshot.products.key[row].startswith(UNNAMED):
            continue
        flows = required_flows(snapshot, row)
        if flows:
            claimed = {snapshot.profiles[place] for place in snapshot.products.standards[row]} & free.keys()
            told = tuple(_flow(row, flow, seen, unsaid, claimed, free) for flow in flows)
            found.append(ProductStandards(row, int(systems[row]), told))
    return tuple(
        sorted(
            found,
            key=lambda one: (*(-count for count in one.lacking_counts), one.product),
        )
    )


def required_flows(snapshot: Snapshot, product: int) -> tuple[Flow, ...]:
    """The flows that the capabilities of a product (a row) require, each once."""
    codes = list(vocabulary().capabilities)
    return flows_of(codes[place] for place in snapshot.products.capabilities[product])


def flows_of(capabilities: Iterable[str]) -> tuple[Flow, ...]:
    """The flows that capabilities require, each once; core records and hubs require none."""
    required = vocabulary().required_flows
    found = (one for code in capabilities for one in required.get(code, ()))
    return tuple(dict.fromkeys(Flow(one.exchange, Direction(one.direction)) for one in found))


def open_profiles() -> dict[str, frozenset[str]]:
    """The open standards, with the exchange types that each serves."""
    return {
        code: frozenset(term.exchanges)
        for code, term in vocabulary().profiles.items()
        if term.open and not term.deprecated
    }


def _flow(
    product: int,
    flow: Flow,
    seen: Mapping[tuple[int, Flow], set[str]],
    unsaid: Mapping[str, Flags],
    claimed: Iterable[str],
    free: Mapping[str, frozenset[str]],
) -> ProductFlow:
    profiles = seen.get((product, flow), set())
    shown = profiles & free.keys()
    claims = {code for code in claimed if flow.exchange in free[code]}
    if shown:
        return ProductFlow(flow, Openness.SHOWN, tuple(sorted(shown)))
    if claims:
        return ProductFlow(flow, Openness.CLAIMED, tuple(sorted(claims)))
    if profiles and not unsaid[flow.exchange][product]:
        return ProductFlow(flow, Openness.NOT_OPEN, tuple(sorted(profiles)))
    return ProductFlow(flow, Openness.NOT_KNOWN, tuple(sorted(profiles)))


def _seen(known: Standards) -> dict[tuple[int, Flow], set[str]]:
    """Profiles that the systems of each product send and take."""
    uses, types = known.uses, list(known.types)
    product = known.snapshot.deployments.product[uses.deployment]
    found: dict[tuple[int, Flow], set[str]] = {}
    for direction, role in _ROLE_OF.items():
        rows = np.flatnonzero((uses.role == role) & (product >= 0))
        for sold, exchange, code in np.unique(
            np.stack((product[rows], uses.exchange[rows], uses.code[rows])), axis=1
        ).T.tolist():
            flow = Flow(types[exchange], direction)
            found.setdefault((sold, flow), set()).add(known.snapshot.profiles[code])
    return found


def _unsaid(known: Standards) -> dict[str, Flags]:
    """By exchange type: products of which a system does something for it without naming a profile."""
    product = known.snapshot.deployments.product
    found = {}
    for code, place in known.types.items():
        flags = np.zeros(len(known.snapshot.products.key), dtype=bool)
        flags[product[blank(known, place) & (product >= 0)]] = True
        found[code] = flags
    return found
