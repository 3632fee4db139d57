"""Saved scenarios: what is kept of them, and what a person sends to keep one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import strawberry
from strawberry.scalars import JSON

from graphmap.api.pages import page_of
from graphmap.api.types.change_input import ChangeInput, changes_from
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, input_type, object_type
from graphmap.model import saved
from graphmap.model.scenario import as_json
from graphmap.model.scenario_draft import Draft


@object_type
class SavedScenario:
    """Changes under a name, kept beside the map: no evidence, and no question sees them unless it names the scenario."""

    scenario: strawberry.Private[saved.SavedScenario]
    there: strawberry.Private[Sequence[saved.SavedScenario]]

    @field
    def id_(self) -> strawberry.ID:
        """Its id: short, readable and its own for good."""
        return strawberry.ID(self.scenario.id)

    @field
    def name(self) -> str:
        """Its name."""
        return self.scenario.name

    @field
    def owner(self) -> str:
        """Whose it is, as whoever saved it put it; nothing is checked against it."""
        return self.scenario.owner

    @field
    def description(self) -> str:
        """What it is about."""
        return self.scenario.description

    @field
    def changes(self) -> list[JSON]:
        """Its own changes in order, each as `ChangeInput` takes it."""
        return _as_given(self.scenario.changes)

    @field
    def based_on(self) -> list[strawberry.ID]:
        """Ids of the scenarios whose changes come before its own, in this order."""
        return list(map(strawberry.ID, self.scenario.based_on))

    @field
    def all_changes(self) -> list[JSON]:
        """Those of the scenarios that it is based on, each of these once, and then its own: what is applied."""
        return _as_given(as_json(saved.composed(self.scenario.id, self.there)))

    @field
    def created_at(self) -> str:
        """When it was first saved, ISO 8601 in UTC."""
        return self.scenario.created_at

    @field
    def changed_at(self) -> str:
        """When it was last changed, ISO 8601 in UTC; no two states of it have the same. Pass it to replace this one."""
        return self.scenario.changed_at


ChangedAt = str | None


@input_type
class SaveScenarioInput:
    """A scenario to save. Without `changedAt` it is a new one; with it, it replaces the state that had this time."""

    id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Id of the scenario to replace, or that a new one is to have; left out: made from its name.",
    )
    name: str = strawberry.field(description="Its name, up to 200 characters.")
    owner: str = strawberry.field(default="", description="Whose it is, in words, up to 200 characters.")
    description: str = strawberry.field(default="", description="What it is about, up to 10,000 characters.")
    changes: list[ChangeInput] = strawberry.field(
        default_factory=list,
        description="Its changes in order, 1,000 at most; none for one that joins others.",
    )
    based_on: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of scenarios whose changes come before its own, in this order."
    )
    changed_at: ChangedAt = strawberry.field(
        default=None,
        description="`changedAt` of the state that this one replaces; refused with CONFLICT where there is a newer one.",
    )

    def draft(self) -> Draft:
        """What is to be saved. Raises `QuestionError` for changes that are none."""
        return Draft(
            id=self.id,
            name=self.name,
            owner=self.owner,
            description=self.description,
            changes=tuple(as_json(changes_from(self.changes))),
            based_on=tuple(self.based_on),
            changed_at=self.changed_at,
        )


def saved_scenarios(
    there: Sequence[saved.SavedScenario], first: int, after: str | None
) -> Connection[SavedScenario]:
    """A page of scenarios, by name."""

    def key(one: saved.SavedScenario) -> tuple[str, str]:
        return one.name.casefold(), one.id

    page = page_of(sorted(there, key=key), "saved scenario", key, first, after)
    return connection(page, lambda one: SavedScenario(scenario=one, there=there))


def _as_given(changes: Sequence[Any]) -> list[JSON]:
    return list(map(JSON, changes))
