"""The answer to "who can exchange X with whom" for a scope: counts, pairs, organisations, groups, matrix, explanations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np

from graphmap.analysis.exchange.cells import CELLS, SELF, cells_of
from graphmap.analysis.exchange.explain import Explainer
from graphmap.analysis.exchange.network import Network
from graphmap.analysis.findings import Counts, Exchange, Group, Partners, Question
from graphmap.model.errors import UsageError
from graphmap.model.terms import Reason, Verdict
from graphmap.snapshot.columns import Ints, Snapshot

MATRIX_LIMIT = 2000
"""Organisations on a side above which a matrix is refused (semantics, section 6)."""
_BLOCK = 256
_YES = CELLS.index((Verdict.YES, ()))
_UNKNOWN = np.array([cell for cell, (verdict, _) in enumerate(CELLS) if verdict is Verdict.UNKNOWN])


@dataclass(frozen=True)
class PairPage:
    """Some of the pairs asked for, (sender, receiver) rows in order; `total` counts all of them."""

    total: int
    pairs: tuple[tuple[int, int], ...]
    more: bool


class Report:
    """One question over ordered pairs of distinct organisations, from senders to receivers.

    Rows are the snapshot's, ascending, so that pairs come by sender code and then receiver code. Counts are exact and cost
    classes squared; listings stream one sender at a time, so memory never grows with organisations squared.
    """

    def __init__(self, snapshot: Snapshot, question: Question, senders: Ints, receivers: Ints) -> None:
        self.snapshot = snapshot
        self.question = question
        self.senders = np.unique(senders).astype(np.int32)
        self.receivers = np.unique(receivers).astype(np.int32)
        self.network = Network(snapshot, question)
        self.cells = cells_of(self.network, question)

    @cached_property
    def tally(self) -> tuple[int, ...]:
        """Pairs by cell, in the order of `CELLS`."""
        return tuple(self.cells.tally(self.senders, self.receivers).tolist())

    @property
    def organisations(self) -> int:
        """Distinct organisations in scope, as sender or receiver."""
        return len(np.union1d(self.senders, self.receivers))

    @property
    def counts(self) -> Counts:
        by_verdict = dict.fromkeys(Verdict, 0)
        for (verdict, _), count in zip(CELLS, self.tally, strict=True):
            by_verdict[verdict] += count
        return Counts(
            by_verdict[Verdict.YES],
            by_verdict[Verdict.NO],
            by_verdict[Verdict.UNKNOWN],
            by_verdict[Verdict.NOT_APPLICABLE],
        )

    @property
    def reasons(self) -> tuple[tuple[Reason, int], ...]:
        """Pairs by reason, in the order of `Reason`; a pair with two reasons counts for both; none left out but zeros."""
        return _by_reason(self.tally)

    def verdict(self, sender: int, receiver: int) -> tuple[Verdict, tuple[Reason, ...]]:
        """Verdict and reasons of one pair, in scope or not."""
        return CELLS[self.cells.cell(sender, receiver)]

    def explain(self, sender: int, receiver: int, routes: int = 1) -> Exchange:
        """One pair with its reasons, routes (at most `routes`), dates and remedies."""
        if sender == receiver:
            raise UsageError("sender and receiver are the same organisation: name two")
        return self._explainer.explain(sender, receiver, routes)

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(self.network, self.question, self.cells)

    def pairs(
        self,
        sender: int | None = None,
        receiver: int | None = None,
        verdicts: frozenset[Verdict] = frozenset(),
        reasons: frozenset[Reason] = frozenset(),
        after: tuple[int, int] | None = None,
        limit: int = 50,
    ) -> PairPage:
        """Pairs in scope with one of the verdicts and one of the reasons (empty: any), after a pair already seen."""
        wanted = [
            cell
            for cell, (verdict, why) in enumerate(CELLS)
            if (not verdicts or verdict in verdicts) and (not reasons or reasons.intersection(why))
        ]
        senders = self.senders if sender is None else np.intersect1d(self.senders, [sender])
        receivers = self.receivers if receiver is None else np.intersect1d(self.receivers, [receiver])
        if sender is None and receiver is None:
            tally = np.array(self.tally)
        else:
            tally = self.cells.tally(senders, receivers)
        found: list[tuple[int, int]] = []
        for row in senders[senders >= after[0]].tolist() if after else senders.tolist():
            cells = self.cells.cells_from(row)[receivers]
            hits = receivers[np.isin(cells, wanted)]
            if after and row == after[0]:
                hits = hits[hits > after[1]]
            found += [(row, hit) for hit in hits[: limit + 1 - len(found)].tolist()]
            if len(found) > limit:
                break
        return PairPage(int(tally[wanted].sum()), tuple(found[:limit]), len(found) > limit)

    def by_organisation(self) -> tuple[Partners, ...]:
        """Every organisation in scope with its partners among the others; O(senders * receivers), a row at a time."""
        return tuple(self._partners(row) for row in np.union1d(self.senders, self.receivers).tolist())

    def partners(self, row: int) -> Partners:
        """One organisation's partners among the others in scope."""
        return self._partners(row)

    def _partners(self, row: int) -> Partners:
        nobody = np.empty(0, dtype=np.uint8)
        sends = self.cells.cells_from(row)[self.receivers] if self._is(row, self.senders) else nobody
        takes = self.cells.cells_to(row)[self.senders] if self._is(row, self.receivers) else nobody
        tally = np.bincount(sends, minlength=256) + np.bincount(takes, minlength=256)
        both = np.intersect1d(
            self.receivers[sends == _YES] if len(sends) else nobody, self._yes(self.senders, takes)
        )
        return Partners(
            row,
            int((sends == _YES).sum()),
            int((takes == _YES).sum()),
            len(both),
            int(tally[_UNKNOWN].sum()),
            _by_reason(tuple(tally[: len(CELLS)].tolist())),
        )

    @staticmethod
    def _yes(rows: Ints, cells: np.ndarray) -> Ints:
        return rows[cells == _YES] if len(cells) else rows[:0]

    @staticmethod
    def _is(row: int, rows: Ints) -> bool:
        position = int(np.searchsorted(rows, row))
        return position < len(rows) and int(rows[position]) == row

    def groups(self) -> tuple[Group, ...]:
        """Largest groups first, then by code.

        Organisations with the same partners, themselves counted in, exchange with one another. A set of partners is kept
        as a 256-bit digest of its exact bits, so that memory grows with organisations and not with their square.
        """
        rows = np.intersect1d(self.senders, self.receivers)
        by_partners: dict[bytes, list[int]] = {}
        for row in rows.tolist():
            sends, takes = self.cells.cells_from(row) == _YES, self.cells.cells_to(row) == _YES
            sends[row] = takes[row] = True
            digest = blake2b(
                np.packbits(sends[rows]).tobytes() + np.packbits(takes[rows]).tobytes(), digest_size=32
            )
            by_partners.setdefault(digest.digest(), []).append(row)
        groups = [Group(tuple(found)) for found in by_partners.values() if len(found) > 1]
        return tuple(sorted(groups, key=lambda group: (-len(group.organisations), group.organisations)))

    def rows(self) -> Iterator[tuple[int, np.ndarray]]:
        """Each sender with its cells by receiver in scope, `SELF` where they are the same."""
        for row in self.senders.tolist():
            yield row, self.cells.cells_from(row)[self.receivers]

    def matrix(self) -> np.ndarray:
        """Cells of all pairs, one row a sender, for pictures. Raises `UsageError` above `MATRIX_LIMIT` organisations."""
        if max(len(self.senders), len(self.receivers)) > MATRIX_LIMIT:
            raise UsageError(
                f"a matrix of {len(self.senders)} by {len(self.receivers)} organisations is more than can be shown "
                f"({MATRIX_LIMIT}): narrow the filter, or read counts, byOrganisation or pairs"
            )
        cells = np.full((len(self.senders), len(self.receivers)), SELF, dtype=np.uint8)
        for position, (_, row) in enumerate(self.rows()):
            cells[position] = row
        return cells


def ask(snapshot: Snapshot, question: Question, senders: Ints, receivers: Ints) -> Report:
    """The report on `question` from `senders` to `receivers` (rows of the snapshot's organisations).

    Raises `UsageError` for an unknown exchange type.
    """
    return Report(snapshot, question, senders, receivers)


def _by_reason(tally: tuple[int, ...]) -> tuple[tuple[Reason, int], ...]:
    counts = dict.fromkeys(Reason, 0)
    for (_, why), count in zip(CELLS, tally, strict=True):
        for reason in why:
            counts[reason] += count
    return tuple((reason, count) for reason, count in counts.items() if count)
