"""The verdicts of all ordered pairs at once: one small number a pair of joint classes (semantics, section 5).

A *cell* is a verdict with its reasons, as an index into `CELLS`. Organisations that are alike in everything a verdict
depends on share a joint class; pairs that only a direct link or shared instance joins are kept apart as overrides.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graphmap.analysis.applicability import applicable
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.exchange.reach import Relation, relate
from graphmap.analysis.findings import Question
from graphmap.analysis.kept import kept
from graphmap.model.terms import Reading, Reason, Verdict
from graphmap.snapshot.columns import SINK, SOURCE, Flags, Ints

CELLS: tuple[tuple[Verdict, tuple[Reason, ...]], ...] = (
    (Verdict.NOT_APPLICABLE, ()),
    (Verdict.YES, ()),
    (Verdict.UNKNOWN, (Reason.NO_EVIDENCE_SENDER,)),
    (Verdict.UNKNOWN, (Reason.NO_EVIDENCE_RECEIVER,)),
    (Verdict.UNKNOWN, (Reason.NO_EVIDENCE_SENDER, Reason.NO_EVIDENCE_RECEIVER)),
    (Verdict.NO, (Reason.NO_SYSTEM_SENDER,)),
    (Verdict.NO, (Reason.NO_SYSTEM_RECEIVER,)),
    (Verdict.NO, (Reason.NO_SYSTEM_SENDER, Reason.NO_SYSTEM_RECEIVER)),
    (Verdict.NO, (Reason.PLANNED,)),
    (Verdict.NO, (Reason.MISMATCH,)),
    (Verdict.NO, (Reason.PLANNED, Reason.MISMATCH)),
    (Verdict.NO, (Reason.NO_ROUTE,)),
)
SELF = 255
"""What stands in a row of cells where an organisation meets itself."""
_NOT_APPLICABLE, _YES, _ASK_SENDER, _NO_SYSTEM_SENDER, _PLANNED, _MISMATCH, _BOTH, _NO_ROUTE = (
    0,
    1,
    2,
    5,
    8,
    9,
    10,
    11,
)


_KEPT = 64
"""Cells kept with a snapshot: of every exchange type on two days under both readings; some 2 MB each for a national map."""


Joined = Callable[[int, Ints, Ints], Flags]
"""Whether the facts alone join pairs, under relaxation 0 to 3: none, on the way counts, comparisons agree, both."""


def cells_of(network: Network, question: Question) -> Cells:
    """The cells of a question, kept with the network's snapshot: they are of every organisation, whatever the scope."""
    return kept(network.snapshot, "cells", question, _KEPT, lambda: Cells(network, question))


