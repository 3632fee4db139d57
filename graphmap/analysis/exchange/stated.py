"""The ports and links of one view as objects, for explanations: a deployment's are read when it is first asked about."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.exchange.joins import starts
from graphmap.analysis.exchange.network import Network, View
from graphmap.snapshot.columns import Ints

Fact = TypeVar("Fact")


class Stated(NamedTuple):
    """A profile: code, compared major version, version as stated, use case; -1 is a missing part."""

    code: int
    major: int
    version: int
    use_case: int

    def agrees(self, other: Stated) -> bool:
        code, major, _, use_case = self
        on_code, on_major, _, on_use_case = other
        return (
            (code == on_code or code < 0 or on_code < 0)
            and (major == on_major or major < 0 or on_major < 0)
            and (use_case == on_use_case or use_case < 0 or on_use_case < 0)
        )

    def filled(self, other: Stated) -> Stated:
        """This profile with the parts that it lacks taken from another."""
        version = (self.major, self.version) if self.major >= 0 else (other.major, other.version)
        return Stated(
            self.code if self.code >= 0 else other.code,
            *version,
            self.use_case if self.use_case >= 0 else other.use_case,
        )

    def assumed_with(self, port: Stated) -> bool:
        """Whether agreement with what a port takes rests on a missing part (semantics, section 3)."""
        return (
            self.code < 0
            or port.code < 0
            or (self.major < 0) != (port.major < 0)
            or (self.use_case < 0) != (port.use_case < 0)
        )


BLANK = Stated(-1, -1, -1, -1)


class Standings(NamedTuple):
    """What a fact brings to a route: its evidence, observation, due date (0 in force) and lapse (0 none), as numbers."""

    evidence: int
    observed: int
    due: int
    lapsed: int

    def join(self, *others: Standings) -> Standings:
        return Standings(
            min(self.evidence, *(other.evidence for other in others)),
            min(self.observed, *(other.observed for other in others)),
            max(self.due, *(other.due for other in others)),
            max(self.lapsed, *(other.lapsed for other in others)),
        )


class Port(NamedTuple):
    """One port fact; `emits` only where it translates, `level` -1 where no payload is stated."""

    row: int
    deployment: int
    stated: Stated
    emits: Stated | None
    level: int
    standing: Standings


class Link(NamedTuple):
    """One link fact, and whether it implies a port at either end."""

    row: int
    origin: int
    target: int
    stated: Stated
    implies_source: bool
    implies_sink: bool
    standing: Standings


class ByDeployment(Generic[Fact]):
    """The facts of each deployment, in order, each list made once. `owners`, ascending: the deployment of each fact."""

    def __init__(self, owners: Ints, deployments: int, make: Callable[[slice], list[Fact]]) -> None:
        self._starts, self._make = starts(owners, deployments), make
        self._made: dict[int, list[Fact]] = {}

    def __getitem__(self, deployment: int) -> list[Fact]:
        found = self._made.get(deployment)
        if found is None:
            first, end = self._starts.item(deployment), self._starts.item(deployment + 1)
            found = self._made[deployment] = self._make(slice(first, end)) if end > first else []
        return found


class Facts:
    """The facts of a view. O(deployments + links) in numpy at first, and then what is asked about."""

    def __init__(self, network: Network, view: View) -> None:
        self._network, self._view, self._snapshot = network, view, network.snapshot
        self._standing: dict[int, Standings] = {}

    @cached_property
    def sources(self) -> ByDeployment[Port]:
        return self._ports(self._view.sources.row)

    @cached_property
    def sinks(self) -> ByDeployment[Port]:
        return self._ports(self._view.sinks.row)

    @cached_property
    def relays(self) -> ByDeployment[Port]:
        return self._ports(self._view.relays.row)

    @cached_property
    def to_relays(self) -> ByDeployment[Link]:
        """Links to relays, by the deployment that they leave."""
        links = self._view.links
        return self._links(np.flatnonzero(self._view.is_relay[links.target]), links.origin)

    @cached_property
    def entering(self) -> ByDeployment[Link]:
        """Links by the deployment that they enter."""
        target = self._view.links.target
        return self._links(np.argsort(target, kind="stable"), target)

    def deployment(self, row: int) -> Standings:
        found = self._standing.get(row)
        if found is None:
            found = self._standing[row] = Standings(*(column.item(row) for column in self._deployments))
        return found

    @cached_property
    def _deployments(self) -> list[np.ndarray]:
        table = self._snapshot.deployments
        return self._standings(table, np.arange(len(table.key)))

    def _standings(self, table: object, rows: np.ndarray) -> list[np.ndarray]:
        status, start, end, evidence, observed = (
            getattr(table, name)[rows] for name in ("status", "start", "end", "evidence", "observed")
        )
        t, k = self._network.t, self._network.k
        due = np.where(facts.on_the_way(status, start, end, t, k), facts.due(status, start, end, t, k), 0)
        lapsed = np.where(facts.lapsed(status, start, end, t, k), end, 0)
        return [evidence, observed, due, lapsed]

    def _ports(self, rows: Ints) -> ByDeployment[Port]:
        table = self._snapshot.ports
        return ByDeployment(
            table.deployment[rows], len(self._view.deployments), lambda part: self._read_ports(rows[part])
        )

    def _read_ports(self, rows: Ints) -> list[Port]:
        table = self._snapshot.ports
        columns = (
            table.deployment,
            table.profile,
            table.major,
            table.version,
            table.use_case,
            table.emits,
            table.emits_major,
            table.emits_version,
            table.payload,
        )
        found = []
        for row, *told in zip(
            rows.tolist(),
            *(column[rows].tolist() for column in columns),
            *(column.tolist() for column in self._standings(table, rows)),
            strict=True,
        ):
            (
                deployment,
                code,
                major,
                version,
                use_case,
                sends,
                sends_major,
                sends_version,
                level,
                *standing,
            ) = told
            stated = Stated(code, major, version, use_case)
            translates = sends >= 0 and (sends, sends_major) != (code, major)
            translation = Stated(sends, sends_major, sends_version, use_case) if translates else None
            found.append(Port(row, deployment, stated, translation, level, Standings(*standing)))
        return found

    def _links(self, chosen: np.ndarray, owners: Ints) -> ByDeployment[Link]:
        """Some of the links of the view (places), which their owners put in order."""
        return ByDeployment(
            owners[chosen], len(self._view.deployments), lambda part: self._read_links(chosen[part])
        )

    def _read_links(self, places: np.ndarray) -> list[Link]:
        table, links = self._snapshot.links, self._view.links
        rows = links.row[places]
        columns = (table.origin, table.target, table.profile, table.major, table.version, table.use_case)
        ends_and_stated = [column[rows].tolist() for column in columns]
        standings = [column.tolist() for column in self._standings(table, rows)]
        return [
            Link(row, origin, target, Stated(*stated), source, sink, Standings(*standing))
            for row, origin, target, stated, source, sink, standing in zip(
                rows.tolist(),
                *ends_and_stated[:2],
                zip(*ends_and_stated[2:], strict=True),
                links.implies_source[places].tolist(),
                links.implies_sink[places].tolist(),
                zip(*standings, strict=True),
                strict=True,
            )
        ]
