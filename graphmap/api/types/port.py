"""Ports: what systems can send, take or pass on."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import strawberry

from graphmap.api.scoping import Given, places_of
from graphmap.api.standing import Standing, standing_flags
from graphmap.api.types import deployment
from graphmap.api.types.claim import Validity, validity
from graphmap.api.types.coded import ExchangeType, StatedProfile, codes, exchange_type, stated_profile
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Payload, Role
from graphmap.api.types.node import Fact, expect_claims
from graphmap.api.types.refs import DeploymentRef
from graphmap.api.view import View
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import ROLES, Ports


@object_type
class Port(Fact):
    """What a system can send, take or pass on for one exchange type."""

    kind: ClassVar[Kind] = Kind.PORT
    counting: strawberry.Private[int]
    """The row of the period that counts on the day asked about."""

    @property
    def table(self) -> Ports:
        return self.view.snapshot.ports

    @property
    def fact(self) -> int:
        return self.counting

    @field
    def deployment(self) -> DeploymentRef:
        """The system whose port it is."""
        return deployment.Deployment(view=self.view, row=int(self.table.deployment[self.fact]))

    @field
    def exchange(self) -> ExchangeType:
        """What it sends, takes or passes on."""
        return exchange_type(codes("exchange_types")[self.table.exchange[self.fact]])

    @field
    def role(self) -> Role:
        """What it does with it."""
        return Role(ROLES[self.table.role[self.fact]])

    @field
    def profile(self) -> StatedProfile | None:
        """The profile that it sends or takes; null where none is stated."""
        row, table = self.fact, self.table
        return stated_profile(self.view.snapshot, table.profile[row], table.version[row], table.use_case[row])

    @field
    def emits(self) -> StatedProfile | None:
        """The profile that a relay sends on, where it translates."""
        row, table = self.fact, self.table
        return stated_profile(self.view.snapshot, table.emits[row], table.emits_version[row], -1)

    @field
    def use_case(self) -> str | None:
        """Use case of the profile."""
        place = int(self.table.use_case[self.fact])
        return self.view.snapshot.words[place] if place >= 0 else None

    @field
    def payload(self) -> Payload | None:
        """How much of the content a machine can use; null where it is not stated."""
        value = int(self.table.payload[self.fact])
        return Payload(value) if value >= 0 else None

    @field
    def validity(self) -> Validity:
        """The period that counts on the day asked about."""
        return _period(self.view, self.fact)

    @field
    def periods(self) -> list[Validity]:
        """Every period that is stated."""
        return [_period(self.view, row) for row in self.view.index.facts_of_port[self.row].tolist()]

    @field
    def usable(self) -> bool:
        """Whether it and its system are in force on the day asked about."""
        return bool(self.view.standings.ports[self.fact] == Standing.IN_FORCE.value)


def port(view: View, record: int) -> Port:
    """A port by its record, in the period that counts."""
    return Port(view=view, row=record, counting=int(view.standings.chosen_ports[record]))


def port_fact(view: View, row: int) -> Port:
    """A port in the period of one of its facts."""
    return Port(view=view, row=int(view.snapshot.ports.record[row]), counting=row)


def ports(
    view: View, deployment_row: int, exchanges: Given, wanted: frozenset[Standing] | None
) -> list[Port]:
    """The ports of a deployment, for some exchange types, that stand as wanted."""
    records = view.index.ports_of[deployment_row]
    facts = view.standings.chosen_ports[records]
    flags = standing_flags(view.standings.ports[facts], wanted)
    if exchanges:
        places = places_of("exchange_types", exchanges, "exchange type")
        flags &= np.isin(view.snapshot.ports.exchange[facts], places)
    found = [port(view, record) for record in records[flags].tolist()]
    expect_claims(found)
    return found


def _period(view: View, row: int) -> Validity:
    table = view.snapshot.ports
    return validity(int(table.status[row]), table.start[row], table.end[row], view.standings.port_facts[row])
