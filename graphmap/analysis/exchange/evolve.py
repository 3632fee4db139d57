"""What becomes of a board when steps go and others come: who reaches whom then, worked out from what changes alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.board import (
    Board,
    Direct,
    Ends,
    closure,
    each_once,
)
from graphmap.analysis.exchange.explore import Steps
from graphmap.analysis.exchange.joins import distinct
from graphmap.analysis.exchange.kinds import kinds_anew, kinds_near
from graphmap.analysis.exchange.moved import moved
from graphmap.snapshot.columns import Flags, Ints


@dataclass(frozen=True, eq=False)
class Gone:
    """What takes part no more: flags by deployment, and by row of the snapshot's links (None: none by itself).

    `instances`: deployments that join their organisations no more by being shared. `relays`: deployments that pass nothing
    on any more, although they send and take for themselves as before.
    """

    deployments: Flags
    links: Flags | None = None
    instances: Flags | None = None
    relays: Flags | None = None

    @cached_property
    def any_deployment(self) -> bool:
        """Whether any deployment goes at all."""
        return bool(self.deployments.any())

    def at(self, relay: Ints) -> Flags:
        """Which states go, by the deployments that they are at."""
        flags = self.deployments[relay]
        return flags if self.relays is None else flags | self.relays[relay]

    def steps(self, link: np.ndarray, *deployments: np.ndarray) -> Flags:
        """Which steps go, by their link and the deployments that they need; link -1 is none."""
        flags = np.zeros(len(link), dtype=bool)
        if self.any_deployment:
            for ends in deployments:
                flags |= self.deployments[ends]
        if self.links is not None and len(self.links):
            flags |= self.links[link] & (link >= 0)
        return flags


@dataclass(frozen=True, eq=False)
class Come:
    """Steps that a change adds. States are places: those of the board, then `states` further ones, at `relay`."""

    relay: Ints
    entries: Ends
    exits: Ends
    passages: Steps
    direct: Direct


@dataclass(frozen=True, eq=False)
class Outcome:
    """Who reaches whom before and after a change, by classes of parties that are alike in both.

    `before` and `after` say for classes of senders and of receivers whether relays lead from one to the other;
    `pairs_before` and `pairs_after` are pairs that are joined directly (see `Board.pairs`).
    """

    row: Ints
    column: Ints
    before: Flags
    after: Flags
    pairs_before: np.ndarray
    pairs_after: np.ndarray


def evolve(board: Board, gone: Gone, come: Come | None = None) -> Outcome:
    """The board before and after a change.

    O(steps) in a few passes over flags, and the sets of the parties that it moves; where states lead on otherwise than
    before, `reach` of all sets.
    """
    relay = board.relay if come is None else np.concatenate((board.relay, come.relay))
    lost, parties = gone.at(relay), len(board.senders.row)
    sent, taken = (
        moved(steps, gone.steps(steps.link, steps.deployment), more, len(lost), parties)
        for steps, more in (
            (board.entries, None if come is None else come.entries),
            (board.exits, None if come is None else come.exits),
        )
    )
    leads, pairs, was = _leads(board, gone, come, lost), _pairs(board, gone, come), board.reach.joined
    if leads is not board.leads or lost.any():
        senders, receivers, now = kinds_anew(board, sent, taken, leads, lost)
    elif len(sent) or len(taken):
        senders, receivers, now = kinds_near(board, sent, taken)
    else:
        return Outcome(board.causes, board.effects, was, was, board.pairs, pairs)
    return Outcome(
        senders.of,
        receivers.of,
        was[np.ix_(senders.before, receivers.before)],
        now[np.ix_(senders.after, receivers.after)],
        board.pairs,
        pairs,
    )


def _leads(board: Board, gone: Gone, come: Come | None, lost: Flags) -> np.ndarray:
    """The states that each state leads to now: those of the board itself where all goes on as before."""
    steps = board.passages
    goes = gone.steps(steps.link)
    if lost.any():
        goes |= lost[steps.before] | lost[steps.after]
    if come is None and not goes.any():
        return board.leads
    stay = steps.chosen(~goes)
    if come is not None and len(come.passages.link):
        stay = Steps(*(np.concatenate(parts) for parts in zip(stay, come.passages, strict=True)))
        stay = stay.chosen(np.argsort(stay.before, kind="stable"))
    if len(lost) == len(board.leads) and not lost.any() and _same(steps, stay, len(lost)):
        return board.leads
    return closure(len(lost), stay)


def _same(steps: Steps, others: Steps, states: int) -> bool:
    """Whether steps lead from the same states to the same."""
    one, other = (distinct(part.before.astype(np.int64) * states + part.after) for part in (steps, others))
    return np.array_equal(one, other)


def _pairs(board: Board, gone: Gone, come: Come | None) -> np.ndarray:
    steps = board.direct
    """Those joined directly then: the board's own where they are the same."""
    steps = board.direct
    goes = gone.steps(steps.link, steps.origin, steps.sink)
    if gone.instances is not None:
        goes |= gone.instances[steps.origin] & (steps.link < 0)
    pairs = each_once(steps.pair[~goes]) if goes.any() else board.pairs
    if come is not None and len(come.direct.pair):
        pairs = each_once(np.sort(np.concatenate((pairs, come.direct.pair))))
    return board.pairs if np.array_equal(pairs, board.pairs) else pairs
