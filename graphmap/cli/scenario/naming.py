"""The argument that names a saved scenario, and the one that it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from graphmap.cli.output import plain

if TYPE_CHECKING:
    from typing import Any

    from graphmap.model.saved import SavedScenario

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="Id of the scenario, as `graphmap scenario list` gives it.", show_default=False
    ),
]


def with_all_changes(found: SavedScenario, there: Sequence[SavedScenario]) -> dict[str, Any]:
    """A scenario as GraphQL gives it, all its changes included."""
    from graphmap.model.saved import composed
    from graphmap.model.scenario import as_json

    return {**plain(found), "allChanges": as_json(composed(found.id, there))}
