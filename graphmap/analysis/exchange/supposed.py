"""What a changed map takes away from a board and adds to it, found near the changes alone.

A step rests on its link, on the ports at both ends and on both deployments. So where any of these changes, every step over
that link is taken away and found anew in the changed map; what then arrives at relays for the first time is followed on
from there. Everything else stays as the board has it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.board import (
    Between,
    Board,
    Direct,
    among_these,
    board,
    direct,
    ends,
    parties_of,
)
from graphmap.analysis.exchange.evolve import Come, Gone, Outcome, evolve
from graphmap.analysis.exchange.explore import Explorer, Steps, new
from graphmap.analysis.exchange.joins import distinct
from graphmap.analysis.exchange.near import Near
from graphmap.analysis.exchange.network import Network
from graphmap.analysis.exchange.payloads import Packing
from graphmap.analysis.findings import Question
from graphmap.snapshot.columns import Ints, Snapshot


@dataclass(frozen=True, eq=False)
class Changed:
    """A snapshot laid over another (rows of which keep their numbers), and what differs: rows, ascending.

    Of the ports and links of `snapshot` the columns need only be readable by rows (see `graphmap.snapshot.splicing`).
    `deployments`: those whose own facts or organisations differ, further ones included; `ports` and `links` likewise.
    """

    below: Snapshot
    snapshot: Snapshot
    deployments: Ints
    ports: Ints
    links: Ints


def suppose(changed: Changed, question: Question, scope: Between | None = None) -> Outcome:
    """Who reaches whom before and after the changes, at least among a scope.

    O(what is near them), and `evolve` on the board, which is kept.
    """
    below, network = Network(changed.below, question), Network(changed.snapshot, question)
    found = board(below, scope)
    near = Near(network, below)
    touched = _touched(changed, network, near)
    if not len(touched.links) and not len(touched.deployments):
        return evolve(found, Gone(np.zeros(len(changed.snapshot.deployments.key), dtype=bool)))
    gone = np.zeros(len(changed.snapshot.links.origin), dtype=bool)
    gone[touched.links] = True
    instances = np.zeros(len(changed.snapshot.deployments.key), dtype=bool)
    instances[touched.deployments] = True
    nobody = np.zeros(len(instances), dtype=bool)
    return evolve(found, Gone(nobody, gone, instances), _come(found, network, near, touched))


@dataclass(frozen=True, eq=False)
class _Touched:
    """Deployments of which something changed for an exchange type, and the links whose steps are to be found anew."""

    deployments: Ints
    links: Ints


def _touched(changed: Changed, network: Network, near: Near) -> _Touched:
    ports, links = changed.snapshot.ports, changed.snapshot.links
    those = changed.ports[ports.exchange[changed.ports] == network.exchange]
    deployments = distinct(np.concatenate((changed.deployments, ports.deployment[those])))
    counted = (links.exchange[changed.links] == network.exchange) & (
        links.evidence[changed.links] >= network.least
    )
    own = changed.links[counted]
    around = (near.links(deployments, inward=inward) for inward in (False, True))
    return _Touched(deployments, distinct(np.concatenate((own, *around))))


def _come(found: Board, network: Network, near: Near, touched: _Touched) -> Come:
    """All steps over the links touched, and what follows from states that come up for the first time."""
    snapshot = network.snapshot
    explorer = Explorer(snapshot, near.view(touched.links), compare=True)
    entries, at_once = explorer.begun()
    origins = np.zeros(len(snapshot.deployments.key), dtype=bool)
    origins[explorer.links.origin] = True
    passages, exits = ([steps] for steps in explorer.onward(found.states[origins[found.relay]]))
    states = found.states
    frontier = new(distinct(np.concatenate((entries.after, passages[0].after))), states)
    further = frontier
    while len(frontier):
        relays = distinct(explorer.packing.unpack(frontier)[0])
        onward = Explorer(snapshot, near.view(near.links(relays, inward=False)), compare=True)
        steps, left = onward.onward(frontier)
        passages.append(steps)
        exits.append(left)
        frontier = new(new(distinct(steps.after), states), further)
        further = distinct(np.concatenate((further, frontier)))
    return _told(
        found,
        network,
        further,
        entries,
        _all(passages),
        _all(exits),
        at_once,
        near.shared(touched.deployments),
    )


def _told(
    found: Board,
    network: Network,
    further: np.ndarray,
    entries: Steps,
    passages: Steps,
    exits: Steps,
    at_once: Steps,
    shared: Ints,
) -> Come:
    """The steps in the terms of a board: states by place, ends by the organisations of the changed map."""
    parties, size = parties_of(network.snapshot, systems=False)

    def place(states: np.ndarray) -> Ints:
        at = np.searchsorted(found.states, states)
        known = np.zeros(len(states), dtype=bool)
        if len(found.states):
            known = found.states[np.minimum(at, len(found.states) - 1)] == states
        return np.where(known, at, len(found.states) + np.searchsorted(further, states)).astype(np.int32)

    relay, _ = Packing.of(network.snapshot).unpack(further)
    begun, left = among_these(
        ends(parties, entries.before, entries.link, place(entries.after)),
        ends(parties, exits.after, exits.link, place(exits.before)),
        found.among,
    )
    joined: Direct = direct(parties, size, at_once, shared, found.among)
    return Come(
        relay,
        begun,
        left,
        Steps(place(passages.before), passages.link.astype(np.int32), place(passages.after)),
        joined,
    )


def _all(steps: list[Steps]) -> Steps:
    return Steps(*(np.concatenate(parts) for parts in zip(*steps, strict=True)))
