"""Who can exchange what with whom, and which systems stand alone."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.api.errors import QuestionError
from graphmap.api.ids import row_of
from graphmap.api.queries.arguments import Code, ExchangeCode, Info
from graphmap.api.questions import answer_to, page_of_silos
from graphmap.api.scoping import exchange_code, named, organisations_in
from graphmap.api.types import silo
from graphmap.api.types.arguments import After, AsKnownAt, AsOf, First, MinEvidence, ReadingArgument
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Grade, Reading
from graphmap.api.types.exchange import ExchangeReport
from graphmap.api.types.filters import OrganisationFilter, Scope
from graphmap.api.types.pair import Exchange
from graphmap.api.types.scenario_input import Supposing, view_of
from graphmap.api.types.silo import SiloConnection
from graphmap.model import terms


@object_type
class Exchanges:
    """Who can exchange what with whom, and which systems are silos."""

    @field
    def exchange(
        self,
        info: Info,
        type: ExchangeCode,
        filter: Scope = None,
        receivers: Annotated[
            OrganisationFilter | None,
            strawberry.argument(description="Which receivers; the same as `filter` when left out."),
        ] = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> ExchangeReport:
        """Who can exchange this with whom, and why not."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        answer = answer_to(
            view,
            exchange_code(type),
            reading,
            min_evidence,
            organisations_in(view, filter),
            None if receivers is None else organisations_in(view, receivers),
        )
        return ExchangeReport(view=view, answer=answer, named=named(view, filter, receivers))

    @field
    def route(
        self,
        info: Info,
        type: ExchangeCode,
        sender: Code,
        receiver: Code,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> Exchange:
        """Whether one organisation can send this to another: by which systems, or why not and what would help."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        pair = (
            row_of(view.snapshot, sender, terms.Kind.ORGANISATION),
            row_of(view.snapshot, receiver, terms.Kind.ORGANISATION),
        )
        if pair[0] == pair[1]:
            raise QuestionError("BAD_ARGUMENT", "sender and receiver are the same organisation: name two")
        return Exchange(
            view=view, answer=answer_to(view, exchange_code(type), reading, min_evidence), pair=pair
        )

    @field
    def silos(
        self,
        info: Info,
        filter: Scope = None,
        min_grade: Annotated[
            Grade, strawberry.argument(description="The mildest grade listed, in the order of the grades.")
        ] = Grade.S3,
        first: First = 50,
        after: After = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> SiloConnection:
        """Systems of the organisations of a filter that serve one capability, by how isolated they are."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        scope = organisations_in(view, filter)
        said = reading, min_evidence
        return silo.page(view, page_of_silos(view, said, scope, min_grade, first, after), said, scope)
