"""Exported evidence tables import back to the same map, and cite what each row stands on."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from graphmap.ingest import ImportOptions, run_import
from graphmap.ingest.source_file import Description
from graphmap.model.tables import TABLES
from graphmap.snapshot.cache import as_known, current
from graphmap.snapshot.columns import Snapshot
from graphmap.snapshot.export import export
from graphmap.store import open_store
from graphmap.store.base import Store
from tests.generative.maps import random_map
from tests.snapshot.comparison import differences
from tests.snapshot.conftest import Import, write_tables
from tests.snapshot.test_build import small_tables
from tests.spec.cases.rows import Tables, deployment, link, organisation, product, small_map, supplier

TODAY = date(2026, 11, 22)
DATA = Path(__file__).parents[2] / "importers"
ELSEWHERE = ("store_id", "revision")
"""What differs in another store that holds the same."""

Exported = Callable[..., Path]


@pytest.fixture
def exported(store: Store, tmp_path: Path) -> Exported:
    """Exports the store's tables to a folder of the name given, or whatever else is asked for."""

    def write(name: str = "exported", format_name: str = "tables", **options: Any) -> Path:
        with store.reading() as reader:
            export(reader, current(store, TODAY), format_name, tmp_path / name, **options)
        return tmp_path / name

    return write


def read(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def imported(given: Path, tmp_path: Path, **options: Any) -> Snapshot:
    """The snapshot of a new store into which the export was imported."""
    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    report = run_import(copy, str(given), ImportOptions(**options))
    assert not report.refused, list(report.lines())
    found = current(copy, TODAY)
    copy.close()
    return found


@pytest.mark.parametrize("bundled", ["sampleshire", "england"])
def test_bundled_evidence_comes_back_the_same(
    store: Store, put: Import, exported: Exported, tmp_path: Path, bundled: str
) -> None:
    put(DATA / bundled / "data", fictional=bundled == "sampleshire")
    assert differences(current(store, TODAY), imported(exported(), tmp_path), ELSEWHERE) == []


@pytest.mark.parametrize("seed", range(12))
def test_random_maps_come_back_the_same(
    store: Store, put: Import, exported: Exported, tmp_path: Path, seed: int
) -> None:
    put(filled(random_map(seed)))
    assert differences(current(store, TODAY), imported(exported(), tmp_path), ELSEWHERE) == []


def filled(tables: Tables) -> Tables:
    return {name: rows for name, rows in tables.items() if rows}


def full_tables() -> Tables:
    """Every column filled somewhere, periods, awkward text, and no reference to what nobody states."""
    tables = small_tables()
    tables["organisations"] += [organisation("OLD", closed="2010-03-31"), organisation("Y1", "NHSE_REGION")]
    for rows in tables.values():
        for number, row in enumerate(rows):
            row |= {
                "source_url": f"https://example.org/{number}",
                "source_title": "Page",
                "note": f"Note {number}",
            }
    tables["suppliers"].append(
        supplier("odd", aliases='=1+1;"quoted", with comma;two\nlines;Zoë', evidence="assured", note="@note")
    )
    return tables


def test_every_column_comes_back(store: Store, put: Import, exported: Exported, tmp_path: Path) -> None:
    put(full_tables())
    folder = exported()
    for name, rows in full_tables().items():
        columns = [column.name for column in TABLES[name].all_columns]
        written = read(folder, name)
        assert list(written[0]) == columns
        filled_columns = {column for row in rows for column in row}
        assert {column for row in written for column in columns if row[column]} >= filled_columns - {"status"}
    assert differences(current(store, TODAY), imported(folder, tmp_path), ELSEWHERE) == []


def test_periods_are_rows_with_their_own_evidence(store: Store, put: Import, exported: Exported) -> None:
    put(full_tables())
    rows = [row for row in read(exported(), "links") if row["exchange"] == "referral"]
    assert [(row["from_date"], row["to_date"], row["status"]) for row in rows] == [
        ("2024", "2024-06", "live"),
        ("2025", "", "planned"),
    ]
    assert [(row["evidence"], row["observed_at"], row["note"]) for row in rows] == [
        ("assured", "", "Note 0"),
        ("declared", "2025-02", "Note 1"),
    ]


def two_sources(put: Import) -> None:
    cited = {"source_title": "Page"}
    base = {
        "organisations": [organisation("A", postcode="A1", evidence="observed", note="A by weak", **cited)],
        "products": [product("system")],
    }
    put(
        {
            **base,
            "deployments": [
                deployment(
                    "a", "A", host="Here", evidence="observed", observed_at="2025", note="old", **cited
                )
            ],
        },
        "first",
    )
    put(
        {
            "deployments": [
                deployment("a", "A", status="retiring", host="There", observed_at="2026", note="new", **cited)
            ],
            "products": [product("system", aliases="Sys", evidence="assured", note="product by second")],
        },
        "second",
    )


def test_where_sources_disagree_the_row_cites_the_claim_of_its_validity(
    store: Store, put: Import, exported: Exported, tmp_path: Path
) -> None:
    two_sources(put)
    folder = exported()
    (row,) = read(folder, "deployments")
    assert (row["host"], row["status"]) == ("Here", "retiring")
    assert (row["evidence"], row["observed_at"], row["note"]) == ("declared", "2026", "new")
    (row,) = read(folder, "products")
    assert (row["evidence"], row["note"], row["aliases"]) == ("assured", "product by second", "Sys")
    assert differences(current(store, TODAY), imported(folder, tmp_path), (*ELSEWHERE, "rivals")) == []


def test_equal_contracts_keep_their_order_beyond_ten(
    store: Store, put: Import, exported: Exported, tmp_path: Path
) -> None:
    award = {"buyer": "A", "supplier": "maker", "from": "2020", "reference": "R"}
    put(
        {
            "organisations": [organisation("A")],
            "suppliers": [supplier("maker")],
            "contracts": [{**award, "value_gbp": str(number)} for number in range(1, 13)],
        }
    )
    folder = exported()
    assert [row["value_gbp"] for row in read(folder, "contracts")] == [str(number) for number in range(1, 13)]
    assert differences(current(store, TODAY), imported(folder, tmp_path), ELSEWHERE) == []


def test_a_zip_and_a_stream_hold_what_the_folder_holds(
    store: Store, put: Import, exported: Exported, tmp_path: Path
) -> None:
    put(full_tables())
    folder, archive = exported(), exported("exported.zip")
    stream = io.BytesIO()
    with store.reading() as reader:
        export(reader, current(store, TODAY), "tables", stream)
    assert stream.getvalue() == archive.read_bytes(), "the same map gives the same bytes"
    with zipfile.ZipFile(archive) as zipped:
        assert {name: zipped.read(name) for name in zipped.namelist()} == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }
    assert differences(current(store, TODAY), imported(archive, tmp_path), ELSEWHERE) == []


