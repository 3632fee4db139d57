"""Who has what: markets, duplicates, products, contracts, lock-in, and how many systems there are."""

from __future__ import annotations

from graphmap.analysis.market.contracts import agreements
from graphmap.analysis.market.duplicates import Duplicate, duplicates
from graphmap.analysis.market.holdings import holdings
from graphmap.analysis.market.lock_in import tied, ties
from graphmap.analysis.market.market import Market, concentrated, market, markets
from graphmap.analysis.market.products import consolidation
from graphmap.analysis.market.systems import systems
from graphmap.analysis.market.timeline import timeline
from graphmap.api.ids import term_of
from graphmap.api.pages import page_of
from graphmap.api.queries.arguments import Info
from graphmap.api.scoping import named, organisations_in
from graphmap.api.types import duplicate
from graphmap.api.types.arguments import After, AsKnownAt, AsOf, First, MinEvidence, ReadingArgument
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.consolidation import ConsolidationReport
from graphmap.api.types.contract_timeline import ContractTimeline
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.duplicate import DuplicateConnection
from graphmap.api.types.enums import Reading
from graphmap.api.types.filters import Scope
from graphmap.api.types.lock_in import LockIn, lock_in_of
from graphmap.api.types.market import MarketReport
from graphmap.api.types.market_arguments import (
    CapabilityCode,
    ContractEvidence,
    DuplicatePlaces,
    Months,
    OneCapability,
)
from graphmap.api.types.market_enums import DuplicatePlace
from graphmap.api.types.report import Terms
from graphmap.api.types.scenario_input import Supposing, view_of
from graphmap.api.types.systems import SystemsReport
from graphmap.model.vocabulary import vocabulary


@object_type
class Markets:
    """Who has what, from whom, and until when."""

    @field
    def market(
        self,
        info: Info,
        capability: CapabilityCode,
        filter: Scope = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> MarketReport:
        """Who supplies a capability to the organisations of a filter, and how concentrated that is."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        scope, code = organisations_in(view, filter), capability_code(capability)
        terms = Terms(reading, min_evidence)
        found = market(view.snapshot, code, view.as_of, scope, *terms)
        return MarketReport(view=view, terms=terms, named=named(view, filter), found=found, scope=scope)

    @field
    def markets(
        self,
        info: Info,
        filter: Scope = None,
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> Connection[MarketReport]:
        """The market for every capability, the most concentrated first: by the lower value of the index, then the higher.

        Those of which no supplier is known come last.
        """
        view = view_of(info.context, as_of, as_known_at, scenario)
        scope, terms = organisations_in(view, filter), Terms(reading, min_evidence)
        found = markets(view.snapshot, view.as_of, scope, *terms)
        who = named(view, filter)

        def report(one: Market) -> MarketReport:
            return MarketReport(view=view, terms=terms, named=who, found=one, scope=scope)

        return connection(page_of(found, "market", concentrated, first, after), report)

    @field
    def contract_timeline(
        self,
        info: Info,
        filter: Scope = None,
        months: Months = 12,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        min_evidence: ContractEvidence = None,
    ) -> ContractTimeline:
        """When the contracts of the organisations of a filter end, and what hangs on them."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        scope, least = organisations_in(view, filter), min_evidence
        return ContractTimeline(
            view=view,
            terms=Terms(min_evidence=least),
            named=named(view, filter),
            known=agreements(view.snapshot, view.as_of, least),
            found=timeline(view.snapshot, view.as_of, scope, months, least),
            within=months,
        )

    @field
    def duplicates(
        self,
        info: Info,
        filter: Scope = None,
        capability: OneCapability = None,
        places: DuplicatePlaces = None,
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> DuplicateConnection:
        """Live systems for one capability in one organisation, and products for one capability in the area of one ICB.

        Organisations come first, then areas, each by code and then capability.
        """
        view = view_of(info.context, as_of, as_known_at, scenario)
        scope, code = organisations_in(view, filter), capability and capability_code(capability)
        view.budget.ask()
        found = duplicates(view.snapshot, view.as_of, scope, code, min_evidence)
        keys, codes = view.snapshot.organisations.key, list(vocabulary().capabilities)

        def key(one: Duplicate) -> tuple[bool, str, int]:
            return one.place is DuplicatePlace.ICB, keys[one.row], codes.index(one.capability)

        chosen = [one for one in found if places is None or one.place in places]
        page = page_of(chosen, "duplicate", key, first, after)
        made = connection(page, lambda one: duplicate.Duplicate(view=view, found=one))
        complete = holdings(view.snapshot, view.as_of, min_evidence).complete_throughout[scope].sum()
        return DuplicateConnection(
            edges=made.edges,
            page_info=made.page_info,
            total_count=made.total_count,
            organisations=len(scope),
            complete_records=len(scope) if reading is Reading.ON_RECORD else int(complete),
        )

    @field
    def consolidation(
        self,
        info: Info,
        capability: CapabilityCode,
        filter: Scope = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> ConsolidationReport:
        """The products in use for a capability at the organisations of a filter, as a whole and area by area."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        scope, code = organisations_in(view, filter), capability_code(capability)
        terms = Terms(reading, min_evidence)
        whole = consolidation(view.snapshot, code, view.as_of, scope, *terms)
        return ConsolidationReport(
            view=view,
            terms=terms,
            named=named(view, filter),
            wanted=code,
            whole=whole,
            found=whole.products,
            scope=scope,
        )

    @field
    def lock_in(
        self,
        info: Info,
        filter: Scope = None,
        capability: OneCapability = None,
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: ContractEvidence = None,
    ) -> Connection[LockIn]:
        """What ties the organisations of a filter to each of their systems, those with most interfaces first."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        scope, code = organisations_in(view, filter), capability and capability_code(capability)
        rows = tied(view.snapshot, view.as_of, scope, code, min_evidence)
        links, keys = ties(view.snapshot, view.as_of, min_evidence).links, view.snapshot.deployments.key
        page = page_of(rows, "lock-in", lambda row: (-int(links[row]), keys[row]), first, after)

        def told(row: int) -> LockIn:
            found = lock_in_of(view, int(row), reading, min_evidence)
            assert found is not None  # only what is in use is listed
            return found

        return connection(page, told)

    @field
    def systems(
        self,
        info: Info,
        filter: Scope = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> SystemsReport:
        """How many systems the organisations of a filter have on record."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        terms = Terms(reading, min_evidence)
        found = systems(view.snapshot, view.as_of, organisations_in(view, filter), *terms)
        return SystemsReport(view=view, terms=terms, named=named(view, filter), found=found)


def capability_code(text: str) -> str:
    """The code of a capability, whatever its case. Raises `QuestionError` naming the nearest."""
    return term_of(vocabulary().capabilities, text, "capability").code
