"""Who reaches whom, for all organisations at once, by the factored method.

Only relays can be interior to a route, so a route is: an *entry* (a source port's payload accepted by a relay),
passages from relay to relay, and an *exit* (what a relay sends on is accepted by a sink), or else a direct link, or one
shared instance. What a relay sends on is a *state* (relay, payload). Organisations with the same set of entry states share
a row class, those with the same set of exit states a column class; the answer is one bit a pair of classes, and the direct
pairs. Memory grows with links and classes squared, never with organisations squared.

The states are few (relays times payloads that arrive there); passages are closed over by packed bit rows to a fixpoint.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.joins import distinct, group_by_set, matches_at, members, starts, unique_pairs
from graphmap.analysis.exchange.network import LinkFacts, PortFacts, View
from graphmap.analysis.exchange.payloads import Packing, Payloads, agree, blank, fill, passed_on
from graphmap.snapshot.columns import Flags, Ints, Lists, Snapshot


@dataclass(frozen=True, eq=False)
class Relation:
    """Ordered pairs of organisations that a view joins, factored.

    `row` and `column`: class of each organisation as sender and as receiver; `joined[row, column]` for classes. `direct`:
    further pairs, packed as sender * organisations + receiver, sorted; pairs with themselves mean nothing.
    `enters`: organisations that get a payload into some relay; `leaves`: those that a payload sent to every relay reaches
    (both are for the completion of semantics section 5).
    """

    row: Ints
    column: Ints
    joined: Flags
    direct: np.ndarray
    enters: Flags
    leaves: Flags


@dataclass(frozen=True, eq=False)
class _Departures:
    """Payloads on links: as they leave `origin` (with the parts that the link adds)."""

    origin: np.ndarray
    link: np.ndarray
    payload: Payloads


def relate(snapshot: Snapshot, view: View, *, compare: bool = True, completion: bool = True) -> Relation:
    """The relation that `view` makes; without `compare` every comparison agrees.

    Without `completion`, `leaves` is all False. O(entries + states * passages + exits), each sorted.
    """
    return _Explorer(snapshot, view, compare).relation(completion)


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

    # -- organisations --------------------------------------------------------------------------------------------------

    def relation(self, completion: bool) -> Relation:
        organisations = len(self.snapshot.organisations.key)
        run_by = self.snapshot.deployments.organisations
        departures = self._departures()
        at, sent = self._at_relays(departures.link, departures.payload)
        entering = departures.origin[at]
        seeds = self._seeds() if completion else np.empty(0, dtype=np.int64)
        states, arcs, exits = self._explore(np.concatenate((seeds, sent)))
        count = len(states)
        arcs = np.searchsorted(states, arcs)
        exit_state, exit_sink = np.searchsorted(states, exits[0]), exits[1]

        position, owner = members(run_by, entering)
        owner, entry = unique_pairs(owner, np.searchsorted(states, sent)[position], count)
        row, _, row_states = group_by_set(owner, entry, organisations)
        position, owner = members(run_by, exit_sink)
        taker, leaving = unique_pairs(owner, exit_state[position], count)
        column, _, column_states = group_by_set(taker, leaving, organisations)

        reached = _close(count, arcs, column_states)
        joined = _rows(reached, row_states, len(column_states))
        leaves = np.zeros(organisations, dtype=bool)
        if completion and count:
            seeded = Lists(
                np.unique(np.searchsorted(states, seeds)).astype(np.int32),
                np.array([0, len(np.unique(seeds))], dtype=np.int32),
            )
            leaves = _rows(reached, seeded, len(column_states))[0][column]
        return Relation(row, column, joined, self._direct(departures, row, column, joined), row != 0, leaves)

    def _direct(self, departures: _Departures, row: Ints, column: Ints, joined: Flags) -> np.ndarray:
        """Pairs joined by one link or one shared instance, where the classes are not."""
        run_by = self.snapshot.deployments.organisations
        at, sink = self._at_sinks(departures.link, departures.payload)
        both = np.zeros((2, len(run_by)), dtype=bool)
        both[0, self.view.sources.deployment] = True
        both[1, self.view.sinks.deployment] = True
        shared = np.flatnonzero(both[0] & both[1])
        shared = shared[run_by.offsets[shared + 1] - run_by.offsets[shared] > 1]
        first, second = unique_pairs(
            np.concatenate((departures.origin[at], shared)),
            np.concatenate((sink, shared)),
            len(self.snapshot.deployments.key),
        )
        position, sender = members(run_by, first)
        again, receiver = members(run_by, second[position])
        sender = sender[again]
        apart = (sender != receiver) & ~joined[row[sender], column[receiver]]
        packed = sender[apart].astype(np.int64) * len(self.snapshot.organisations.key) + receiver[apart]
        return distinct(packed)


def _new(states: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Those of `states` that are not in `known`; both sorted, without repeats, and `known` not empty."""
    place = np.minimum(np.searchsorted(known, states), len(known) - 1)
    fresh: np.ndarray = states[known[place] != states]
    return fresh


def _close(states: int, arcs: np.ndarray, column_states: Lists) -> np.ndarray:
    """Bit rows: for each state, the column classes that take what it sends, here or further on."""
    words = (len(column_states) + 63) // 64
    reached = np.zeros((states, words), dtype=np.uint64)
    column = column_states.owners()
    bits = np.left_shift(np.uint64(1), (column % 64).astype(np.uint64))
    np.bitwise_or.at(reached, (column_states.items, column // 64), bits)
    if arcs.shape[1] == 0:
        return reached
    before, after = unique_pairs(arcs[0], arcs[1], states)
    first = np.flatnonzero(np.concatenate(([True], before[1:] != before[:-1])))
    origins = before[first]
    while True:
        joined = reached[origins] | np.bitwise_or.reduceat(reached[after], first, axis=0)
        if np.array_equal(joined, reached[origins]):
            return reached
        reached[origins] = joined


def _rows(reached: np.ndarray, row_states: Lists, columns: int) -> Flags:
    """For each row class, True at the column classes that one of its states reaches."""
    bits = np.zeros((len(row_states), reached.shape[1]), dtype=np.uint64)
    filled = np.flatnonzero(np.diff(row_states.offsets))
    if len(filled):
        bits[filled] = np.bitwise_or.reduceat(reached[row_states.items], row_states.offsets[filled], axis=0)
    flat = np.unpackbits(bits.view(np.uint8), axis=1, bitorder="little", count=columns)
    return flat.astype(bool)


def yes_count(relation: Relation, senders: Ints, receivers: Ints) -> int:
    """Ordered pairs of distinct organisations that `relation` joins, from `senders` to `receivers`."""
    rows = np.bincount(relation.row[senders], minlength=relation.joined.shape[0])
    columns = np.bincount(relation.column[receivers], minlength=relation.joined.shape[1])
    organisations = len(relation.row)
    sends, takes = np.zeros((2, organisations), dtype=bool)
    sends[senders] = True
    takes[receivers] = True
    both = np.flatnonzero(sends & takes)
    with_itself = int(relation.joined[relation.row[both], relation.column[both]].sum())
    sender, receiver = np.divmod(relation.direct, organisations)
    direct = int((sends[sender] & takes[receiver]).sum())
    # Single precision counts exactly up to 16 million organisations, and is several times quicker than whole numbers.
    reached = (relation.joined.astype(np.float32) @ columns.astype(np.float32)).astype(np.int64)
    return int(rows @ reached) - with_itself + direct
