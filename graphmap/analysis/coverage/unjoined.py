"""UNKNOWN pairs of a scope, counted for each organisation without looking at any pair (semantics, section 5).

A pair is UNKNOWN by the openness of its two ends alone: imagined systems are no relays, so what one organisation's record
lacks says nothing of the pairs of others. It follows that making one record complete, as it is, settles a pair of that
organisation exactly when the other end's gaps alone make no route: the pair is then NO.

Everything that this depends on is one relation and four flags (whether each end's record is open, whether the sender gets a
payload into some relay, whether every relay's payload gets to the receiver), so the pairs of an organisation are counted by
those flags of their other ends.
"""

from __future__ import annotations

import numpy as np

from graphmap.analysis.exchange.reach import Relation
from graphmap.snapshot.columns import Flags, Ints

_NUMBER, OPEN, JOINS = 4, 2, 1
"""An end of a pair as a number: 2 where its record is open, and 1 where its own systems are joined to relays."""


class Unjoined:
    """The pairs of a scope that the facts alone do not join, counted by the number of their other end."""

    def __init__(
        self, relation: Relation, sends: np.ndarray, takes: np.ndarray, senders: Ints, receivers: Ints
    ) -> None:
        self.relation = relation
        self.sends, self.takes = sends, takes
        self.senders, self.receivers = senders, receivers
        self._both = np.intersect1d(senders, receivers)
        # An organisation is no pair with itself; where its classes are joined it was never counted.
        itself = relation.joined[relation.row[self._both], relation.column[self._both]]
        self._with_itself = self._both[~itself]
        sender, receiver = np.divmod(relation.direct, max(len(relation.row), 1))
        inside = np.isin(sender, senders) & np.isin(receiver, receivers)
        self._direct = sender[inside], receiver[inside]

    def from_senders(self) -> np.ndarray:
        """By sender in scope and number of the receiver: receivers in scope to which no route leads."""
        relation = self.relation
        counts = _counted(
            relation.column[self.receivers], self.takes[self.receivers], relation.joined.shape[1]
        )
        missed = _missed(relation.joined, counts)[relation.row[self.senders]]
        sender, receiver = self._direct
        np.subtract.at(
            missed, (np.searchsorted(self.senders, self._with_itself), self.takes[self._with_itself]), 1
        )
        np.subtract.at(missed, (np.searchsorted(self.senders, sender), self.takes[receiver]), 1)
        return missed

    def to_receivers(self) -> np.ndarray:
        """By receiver in scope and number of the sender: senders in scope from which no route leads."""
        relation = self.relation
        counts = _counted(relation.row[self.senders], self.sends[self.senders], relation.joined.shape[0])
        missed = _missed(relation.joined.T, counts)[relation.column[self.receivers]]
        sender, receiver = self._direct
        np.subtract.at(
            missed, (np.searchsorted(self.receivers, self._with_itself), self.sends[self._with_itself]), 1
        )
        np.subtract.at(missed, (np.searchsorted(self.receivers, receiver), self.sends[sender]), 1)
        return missed


def _counted(of_class: Ints, number: np.ndarray, classes: int) -> np.ndarray:
    """Organisations by class and number."""
    return np.bincount(of_class * _NUMBER + number, minlength=classes * _NUMBER).reshape(classes, _NUMBER)


def _missed(joined: Flags, counts: np.ndarray) -> np.ndarray:
    """For each class the organisations, by number, that are in no class joined with it."""
    # Single precision counts exactly up to 16 million organisations, and is several times quicker than whole numbers.
    met = (joined.astype(np.float32) @ counts.astype(np.float32)).astype(np.int64)
    missed: np.ndarray = counts.sum(axis=0) - met
    return missed


def _judged() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By the number of one end and of the other, where no route joins them: UNKNOWN, names the one, settled by the one."""
    number = np.arange(_NUMBER)
    is_open, joins = number & OPEN > 0, number & JOINS > 0
    alone = is_open[:, None] & joins[None, :]
    """Completing the one end alone makes a route: the other is joined to relays already."""
    other_alone = joins[:, None] & is_open[None, :]
    unknown = alone | other_alone | (is_open[:, None] & is_open[None, :])
    return unknown, unknown & (alone | ~other_alone), unknown & ~other_alone


UNKNOWN, ASKED, SETTLED = _judged()
"""Of pairs that no route joins, by the numbers of one end and of the other: whether they are UNKNOWN, whether they name the
one end, and whether the one end's complete record settles them."""
