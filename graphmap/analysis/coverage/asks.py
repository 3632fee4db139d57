"""Whom to ask what: the UNKNOWN pairs that the record of one organisation leaves open (semantics, section 5).

A pair is UNKNOWN by the openness of its two ends alone: imagined systems are no relays, so what one organisation's record
lacks says nothing of the pairs of others. It follows that making one record complete, as it is, settles a pair of that
organisation exactly when the other end's gaps alone make no route: the pair is then NO.

Everything that this depends on is one relation and four flags (whether each end's record is open, whether the sender gets a
payload into some relay, whether every relay's payload gets to the receiver), so the pairs of an organisation are counted by
those flags of their other ends, and no pair is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.exchange.reach import Relation, relate
from graphmap.analysis.exchange.words import Words
from graphmap.analysis.findings import Question
from graphmap.analysis.kept import kept
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Flags, Ints, Snapshot

_KEPT = 28
"""Relations kept with a snapshot: every exchange type on two days."""
_NUMBER, _OPEN, _JOINS = 4, 2, 1
"""An end of a pair as a number: 2 where its record is open, and 1 where its own systems are joined to relays."""


@dataclass(frozen=True)
class OpenQuestion:
    """What one organisation could settle for one exchange type. Organisations are rows of the snapshot.

    `as_sender` and `as_receiver` are UNKNOWN pairs of the scope that name it as one to ask, in that role; of these
    `settled_as_sender` and `settled_as_receiver` would be UNKNOWN no more if its record were complete as it is now.
    `unknown` counts all UNKNOWN pairs of the scope for the exchange type.
    """

    organisation: int
    exchange: str
    as_sender: int
    as_receiver: int
    settled_as_sender: int
    settled_as_receiver: int
    unknown: int

    @property
    def pairs(self) -> int:
        """Pairs that name it, in either role; no pair names it in both."""
        return self.as_sender + self.as_receiver

    @property
    def settled(self) -> int:
        return self.settled_as_sender + self.settled_as_receiver

    def text(self, snapshot: Snapshot) -> str:
        """The question in words."""
        words = Words(snapshot, self.exchange)
        if self.as_sender and self.as_receiver:
            return (
                f"Ask {words.organisation(self.organisation)}: which systems send and which receive {words.what}, "
                "in which profiles, and to which relays are they linked?"
            )
        sender = self.organisation if self.as_sender else -1
        return words.ask(self.organisation, sender).text


class OpenQuestions:
    """Open questions in their order, made when they are looked at: most pairs first, then most settled, then by code."""

    def __init__(self, found: np.ndarray, order: np.ndarray) -> None:
        """`found`: one row a question, its columns as the fields of `OpenQuestion`."""
        self._found = found
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, place: int) -> OpenQuestion:
        organisation, exchange, *counts = self._found[self._order[place]].tolist()
        return OpenQuestion(organisation, list(vocabulary().exchange_types)[exchange], *counts)


def open_questions(
    snapshot: Snapshot,
    as_of: date,
    senders: Ints,
    receivers: Ints,
    exchanges: tuple[str, ...] | None = None,
    min_evidence: Evidence | None = None,
) -> OpenQuestions:
    """What the organisations in scope could settle, for the exchange types given (all when left out).

    Pairs are ordered pairs of distinct organisations from `senders` to `receivers` (rows). O(classes squared) for each
    exchange type and O(n log n) in the questions, once the relations are kept with the snapshot.
    """
    codes = list(vocabulary().exchange_types)
    parts = [
        _of_type(snapshot, code, codes.index(code), as_of, senders, receivers, min_evidence)
        for code in (codes if exchanges is None else exchanges)
    ]
    found = np.concatenate(parts)
    organisation, exchange, as_sender, as_receiver, settled_sender, settled_receiver, _ = found.T
    order = np.lexsort(
        (exchange, organisation, -(settled_sender + settled_receiver), -(as_sender + as_receiver))
    )
    return OpenQuestions(found, order)


def _of_type(
    snapshot: Snapshot,
    code: str,
    place: int,
    as_of: date,
    senders: Ints,
    receivers: Ints,
    min_evidence: Evidence | None,
) -> np.ndarray:
    network = Network(snapshot, Question(code, as_of, min_evidence=min_evidence))
    relation = kept(
        snapshot,
        "usable relation",
        (code, as_of, min_evidence),
        _KEPT,
        lambda: relate(network, Standing.USABLE),
    )
    sends, takes = _applicable(snapshot, code)
    is_open = ~network.complete()
    scope = _Scope(
        relation,
        _OPEN * is_open + _JOINS * relation.enters,
        _OPEN * is_open + _JOINS * relation.leaves,
        np.unique(senders[sends[senders]]),
        np.unique(receivers[takes[receivers]]),
    )
    organisations = np.union1d(scope.senders, scope.receivers)
    found = np.zeros((len(organisations), 7), dtype=np.int64)
    found[:, 0], found[:, 1] = organisations, place
    at = np.searchsorted(organisations, scope.senders)
    unjoined = scope.from_senders()
    number = scope.sends[scope.senders]
    found[at, 2] = (unjoined * _ASKED[number]).sum(axis=1)
    found[at, 4] = (unjoined * _SETTLED[number]).sum(axis=1)
    found[:, 6] = (unjoined * _UNKNOWN[number]).sum()
    at = np.searchsorted(organisations, scope.receivers)
    unjoined = scope.to_receivers()
    number = scope.takes[scope.receivers]
    found[at, 3] = (unjoined * _ASKED[number]).sum(axis=1)
    found[at, 5] = (unjoined * _SETTLED[number]).sum(axis=1)
    return found[(found[:, 2] + found[:, 3]) > 0]


class _Scope:
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


def _applicable(snapshot: Snapshot, code: str) -> tuple[Flags, Flags]:
    """Whether the kind of each organisation sends, and takes, an exchange type."""
    terms = vocabulary()
    kinds = list(terms.organisation_types)
    sends, takes = (
        np.array([kind in chosen for kind in kinds] + [False])[snapshot.organisations.type]
        for chosen in terms.applicability[code]
    )
    return sends, takes


def _judged() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By the number of one end and of the other, where no route joins them: UNKNOWN, names the one, settled by the one."""
    number = np.arange(_NUMBER)
    is_open, joins = number & _OPEN > 0, number & _JOINS > 0
    alone = is_open[:, None] & joins[None, :]
    """Completing the one end alone makes a route: the other is joined to relays already."""
    other_alone = joins[:, None] & is_open[None, :]
    unknown = alone | other_alone | (is_open[:, None] & is_open[None, :])
    return unknown, unknown & (alone | ~other_alone), unknown & ~other_alone


_UNKNOWN, _ASKED, _SETTLED = _judged()
