"""How much of what organisations send and take a machine can use: coded data, documents, or views for people.

A usable port has the payload that it states; where it states none, that of its profile, if the vocabulary knows it. A port
that a link implies has that of the link's profile. Where neither says, the payload is not stated, and may be any.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from graphmap.analysis.exchange.joins import members
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.findings import Question
from graphmap.analysis.kept import kept
from graphmap.model.terms import Evidence, Payload, Reading
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import SINK, SOURCE, Bytes, Flags, Ints, Snapshot

_KEPT = 16


class Answer(StrEnum):
    """Whether something holds of an organisation."""

    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"
    NOT_APPLICABLE = "NOT_APPLICABLE"


ANSWERS = tuple(Answer)
_YES, _NO, _UNKNOWN, _NOT_APPLICABLE = range(4)


@dataclass(frozen=True, eq=False)
class Side:
    """What organisations send, or take; parallel arrays over the organisations of a scope.

    `ports`: usable ports, stated and implied; `unstated`: those without a payload; `best`: the highest `Payload` stated,
    -1 where none is. `coded`: places in `ANSWERS`, whether one of the ports is coded.
    """

    ports: Ints
    unstated: Ints
    best: Bytes
    coded: Bytes

    @property
    def view_only(self) -> Flags:
        """Those of which every usable port is a view."""
        flags: Flags = (self.best == int(Payload.VIEW)) & (self.unstated == 0)
        return flags


@dataclass(frozen=True, eq=False)
class Payloads:
    """Payloads for one exchange type. `organisations` are those of the scope that exchange it, rows, ascending.

    `complete`: those with a complete record for it, whatever the reading. `low` and `high` bound how many both send and take
    coded data.
    """

    organisations: Ints
    complete: Flags
    sends: Side
    takes: Side
    low: int
    high: int
    both: int
    """Organisations that may both send and take: what `low` and `high` are out of."""


def payloads(
    snapshot: Snapshot,
    exchange: str,
    as_of: date,
    scope: Ints,
    reading: Reading = Reading.CAUTIOUS,
    min_evidence: Evidence | None = None,
) -> Payloads:
    """What organisations in `scope` (rows) send and take of an exchange type.

    It is known that one sends nothing coded when its record is complete and every port states something less. O(ports +
    links) the first time, then O(scope). Raises `UsageError` for an unknown exchange type.
    """
    key = exchange, as_of, min_evidence
    question = Question(exchange, as_of, min_evidence=min_evidence)
    table = kept(snapshot, "payloads", key, _KEPT, lambda: _Table(snapshot, question))
    senders, receivers = table.applicable(exchange)
    rows = scope[(senders | receivers)[scope]]
    complete = table.complete[rows]
    told = complete | (reading is Reading.ON_RECORD)
    sends, takes = (
        table.side(role, rows, told, fits[rows]) for role, fits in ((SOURCE, senders), (SINK, receivers))
    )
    both = (senders & receivers)[rows]
    low = both & (sends.coded == _YES) & (takes.coded == _YES)
    high = both & (sends.coded != _NO) & (takes.coded != _NO)
    return Payloads(
        rows.astype(np.int32), complete, sends, takes, int(low.sum()), int(high.sum()), int(both.sum())
    )


class _Table:
    """Ports of every organisation by payload, for one exchange type at one moment."""

    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        self._snapshot = snapshot
        network = Network(snapshot, question)
        view = network.view(Standing.USABLE)
        self.complete = network.complete()
        by_profile = _by_profile(snapshot)
        links, table = view.links, snapshot.ports
        self._counts = {}
        for role, ports, ends, implies in (
            (SOURCE, view.sources, links.origin, links.implies_source),
            (SINK, view.sinks, links.target, links.implies_sink),
        ):
            own = table.payload[ports.row]
            level = np.concatenate(
                (np.where(own >= 0, own, by_profile[ports.code]), by_profile[links.code[implies]])
            )
            deployment = np.concatenate((ports.deployment, ends[implies]))
            self._counts[role] = self._by_organisation(deployment, level)

    def _by_organisation(self, deployment: np.ndarray, level: np.ndarray) -> np.ndarray:
        """Ports by organisation and payload: one column for those without one, then one for each `Payload`."""
        position, organisation = members(self._snapshot.deployments.organisations, deployment)
        columns = len(Payload) + 1
        places = organisation.astype(np.int64) * columns + level[position] + 1
        size = len(self._snapshot.organisations.key) * columns
        return np.bincount(places, minlength=size).reshape(-1, columns)

    def applicable(self, exchange: str) -> tuple[Flags, Flags]:
        """Organisations of kinds that send an exchange type, and of kinds that take it (semantics, table 1)."""
        codes = list(vocabulary().organisation_types)
        types = self._snapshot.organisations.type
        senders, receivers = (
            np.array([code in chosen for code in codes] + [False])[types]
            for chosen in vocabulary().applicability[exchange]
        )
        return senders, receivers

    def side(self, role: int, rows: Ints, told: Flags, fits: Flags) -> Side:
        counts = self._counts[role][rows]
        levels = counts[:, 1:] > 0
        best = np.where(levels.any(axis=1), len(Payload) - 1 - np.argmax(levels[:, ::-1], axis=1), -1)
        unstated = counts[:, 0]
        coded = np.select(
            [~fits, best == int(Payload.CODED), told & (unstated == 0)],
            [_NOT_APPLICABLE, _YES, _NO],
            _UNKNOWN,
        )
        return Side(
            counts.sum(axis=1).astype(np.int32),
            unstated.astype(np.int32),
            best.astype(np.int8),
            coded.astype(np.int8),
        )


def _by_profile(snapshot: Snapshot) -> np.ndarray:
    """The payload of each profile of a snapshot that the vocabulary knows; -1 for others and, last, for none."""
    known = vocabulary().profiles
    levels = [
        int(Payload[term.payload.upper()]) if (term := known.get(code)) and term.payload else -1
        for code in snapshot.profiles
    ]
    return np.array([*levels, -1], dtype=np.int8)
