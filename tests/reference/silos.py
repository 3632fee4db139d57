"""Point solutions and their grades, sentence by sentence after section 7 of the semantics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.reference.facts import Deployment, Link, Map, Moment, Tables, read_map
from tests.reference.tables import TABLE_2, Direction


@dataclass(frozen=True)
class Silo:
    """A graded point solution; `known` is a fraction, `missing` the required flows known and not met."""

    capability: str
    grade: str
    score: float | None
    known: float
    required: int
    met: int
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Reach:
    """What a system leads to: the system or relay at the far end of `link`.

    The link is its own, or one of a relay of its own organisation that it is linked with.
    """

    link: Link
    far: Deployment


class SiloMap:
    """A map at one moment, with the questions that the definition asks of it."""

    def __init__(self, known: Map, *, on_record: bool) -> None:
        self.known = known
        self.on_record = on_record
        self.in_force = {
            name: deployment
            for name, deployment in known.deployments.items()
            if deployment.fact.standing == "in force"
        }
        self.links = [
            link
            for link in known.links
            if link.fact.standing == "in force"
            and link.origin in self.in_force
            and link.target in self.in_force
        ]
        self.relays = {
            (port.deployment, port.exchange)
            for port in known.ports
            if port.role == "relay" and port.fact.standing == "in force" and port.deployment in self.in_force
        }

    def joined(self, system: Deployment, exchange: str, direction: Direction) -> Iterator[Reach]:
        """The usable links that join the system, with what is at their other end."""
        for link in self.links:
            near, far = (link.origin, link.target) if direction == "out" else (link.target, link.origin)
            if link.exchange == exchange and near == system.id:
                yield Reach(link, self.in_force[far])

    def reached(self, system: Deployment, exchange: str, direction: Direction) -> Iterator[Reach]:
        """What the system's links reach, in the sense of *met*."""
        for first in self.joined(system, exchange, direction):
            if (first.far.id, exchange) not in self.relays or foreign(system, first.far):
                yield first
            else:
                for further in self.joined(first.far, exchange, direction):
                    if further.far.id != system.id:
                        yield further

    def crossing(self, system: Deployment) -> Iterator[Reach]:
        """The links, of any exchange type, that cross to another organisation.

        Its own, and through relays of its organisation theirs.
        """
        for exchange in sorted({link.exchange for link in self.links}):
            for direction in ("in", "out"):
                for reach in self.reached(system, exchange, direction):
                    if foreign(system, reach.far):
                        yield reach

    def is_known(self, system: Deployment, exchange: str, direction: Direction) -> bool:
        """Whether it is known that a flow which is not met is not there."""
        role = "sink" if direction == "in" else "source"
        denied = any(
            port.fact.absent
            and port.role == role
            and port.exchange == exchange
            and port.deployment == system.id
            for port in self.known.ports
        )
        complete = any(self.known.complete(organisation, exchange) for organisation in system.organisations)
        return denied or complete or self.on_record

    def closed(self, system: Deployment, reach: Reach) -> bool:
        """Whether a crossing link is proprietary as far as is known."""
        code = reach.link.profile.code
        if code is not None and code.startswith("x-"):
            return True
        same_group = system.supplier_group is not None and system.supplier_group == reach.far.supplier_group
        relay = (reach.far.id, reach.link.exchange) in self.relays
        return same_group and not relay and "NATIONAL_SERVICE" not in reach.far.capabilities

    def grade(self, system: Deployment, capability: str) -> Silo:
        """The silo of a point solution."""
        required = TABLE_2[capability]
        met = [flow for flow in required if any(self.reached(system, *flow))]
        known = [flow for flow in required if flow in met or self.is_known(system, *flow)]
        missing = tuple(flow for flow in known if flow not in met)
        crossing = list(self.crossing(system))

        if len(known) / len(required) < 0.5:
            grade = "UNDETERMINED"
        elif not any(system.id in (link.origin, link.target) for link in self.links):
            grade = "S0"
        elif not crossing:
            grade = "S1"
        elif missing:
            grade = "S2"
        elif all(self.closed(system, reach) for reach in crossing):
            grade = "S3"
        else:
            grade = "OPEN"
        score = 1 - len(met) / len(known) if known else None
        return Silo(capability, grade, score, len(known) / len(required), len(required), len(met), missing)


def foreign(one: Deployment, other: Deployment) -> bool:
    """Whether the two have no organisation in common."""
    return not one.organisations & other.organisations


def silos(
    tables: Tables, as_of: date, known_at: date, reading: str = "CAUTIOUS", min_evidence: str | None = None
) -> dict[str, Silo]:
    """Every point solution in force, by deployment id, graded S0 to S3, OPEN or UNDETERMINED."""
    question = SiloMap(
        read_map(tables, Moment(as_of, known_at), min_evidence), on_record=reading == "ON_RECORD"
    )
    return {
        name: question.grade(system, capability)
        for name, system in question.in_force.items()
        for capability in system.capabilities
        if len(system.capabilities) == 1 and capability in TABLE_2
    }
