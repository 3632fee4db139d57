"""The ODS list of NHS trusts in every vintage. The files were made by hand: trusts named SAMPLE exist nowhere."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from graphmap.ingest import Importer, ImportOptions, ImportReport, Input, check, run_import
from graphmap.model.terms import Evidence, Kind
from graphmap.store.base import Store
from importers import ods_trusts
from importers.ods_trusts import layout
from tests.stores import on_every_store

FILES = Path(__file__).parent / "ods_trusts"
VINTAGES = {
    "etr-2015-04.csv": (6, "2015-04"),
    "etr_20200131.csv": (3, "2020-01-31"),
    "etr_2022-06.csv": (3, "2022-06"),
    "etr_2026-07.csv": (6, "2026-07"),
    "etr_headers_2026-07.csv": (6, "2026-07"),
}
"""Trusts, and the edition that the name says."""


def imported(store: Store, path: Path, **options: Any) -> ImportReport:
    report = run_import(store, str(path), ImportOptions(**options))
    assert not report.refused, list(report.lines())
    assert report.format == "ods_trusts"
    return report


def errors(store: Store, path: Path, **options: Any) -> list[str]:
    """Why a file is refused; the store must not change."""
    before = store.revision(), trusts(store)
    report = run_import(store, str(path), ImportOptions(**options))
    assert report.refused
    assert (store.revision(), trusts(store)) == before
    return [str(problem) for problem in report.problems if problem.severity == "error"]


def trusts(store: Store) -> dict[str, dict[str, Any]]:
    with store.reading() as reader:
        return dict(reader.facts(Kind.ORGANISATION))


def edited(tmp_path: Path, name: str, before: str, after: str, as_name: str | None = None) -> Path:
    """A copy of a file with some text replaced."""
    text = (FILES / name).read_bytes().decode()
    assert before in text
    path = tmp_path / (as_name or name)
    path.write_bytes(text.replace(before, after).encode())
    return path


@on_every_store
@pytest.mark.parametrize("name", VINTAGES)
def test_every_vintage_is_read(store: Store, name: str) -> None:
    count, edition = VINTAGES[name]
    report = imported(store, FILES / name, source="ods")
    assert report.run is not None
    assert (report.run.added, report.run.edition, report.rows) == (count, edition, {name: count})
    facts = trusts(store)
    assert {fact["observed_at"] for fact in facts.values()} == {edition}
    assert {fact["evidence"] for fact in facts.values()} == {Evidence.REGISTERED}
    assert [code for code, fact in facts.items() if fact["type"] == "OTHER_NHS_BODY"] == ["ZW1"]
    assert all(fact["type"] == "NHS_TRUST" for code, fact in facts.items() if code != "ZW1")


@on_every_store
def test_what_a_row_says(store: Store) -> None:
    imported(store, FILES / "etr_2026-07.csv")
    facts = trusts(store)
    assert facts["ZA4"] == {
        "code": "ZA4",
        "name": "SAMPLE COMMUNITY NHS TRUST",
        "type": "NHS_TRUST",
        "icb": "QHL",
        "region": "Y60",
        "postcode": "AB1 2CD",
        "periods": [["live", "2011-04-01", "2027-03-31", Evidence.REGISTERED, "2026-07"]],
        "evidence": Evidence.REGISTERED,
        "observed_at": "2026-07",
        "sources": ["etr_2026-07"],
    }
    assert not {"icb", "region"} & facts["ZW1"].keys()
    assert facts["Z5S2T"]["periods"][0][1] == "2027-04-01"
    with store.reading() as reader:
        (source,) = reader.sources()
    assert source.licence == "Open Government Licence v3.0"
    assert any("Open Government Licence" in line for line in source.attribution)


@on_every_store
def test_rows_added_by_hand_are_english_and_undated(store: Store) -> None:
    imported(store, FILES / "etr-2015-04.csv")
    facts = trusts(store)
    for code in ("ZH1", "ZH2"):
        assert facts[code]["type"] == "NHS_TRUST"
        assert facts[code]["periods"] == []
        assert facts[code]["postcode"].startswith("AB3")


def test_headers_make_no_difference() -> None:
    (plain,) = check([str(FILES / "etr_2026-07.csv")])
    (named,) = check([str(FILES / "etr_headers_2026-07.csv")])
    assert [one.message for one in plain.problems] == [one.message for one in named.problems]


@on_every_store
def test_columns_that_a_header_names_may_stand_anywhere(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "etr_2026-07.csv"
    path.write_text(
        "Code,Postcode,Name,Close Date,Open Date\nZA1,AB1 2CD,SAMPLE,,2010-04-01\n", encoding="utf-8"
    )
    imported(store, path)
    assert trusts(store)["ZA1"]["periods"][0][1] == "2010-04-01"
    path.write_text("Code,Title\nZA1,SAMPLE\n", encoding="utf-8")
    (error,) = errors(store, path)
    assert "the header names no column for name, opened, closed" in error


@on_every_store
def test_icbs_and_regions_that_nobody_states_are_no_error(store: Store) -> None:
    report = imported(store, FILES / "etr-2015-04.csv")
    assert report.errors == 0
    assert trusts(store)["ZA1"]["icb"] == "Q71"
    assert "Q71" not in trusts(store)


class TestRenaming:
    """Names are overwritten in place; a trust is still found by its old ones."""

    def test_a_renamed_trust_keeps_its_old_names(self, store: Store) -> None:
        for name in ("etr-2015-04.csv", "etr_2022-06.csv", "etr_2026-07.csv"):
            imported(store, FILES / name, source="ods")
        fact = trusts(store)["ZA1"]
        assert fact["name"] == "SAMPLE UNIVERSITY HOSPITALS NHS FOUNDATION TRUST"
        assert fact["aliases"] == [
            "SAMPLE ACUTE HOSPITAL NHS TRUST",
            "SAMPLE ACUTE HOSPITAL NHS FOUNDATION TRUST",
        ]
        assert "aliases" not in trusts(store)["ZA2"]

    def test_the_same_edition_again_changes_nothing(self, store: Store) -> None:
        for name in ("etr_2022-06.csv", "etr_2026-07.csv"):
            imported(store, FILES / name, source="ods")
        report = imported(store, FILES / "etr_2026-07.csv", source="ods")
        assert report.run is not None
        assert (report.run.revision, report.run.unchanged) == (None, 6)

    def test_another_way_of_writing_is_no_other_name(self, store: Store, tmp_path: Path) -> None:
        tables = tmp_path / "organisations.csv"
        tables.write_text(
            "code,name,type\nZA1,Sample University Hospitals NHS FT,NHS_TRUST\nZA4,Sample Care,NHS_TRUST\n",
            encoding="utf-8",
        )
        assert not run_import(store, str(tables), ImportOptions()).refused
        imported(store, FILES / "etr_2026-07.csv")
        assert "aliases" not in trusts(store)["ZA1"]
        assert trusts(store)["ZA4"]["aliases"] == ["Sample Care"]


class TestEditions:
    """The edition is the day on which everything in the file was observed."""

    def test_it_is_asked_for_where_the_name_holds_none(self, store: Store, tmp_path: Path) -> None:
        path = edited(tmp_path, "etr_2026-07.csv", "ZA1", "ZA1", "etr.csv")
        (error,) = errors(store, path)
        assert error.startswith("etr.csv: the date of the edition is not known")
        assert "--edition 2026-07-01" in error
        imported(store, path, edition="2026-07-03")
        assert trusts(store)["ZA1"]["observed_at"] == "2026-07-03"

    def test_what_is_given_wins_over_the_name(self, store: Store) -> None:
        imported(store, FILES / "etr_2026-07.csv", edition="2026-06-30")
        assert trusts(store)["ZA1"]["observed_at"] == "2026-06-30"

    def test_an_older_one_is_refused(self, store: Store) -> None:
        imported(store, FILES / "etr_2026-07.csv", source="ods")
        for options in ({"source": "ods"}, {}):
            (error,) = errors(store, FILES / "etr_2022-06.csv", **options)
            assert "edition 2022-06 is older than 2026-07, which source 'ods' holds" in error
        imported(store, FILES / "etr_2022-06.csv", source="another")

    def test_a_newer_one_under_another_name_is_warned_about(self, store: Store) -> None:
        imported(store, FILES / "etr_2022-06.csv")
        report = imported(store, FILES / "etr_2026-07.csv")
        assert any("--source etr_2022-06" in problem.remedy for problem in report.problems)

    def test_one_in_the_future_is_warned_about(self, store: Store) -> None:
        report = imported(store, FILES / "etr_2026-07.csv", edition="2027")
        assert any("lies in the future" in problem.message for problem in report.problems)

    @pytest.mark.parametrize(
        ("name", "edition"),
        [
            ("etr_2026-07.csv", "2026-07"),
            ("etr-20260701-v2.csv", "2026-07-01"),
            ("etr 2026-07-31.csv", "2026-07-31"),
            ("202607_etr.csv", "2026-07"),
            ("etr.csv", None),
            ("etr_2026.csv", None),
            ("etr_2026-13.csv", None),
            ("etr_1202607011.csv", None),
        ],
    )
    def test_in_a_name(self, name: str, edition: str | None) -> None:
        assert layout.edition_in(name) == edition


@on_every_store
def test_a_newer_edition_retracts_what_it_no_longer_lists(store: Store) -> None:
    imported(store, FILES / "etr-2015-04.csv", source="ods")
    report = imported(store, FILES / "etr_20200131.csv", source="ods")
    assert report.run is not None
    assert (report.run.retracted, report.run.tables) == (3, ("organisations",))
    assert set(trusts(store)) == {"ZA1", "ZA2", "ZW1"}


@on_every_store
def test_a_partial_one_retracts_nothing(store: Store) -> None:
    imported(store, FILES / "etr-2015-04.csv", source="ods")
    imported(store, FILES / "etr_20200131.csv", source="ods", partial=True)
    assert len(trusts(store)) == 6


FAULTS = {
    "a date that is none": ('"20110401"', '"20110431"', 4, "open date", "is no date"),
    "closed before it opened": ('"20270331"', '"20100331"', 4, "open date", "is after the close date, 2010-03-31"),
    "a code that is none": ('"ZA4"', '"za 4"', 4, "code", "is no ODS code"),
    "no name": ('"SAMPLE COMMUNITY NHS TRUST"', '" "', 4, "name", "is required and blank"),
    "a code twice": ('"ZA4"', '"ZA1"', 4, "name", "disagrees with row 1"),
    "a row cut short": ('"D","","",""\r\n"Z5', '"D"\r\n"Z5', 4, None, None),
    "another list": ('"20270331",""', '"20270331","A"', 4, None, "in column 13 is a status"),
    "a broken row": ('"ZA4","SAMPLE COMMUNITY NHS TRUST","Y60","QHL"', '"ZA4","SAMPLE"', 4, None, "the row has 25 columns"),
}  # fmt: skip


@on_every_store
@pytest.mark.parametrize("name", FAULTS)
def test_faults_name_row_and_column(store: Store, tmp_path: Path, name: str) -> None:
    before, after, row, column, message = FAULTS[name]
    path = edited(tmp_path, "etr_2026-07.csv", before, after)
    if message is None:
        assert imported(store, path).errors == 0
        return
    report = run_import(store, str(path), ImportOptions())
    assert report.refused
    (error,) = [problem for problem in report.problems if problem.severity == "error"]
    assert (error.file, error.row, error.column) == ("etr_2026-07.csv", row, column)
    assert message in error.message
    assert error.remedy
    assert trusts(store) == {}


@on_every_store
def test_rows_that_make_no_sense_can_be_left_out(store: Store, tmp_path: Path) -> None:
    path = edited(tmp_path, "etr_2026-07.csv", '"20110401"', '"soon"')
    report = imported(store, path, skip_invalid=True)
    assert report.run is not None
    assert (report.run.skipped, report.run.partial, len(trusts(store))) == (1, True, 5)


@on_every_store
def test_an_unlikely_number_of_trusts_is_a_warning(store: Store) -> None:
    messages = [problem.message for problem in imported(store, FILES / "etr_2026-07.csv").problems]
    assert "the list holds 6 rows, where 195 to 330 are expected" in messages
    assert "open trusts: the list holds 3 rows, where 185 to 250 are expected" in messages


@on_every_store
def test_a_zipped_list_is_read(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "etr.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(FILES / "etr_2026-07.csv", "etr.csv")
        archive.writestr("etr.pdf", "")
    imported(store, path, edition="2026-07")
    assert len(trusts(store)) == 6
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("ets.csv", "")
    (error,) = errors(store, path, edition="2026-07")
    assert "holds 2 CSV files instead of one" in error


@on_every_store
def test_an_empty_list_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "etr_2026-07.csv").write_bytes(b"\n")
    (error,) = errors(store, tmp_path / "etr_2026-07.csv")
    assert "nothing to import" in error


@pytest.mark.parametrize(
    ("name", "location", "fits"),
    [
        ("etr.csv", "/x/etr.csv", True),
        ("ETR-2026-07.CSV", "/x", True),
        ("getReport.csv", "https://example.org/api/getReport?report=etr", True),
        ("ets.csv", "/x/ets.csv", False),
        ("metric.csv", "/x/metric.csv", False),
        ("etr.txt", "/x/etr.txt", False),
    ],
)
def test_the_list_is_known_by_its_name(name: str, location: str, fits: bool) -> None:
    assert ods_trusts.detect(Input(Path(name), location)) is fits


def test_it_is_an_importer_and_reads_or_ignores_every_column() -> None:
    assert isinstance(ods_trusts, Importer)
    folder = Path(ods_trusts.__file__).parent
    ignored = yaml.safe_load((folder / "source.yaml").read_text("utf-8"))["ignored"]
    used = {place + 1 for place in layout.PLACES.values()}
    assert used | {int(place) for place in ignored} == set(range(1, 28))
    assert not used & {int(place) for place in ignored}


@pytest.mark.parametrize(
    ("region", "icb", "letter", "postcode", "welsh"),
    [
        ("W00", "", "", "CF10 1AA", True),
        ("", "", "W", "CF10 1AA", True),
        ("", "", "", "LL17 0LJ", True),
        ("", "", "", "M13 9WL", False),
        ("Y60", "QGH", "F", "LD1 1AA", False),
        ("", "", "H", "SA1 1AA", False),
    ],
)
def test_wales(region: str, icb: str, letter: str, postcode: str, welsh: bool) -> None:
    assert layout.is_welsh(region, icb, letter, postcode) is welsh
