"""Deployments: systems in use."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from graphmap.api.questions import silo_of
from graphmap.api.standing import Standing, standing_flags
from graphmap.api.types import link, lock_in, organisation, port, product, silo
from graphmap.api.types.arguments import (
    After,
    Exchanges,
    First,
    MinEvidence,
    ReadingArgument,
    StandingArgument,
    standings,
)
from graphmap.api.types.claim import Validity, validity
from graphmap.api.types.coded import Capability, NationalService, capability, codes
from graphmap.api.types.connection import Connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Reading
from graphmap.api.types.listing import by_key
from graphmap.api.types.market_arguments import ContractEvidence
from graphmap.api.types.node import Fact
from graphmap.api.types.refs import LinkRef, LockInRef, OrganisationRef, PortRef, ProductRef, SiloRef
from graphmap.api.view import View
from graphmap.model.ids import SERVICE
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Deployments, Ints


@object_type
class Deployment(Fact):
    """A system in use: a product at one organisation, or at several as one instance."""

    kind: ClassVar[Kind] = Kind.DEPLOYMENT

    @property
    def table(self) -> Deployments:
        return self.view.snapshot.deployments

    @property
    def is_stub(self) -> bool:
        return bool(self.table.stub[self.row])

    @field
    def product(self) -> ProductRef | None:
        """The product in use; null where nobody states this system."""
        row = int(self.table.product[self.row])
        return product.Product(view=self.view, row=row) if row >= 0 else None

    @field
    def organisations(self) -> list[OrganisationRef]:
        """Where it is in use; several share one instance."""
        return organisation.organisations(self.view, self.table.organisations[self.row])

    @field
    def capabilities(self) -> list[Capability]:
        """What it is used for: its own, or where it states none, its product's."""
        places = self.table.capabilities[self.row]
        if not places and (row := int(self.table.product[self.row])) >= 0:
            places = self.view.snapshot.products.capabilities[row]
        return [capability(codes("capabilities")[place]) for place in places]

    @field
    def national_service(self) -> NationalService | None:
        """The national service that it runs; null where it runs none that is known."""
        term = vocabulary().national_services.get(self.stated_key.removeprefix(SERVICE))
        return NationalService(term=term) if term and self.stated_key.startswith(SERVICE) else None

    @field
    def validity(self) -> Validity:
        """Its status and dates."""
        row, table = self.row, self.table
        standing = self.view.standings.deployments[row]
        return validity(int(table.status[row]), table.start[row], table.end[row], standing)

    @field
    def host(self) -> str | None:
        """Where it runs; equal text is one place."""
        return self.table.host[self.row] or None

    @field
    def relay(self) -> bool:
        """Whether it passes on what it takes, for some exchange type, on the day asked about."""
        return bool(self.view.standings.relays[self.row])

    @field
    def stub(self) -> bool:
        """Whether it is referred to and stated by nobody; it then takes part in no analysis."""
        return self.is_stub

    @field
    def hangs_on_stub(self) -> bool:
        """Whether it refers to what nobody states, and so takes part in no analysis."""
        return bool(self.table.out[self.row])

    @field
    def ports(
        self,
        exchanges: Exchanges = None,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
    ) -> list[PortRef]:
        """What it is stated to send, take or pass on; where nothing is stated, its links say so."""
        return port.ports(self.view, self.row, exchanges, standings(standing))

    @field
    def links_in(
        self,
        exchanges: Exchanges = None,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
    ) -> Connection[LinkRef]:
        """Interfaces by which payloads arrive."""
        rows = self.view.index.links_to[self.row]
        return link.links(self.view, rows, exchanges, standings(standing), first, after)

    @field
    def links_out(
        self,
        exchanges: Exchanges = None,
        standing: StandingArgument = (Standing.IN_FORCE,),  # type: ignore[assignment]
        first: First = 50,
        after: After = None,
    ) -> Connection[LinkRef]:
        """Interfaces by which payloads leave."""
        rows = self.view.index.links_from[self.row]
        return link.links(self.view, rows, exchanges, standings(standing), first, after)

    @field
    def silo(
        self, reading: ReadingArgument = Reading.CAUTIOUS, min_evidence: MinEvidence = None
    ) -> SiloRef | None:
        """Its grade as a point solution; null where it is none on the day asked about."""
        found = silo_of(self.view, self.row, reading, min_evidence)
        return silo.Silo(view=self.view, found=found) if found else None

    @field
    def lock_in(
        self, reading: ReadingArgument = Reading.CAUTIOUS, min_evidence: ContractEvidence = None
    ) -> LockInRef | None:
        """What ties to it; null where it is not in use on the day asked about."""
        return lock_in.lock_in_of(self.view, self.row, reading, min_evidence)


def deployments(
    view: View, rows: Ints, wanted: frozenset[Standing] | None, first: int, after: str | None
) -> Connection[Deployment]:
    """Deployments in rows (ascending) that stand as wanted, by id."""
    chosen = rows[standing_flags(view.standings.deployments[rows], wanted)]
    return by_key(
        view, Kind.DEPLOYMENT, chosen, lambda seen, row: Deployment(view=seen, row=row), first, after
    )


def national_services(view: View) -> Ints:
    """Rows of the systems that run a national service, stubs left out."""
    table = view.snapshot.deployments
    chosen = [row for row, key in enumerate(table.key) if key.startswith(SERVICE) and not table.stub[row]]
    return np.array(chosen, dtype=np.int32)
