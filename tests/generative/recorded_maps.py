"""Random maps as `maps` makes them, with what questions about the record itself need besides.

Contracts, organisations that have closed and their successors, observations of many ages, records that nobody states, and a
second source that partly says otherwise. A module of its own, so that the seeds of `random_map` keep their maps.
"""

from __future__ import annotations

from random import Random

from tests.generative.maps import random_map
from tests.reference.tables import EVIDENCE
from tests.spec.cases.rows import Row, Tables

OBSERVED = ("2019", "2022-06-01", "2023", "2023-11", "2023-11-21", "2023-11-22", "2023-11-23", "2026-10")
"""Around three years before the day on which the tests are read, and far from it."""
PERIODS: tuple[Row, ...] = (
    {},
    {"to": "2026-11-21"},
    {"to": "2026"},
    {"to": "2024-03"},
    {"from": "2027-04"},
    {"from": "2020", "to": "2028"},
)
_OTHERWISE: dict[str, dict[str, tuple[str, ...]]] = {
    "organisations": {"name": ("Another name",), "postcode": ("AA1 1AA", "BB1 1BB")},
    "suppliers": {"group": ("Group", "Other group")},
    "products": {"name": ("Another product",)},
    "deployments": {"host": ("north", "south"), "status": ("live", "retiring", "planned")},
    "ports": {"payload": ("coded", "document"), "status": ("live", "planned")},
    "links": {"status": ("live", "retiring")},
    "coverage": {"level": ("none", "partial", "complete")},
    "contracts": {"value_gbp": ("1000", "2000"), "to": ("2027", "2028")},
}
"""What a second source may say of a record, by table and column."""
_IDENTITY = {
    "ports": ("deployment", "exchange", "role", "profile", "emits", "use_case"),
    "links": ("from", "to", "exchange", "profile", "use_case"),
}


def recorded_map(seed: int) -> Tables:
    """A random map with contracts, closed organisations and old observations; equal for equal seeds."""
    rng = Random(f"recorded {seed}")
    tables = random_map(seed)
    tables["contracts"] = [_contract(rng, tables, number) for number in range(rng.randrange(5))]
    _close(rng, tables)
    for rows in tables.values():
        for row in rows:
            if rng.random() < 0.4:
                row["observed_at"] = rng.choice(OBSERVED)
    return {name: rows for name, rows in tables.items() if rows}


def map_with_stubs(seed: int) -> Tables:
    """A recorded map in which some of what is named is not stated."""
    rng, tables = Random(f"stubs {seed}"), recorded_map(seed)
    for name, share in (
        ("organisations", 0.15),
        ("suppliers", 0.2),
        ("products", 0.15),
        ("deployments", 0.15),
    ):
        rows = tables[name]
        kept = [row for row in rows if rng.random() >= share]
        tables[name] = kept or rows[:1]
    return tables


def second_source(seed: int, tables: Tables) -> Tables:
    """What another source says of some of the records that are stated once: the same, or otherwise."""
    rng = Random(f"second {seed}")
    said: Tables = {}
    for name, columns in _OTHERWISE.items():
        once = [row for row in tables.get(name, []) if _times(tables[name], name, row) == 1]
        for row in once:
            if rng.random() < 0.5:
                other = {
                    **row,
                    **{column: rng.choice(words) for column, words in columns.items() if rng.random() < 0.6},
                }
                said.setdefault(name, []).append({**other, "evidence": rng.choice(EVIDENCE)})
    return said


def _times(rows: list[Row], name: str, row: Row) -> int:
    identity = _IDENTITY.get(name, ())
    return (
        sum(all(one.get(column) == row.get(column) for column in identity) for one in rows) if identity else 1
    )


def _contract(rng: Random, tables: Tables, number: int) -> Row:
    row = {
        "buyer": rng.choice(tables["organisations"])["code"],
        "supplier": rng.choice(tables["suppliers"])["id"],
        "reference": f"N-{number}",
        **rng.choice(PERIODS),
    }
    if rng.random() < 0.6:
        row["product"] = rng.choice(tables["products"])["id"]
    if rng.random() < 0.5:
        row["evidence"] = rng.choice(EVIDENCE)
    return row


def _close(rng: Random, tables: Tables) -> None:
    """Add organisations that have closed, with successors or none, and name some systems at them."""
    living = [row for row in tables["organisations"] if row["type"] != "NATIONAL_BODY"]
    gone = [
        {"code": f"C{number}", "name": f"Closed {number}", "type": "NHS_TRUST", "closed": closed}
        for number, closed in enumerate(
            rng.sample(("2024-03-31", "2025", "2026-11-21", "2026-11-22"), rng.randrange(4))
        )
    ]
    tables["organisations"] += gone
    for row in gone:
        for heir in rng.sample([*living, *gone], rng.randrange(3)):
            if heir is not row:
                known = [*heir.get("predecessors", "").split(";"), row["code"]]
                heir["predecessors"] = ";".join(one for one in known if one)
    for row in tables["deployments"]:
        if rng.random() < 0.08 and not row.keys() & {"status", "from", "to"}:
            row.update(rng.choice(PERIODS))
        if gone and rng.random() < 0.3:
            codes = [] if rng.random() < 0.6 else row["organisations"].split(";")
            row["organisations"] = ";".join([*codes, rng.choice(gone)["code"]])
