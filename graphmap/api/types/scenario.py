"""What follows from a scenario."""

from __future__ import annotations

from functools import cached_property

import strawberry

from graphmap.analysis.impact import Lost
from graphmap.analysis.market import concentration
from graphmap.analysis.scenario import applied, outcome
from graphmap.analysis.scenario.outcome import WhatIf
from graphmap.api.pages import page_of
from graphmap.api.pair_pages import page_of_pairs
from graphmap.api.questions import answer_to
from graphmap.api.types import contract, deployment
from graphmap.api.types import link as links
from graphmap.api.types.arguments import After, First
from graphmap.api.types.coded import Capability, ExchangeType, capability, exchange_type
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.contract import Contract
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Grade, Reading
from graphmap.api.types.link import Link
from graphmap.api.types.market import Concentration
from graphmap.api.types.pair import Exchange
from graphmap.api.types.refs import DeploymentRef
from graphmap.api.view import View


@object_type
class ScenarioExchange:
    """What a scenario does to one exchange type, in ordered pairs of organisations."""

    found: strawberry.Private[outcome.ExchangeOutcome]

    @field
    def type(self) -> ExchangeType:
        """What is exchanged."""
        return exchange_type(self.found.exchange)

    @field
    def before(self) -> int:
        """Pairs that are YES as things stand."""
        return self.found.before

    @field
    def after(self) -> int:
        """Pairs that would be YES."""
        return self.found.after

    @field
    def gained(self) -> int:
        """Pairs that would be YES and are not."""
        return self.found.gained

    @field
    def lost(self) -> int:
        """Pairs that are YES and would not be."""
        return self.found.lost


@object_type
class ScenarioPair:
    """An ordered pair whose answer a scenario changes."""

    report: strawberry.Private[ScenarioReport]
    pair: strawberry.Private[Lost]

    @field
    def before(self) -> Exchange:
        """The pair as things stand."""
        return self.report.exchange_of(self.report.view, self.pair)

    @field
    def after(self) -> Exchange:
        """The pair as it would be."""
        return self.report.exchange_of(self.report.then, self.pair)


@object_type
class ScenarioMarket:
    """A market that a scenario changes."""

    found: strawberry.Private[outcome.MarketOutcome]

    @field
    def capability(self) -> Capability:
        """What it is a market for."""
        return capability(self.found.capability)

    @field
    def before(self) -> Concentration | None:
        """Its Herfindahl-Hirschman index as things stand; null for a market of nobody."""
        return _index(self.found.before.concentration)

    @field
    def after(self) -> Concentration | None:
        """The index as it would be."""
        return _index(self.found.after.concentration)

    @field
    def unknown_organisations(self) -> int:
        """Organisations in it of which no system with a known supplier would be on record."""
        return self.found.after.unknown


@object_type
class ScenarioSilos:
    """How many point solutions have a grade, before and after."""

    grade: Grade = strawberry.field(description="The grade.")
    before: int = strawberry.field(description="Point solutions that have it as things stand.")
    after: int = strawberry.field(description="Point solutions that would have it.")


@object_type
class AssumedSystem:
    """What a new system was given because it is usual for its product: nobody has stated it."""

    then: strawberry.Private[View]
    found: strawberry.Private[applied.Assumed]

    @field
    def deployment(self) -> DeploymentRef:
        """The new system."""
        row = self.then.snapshot.deployments.key.index[self.found.deployment]
        return deployment.Deployment(view=self.then, row=row)

    @field
    def learnt_from(self) -> int:
        """Systems of the product in force, of which at least half have what it was given; 0: it was given nothing."""
        return self.found.learnt_from

    @field
    def ports(self) -> int:
        """Ports that it was given."""
        return self.found.ports

    @field
    def links(self) -> int:
        """Interfaces with relays that it was given."""
        return self.found.links


