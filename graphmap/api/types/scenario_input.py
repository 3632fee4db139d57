"""The scenario that a question supposes."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from graphmap.api.errors import QuestionError
from graphmap.api.supposing import view_with
from graphmap.api.types.change_input import ChangeInput, changes_from
from graphmap.api.types.describing import input_type
from graphmap.api.view import Asking, View
from graphmap.model.saved import composed
from graphmap.model.scenario import Change


@input_type
class ScenarioInput:
    """Changes that a question supposes, one after the other: those saved under an id, and then those given."""

    id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Id of a saved scenario: all its changes, with those of the scenarios it is based on.",
    )
    changes: list[ChangeInput] | None = strawberry.field(
        default=None, description="The changes; beside an id, further ones."
    )

    def all(self, view: View) -> tuple[Change, ...]:
        """Every change. Raises `QuestionError` where there is none, and `UnknownScenario`."""
        changes = changes_from(self.changes or ())
        if self.id is not None:
            there = view.atlas.access.read(lambda reader: reader.scenarios())
            changes = (*composed(self.id, there), *changes)
        if not changes:
            raise QuestionError(
                "BAD_ARGUMENT", "the scenario holds no change: name one, or leave the scenario out"
            )
        return changes


Supposing = Annotated[
    ScenarioInput | None,
    strawberry.argument(description="Asks about the map as it would be; as it is when left out."),
]


def view_of(
    asking: Asking, as_of: date | None, as_known_at: date | None, scenario: ScenarioInput | None
) -> View:
    """What a question looks at: the map on a day as known on another, with a scenario laid over it."""
    view = asking.view(as_of, as_known_at)
    return view_with(view, scenario.all(view)) if scenario is not None else view
