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
from graphmap.model.scenario import Change


@input_type
class ScenarioInput:
    """Changes that a question supposes, one after the other."""

    changes: list[ChangeInput] | None = strawberry.field(default=None, description="The changes.")

    def all(self) -> tuple[Change, ...]:
        """Every change. Raises `QuestionError` where there is none."""
        changes = changes_from(self.changes or ())
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
    return view_with(view, scenario.all()) if scenario is not None else view
