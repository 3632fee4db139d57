"""Coverage: how much of an organisation's record is known."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from graphmap.api.types import organisation
from graphmap.api.types.coded import ExchangeType, codes, exchange_type
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Level
from graphmap.api.types.node import Fact
from graphmap.api.types.refs import OrganisationRef
from graphmap.model.dates import to_date
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Coverages

_LEVELS = tuple(Level)


@object_type
class Coverage(Fact):
    """How much of an organisation's record is known."""

    kind: ClassVar[Kind] = Kind.COVERAGE

    @property
    def table(self) -> Coverages:
        return self.view.snapshot.coverage

    @field
    def organisation(self) -> OrganisationRef:
        """Whose record."""
        return organisation.Organisation(view=self.view, row=int(self.table.organisation[self.row]))

    @field
    def exchange(self) -> ExchangeType | None:
        """Of which exchange type; null for every one that has no row of its own."""
        place = int(self.table.exchange[self.row])
        return exchange_type(codes("exchange_types")[place]) if place >= 0 else None

    @field
    def level(self) -> Level:
        """How much of it is known."""
        return _LEVELS[int(self.table.level[self.row])]

    @field
    def as_of(self) -> date | None:
        """Day to which the level applies; shown, not used."""
        return to_date(int(self.table.as_of[self.row]))
