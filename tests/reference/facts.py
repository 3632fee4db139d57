"""A map read from evidence tables as plain facts at one moment (semantics, sections 1 and 2)."""

from __future__ import annotations

import calendar
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from tests.reference.profiles import Profile, profile
from tests.reference.tables import EVIDENCE

Tables = dict[str, list[dict[str, str]]]
Standing = Literal["in force", "on the way", "out"]

ROLES = {"source": "source", "serve": "source", "sink": "sink", "query": "sink", "relay": "relay"}


def read_folder(folder: Path) -> Tables:
    """The evidence tables of a folder of UTF-8 CSV files."""
    tables: Tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            tables[path.stem] = [dict(row) for row in csv.DictReader(lines)]
    return tables


def first_day(text: str) -> date | None:
    """The first day of a date that may be partial (`2027`, `2027-03`)."""
    if not text:
        return None
    year, month, day = [int(part) for part in text.split("-")] + [1] * (2 - text.count("-"))
    return date(year, month, day)


def last_day(text: str) -> date | None:
    """The last day of a date that may be partial."""
    first = first_day(text)
    if first is None or text.count("-") == 2:
        return first
    month = first.month if "-" in text else 12
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


@dataclass(frozen=True)
class Moment:
    """The date asked about (t) and the date of knowledge (k)."""

    as_of: date
    known_at: date


@dataclass(frozen=True)
class Fact:
    """What is the same in every row: how it stands at the moment, and on what evidence.

    `due` is the day on which a fact on the way is due, None if nobody can say (and for every other fact).
    """

    standing: Standing
    due: date | None
    absent: bool
    evidence: str
    observed: date | None


def fact(row: dict[str, str], moment: Moment, start_column: str = "from", end_column: str = "to") -> Fact:
    """Reads status, dates and evidence of a row."""
    t, k = moment.as_of, moment.known_at
    status = row.get("status") or "live"
    start, end = first_day(row.get(start_column, "")), last_day(row.get(end_column, ""))
    on_time = status == "planned" and start is not None and start > k

    covered = (start is None or start <= t) and (end is None or t <= end)
    by_status = {
        "live": True,
        "retiring": True,
        "retired": end is not None,
        "planned": on_time,
        "absent": False,
    }[status]

    to_come = status == "planned" or (status in ("live", "retiring") and start is not None and start > t)
    standing: Standing = "out"
    due = None
    if covered and by_status:
        standing = "in force"
    elif to_come and (end is None or end >= t):
        standing = "on the way"
        due = None if status == "planned" and not on_time else start
    observed = first_day(row.get("observed_at", ""))
    return Fact(standing, due, status == "absent", evidence_of(row), observed)


def evidence_of(row: dict[str, str]) -> str:
    return row.get("evidence") or "declared"


@dataclass(frozen=True)
class Deployment:
    """A system; `supplier_group` is the supplier where that has no group, None where nobody names one."""

    id: str
    organisations: frozenset[str]
    capabilities: frozenset[str]
    supplier_group: str | None
    fact: Fact


@dataclass(frozen=True)
class Link:
    """One row of links; `row` tells rows with equal content apart."""

    row: int
    origin: str
    target: str
    exchange: str
    profile: Profile
    fact: Fact


@dataclass(frozen=True)
class Port:
    """A stated port, or one implied by a link and for that link alone (`only_link`, its row)."""

    deployment: str
    exchange: str
    role: str
    profile: Profile
    emits: Profile
    payload: str | None
    fact: Fact
    only_link: int | None = None

    def joins(self, link: Link) -> bool:
        return self.only_link is None or self.only_link == link.row


@dataclass(frozen=True)
class Map:
    """All facts at one moment; `coverage` is the level by organisation and exchange type or `*`."""

    organisation_types: dict[str, str]
    deployments: dict[str, Deployment]
    ports: tuple[Port, ...]
    links: tuple[Link, ...]
    coverage: dict[tuple[str, str], str]

    def complete(self, organisation: str, exchange: str) -> bool:
        """Whether the coverage of the organisation for the exchange type is complete."""
        overall = self.coverage.get((organisation, "*"), "none")
        return self.coverage.get((organisation, exchange), overall) == "complete"

    def links_for(self, exchange: str) -> list[Link]:
        return [link for link in self.links if link.exchange == exchange]

    def ports_for(self, exchange: str) -> list[Port]:
        """The ports that count: stated ones, and implied ones where none is stated (section 2)."""
        rows = [port for port in self.ports if port.exchange == exchange]
        stated = [port for port in rows if not port.fact.absent]
        denied = {(port.deployment, port.role) for port in rows if port.fact.absent}
        speaking = {port.deployment for port in stated}
        implied = [
            Port(deployment, exchange, role, link.profile, Profile(), None, link.fact, only_link=link.row)
            for link in self.links_for(exchange)
            if not link.fact.absent
            for deployment, role in ((link.origin, "source"), (link.target, "sink"))
            if deployment not in speaking and (deployment, role) not in denied
        ]
        return stated + implied


def items(cell: str) -> Iterator[str]:
    """The items of a cell."""
    return (item.strip() for item in cell.split(";") if item.strip())


def read_map(tables: Tables, moment: Moment, min_evidence: str | None = None) -> Map:
    """Reads the tables, without the deployments, ports, links and coverage weaker than `min_evidence`."""
    weakest = EVIDENCE.index(min_evidence) if min_evidence else 0

    def kept(table: str) -> list[dict[str, str]]:
        return [row for row in tables.get(table, []) if EVIDENCE.index(evidence_of(row)) >= weakest]

    groups = {row["id"]: row.get("group") or row["id"] for row in tables.get("suppliers", [])}
    products = {row["id"]: row for row in tables.get("products", [])}

    def deployment(row: dict[str, str]) -> Deployment:
        product = products.get(row["product"], {})
        return Deployment(
            row["id"],
            frozenset(items(row["organisations"])),
            frozenset(items(row.get("capabilities") or product.get("capabilities", ""))),
            groups.get(product.get("supplier", "")),
            fact(row, moment),
        )

    return Map(
        {row["code"]: row["type"] for row in tables.get("organisations", [])},
        {row["id"]: deployment(row) for row in kept("deployments")},
        tuple(
            Port(
                row["deployment"],
                row["exchange"],
                ROLES[row["role"]],
                profile(row.get("profile", ""), row.get("use_case", "")),
                profile(row.get("emits", "")),
                row.get("payload") or None,
                fact(row, moment),
            )
            for row in kept("ports")
        ),
        tuple(
            Link(
                number,
                row["from"],
                row["to"],
                row["exchange"],
                profile(row.get("profile", ""), row.get("use_case", "")),
                fact(row, moment, "from_date", "to_date"),
            )
            for number, row in enumerate(kept("links"))
        ),
        {(row["organisation"], row["exchange"]): row["level"] for row in kept("coverage")},
    )
