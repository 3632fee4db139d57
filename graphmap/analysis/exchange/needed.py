"""Relays without which pairs have no way left (semantics, section 5: SINGLE_POINT), for a whole scope at once.

Unlike an impact only the relay's passing on fails: a system that also sends or takes for itself goes on doing so. So what a
relay is needed for here is what the flag says pair by pair, and at most what is lost when the whole system fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.board import Between, Board, board
from graphmap.analysis.exchange.difference import Difference, between
from graphmap.analysis.exchange.evolve import Gone, evolve
from graphmap.analysis.exchange.report import Report
from graphmap.analysis.kept import kept
from graphmap.snapshot.columns import Flags

_BLOCK = 512
_KEPT = 8
"""Scopes of which what is needed is kept with a snapshot: a few hundred kilobytes each."""


@dataclass(frozen=True, eq=False)
class Needed:
    """A relay that every route of some YES pairs uses: how many ordered pairs, and organisations in them."""

    relay: int
    pairs: int
    organisations: int
    difference: Difference

    def listed(self, after: tuple[int, int] | None, limit: int) -> list[tuple[int, int]]:
        """At most `limit` of the pairs, (sender, receiver) rows in order, after a place already seen."""
        found: list[tuple[int, int]] = []
        senders = np.flatnonzero(self.difference.lost_by()[0])
        for row in senders[senders >= after[0]].tolist() if after else senders.tolist():
            hits = self.difference.lost_from(row)
            if after and row == after[0]:
                hits = hits[hits > after[1]]
            found += [(row, hit) for hit in hits[: limit - len(found)].tolist()]
            if len(found) == limit:
                break
        return found


class NeededRelays:
    """Every relay that is needed for a pair of a scope, most pairs first, then by row. Costs `evolve` for each relay."""

    def __init__(self, found: Board, scope: Between) -> None:
        self._board, self._scope = found, scope

    @cached_property
    def ranked(self) -> tuple[Needed, ...]:
        """They; none that no pair needs."""
        found = [self._needed(relay) for relay in np.unique(self._board.relay).tolist()]
        return tuple(sorted((one for one in found if one.pairs), key=lambda one: (-one.pairs, one.relay)))

    def _needed(self, relay: int) -> Needed:
        nothing = np.zeros(len(self._board.parties), dtype=bool)
        failing = nothing.copy()
        failing[relay] = True
        difference = Difference(evolve(self._board, Gone(nothing, relays=failing)), self._scope)
        as_sender, as_receiver = difference.lost_by()
        affected = np.count_nonzero((as_sender > 0) | (as_receiver > 0))
        return Needed(relay, int(as_sender.sum()), int(affected), difference)

    @cached_property
    def pairs(self) -> int:
        """Pairs that need at least one relay, each once. O(relays x senders x receivers), a block of senders at a time."""
        senders, receivers, _ = self._scope.rows
        total = 0
        for first in range(0, len(senders), _BLOCK):
            block = senders[first : first + _BLOCK]
            needing: Flags = np.zeros((len(block), len(receivers)), dtype=bool)
            for one in self.ranked:
                needing |= one.difference.lost_between(block, receivers)
            total += int(np.count_nonzero(needing))
        return total


def needed_relays(report: Report) -> NeededRelays:
    """What a report's YES pairs cannot do without. Kept with the snapshot."""
    question = report.question
    key = (
        question.exchange,
        question.as_of,
        question.min_evidence,
        report.senders.tobytes(),
        report.receivers.tobytes(),
    )
    return kept(
        report.snapshot,
        "needed relays",
        key,
        _KEPT,
        lambda: NeededRelays(
            board(report.network),
            between(report.snapshot, question.exchange, report.senders, report.receivers),
        ),
    )
