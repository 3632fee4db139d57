"""What needs a question: where sources differ, plans that have slipped, and systems left at closed organisations."""

from __future__ import annotations

from datetime import date

import strawberry

from graphmap.analysis.coverage.conflicts import Conflicts
from graphmap.analysis.coverage.records import Place, Places
from graphmap.analysis.coverage.stranded import Stranded
from graphmap.analysis.coverage.words import named
from graphmap.api.claims import ShownClaim
from graphmap.api.pages import page_of
from graphmap.api.types import deployment, organisation
from graphmap.api.types.claim import Claim
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.record import Record, fact, key_of, page_of_places
from graphmap.api.types.refs import DeploymentRef, OrganisationRef
from graphmap.api.view import View
from graphmap.api.words import name_of
from graphmap.model import terms
from graphmap.model.dates import to_date


@object_type
class ConflictingProperty:
    """A property of which sources give different values."""

    property: str = strawberry.field(
        description="The property, by its column; `validity` is status and dates."
    )
    stands: list[Claim] = strawberry.field(
        description="What counts: the claims that win, or agree with what wins."
    )
    rivals: list[Claim] = strawberry.field(description="What other sources say instead.")


@object_type
class Conflict:
    """A record of which sources differ."""

    view: strawberry.Private[View]
    place: strawberry.Private[Place]

    @field
    def record(self) -> Record:
        """The record."""
        return Record(view=self.view, place=self.place)

    @field
    def rivals(self) -> int:
        """Property claims that lost to another source's."""
        one = fact(self.view, self.place)
        return int(one.table.rivals[one.row])

    @field
    def properties(self) -> list[ConflictingProperty] | None:
        """The properties of which sources differ, with all that is said; null while the store is away."""
        record = fact(self.view, self.place)
        by_property: dict[str, list[ShownClaim]] = {}
        for one in self.view.claims.of(record.kind, record.stated_key, False):
            by_property.setdefault(one.name, []).append(one)
        return [
            ConflictingProperty(
                property=name,
                stands=[Claim(shown=one) for one in said if not one.rival],
                rivals=[Claim(shown=one) for one in said if one.rival],
            )
            for name, said in by_property.items()
            if any(one.rival for one in said)
        ]


@object_type
class SlippedPlan:
    """A plan whose day has come without anybody saying that it happened: it counts on no day until a source says more."""

    view: strawberry.Private[View]
    place: strawberry.Private[Place]

    @field
    def record(self) -> Record:
        """What was planned."""
        return Record(view=self.view, place=self.place)

    @field
    def due(self) -> date:
        """The day for which it was planned."""
        day = to_date(_start(self.view, self.place))
        assert day is not None  # an undated plan never slips
        return day

    @field
    def days_overdue(self) -> int:
        """Days since then, on the day whose knowledge counts."""
        return self.view.snapshot.known_at - _start(self.view, self.place)


@object_type
class StrandedSystem:
    """A system in use that the evidence still names at an organisation that has closed."""

    view: strawberry.Private[View]
    found: strawberry.Private[Stranded]

    @field
    def deployment(self) -> DeploymentRef:
        """The system."""
        return deployment.Deployment(view=self.view, row=self.found.deployment)

    @field
    def closed(self) -> list[OrganisationRef]:
        """The closed organisations that it is named at."""
        return organisation.organisations(self.view, list(self.found.closed))

    @field
    def successors(self) -> list[OrganisationRef]:
        """Their open successors, whom to ask; none where no successor is on record."""
        return organisation.organisations(self.view, list(self.found.successors))

    @field
    def text(self) -> str:
        """The question in words."""
        system = named(self.view.snapshot, Place(terms.Kind.DEPLOYMENT, self.found.deployment))
        heirs = [name_of(self.view, row) for row in self.found.successors]
        closed = " and ".join(name_of(self.view, row) for row in self.found.closed)
        if not heirs:
            return f"{system} is named at {closed}, closed since, and no successor is on record: who runs it now?"
        return f"Ask {' and '.join(heirs)}: is {system} still in use, and who runs it now that {closed} has closed?"


def page_of_conflicts(view: View, found: Conflicts, first: int, after: str | None) -> Connection[Conflict]:
    """A page of records of which sources differ, by kind and key."""
    return page_of_places(
        view,
        found.records,
        "conflict",
        lambda place: key_of(view, place),
        first,
        after,
        lambda place: Conflict(view=view, place=place),
    )


def page_of_slipped(view: View, found: Places, first: int, after: str | None) -> Connection[SlippedPlan]:
    """A page of plans that have slipped, longest overdue first, then by kind and key."""
    return page_of_places(
        view,
        found,
        "slipped",
        lambda place: (_start(view, place), *key_of(view, place)),
        first,
        after,
        lambda place: SlippedPlan(view=view, place=place),
    )


def page_of_stranded(
    view: View, found: tuple[Stranded, ...], first: int, after: str | None
) -> Connection[StrandedSystem]:
    """A page of stranded systems, by key."""
    keys = view.snapshot.deployments.key
    page = page_of(found, "stranded", lambda one: (keys[one.deployment],), first, after)
    return connection(page, lambda one: StrandedSystem(view=view, found=one))


def _start(view: View, place: Place) -> int:
    one = fact(view, place)
    return int(one.table.start[one.fact])
