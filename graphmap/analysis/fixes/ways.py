"""Whom a payload reaches from a relay on, and whose payloads get as far as it: on the board, and beyond what it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.board import Board, Classes, board
from graphmap.analysis.exchange.explore import Explorer, new
from graphmap.analysis.exchange.joins import bit_rows, distinct, flags_of, members, unique_pairs
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.exchange.payloads import Payloads, agree, blank, passed_on
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Flags, Ints

Profile = tuple[int, int, int]
"""Code, major version and use case by their numbers; -1 for what is missing."""
NO_PROFILE: Profile = (-1, -1, -1)
_NOBODY: Ints = np.empty(0, dtype=np.int32)


class Ways:
    """One exchange type as it stands, to be asked what further steps would lead to."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.exchange = list(vocabulary().exchange_types)[network.exchange]
        self.view = network.view(Standing.USABLE)
        self.explorer = Explorer(network.snapshot, self.view, compare=True)
        self.board: Board = board(network)
        self.relays: Ints = np.flatnonzero(self.view.is_relay).astype(np.int32)
        self._run_by = network.snapshot.deployments.organisations
        self._parties = len(network.snapshot.organisations.key)
        self._after: dict[int, tuple[np.ndarray, Ints]] = {}

    @cached_property
    def _receiving(self) -> _Parties:
        return _Parties(self.board.receivers, len(self.board.states))

    @cached_property
    def _sending(self) -> _Parties:
        return _Parties(self.board.senders, len(self.board.states))

    @cached_property
    def _led_from(self) -> np.ndarray:
        """Bit rows: the states that lead to each state."""
        states = len(self.board.states)
        before, after = np.nonzero(flags_of(self.board.leads, states))
        return bit_rows(after, before, states, states)

    # -- onwards --------------------------------------------------------------------------------------------------------

    def sent(self, payloads: Iterable[Profile]) -> Mapping[int, frozenset[int]]:
        """By relay: the states in which it sends on payloads that a link without a profile brings there."""
        explorer, relay = self.explorer, self.view.relays.deployment
        found: dict[int, set[int]] = defaultdict(set)
        for payload in payloads:
            arriving = column(payload, len(relay))
            fits = np.flatnonzero(agree(arriving, explorer.relay))
            sent = passed_on(
                arriving.take(fits),
                explorer.relay.take(fits),
                explorer.emits[fits],
                explorer.emits_major[fits],
            )
            states = explorer.packing.pack(relay[fits], sent)
            for one, state in zip(relay[fits].tolist(), states.tolist(), strict=True):
                found[one].add(state)
        return {one: frozenset(states) for one, states in found.items()}

    def takes(self, payloads: Iterable[Profile]) -> frozenset[int]:
        """The relays of which a stated sink port takes one of the payloads."""
        return self._at_relays(self.view.sinks.deployment, self.explorer.sink, payloads)

    def _at_relays(self, deployment: Ints, stated: Payloads, payloads: Iterable[Profile]) -> frozenset[int]:
        rows = np.flatnonzero(self.view.is_relay[deployment])
        there = stated.take(rows)
        fits = np.zeros(len(rows), dtype=bool)
        for payload in payloads:
            fits |= agree(column(payload, len(rows)), there)
        return frozenset(deployment[rows[fits]].tolist())

    def reached(self, states: Iterable[int], sinks: Iterable[int] = ()) -> Flags:
        """Organisations that states lead to, states that are not on the board included, and those that run `sinks`."""
        leads, beyond = np.zeros(self.board.leads.shape[1], dtype=np.uint64), []
        for state in states:
            if state not in self._after:
                self._after[state] = self._from(state)
            led, taking = self._after[state]
            leads |= led
            beyond.append(taking)
        return self._receiving.those(
            leads, self._owners(np.concatenate([*beyond, np.fromiter(sinks, dtype=np.int32)]))
        )

    def _from(self, state: int) -> tuple[np.ndarray, Ints]:
        """The states on the board that a state leads to, as bits, and the deployments that it leads to beyond them."""
        found = self.board
        known, beyond = np.array([state]), np.empty(0, dtype=np.int32)
        if len(new(known, found.states)):
            further, passages, exits = self.explorer.explore(known, found.states)
            known, beyond = np.setdiff1d(passages.after, further), exits.after
        return np.bitwise_or.reduce(found.leads[np.searchsorted(found.states, known)], axis=0), beyond

    # -- backwards ------------------------------------------------------------------------------------------------------

    def accepted(self, payloads: Iterable[Profile]) -> Mapping[int, frozenset[int]]:
        """By relay: the states (places on the board) in which it sends what one of the stated profiles takes."""
        _, sent = self.explorer.packing.unpack(self.board.states)
        fits = np.zeros(len(self.board.states), dtype=bool)
        for payload in payloads:
            fits |= agree(sent, column(payload, len(fits)))
        found: dict[int, set[int]] = defaultdict(set)
        places = np.flatnonzero(fits)
        for one, place in zip(self.board.relay[places].tolist(), places.tolist(), strict=True):
            found[one].add(place)
        return {one: frozenset(states) for one, states in found.items()}

    def reaching(self, states: Iterable[int], sources: Iterable[int] = ()) -> Flags:
        """Organisations whose payload gets to one of the states (places on the board), and those that run `sources`."""
        leading = np.bitwise_or.reduce(self._led_from[list(states)], axis=0)
        return self._sending.those(leading, self._owners(np.fromiter(sources, dtype=np.int32)))

    def _entered(self) -> Flags:
        """The states that systems on the map send into, or that follow from these."""
        leads = np.bitwise_or.reduce(self.board.leads[distinct(self.board.entries.state)], axis=0)
        flags: Flags = flags_of(leads[None], len(self.board.states))[0]
        return flags

    def sends(self, payloads: Iterable[Profile]) -> frozenset[int]:
        """The relays of which a stated source port sends what one of the stated profiles takes."""
        return self._at_relays(self.view.sources.deployment, self.explorer.source, payloads)

    # -- what there is already ------------------------------------------------------------------------------------------

    @cached_property
    def linked(self) -> tuple[Ints, Ints]:
        """Origins and targets of the links in force or on the way, and of all whose evidence does not count, in order.

        To bring a link forward, to let its ends agree, or to find better evidence for it is another fix than to build one
        beside it.
        """
        network, table = self.network, self.network.snapshot.links
        rows = network.every_link
        stands = network.counts(Standing.ON_THE_WAY, table.status[rows], table.start[rows], table.end[rows])
        rows = rows[stands | (table.evidence[rows] < network.least)]
        return unique_pairs(table.origin[rows], table.target[rows], len(self.view.deployments))

    @cached_property
    def arriving(self) -> tuple[np.ndarray, np.ndarray, Payloads]:
        """What the links bring: from which state (place on the board, or -1 - deployment), the link, and the payload on it.

        What only systems that completion imagines would send does not arrive.
        """
        explorer, found = self.explorer, self.board
        states = np.flatnonzero(self._entered())
        relay, payload = explorer.packing.unpack(found.states[states])
        position, link, carried = explorer.on_links(relay, payload)
        left = explorer.departures()
        return (
            np.concatenate((states[position], -1 - left.origin)),
            np.concatenate((link, left.link)),
            Payloads(*(np.concatenate(parts) for parts in zip(carried, left.payload, strict=True))),
        )

    # -- who runs them --------------------------------------------------------------------------------------------------

    def is_run_by(self, deployment: int, organisations: Ints) -> bool:
        """Whether one of some organisations runs a deployment."""
        return bool(np.isin(self._run_by[deployment], organisations).any())

    def one_party(self, one: int, other: int) -> bool:
        """Whether two deployments are run by one and the same organisation alone."""
        return len(np.union1d(self._run_by[one], self._run_by[other])) == 1

    def _owners(self, deployments: np.ndarray) -> Ints:
        return members(self._run_by, deployments)[1] if len(deployments) else _NOBODY

    def summing(self, deployments: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
        """What sums for each deployment what is told of organisations over those that run it."""
        position, owner = members(self._run_by, deployments)

        def summed(by_organisation: np.ndarray) -> np.ndarray:
            total: np.ndarray = np.bincount(position, by_organisation[owner], len(deployments)).astype(
                np.int64
            )
            return total

        return summed


def column(payload: Profile, count: int) -> Payloads:
    """A payload as so many rows."""
    return Payloads(*(nothing + 1 + part for nothing, part in zip(blank(count), payload, strict=True)))


class _Parties:
    """Who enters states, or is reached from them, by the sets of states that some of them share."""

    def __init__(self, classes: Classes, states: int) -> None:
        sets = classes.sets
        self._row = classes.row
        self._sets = bit_rows(sets.owners(), sets.items, len(sets), states)
        self._found: dict[bytes, Flags] = {}

    def those(self, states: np.ndarray, others: Ints) -> Flags:
        """Those with one of the states (bits), and others."""
        key = states.tobytes()
        if key not in self._found:
            self._found[key] = (self._sets & states).any(axis=1)[self._row]
        flags = self._found[key]
        if len(others):
            flags = flags.copy()
            flags[others] = True
        return flags
