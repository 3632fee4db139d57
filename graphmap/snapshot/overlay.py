"""A snapshot with changes laid over it: further deployments, ports and links, and facts put in or out of force.

Rows of the snapshot below keep their numbers, and what is added comes after them, so whatever was derived from the snapshot
below holds for all that did not change. `Overlay.snapshot` is what questions are asked of; nothing is ever stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

import numpy as np

from graphmap.model.dates import OPEN_END, OPEN_START
from graphmap.model.ids import join_key
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import (
    LIVE,
    ROLES,
    Deployments,
    Flags,
    Links,
    Ports,
    Snapshot,
)
from graphmap.snapshot.overlay_words import Words
from graphmap.snapshot.splicing import Joined, in_force, joined, longer, longer_lists

Table = TypeVar("Table", Deployments, Ports, Links)
STRONGEST = int(Evidence.OBSERVED)
"""Evidence of what is only supposed: it is never the weakest fact of a route, and no least evidence leaves it out."""


class NewDeployment(NamedTuple):
    """A further deployment: key, rows of its product and organisations, places of its capabilities, host."""

    key: str
    product: int
    organisations: tuple[int, ...]
    capabilities: tuple[int, ...] = ()
    host: str = ""


class NewPort(NamedTuple):
    """A further port of a deployment (row, further ones included); `exchange` and `role` by their places."""

    deployment: int
    exchange: int
    role: int
    profile: str = ""
    emits: str = ""
    use_case: str = ""
    payload: int = -1


class NewLink(NamedTuple):
    """A further link between deployments (rows, further ones included)."""

    origin: int
    target: int
    exchange: int
    profile: str = ""
    use_case: str = ""


@dataclass(eq=False)
class Overlay:
    """Changes to a snapshot, collected and then laid over it. Facts are rows, of further ones too (see `add_…`)."""

    below: Snapshot
    deployments: list[NewDeployment] = field(default_factory=list)
    ports: list[NewPort] = field(default_factory=list)
    links: list[NewLink] = field(default_factory=list)
    ended: dict[str, set[int]] = field(
        default_factory=lambda: {"deployments": set(), "ports": set(), "links": set()}
    )
    begun: dict[str, set[int]] = field(
        default_factory=lambda: {"deployments": set(), "ports": set(), "links": set()}
    )
    run_by: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Organisations of deployments that change hands."""
    closed: dict[int, int] = field(default_factory=dict)
    """Last day of organisations that close."""

    def add_deployment(self, new: NewDeployment) -> int:
        """Add a deployment and return its row."""
        self.deployments.append(new)
        return len(self.below.deployments.key) + len(self.deployments) - 1

    def add_port(self, new: NewPort) -> int:
        """Add a port and return its row."""
        self.ports.append(new)
        return len(self.below.ports.deployment) + len(self.ports) - 1

    def add_link(self, new: NewLink) -> int:
        """Add a link and return its row."""
        self.links.append(new)
        return len(self.below.links.origin) + len(self.links) - 1

    def end(self, table: str, rows: Iterable[int]) -> None:
        """Put facts of `deployments`, `ports` or `links` out of force, for good."""
        rows = set(rows)
        self.ended[table] |= rows
        self.begun[table] -= rows

    def begin(self, table: str, rows: Iterable[int]) -> None:
        """Put facts in force, for good."""
        rows = set(rows)
        self.begun[table] |= rows
        self.ended[table] -= rows

    def snapshot(self, *, copied: bool = True) -> Snapshot:
        """The snapshot as changed. O(what is in the tables that change), copied; nothing derived is taken over.

        Not `copied`, the columns of ports and links that change can be read by rows alone, and cost nothing to make.
        """
        words = Words(self.below)
        deployments, ports, links = (
            self._deployments(),
            self._ports(words, copied),
            self._links(words, copied),
        )
        organisations = self.below.organisations
        if self.closed:
            closes = organisations.closed.copy()
            closes[list(self.closed)] = list(self.closed.values())
            organisations = replace(organisations, closed=closes)
        return replace(
            self.below,
            organisations=organisations,
            deployments=deployments,
            ports=ports,
            links=links,
            profiles=words.profiles(),
            words=words.words(),
            memo={},
        )

    def _deployments(self) -> Deployments:
        table, new = self.below.deployments, self.deployments
        run_by = table.organisations
        if self.run_by or new:
            run_by = longer_lists(run_by, self.run_by, [one.organisations for one in new])
        if new:
            out = np.append(self.below.products.out, np.False_)[[one.product for one in new]]
            table = longer(
                table,
                len(new),
                copied=True,
                key=joined(table.key, [one.key for one in new]),
                product=[one.product for one in new],
                organisations=run_by,
                capabilities=longer_lists(table.capabilities, {}, [one.capabilities for one in new]),
                host=joined(table.host, [one.host for one in new]),
                stub=False,
                out=out,
                **self._certain(),
            )
        elif self.run_by:
            table = replace(table, organisations=run_by)
        return in_force(table, self.begun["deployments"], self.ended["deployments"])

    def _ports(self, words: Words, copied: bool) -> Ports:
        table, new = self.below.ports, tuple(self.ports)
        if new:
            stated = [words.profile(one.profile) for one in new]
            emitted = [words.profile(one.emits) for one in new]
            table = longer(
                table,
                len(new),
                copied=copied,
                record=range(len(table.keys), len(table.keys) + len(new)),
                deployment=[one.deployment for one in new],
                exchange=[one.exchange for one in new],
                role=[one.role for one in new],
                profile=[one[0] for one in stated],
                version=[one[1] for one in stated],
                major=[one[2] for one in stated],
                emits=[one[0] for one in emitted],
                emits_version=[one[1] for one in emitted],
                emits_major=[one[2] for one in emitted],
                use_case=[words.word(one.use_case) for one in new],
                payload=[one.payload for one in new],
                out=self._out([one.deployment for one in new]),
                keys=Joined(table.keys, len(new), lambda: self._port_keys(new)),
                **self._certain(),
            )
        return in_force(table, self.begun["ports"], self.ended["ports"])

    def _links(self, words: Words, copied: bool) -> Links:
        table, new = self.below.links, tuple(self.links)
        if new:
            stated = [words.profile(one.profile) for one in new]
            table = longer(
                table,
                len(new),
                copied=copied,
                record=range(len(table.keys), len(table.keys) + len(new)),
                origin=[one.origin for one in new],
                target=[one.target for one in new],
                exchange=[one.exchange for one in new],
                profile=[one[0] for one in stated],
                version=[one[1] for one in stated],
                major=[one[2] for one in stated],
                use_case=[words.word(one.use_case) for one in new],
                out=self._out([one.origin for one in new]) | self._out([one.target for one in new]),
                keys=Joined(table.keys, len(new), lambda: self._link_keys(new)),
                **self._certain(),
            )
        return in_force(table, self.begun["links"], self.ended["links"])

    def _port_keys(self, ports: Sequence[NewPort]) -> list[str]:
        exchanges = list(vocabulary().exchange_types)
        return [
            join_key(
                self.key(one.deployment),
                exchanges[one.exchange],
                ROLES[one.role],
                one.profile,
                one.emits,
                one.use_case,
            )
            for one in ports
        ]

    def _link_keys(self, links: Sequence[NewLink]) -> list[str]:
        exchanges = list(vocabulary().exchange_types)
        return [
            join_key(
                self.key(one.origin), self.key(one.target), exchanges[one.exchange], one.profile, one.use_case
            )
            for one in links
        ]

    def key(self, deployment: int) -> str:
        """The key of a deployment, further ones included."""
        size = len(self.below.deployments.key)
        return (
            self.below.deployments.key[deployment]
            if deployment < size
            else self.deployments[deployment - size].key
        )

    def _out(self, deployments: Sequence[int]) -> Flags:
        """Whether deployments, further ones included, hang on a stub."""
        below = self.below.deployments.out
        further = np.append(self.below.products.out, np.False_)[
            [one.product for one in self.deployments] or [-1]
        ]
        flags: Flags = np.concatenate((below, further))[list(deployments)]
        return flags

    def _certain(self) -> dict[str, Any]:
        """Columns of what is supposed: in force always, and as well known as anything."""
        return {
            "status": LIVE,
            "start": OPEN_START,
            "end": OPEN_END,
            "evidence": STRONGEST,
            "observed": self.below.known_at,
            "rivals": 0,
        }
