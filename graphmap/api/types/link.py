"""Links: interfaces between systems in use."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import strawberry

from graphmap.api.scoping import Given, places_of
from graphmap.api.standing import Standing, standing_flags
from graphmap.api.types import deployment
from graphmap.api.types.claim import Validity, validity
from graphmap.api.types.coded import ExchangeType, StatedProfile, codes, exchange_type, stated_profile
from graphmap.api.types.connection import Connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.listing import by_key
from graphmap.api.types.node import Fact
from graphmap.api.types.refs import DeploymentRef
from graphmap.api.view import View
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Ints, Links


@object_type
class Link(Fact):
    """An interface: one way, in the direction in which the payload travels."""

    kind: ClassVar[Kind] = Kind.LINK
    counting: strawberry.Private[int]
    """The row of the period that counts on the day asked about."""

    @property
    def table(self) -> Links:
        return self.view.snapshot.links

    @property
    def fact(self) -> int:
        return self.counting

    @field
    def from_(self) -> DeploymentRef:
        """The system that the payload leaves."""
        return deployment.Deployment(view=self.view, row=int(self.table.origin[self.fact]))

    @field
    def to(self) -> DeploymentRef:
        """The system that it arrives at."""
        return deployment.Deployment(view=self.view, row=int(self.table.target[self.fact]))

    @field
    def exchange(self) -> ExchangeType:
        """What travels."""
        return exchange_type(codes("exchange_types")[self.table.exchange[self.fact]])

    @field
    def profile(self) -> StatedProfile | None:
        """The profile that it carries; null where none is stated."""
        row, table = self.fact, self.table
        return stated_profile(self.view.snapshot, table.profile[row], table.version[row], table.use_case[row])

    @field
    def use_case(self) -> str | None:
        """Use case of the profile."""
        place = int(self.table.use_case[self.fact])
        return self.view.snapshot.words[place] if place >= 0 else None

    @field
    def validity(self) -> Validity:
        """The period that counts on the day asked about."""
        return _period(self.view, self.fact)

    @field
    def periods(self) -> list[Validity]:
        """Every period that is stated."""
        return [_period(self.view, row) for row in self.view.index.facts_of_link[self.row].tolist()]

    @field
    def usable(self) -> bool:
        """Whether it and both its systems are in force on the day asked about."""
        return bool(self.view.standings.links[self.fact] == Standing.IN_FORCE.value)


def link(view: View, record: int) -> Link:
    """A link by its record, in the period that counts."""
    return Link(view=view, row=record, counting=int(view.standings.chosen_links[record]))


def link_fact(view: View, row: int) -> Link:
    """A link in the period of one of its facts."""
    return Link(view=view, row=int(view.snapshot.links.record[row]), counting=row)


def links(
    view: View,
    records: Ints,
    exchanges: Given,
    wanted: frozenset[Standing] | None,
    first: int,
    after: str | None,
) -> Connection[Link]:
    """Links (records, ascending), for some exchange types, that stand as wanted, by key."""
    facts = view.standings.chosen_links[records]
    flags = standing_flags(view.standings.links[facts], wanted)
    if exchanges:
        places = places_of("exchange_types", exchanges, "exchange type")
        flags &= np.isin(view.snapshot.links.exchange[facts], places)
    return by_key(view, Kind.LINK, records[flags], link, first, after)


def _period(view: View, row: int) -> Validity:
    table = view.snapshot.links
    return validity(int(table.status[row]), table.start[row], table.end[row], view.standings.link_facts[row])
