"""One import as a whole: what a run retracts, what it is called, and that it is all or nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graphmap.ingest import Importer, ImportOptions, check, run_import, run_imports
from graphmap.ingest.evidence_tables import EvidenceTables
from graphmap.model.errors import UsageError
from graphmap.model.terms import Kind
from graphmap.store.base import Store
from tests.ingest.small import everything, header_of, imported, refused, small, write_folder
from tests.stores import on_every_store

pytestmark = on_every_store


def keys(store: Store, kind: Kind) -> list[str]:
    with store.reading() as reader:
        return sorted(reader.keys(kind))


def test_the_same_input_again_makes_no_new_revision(filled: Store, tmp_path: Path) -> None:
    before = everything(filled)
    report = imported(filled, tmp_path / "before")
    assert report.run is not None
    assert (report.run.revision, report.run.added, report.run.changed, report.run.retracted) == (
        None,
        0,
        0,
        0,
    )
    assert everything(filled)["revision"] == before["revision"]
    assert everything(filled)["facts"] == before["facts"]


def test_what_a_table_no_longer_says_is_retracted_and_an_absent_table_retracts_nothing(
    filled: Store, tmp_path: Path
) -> None:
    links = small()["links"][:1]
    report = imported(filled, write_folder(tmp_path / "new", {"links": links}), source="before")
    assert report.run is not None
    assert (report.run.retracted, report.run.unchanged, report.run.tables) == (1, 1, ("links",))
    assert len(keys(filled, Kind.DEPLOYMENT)) == 3


def test_a_header_alone_retracts_all_of_its_table(filled: Store, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "coverage.csv").write_text(",".join(header_of(small()["coverage"])) + "\n", encoding="utf-8")
    imported(filled, folder, source="before")
    assert keys(filled, Kind.COVERAGE) == []
    assert len(keys(filled, Kind.LINK)) == 2


def test_a_partial_run_retracts_nothing(filled: Store, tmp_path: Path) -> None:
    report = imported(
        filled, write_folder(tmp_path / "new", {"links": small()["links"][:1]}), source="before", partial=True
    )
    assert report.run is not None
    assert report.run.partial
    assert len(keys(filled, Kind.LINK)) == 2


def test_a_dry_run_says_what_would_change_and_changes_nothing(filled: Store, tmp_path: Path) -> None:
    before = everything(filled)
    tables = {"suppliers": [{"id": "arden", "name": "Arden plc"}, {"id": "beacon", "name": "Beacon"}]}
    report = run_import(
        filled, str(write_folder(tmp_path / "new", tables)), ImportOptions(source="before", dry_run=True)
    )
    assert report.changes is not None
    assert (report.changes.added, report.changes.changed, report.changes.retracted) == (1, 1, 0)
    assert (report.run, report.refused, report.dry_run) == (None, False, True)
    assert everything(filled) == before


def test_a_source_is_named_by_its_input(store: Store, tmp_path: Path) -> None:
    imported(store, write_folder(tmp_path / "folder.d", {"suppliers": small()["suppliers"]}))
    imported(store, tmp_path / "folder.d" / "suppliers.csv")
    imported(store, tmp_path / "folder.d", source="my own")
    assert [source.name for source in everything(store)["sources"]] == ["folder.d", "my own", "suppliers"]


def test_another_location_needs_the_source_spelled_out(filled: Store, tmp_path: Path) -> None:
    elsewhere = write_folder(tmp_path / "elsewhere" / "before", {"suppliers": small()["suppliers"]})
    (error,) = refused(filled, elsewhere)
    assert str(tmp_path / "before") in error.message
    assert "--source before" in str(error)
    imported(filled, elsewhere, source="before")
    (source,) = everything(filled)["sources"]
    assert source.location == str(tmp_path / "before")


def test_options_that_make_no_sense(store: Store, tmp_path: Path) -> None:
    folder = str(write_folder(tmp_path / "input", small()))
    for options, message in {
        ImportOptions(edition="soon"): "no ISO date",
        ImportOptions(source=" "): "needs a name",
        ImportOptions(format="xml"): "No format is named 'xml'. Known: evidence_tables, ",
    }.items():
        with pytest.raises(UsageError, match=message):
            run_import(store, folder, options)
    with pytest.raises(UsageError, match="--source x can name one input, and 2 are given"):
        list(run_imports(store, [folder, folder], ImportOptions(source="x")))


def test_several_inputs_are_several_runs(store: Store, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "input", small())
    # As a shell lists them: contracts before the organisations that they name.
    paths = sorted(str(path) for path in folder.iterdir())
    reports = list(run_imports(store, paths, ImportOptions()))
    assert [report.refused for report in reports] == [False] * 8
    assert len(everything(store)["runs"]) == 8


def test_one_refused_input_leaves_the_others(store: Store, tmp_path: Path) -> None:
    sound = write_folder(tmp_path / "sound", small())
    broken = write_folder(tmp_path / "broken", {"suppliers": [{"id": "x", "name": ""}]})
    reports = list(run_imports(store, [str(broken), str(sound)], ImportOptions()))
    assert [report.refused for report in reports] == [True, False]
    assert [source.name for source in everything(store)["sources"]] == ["sound"]


def test_an_interrupted_run_leaves_nothing(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphmap.ingest.runner.BATCH", 1)
    before = everything(filled)

    def interrupt(stage: str, done: int, total: int | None) -> None:
        assert (stage, done, total) == ("reading suppliers.csv", 5_000, None)
        raise KeyboardInterrupt

    tables = {"suppliers": [{"id": f"s{number}", "name": "S"} for number in range(6_000)]}
    with pytest.raises(KeyboardInterrupt):
        run_import(
            filled, str(write_folder(tmp_path / "new", tables)), ImportOptions(source="before"), interrupt
        )
    assert everything(filled) == before
    imported(filled, tmp_path / "new", source="before")


def test_reports_read_well_and_are_plain_data(filled: Store, tmp_path: Path) -> None:
    tables: dict[str, list[dict[str, str]]] = {"suppliers": [{"id": "arden", "name": "", "mood": "good"}]}
    (report,) = check([str(write_folder(tmp_path / "new", tables))], filled)
    lines = list(report.lines())
    assert lines[0] == "suppliers.csv:2: name: is required and blank. Fill it in: Name"
    assert lines[1].startswith("warning: suppliers.csv:1: mood: 'mood' is no column of suppliers")
    data: dict[str, Any] = json.loads(json.dumps(report.data()))
    assert (data["refused"], data["errors"], data["warnings"], data["rows"]) == (
        True,
        1,
        1,
        {"suppliers.csv": 1},
    )
    assert data["problems"][1] == {
        "severity": "error",
        "file": "suppliers.csv",
        "message": "is required and blank",
        "remedy": "Fill it in: Name",
        "row": 2,
        "column": "name",
        "value": None,
    }


def test_a_stored_run_is_in_the_report(filled: Store, tmp_path: Path) -> None:
    report = imported(filled, tmp_path / "before")
    assert [report.source] == everything(filled)["sources"]
    data = report.data()
    assert (data["run"]["source"], data["format"], data["source"]["name"]) == (
        "before",
        "evidence_tables",
        "before",
    )
    dry = run_import(filled, str(tmp_path / "before"), ImportOptions(dry_run=True)).data()
    assert (dry["dryRun"], dry["changes"]["unchanged"]) == (True, sum(map(len, small().values())))


def test_the_reader_of_the_tables_is_an_importer() -> None:
    assert isinstance(EvidenceTables(), Importer)
