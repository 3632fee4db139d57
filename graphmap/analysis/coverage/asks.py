"""Whom to ask what: the UNKNOWN pairs that the record of one organisation leaves open, and those that it would settle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.applicability import applicable
from graphmap.analysis.coverage.unjoined import ASKED, JOINS, OPEN, SETTLED, UNKNOWN, Unjoined
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.exchange.reach import relate
from graphmap.analysis.exchange.words import Words
from graphmap.analysis.findings import Question
from graphmap.analysis.kept import kept
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Ints, Snapshot

_KEPT = 28
"""Relations kept with a snapshot: every exchange type on two days."""


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
    sends, takes = applicable(snapshot, code)
    is_open = ~network.complete()
    scope = Unjoined(
        relation,
        OPEN * is_open + JOINS * relation.enters,
        OPEN * is_open + JOINS * relation.leaves,
        np.unique(senders[sends[senders]]),
        np.unique(receivers[takes[receivers]]),
    )
    organisations = np.union1d(scope.senders, scope.receivers)
    found = np.zeros((len(organisations), 7), dtype=np.int64)
    found[:, 0], found[:, 1] = organisations, place
    at = np.searchsorted(organisations, scope.senders)
    unjoined = scope.from_senders()
    number = scope.sends[scope.senders]
    found[at, 2] = (unjoined * ASKED[number]).sum(axis=1)
    found[at, 4] = (unjoined * SETTLED[number]).sum(axis=1)
    found[:, 6] = (unjoined * UNKNOWN[number]).sum()
    at = np.searchsorted(organisations, scope.receivers)
    unjoined = scope.to_receivers()
    number = scope.takes[scope.receivers]
    found[at, 3] = (unjoined * ASKED[number]).sum(axis=1)
    found[at, 5] = (unjoined * SETTLED[number]).sum(axis=1)
    return found[(found[:, 2] + found[:, 3]) > 0]