@object_type
class ScenarioReport:
    """What would be if a scenario came true, all its changes at once, on the day asked about. Nothing of it is stored."""

    view: strawberry.Private[View]
    then: strawberry.Private[View]
    found: strawberry.Private[WhatIf]

    def exchange_of(self, view: View, pair: Lost) -> Exchange:
        exchange, sender, receiver = pair
        answer = answer_to(view, exchange, Reading.CAUTIOUS, self.found.setting.min_evidence)
        return Exchange(view=view, answer=answer, pair=(sender, receiver))

    @field
    def exchange(self) -> list[ScenarioExchange]:
        """Exchange types whose pairs change, most gained and lost first."""
        changed = [one for one in self.found.exchanges if one.gained or one.lost]
        changed.sort(key=lambda one: -(one.gained + one.lost))
        return [ScenarioExchange(found=one) for one in changed]

    @field
    def pairs_gained(self) -> int:
        """Ordered pairs that would be YES and are not, summed over the exchange types asked for."""
        return self._totals[0]

    @field
    def pairs_lost(self) -> int:
        """Ordered pairs that are YES and would not be, summed over the exchange types asked for."""
        return self._totals[1]

    @cached_property
    def _totals(self) -> tuple[int, int]:
        found = self.found.exchanges
        return sum(one.gained for one in found), sum(one.lost for one in found)

    @field
    def gained(self, first: First = 50, after: After = None) -> Connection[ScenarioPair]:
        """The pairs gained, by exchange type, sender and receiver."""
        return self._pairs(True, first, after)

    @field
    def lost(self, first: First = 50, after: After = None) -> Connection[ScenarioPair]:
        """The pairs lost, by exchange type, sender and receiver."""
        return self._pairs(False, first, after)

    def _pairs(self, gained: bool, first: int, after: str | None) -> Connection[ScenarioPair]:
        page = page_of_pairs(
            self.view,
            "gained" if gained else "lost",
            self.found.setting.exchanges,
            self._totals[0 if gained else 1],
            lambda seen, limit: self.found.pairs(gained, seen, limit),
            first,
            after,
        )
        return connection(page, lambda pair: ScenarioPair(report=self, pair=pair))

    @field
    def links_to_rebuild(self, first: First = 50, after: After = None) -> Connection[Link]:
        """Interfaces in force with systems that go, but for those with relays: their other ends would need new ones."""
        records = self.view.snapshot.links.record
        page = page_of(self.found.links_to_rebuild, "rebuild", lambda row: (int(records[row]),), first, after)
        return connection(page, lambda row: links.link_fact(self.view, int(row)))

    @field
    def contracts_touched(self, first: First = 50, after: After = None) -> Connection[Contract]:
        """Contracts in force for systems that go."""
        keys = self.view.snapshot.contracts.key
        page = page_of(self.found.contracts_touched, "touched", lambda row: (keys[row],), first, after)
        return connection(page, lambda row: contract.Contract(view=self.view, row=int(row)))

    @field
    def market(self) -> list[ScenarioMarket]:
        """Markets for what systems that go or come are for."""
        return [ScenarioMarket(found=one) for one in self.found.markets]

    @field
    def silos(self) -> list[ScenarioSilos]:
        """Point solutions of the organisations in scope by grade; grades that nobody has are left out."""
        before, after = self.found.silos
        return [
            ScenarioSilos(grade=grade, before=before[grade], after=after[grade])
            for grade in Grade
            if before[grade] or after[grade]
        ]

    @field
    def assumed(self) -> list[AssumedSystem]:
        """What new systems were given without anybody having stated it."""
        return [AssumedSystem(then=self.then, found=one) for one in self.found.applied.assumed]

    @field
    def systems_gone(self) -> int:
        """Systems that go."""
        return len(self.found.applied.gone)

    @field
    def systems_come(self) -> int:
        """Systems that come."""
        return len(self.found.applied.come)


def _index(found: concentration.Concentration | None) -> Concentration | None:
    if found is None:
        return None
    return Concentration(low=found.hhi.low, high=found.hhi.high, band=found.band)
