"""Moves: the single steps of routes, for explanations.

A *node* is a deployment about to send on a payload, with the payload level last stated: (deployment, payload, level). A
*move* is one link with the port that takes the payload at its end. The bulk method (`reach`) asks whether; this asks how.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.exchange.core import Core
from graphmap.analysis.exchange.network import LinkFacts, Network, PortFacts, Standing, View
from graphmap.analysis.kept import kept
from graphmap.model.profiles import profile_text
from graphmap.snapshot.columns import Flags, Snapshot


class Stated(NamedTuple):
    """A profile: code, compared major version, version as stated, use case; -1 is a missing part."""

    code: int
    major: int
    version: int
    use_case: int

    def agrees(self, other: Stated) -> bool:
        return all(
            left == right or left < 0 or right < 0
            for left, right in (
                (self.code, other.code),
                (self.major, other.major),
                (self.use_case, other.use_case),
            )
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
Node = tuple[int, Stated, int]
START: Node = (-1, BLANK, -2)
END: Node = (-1, BLANK, -3)
EXTRA = -1
"""Stands for the deployment row of a system that completion adds."""


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


class Move(NamedTuple):
    """One step of a route. `failed`: the comparisons that do not agree, as (sent, accepted) texts, in order."""

    origin: int
    source: Port | None
    link: Link | None
    target: int
    port: Port | None
    sent: Stated
    to: Node
    assumed: bool
    lossy: bool
    failed: tuple[tuple[str, str], ...]
    standing: Standings


_KEPT = 12
"""Views as objects kept with a snapshot: up to five an exchange type; some 10 MB each for a national map."""


def near_of(network: Network, standing: Standing, *, compare: bool = True) -> Adjacency:
    """The adjacency of a view, kept with the network's snapshot: it is of the whole map, whatever is asked of it."""

    def made() -> Adjacency:
        return Adjacency(network, network.view(standing), compare=compare)

    key = (network.exchange, network.t, network.least, standing, compare)
    return kept(network.snapshot, "adjacency", key, _KEPT, made)


