"""How complete the record is, organisation by organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import strawberry

from graphmap.analysis.coverage import levels
from graphmap.analysis.coverage.levels import NOBODY, Levels, Presence
from graphmap.api.pages import page_of
from graphmap.api.scoping import places_of
from graphmap.api.types import coverage, organisation
from graphmap.api.types.arguments import Exchanges
from graphmap.api.types.coded import ExchangeType, codes, exchange_type
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type, register
from graphmap.api.types.enums import Level
from graphmap.api.types.refs import OrganisationRef
from graphmap.api.view import View
from graphmap.snapshot.columns import SINK, SOURCE, Flags, Ints

_LEVELS = tuple(Level)


class CoverageOrder(Enum):
    """Orders of a list of organisations with what is known of them."""

    LEAST_KNOWN = "LEAST_KNOWN"
    CODE = "CODE"


register(
    Presence,
    "Whether an organisation has a usable system that sends, or takes, something, as far as the record goes.",
    {
        "PRESENT": "A usable port is on record, stated or implied by an interface in use.",
        "NONE": "The record is complete, and no usable port is on it.",
        "UNKNOWN": "None is on record, and the record is not complete.",
        "NOT_APPLICABLE": "Organisations of its kind do not send, or take, this.",
    },
)
register(
    CoverageOrder,
    "Orders of a list of organisations with what is known of them.",
    {
        "LEAST_KNOWN": "Smallest share of complete records first, then of partial ones, then the fewest exchange types "
        "that it is known to send or take; ties by code.",
        "CODE": "By code.",
    },
)


@object_type
class OrganisationExchangeCoverage:
    """What is known of one exchange type at one organisation."""

    view: strawberry.Private[View]
    found: strawberry.Private[Levels]
    organisation_row: strawberry.Private[int]
    place: strawberry.Private[int]

    @field
    def type(self) -> ExchangeType:
        """The exchange type."""
        return exchange_type(codes("exchange_types")[self.place])

    @field
    def level(self) -> Level | None:
        """How complete the record is; null where no source says."""
        level = int(self.found.level[self.organisation_row, self.place])
        return None if level == NOBODY else _LEVELS[level]

    @field
    def stated_by(self) -> coverage.Coverage | None:
        """The row that says so: the one for this exchange type, else the one for all others."""
        row = int(self.found.stated_by[self.organisation_row, self.place])
        return coverage.Coverage(view=self.view, row=row) if row >= 0 else None

    @field
    def sends(self) -> Presence:
        """Whether it is known to send it."""
        return self.found.presence(self.organisation_row, self.place, SOURCE)

    @field
    def takes(self) -> Presence:
        """Whether it is known to take it."""
        return self.found.presence(self.organisation_row, self.place, SINK)

    @field
    def stated_source(self) -> bool:
        """Whether a usable source port is stated; what an interface alone implies does not count here."""
        return bool(self.found.stated[SOURCE][self.organisation_row, self.place])

    @field
    def stated_sink(self) -> bool:
        """Whether a usable sink port is stated; what an interface alone implies does not count here."""
        return bool(self.found.stated[SINK][self.organisation_row, self.place])


@object_type
class OrganisationCoverage:
    """What is known of one organisation, over the exchange types asked for that its kind sends or takes."""

    view: strawberry.Private[View]
    found: strawberry.Private[Levels]
    row: strawberry.Private[int]
    concerned: strawberry.Private[Flags]
    """By exchange type: whether it is asked for and its kind sends or takes it."""

    @field
    def organisation(self) -> OrganisationRef:
        """The organisation."""
        return organisation.Organisation(view=self.view, row=self.row)

    @field
    def complete(self) -> int:
        """Exchange types of which its record is complete."""
        return self._count(levels.COMPLETE)

    @field
    def partial(self) -> int:
        """Exchange types of which its record is stated to be partial."""
        return self._count(levels.PARTIAL)

    @field
    def none(self) -> int:
        """Exchange types of which a source states that nothing is recorded."""
        return self._count(levels.NONE)

    @field
    def unstated(self) -> int:
        """Exchange types of which no source says how complete its record is."""
        return self._count(NOBODY)

    @field
    def sends(self) -> int:
        """Exchange types that it is known to send."""
        return self._known(SOURCE)

    @field
    def takes(self) -> int:
        """Exchange types that it is known to take."""
        return self._known(SINK)

    @field
    def exchanges(self) -> list[OrganisationExchangeCoverage]:
        """Exchange type by exchange type, those that its kind neither sends nor takes left out."""
        return [
            OrganisationExchangeCoverage(
                view=self.view, found=self.found, organisation_row=self.row, place=place
            )
            for place in np.flatnonzero(self.concerned).tolist()
        ]

    def _count(self, level: int) -> int:
        return int(((self.found.level[self.row] == level) & self.concerned).sum())

    def _known(self, role: int) -> int:
        return int((self.found.known(role)[self.row] & self.concerned).sum())


@dataclass(frozen=True)
class _Ordered:
    """An organisation (row) with what a list of them is ordered by: shares of complete and partial records, flows known."""

    complete: float
    partial: float
    flows: int
    row: int


def by_organisation(
    view: View,
    found: Levels,
    rows: Ints,
    exchanges: Exchanges,
    order: CoverageOrder,
    first: int,
    after: str | None,
) -> Connection[OrganisationCoverage]:
    """A page of the organisations in scope whose kind sends or takes one of the exchange types (None: any)."""
    keys = view.snapshot.organisations.key
    concerned = found.concerned
    if exchanges is not None:
        wanted = np.zeros(concerned.shape[1], dtype=bool)
        wanted[places_of("exchange_types", exchanges, "exchange type")] = True
        concerned = concerned & wanted
    listed: Sequence[_Ordered] = _shares(found, concerned, rows)
    if order is CoverageOrder.CODE:
        page = page_of(listed, "coverage CODE", lambda one: (keys[one.row],), first, after)
    else:
        listed = sorted(listed, key=lambda one: (one.complete, one.partial, one.flows, one.row))
        page = page_of(
            listed,
            "coverage LEAST_KNOWN",
            lambda one: (one.complete, one.partial, one.flows, keys[one.row]),
            first,
            after,
        )
    return connection(
        page,
        lambda one: OrganisationCoverage(view=view, found=found, row=one.row, concerned=concerned[one.row]),
    )


def _shares(found: Levels, concerned: Flags, rows: Ints) -> list[_Ordered]:
    rows = rows[concerned[rows].any(axis=1)]
    chosen = concerned[rows]
    shares = [
        (((found.level[rows] == level) & chosen).sum(axis=1) / chosen.sum(axis=1)).tolist()
        for level in (levels.COMPLETE, levels.PARTIAL)
    ]
    flows = (found.known(SOURCE)[rows] & chosen).sum(axis=1) + (found.known(SINK)[rows] & chosen).sum(axis=1)
    return [_Ordered(*one) for one in zip(*shares, flows.tolist(), rows.tolist(), strict=True)]
