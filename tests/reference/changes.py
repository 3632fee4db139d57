"""What changed between two editions of evidence tables, record by record, sentence by sentence after the definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import permutations

from tests.reference.exchange import ExchangeMap
from tests.reference.facts import ROLES, Tables, evidence_of, first_day, items, last_day
from tests.reference.tables import EVIDENCE

Row = dict[str, str]
IDENTITY = {
    "organisations": ("code",),
    "suppliers": ("id",),
    "products": ("id",),
    "deployments": ("id",),
    "ports": ("deployment", "exchange", "role", "profile", "emits", "use_case"),
    "links": ("from", "to", "exchange", "profile", "use_case"),
    "coverage": ("organisation", "exchange"),
    "contracts": ("buyer", "supplier", "product", "capability", "from", "reference"),
}
"""Columns that name a record, by table."""
PLAIN = {
    "organisations": ("name", "type", "icb", "region", "postcode"),
    "suppliers": ("name", "group"),
    "products": ("name", "supplier"),
    "deployments": ("product", "host"),
    "ports": ("payload",),
    "links": (),
    "coverage": ("level",),
    "contracts": ("value_gbp", "framework"),
}
LISTS = {
    "organisations": ("settings", "predecessors", "aliases"),
    "suppliers": ("aliases",),
    "products": ("capabilities", "standards", "aliases"),
    "deployments": ("organisations", "capabilities"),
}
DATES = {
    "organisations": ("opened", "closed"),
    "deployments": ("from", "to"),
    "ports": ("from", "to"),
    "links": ("from_date", "to_date"),
    "contracts": ("from", "to"),
}
WEAK_ONES_GO = ("deployments", "ports", "links", "coverage")


@dataclass(frozen=True)
class Record:
    """What the rows about one record say."""

    properties: dict[str, object]
    support: frozenset[tuple[str, date | None]]
    slips: frozenset[date]
    """Starts of its plans that are overdue."""


@dataclass(frozen=True)
class Change:
    """One change of one record, named by its table and identity."""

    how: str
    table: str
    identity: tuple[str, ...]
    properties: frozenset[str] = frozenset()


def records(
    tables: Tables, known_at: date, min_evidence: str | None
) -> dict[tuple[str, tuple[str, ...]], Record]:
    """Every record that is stated, by table and identity."""
    rows: dict[tuple[str, tuple[str, ...]], list[Row]] = {}
    weakest = EVIDENCE.index(min_evidence) if min_evidence else 0
    for table in IDENTITY:
        for row in tables.get(table, []):
            if table not in WEAK_ONES_GO or EVIDENCE.index(evidence_of(row)) >= weakest:
                rows.setdefault((table, identity_of(table, row)), []).append(row)
    return {name: record(name[0], said, known_at) for name, said in rows.items()}


def record(table: str, rows: list[Row], known_at: date) -> Record:
    said: dict[str, object] = {name: rows[0].get(name, "") for name in PLAIN[table]}
    said |= {name: frozenset(items(rows[0].get(name, ""))) for name in LISTS.get(table, ())}
    if table == "coverage":
        said["as_of"] = first_day(rows[0].get("as_of", ""))
    slips = set()
    if table in DATES:
        first, last = DATES[table]
        said["validity"] = frozenset(
            (row.get("status") or "live", first_day(row.get(first, "")), last_day(row.get(last, "")))
            for row in rows
        )
        for row in rows:
            start = first_day(row.get(first, ""))
            if row.get("status") == "planned" and start is not None and start <= known_at:
                slips.add(start)
    support = frozenset((evidence_of(row), first_day(row.get("observed_at", ""))) for row in rows)
    return Record(said, support, frozenset(slips))


def facts_changed(
    before: Tables, since: date, after: Tables, until: date, min_evidence: str | None = None
) -> set[Change]:
    """Every change between two editions, each known on its day; RESTATED as well."""
    return set(_changes(records(before, since, min_evidence), records(after, until, min_evidence)))


def _changes(
    old: dict[tuple[str, tuple[str, ...]], Record], new: dict[tuple[str, tuple[str, ...]], Record]
) -> Iterator[Change]:
    for name, record in old.items():
        if name not in new:
            yield Change("RETRACTED", *name)
            continue
        differing = {
            which for which, value in record.properties.items() if new[name].properties[which] != value
        }
        if differing:
            yield Change("CHANGED", *name, frozenset(differing))
        elif record.support != new[name].support:
            yield Change("RESTATED", *name)
    for name, record in new.items():
        if name not in old:
            yield Change("NEW", *name)
        if record.slips - (old[name].slips if name in old else frozenset()):
            yield Change("SLIPPED", *name)


def concerns(tables: Tables, codes: set[str]) -> set[tuple[str, tuple[str, ...]]]:
    """The records that concern some organisations, by table and identity."""

    def rows(table: str, wanted: Callable[[Row], bool]) -> list[Row]:
        return [row for row in tables.get(table, []) if wanted(row)]

    run = rows("deployments", lambda row: bool(set(items(row["organisations"])) & codes))
    ids = {row["id"] for row in run}
    bought = rows("contracts", lambda row: row["buyer"] in codes)
    used = {row["product"] for row in run} | {row.get("product", "") for row in bought}
    sold = rows("products", lambda row: row["id"] in used)
    sellers = {row.get("supplier", "") for row in sold} | {row["supplier"] for row in bought}
    chosen = {
        "organisations": rows("organisations", lambda row: row["code"] in codes),
        "suppliers": rows("suppliers", lambda row: row["id"] in sellers),
        "products": sold,
        "deployments": run,
        "ports": rows("ports", lambda row: row["deployment"] in ids),
        "links": rows("links", lambda row: row["from"] in ids or row["to"] in ids),
        "coverage": rows("coverage", lambda row: row["organisation"] in codes),
        "contracts": bought,
    }
    return {(table, identity_of(table, row)) for table, found in chosen.items() for row in found}


def identity_of(table: str, row: Row) -> tuple[str, ...]:
    """The cells that name the record which a row is about."""
    cells = [row.get(name, "") for name in IDENTITY[table]]
    if table == "ports":
        cells[2] = ROLES[cells[2]]
    return tuple(cells)


def without_stubs(tables: Tables) -> Tables:
    """The rows that take part in answers: a fact hangs on everything it names, in turn, an organisation on nothing."""
    codes = {row["code"] for row in tables.get("organisations", [])}
    sellers = {row["id"] for row in tables.get("suppliers", [])}
    sold = [row for row in tables.get("products", []) if row.get("supplier", "") in sellers | {""}]
    names = {row["id"] for row in sold}
    run = [
        row
        for row in tables.get("deployments", [])
        if row["product"] in names and set(items(row["organisations"])) <= codes
    ]
    ids = {row["id"] for row in run}
    return tables | {
        "products": sold,
        "deployments": run,
        "ports": [row for row in tables.get("ports", []) if row["deployment"] in ids],
        "links": [row for row in tables.get("links", []) if {row["from"], row["to"]} <= ids],
        "coverage": [row for row in tables.get("coverage", []) if row["organisation"] in codes],
    }


def verdicts_changed(
    before: ExchangeMap, after: ExchangeMap, reading: str = "CAUTIOUS"
) -> dict[tuple[str, str], tuple[str, str]]:
    """Verdict before and after of every ordered pair of organisations that both maps have, where they differ."""
    codes = sorted(before.known.organisation_types.keys() & after.known.organisation_types.keys())
    found = {}
    for pair in permutations(codes, 2):
        was, now = before.answer(*pair, reading).verdict, after.answer(*pair, reading).verdict
        if was != now:
            found[pair] = (was, now)
    return found
