"""What follows if a scenario came true: pairs gained and lost, what has to be rebuilt, contracts, markets and silos."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.difference import Difference, between
from graphmap.analysis.exchange.supposed import suppose
from graphmap.analysis.impact import Lost, Setting, changed_pairs
from graphmap.analysis.in_force import InForce
from graphmap.analysis.market.contracts import agreements
from graphmap.analysis.market.market import Market, market
from graphmap.analysis.scenario.applied import Applied
from graphmap.analysis.silos import silos
from graphmap.model.terms import Grade
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Ints, Snapshot


@dataclass(frozen=True)
class ExchangeOutcome:
    """Ordered pairs of a scope that are YES before and after, and what changes between."""

    exchange: str
    before: int
    after: int
    gained: int
    lost: int


@dataclass(frozen=True)
class MarketOutcome:
    """The market for a capability before and after."""

    capability: str
    before: Market
    after: Market


class WhatIf:
    """A scenario that was applied, for one scope. Each part is worked out when it is first asked for."""

    def __init__(self, applied: Applied, setting: Setting) -> None:
        self.applied, self.setting = applied, setting

    @property
    def below(self) -> Snapshot:
        """The map as it is."""
        return self.applied.changed.below

    @cached_property
    def differences(self) -> dict[str, Difference]:
        """By exchange type, in the order asked for."""
        setting = self.setting
        scopes = {
            exchange: between(self.below, exchange, setting.senders, setting.receivers)
            for exchange in setting.exchanges
        }
        found = suppose(self.applied.changed, scopes, setting.as_of, setting.min_evidence)
        return {exchange: Difference(found[exchange], scope) for exchange, scope in scopes.items()}

    @cached_property
    def exchanges(self) -> tuple[ExchangeOutcome, ...]:
        """Pairs by exchange type, none left out."""
        return tuple(
            ExchangeOutcome(exchange, one.before, one.before - one.lost + one.gained, one.gained, one.lost)
            for exchange, one in self.differences.items()
        )

    def pairs(self, gained: bool, after: Lost | None, limit: int) -> list[Lost]:
        """Pairs gained, or lost, by exchange type, sender and receiver, after one already seen; at most `limit`."""
        return changed_pairs(self.differences, after, limit, gained=gained)

    @cached_property
    def links_to_rebuild(self) -> Ints:
        """Rows of links in force that end with a system that goes, and do not lead to a relay: others go on by the relay."""
        now, links = self._now, self.below.links
        gone = np.zeros(now.size, dtype=bool)
        gone[[row for row in self.applied.gone if row < now.size]] = True
        rows = now.links[gone[links.origin[now.links]] != gone[links.target[now.links]]]
        other = np.where(gone[links.origin[rows]], links.target[rows], links.origin[rows])
        found: Ints = rows[~now.relay[now.place(links.exchange[rows], other)]].astype(np.int32)
        return found

    @cached_property
    def contracts_touched(self) -> Ints:
        """Rows of the contracts in force for systems that go."""
        found = agreements(self.below, self.setting.as_of, self.setting.min_evidence)
        contract, deployment = found.dependents
        touched = np.isin(deployment, list(self.applied.gone)) & found.in_force[contract]
        return np.unique(contract[touched]).astype(np.int32)

    @cached_property
    def markets(self) -> tuple[MarketOutcome, ...]:
        """The markets for all that systems which go or come are for, in the order of the vocabulary."""
        setting = self.setting
        served = [
            code
            for code in vocabulary().capabilities
            if self._now.serving(code)[[row for row in self.applied.gone if row < self._now.size]].any()
            or self._then.serving(code)[list(self.applied.come)].any()
        ]

        def at(snapshot: Snapshot, code: str) -> Market:
            return market(snapshot, code, setting.as_of, setting.senders, min_evidence=setting.min_evidence)

        return tuple(
            MarketOutcome(code, at(self.below, code), at(self.applied.snapshot, code)) for code in served
        )

    @cached_property
    def silos(self) -> tuple[Counter[Grade], Counter[Grade]]:
        """Point solutions of the organisations in scope by grade, before and after."""
        setting = self.setting
        before, after = (
            Counter(
                one.grade
                for one in silos(
                    snapshot,
                    setting.as_of,
                    min_evidence=setting.min_evidence,
                    organisations=setting.senders.tolist(),
                )
            )
            for snapshot in (self.below, self.applied.snapshot)
        )
        return before, after

    @cached_property
    def _now(self) -> InForce:
        return InForce(self.below, self.setting.as_of, self.setting.min_evidence)

    @cached_property
    def _then(self) -> InForce:
        return InForce(self.applied.snapshot, self.setting.as_of, self.setting.min_evidence)
