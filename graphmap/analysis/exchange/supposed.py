"""What a changed map takes away from boards and adds to them, found near the changes, for several exchange types at once.

A step rests on its link, on the ports at both ends and on both deployments. So where any of these changes, every step over
that link is taken away and found anew in the changed map; what then arrives at relays for the first time is followed on
from there. Everything else stays as the board has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.exchange.board import Between, Board, board
from graphmap.analysis.exchange.come import Followed, States, come
from graphmap.analysis.exchange.evolve import Gone, Outcome, evolve
from graphmap.analysis.exchange.explore import Explorer, Steps, new
from graphmap.analysis.exchange.joins import distinct
from graphmap.analysis.exchange.lanes import Lanes
from graphmap.analysis.exchange.near import Near, is_in
from graphmap.analysis.exchange.network import Moment, Network, exchange_index
from graphmap.analysis.findings import Question
from graphmap.model.terms import Evidence
from graphmap.snapshot.columns import Flags, Ints, Snapshot


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


def suppose(
    changed: Changed,
    scopes: Mapping[str, Between | None],
    as_of: date,
    min_evidence: Evidence | None = None,
) -> dict[str, Outcome]:
    """By exchange type, who reaches whom before and after the changes, at least among a scope (None: everybody).

    O(what is near the changes), and for each type `evolve` on its board, which is kept.
    """
    numbers = {exchange: exchange_index(exchange) for exchange in scopes}
    asked = sorted(scopes, key=numbers.__getitem__)
    boards = [
        board(Network(changed.below, Question(exchange, as_of, min_evidence=min_evidence)), scopes[exchange])
        for exchange in asked
    ]
    deployments = len(changed.snapshot.deployments.key)
    lanes = Lanes([numbers[exchange] for exchange in asked], deployments)
    near = Near(Moment(changed.snapshot, as_of, min_evidence), changed.below, lanes)
    touched = _touched(changed, near)
    gone = np.zeros(len(changed.snapshot.links.origin), dtype=bool)
    gone[touched.links] = True
    instances = lanes.flags(np.zeros(deployments, dtype=bool))
    instances[touched.lanes] = True
    nobody = np.zeros(deployments, dtype=bool)
    found = {}
    for exchange, one, what, of in zip(
        asked,
        boards,
        come(boards, near, _followed(changed.below, boards, near, touched)),
        instances.reshape(len(asked), lanes.room),
        strict=True,
    ):
        found[exchange] = evolve(one, Gone(nobody, gone, of[:deployments]), what)
    return {exchange: found[exchange] for exchange in scopes}


@dataclass(frozen=True, eq=False)
class _Touched:
    """Lanes in which something changed, and the links whose steps are to be found anew."""

    lanes: Ints
    links: Ints


def _touched(changed: Changed, near: Near) -> _Touched:
    ports, links, lanes = changed.snapshot.ports, changed.snapshot.links, near.lanes
    nth = lanes.nth(ports.exchange[changed.ports])
    asked = np.flatnonzero(nth >= 0)
    own = lanes.of(ports.deployment[changed.ports[asked]], nth[asked])
    some = distinct(np.concatenate((lanes.every(changed.deployments), own)))
    counted = (lanes.nth(links.exchange[changed.links]) >= 0) & (
        links.evidence[changed.links] >= near.moment.least
    )
    around = (near.links(some, inward=inward) for inward in (False, True))
    return _Touched(some, distinct(np.concatenate((changed.links[counted], *around))))


def _followed(below: Snapshot, boards: list[Board], near: Near, touched: _Touched) -> Followed:
    """All steps over the links touched, and what follows from states that come up for the first time."""
    snapshot = near.moment.snapshot
    explorer = Explorer(snapshot, near.view(touched.links), compare=True)
    states = States.of(below, snapshot, boards, near.lanes)
    entries, at_once = explorer.begun()
    there: Flags = is_in(states.lane, explorer.links.origin)
    passages, exits = ([steps] for steps in explorer.onward(states.packed[there]))
    frontier = new(distinct(np.concatenate((entries.after, passages[0].after))), states.packed)
    further = frontier
    while len(frontier):
        relays = distinct(explorer.packing.unpack(frontier)[0])
        onward = Explorer(snapshot, near.view(near.links(relays, inward=False)), compare=True)
        steps, left = onward.onward(frontier)
        passages.append(steps)
        exits.append(left)
        frontier = new(new(distinct(steps.after), states.packed), further)
        further = distinct(np.concatenate((further, frontier)))
    return Followed(
        states, further, entries, _all(passages), _all(exits), at_once, near.shared(touched.lanes)
    )


def _all(steps: list[Steps]) -> Steps:
    return Steps(*(np.concatenate(parts) for parts in zip(*steps, strict=True)))
