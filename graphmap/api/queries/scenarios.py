"""What would be if things changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import strawberry

from graphmap.analysis.impact import Setting
from graphmap.analysis.scenario.outcome import WhatIf
from graphmap.api.errors import QuestionError
from graphmap.api.queries.arguments import Info
from graphmap.api.queries.resilience import OneExchange
from graphmap.api.scoping import exchange_code, organisations_in
from graphmap.api.supposing import supposed
from graphmap.api.types.arguments import AsKnownAt, AsOf, MinEvidence
from graphmap.api.types.change_input import ChangeInput
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence
from graphmap.api.types.filters import OrganisationFilter, Scope
from graphmap.api.types.scenario import ScenarioReport
from graphmap.api.types.scenario_input import ScenarioInput
from graphmap.api.view import View

COMPARED_MOST = 10


@object_type
class Scenarios:
    """What would be if things changed."""

    @field
    def scenario(
        self,
        info: Info,
        changes: Annotated[
            list[ChangeInput], strawberry.argument(description="The changes, made one after the other.")
        ],
        type: OneExchange = None,
        filter: Scope = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        min_evidence: MinEvidence = None,
    ) -> ScenarioReport:
        """What would follow from changes: who could exchange more and less, what to rebuild, contracts, markets, silos."""
        view = info.context.view(as_of, as_known_at)
        return _report(view, ScenarioInput(changes=changes), type, filter, min_evidence)

    @field
    def compare_scenarios(
        self,
        info: Info,
        scenarios: Annotated[
            list[ScenarioInput], strawberry.argument(description="Two to ten scenarios, each for itself.")
        ],
        type: OneExchange = None,
        filter: Scope = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        min_evidence: MinEvidence = None,
    ) -> list[ScenarioReport]:
        """What would follow from each of several scenarios, side by side, in their order."""
        if not 1 <= len(scenarios) <= COMPARED_MOST:
            raise QuestionError("BAD_ARGUMENT", f"name 1 to {COMPARED_MOST} scenarios, not {len(scenarios)}")
        view = info.context.view(as_of, as_known_at)
        return [_report(view, one, type, filter, min_evidence) for one in scenarios]


def _report(
    view: View,
    scenario: ScenarioInput,
    exchange: str | None,
    scope: OrganisationFilter | None,
    min_evidence: Evidence | None,
) -> ScenarioReport:
    made = supposed(view, scenario.all(view))
    code = exchange_code(exchange) if exchange else None
    setting = Setting.of(view.as_of, organisations_in(view, scope), code, min_evidence)
    view.budget.ask()
    return ScenarioReport(
        view=view, then=replace(view, snapshot=made.snapshot), found=WhatIf(made.applied, setting)
    )
