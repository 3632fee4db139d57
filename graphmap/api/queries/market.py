"""Who has what: markets, duplicates, products, contracts, lock-in, and how many systems there are."""

from __future__ import annotations

from graphmap.analysis.market.market import Market, concentrated, market, markets
from graphmap.api.ids import term_of
from graphmap.api.pages import page_of
from graphmap.api.queries.arguments import Info
from graphmap.api.scoping import named, organisations_in
from graphmap.api.types.arguments import After, AsKnownAt, AsOf, First, MinEvidence, ReadingArgument
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Reading
from graphmap.api.types.filters import Scope
from graphmap.api.types.market import MarketReport
from graphmap.api.types.market_arguments import CapabilityCode
from graphmap.api.types.report import Terms
from graphmap.model.vocabulary import vocabulary


@object_type
class Markets:
    """Who has what, from whom, and until when."""

    @field
    def market(
        self,
        info: Info,
        capability: CapabilityCode,
        filter: Scope = None,  # noqa: A002
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> MarketReport:
        """Who supplies a capability to the organisations of a filter, and how concentrated that is."""
        view = info.context.view(as_of, as_known_at)
        scope, code = organisations_in(view, filter), capability_code(capability)
        terms = Terms(reading, min_evidence)
        found = market(view.snapshot, code, view.as_of, scope, *terms)
        return MarketReport(view=view, terms=terms, named=named(view, filter), found=found, scope=scope)

    @field
    def markets(
        self,
        info: Info,
        filter: Scope = None,  # noqa: A002
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> Connection[MarketReport]:
        """The market for every capability, the most concentrated first: by the lower value of the index, then the higher.

        Those of which no supplier is known come last.
        """
        view = info.context.view(as_of, as_known_at)
        scope, terms = organisations_in(view, filter), Terms(reading, min_evidence)
        found = markets(view.snapshot, view.as_of, scope, *terms)
        who = named(view, filter)

        def report(one: Market) -> MarketReport:
            return MarketReport(view=view, terms=terms, named=who, found=one, scope=scope)

        return connection(page_of(found, "market", concentrated, first, after), report)


def capability_code(text: str) -> str:
    """The code of a capability, whatever its case. Raises `QuestionError` naming the nearest."""
    return term_of(vocabulary().capabilities, text, "capability").code
