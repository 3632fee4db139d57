"""What the service holds: version, kind of store, counts, age and licences of the evidence."""

from __future__ import annotations

from datetime import date

import numpy as np
import strawberry

from graphmap import __version__
from graphmap.analysis.scope import open_at, select
from graphmap.api.basis import basis_of_map
from graphmap.api.pages import page_of
from graphmap.api.standing import Standing
from graphmap.api.types.arguments import After, First
from graphmap.api.types.basis import Basis
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Kind
from graphmap.api.view import View
from graphmap.snapshot.columns import Bytes
from graphmap.snapshot.stubs import stubs_of


@object_type
class Stub:
    """A record that is referred to and stated by nobody."""

    kind: Kind = strawberry.field(description="What kind of thing.")
    key: strawberry.ID = strawberry.field(description="The id by which it is referred to.")


@object_type
class MapCounts:
    """How much the map holds. Stubs are counted apart."""

    organisations: int = strawberry.field(description="Organisations, closed ones included.")
    open_organisations: int = strawberry.field(description="Organisations open on the day asked about.")
    open_trusts: int = strawberry.field(description="NHS trusts open on the day asked about.")
    suppliers: int = strawberry.field(description="Suppliers.")
    products: int = strawberry.field(description="Products.")
    deployments: int = strawberry.field(description="Systems, whatever their dates.")
    deployments_in_force: int = strawberry.field(description="Systems in use on the day asked about.")
    ports: int = strawberry.field(description="Ports, whatever their dates.")
    ports_in_force: int = strawberry.field(description="Ports usable on the day asked about.")
    links: int = strawberry.field(description="Interfaces, whatever their dates.")
    links_in_force: int = strawberry.field(description="Interfaces usable on the day asked about.")
    coverage: int = strawberry.field(description="Rows that say how much of a record is known.")
    contracts: int = strawberry.field(description="Contracts, whatever their dates.")
    stubs: int = strawberry.field(description="Records that are referred to and stated by nobody.")
    sources: int = strawberry.field(description="Sources.")


@object_type
class About:
    """What this service holds."""

    view: strawberry.Private[View]
    today_is: strawberry.Private[date]

    @field
    def version(self) -> str:
        """Version of the software."""
        return __version__

    @field
    def fictional(self) -> bool | None:
        """Whether all of the evidence is invented, which whatever shows it has to say; null while there is none."""
        found = self.view.atlas.access.sources()
        return any(source.fictional for source in found) if found else None

    @field
    def revision(self) -> int:
        """Revision of the store that answers; it grows with every run that changes something."""
        return self.view.snapshot.revision

    @field
    def today(self) -> date:
        """Today in London, or the day that the service was told to take for it."""
        return self.today_is

    @field
    def as_of(self) -> date:
        """The day asked about."""
        return self.view.as_of

    @field
    def as_known_at(self) -> date:
        """The day whose knowledge counts."""
        return self.view.known_at

    @field
    def counts(self) -> MapCounts:
        """How much the map holds."""
        return _counts(self.view)

    @field
    def basis(self) -> Basis:
        """How well the map is supported, and how old its evidence is."""
        return Basis(found=basis_of_map(self.view.snapshot))

    @field
    def attribution(self) -> list[str]:
        """What the licences of the evidence ask to be shown, each line once."""
        found = self.view.atlas.access.sources()
        return list(dict.fromkeys(line for source in found for line in source.attribution))

    @field
    def stubs(self, first: First = 50, after: After = None) -> Connection[Stub]:
        """Records that are referred to and stated by nobody: they take part in no analysis."""
        found = sorted((kind.name, key) for kind, key in stubs_of(self.view.snapshot))
        page = page_of(found, "stub", lambda one: one, first, after)
        return connection(page, lambda one: Stub(kind=Kind[one[0]], key=strawberry.ID(one[1])))


def _counts(view: View) -> MapCounts:
    snapshot, standings = view.snapshot, view.standings
    entities = (snapshot.organisations, snapshot.suppliers, snapshot.products, snapshot.deployments)
    organisations, suppliers, products, deployments = (
        len(table.key) - int(table.stub.sum()) for table in entities
    )
    stated = standings.deployments[~snapshot.deployments.stub]
    return MapCounts(
        organisations=organisations,
        open_organisations=int(open_at(snapshot.organisations, view.day).sum()),
        open_trusts=len(select(snapshot, None, view.as_of)),
        suppliers=suppliers,
        products=products,
        deployments=deployments,
        deployments_in_force=_in_force(stated),
        ports=len(snapshot.ports.keys),
        ports_in_force=_in_force(standings.ports[standings.chosen_ports]),
        links=len(snapshot.links.keys),
        links_in_force=_in_force(standings.links[standings.chosen_links]),
        coverage=len(snapshot.coverage.key),
        contracts=len(snapshot.contracts.key),
        stubs=len(stubs_of(snapshot)),
        sources=len(view.atlas.access.sources()),
    )


def _in_force(column: Bytes) -> int:
    return int(np.count_nonzero(column == Standing.IN_FORCE.value))
