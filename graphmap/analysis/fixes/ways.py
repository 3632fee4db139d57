"""Whom a payload reaches from a relay on, and whose payloads get as far as it: on the board, and beyond what it has."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graphmap.analysis.exchange.board import Board, board
from graphmap.analysis.exchange.explore import Explorer, new
from graphmap.analysis.exchange.joins import distinct, flags_of, members
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.exchange.payloads import Payloads, agree, blank, passed_on
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Flags, Ints

Profile = tuple[int, int, int]
"""Code, major version and use case by their numbers; -1 for what is missing."""
NO_PROFILE: Profile = (-1, -1, -1)


class Ways:
    """One exchange type as it stands, to be asked what further steps would lead to."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.exchange = list(vocabulary().exchange_types)[network.exchange]
        self.view = network.view(Standing.USABLE)
        self.explorer = Explorer(network.snapshot, self.view, compare=True)
        self.board: Board = board(network)
        self.relays: Ints = np.flatnonzero(self.view.is_relay).astype(np.int32)
        self._leads = flags_of(self.board.leads, len(self.board.states))
        self._run_by = network.snapshot.deployments.organisations
        self._parties = len(network.snapshot.organisations.key)
        self._after: dict[int, Flags] = {}

    # -- onwards --------------------------------------------------------------------------------------------------------

    def sent(self, payloads: Iterable[Profile], relay: int) -> frozenset[int]:
        """The states in which a relay sends on payloads that a link without a profile brings there."""
        found: set[int] = set()
        rows = self.explorer.relays_at.matches(np.array([relay]))[1]
        stated = self.explorer.relay.take(rows)
        for payload in payloads:
            arriving = column(payload, len(rows))
            fits = np.flatnonzero(agree(arriving, stated))
            sent = passed_on(
                arriving.take(fits),
                stated.take(fits),
                self.explorer.emits[rows[fits]],
                self.explorer.emits_major[rows[fits]],
            )
            found.update(self.explorer.packing.pack(np.full(len(fits), relay), sent).tolist())
        return frozenset(found)

    def takes(self, payloads: Iterable[Profile], deployment: int) -> bool:
        """Whether a stated sink port of a deployment takes one of the payloads."""
        rows = self.explorer.sinks_at.matches(np.array([deployment]))[1]
        stated = self.explorer.sink.take(rows)
        return any(bool(agree(column(payload, len(rows)), stated).any()) for payload in payloads)

    def reached(self, states: Iterable[int], sinks: Iterable[int] = ()) -> Flags:
        """Organisations that states lead to, states that are not on the board included, and those that run `sinks`."""
        flags = np.zeros(self._parties, dtype=bool)
        for state in states:
            if state not in self._after:
                self._after[state] = self._from(state)
            flags |= self._after[state]
        flags[self._owners(np.fromiter(sinks, dtype=np.int32))] = True
        return flags

    def _from(self, state: int) -> Flags:
        found = self.board
        started = np.array([state])
        known = started
        flags = np.zeros(self._parties, dtype=bool)
        if len(new(started, found.states)):
            further, passages, exits = self.explorer.explore(started, found.states)
            flags[self._owners(exits.after)] = True
            known = np.setdiff1d(passages.after, further)
        reached = np.logical_or.reduce(self._leads[np.searchsorted(found.states, known)], axis=0)
        flags[found.exits.party[reached[found.exits.state]]] = True
        return flags

    # -- backwards ------------------------------------------------------------------------------------------------------

    def accepted(self, payloads: Iterable[Profile], relay: int) -> frozenset[int]:
        """The states (places on the board) in which a relay sends what one of the stated profiles takes."""
        places = np.flatnonzero(self.board.relay == relay)
        _, sent = self.explorer.packing.unpack(self.board.states[places])
        found: set[int] = set()
        for payload in payloads:
            found.update(places[agree(sent, column(payload, len(places)))].tolist())
        return frozenset(found)

    def reaching(self, states: Iterable[int], sources: Iterable[int] = ()) -> Flags:
        """Organisations whose payload gets to one of the states (places on the board), and those that run `sources`."""
        flags = np.zeros(self._parties, dtype=bool)
        leading = np.logical_or.reduce(self._leads[:, list(states)], axis=1)
        entries = self.board.entries
        flags[entries.party[leading[entries.state]]] = True
        flags[self._owners(np.fromiter(sources, dtype=np.int32))] = True
        return flags

    def entered(self) -> Flags:
        """The states that systems on the map send into, or that follow from these."""
        flags: Flags = np.logical_or.reduce(self._leads[distinct(self.board.entries.state)], axis=0)
        return flags

    def sends(self, deployment: int, payloads: Iterable[Profile]) -> bool:
        """Whether a stated source port of a deployment sends what one of the stated profiles takes."""
        rows = np.flatnonzero(self.view.sources.deployment == deployment)
        sent = self.explorer.source.take(rows)
        return any(bool(agree(sent, column(payload, len(rows))).any()) for payload in payloads)

    # -- who runs them --------------------------------------------------------------------------------------------------

    def is_run_by(self, deployment: int, organisations: Ints) -> bool:
        """Whether one of some organisations runs a deployment."""
        return bool(np.isin(self._run_by[deployment], organisations).any())

    def one_party(self, one: int, other: int) -> bool:
        """Whether two deployments are run by one and the same organisation alone."""
        return len(np.union1d(self._run_by[one], self._run_by[other])) == 1

    def _owners(self, deployments: np.ndarray) -> Ints:
        owners: Ints = distinct(members(self._run_by, deployments)[1])
        return owners

    def summed(self, deployments: np.ndarray, by_organisation: np.ndarray) -> np.ndarray:
        """For each deployment the sum over the organisations that run it."""
        position, owner = members(self._run_by, deployments)
        total: np.ndarray = np.bincount(position, by_organisation[owner], len(deployments)).astype(np.int64)
        return total


def column(payload: Profile, count: int) -> Payloads:
    """A payload as so many rows."""
    return Payloads(*(nothing + 1 + part for nothing, part in zip(blank(count), payload, strict=True)))
