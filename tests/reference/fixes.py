"""Single changes tried one by one on the evidence tables themselves (semantics, section 12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.reference import further_profiles, scenario
from tests.reference.exchange import ExchangeMap
from tests.reference.facts import Moment, Tables, evidence_of
from tests.reference.impact import identity, in_force
from tests.reference.tables import EVIDENCE

Change = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A question about pairs from senders to receivers."""

    exchange: str
    as_of: date
    today: date
    reading: str
    least: str | None
    senders: tuple[str, ...]
    receivers: tuple[str, ...]

    @classmethod
    def of(cls, question: Any, today: date, senders: list[str], receivers: list[str]) -> Asked:
        least = None if question.min_evidence is None else question.min_evidence.word
        return cls(
            question.exchange,
            question.as_of,
            today,
            question.reading.name,
            least,
            tuple(senders),
            tuple(receivers),
        )

    def map(self, tables: Tables) -> ExchangeMap:
        return ExchangeMap(tables, self.exchange, self.as_of, self.today, self.least)


def turned(tables: Tables, asked: Asked, changes: list[Change]) -> tuple[int, int]:
    """Pairs that changes turn to YES: those that were NO, and those that were UNKNOWN."""
    before = asked.map(tables)
    after = asked.map(
        scenario.changed(tables, [_plain(one) for one in changes], Moment(asked.as_of, asked.today))
    )
    found = {"NO": 0, "UNKNOWN": 0}
    for sender in asked.senders:
        for receiver in asked.receivers:
            if sender != receiver and after.answer(sender, receiver, asked.reading).verdict == "YES":
                verdict = before.answer(sender, receiver, asked.reading).verdict
                if verdict != "YES":
                    found[verdict] += 1
    return found["NO"], found["UNKNOWN"]


def _plain(change: Change) -> Change:
    """A change as the reference takes it: facts are named without their kind."""
    ((name, fields),) = change.items()
    if name == "bringForward":
        return {name: {"fact": fields["fact"].removeprefix("link:").removeprefix("port:")}}
    return change


def candidates(tables: Tables, asked: Asked) -> dict[str, list[Change]]:
    """Every change that may be a fix, by its kind."""
    known = asked.map(tables)
    return {
        "BRING_FORWARD": list(_brought_forward(tables, asked)),
        "CONNECT": list(_connected(tables, asked, known)),
        "ALIGN_PROFILE": list(further_profiles.aligned(tables, known)),
        "TRANSLATE": list(further_profiles.translated(tables, known)),
    }


def _brought_forward(tables: Tables, asked: Asked) -> Iterator[Change]:
    """Every fact on the way."""
    moment = Moment(asked.as_of, asked.today)
    links, ports = tables.get("links", []), tables.get("ports", [])
    counted = [row for row in links if row["exchange"] == asked.exchange and _strong(row, asked)]
    keys = [
        "|".join(identity(row)) for row in counted if scenario.stands(row, moment, link=True) == "on the way"
    ]
    keys += [
        "|".join(scenario.port_identity(row))
        for row in ports
        if row["exchange"] == asked.exchange
        and _strong(row, asked)
        and scenario.stands(row, moment) == "on the way"
    ]
    keys += [
        row["id"]
        for row in tables["deployments"]
        if _strong(row, asked) and scenario.stands(row, moment) == "on the way"
    ]
    for key in dict.fromkeys(keys):
        yield {"bringForward": {"fact": key}}


def _connected(tables: Tables, asked: Asked, known: ExchangeMap) -> Iterator[Change]:
    """Every link between a port in force and a relay that are not linked."""
    moment = Moment(asked.as_of, asked.today)
    linked = {
        identity(row)[:2]
        for row in tables.get("links", [])
        if row["exchange"] == asked.exchange
        and (scenario.stands(row, moment, link=True) != "out" or not _strong(row, asked))
    }
    usable = [
        port for port in known.ports if port.fact.standing == "in force" and in_force(known, port.deployment)
    ]
    relays = {port.deployment for port in usable if port.role == "relay"}
    ends: dict[tuple[str, ...], None] = {}
    for port in usable:
        for relay in relays - {port.deployment}:
            profile, use_case = _said(port)
            if port.role == "source" and (port.deployment, relay) not in linked:
                ends[port.deployment, relay, profile, use_case] = None
            if port.role == "sink" and (relay, port.deployment) not in linked:
                ends[relay, port.deployment, profile, use_case] = None
    for origin, target, profile, use_case in ends:
        said = {"profile": profile, "useCase": use_case}
        fields = {"from": origin, "to": target, "exchange": asked.exchange}
        yield {"addLink": fields | {name: text for name, text in said.items() if text}}


def _said(port: Any) -> tuple[str, str]:
    """What the further link says: nothing where the port is stated, what the link says that implies it otherwise."""
    if port.only_link is None:
        return "", ""
    code, version, use_case = port.profile.parts
    return (f"{code}@{version}" if version else code) if code else "", use_case or ""


def _strong(row: dict[str, str], asked: Asked) -> bool:
    return asked.least is None or EVIDENCE.index(evidence_of(row)) >= EVIDENCE.index(asked.least)
