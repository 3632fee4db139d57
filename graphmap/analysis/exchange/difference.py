"""Ordered pairs of parties that a change joins or parts: counted by classes, listed sender by sender."""

from __future__ import annotations

from functools import cached_property
from hashlib import blake2b

import numpy as np

from graphmap.analysis.exchange.board import Between
from graphmap.analysis.exchange.evolve import Outcome
from graphmap.analysis.kept import kept
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Flags, Ints, Snapshot

_KEPT = 32
"""Scopes kept with a snapshot: two an exchange type. 0.2 MB each on a national map."""


def between(snapshot: Snapshot, exchange: str, senders: Ints, receivers: Ints) -> Between:
    """The organisations of a scope (rows) that may send and receive an exchange type (semantics, table 1).

    Kept with the snapshot. O(organisations) where it is not.
    """
    key = exchange, senders.tobytes(), receivers.tobytes()
    return kept(snapshot, "between", key, _KEPT, lambda: _between(snapshot, exchange, senders, receivers))


def _between(snapshot: Snapshot, exchange: str, senders: Ints, receivers: Ints) -> Between:
    codes, types = list(vocabulary().organisation_types), snapshot.organisations.type
    chosen = []
    for rows, kinds in zip((senders, receivers), vocabulary().applicability[exchange], strict=True):
        takes_part = np.array([code in kinds for code in codes] + [False])
        flags = np.zeros(len(types), dtype=bool)
        flags[rows] = takes_part[types[rows]]
        chosen.append(flags)
    name = blake2b(senders.tobytes() + b"|" + receivers.tobytes(), digest_size=16).digest()
    return Between(name, *chosen)


