"""Saved scenarios: which there are, and what they suppose."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.api.queries.arguments import Info
from graphmap.api.types import saved_scenario as scenarios
from graphmap.api.types.arguments import After, First
from graphmap.api.types.connection import Connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.saved_scenario import SavedScenario
from graphmap.model import saved

ScenarioId = Annotated[strawberry.ID, strawberry.argument(name="id", description="Id of the saved scenario.")]


@object_type
class SavedScenarios:
    """Scenarios that were saved."""

    @field
    def scenarios(
        self, info: Info, first: First = 50, after: After = None
    ) -> Connection[SavedScenario] | None:
        """Saved scenarios, by name; null while the store is away."""
        there = info.context.atlas.access.read(lambda reader: reader.scenarios())
        return scenarios.saved_scenarios(there, first, after)

    @field
    def saved_scenario(self, info: Info, id_: ScenarioId) -> SavedScenario | None:
        """A saved scenario; an error names similar ones when there is none."""
        there = info.context.atlas.access.read(lambda reader: reader.scenarios())
        return SavedScenario(scenario=saved.named(id_, there), there=there)
