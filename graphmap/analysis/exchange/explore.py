"""Follows payloads over links: what each link contributes to the hops of an exchange type.

A *state* is what a relay sends on: (relay, payload). A source port's payload that a relay accepts is an *entry* into a
state; what a relay sends on that another relay accepts is a *passage* from state to state, and what a sink accepts an
*exit*. What a sink accepts of a source port's payload at once is *direct*. States are few: relays times payloads that
arrive there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from graphmap.analysis.exchange.joins import Sorted, distinct
from graphmap.analysis.exchange.network import LinkFacts, PortFacts, View
from graphmap.analysis.exchange.payloads import Packing, Payloads, agree, blank, fill, passed_on
from graphmap.snapshot.columns import Ints, Snapshot


class Steps(NamedTuple):
    """Steps that links make possible, parallel: from `before` over `link` (a row of the snapshot's links) to `after`.

    Ends are deployments, or states by their packed number.
    """

    before: np.ndarray
    link: np.ndarray
    after: np.ndarray

    def chosen(self, flags: np.ndarray) -> Steps:
        """Those flagged, or those at the places given."""
        return Steps(*(part[flags] for part in self))


@dataclass(frozen=True, eq=False)
class Parts:
    """All that the links of a view contribute, each step by itself. States are packed (see `Packing`).

    `states`, sorted: those that follow from `seeds` or an entry. `seeds`, sorted: all that relays send on of a payload of
    every profile. `shared`: deployments of several organisations with stated source and sink ports.
    """

    states: np.ndarray
    seeds: np.ndarray
    entries: Steps
    passages: Steps
    exits: Steps
    direct: Steps
    shared: Ints


@dataclass(frozen=True, eq=False)
class Departures:
    """Payloads on links: as they leave `origin` (with the parts that the link adds)."""

    origin: np.ndarray
    link: np.ndarray
    payload: Payloads


class Explorer:
    """One view. Without `compare` every comparison agrees."""

    def __init__(self, snapshot: Snapshot, view: View, compare: bool) -> None:
        self.snapshot = snapshot
        self.links = view.links
        self.view = view
        self.compare = compare
        self.packing = Packing.of(snapshot)
        self.source = self._profiles(view.sources)
        self.sink = self._profiles(view.sinks)
        self.relay = self._profiles(view.relays)
        self.link = self._profiles(view.links)
        nothing = np.full(len(view.relays.row), -1, dtype=np.int32)
        self.emits = view.relays.emits if compare else nothing
        self.emits_major = view.relays.emits_major if compare else nothing
        deployments = len(view.deployments)
        self.links_from = Sorted(view.links.origin, deployments)
        self.relays_at = Sorted(view.relays.deployment, deployments)
        self.sinks_at = Sorted(view.sinks.deployment, deployments)
        self.to_relay = view.is_relay[self.links.target]

    def _profiles(self, facts: PortFacts | LinkFacts) -> Payloads:
        if not self.compare:
            return blank(len(facts.row))
        return Payloads(facts.code, facts.major, facts.use_case)

    # -- payloads on the move -------------------------------------------------------------------------------------------

    def on_links(self, origin: np.ndarray, payload: Payloads) -> tuple[np.ndarray, np.ndarray, Payloads]:
        """Every link that each payload can take: position of the payload, link, the payload on it."""
        position, link = self.links_from.matches(origin)
        carried = payload.take(position)
        stated = self.link.take(link)
        if self.compare:
            kept = np.flatnonzero(agree(carried, stated))
            position, link, carried, stated = (
                position[kept],
                link[kept],
                carried.take(kept),
                stated.take(kept),
            )
        return position, link, fill(carried, stated)

    def departures(self) -> Departures:
        sources = self.view.sources
        position, link, payload = self.on_links(sources.deployment, self.source)
        implied = np.flatnonzero(self.links.implies_source)
        return Departures(
            np.concatenate((sources.deployment[position], self.links.origin[implied])),
            np.concatenate((link, implied)),
            Payloads(
                *(np.concatenate(parts) for parts in zip(payload, self.link.take(implied), strict=True))
            ),
        )

    def at_relays(self, link: np.ndarray, payload: Payloads) -> tuple[np.ndarray, np.ndarray]:
        """Passages: position among the payloads, and the packed state that the relay sends on."""
        there = np.flatnonzero(self.to_relay[link])
        position, row = self.relays_at.matches(self.links.target[link[there]])
        return self._through(there[position], row, payload.take(there[position]))

    def _through(
        self, position: np.ndarray, row: np.ndarray, payload: Payloads
    ) -> tuple[np.ndarray, np.ndarray]:
        stated = self.relay.take(row)
        if self.compare:
            kept = np.flatnonzero(agree(payload, stated))
            position, row, payload, stated = position[kept], row[kept], payload.take(kept), stated.take(kept)
        sent = passed_on(payload, stated, self.emits[row], self.emits_major[row])
        return position, self.packing.pack(self.view.relays.deployment[row], sent)

    def at_sinks(self, link: np.ndarray, payload: Payloads) -> tuple[np.ndarray, np.ndarray]:
        """Arrivals: position among the payloads, and the deployment that takes it."""
        implied = np.flatnonzero(self.links.implies_sink[link])
        position, port = self.sinks_at.matches(self.links.target[link])
        if self.compare:
            kept = agree(payload.take(position), self.sink.take(port))
            position, port = position[kept], port[kept]
        return (
            np.concatenate((position, implied)),
            np.concatenate((self.view.sinks.deployment[port], self.links.target[link[implied]])),
        )

    # -- steps ----------------------------------------------------------------------------------------------------------

    def seeds(self) -> np.ndarray:
        """What relays send on of a payload of every profile, which the completion of section 5 sends to each of them."""
        rows = np.arange(len(self.view.relays.row))
        return distinct(self._through(rows, rows, blank(len(rows)))[1])

    def parts(self) -> Parts:
        """All steps of the view. O(ports + links + states x passages), each sorted."""
        seeds = self.seeds()
        entries, direct = self.begun()
        states, passages, exits = self.explore(np.concatenate((seeds, entries.after)))
        return Parts(states, seeds, entries, passages, exits, direct, self.shared())

    def begun(self) -> tuple[Steps, Steps]:
        """Entries, and direct steps."""
        departures = self.departures()
        link = self.links.row[departures.link]
        at, state = self.at_relays(departures.link, departures.payload)
        entries = Steps(departures.origin[at], link[at], state)
        at, sink = self.at_sinks(departures.link, departures.payload)
        return entries, Steps(departures.origin[at], link[at], sink)

    def shared(self) -> Ints:
        """Shared instances: routes of no links."""
        run_by = self.snapshot.deployments.organisations
        both = np.zeros((2, len(run_by)), dtype=bool)
        both[0, self.view.sources.deployment] = True
        both[1, self.view.sinks.deployment] = True
        shared = np.flatnonzero(both[0] & both[1])
        return shared[run_by.offsets[shared + 1] - run_by.offsets[shared] > 1].astype(np.int32)

    def explore(self, start: np.ndarray, known: np.ndarray | None = None) -> tuple[np.ndarray, Steps, Steps]:
        """Every state that follows from `start` and is not `known`, sorted; its passages and exits."""
        known = np.empty(0, dtype=np.int64) if known is None else known
        found = np.empty(0, dtype=np.int64)
        passages, exits = [_NO_STEPS], [_NO_STEPS]
        frontier = new(distinct(start), known)
        while len(frontier):
            found = distinct(np.concatenate((found, frontier)))
            onward, left = self.onward(frontier)
            passages.append(onward)
            exits.append(left)
            frontier = new(new(distinct(onward.after), known), found)
        return found, _joined(passages), _joined(exits)

    def onward(self, states: np.ndarray) -> tuple[Steps, Steps]:
        """Passages and exits of states."""
        relay, payload = self.packing.unpack(states)
        position, link, carried = self.on_links(relay, payload)
        row = self.links.row[link]
        at, sent = self.at_relays(link, carried)
        passages = Steps(states[position[at]], row[at], sent)
        at, sink = self.at_sinks(link, carried)
        return passages, Steps(states[position[at]], row[at], sink)


_NO_STEPS = Steps(*(np.empty(0, dtype=np.int64) for _ in range(3)))


def _joined(steps: list[Steps]) -> Steps:
    return Steps(*(np.concatenate(parts) for parts in zip(*steps, strict=True)))


def new(states: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Those of `states` that are not in `known`; both sorted, without repeats."""
    if not len(known):
        return states
    place = np.minimum(np.searchsorted(known, states), len(known) - 1)
    fresh: np.ndarray = states[known[place] != states]
    return fresh
