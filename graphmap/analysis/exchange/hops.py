"""The hops that an exchange type's facts allow: what is prepared once for a snapshot, so that reach is quick to work out.

States, entries, passages and exits are those of `explore`, each once; entries and exits are told for the organisations that
run the source and the sink. Who reaches whom over several hops is for `reach`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.explore import Explorer, Parts
from graphmap.analysis.exchange.joins import Pairs, distinct, members, unique_pairs
from graphmap.analysis.exchange.network import Network, Standing
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
        lambda: gathered(network.snapshot, parts(network, standing, compare=compare)),
    )


def parts(network: Network, standing: Standing, *, compare: bool = True) -> Parts:
    """The steps of one view, worked out anew; see `Explorer.parts`."""
    return Explorer(network.snapshot, network.view(standing), compare).parts()


def gathered(snapshot: Snapshot, found: Parts) -> Hops:
    """Hops, each once, and of organisations where they begin and end."""
    numbers, states = found.states, len(found.states)
    passages = np.searchsorted(numbers, found.passages.before), np.searchsorted(numbers, found.passages.after)
    return Hops(
        states,
        _ends(snapshot, found.entries.before, np.searchsorted(numbers, found.entries.after), states),
        unique_pairs(*passages, states),
        _ends(snapshot, found.exits.after, np.searchsorted(numbers, found.exits.before), states),
        directly(snapshot, found),
        np.searchsorted(numbers, found.seeds).astype(np.int32),
    )


def _ends(snapshot: Snapshot, deployment: np.ndarray, state: np.ndarray, states: int) -> Ends:
    position, owner = members(snapshot.deployments.organisations, deployment)
    owner, state = unique_pairs(owner, state[position], states)
    organisations = distinct(owner)
    return Ends(organisations, np.searchsorted(organisations, owner).astype(np.int32), state)


def directly(snapshot: Snapshot, found: Parts) -> Pairs:
    """Ordered pairs of distinct organisations that one step or a shared instance joins, sorted."""
    run_by = snapshot.deployments.organisations
    position, sender = members(run_by, np.concatenate((found.direct.before, found.shared)))
    again, receiver = members(run_by, np.concatenate((found.direct.after, found.shared))[position])
    sender = sender[again]
    apart = sender != receiver
    return unique_pairs(sender[apart], receiver[apart], len(snapshot.organisations.key))
