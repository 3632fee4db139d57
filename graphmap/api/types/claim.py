"""Claims and validity as the schema shows them."""

from __future__ import annotations

from datetime import date

import numpy as np
import strawberry

from graphmap.api.claims import ShownClaim
from graphmap.api.standing import Standing
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence, Status
from graphmap.model.dates import to_date
from graphmap.snapshot.columns import STATUSES


@object_type
class Claim:
    """One source's statement of one property of one record."""

    shown: strawberry.Private[ShownClaim]

    @field
    def property(self) -> str:
        """The property, by its column; `validity` is status and dates, `existence` says no more than that it is there."""
        return self.shown.name

    @field
    def value(self) -> str | None:
        """The value as a cell of the evidence tables gives it; status and dates in one text."""
        return self.shown.value

    @field
    def source(self) -> str:
        """Name of the source that says so."""
        return self.shown.said.source

    @field
    def evidence(self) -> Evidence:
        """How well the source supports it."""
        return self.shown.evidence

    @field
    def observed_at(self) -> str | None:
        """When it was seen or stated: an ISO date, perhaps partial (2026, 2026-03)."""
        return self.shown.said.claim.observed_at

    @field
    def source_url(self) -> str | None:
        """Address of the page that says so."""
        return self.shown.said.claim.source_url

    @field
    def source_title(self) -> str | None:
        """Title of that page."""
        return self.shown.said.claim.source_title

    @field
    def note(self) -> str | None:
        """What a reader should know about it."""
        return self.shown.said.claim.note

    @field
    def first_seen(self) -> str:
        """When this statement was first recorded, ISO 8601 in UTC."""
        return self.shown.said.first_seen

    @field
    def last_seen(self) -> str:
        """When the source last repeated it, ISO 8601 in UTC."""
        return self.shown.said.last_seen

    @field
    def retracted_at(self) -> str | None:
        """When it was retracted or replaced; null for what counts."""
        return self.shown.said.retracted_at

    @field
    def rival(self) -> bool:
        """Whether another source's value stands instead."""
        return self.shown.rival


@object_type
class Validity:
    """Status and dates of a fact; an absent date is open."""

    status: Status = strawberry.field(description="As its source puts it; live where nobody says otherwise.")
    from_: date | None = strawberry.field(
        name="from", description="First day; of a partial date its first day."
    )
    to: date | None = strawberry.field(description="Last day; of a partial date its last day.")
    standing: Standing = strawberry.field(description="Where it stands on the day asked about.")


def validity(status: int, start: np.int32, end: np.int32, standing: np.int8) -> Validity:
    """The validity in a row of a snapshot."""
    return Validity(
        status=Status(STATUSES[status]),
        from_=to_date(int(start)),
        to=to_date(int(end)),
        standing=Standing(int(standing)),
    )
