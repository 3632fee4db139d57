"""What is known, how old it is, and whom to ask what."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.analysis.coverage.asks import open_questions
from graphmap.analysis.coverage.records import ScopeRecords
from graphmap.api.queries.arguments import Info
from graphmap.api.scoping import exchange_code, organisations_in
from graphmap.api.types import open_question
from graphmap.api.types.arguments import After, AsKnownAt, AsOf, First, MinEvidence
from graphmap.api.types.connection import Connection
from graphmap.api.types.coverage_report import CoverageReport
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence
from graphmap.api.types.filters import OrganisationFilter, Scope
from graphmap.api.types.open_question import OpenQuestion
from graphmap.api.types.scenario_input import Supposing, view_of


@object_type
class WhatIsKnown:
    """What is known, how old it is, and whom to ask what."""

    @field
    def coverage(
        self,
        info: Info,
        filter: Scope = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        min_evidence: Annotated[
            Evidence | None,
            strawberry.argument(
                description="Leaves out systems, ports, links, coverage and contracts with weaker evidence."
            ),
        ] = None,
    ) -> CoverageReport:
        """What is known of the organisations of a filter, how old it is, and what needs a question."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        records = ScopeRecords(view.snapshot, view.as_of, organisations_in(view, filter), min_evidence)
        return CoverageReport(view=view, records=records, least=min_evidence)

    @field
    def asks(
        self,
        info: Info,
        type: Annotated[
            strawberry.ID | None,
            strawberry.argument(
                description="Code of the exchange type, such as referral; all of them when left out."
            ),
        ] = None,
        filter: Scope = None,
        receivers: Annotated[
            OrganisationFilter | None,
            strawberry.argument(description="Which receivers; the same as `filter` when left out."),
        ] = None,
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        min_evidence: MinEvidence = None,
    ) -> Connection[OpenQuestion]:
        """Whom to ask what, by the UNKNOWN pairs in scope that an answer could settle, most first."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        senders = organisations_in(view, filter)
        found = open_questions(
            view.snapshot,
            view.as_of,
            senders,
            senders if receivers is None else organisations_in(view, receivers),
            None if type is None else (exchange_code(type),),
            min_evidence,
        )
        return open_question.page(view, found, first, after)
