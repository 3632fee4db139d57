"""Dependencies: the systems and links that a subject leans on, or that lean on it."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np
import strawberry

from graphmap.analysis import dependencies
from graphmap.analysis.failing import Subject
from graphmap.analysis.in_force import InForce
from graphmap.api.basis import basis_of
from graphmap.api.pages import page_of
from graphmap.api.subjects import id_of, name_of
from graphmap.api.types import deployment, link
from graphmap.api.types.arguments import After, First
from graphmap.api.types.basis import Basis
from graphmap.api.types.coded import ExchangeType, codes, exchange_type
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence, SubjectKind
from graphmap.api.types.refs import DeploymentRef, LinkRef
from graphmap.api.types.standard_enums import Stream
from graphmap.api.view import View
from graphmap.api.words import notes_on
from graphmap.snapshot.columns import Ints


@object_type
class DependencySubject:
    """What the question is about: all its systems in force on the day asked about."""

    kind: SubjectKind = strawberry.field(description="What it is.")
    id: strawberry.ID = strawberry.field(
        description="Its id with its kind before it: `product:…`, `group:…`, `host:…`."
    )
    name: str = strawberry.field(description="Its name for people.")
    systems: int = strawberry.field(description="Its systems in force.")
    organisations: int = strawberry.field(description="Organisations that run them.")
    complete_records: int = strawberry.field(
        description="Those whose record is complete for every exchange type asked about: of the others, more may be missing."
    )


@object_type
class DependencyNode:
    """A system on the way, or the subject's own."""

    view: strawberry.Private[View]
    row: strawberry.Private[int]
    away: strawberry.Private[int]
    types: strawberry.Private[tuple[int, ...]]

    @field
    def deployment(self) -> DeploymentRef:
        """The system."""
        return deployment.Deployment(view=self.view, row=self.row)

    @field
    def depth(self) -> int:
        """The fewest links between it and the subject; 0 for the subject's own."""
        return self.away

    @field
    def exchanges(self) -> list[ExchangeType]:
        """Exchange types by which it is reached."""
        return [exchange_type(codes("exchange_types")[place]) for place in self.types]


@object_type
class DependencyLink:
    """A link on the way; its profile, evidence and dates are its own."""

    view: strawberry.Private[View]
    row: strawberry.Private[int]
    away: strawberry.Private[int]

    @field
    def link(self) -> LinkRef:
        """The interface, in the direction in which the payload travels."""
        return link.link_fact(self.view, self.row)

    @field
    def depth(self) -> int:
        """Links to the subject, this one included."""
        return self.away


@object_type
class Dependencies:
    """The systems and links upstream or downstream of a subject, nearest first."""

    view: strawberry.Private[View]
    asked: strawberry.Private[Subject]
    own: strawberry.Private[Ints]
    stream: strawberry.Private[Stream]
    exchanges: strawberry.Private[frozenset[str] | None]
    deepest: strawberry.Private[int]
    least: strawberry.Private[Evidence | None]

    @cached_property
    def found(self) -> dependencies.Dependencies:
        return dependencies.dependencies(
            self.view.snapshot,
            self.view.as_of,
            self.own,
            self.stream,
            self.deepest,
            self.exchanges,
            self.least,
        )

    @field
    def as_of(self) -> date:
        """The day asked about."""
        return self.view.as_of

    @field
    def subject(self) -> DependencySubject:
        """What the question is about."""
        run_by = self.view.snapshot.deployments.organisations
        in_force = self.found.systems[self.found.depth == 0]
        bodies = np.unique([body for row in in_force.tolist() for body in run_by[row]]).astype(np.int32)
        return DependencySubject(
            kind=self.asked.kind,
            id=strawberry.ID(id_of(self.view, self.asked)),
            name=name_of(self.view, self.asked),
            systems=len(in_force),
            organisations=len(bodies),
            complete_records=self._complete(bodies),
        )

    def _complete(self, bodies: Ints) -> int:
        known = InForce(self.view.snapshot, self.view.as_of, self.least)
        complete = np.ones(len(bodies), dtype=bool)
        for code, place in known.types.items():
            if self.exchanges is None or code in self.exchanges:
                complete &= known.complete_records(place)[bodies]
        return int(complete.sum())

    @field
    def notes(self) -> list[str]:
        """What became of the subject where it is a closed organisation, its successors by name."""
        return notes_on(self.view, [self.asked.row] if self.asked.kind == SubjectKind.ORGANISATION else [])

    @field
    def direction(self) -> Stream:
        """Which way they are followed."""
        return self.stream

    @field
    def depth(self) -> int:
        """How many links away they are looked for."""
        return self.deepest

    @field
    def deeper(self) -> bool:
        """Whether more lies beyond this depth."""
        return self.found.deeper

    @field
    def systems(self) -> int:
        """Systems found, the subject's own left out."""
        return int((self.found.depth > 0).sum())

    @field
    def organisations(self) -> int:
        """Organisations that run the systems found."""
        run_by = self.view.snapshot.deployments.organisations
        flags = np.zeros(len(run_by), dtype=bool)
        flags[self.found.systems[self.found.depth > 0]] = True
        return len(np.unique(run_by.items[flags[run_by.owners()]]))

    @field
    def basis(self) -> Basis:
        """The links that the answer rests on."""
        table, rows = self.view.snapshot.links, self.found.links
        return Basis(found=basis_of(table.evidence[rows], table.observed[rows]))

    @field
    def nodes(self, first: First = 50, after: After = None) -> Connection[DependencyNode]:
        """The systems, the subject's own included: nearest first, then by id."""
        found, keys = self.found, self.view.snapshot.deployments.key
        system, exchange = found.reached

        def node(place: int) -> DependencyNode:
            row = int(found.systems[place])
            low, high = np.searchsorted(system, (row, row + 1))
            types = tuple(exchange[low:high].tolist())
            return DependencyNode(view=self.view, row=row, away=int(found.depth[place]), types=types)

        page = page_of(
            range(len(found.systems)),
            "dependency node",
            lambda place: (int(found.depth[place]), keys[found.systems[place]]),
            first,
            after,
        )
        return connection(page, node)

    @field
    def edges(self, first: First = 50, after: After = None) -> Connection[DependencyLink]:
        """The links: nearest first, then by key."""
        found, table = self.found, self.view.snapshot.links

        def edge(place: int) -> DependencyLink:
            return DependencyLink(
                view=self.view, row=int(found.links[place]), away=int(found.link_depth[place])
            )

        page = page_of(
            range(len(found.links)),
            "dependency edge",
            lambda place: (int(found.link_depth[place]), table.keys[table.record[found.links[place]]]),
            first,
            after,
        )
        return connection(page, edge)
