"""What parts when systems fail that pass nothing on: many such failures at once, each counted near what fails alone.

What relays lead to stays as it is then. So a pair is lost only where its sender or its receiver is touched (see `touched`),
or where what joins the two directly fails.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.board import Between, Board
from graphmap.analysis.exchange.causes import any_of
from graphmap.analysis.exchange.difference import whereabouts
from graphmap.analysis.exchange.joins import (
    bits_of,
    distinct,
    flags_of,
    group_by_set,
    matches_at,
    members,
    starts,
)
from graphmap.analysis.exchange.touched import Role, Touched, by_number
from graphmap.snapshot.columns import Flags, Lists


class EndsFailing:
    """A board, and the parties asked about, made ready for failures that take none of its relays."""

    def __init__(self, board: Board, scope: Between) -> None:
        deployments, states = len(board.parties), len(board.states)
        self._relays = np.zeros(deployments, dtype=bool)
        self._relays[board.relay] = True
        leads = flags_of(board.leads, states)
        effect, behind = group_by_set(any_of(board.receivers.sets, bits_of(leads.T)))
        onward, backward = flags_of(behind, states).T, flags_of(board.reach.reached, states).T
        self._senders = Role(
            board.entries, board.senders, scope.senders, deployments, board.reach.cause, board.leads, onward
        )
        itself = bits_of(np.eye(states, dtype=bool))
        self._receivers = Role(
            board.exits, board.receivers, scope.receivers, deployments, effect, itself, backward
        )
        self._direct = _Direct(board, scope)

    def takes_relays(self, failing: Lists) -> Flags:
        """Which failures, given by their deployments, take a relay of the board: `lost` does not hold for these."""
        flags = np.zeros(len(failing), dtype=bool)
        flags[failing.owners()[self._relays[failing.items]]] = True
        return flags

    def lost(self, failing: Lists) -> tuple[np.ndarray, Flags]:
        """How many pairs each failure parts, and who is in one of these: parties x failures.

        O(steps of those touched + groups x kinds + parties x failures), sorted.
        """
        return _Lost(self._senders, self._receivers, self._direct, failing).told()


class _Direct:
    """Pairs asked about that are joined directly, each once, and the steps that each rests on."""

    def __init__(self, board: Board, scope: Between) -> None:
        steps, parties = board.direct, len(board.senders.row)
        sender, receiver = np.divmod(steps.pair, parties)
        chosen = np.flatnonzero(scope.senders[sender] & scope.receivers[receiver])
        pair, self._pair, self._steps = np.unique(steps.pair[chosen], return_inverse=True, return_counts=True)
        self.sender, self.receiver = np.divmod(pair, parties)
        self.by_relays = board.reach.joined[board.causes[self.sender], board.effects[self.receiver]]
        ends = np.concatenate((steps.origin[chosen], steps.sink[chosen]))
        self._of_deployment = by_number(ends, len(board.parties))
        self._of_party = by_number(self.sender, parties), by_number(self.receiver, parties)

    def gone(self, failing: Lists) -> np.ndarray:
        """Failure x pairs + pair, ascending, of those that no step joins any more."""
        steps, pairs = len(self._pair), len(self.sender)
        position, end = members(self._of_deployment, failing.items)
        who, step = np.divmod(
            distinct(failing.owners()[position].astype(np.int64) * steps + end % steps), steps
        )
        code, count = np.unique(who * pairs + self._pair[step], return_counts=True)
        gone: np.ndarray = code[count == self._steps[code % pairs]]
        return gone

    def near(self, senders: Touched, receivers: Touched, parties: int) -> np.ndarray:
        """Failure x pairs + pair, ascending, of those one of which is touched."""
        found = []
        for touched, pairs in zip((senders, receivers), self._of_party, strict=True):
            who, party = np.divmod(touched.code, parties)
            position, pair = members(pairs, party)
            found.append(who[position] * len(self.sender) + pair)
        return distinct(np.concatenate(found))


class _Lost:
    """What some failures part: groups against kinds, groups against groups, and pairs that these count wrongly."""

    def __init__(self, senders: Role, receivers: Role, direct: _Direct, failing: Lists) -> None:
        self._roles, self._direct, self._failing = (senders, receivers), direct, failing
        self._touched = sent, taken = senders.touched(failing), receivers.touched(failing)
        # Every group of senders beside every group of receivers of the same failure.
        self._beside = one, other = matches_at(sent.who, taken.first)
        joined = ((sent.before[one] & taken.before[other]) != 0).any(axis=1)
        self._parted = joined & ~((sent.after[one] & taken.after[other]) != 0).any(axis=1)
        self._begin = starts(one, len(sent.who))

    def told(self) -> tuple[np.ndarray, Flags]:
        """Pairs that each failure parts, and parties x failures: who is in one."""
        sent, taken = self._touched
        one, other = self._beside
        failures = len(self._failing)
        who, sender, receiver, more = self._corrections
        by_sent, by_taken = self._losing(0), self._losing(1)
        pairs = np.bincount(who, more, failures)
        pairs += np.bincount(sent.who, sent.size * by_sent, failures)
        pairs += np.bincount(taken.who, taken.size * by_taken, failures)
        pairs -= np.bincount(sent.who[one], sent.size[one] * taken.size[other] * self._parted, failures)
        affected = self._affected(0, by_sent, who, sender, more)
        affected |= self._affected(1, by_taken, who, receiver, more)
        return pairs.astype(np.int64), affected

    def _losing(self, side: int) -> np.ndarray:
        """How many of the other role are parted from a party of each group, itself included."""
        touched, others = self._touched[side], self._touched[1 - side]
        group, other = self._beside[side], self._beside[1 - side]
        found = touched.lost[:-1] @ self._roles[1 - side].held
        # Others that are touched too are not what their kind says.
        otherwise = self._parted.astype(np.int64) - touched.lost[group, others.kind[other]]
        more = np.bincount(group, others.size[other] * otherwise, len(found))
        return found + more.astype(np.int64)

    def _affected(
        self, side: int, losing: np.ndarray, who: np.ndarray, party: np.ndarray, more: np.ndarray
    ) -> Flags:
        """Parties x failures: who loses a pair in one role."""
        role, touched = self._roles[side], self._touched[side]
        parted = self._touched[1 - side].by_failure()
        code = who * role.parties + party
        apart = distinct(np.concatenate((touched.code, code)))
        who, party = np.divmod(apart, role.parties)
        group = touched.groups(apart)
        count = np.where(group < 0, parted[role.kind[party], who], np.append(losing, 0)[group])
        np.add.at(count, np.searchsorted(apart, code), more)
        flags: Flags = (parted > 0).take(role.kind, axis=0)
        flags[party, who] = count > 0
        return flags

    @cached_property
    def _corrections(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Failure, sender, receiver, and what this pair adds to those counted: nobody loses itself, and direct pairs."""
        direct, (sent, taken) = self._direct, self._touched
        parties, pairs = self._roles[0].parties, len(direct.sender)
        who, party = np.divmod(distinct(np.concatenate((sent.code, taken.code))), parties)
        gone, near = direct.gone(self._failing), direct.near(sent, taken, parties)
        beside, still = np.divmod(near[whereabouts(gone, near) < 0], pairs)
        failing, gone = np.divmod(gone, pairs)
        wrongly = (
            np.concatenate((who, beside)),
            np.concatenate((party, direct.sender[still])),
            np.concatenate((party, direct.receiver[still])),
        )
        return (
            np.concatenate((wrongly[0], failing)),
            np.concatenate((wrongly[1], direct.sender[gone])),
            np.concatenate((wrongly[2], direct.receiver[gone])),
            np.concatenate((-1 * self._counted(*wrongly), 1 * ~direct.by_relays[gone])),
        )

    def _counted(self, who: np.ndarray, sender: np.ndarray, receiver: np.ndarray) -> Flags:
        """Which pairs kinds and groups count as parted by a failure."""
        (sending, taking), (sent, taken) = self._roles, self._touched
        one = sent.groups(who * sending.parties + sender)
        other = taken.groups(who * taking.parties + receiver)
        counted = sent.lost[one, taking.kind[receiver]] | taken.lost[other, sending.kind[sender]]
        both = np.flatnonzero((one >= 0) & (other >= 0))
        counted[both] = self._parted[self._begin[one[both]] + other[both] - taken.first[who[both]]]
        return np.asarray(counted, dtype=bool)
