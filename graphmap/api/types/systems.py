"""How many systems organisations have on record."""

from __future__ import annotations

import strawberry

from graphmap.analysis.market import systems
from graphmap.api.pages import page_of
from graphmap.api.types import organisation
from graphmap.api.types.arguments import After, First
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.refs import OrganisationRef
from graphmap.api.types.report import Report


@object_type
class SystemCount:
    """How many systems an organisation has on record."""

    organisation: OrganisationRef = strawberry.field(description="The organisation.")
    systems: int = strawberry.field(description="Systems in use, shared ones included.")
    record_complete: bool = strawberry.field(
        description="Whether its record is complete for every exchange type; else it may have more than are counted."
    )


@object_type
class SystemsReport(Report):
    """How many systems the organisations of a scope have on record."""

    found: strawberry.Private[systems.Systems]

    @field
    def organisations(self) -> int:
        """Organisations in scope."""
        return len(self.found.organisations)

    @field
    def complete_records(self) -> int:
        """Those whose record is complete for every exchange type; the others may have more systems than are counted."""
        return int(self.found.complete.sum())

    @field
    def without(self) -> int:
        """Those of which no system is on record."""
        return int((self.found.counts == 0).sum())

    @field
    def distinct_systems(self) -> int:
        """Distinct systems in use among them; a shared one counts once."""
        return self.found.distinct

    @field
    def median(self) -> float | None:
        """Median number of systems on record; null for nobody."""
        return self.found.median

    @field
    def most(self) -> int | None:
        """Largest number of systems on record; null for nobody."""
        return int(self.found.counts[0]) if len(self.found.counts) else None

    @field
    def by_organisation(self, first: First = 50, after: After = None) -> Connection[SystemCount]:
        """Organisation by organisation, most systems first, then by code."""
        found, keys = self.found, self.view.snapshot.organisations.key
        places = range(len(found.organisations))

        def key(place: int) -> tuple[int, str]:
            return -int(found.counts[place]), keys[int(found.organisations[place])]

        def count(place: int) -> SystemCount:
            return SystemCount(
                organisation=organisation.Organisation(view=self.view, row=int(found.organisations[place])),
                systems=int(found.counts[place]),
                record_complete=bool(found.complete[place]),
            )

        return connection(page_of(places, "systems", key, first, after), count)
