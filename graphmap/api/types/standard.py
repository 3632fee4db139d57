"""Standards: who uses which profile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Annotated

import numpy as np
import strawberry

from graphmap.analysis.standards import mandates, uses
from graphmap.api.pages import page_of
from graphmap.api.types import deployment, link, port
from graphmap.api.types.arguments import After, First
from graphmap.api.types.coded import ExchangeType, StatedProfile, codes, exchange_type
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence, Reading, Role
from graphmap.api.types.mandate import MandateReport
from graphmap.api.types.refs import DeploymentRef, LinkRef, PortRef
from graphmap.api.view import View
from graphmap.api.words import notes_on
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ROLES, Ints


@object_type
class ProfileUser:
    """A system that uses a profile."""

    view: strawberry.Private[View]
    row: strawberry.Private[int]
    uses: strawberry.Private[uses.Uses]
    """Its own, of one profile."""

    @field
    def deployment(self) -> DeploymentRef:
        """The system."""
        return deployment.Deployment(view=self.view, row=self.row)

    @field
    def roles(self) -> list[Role]:
        """What it does with the profile: send (SOURCE), take (SINK) or pass on (RELAY)."""
        return [Role(ROLES[place]) for place in np.unique(self.uses.role).tolist()]

    @field
    def exchanges(self) -> list[ExchangeType]:
        """Exchange types for which it uses it."""
        order = codes("exchange_types")
        return [exchange_type(order[place]) for place in np.unique(self.uses.exchange).tolist()]

    @field
    def ports(self) -> list[PortRef]:
        """Its usable ports that name the profile."""
        rows = np.unique(self.uses.port[self.uses.port >= 0])
        return [port.port_fact(self.view, row) for row in rows.tolist()]

    @field
    def links(self, first: First = 50, after: After = None) -> Connection[LinkRef]:
        """The usable links at it that name the profile, by key."""
        table = self.view.snapshot.links
        rows = np.unique(self.uses.link[self.uses.link >= 0])
        page = page_of(
            rows, "profile link", lambda row: (table.keys[table.record[row]], int(row)), first, after
        )
        return connection(page, lambda row: link.link_fact(self.view, int(row)))


@object_type
class ProfileUse:
    """How many systems of the organisations in scope use a profile, and which."""

    view: strawberry.Private[View]
    found: strawberry.Private[uses.ProfileUse]

    @property
    def code(self) -> str:
        return self.view.snapshot.profiles[self.found.code]

    @property
    def should_go(self) -> str | None:
        known = vocabulary().profiles.get(self.code)
        return known.deprecated if known else None

    @field
    def profile(self) -> StatedProfile:
        """The profile, in whatever version."""
        return StatedProfile(code=strawberry.ID(self.code), version=None, use_case=None)

    @field
    def published(self) -> bool:
        """False for a profile that somebody uses without publishing it."""
        return self.code in vocabulary().profiles

    @field
    def deprecated(self) -> str | None:
        """Why it should go; null where nobody says that it should."""
        return self.should_go

    @field
    def systems(self) -> int:
        """Systems that use it."""
        return len(self.found.systems)

    @field
    def organisations(self) -> int:
        """Organisations in scope with one of these systems."""
        return len(self.found.organisations)

    @field
    def sends(self) -> int:
        """Systems that send it."""
        return self.found.sends

    @field
    def takes(self) -> int:
        """Systems that take it."""
        return self.found.takes

    @field
    def passes_on(self) -> int:
        """Systems that pass it on."""
        return self.found.passes_on

    @field
    def ports(self) -> int:
        """Usable ports that name it."""
        return self.found.ports

    @field
    def links(self) -> int:
        """Usable links that name it."""
        return self.found.links

    @field
    def users(
        self,
        role: Annotated[
            Role | None,
            strawberry.argument(description="Only systems that send, take or pass it on; all when left out."),
        ] = None,
        first: First = 50,
        after: After = None,
    ) -> Connection[ProfileUser]:
        """The systems, by id."""
        chosen = self.found.uses
        flags = np.ones(len(chosen.role), dtype=bool)
        if role is not None:
            flags = chosen.role == ROLES.index(role.value)
        rows = np.unique(chosen.deployment[flags]).astype(np.int32)
        keys = self.view.snapshot.deployments.key
        page = page_of(rows, "profile user", lambda row: (keys[row],), first, after)
        return connection(page, self._user)

    def _user(self, row: int) -> ProfileUser:
        flags = np.zeros(len(self.view.snapshot.deployments.key), dtype=bool)
        flags[row] = True
        return ProfileUser(view=self.view, row=int(row), uses=self.found.uses.where(flags))


@object_type
class StandardsReport:
    """Which profiles the systems of the organisations in scope use, and who has to use which."""

    view: strawberry.Private[View]
    scope: strawberry.Private[Ints]
    named: strawberry.Private[Sequence[int]]
    """Rows of the organisations that the asker named by their codes."""
    chosen: strawberry.Private[str | None]
    """The code of one profile; None: every profile."""
    only_deprecated: strawberry.Private[bool]
    read: strawberry.Private[Reading]
    least: strawberry.Private[Evidence | None]

    @cached_property
    def known(self) -> uses.Standards:
        return uses.standards_at(self.view.snapshot, self.view.as_of, self.least)

    @cached_property
    def counted(self) -> uses.Stated:
        return uses.stated(self.known, self.scope)

    @field
    def as_of(self) -> date:
        """The day asked about."""
        return self.view.as_of

    @field
    def reading(self) -> Reading:
        """How what is not recorded is taken."""
        return self.read

    @field
    def min_evidence(self) -> Evidence | None:
        """Weaker facts are left out; null: none are."""
        return self.least

    @field
    def revision(self) -> int:
        """Revision of the store that answers."""
        return self.view.snapshot.revision

    @field
    def notes(self) -> list[str]:
        """What became of closed organisations that the filter names, their successors by name."""
        return notes_on(self.view, list(self.named))

    @field
    def organisations(self) -> int:
        """Organisations in scope."""
        return len(self.scope)

    @field
    def systems(self) -> int:
        """Systems in force that they run."""
        return int((self.known.in_force & self.known.run_by(self.scope.tolist())).sum())

    @field
    def ports(self) -> int:
        """Usable ports that are stated of these systems."""
        return self.counted.ports

    @field
    def ports_without_profile(self) -> int:
        """Those of which no profile is stated: they count for none."""
        return self.counted.ports_without

    @field
    def links(self) -> int:
        """Usable links at these systems."""
        return self.counted.links

    @field
    def links_without_profile(self) -> int:
        """Those of which no profile is stated: they count for none."""
        return self.counted.links_without

    @field
    def profiles(self, first: First = 50, after: After = None) -> Connection[ProfileUse]:
        """Profiles in use, those of most systems first, then by code; of one asked for, also when nobody uses it."""
        profiles = self.view.snapshot.profiles
        places = None if self.chosen is None else (profiles.index[self.chosen],)
        used = [
            ProfileUse(view=self.view, found=one) for one in uses.profile_uses(self.known, self.scope, places)
        ]
        listed = [one for one in used if one.should_go or not self.only_deprecated]

        def key(one: ProfileUse) -> tuple[int, str]:
            return -len(one.found.systems), one.code

        return connection(page_of(listed, "profile use", key, first, after), lambda one: one)

    @field
    def mandates(self) -> list[MandateReport]:
        """Mandates, of one profile those that it serves: whom they bind, who follows them and who is late."""
        return [
            MandateReport(view=self.view, found=mandates.bound(self.known, one, self.scope, self.read))
            for one in vocabulary().mandates.values()
            if self.chosen is None or self.chosen in one.profiles
        ]
