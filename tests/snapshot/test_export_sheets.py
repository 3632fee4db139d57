"""Tables for a spreadsheet: names beside codes, full dates, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from graphmap.snapshot.cache import current
from graphmap.snapshot.export import export
from graphmap.store.base import Store
from tests.snapshot.conftest import Import
from tests.snapshot.test_build import small_tables
from tests.snapshot.test_export_tables import full_tables
from tests.spec.cases.rows import organisation

TODAY = date(2026, 11, 22)


def sheets(store: Store, folder: Path, **options: Any) -> dict[str, list[dict[str, str]]]:
    with store.reading() as reader:
        export(reader, current(store, TODAY), "csv", folder, **options)
    found = {}
    for path in folder.iterdir():
        with path.open(encoding="utf-8", newline="") as stream:
            found[path.stem] = list(csv.DictReader(stream))
    return found


def test_names_stand_beside_codes_and_dates_are_full(store: Store, put: Import, tmp_path: Path) -> None:
    put(full_tables())
    found = sheets(store, tmp_path / "sheets")
    assert set(found) == {
        f"map-{name}" for name in ("organisations", "deployments", "ports", "links", "coverage", "contracts")
    }
    trust = next(row for row in found["map-organisations"] if row["code"] == "B")
    assert (trust["icb_name"], trust["closed"], trust["settings"]) == (
        "Q1 (ICB)",
        "2027-12-31",
        "acute;ambulance",
    )
    assert (trust["latitude"], trust["longitude"], trust["predecessors"]) == ("51.5", "-0.25", "OLD;A")
    system = next(row for row in found["map-deployments"] if row["deployment"] == "sys")
    assert (system["organisation_names"], system["product_name"]) == ("B (NHS_TRUST);A (GP_PRACTICE)", "Epr")
    assert (system["supplier_name"], system["supplier_group"]) == ("Arden", "Arden Group")
    assert [(row["from"], row["to_organisations"], row["valid_to"]) for row in found["map-links"]] == [
        ("sys", "A (GP_PRACTICE)", "2024-06-30"),
        ("sys", "A (GP_PRACTICE)", ""),
        ("tie", "B (NHS_TRUST);A (GP_PRACTICE)", ""),
    ]
    relay = next(row for row in found["map-ports"] if row["role"] == "relay")
    assert (relay["profile"], relay["emits"], relay["payload"]) == ("ERS-R4@1.2", "x-own@2.1", "coded")
    assert {(row["organisation"], row["exchange"], row["level"]) for row in found["map-coverage"]} == {
        ("A", "imaging", "partial"),
        ("B", "*", "complete"),
    }
    award = next(row for row in found["map-contracts"] if row["buyer"] == "B")
    assert (award["value_gbp"], award["capability"], award["valid_to"]) == ("1250000.5", "ED", "2027-12-31")


def test_no_cell_is_a_formula(store: Store, put: Import, tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@SUM(A1)"]
    put({"organisations": [{**organisation(f"A{place}"), "name": name} for place, name in enumerate(names)]})
    found = sheets(store, tmp_path / "sheets")["map-organisations"]
    assert [row["name"] for row in found] == [f"'{name}" for name in names]


def test_fiction_is_badged_in_every_row(store: Store, put: Import, tmp_path: Path) -> None:
    put(full_tables(), fictional=True)
    for rows in sheets(store, tmp_path / "sheets").values():
        assert rows
        assert {row["badge"] for row in rows} == {"FICTIONAL"}


def test_a_part_has_its_rows_alone(store: Store, put: Import, tmp_path: Path) -> None:
    put(small_tables() | {"organisations": full_tables()["organisations"]})
    row = current(store, TODAY).organisations.key.index["Q1"]
    found = sheets(store, tmp_path / "sheets", organisations=[row])
    assert [row["code"] for row in found["map-organisations"]] == ["Q1"]
    assert found["map-links"] == []
