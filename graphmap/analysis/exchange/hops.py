"""The hops that an exchange type's facts allow: what is prepared once for a snapshot, so that reach is quick to work out.

A *state* is what a relay sends on: (relay, payload). A source port's payload that a relay accepts is an *entry* into a
state; what a relay sends on that another relay accepts is a *passage* from state to state, and what a sink accepts an
*exit*. States are few: relays times payloads that arrive there. Entries and exits are told for the organisations that run
the source and the sink. Who reaches whom over several hops is for `reach`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.joins import Pairs, distinct, matches_at, members, starts, unique_pairs
from graphmap.analysis.exchange.network import LinkFacts, Network, PortFacts, Standing, View
from graphmap.analysis.exchange.payloads import Packing, Payloads, agree, blank, fill, passed_on
from graphmap.analysis.kept import kept
from graphmap.snapshot.columns import Ints, Snapshot

_KEPT = 64
"""Hops kept with a snapshot: four an exchange type, date and least evidence. 0.2 MB each on a national map."""


@dataclass(frozen=True, eq=False)
class Ends:
    """Entries, or exits: distinct pairs (`place`, `state`), sorted; `organisations[place]` runs the source, or the sink."""

    organisations: Ints
    place: Ints
    state: Ints


@dataclass(frozen=True, eq=False)
class Hops:
    """All hops between states, which are numbered from 0 to `states`.

    `passages` (state, state) and `direct`, ordered pairs of organisations that one link or a shared instance joins, are
    distinct and sorted. `seeds`, sorted: the states of all that relays send on of a payload of every profile, which the
    completion of semantics section 5 sends to each of them.
    """

    states: int
    entries: Ends
    passages: Pairs
    exits: Ends
    direct: Pairs
    seeds: np.ndarray


def hops(network: Network, standing: Standing, *, compare: bool = True) -> Hops:
    """The hops of one view, kept with the snapshot; without `compare` every comparison agrees.

    O(ports + links + states * passages), each sorted, where nothing is kept.
    """
    key = (network.exchange, network.t, network.least, standing, compare)
    return kept(
        network.snapshot,
        "hops",
        key,
        _KEPT,
        lambda: _Explorer(network.snapshot, network.view(standing), compare).hops(),
    )


@dataclass(frozen=True, eq=False)
class _Departures:
    """Payloads on links: as they leave `origin` (with the parts that the link adds)."""

    origin: np.ndarray
    link: np.ndarray
    payload: Payloads


class _Explorer:
    def __init__(self, snapshot: Snapshot, view: View, compare: bool) -> None:
        self.snapshot = snapshot
        self.links = view.links
        self.view = view
        self.compare = compare
        self.packing = Packing(len(snapshot.profiles), len(snapshot.words))
        self.source = self._profiles(view.sources)
        self.sink = self._profiles(view.sinks)
        self.relay = self._profiles(view.relays)
        self.link = self._profiles(view.links)
        nothing = np.full(len(view.relays.row), -1, dtype=np.int32)
        self.emits = view.relays.emits if compare else nothing
        self.emits_major = view.relays.emits_major if compare else nothing
        deployments = len(view.deployments)
        self.links_from = starts(view.links.origin, deployments)
        self.relays_at = starts(view.relays.deployment, deployments)
        self.sinks_at = starts(view.sinks.deployment, deployments)
        self.to_relay = view.is_relay[self.links.target]

    def _profiles(self, facts: PortFacts | LinkFacts) -> Payloads:
        if not self.compare:
            return blank(len(facts.row))
        return Payloads(facts.code, facts.major, facts.use_case)

    # -- payloads on the move -------------------------------------------------------------------------------------------

    def _on_links(self, origin: np.ndarray, payload: Payloads) -> tuple[np.ndarray, np.ndarray, Payloads]:
        """Every link that each payload can take: position of the payload, link, the payload on it."""
        position, link = matches_at(origin, self.links_from)
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

    def _departures(self) -> _Departures:
        sources = self.view.sources
        position, link, payload = self._on_links(sources.deployment, self.source)
        implied = np.flatnonzero(self.links.implies_source)
        return _Departures(
            np.concatenate((sources.deployment[position], self.links.origin[implied])),
            np.concatenate((link, implied)),
            Payloads(
                *(np.concatenate(parts) for parts in zip(payload, self.link.take(implied), strict=True))
            ),
        )

    def _at_relays(self, link: np.ndarray, payload: Payloads) -> tuple[np.ndarray, np.ndarray]:
        """Passages: position among the payloads, and the packed state that the relay sends on."""
        there = np.flatnonzero(self.to_relay[link])
        position, row = matches_at(self.links.target[link[there]], self.relays_at)
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

    def _at_sinks(self, link: np.ndarray, payload: Payloads) -> tuple[np.ndarray, np.ndarray]:
        """Arrivals: position among the payloads, and the deployment that takes it."""
        implied = np.flatnonzero(self.links.implies_sink[link])
        position, port = matches_at(self.links.target[link], self.sinks_at)
        if self.compare:
            kept = agree(payload.take(position), self.sink.take(port))
            position, port = position[kept], port[kept]
        return (
            np.concatenate((position, implied)),
            np.concatenate((self.view.sinks.deployment[port], self.links.target[link[implied]])),
        )

    # -- states ---------------------------------------------------------------------------------------------------------

    def _seeds(self) -> np.ndarray:
        """What relays send on of a payload of every profile, which the completion sends to each of them."""
        rows = np.arange(len(self.view.relays.row))
        return self._through(rows, rows, blank(len(rows)))[1]

    def hops(self) -> Hops:
        """All that the view allows."""
        departures = self._departures()
        at, sent = self._at_relays(departures.link, departures.payload)
        seeds = distinct(self._seeds())
        states, passages, exits = self._explore(np.concatenate((seeds, sent)))
        before, after = np.searchsorted(states, passages)
        return Hops(
            len(states),
            self._ends(departures.origin[at], np.searchsorted(states, sent), len(states)),
            unique_pairs(before, after, len(states)),
            self._ends(exits[1], np.searchsorted(states, exits[0]), len(states)),
            self._direct(departures),
            np.searchsorted(states, seeds).astype(np.int32),
        )

    def _ends(self, deployment: np.ndarray, state: np.ndarray, states: int) -> Ends:
        position, owner = members(self.snapshot.deployments.organisations, deployment)
        owner, state = unique_pairs(owner, state[position], states)
        organisations = distinct(owner)
        return Ends(organisations, np.searchsorted(organisations, owner).astype(np.int32), state)

    def _direct(self, departures: _Departures) -> Pairs:
        run_by = self.snapshot.deployments.organisations
        at, sink = self._at_sinks(departures.link, departures.payload)
        both = np.zeros((2, len(run_by)), dtype=bool)
        both[0, self.view.sources.deployment] = True
        both[1, self.view.sinks.deployment] = True
        shared = np.flatnonzero(both[0] & both[1])
        shared = shared[run_by.offsets[shared + 1] - run_by.offsets[shared] > 1]
        position, sender = members(run_by, np.concatenate((departures.origin[at], shared)))
        again, receiver = members(run_by, np.concatenate((sink, shared))[position])
        sender = sender[again]
        apart = sender != receiver
        return unique_pairs(sender[apart], receiver[apart], len(self.snapshot.organisations.key))

    def _explore(self, start: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Every state that follows from `start`, sorted; its passages (from, to) and exits (from, sink), one a column."""
        known = np.empty(0, dtype=np.int64)
        arcs = [np.empty((2, 0), dtype=np.int64)]
        exits = [np.empty((2, 0), dtype=np.int64)]
        frontier = distinct(start)
        while len(frontier):
            known = distinct(np.concatenate((known, frontier)))
            relay, payload = self.packing.unpack(frontier)
            position, link, carried = self._on_links(relay, payload)
            at, sent = self._at_relays(link, carried)
            arcs.append(np.stack((frontier[position[at]], sent)))
            at, sink = self._at_sinks(link, carried)
            exits.append(np.stack((frontier[position[at]], sink)))
            frontier = _new(distinct(sent), known)
        return known, np.concatenate(arcs, axis=1), np.concatenate(exits, axis=1)


def _new(states: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Those of `states` that are not in `known`; both sorted, without repeats, and `known` not empty."""
    place = np.minimum(np.searchsorted(known, states), len(known) - 1)
    fresh: np.ndarray = states[known[place] != states]
    return fresh