class Cells:
    """The cell of every ordered pair, from classes and overrides.

    Building it costs four relations and (classes as sender) * (classes as receiver) cells.
    """

    def __init__(self, network: Network, question: Question) -> None:
        snapshot = network.snapshot
        self.organisations = len(snapshot.organisations.key)
        cautious = question.reading is Reading.CAUTIOUS
        self.open: Flags = ~network.complete() if cautious else np.zeros(self.organisations, dtype=bool)
        self._no_source = self._without(network, SOURCE)
        self._no_sink = self._without(network, SINK)
        self._sends, self._takes = applicable(snapshot, question.exchange)
        self.yes = relate(network, Standing.USABLE)
        self._relaxed = (
            self.yes,
            relate(network, Standing.ON_THE_WAY),
            relate(network, Standing.USABLE, compare=False),
            relate(network, Standing.ON_THE_WAY, compare=False),
        )
        self.row, senders = self._joint(True)
        self.column, receivers = self._joint(False)
        self.table = self._judge(senders[:, None], receivers[None, :], self._plain)
        self._override()

    @property
    def loosest(self) -> Relation:
        """The relation in which facts on the way count and every comparison agrees."""
        return self._relaxed[3]

    def _without(self, network: Network, role: int) -> Flags:
        """Organisations with a complete record and no system that has, or is to have, a port of `role`."""
        run_by = network.snapshot.deployments.organisations
        have = np.zeros(self.organisations, dtype=bool)
        have[run_by.items[network.with_port(role)[run_by.owners()]]] = True
        return ~have & ~self.open

    def _joint(self, sending: bool) -> tuple[Ints, Ints]:
        """Joint class of each organisation in one role, and one organisation of each class."""
        features: list[np.ndarray] = [self.open]
        features += [self._sends, self._no_source] if sending else [self._takes, self._no_sink]
        for relation in self._relaxed:
            features += [relation.row] if sending else [relation.column, relation.leaves]
        joint = np.zeros(self.organisations, dtype=np.int64)
        first = np.arange(self.organisations)
        for feature in features:
            joint = joint * (int(feature.max(initial=0)) + 1) + feature
            _, first, joint = np.unique(joint, return_index=True, return_inverse=True)
        return joint.astype(np.int32), first.astype(np.int32)

    def _plain(self, number: int, senders: Ints, receivers: Ints) -> Flags:
        relation = self._relaxed[number]
        return relation.joined[relation.row[senders], relation.column[receivers]]

    def _judge(self, senders: Ints, receivers: Ints, joined: Joined) -> np.ndarray:
        """Cells of pairs; `joined(relaxation, senders, receivers)` says what the facts alone join."""
        open_sender, open_receiver = self.open[senders], self.open[receivers]

        def completed(number: int) -> Flags:
            relation = self._relaxed[number]
            return (
                joined(number, senders, receivers)
                | (open_sender & relation.leaves[receivers])
                | (open_receiver & relation.enters[senders])
                | (open_sender & open_receiver)
            )

        coming, mixed, both = completed(1), completed(2), completed(3)
        cells = np.select(
            [coming, mixed, both],
            [np.uint8(_PLANNED), np.uint8(_MISMATCH), np.uint8(_BOTH)],
            np.uint8(_NO_ROUTE),
        )
        missing = self._no_source[senders] + 2 * self._no_sink[receivers].astype(np.uint8)
        cells = np.where(missing > 0, _NO_SYSTEM_SENDER - 1 + missing, cells)
        alone = (open_sender & self.yes.leaves[receivers]) + 2 * (
            open_receiver & self.yes.enters[senders]
        ).astype(np.uint8)
        alone = np.where(alone == 0, 3, alone)
        cells = np.where(completed(0), _ASK_SENDER - 1 + alone, cells)
        cells = np.where(joined(0, senders, receivers), _YES, cells)
        cells = np.where(self._sends[senders] & self._takes[receivers], cells, _NOT_APPLICABLE)
        return cells.astype(np.uint8)

    def _override(self) -> None:
        """Judge anew the pairs that some relation joins directly."""
        direct = [relation.direct for relation in self._relaxed]
        self.override_pairs = np.unique(np.concatenate(direct))
        sender, receiver = (
            part.astype(np.int32) for part in np.divmod(self.override_pairs, self.organisations)
        )

        def joined(number: int, senders: Ints, receivers: Ints) -> Flags:
            return self._plain(number, senders, receivers) | np.isin(self.override_pairs, direct[number])

        self.override_cells = self._judge(sender, receiver, joined)
        self._override_start = np.searchsorted(
            self.override_pairs, np.arange(self.organisations + 1, dtype=np.int64) * self.organisations
        )

    # -- reading them ---------------------------------------------------------------------------------------------------

    def cell(self, sender: int, receiver: int) -> int:
        """The cell of one ordered pair."""
        packed = sender * self.organisations + receiver
        position = int(np.searchsorted(self.override_pairs, packed))
        if position < len(self.override_pairs) and self.override_pairs[position] == packed:
            return int(self.override_cells[position])
        return int(self.table[self.row[sender], self.column[receiver]])

    def cells_of(self, senders: Ints, receivers: Ints) -> np.ndarray:
        """The cells of many ordered pairs of distinct organisations, told by parallel rows."""
        cells: np.ndarray = self.table[self.row[senders], self.column[receivers]]
        if len(self.override_pairs):
            packed = senders.astype(np.int64) * self.organisations + receivers
            place = np.minimum(np.searchsorted(self.override_pairs, packed), len(self.override_pairs) - 1)
            cells = np.where(self.override_pairs[place] == packed, self.override_cells[place], cells)
        return cells

    def cells_from(self, sender: int) -> np.ndarray:
        """The cells of one sender, by receiver row; `SELF` at the sender."""
        cells: np.ndarray = self.table[self.row[sender]][self.column]
        chosen = slice(self._override_start[sender], self._override_start[sender + 1])
        cells[self.override_pairs[chosen] - sender * self.organisations] = self.override_cells[chosen]
        cells[sender] = SELF
        return cells

    def cells_to(self, receiver: int) -> np.ndarray:
        """The cells of one receiver, by sender row; `SELF` at the receiver."""
        cells: np.ndarray = self.table[:, self.column[receiver]][self.row]
        chosen = np.flatnonzero(self.override_pairs % self.organisations == receiver)
        cells[self.override_pairs[chosen] // self.organisations] = self.override_cells[chosen]
        cells[receiver] = SELF
        return cells

    def tally(self, senders: Ints, receivers: Ints) -> np.ndarray:
        """Ordered pairs of distinct organisations by cell, from `senders` to `receivers` (each without repeats)."""
        rows = np.bincount(self.row[senders], minlength=self.table.shape[0])
        columns = np.bincount(self.column[receivers], minlength=self.table.shape[1])
        counts = np.array([int(rows @ ((self.table == cell) @ columns)) for cell in range(len(CELLS))])
        both = np.intersect1d(senders, receivers)
        counts -= np.bincount(self.table[self.row[both], self.column[both]], minlength=len(CELLS))
        sender, receiver = np.divmod(self.override_pairs, self.organisations)
        sends, takes = np.zeros((2, self.organisations), dtype=bool)
        sends[senders] = True
        takes[receivers] = True
        chosen = np.flatnonzero(sends[sender] & takes[receiver])
        before = self.table[self.row[sender[chosen]], self.column[receiver[chosen]]]
        counts -= np.bincount(before, minlength=len(CELLS))
        return counts + np.bincount(self.override_cells[chosen], minlength=len(CELLS))
