"""How complete the records are, exchange type by exchange type."""

from __future__ import annotations

import strawberry

from graphmap.analysis.coverage import levels
from graphmap.analysis.coverage.levels import Levels
from graphmap.api.types.coded import ExchangeType, exchange_type
from graphmap.api.types.describing import field, object_type
from graphmap.snapshot.columns import Ints


@object_type
class ExchangeCoverage:
    """What is known of one exchange type, over the organisations in scope whose kind sends or takes it."""

    found: strawberry.Private[levels.ExchangeCoverage]

    @field
    def type(self) -> ExchangeType:
        """The exchange type."""
        return exchange_type(self.found.exchange)

    @field
    def organisations(self) -> int:
        """Organisations in scope whose kind sends or takes it; the four levels add up to them."""
        return self.found.organisations

    @field
    def complete(self) -> int:
        """Those whose record is complete: by a row for it, else by the row for all others."""
        return self.found.complete

    @field
    def partial(self) -> int:
        """Those whose record is stated to be partial."""
        return self.found.partial

    @field
    def none(self) -> int:
        """Those of which a source states that nothing is recorded."""
        return self.found.none

    @field
    def unstated(self) -> int:
        """Those of which no source says how complete the record is."""
        return self.found.unstated

    @field
    def stated_sources(self) -> int:
        """Those with a usable source port that a source states."""
        return self.found.stated_sources

    @field
    def stated_sinks(self) -> int:
        """Those with a usable sink port that a source states."""
        return self.found.stated_sinks

    @field
    def senders(self) -> int:
        """Those known to send it: with a usable source port, stated or implied by an interface."""
        return self.found.senders

    @field
    def receivers(self) -> int:
        """Those known to take it: with a usable sink port, stated or implied by an interface."""
        return self.found.receivers


def by_exchange(found: Levels, rows: Ints) -> list[ExchangeCoverage]:
    """What is known of each exchange type in a scope."""
    return [ExchangeCoverage(found=one) for one in levels.by_exchange(found, rows)]