class Difference:
    """Who can exchange before a change and not after, and the other way round, within a scope."""

    def __init__(self, outcome: Outcome, scope: Between) -> None:
        self._outcome, self._scope = outcome, scope
        self._parties = len(outcome.row)
        self._lost = outcome.before & ~outcome.after
        self._gained = outcome.after & ~outcome.before

    @property
    def before(self) -> int:
        """Ordered pairs joined before."""
        sender, receiver = np.divmod(self._pairs, self._parties)
        by_class = self._outcome.before[self._outcome.row[sender], self._outcome.column[receiver]]
        only_directly = ~by_class & _holds(self._outcome.pairs_before, self._pairs)
        return self._by_class(self._outcome.before) + int(only_directly.sum())

    @property
    def lost(self) -> int:
        """Ordered pairs joined before and not after."""
        return self._count(self._lost, 0)

    @property
    def gained(self) -> int:
        """Ordered pairs joined after and not before."""
        return self._count(self._gained, 1)

    def lost_by(self) -> tuple[np.ndarray, np.ndarray]:
        """How many pairs each party loses, as sender and as receiver."""
        return self._by_party(self._lost, 0)

    def gained_by(self) -> tuple[np.ndarray, np.ndarray]:
        """How many pairs each party gains, as sender and as receiver."""
        return self._by_party(self._gained, 1)

    def lost_from(self, sender: int) -> Ints:
        """Receivers, ascending, that a sender loses."""
        return self._from(sender, 0)

    def gained_from(self, sender: int) -> Ints:
        """Receivers, ascending, that a sender gains."""
        return self._from(sender, 1)

    def kept_from(self, sender: int) -> Ints:
        """Receivers, ascending, that a sender reaches before and after."""
        return self._from(sender, 2)

    def lost_between(self, senders: Ints, receivers: Ints) -> Flags:
        """Which pairs of some parties in scope are lost: senders x receivers, each ascending."""
        outcome = self._outcome
        rows, columns = outcome.row[senders], outcome.column[receivers]
        before, after = (joined[np.ix_(rows, columns)] for joined in (outcome.before, outcome.after))
        for joined, pairs in ((before, outcome.pairs_before), (after, outcome.pairs_after)):
            sender, receiver = np.divmod(pairs, self._parties)
            line, place = whereabouts(senders, sender), whereabouts(receivers, receiver)
            some = (line >= 0) & (place >= 0)
            joined[line[some], place[some]] = True
        lost: Flags = before & ~after
        lost[senders[:, None] == receivers[None, :]] = False
        return lost

    # -- classes --------------------------------------------------------------------------------------------------------

    @cached_property
    def _sizes(self) -> tuple[np.ndarray, np.ndarray]:
        """How many senders each class has, and how many receivers."""
        senders, receivers, _ = self._scope.rows
        rows, columns = self._outcome.before.shape
        return (
            np.bincount(self._outcome.row[senders], minlength=rows),
            np.bincount(self._outcome.column[receivers], minlength=columns),
        )

    def _count(self, classes: Flags, side: int) -> int:
        return int(self._corrections[side].sum()) + self._by_class(classes)

    def _by_class(self, classes: Flags) -> int:
        """Ordered pairs of distinct parties in scope whose classes are flagged."""
        if not classes.any():
            return 0
        sending, taking = self._sizes
        # Single precision is exact: no row sums to more than all receivers, and these are fewer than 16 million.
        by_row = classes.astype(np.float32) @ taking.astype(np.float32)
        return int(sending @ by_row.astype(np.int64)) - int(np.count_nonzero(classes.take(self._with_itself)))

    @cached_property
    def _with_itself(self) -> np.ndarray:
        """Where the classes of those stand that are senders and receivers, in a table of classes read row by row."""
        outcome, both = self._outcome, self._scope.rows[2]
        places: np.ndarray = (
            outcome.row[both].astype(np.int64) * outcome.before.shape[1] + outcome.column[both]
        )
        return places

    def _by_party(self, classes: Flags, side: int) -> tuple[np.ndarray, np.ndarray]:
        sending, taking = self._sizes
        as_sender = (classes @ taking).take(self._outcome.row) * self._scope.senders
        as_receiver = (sending @ classes).take(self._outcome.column) * self._scope.receivers
        itself = self._scope.rows[2][classes.take(self._with_itself)]
        as_sender[itself] -= 1
        as_receiver[itself] -= 1
        sender, receiver = np.divmod(self._pairs, self._parties)
        change = self._corrections[side]
        np.add.at(as_sender, sender, change)
        np.add.at(as_receiver, receiver, change)
        return as_sender, as_receiver

    # -- direct pairs ---------------------------------------------------------------------------------------------------

    @cached_property
    def _pairs(self) -> np.ndarray:
        """Pairs in scope that are joined directly before or after, ascending."""
        before, after = self._outcome.pairs_before, self._outcome.pairs_after
        pairs = before if before is after else np.union1d(before, after)
        sender, receiver = np.divmod(pairs, self._parties)
        chosen: np.ndarray = pairs[self._scope.senders[sender] & self._scope.receivers[receiver]]
        return chosen

    @cached_property
    def _corrections(self) -> tuple[np.ndarray, np.ndarray]:
        """For each direct pair, what it adds to the pairs lost, and gained, that classes count."""
        pairs = self._pairs
        sender, receiver = np.divmod(pairs, self._parties)
        row, column = self._outcome.row[sender], self._outcome.column[receiver]
        was, now = self._outcome.before[row, column], self._outcome.after[row, column]
        before = was | _holds(self._outcome.pairs_before, pairs)
        after = now | _holds(self._outcome.pairs_after, pairs)
        lost = (before & ~after).astype(np.int64) - (was & ~now)
        return lost, (after & ~before).astype(np.int64) - (now & ~was)

    def _from(self, sender: int, side: int) -> Ints:
        if not self._scope.senders[sender]:
            return np.empty(0, dtype=np.int32)
        row, column = self._outcome.row[sender], self._outcome.column
        before = self._outcome.before[row][column] | self._flags(self._outcome.pairs_before, sender)
        after = self._outcome.after[row][column] | self._flags(self._outcome.pairs_after, sender)
        found = (before & ~after, after & ~before, before & after)[side] & self._scope.receivers
        found[sender] = False
        return np.flatnonzero(found).astype(np.int32)

    def _flags(self, pairs: np.ndarray, sender: int) -> Flags:
        first, last = np.searchsorted(pairs, [sender * self._parties, (sender + 1) * self._parties])
        flags = np.zeros(self._parties, dtype=bool)
        flags[pairs[first:last] - sender * self._parties] = True
        return flags


def _holds(ascending: np.ndarray, wanted: np.ndarray) -> Flags:
    if not len(ascending):
        return np.zeros(len(wanted), dtype=bool)
    place = np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)
    flags: Flags = ascending[place] == wanted
    return flags


def whereabouts(ascending: Ints, wanted: np.ndarray) -> np.ndarray:
    """Where numbers stand among ascending ones; -1 where they do not."""
    if not len(ascending):
        return np.full(len(wanted), -1)
    place = np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)
    return np.where(ascending[place] == wanted, place, -1)