def test_fiction_stays_fiction(store: Store, put: Import, exported: Exported, tmp_path: Path) -> None:
    put(full_tables(), fictional=True)
    folder = exported()
    said = yaml.safe_load((folder / "source.yaml").read_text(encoding="utf-8"))
    assert said["fictional"] is True
    assert "FICTIONAL" in said["title"]
    assert imported(folder, tmp_path).fictional
    real = open_store(f"sqlite:///{tmp_path / 'real.db'}")
    run_import(real, str(DATA / "england" / "data"), ImportOptions())
    assert run_import(real, str(folder), ImportOptions()).refused
    real.close()


def test_licence_and_attribution_travel_with_the_evidence(
    store: Store, put: Import, exported: Exported, tmp_path: Path
) -> None:
    folder = write_tables(full_tables(), tmp_path / "licensed")
    (folder / "source.yaml").write_text("licence: OGL-UK-3.0\nattribution: [Contains things., And more.]\n")
    put(folder, "licensed")
    said = yaml.safe_load((exported() / "source.yaml").read_text(encoding="utf-8"))
    assert (said["licence"], said["attribution"]) == ("OGL-UK-3.0", ["Contains things.", "And more."])
    assert said["fictional"] is False
    assert "licensed" in said["notes"]


def test_every_table_is_there_even_without_rows(store: Store, put: Import, exported: Exported) -> None:
    put({"organisations": [organisation("A")]})
    folder = exported()
    assert {path.name for path in folder.iterdir()} == {*(f"{name}.csv" for name in TABLES), "source.yaml"}
    assert read(folder, "links") == []


def with_stubs(store: Store, put: Import) -> None:
    """An ICB and a system that rows name and nobody states any more."""
    put({"organisations": [organisation("Q", "ICB")]}, "register")
    put(filled(small_map([organisation("A", icb="Q")], [deployment("d", "A")])), "survey")
    put({"deployments": [deployment("e", "A")]}, "guess")
    put({"links": [link("d", "e", "referral")]}, "links")
    store.retract("register")
    store.retract("guess")


def test_what_nobody_states_is_named(store: Store, put: Import, exported: Exported) -> None:
    with_stubs(store, put)
    said = yaml.safe_load((exported() / "source.yaml").read_text(encoding="utf-8"))
    assert said["stubs"] == {"organisations": ["Q"], "deployments": ["e"]}


@pytest.mark.skipif(
    "stubs" not in Description.model_fields, reason="graphmap.ingest does not read `stubs` of source.yaml yet"
)
def test_what_nobody_states_comes_back_as_such(
    store: Store, put: Import, exported: Exported, tmp_path: Path
) -> None:
    with_stubs(store, put)
    found = imported(exported(), tmp_path)
    assert differences(current(store, TODAY), found, ELSEWHERE) == []
    assert found.deployments.stub.tolist() == [False, True]


def test_the_past_is_exported_as_it_was_known(store: Store, put: Import, tmp_path: Path) -> None:
    put({"organisations": [organisation("A", postcode="Old")]}, on="2026-10-01")
    put({"organisations": [organisation("A", postcode="New", note="moved")]}, on="2026-11-01")
    with store.reading() as reader:
        export(reader, as_known(store, date(2026, 10, 15)), "tables", tmp_path / "past")
    (row,) = read(tmp_path / "past", "organisations")
    assert (row["postcode"], row["note"]) == ("Old", "")
