"""Which pairs share most patients and cannot exchange."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.api.queries.arguments import ExchangeCode, Info
from graphmap.api.questions import answer_to
from graphmap.api.scoping import exchange_code, organisations_in
from graphmap.api.types.arguments import AsKnownAt, AsOf, MinEvidence, ReadingArgument
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Reading
from graphmap.api.types.filters import OrganisationFilter
from graphmap.api.types.shared_patients import Shared, SharedPatientsReport, given_of


@object_type
class Sharing:
    """Which pairs share most patients and cannot exchange."""

    @field
    def shared_patients(
        self,
        info: Info,
        type: ExchangeCode,
        shared: Shared = None,
        filter: Annotated[
            OrganisationFilter | None,
            strawberry.argument(
                description="Only pairs of which both are among these; any pair when left out."
            ),
        ] = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> SharedPatientsReport:
        """Which pairs share most patients, by figures that the question brings, and cannot exchange or are not known to."""
        view = info.context.view(as_of, as_known_at)
        scope = None if filter is None else set(organisations_in(view, filter).tolist())
        given = given_of(view, shared, scope)
        answer = answer_to(view, exchange_code(type), reading, min_evidence)
        return SharedPatientsReport(view=view, answer=answer, given=given)
