"""Who reaches whom before and after a change, by kinds of senders and of receivers that are alike in both."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graphmap.analysis.exchange.board import Board, Classes, lists_of
from graphmap.analysis.exchange.causes import any_of, by_state, reach, with_more
from graphmap.analysis.exchange.joins import distinct, flags_of, group_by_set
from graphmap.analysis.exchange.moved import Moved
from graphmap.snapshot.columns import Flags, Ints, Lists


class Kinds(NamedTuple):
    """Kind of every party in one role; of each kind, its cause (or effect) before and after."""

    of: Ints
    before: Ints
    after: Ints


Told = tuple[Kinds, Kinds, Flags]
"""Kinds of senders and of receivers, and which causes after the change lead to which effects."""


def kinds_near(board: Board, sent: Moved, taken: Moved) -> Told:
    """For a change after which states lead on as they do on the board: found from the parties that it moves.

    O(states x moved / 64), and O(sets) if it brings causes that the board has not.
    """
    found, states = board.reach, len(board.leads)
    cause, reached = with_more(found.reached, any_of(lists_of(sent.sets, states), board.leads))
    sets = lists_of(taken.sets, states)
    effect, met = with_more(found.met, any_of(sets, found.by))
    known, new = len(found.reached), reached[len(found.reached) :]
    senders = _some_move(board.causes, sent.parties, cause, known)
    if not len(new):
        receivers = _some_move(board.effects, taken.parties, effect, len(found.met))
        return senders, receivers, flags_of(met, known).T
    # What only further causes reach tells receivers apart that all others reach alike.
    also, more = group_by_set(any_of(_after(board.receivers.sets, sets), by_state(new, states)))
    after, told = _pairs(np.concatenate((found.effect, effect)), also)
    receivers = _by_class(board.receivers, board.effects, taken, after, found.effect)
    joined = flags_of(met[told[0]], known), flags_of(more[told[1]], len(new))
    return senders, receivers, np.hstack(joined).T


def kinds_anew(board: Board, sent: Moved, taken: Moved, leads: np.ndarray, lost: Flags) -> Told:
    """For a change after which states lead on as `leads` says, and some are lost: O(sets x states / 64), sorted."""
    found = board.reach
    senders, receivers = (
        _without(_after(classes.sets, lists_of(moved.sets, len(lost))), lost)
        for classes, moved in ((board.senders, sent), (board.receivers, taken))
    )
    now = reach(leads, senders, receivers)
    return (
        _by_class(board.senders, board.causes, sent, now.cause, found.cause),
        _by_class(board.receivers, board.effects, taken, now.effect, found.effect),
        now.joined,
    )


def _some_move(kind: Ints, parties: Ints, now: Ints, count: int) -> Kinds:
    """The `count` kinds that stay as they are, and after them those of parties that go from one to another."""
    same = np.arange(count, dtype=np.int32)
    goes = np.flatnonzero(kind[parties] != now)
    if not len(goes):
        return Kinds(kind, same, same)
    parties = parties[goes]
    number, (before, after) = _pairs(kind[parties], now[goes])
    of = kind.copy()
    of[parties] = count + number
    return Kinds(of, np.concatenate((same, before)), np.concatenate((same, after)))


def _by_class(classes: Classes, was: Ints, moved: Moved, now: Ints, before: Ints) -> Kinds:
    """From what classes and then parties moved are `now`; classes were `before`, and parties `was`."""
    number, told = _pairs(np.concatenate((before, was[moved.parties])), now)
    of = number[classes.row]
    of[moved.parties] = number[len(before) :]
    return Kinds(of, *told)


def _pairs(one: Ints, other: Ints) -> tuple[Ints, tuple[Ints, Ints]]:
    """Number of each pair of numbers among the distinct ones, and these."""
    code = one.astype(np.int64) << 32 | other
    told = distinct(code)
    pairs = (told >> 32).astype(np.int32), (told & 0xFFFFFFFF).astype(np.int32)
    return np.searchsorted(told, code).astype(np.int32), pairs


def _after(lists: Lists, more: Lists) -> Lists:
    """Lists with more after them."""
    return Lists(
        np.concatenate((lists.items, more.items)),
        np.concatenate((lists.offsets, lists.offsets[-1] + more.offsets[1:])),
    )


def _without(lists: Lists, lost: Flags) -> Lists:
    """The lists without the states that are lost."""
    if not lost.any():
        return lists
    kept = ~lost[lists.items]
    before = np.concatenate(([0], np.cumsum(kept)))
    return Lists(lists.items[kept], before[lists.offsets].astype(np.int32))
