"""Which single failure parts most organisations: every relay, product, supplier group and host in force (section 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.board import board
from graphmap.analysis.exchange.difference import Difference, between
from graphmap.analysis.exchange.ends_failing import EndsFailing
from graphmap.analysis.exchange.evolve import Gone, evolve
from graphmap.analysis.exchange.joins import starts
from graphmap.analysis.failing import Subject, SubjectKind
from graphmap.analysis.impact import Setting, network_of
from graphmap.analysis.in_force import InForce
from graphmap.analysis.kept import kept
from graphmap.snapshot.columns import Flags, Ints, Lists, Snapshot

_KEPT = 8
"""Rankings kept with a snapshot; a national one takes seconds to make and a few hundred kilobytes to keep."""
_BLOCK = 64
"""Failures worked out together: enough that calls cost little, few enough that who is affected fits the caches."""

Tell = Callable[[int, int], None]
"""Told how many of how many are done."""


@dataclass(frozen=True)
class SinglePoint:
    """What is lost when one thing fails: ordered pairs over the exchange types asked for, and organisations in them."""

    subject: Subject
    pairs_lost: int
    organisations: int


def single_points(
    snapshot: Snapshot,
    setting: Setting,
    kinds: frozenset[SubjectKind] = frozenset(),
    tell: Tell | None = None,
) -> tuple[SinglePoint, ...]:
    """Everything that parts a pair by failing alone, most pairs first, then by kind and row or name.

    `kinds`: only these; empty: relays, products, supplier groups and hosts. Kept with the snapshot. Costs `evolve` for each
    candidate and exchange type of which it takes a relay; all others together cost what `EndsFailing.lost` does.
    """
    key = (
        setting.as_of,
        setting.exchanges,
        setting.min_evidence,
        setting.senders.tobytes(),
        setting.receivers.tobytes(),
        kinds,
    )
    return kept(snapshot, "single points", key, _KEPT, lambda: _ranked(snapshot, setting, kinds, tell))


def _ranked(
    snapshot: Snapshot, setting: Setting, kinds: frozenset[SubjectKind], tell: Tell | None
) -> tuple[SinglePoint, ...]:
    boards = [_Played(snapshot, setting, exchange) for exchange in setting.exchanges]
    same: dict[bytes, tuple[Ints, list[Subject]]] = {}
    for subject, rows in candidates(snapshot, setting):
        if not kinds or subject.kind in kinds:
            same.setdefault(rows.tobytes(), (rows, []))[1].append(subject)
    failing, subjects = [rows for rows, _ in same.values()], [subjects for _, subjects in same.values()]
    organisations = len(snapshot.organisations.key)
    points: list[SinglePoint] = []
    for first in range(0, len(failing), _BLOCK):
        pairs, affected = _lost(boards, failing[first : first + _BLOCK], organisations)
        for number, alike in enumerate(subjects[first : first + _BLOCK]):
            points += (SinglePoint(one, int(pairs[number]), int(affected[number])) for one in alike)
        if tell is not None:
            tell(first + len(pairs), len(failing))
    return tuple(
        sorted((one for one in points if one.pairs_lost), key=lambda one: (-one.pairs_lost, one.subject))
    )


def candidates(snapshot: Snapshot, setting: Setting) -> Iterator[tuple[Subject, Ints]]:
    """What may fail alone, with the deployments in force (rows) that fail with it."""
    now = InForce(snapshot, setting.as_of, setting.min_evidence)
    deployments = snapshot.deployments
    relays = now.relay.reshape(now.relay.size // max(now.size, 1), now.size).any(axis=0)
    for row in np.flatnonzero(relays).tolist():
        yield Subject(SubjectKind.DEPLOYMENT, row), np.array([row], dtype=np.int32)
    for product, rows in _each(deployments.product, now.in_force):
        yield Subject(SubjectKind.PRODUCT, product), rows
    names = _group_names(snapshot)
    for group, rows in _each(now.groups(), now.in_force):
        yield names[group], rows
    hosts: dict[str, list[int]] = {}
    for row in np.flatnonzero(now.in_force & (np.diff(deployments.host.offsets) > 0)).tolist():
        hosts.setdefault(deployments.host[row], []).append(row)
    for host, on_it in sorted(hosts.items()):
        yield Subject(SubjectKind.HOST, text=host), np.array(on_it, dtype=np.int32)


def _each(numbers: Ints, chosen: Flags) -> Iterator[tuple[int, Ints]]:
    """Each number but -1, and the chosen rows that have it."""
    rows = np.flatnonzero(chosen & (numbers >= 0)).astype(np.int32)
    rows = rows[np.argsort(numbers[rows], kind="stable")]
    for alike in np.split(rows, np.flatnonzero(np.diff(numbers[rows])) + 1):
        if len(alike):
            yield int(numbers[alike[0]]), alike


def _group_names(snapshot: Snapshot) -> list[Subject]:
    """What each number of `InForce.groups` stands for: a group by its name, or a supplier without one by its row."""
    suppliers = snapshot.suppliers
    names: dict[str, Subject] = {}
    for row, (key, group) in enumerate(zip(suppliers.key, suppliers.group, strict=True)):
        subject = Subject(SubjectKind.SUPPLIER, text=group) if group else Subject(SubjectKind.SUPPLIER, row)
        names.setdefault(group or key, subject)
    return list(names.values())


class _Played:
    """A board, the organisations asked about, and what it takes to fail many things on it."""

    def __init__(self, snapshot: Snapshot, setting: Setting, exchange: str) -> None:
        self._scope = between(snapshot, exchange, setting.senders, setting.receivers)
        self._board = board(network_of(snapshot, setting, exchange), self._scope)
        self._ends = EndsFailing(self._board, self._scope)

    def lost(self, failing: Lists) -> tuple[np.ndarray, Flags]:
        """How many pairs each failure parts, and who is in one: organisations x failures."""
        owners, takes_relays = failing.owners(), self._ends.takes_relays(failing)
        others = ~takes_relays[owners]
        pairs, affected = self._ends.lost(Lists(failing.items[others], starts(owners[others], len(failing))))
        some = np.flatnonzero(takes_relays)
        if len(some):
            counts, those = zip(*(self._with_relays(failing[one]) for one in some.tolist()), strict=True)
            pairs[some], affected[:, some] = counts, np.column_stack(those)
        return pairs, affected

    def _with_relays(self, rows: list[int]) -> tuple[int, Flags]:
        gone = np.zeros(len(self._board.parties), dtype=bool)
        gone[rows] = True
        as_sender, as_receiver = Difference(evolve(self._board, Gone(gone)), self._scope).lost_by()
        return int(as_sender.sum()), (as_sender > 0) | (as_receiver > 0)


def _lost(boards: list[_Played], failing: list[Ints], organisations: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs lost over all boards, and how many organisations are in them, by what fails."""
    lists = Lists(np.concatenate(failing), np.cumsum([0, *map(len, failing)]).astype(np.int32))
    pairs = np.zeros(len(failing), dtype=np.int64)
    affected = np.zeros((organisations, len(failing)), dtype=bool)
    for played in boards:
        lost, those = played.lost(lists)
        pairs += lost
        affected |= those
    return pairs, affected.sum(axis=0)
