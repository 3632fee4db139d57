"""Organisations."""

from __future__ import annotations

from datetime import date
from math import isnan
from typing import ClassVar

import numpy as np
import strawberry

from graphmap.analysis.scope import open_at
from graphmap.api import successors
from graphmap.api.questions import partners_of
from graphmap.api.scoping import capability_flags, exchange_code, organisations_in, places_of
from graphmap.api.standing import Standing
from graphmap.api.types import contract, deployment, partners
from graphmap.api.types.arguments import (
    After,
    Capabilities,
    Exchanges,
    First,
    MinEvidence,
    ReadingArgument,
    StandingArgument,
    standings,
)
from graphmap.api.types.claim import Validity, validity
from graphmap.api.types.coded import OrganisationType, Setting, codes, setting
from graphmap.api.types.connection import Connection
from graphmap.api.types.coverage import Coverage
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Reading
from graphmap.api.types.filters import Scope
from graphmap.api.types.node import Fact
from graphmap.api.types.refs import ContractRef, DeploymentRef, OrganisationExchangeRef
from graphmap.api.view import View
from graphmap.model.dates import to_date
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import LIVE, Organisations


@object_type
class Organisation(Fact):
    """A body of the health and care system."""

    kind: ClassVar[Kind] = Kind.ORGANISATION

    @property
    def table(self) -> Organisations:
        return self.view.snapshot.organisations

    @property
    def is_stub(self) -> bool:
        return bool(self.table.stub[self.row])

    @field
    def code(self) -> strawberry.ID:
        """ODS code, or a code of its own where ODS has none."""
        return strawberry.ID(self.stated_key)

    @field
    def name(self) -> str:
        """Its name; its code where nobody states a name."""
        return self.table.name[self.row] or self.stated_key

    @field
    def type(self) -> OrganisationType | None:
        """What kind of organisation it is; null where nobody says."""
        place = int(self.table.type[self.row])
        terms = vocabulary().organisation_types
        return OrganisationType(term=terms[codes("organisation_types")[place]]) if place >= 0 else None

    @field
    def settings(self) -> list[Setting]:
        """Care settings that it works in."""
        bits = int(self.table.settings[self.row])
        return [setting(code) for place, code in enumerate(codes("settings")) if bits >> place & 1]

    @field
    def icb(self) -> Organisation | None:
        """The integrated care board in whose area it lies."""
        return organisation(self.view, self.table.icb[self.row])

    @field
    def region(self) -> Organisation | None:
        """The NHS England region in which it lies."""
        return organisation(self.view, self.table.region[self.row])

    @field
    def opened(self) -> date | None:
        """First day on which it was open; null where nobody says."""
        return to_date(int(self.table.opened[self.row]))

    @field
    def closed(self) -> date | None:
        """Last day on which it was open; null while it stays open."""
        return to_date(int(self.table.closed[self.row]))

    @field
    def open(self) -> bool:
        """Whether it is open on the day asked about."""
        return bool(open_at(self.table, self.view.day)[self.row])

    @field
    def validity(self) -> Validity:
        """From opening to closing."""
        row, table = self.row, self.table
        return validity(LIVE, table.opened[row], table.closed[row], self.view.standings.organisations[row])

    @field
    def latitude(self) -> float | None:
        """Latitude of its head office, degrees north."""
        return _number(self.table.latitude[self.row])

    @field
    def longitude(self) -> float | None:
        """Longitude of its head office, degrees east."""
        return _number(self.table.longitude[self.row])

    @field
    def postcode(self) -> str | None:
        """Postcode of its head office."""
        return self.table.postcode[self.row] or None

    @field
    def aliases(self) -> list[str]:
        """Other and former names."""
        return [alias for alias in self.table.aliases[self.row].split(";") if alias]

    @field
    def predecessors(self) -> list[Organisation]:
        """Organisations that it succeeded."""
        return organisations(self.view, self.table.predecessors[self.row])

    @field
    def successors(self) -> list[Organisation]:
        """Organisations that name this one among their predecessors."""
        return organisations(self.view, successors.successors(self.view, self.row))

    @field
    def current_successors(self) -> list[Organisation]:
        """For a closed one the open organisations at the end of every chain of successors; none for an open one."""
        return organisations(self.view, successors.current_successors(self.view, self.row))

    @field
    def stub(self) -> bool:
        """Whether it is referred to and stated by nobody; it then takes part in no analysis."""
        return self.is_stub

    @field
    def deployments(
        self,
        capabilities: Capabilities = None,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
    ) -> Connection[DeploymentRef]:
        """Its systems, by id; `capabilities`: only those for one of these."""
        rows = self.view.index.deployments_of_organisation[self.row]
        if capabilities:
            rows = rows[
                capability_flags(self.view, places_of("capabilities", capabilities, "capability"))[rows]
            ]
        return deployment.deployments(self.view, rows, standings(standing), first, after)

    @field
    def stranded(self, first: First = 50, after: After = None) -> Connection[DeploymentRef]:
        """Systems in force that the evidence still names at closed predecessors: a question to ask."""
        rows = successors.stranded(self.view, self.row)
        return deployment.deployments(self.view, rows, None, first, after)

    @field
    def contracts(
        self,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
    ) -> Connection[ContractRef]:
        """Its contracts as a buyer."""
        rows = self.view.index.contracts_of_buyer[self.row]
        return contract.contracts(self.view, rows, standings(standing), first, after)

    @field
    def coverage(self) -> list[Coverage]:
        """How much of its record is known: for single exchange types, and for all others."""
        return [Coverage(view=self.view, row=row) for row in self.view.index.coverage_of[self.row].tolist()]

    @field
    def exchanges(
        self,
        types: Exchanges = None,
        filter: Scope = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> list[OrganisationExchangeRef]:
        """With how many of the organisations of `filter` it can exchange what, for every exchange type."""
        scope = organisations_in(self.view, filter)
        chosen = [exchange_code(text) for text in types] if types else list(vocabulary().exchange_types)
        return [
            partners.OrganisationExchange(
                view=self.view,
                exchange=code,
                partners=partners_of(self.view, self.row, code, reading, min_evidence, scope),
            )
            for code in chosen
        ]


def organisation(view: View, row: int | np.int32) -> Organisation | None:
    """The organisation in a row; None for -1."""
    return Organisation(view=view, row=int(row)) if row >= 0 else None


def organisations(view: View, rows: list[int]) -> list[Organisation]:
    """The organisations in several rows."""
    return [Organisation(view=view, row=row) for row in rows]


def _number(value: np.float64) -> float | None:
    return None if isnan(value) else float(value)
