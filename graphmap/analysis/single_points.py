"""Which single failure parts most organisations: every relay, product, supplier group and host in force (section 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from graphmap.analysis.exchange.board import Between, Board, board
from graphmap.analysis.exchange.difference import Difference, between
from graphmap.analysis.exchange.evolve import Gone, evolve
from graphmap.analysis.failing import Subject, SubjectKind
from graphmap.analysis.impact import Setting, network_of
from graphmap.analysis.in_force import InForce
from graphmap.analysis.kept import kept
from graphmap.snapshot.columns import Flags, Snapshot

_KEPT = 8
"""Rankings kept with a snapshot; a national one takes seconds to make and a few hundred kilobytes to keep."""

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
    candidate and exchange type on whose routes it is.
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
    scopes = {
        exchange: between(snapshot, exchange, setting.senders, setting.receivers)
        for exchange in setting.exchanges
    }
    boards = [
        _Played(board(network_of(snapshot, setting, exchange), scope), scope)
        for exchange, scope in scopes.items()
    ]
    chosen = [
        candidate for candidate in candidates(snapshot, setting) if not kinds or candidate[0].kind in kinds
    ]
    found: dict[bytes, tuple[int, int]] = {}
    points = []
    for number, (subject, flags) in enumerate(chosen):
        same = np.packbits(flags).tobytes()
        if same not in found:
            found[same] = _lost(boards, Gone(flags))
        points.append(SinglePoint(subject, *found[same]))
        if tell is not None:
            tell(number + 1, len(chosen))
    return tuple(
        sorted((one for one in points if one.pairs_lost), key=lambda one: (-one.pairs_lost, one.subject))
    )


def candidates(snapshot: Snapshot, setting: Setting) -> Iterator[tuple[Subject, Flags]]:
    """What may fail alone, with the deployments in force that fail with it."""
    now = InForce(snapshot, setting.as_of, setting.min_evidence)
    deployments = snapshot.deployments
    for row in np.flatnonzero(now.relay.reshape(-1, now.size).any(axis=0)).tolist():
        flags = np.zeros(now.size, dtype=bool)
        flags[row] = True
        yield Subject(SubjectKind.DEPLOYMENT, row), flags
    for product in np.unique(deployments.product[now.in_force]).tolist():
        if product >= 0:
            yield Subject(SubjectKind.PRODUCT, product), now.in_force & (deployments.product == product)
    groups = now.groups()
    names = _group_names(snapshot)
    for group in np.unique(groups[now.in_force]).tolist():
        if group >= 0:
            yield names[group], now.in_force & (groups == group)
    hosts: dict[str, list[int]] = {}
    for row in np.flatnonzero(now.in_force & (np.diff(deployments.host.offsets) > 0)).tolist():
        hosts.setdefault(deployments.host[row], []).append(row)
    for host, rows in sorted(hosts.items()):
        flags = np.zeros(now.size, dtype=bool)
        flags[rows] = True
        yield Subject(SubjectKind.HOST, text=host), flags


def _group_names(snapshot: Snapshot) -> list[Subject]:
    """What each number of `InForce.groups` stands for: a group by its name, or a supplier without one by its row."""
    suppliers = snapshot.suppliers
    names: dict[str, Subject] = {}
    for row, (key, group) in enumerate(zip(suppliers.key, suppliers.group, strict=True)):
        subject = Subject(SubjectKind.SUPPLIER, text=group) if group else Subject(SubjectKind.SUPPLIER, row)
        names.setdefault(group or key, subject)
    return list(names.values())


class _Played:
    """A board, the organisations asked about, and which deployments its routes need."""

    def __init__(self, found: Board, scope: Between) -> None:
        self.board, self.scope = found, scope
        self.needs = np.zeros(len(found.parties), dtype=bool)
        for rows in (
            found.relay,
            found.entries.deployment,
            found.exits.deployment,
            found.direct.origin,
            found.direct.sink,
        ):
            self.needs[rows] = True


def _lost(boards: list[_Played], gone: Gone) -> tuple[int, int]:
    """Pairs lost over all boards, and organisations in them."""
    pairs = 0
    affected = np.zeros(0, dtype=bool)
    for played in boards:
        if not (played.needs & gone.deployments).any():
            continue
        difference = Difference(evolve(played.board, gone), played.scope)
        as_sender, as_receiver = difference.lost_by()
        lost = int(as_sender.sum())
        if lost:
            pairs += lost
            those = (as_sender > 0) | (as_receiver > 0)
            affected = affected | those if len(affected) else those
    return pairs, int(affected.sum())
