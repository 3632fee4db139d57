"""Who reaches whom, kept so that a change can be worked into it: what every organisation enters and leaves relays by.

Those who reach one another are its *parties*: organisations, or for questions about systems the deployments themselves.

`reach` makes the most of one map by collapsing states that come to the same. A change undoes such collapsing, so a *board*
keeps the states as they are: parties that enter the same set of states share a class as senders, those reached from the
same set a class as receivers, and every step is kept with the deployment and link that make it possible. `evolve` takes
steps away and adds others, and touches only the parties whose steps they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.causes import Reach, reach
from graphmap.analysis.exchange.explore import Steps
from graphmap.analysis.exchange.hops import parts
from graphmap.analysis.exchange.joins import bit_rows, flags_of, group_by_set, members
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.exchange.payloads import Packing
from graphmap.analysis.exchange.reach import close
from graphmap.analysis.kept import kept
from graphmap.snapshot.columns import Flags, Ints, Lists, Snapshot

_KEPT = 48
"""Boards kept with a snapshot: three an exchange type. 16 bytes a step each."""
_FEW = 4
"""A scope of fewer parties than one in so many has boards of its own: what is worked into them is quicker by that much."""


@dataclass(frozen=True, eq=False)
class Between:
    """Parties that are asked about as senders and as receivers, by flags. `name` tells scopes apart."""

    name: bytes
    senders: Flags
    receivers: Flags

    @classmethod
    def all(cls, size: int) -> Between:
        """Everybody."""
        return cls(b"", np.ones(size, dtype=bool), np.ones(size, dtype=bool))

    @cached_property
    def rows(self) -> tuple[Ints, Ints, Ints]:
        """Rows of the senders, of the receivers, and of those that are both."""
        senders, receivers, both = (
            np.flatnonzero(flags).astype(np.int32)
            for flags in (self.senders, self.receivers, self.senders & self.receivers)
        )
        return senders, receivers, both

    @cached_property
    def few(self) -> bool:
        """Whether they are so few that boards of their own pay."""
        return (len(self.rows[0]) + len(self.rows[1])) * _FEW < 2 * len(self.senders)


@dataclass(frozen=True, eq=False)
class Ends:
    """Entries, or exits, told for every party that `deployment` belongs to; parallel. `state`: a place among the states."""

    party: Ints
    state: Ints
    deployment: Ints
    link: Ints


@dataclass(frozen=True, eq=False)
class Classes:
    """Class of every party in one role, and the states of each class, ascending; class 0 has none."""

    row: Ints
    sets: Lists


@dataclass(frozen=True, eq=False)
class Direct:
    """What one step or a shared instance (link -1) joins, by `pair` (sender x parties + receiver) ascending."""

    pair: np.ndarray
    origin: Ints
    sink: Ints
    link: Ints


@dataclass(frozen=True, eq=False)
class Board:
    """One exchange type at one moment. `parties`: which of them each deployment belongs to.

    `states` are packed, `relay` is the deployment of each; `passages` go by places among them, sorted by `before`, and
    `leads` are bit rows: the states that each is or leads to. `pairs`: those of `direct`, each once.
    """

    parties: Lists
    states: np.ndarray
    relay: Ints
    entries: Ends
    exits: Ends
    passages: Steps
    leads: np.ndarray
    direct: Direct
    senders: Classes
    receivers: Classes
    reach: Reach
    pairs: np.ndarray
    among: Between | None
    """The parties that it tells of; None: all."""

    @cached_property
    def causes(self) -> Ints:
        """The cause of every party as a sender."""
        causes: Ints = self.reach.cause[self.senders.row]
        return causes

    @cached_property
    def effects(self) -> Ints:
        """The effect of every party as a receiver."""
        effects: Ints = self.reach.effect[self.receivers.row]
        return effects

    def reaching(self, wanted: Flags, steps: Flags) -> tuple[Flags, Flags]:
        """States from which a `wanted` state or a passage among `steps` may be reached, and states reached from one."""
        before, after = wanted.copy(), wanted.copy()
        before[self.passages.before[steps]] = True
        after[self.passages.after[steps]] = True
        leads = flags_of(self.leads, len(self.states))
        from_these, to_these = np.flatnonzero(after), np.flatnonzero(before)
        return np.logical_or.reduce(leads[:, to_these], axis=1), np.logical_or.reduce(
            leads[from_these], axis=0
        )


def board(network: Network, scope: Between | None = None, *, systems: bool = False) -> Board:
    """The board of the facts in force, kept with the snapshot; `systems`: its parties are the deployments.

    Where a `scope` is of few parties it tells of these alone. O(ports + links), sorted, where it is not kept.
    """
    among = scope if scope is not None and scope.few else None
    key = (network.exchange, network.t, network.least, systems, among and among.name)
    return kept(network.snapshot, "boards", key, _KEPT, lambda: _board(network, systems, among))


def _board(network: Network, systems: bool, among: Between | None) -> Board:
    snapshot, found = network.snapshot, parts(network, Standing.USABLE)
    parties, size = parties_of(snapshot, systems)
    states = found.states
    relay, _ = Packing.of(snapshot).unpack(states)
    entries = ends(parties, found.entries.before, found.entries.link, places(states, found.entries.after))
    exits = ends(parties, found.exits.after, found.exits.link, places(states, found.exits.before))
    entries, exits = among_these(entries, exits, among)
    passages = passages_of(states, found.passages)
    senders, receivers = _classes(entries, size, len(states)), _classes(exits, size, len(states))
    leads = closure(len(states), passages)
    at_once = direct(parties, size, found.direct, found.shared, among)
    return Board(
        parties,
        states,
        relay,
        entries,
        exits,
        passages,
        leads,
        at_once,
        senders,
        receivers,
        reach(leads, senders.sets, receivers.sets),
        each_once(at_once.pair),
        among,
    )


def parties_of(snapshot: Snapshot, systems: bool) -> tuple[Lists, int]:
    """Which parties each deployment belongs to, and how many there are."""
    if not systems:
        return snapshot.deployments.organisations, len(snapshot.organisations.key)
    size = len(snapshot.deployments.key)
    return Lists(np.arange(size, dtype=np.int32), np.arange(size + 1, dtype=np.int32)), size


def places(states: np.ndarray, wanted: np.ndarray) -> Ints:
    """Where packed states stand among sorted ones that hold them all."""
    return np.searchsorted(states, wanted).astype(np.int32)


def ends(parties: Lists, deployment: np.ndarray, link: np.ndarray, state: Ints) -> Ends:
    """Steps told for every party of their deployment."""
    position, party = members(parties, deployment)
    return Ends(
        party, state[position], deployment[position].astype(np.int32), link[position].astype(np.int32)
    )


def among_these(entries: Ends, exits: Ends, among: Between | None) -> tuple[Ends, Ends]:
    """Those of the parties asked about."""
    if among is None:
        return entries, exits
    chosen = []
    for steps, flags in ((entries, among.senders), (exits, among.receivers)):
        rows = np.flatnonzero(flags[steps.party])
        chosen.append(Ends(steps.party[rows], steps.state[rows], steps.deployment[rows], steps.link[rows]))
    return chosen[0], chosen[1]


def passages_of(states: np.ndarray, found: Steps) -> Steps:
    """Passages by places among sorted states, in the order of `before`."""
    before, after = places(states, found.before), places(states, found.after)
    return Steps(before, found.link.astype(np.int32), after).chosen(np.argsort(before, kind="stable"))


def direct(
    parties: Lists, size: int, found: Steps, shared: np.ndarray, among: Between | None = None
) -> Direct:
    """Steps from source to sink, and shared instances, told for every ordered pair of distinct parties of `size`."""
    origin, sink = (np.concatenate((one, shared)).astype(np.int32) for one in (found.before, found.after))
    link = np.concatenate((found.link, np.full(len(shared), -1))).astype(np.int32)
    position, sender = members(parties, origin)
    again, receiver = members(parties, sink[position])
    sender, step = sender[again], position[again]
    apart = sender != receiver
    if among is not None:
        apart &= among.senders[sender] & among.receivers[receiver]
    apart = np.flatnonzero(apart)
    pair = sender[apart].astype(np.int64) * size + receiver[apart]
    order = np.argsort(pair, kind="stable")
    step = step[apart][order]
    return Direct(pair[order], origin[step], sink[step], link[step])


def each_once(ascending: np.ndarray) -> np.ndarray:
    """Sorted numbers without their repeats."""
    if not len(ascending):
        return ascending
    return ascending[np.concatenate(([True], ascending[1:] != ascending[:-1]))]


def sets_of(party: Ints, state: Ints, parties: Ints, states: int) -> np.ndarray:
    """Bit rows of the states of some parties, from pairs (party, state); `parties` are sorted and hold all of these."""
    return bit_rows(np.searchsorted(parties, party), state, len(parties), states)


def _classes(steps: Ends, size: int, states: int) -> Classes:
    some = np.unique(steps.party)
    group, sets = group_by_set(sets_of(steps.party, steps.state, some, states))
    row = np.zeros(size, dtype=np.int32)
    row[some] = group + 1
    return Classes(row, lists_of(sets, states, 1))


def lists_of(sets: np.ndarray, states: int, empty: int = 0) -> Lists:
    """Bit rows as lists of states, after so many `empty` ones."""
    row, state = np.nonzero(flags_of(sets, states))
    sizes = np.concatenate((np.zeros(empty, dtype=np.int64), np.bincount(row, minlength=len(sets))))
    return Lists(state.astype(np.int32), np.concatenate(([0], np.cumsum(sizes))).astype(np.int32))


def closure(states: int, passages: Steps) -> np.ndarray:
    """Bit rows: the states that each state is or leads to. O(rounds x passages x states / 64)."""
    return close(states, (passages.before, passages.after), np.arange(states))
