"""Moves: the single steps of routes, for explanations.

A *node* is a deployment about to send on a payload, with the payload level last stated: (deployment, payload, level). A
*move* is one link with the port that takes the payload at its end. The bulk method (`reach`) asks whether; this asks how.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graphmap.analysis.exchange.core import Core
from graphmap.analysis.exchange.network import Network, Standing, View
from graphmap.analysis.exchange.stated import BLANK, Facts, Link, Port, Standings, Stated
from graphmap.analysis.kept import kept
from graphmap.model.profiles import profile_text
from graphmap.snapshot.columns import Flags, Snapshot

Node = tuple[int, Stated, int]
START: Node = (-1, BLANK, -2)
END: Node = (-1, BLANK, -3)
EXTRA = -1
"""Stands for the deployment row of a system that completion adds."""


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
"""Views as objects kept with a snapshot: up to five an exchange type. They grow with what is asked about, to 10 MB each."""


def near_of(network: Network, standing: Standing, *, compare: bool = True) -> Adjacency:
    """The adjacency of a view, kept with the network's snapshot: it is of the whole map, whatever is asked of it."""

    def made() -> Adjacency:
        return Adjacency(network, network.view(standing), compare=compare)

    key = (network.exchange, network.t, network.least, standing, compare)
    return kept(network.snapshot, "adjacency", key, _KEPT, made)


class Adjacency:
    """The moves that the facts of one view make possible. Facts are read, and what relays pass on among themselves is worked
    out, when it is first asked for.
    """

    def __init__(self, network: Network, view: View, *, compare: bool) -> None:
        self.snapshot: Snapshot = network.snapshot
        self.view = view
        self.facts = Facts(network, view)
        self.compare = compare
        self.core = Core(lambda node: self._relayed(*node), (START, END), len(self.snapshot.deployments.key))
        self.memo: dict[object, object] = {}

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
            own = self.facts.deployment(origin)
            for source in self.facts.sources[origin]:
                begun = own.join(source.standing)
                for move in self._relayed(origin, source.stated, source.level):
                    yield move._replace(source=source, standing=move.standing.join(begun))
            for link in self.facts.to_relays[origin]:
                if link.implies_source:
                    for move in self._along(link, link.stated, -1):
                        yield move._replace(standing=move.standing.join(own))

    def direct(self, origins: list[int], goals: list[int]) -> Iterator[Move]:
        """Moves by one link from `origins` into `goals`, from stated and implied source ports."""
        into_goals: dict[int, list[Link]] = {origin: [] for origin in origins}
        for goal in goals:
            for link in self.facts.entering[goal]:
                if link.origin in into_goals:
                    into_goals[link.origin].append(link)
        for origin, links in into_goals.items():
            if not links:
                continue
            own = self.facts.deployment(origin)
            for source in self.facts.sources[origin]:
                begun = own.join(source.standing)
                for link in links:
                    for move in self._into(link, source.stated, source.level):
                        yield move._replace(source=source, standing=move.standing.join(begun))
            for link in dict.fromkeys((*self.facts.to_relays[origin], *links)):
                if link.implies_source and link in links:
                    for move in self._into(link, link.stated, -1):
                        yield move._replace(standing=move.standing.join(own))

    def arrivals(self, goals: list[int]) -> list[tuple[Link, Port | None]]:
        """The links from relays into `goals`, each with every sink port there, None for the one that it implies."""
        found: list[tuple[Link, Port | None]] = []
        for goal in goals:
            for link in self.facts.entering[goal]:
                if not self.view.is_relay[link.origin]:
                    continue
                found += [(link, port) for port in self.facts.sinks[goal]]
                if link.implies_sink:
                    found.append((link, None))
        return found

    def extra_starts(self) -> Iterator[Move]:
        """First moves of a system that completion adds for the sender: to every relay, in every profile."""
        for relay in np.flatnonzero(self.view.is_relay).tolist():
            own = self.facts.deployment(relay)
            for row in self.facts.relays[relay]:
                sent = self._sent(BLANK, row)
                to = (relay, sent, row.level)
                standing = own.join(row.standing)
                yield Move(EXTRA, None, None, relay, row, sent, to, False, False, (), standing)

    def _relayed(self, origin: int, payload: Stated, level: int) -> Iterator[Move]:
        """Moves of a deployment that sends a payload, to relays."""
        for link in self.facts.to_relays[origin]:
            yield from self._along(link, payload, level)

    def _along(self, link: Link, payload: Stated, level: int) -> Iterator[Move]:
        carried = self._carried(link, payload)
        if carried is not None:
            for row in self.facts.relays[link.target]:
                move = self._at_port(link, *carried, level, row, relay=True)
                if move is not None:
                    yield move

    def _into(self, link: Link, payload: Stated, level: int) -> Iterator[Move]:
        ports = self.facts.sinks[link.target]
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
        standing = link.standing.join(self.facts.deployment(link.target))
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
        standing = link.standing.join(port.standing, self.facts.deployment(link.target))
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
