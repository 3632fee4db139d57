"""What stops when something fails: pairs of organisations that can no longer exchange (semantics, section 11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from graphmap.analysis.exchange.board import Between, board
from graphmap.analysis.exchange.difference import Difference, between
from graphmap.analysis.exchange.evolve import Gone, evolve
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.findings import Question
from graphmap.analysis.in_force import InForce
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Flags, Ints, Snapshot

Lost = tuple[str, int, int]
"""Exchange type, sender and receiver (rows)."""


@dataclass(frozen=True)
class Setting:
    """What an impact is asked for: which exchange types, when, on which evidence, between which organisations (rows)."""

    as_of: date
    senders: Ints
    receivers: Ints
    exchanges: tuple[str, ...]
    min_evidence: Evidence | None = None

    @classmethod
    def of(
        cls,
        as_of: date,
        scope: Ints,
        exchange: str | None = None,
        min_evidence: Evidence | None = None,
    ) -> Setting:
        """Between the organisations of one scope, for one exchange type or all."""
        types = (exchange,) if exchange else tuple(vocabulary().exchange_types)
        return cls(as_of, scope, scope, types, min_evidence)


class Impact:
    """What fails with `gone`, and which ordered pairs that are YES then are not.

    Nothing is searched: each exchange type's board is kept with the snapshot and what goes is worked into it, so an impact
    costs a few passes over the steps of the exchange types that it touches.
    """

    def __init__(self, snapshot: Snapshot, setting: Setting, gone: Gone) -> None:
        self.snapshot, self.setting, self.gone = snapshot, setting, gone

    @cached_property
    def differences(self) -> dict[str, Difference]:
        """By exchange type, in the order asked for."""
        return {exchange: self._difference(exchange) for exchange in self.setting.exchanges}

    def _difference(self, exchange: str) -> Difference:
        setting = self.setting
        scope = between(self.snapshot, exchange, setting.senders, setting.receivers)
        found = board(network_of(self.snapshot, setting, exchange), scope)
        return Difference(evolve(found, self.gone), scope)

    @cached_property
    def by_exchange(self) -> dict[str, int]:
        """Ordered pairs lost, by exchange type; none left out."""
        return {exchange: difference.lost for exchange, difference in self.differences.items()}

    @property
    def pairs_lost(self) -> int:
        """Ordered pairs that are YES and would not be, summed over exchange types."""
        return sum(self.by_exchange.values())

    @cached_property
    def affected(self) -> Ints:
        """Rows of the organisations in a lost pair, ascending."""
        flags = np.zeros(len(self.snapshot.organisations.key), dtype=bool)
        for exchange, difference in self.differences.items():
            if self.by_exchange[exchange]:
                as_sender, as_receiver = difference.lost_by()
                flags |= (as_sender > 0) | (as_receiver > 0)
        return np.flatnonzero(flags).astype(np.int32)

    @cached_property
    def linked(self) -> Ints:
        """Rows of the deployments that a link in force of the exchange types asked for joins with what fails, ascending.

        These may lose what nobody has recorded: a link that carries something to an unknown end counts for no pair.
        """
        now = InForce(self.snapshot, self.setting.as_of, self.setting.min_evidence)
        links, gone = self.snapshot.links, self.gone
        rows = now.links[
            np.isin(links.exchange[now.links], [now.types[one] for one in self.setting.exchanges])
        ]
        ends = links.origin[rows], links.target[rows]
        failing = gone.steps(rows, *ends)
        both = np.unique(np.concatenate([end[failing] for end in ends]))
        others: Ints = both[~gone.deployments[both]].astype(np.int32)
        return others

    def lost(self, after: Lost | None, limit: int) -> list[Lost]:
        """Lost pairs by exchange type, sender and receiver, after one already seen; at most `limit`. A row at a time."""
        return changed_pairs(self.differences, after, limit, gained=False)

    @cached_property
    def dependents(self) -> tuple[tuple[int, int], ...]:
        """Deployments that lose a source or a receiver, nearest first: row, and number of links from what fails."""
        losing = np.zeros(len(self.snapshot.deployments.key), dtype=bool)
        distance = np.full(len(losing), len(losing), dtype=np.int64)
        everything = Between.all(len(losing))
        for exchange in self.setting.exchanges:
            network = network_of(self.snapshot, self.setting, exchange)
            found = board(network, systems=True)
            difference = Difference(evolve(found, self.gone), everything)
            as_sender, as_receiver = difference.lost_by()
            losers = ((as_sender > 0) | (as_receiver > 0)) & ~self.gone.deployments
            if losers.any():
                losing |= losers
                distance = np.minimum(distance, links_away(network, self.gone, losers))
        rows = np.flatnonzero(losing)
        order = np.lexsort((rows, distance[rows]))
        return tuple(zip(rows[order].tolist(), distance[rows][order].tolist(), strict=True))


def changed_pairs(
    differences: Mapping[str, Difference], after: Lost | None, limit: int, *, gained: bool
) -> list[Lost]:
    """Pairs lost, or `gained`, by exchange type, sender and receiver, after one already seen; at most `limit`."""
    found: list[Lost] = []
    for exchange in from_here(tuple(differences), after and after[0]):
        one = differences[exchange]
        seen = after if after and after[0] == exchange else None
        senders = np.flatnonzero((one.gained_by() if gained else one.lost_by())[0])
        for sender in senders[senders >= seen[1]].tolist() if seen else senders.tolist():
            hits = one.gained_from(sender) if gained else one.lost_from(sender)
            if seen and sender == seen[1]:
                hits = hits[hits > seen[2]]
            found += [(exchange, sender, hit) for hit in hits[: limit - len(found)].tolist()]
            if len(found) == limit:
                return found
    return found


def network_of(snapshot: Snapshot, setting: Setting, exchange: str) -> Network:
    """The facts of one exchange type that a setting asks about."""
    return Network(snapshot, Question(exchange, setting.as_of, min_evidence=setting.min_evidence))


def from_here(exchanges: Sequence[str], first: str | None) -> Iterable[str]:
    """Exchange types from one already seen on."""
    return exchanges[exchanges.index(first) :] if first in exchanges else exchanges


def links_away(network: Network, gone: Gone, wanted: Flags) -> np.ndarray:
    """Fewest links between each deployment and what fails, over relays, either way; as many as there are where none leads.

    Only for `wanted` deployments need it be right. O(links) a step.
    """
    view = network.view(Standing.USABLE)
    size, failing = len(gone.deployments), gone.steps(view.links.row)
    rows = np.flatnonzero(wanted)
    downstream, upstream = (
        _steps_from(gone.deployments, ends, others, failing, view.is_relay, rows, size)
        for ends, others in (
            (view.links.target, view.links.origin),
            (view.links.origin, view.links.target),
        )
    )
    nearest: np.ndarray = np.minimum(downstream, upstream)
    return nearest


def _steps_from(
    start: Flags, ends: Ints, others: Ints, failing: Flags, relays: Flags, wanted: np.ndarray, far: int
) -> np.ndarray:
    """Fewest links from `start`, or from the near end of a failing link, one way: from `others` to `ends`."""
    away = np.where(start, 0, far)
    away[ends[failing]] = np.minimum(away[ends[failing]], 1)
    passes_on, begun = relays[others], bool(failing.any())
    step = 0 if start.any() else 1 if begun else far
    while step < far and (away[wanted] == far).any():
        # Beyond its own links what fails is felt through relays alone.
        onward = (away[others] == step) & (away[ends] > step + 1)
        if step:
            onward &= passes_on
        away[ends[onward]] = step + 1
        if not onward.any() and not (begun and step == 0):
            break
        step += 1
    return away
