"""Silos: how isolated each point solution is (semantics, section 7).

How the definition is read where it leaves a choice:

- What a link *reaches* is the system or relay at its far end. Where that is a relay for the link's exchange type and
  shares an organisation with the point solution, it is instead whatever that relay's usable links for the same type
  lead to in the same direction, other than back. One relay is looked through, not a chain of them.
- So a required flow is met when a link for it reaches anything, and a link *crosses* when it reaches something that has
  no organisation in common with the point solution, whatever that has in common with the relay between.
- A crossing is judged by the link that makes it: the relay's where the relay's link is the one that crosses.
- A supplier without a group is a group of its own; where nobody names the supplier, no group is shared.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from graphmap.analysis.kept import kept
from graphmap.analysis.silo_facts import SiloFacts
from graphmap.model.terms import Direction, Evidence, Grade, Reading
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ABSENT, SINK, SOURCE, Flags, Snapshot

LISTED = Grade.S3
"""The mildest grade that makes a point solution a silo."""
_GRADES = tuple(Grade)
_LEAST_KNOWN = 0.5
_ROLE_OF = {Direction.OUT: SOURCE, Direction.IN: SINK}


class Flow(NamedTuple):
    """An exchange type that a point solution needs, and which way."""

    exchange: str
    direction: Direction


class Silo(NamedTuple):
    """A graded point solution. `deployment` is a row of the snapshot.

    `known` is the fraction of its required flows of which it is known whether they are met; `score` the fraction of
    those known that are not met, None when none is known. `missing` are known and not met, `unknown` not known.
    """

    deployment: int
    capability: str
    grade: Grade
    score: float | None
    known: float
    required: int
    met: int
    missing: tuple[Flow, ...]
    unknown: tuple[Flow, ...]


_KEPT = 2
"""How often what links reach is kept with a snapshot; 10 MB of a national map."""
_BY_DEPLOYMENT = attrgetter("deployment")


def silos(
    snapshot: Snapshot,
    as_of: date,
    reading: Reading = Reading.CAUTIOUS,
    min_evidence: Evidence | None = None,
    organisations: Iterable[int] | None = None,
) -> tuple[Silo, ...]:
    """Every point solution in force on `as_of`, graded, by row (that is by key).

    `organisations`: rows; only what these run is graded, against the whole map. `min_evidence` leaves out weaker
    deployments, ports, links and coverage before all else. O((ports + links) log links) in numpy, and a few
    operations for each point solution.
    """
    isolation = kept(
        snapshot,
        "isolation",
        (as_of, reading, min_evidence),
        _KEPT,
        lambda: _Isolation(SiloFacts(snapshot, as_of, reading, min_evidence)),
    )
    wanted = None if organisations is None else isolation.known.run_by(organisations)
    found: list[Silo] = []
    for capability, rows in isolation.served.items():
        chosen = rows if wanted is None else rows[wanted[rows]]
        if len(chosen):
            found += isolation.graded(capability, chosen)
    return tuple(sorted(found, key=_BY_DEPLOYMENT))


def listed(found: Iterable[Silo], mildest: Grade = LISTED) -> list[Silo]:
    """Those graded `mildest` or worse, highest score first (none last), then by deployment key."""
    worst = _GRADES[: _GRADES.index(mildest) + 1]
    return sorted(
        (silo for silo in found if silo.grade in worst),
        key=lambda silo: (1.0 if silo.score is None else -silo.score, silo.deployment),
    )


class _Isolation:
    """What the links of the point solutions reach, by deployment and, for flows, by exchange type as `SiloFacts` has it."""

    def __init__(self, known: SiloFacts) -> None:
        self.known = known
        single = known.in_force & known.serving_one()
        served = {code: single & known.serving(code) for code in vocabulary().required_flows}
        self.served = {code: np.flatnonzero(flags) for code, flags in served.items() if flags.any()}
        points = np.logical_or.reduce(list(served.values()))
        self.linked = known.linked()
        self.crossing, self.leaving = np.zeros_like(points), np.zeros_like(points)
        self.met = {direction: np.zeros_like(known.relay) for direction in Direction}
        for direction in Direction:
            reached = known.reaches(direction, points)
            self.met[direction][known.place(reached.exchange, reached.near)] = True
            crosses = ~known.share(reached.near, reached.far)
            self.crossing[reached.near[crosses]] = True
            self.leaving[reached.near[crosses & ~known.closed(reached)]] = True
        ports = known.snapshot.ports
        absent = known.counts(ports) & (ports.status == ABSENT)
        self.denied = {direction: known.ports(role, absent) for direction, role in _ROLE_OF.items()}
        self.complete = {code: known.complete(place) for code, place in known.types.items()}

    def graded(self, capability: str, rows: np.ndarray) -> list[Silo]:
        """Point solutions for one capability, by row, graded: the first grade that holds."""
        required = tuple(
            Flow(flow.exchange, Direction(flow.direction)) for flow in vocabulary().required_flows[capability]
        )
        places = [self.known.place(self.known.types[flow.exchange], rows) for flow in required]
        pairs = list(zip(required, places, strict=True))
        met = np.stack([self.met[flow.direction][place] for flow, place in pairs])
        said = np.stack(
            [self.denied[flow.direction][place] | self.complete[flow.exchange][rows] for flow, place in pairs]
        )
        known = met | said
        holds = {
            Grade.UNDETERMINED: known.mean(axis=0) < _LEAST_KNOWN,
            Grade.S0: ~self.linked[rows],
            Grade.S1: ~self.crossing[rows],
            Grade.S2: (known & ~met).any(axis=0),
            Grade.S3: ~self.leaving[rows],
        }
        grades = np.select(
            list(holds.values()), [_GRADES.index(grade) for grade in holds], _GRADES.index(Grade.OPEN)
        )
        return _described(capability, required, rows, met, known, grades)


def _described(
    capability: str,
    required: tuple[Flow, ...],
    rows: np.ndarray,
    met: Flags,
    known: Flags,
    grades: np.ndarray,
) -> list[Silo]:
    """One finding for each row; `met` and `known` are by flow, then row. Few findings differ, so each is told once."""
    bits = 1 << np.arange(len(required))
    told = (grades << 2 * len(required)) + ((bits @ known) << len(required)) + bits @ met
    _, first, which = np.unique(told, return_index=True, return_inverse=True)
    total = len(required)
    findings = []
    for row in first.tolist():
        was_met, was_known = met[:, row].tolist(), known[:, row].tolist()
        known_flows, met_flows = sum(was_known), sum(was_met)
        findings.append(
            (
                capability,
                _GRADES[grades[row]],
                (known_flows - met_flows) / known_flows if known_flows else None,
                known_flows / total,
                total,
                met_flows,
                tuple(
                    flow
                    for flow, one in zip(required, zip(was_known, was_met, strict=True), strict=True)
                    if one == (True, False)
                ),
                tuple(flow for flow, one in zip(required, was_known, strict=True) if not one),
            )
        )
    return [Silo(row, *findings[place]) for row, place in zip(rows.tolist(), which.tolist(), strict=True)]
