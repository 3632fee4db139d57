"""A second edition of a random map: rows gone, altered, seen again, and new ones. All of it follows from the seed."""

from __future__ import annotations

from collections import Counter
from random import Random

from tests.generative.maps import LINK_COLUMNS, random_map
from tests.generative.periods import DATED, weighted
from tests.reference.changes import identity_of
from tests.spec.cases.rows import (
    Row,
    Tables,
    coverage,
    deployment,
    link,
    organisation,
    port,
    product,
    supplier,
)

CONTRACTS = (
    {
        "buyer": "T0",
        "supplier": "arden",
        "product": "suite",
        "from": "2020",
        "to": "2027",
        "value_gbp": "1000000",
    },
    {"buyer": "T0", "supplier": "beacon", "capability": "PAS", "from": "2021-04-01", "reference": "N-1"},
    {"buyer": "T1", "supplier": "corvid", "from": "2022-01", "to": "2026-12", "framework": "Open"},
)
ALTERED: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "organisations": (
        ("name", ("Another name", "A third name")),
        ("settings", ("acute", "acute;community")),
        ("closed", ("2026-06-30", "2027")),
        ("aliases", ("Ash;Elm", "Elm;Ash", "Elm")),
        ("postcode", ("AA1 1AA",)),
    ),
    "suppliers": (("group", ("Group", "Other group")), ("name", ("Renamed",))),
    "products": (
        ("supplier", ("arden", "corvid")),
        ("capabilities", ("PAS", "PAS;MATERNITY", "MATERNITY;PAS")),
    ),
    "deployments": (
        ("product", ("suite", "point")),
        ("organisations", ("T0", "T0;T1", "T1;T0")),
        ("host", ("north", "south")),
        ("capabilities", ("PAS", "MATERNITY")),
    ),
    "ports": (("payload", ("coded", "document", "view")),),
    "links": (),
    "coverage": (("level", ("none", "partial", "complete")), ("as_of", ("2026", "2026-10-01"))),
    "contracts": (
        ("value_gbp", ("2000000", "2000000.50")),
        ("framework", ("Closed",)),
        ("to", ("2028", "2028-12-31")),
    ),
}


def two_editions(seed: int) -> tuple[Tables, Tables]:
    """A random map with contracts, and its second edition."""
    rng = Random(f"editions {seed}")
    first = {**random_map(seed), "contracts": [dict(row) for row in CONTRACTS]}
    return first, _Second(rng, rng.choice((0.05, 0.2, 0.5))).of(first)


class _Second:
    def __init__(self, rng: Random, share: float) -> None:
        self.rng = rng
        self.share = share

    def of(self, tables: Tables) -> Tables:
        made: Tables = {}
        for table, rows in tables.items():
            kept = [dict(row) for row in rows if not self._seldom(0.4)]
            self.rng.shuffle(kept)
            often = Counter(identity_of(table, row) for row in kept)
            made[table] = [self._altered(table, row, often[identity_of(table, row)] > 1) for row in kept]
        for table, rows in self._new(tables).items():
            made.setdefault(table, []).extend(rows)
        return {table: rows for table, rows in made.items() if rows}

    def _seldom(self, part: float = 1.0) -> bool:
        return self.rng.random() < self.share * part

    def _altered(self, table: str, row: Row, several: bool) -> Row:
        if self._seldom():
            row["observed_at"] = self.rng.choice(("2026-11-20", "2026-10", "2025"))
        if not several and self._seldom() and ALTERED[table]:
            column, values = self.rng.choice(ALTERED[table])
            row[column] = self.rng.choice(values)
        if not several and table in {"deployments", "ports", "links"} and self._seldom():
            names = LINK_COLUMNS if table == "links" else {}
            for column in ("status", names.get("from", "from"), names.get("to", "to")):
                row.pop(column, None)
            period = self.rng.choice(weighted(self.rng, DATED))
            row |= {names.get(column, column): text for column, text in period.items()}
        return row

    def _new(self, tables: Tables) -> Tables:
        if not self._seldom(2):
            return {}
        exchange = next((row["exchange"] for row in tables.get("links", [])), "document")
        plan = {"status": "planned", "from_date": self.rng.choice(("2026-11-22", "2027-01-01", "2024"))}
        return {
            "organisations": [organisation("Z1")],
            "suppliers": [supplier("zed")],
            "products": [product("zed-epr", supplier="zed")],
            "deployments": [
                deployment("z-1", "Z1", "zed-epr"),
                deployment("z-2", "T0", "suite", from_="2026-12"),
            ],
            "ports": [port("z-1", exchange, "source")],
            "links": [link("z-1", "z-2", exchange, **plan), link("z-2", "z-1", exchange)],
            "coverage": [coverage("Z1")],
            "contracts": [{"buyer": "Z1", "supplier": "zed", "product": "zed-epr"}],
        }
