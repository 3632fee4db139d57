"""What may be written through GraphQL: saved scenarios, and nothing else."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.api.queries.arguments import Info
from graphmap.api.queries.saved_scenarios import ScenarioId
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.saved_scenario import SavedScenario, SaveScenarioInput

Wanted = Annotated[SaveScenarioInput, strawberry.argument(name="input", description="The scenario.")]
Seen = Annotated[
    str | None,
    strawberry.argument(
        description="`changedAt` of the state to delete; left out: whatever state there is by now."
    ),
]


@object_type
class Mutation:
    """Saves and deletes scenarios. Evidence is imported by the command line alone."""

    @field
    def save_scenario(self, info: Info, wanted: Wanted) -> SavedScenario:
        """Save a new scenario, or another state of one. Saving what is there already changes nothing."""
        draft = wanted.draft()
        made = info.context.atlas.access.write(lambda store: store.save_scenario(draft))
        there = info.context.atlas.access.read(lambda reader: reader.scenarios())
        return SavedScenario(scenario=made, there=[*(one for one in there if one.id != made.id), made])

    @field
    def delete_scenario(self, info: Info, id_: ScenarioId, changed_at: Seen = None) -> SavedScenario:
        """Delete a saved scenario, and give what it was. One that others are based on stays."""
        there = info.context.atlas.access.read(lambda reader: reader.scenarios())
        gone = info.context.atlas.access.write(lambda store: store.delete_scenario(id_, changed_at))
        return SavedScenario(scenario=gone, there=[*(one for one in there if one.id != gone.id), gone])