class Adjacency:
    """The facts of one view as Python objects, by deployment; built once a view, O(ports + links).

    What relays pass on among themselves, and what a deployment sends to them, is worked out when it is first asked for.
    """

    def __init__(self, network: Network, view: View, *, compare: bool) -> None:
        self.network = network
        self.snapshot: Snapshot = network.snapshot
        self.view = view
        self.compare = compare
        self.core = Core(lambda node: self._relayed(*node), (START, END), len(self.snapshot.deployments.key))
        self.memo: dict[object, object] = {}

    @cached_property
    def _deployments(self) -> list[list[int]]:
        table = self.snapshot.deployments
        return self._standings(table, np.arange(len(table.key)))

    def deployment(self, row: int) -> Standings:
        return Standings(*(column[row] for column in self._deployments))

    def _standings(self, table: object, rows: np.ndarray) -> list[list[int]]:
        status, start, end, evidence, observed = (
            getattr(table, name)[rows] for name in ("status", "start", "end", "evidence", "observed")
        )
        t, k = self.network.t, self.network.k
        due = np.where(facts.on_the_way(status, start, end, t, k), facts.due(status, start, end, t, k), 0)
        lapsed = np.where(facts.lapsed(status, start, end, t, k), end, 0)
        return [column.tolist() for column in (evidence, observed, due, lapsed)]

    def _ports(self, chosen: PortFacts) -> dict[int, list[Port]]:
        table, rows = self.snapshot.ports, chosen.row
        columns = [
            column[rows].tolist()
            for column in (table.deployment, table.profile, table.major, table.version, table.use_case)
        ]
        emits = zip(
            table.emits[rows].tolist(),
            table.emits_major[rows].tolist(),
            table.emits_version[rows].tolist(),
            strict=True,
        )
        by_deployment: dict[int, list[Port]] = defaultdict(list)
        for row, deployment, code, major, version, use_case, (sends, *versions), level, *standing in zip(
            rows.tolist(),
            *columns,
            emits,
            table.payload[rows].tolist(),
            *self._standings(table, rows),
            strict=True,
        ):
            stated = Stated(code, major, version, use_case)
            translates = sends >= 0 and (sends, versions[0]) != (code, major)
            translation = Stated(sends, versions[0], versions[1], use_case) if translates else None
            port = Port(row, deployment, stated, translation, level, Standings(*standing))
            by_deployment[deployment].append(port)
        return by_deployment

    @cached_property
    def sources(self) -> dict[int, list[Port]]:
        return self._ports(self.view.sources)

    @cached_property
    def sinks(self) -> dict[int, list[Port]]:
        return self._ports(self.view.sinks)

    @cached_property
    def relays(self) -> dict[int, list[Port]]:
        return self._ports(self.view.relays)

    @cached_property
    def _links(self) -> tuple[dict[int, list[Link]], dict[int, list[Link]]]:
        """Links to relays by the deployment that they leave, and all links by the one that they enter."""
        to_relays: dict[int, list[Link]] = defaultdict(list)
        entering: dict[int, list[Link]] = defaultdict(list)
        for link in _read_links(self.view.links, self.snapshot, self._standings):
            if link.target in self.relays:
                to_relays[link.origin].append(link)
            entering[link.target].append(link)
        return to_relays, entering

    # -- moves ----------------------------------------------------------------------------------------------------------

    @cached_property
    def sending(self) -> Flags:
        """Deployments from which a first move may lead: with a source port, or a link that leaves."""
        return self._with(self.view.sources.deployment, self.view.links.origin)

    @cached_property
    def taking(self) -> Flags:
        """Deployments into which a last move may lead: with a sink port, or a link that enters."""
        return self._with(self.view.sinks.deployment, self.view.links.target)

    def _with(self, *deployments: np.ndarray) -> Flags:
        flags = np.zeros(len(self.snapshot.deployments.key), dtype=bool)
        for some in deployments:
            flags[some] = True
        return flags

    def starts(self, origins: list[int]) -> Iterator[Move]:
        """First moves to relays, from stated and implied source ports of `origins`."""
        for origin in origins:
            own = self.deployment(origin)
            for source in self.sources.get(origin, ()):
                begun = own.join(source.standing)
                for move in self._relayed(origin, source.stated, source.level):
                    yield move._replace(source=source, standing=move.standing.join(begun))
            for link in self._links[0].get(origin, ()):
                if link.implies_source:
                    for move in self._along(link, link.stated, -1):
                        yield move._replace(standing=move.standing.join(own))

    def direct(self, origins: list[int], goals: list[int]) -> Iterator[Move]:
        """Moves by one link from `origins` into `goals`, from stated and implied source ports."""
        into_goals: dict[int, list[Link]] = {origin: [] for origin in origins}
        for goal in goals:
            for link in self._links[1].get(goal, ()):
                if link.origin in into_goals:
                    into_goals[link.origin].append(link)
        for origin, links in into_goals.items():
            if not links:
                continue
            own = self.deployment(origin)
            for source in self.sources.get(origin, ()):
                begun = own.join(source.standing)
                for link in links:
                    for move in self._into(link, source.stated, source.level):
                        yield move._replace(source=source, standing=move.standing.join(begun))
            for link in dict.fromkeys((*self._links[0].get(origin, ()), *links)):
                if link.implies_source and link in links:
                    for move in self._into(link, link.stated, -1):
                        yield move._replace(standing=move.standing.join(own))

    def arrivals(self, goals: list[int]) -> list[tuple[Link, Port | None]]:
        """The links from relays into `goals`, each with every sink port there, None for the one that it implies."""
        found: list[tuple[Link, Port | None]] = []
        for goal in goals:
            for link in self._links[1].get(goal, ()):
                if link.origin not in self.relays:
                    continue
                found += [(link, port) for port in self.sinks.get(goal, ())]
                if link.implies_sink:
                    found.append((link, None))
        return found

    def extra_starts(self) -> Iterator[Move]:
        """First moves of a system that completion adds for the sender: to every relay, in every profile."""
        for relay, rows in self.relays.items():
            own = self.deployment(relay)
            for row in rows:
                sent = self._sent(BLANK, row)
                to = (relay, sent, row.level)
                standing = own.join(row.standing)
                yield Move(EXTRA, None, None, relay, row, sent, to, False, False, (), standing)

    def _relayed(self, origin: int, payload: Stated, level: int) -> Iterator[Move]:
        """Moves of a deployment that sends a payload, to relays."""
        for link in self._links[0].get(origin, ()):
            yield from self._along(link, payload, level)

    def _along(self, link: Link, payload: Stated, level: int) -> Iterator[Move]:
        carried = self._carried(link, payload)
        if carried is not None:
            for row in self.relays.get(link.target, ()):
                move = self._at_port(link, *carried, level, row, relay=True)
                if move is not None:
                    yield move

    def _into(self, link: Link, payload: Stated, level: int) -> Iterator[Move]:
        ports = self.sinks.get(link.target, ())
        for port in (*ports, None) if link.implies_sink else ports:
            move = self.arriving(link, port, payload, level)
            if move is not None:
                yield move

    def arriving(self, link: Link, port: Port | None, payload: Stated, level: int) -> Move | None:
        """The last move by a link to a sink port, None for the one that it implies; None where they do not agree."""
        carried = self._carried(link, payload)
        if carried is None:
            return None
        if port is not None:
            return self._at_port(link, *carried, level, port, relay=False)
        on_link, failed = carried
        if not on_link.agrees(link.stated):
            failed = (*failed, (self.text(on_link), self.text(link.stated)))
        standing = link.standing.join(self.deployment(link.target))
        assumed = on_link.assumed_with(link.stated)
        return Move(
            link.origin, None, link, link.target, None, on_link, END, assumed, False, failed, standing
        )

    def _carried(self, link: Link, payload: Stated) -> tuple[Stated, tuple[tuple[str, str], ...]] | None:
        if payload.agrees(link.stated):
            return payload.filled(link.stated), ()
        if self.compare:
            return None
        return payload.filled(link.stated), ((self.text(payload), self.text(link.stated)),)

    def _at_port(
        self,
        link: Link,
        payload: Stated,
        failed: tuple[tuple[str, str], ...],
        level: int,
        port: Port,
        *,
        relay: bool,
    ) -> Move | None:
        if not payload.agrees(port.stated):
            if self.compare:
                return None
            failed = (*failed, (self.text(payload), self.text(port.stated)))
        sent = self._sent(payload, port) if relay else payload
        assumed = payload.assumed_with(port.stated.filled(link.stated))
        lossy = 0 <= port.level < level
        to = (link.target, sent, port.level if port.level >= 0 else level) if relay else END
        standing = link.standing.join(port.standing, self.deployment(link.target))
        return Move(link.origin, None, link, link.target, port, sent, to, assumed, lossy, failed, standing)

    @staticmethod
    def _sent(payload: Stated, row: Port) -> Stated:
        if row.emits is None:
            return payload.filled(row.stated)
        if row.emits.use_case < 0:
            return row.emits._replace(use_case=payload.use_case)
        return row.emits

    def text(self, stated: Stated) -> str:
        """A profile for people."""
        words = self.snapshot.words
        return profile_text(
            self.snapshot.profiles[stated.code] if stated.code >= 0 else None,
            words[stated.version] if stated.version >= 0 else None,
            words[stated.use_case] if stated.use_case >= 0 else None,
        )


def _read_links(
    chosen: LinkFacts, snapshot: Snapshot, standings: Callable[[object, np.ndarray], list[list[int]]]
) -> Iterator[Link]:
    table, rows = snapshot.links, chosen.row
    columns = [
        column[rows].tolist()
        for column in (table.origin, table.target, table.profile, table.major, table.version, table.use_case)
    ]
    implied = (chosen.implies_source.tolist(), chosen.implies_sink.tolist())
    for row, origin, target, code, major, version, use_case, source, sink, *standing in zip(
        rows.tolist(), *columns, *implied, *standings(table, rows), strict=True
    ):
        yield Link(
            row, origin, target, Stated(code, major, version, use_case), source, sink, Standings(*standing)
        )
