"""Silos: graded point solutions."""

from __future__ import annotations

from collections.abc import Iterable

import strawberry

from graphmap.analysis import silos
from graphmap.api.pages import Page
from graphmap.api.questions import known_of_silos
from graphmap.api.types import deployment
from graphmap.api.types.coded import Capability, Flow, capability, flow
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence, Grade, Reading
from graphmap.api.types.refs import DeploymentRef
from graphmap.api.view import View
from graphmap.snapshot.columns import Ints


@object_type
class Silo:
    """A system that serves one capability, and how isolated it is."""

    view: strawberry.Private[View]
    found: strawberry.Private[silos.Silo]

    @field
    def deployment(self) -> DeploymentRef:
        """The system."""
        return deployment.Deployment(view=self.view, row=self.found.deployment)

    @field
    def capability(self) -> Capability:
        """What it is for."""
        return capability(self.found.capability)

    @field
    def grade(self) -> Grade:
        """How isolated it is."""
        return self.found.grade

    @field
    def score(self) -> float | None:
        """Fraction of its known required flows that are not met; null when none is known."""
        return self.found.score

    @field
    def known(self) -> float:
        """Fraction of its required flows of which it is known whether they are met."""
        return self.found.known

    @field
    def required(self) -> int:
        """Flows that its capability requires."""
        return self.found.required

    @field
    def met(self) -> int:
        """Required flows that are met."""
        return self.found.met

    @field
    def missing(self) -> list[Flow]:
        """Required flows that are known not to be met."""
        return _flows(self.found.missing)

    @field
    def unknown(self) -> list[Flow]:
        """Required flows of which nothing is known."""
        return _flows(self.found.unknown)


@object_type
class SiloConnection(Connection[Silo]):
    """A page of graded systems, and how much is known of all that were graded."""

    view: strawberry.Private[View]
    terms: strawberry.Private[tuple[Reading, Evidence | None]]
    scope: strawberry.Private[Ints]

    @field
    def completeness(self) -> float | None:
        """Mean of `known` over the point solutions in scope, listed or not; null where there is none."""
        return known_of_silos(self.view, self.terms, self.scope)


def page(
    view: View, found: Page[silos.Silo], terms: tuple[Reading, Evidence | None], scope: Ints
) -> SiloConnection:
    """A page of graded systems of the organisations in scope as a connection."""
    made = connection(found, lambda one: Silo(view=view, found=one))
    return SiloConnection(
        edges=made.edges,
        page_info=made.page_info,
        total_count=made.total_count,
        view=view,
        terms=terms,
        scope=scope,
    )


def _flows(found: Iterable[silos.Flow]) -> list[Flow]:
    return [flow(one.exchange, one.direction) for one in found]
