"""Parties of a board that lose steps of their own when systems fail, for many failures at once, gathered into groups.

A party is *touched* by a failure that takes a step of its own. Those of one failure that were alike and stay alike make a
*group*. The others count by their *kind*: senders that lead to the same states, receivers that the same states lead to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.board import Classes, Ends, each_once
from graphmap.analysis.exchange.causes import any_of
from graphmap.analysis.exchange.difference import whereabouts
from graphmap.analysis.exchange.joins import bits_of, distinct, flags_of, group_by_set, members, starts
from graphmap.snapshot.columns import Flags, Ints, Lists


@dataclass(frozen=True, eq=False)
class Touched:
    """Parties touched by each failure, and groups of them, both by ascending failure.

    `code`: failure x parties + party, of `group`. `first`: where the groups of each failure begin. Of each group: failure
    `who`, `size`, the `kind` that its parties have, their ends `before` and `after` (see `Role`). `lost`: groups x kinds of
    the other role that were joined and are no more, and a last row and column of none.
    """

    code: np.ndarray
    group: Ints
    first: Ints
    who: np.ndarray
    size: np.ndarray
    kind: Ints
    before: np.ndarray
    after: np.ndarray
    lost: Flags

    def groups(self, code: np.ndarray) -> np.ndarray:
        """The group of each, -1 for those not touched."""
        found: np.ndarray = np.append(self.group, -1)[whereabouts(self.code, code)]
        return found

    def by_failure(self) -> np.ndarray:
        """How many parties of each failure are parted from each kind: kinds x failures."""
        found = np.zeros((self.lost.shape[1], len(self.first) - 1), dtype=np.int64)
        some = np.flatnonzero(np.diff(self.first))
        if len(some):
            each = np.ascontiguousarray(self.lost[:-1].T) * self.size
            found[:, some] = np.add.reduceat(each, self.first[some], axis=1)
        return found


class Role:
    """Parties asked about in one role, their steps and their kinds; the last kind is that of those not asked about.

    `kind`: of each class. `ends`: bits of each state, of which a sender and a receiver that are joined have one in common.
    `others`: states x kinds of the other role that a party with this state is joined with.
    """

    def __init__(
        self,
        steps: Ends,
        classes: Classes,
        asked: Flags,
        deployments: int,
        kind: Ints,
        ends: np.ndarray,
        others: Flags,
    ) -> None:
        chosen = np.flatnonzero(asked[steps.party])
        chosen = chosen[np.argsort(steps.party[chosen], kind="stable")]
        self._party, self._state = steps.party[chosen], steps.state[chosen]
        self._class, self._kind, self.parties = classes.row, kind, len(classes.row)
        self._of_party = Lists(np.arange(len(chosen), dtype=np.int32), starts(self._party, self.parties))
        self._of_deployment = by_number(steps.deployment[chosen], deployments)
        self._ends, self._kinds = ends.shape[1], others.shape[1]
        self._bits = np.column_stack((ends, bits_of(others)))
        self._before = any_of(classes.sets, self._bits)
        kinds = int(kind.max()) + 2
        self.kind = np.where(asked, kind[classes.row], kinds - 1)
        self.held = np.bincount(self.kind, minlength=kinds)

    def touched(self, failing: Lists) -> Touched:
        """Whom failures touch, given the deployments of each. O(steps of those touched), sorted."""
        # Steps stand in the order of their parties, so that failures x steps and failures x parties ascend together.
        steps = len(self._party)
        position, step = members(self._of_deployment, failing.items)
        gone = distinct(failing.owners()[position].astype(np.int64) * steps + step)
        who, step = np.divmod(gone, steps)
        code = each_once(who * self.parties + self._party[step])
        who, party = np.divmod(code, self.parties)
        touch, step = members(self._of_party, party)
        stays = whereabouts(gone, who[touch] * steps + step) < 0
        left = Lists(self._state[step[stays]], starts(touch[stays], len(code)))
        alike = (who << 32 | self._class[party]).astype(np.uint64)
        group, told = group_by_set(np.column_stack((alike, any_of(left, self._bits))))
        return self._grouped(code, group, told[:, 0].astype(np.int64), told[:, 1:], len(failing))

    def _grouped(
        self, code: np.ndarray, group: Ints, alike: np.ndarray, after: np.ndarray, failures: int
    ) -> Touched:
        who, row = alike >> 32, alike & 0xFFFFFFFF
        before, ends = self._before[row], self._ends
        lost = flags_of(before[:, ends:] & ~after[:, ends:], self._kinds)
        return Touched(
            code,
            group,
            starts(who, failures),
            who,
            np.bincount(group, minlength=len(who)),
            self._kind[row],
            before[:, :ends],
            after[:, :ends],
            np.pad(lost, ((0, 1), (0, 1))),
        )


def by_number(numbers: np.ndarray, size: int) -> Lists:
    """Where each number below `size` stands."""
    return Lists(np.argsort(numbers, kind="stable").astype(np.int32), starts(numbers, size))
