"""What becomes of a board when steps go and others come: who reaches whom then, worked out from what changes alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.board import (
    Board,
    Classes,
    Direct,
    Ends,
    closure,
    each_once,
    lists_of,
    reach,
    sets_of,
)
from graphmap.analysis.exchange.explore import Steps
from graphmap.analysis.exchange.joins import group_by_set
from graphmap.snapshot.columns import Flags, Ints, Lists


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
    """The board before and after a change. O(steps) in a few passes over flags, and `board.reach`."""
    relay = board.relay if come is None else np.concatenate((board.relay, come.relay))
    lost = gone.at(relay)
    row, was_row, senders = _side(
        board.entries, board.senders, gone, None if come is None else come.entries, lost
    )
    column, was_column, receivers = _side(
        board.exits, board.receivers, gone, None if come is None else come.exits, lost
    )
    old, new = board.reach, reach(_leads(board, gone, come, lost), senders, receivers)
    cause = old.cause[was_row], new.cause
    effect = old.effect[was_column], new.effect
    by_row, rows = _alike(*cause)
    by_column, columns = _alike(*effect)
    return Outcome(
        by_row[row],
        by_column[column],
        old.joined[np.ix_(cause[0][rows], effect[0][columns])],
        new.joined[np.ix_(cause[1][rows], effect[1][columns])],
        board.pairs,
        _pairs(board, gone, come),
    )


def _alike(before: Ints, after: Ints) -> tuple[Ints, Ints]:
    """Number of each pair (before, after) among the distinct ones, and where each of these is first."""
    code = before.astype(np.int64) * (int(after.max(initial=0)) + 1) + after
    _, first, number = np.unique(code, return_index=True, return_inverse=True)
    return number.astype(np.int32), first


def _side(
    steps: Ends, classes: Classes, gone: Gone, come: Ends | None, lost: Flags
) -> tuple[Ints, Ints, Lists]:
    """Class of every party, the class that each comes from, and the states of each that are not `lost`."""
    goes = gone.steps(steps.link, steps.deployment)
    touched = np.zeros(len(classes.row), dtype=bool)
    touched[steps.party[goes]] = True
    if come is not None:
        touched[come.party] = True
    some = np.flatnonzero(touched).astype(np.int32)
    was = np.arange(len(classes.sets), dtype=np.int32)
    if not len(some):
        return classes.row, was, _without(classes.sets, lost)
    stays = np.flatnonzero(touched[steps.party] & ~goes)
    left = Ends(*(part[stays] for part in (steps.party, steps.state, steps.deployment, steps.link)))
    sets = sets_of(left, some, len(lost))
    if come is not None:
        sets = sets | sets_of(come, some, len(lost))
    before = classes.row[some]
    group, bits = group_by_set(np.column_stack((before.astype(np.uint64), sets)))
    row = classes.row.copy()
    row[some] = len(was) + group
    further = lists_of(np.ascontiguousarray(bits[:, 1:]), len(lost))
    known = classes.sets
    both = Lists(
        np.concatenate((known.items, further.items)),
        np.concatenate((known.offsets, known.offsets[-1] + further.offsets[1:])),
    )
    return row, np.concatenate((was, bits[:, 0].astype(np.int32))), _without(both, lost)


def _without(lists: Lists, lost: Flags) -> Lists:
    """The lists without the states that are lost."""
    if not lost.any():
        return lists
    kept = ~lost[lists.items]
    before = np.concatenate(([0], np.cumsum(kept)))
    return Lists(lists.items[kept], before[lists.offsets].astype(np.int32))


def _leads(board: Board, gone: Gone, come: Come | None, lost: Flags) -> np.ndarray:
    """The states that each state leads to now."""
    steps = board.passages
    goes = gone.steps(steps.link)
    if lost.any():
        goes |= lost[steps.before] | lost[steps.after]
    if come is None and not goes.any():
        return board.leads
    steps = steps.chosen(~goes)
    if come is not None and len(come.passages.link):
        steps = Steps(*(np.concatenate(parts) for parts in zip(steps, come.passages, strict=True)))
        steps = steps.chosen(np.argsort(steps.before, kind="stable"))
    return closure(len(lost), steps)


def _pairs(board: Board, gone: Gone, come: Come | None) -> np.ndarray:
    steps = board.direct
    goes = gone.steps(steps.link, steps.origin, steps.sink)
    if gone.instances is not None:
        goes |= gone.instances[steps.origin] & (steps.link < 0)
    pairs = each_once(steps.pair[~goes]) if goes.any() else board.pairs
    if come is None or not len(come.direct.pair):
        return pairs
    return each_once(np.sort(np.concatenate((pairs, come.direct.pair))))
