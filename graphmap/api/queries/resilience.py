"""What stops when something fails."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.analysis import single_points
from graphmap.analysis.failing import failing
from graphmap.analysis.impact import Impact, Setting
from graphmap.analysis.scope import EVERYONE
from graphmap.api.pages import checked
from graphmap.api.queries.arguments import Info
from graphmap.api.scoping import exchange_code, organisations_in
from graphmap.api.subjects import subjects_of
from graphmap.api.types.arguments import AsKnownAt, AsOf, First, MinEvidence
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence, SubjectKind
from graphmap.api.types.filters import AnyScope, OrganisationFilter
from graphmap.api.types.impact import ImpactReport, Of, SinglePoint
from graphmap.api.types.scenario_input import Supposing, view_of
from graphmap.api.view import View

OneExchange = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only this exchange type; summed over all when left out."),
]


@object_type
class Resilience:
    """What stops when something fails."""

    @field
    def impact(
        self,
        info: Info,
        of: Of,
        type: OneExchange = None,
        filter: AnyScope = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        min_evidence: MinEvidence = None,
    ) -> ImpactReport:
        """Which organisations of a filter could no longer exchange what if something failed; without one, of all open."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        subjects = subjects_of(view, of)
        setting = _setting(view, type, filter, min_evidence)
        impact = Impact(view.snapshot, setting, failing(view.snapshot, subjects))
        return ImpactReport(view=view, impact=impact, subjects=subjects)

    @field
    def single_points_of_failure(
        self,
        info: Info,
        type: OneExchange = None,
        filter: AnyScope = None,
        kinds: Annotated[
            list[SubjectKind] | None,
            strawberry.argument(description="Only these: DEPLOYMENT (relays), PRODUCT, SUPPLIER, HOST."),
        ] = None,
        first: First = 50,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        min_evidence: MinEvidence = None,
    ) -> list[SinglePoint]:
        """Relays, products, supplier groups and hosts by what is lost when one fails alone, most first."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        checked(first)
        view.budget.ask()
        found = single_points.single_points(
            view.snapshot,
            _setting(view, type, filter, min_evidence),
            frozenset(kinds or ()),
            info.context.tell("failing one thing after the other"),
        )
        return [SinglePoint(view=view, found=one) for one in found[:first]]


def _setting(
    view: View, exchange: str | None, scope: OrganisationFilter | None, min_evidence: Evidence | None
) -> Setting:
    chosen = organisations_in(view, scope, EVERYONE)
    code = exchange_code(exchange) if exchange else None
    return Setting.of(view.as_of, chosen, code, min_evidence)
