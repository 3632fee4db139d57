"""Workbooks: values as a CSV file would hold them, formulas, errors, and sheets that would fill the memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from graphmap.store.base import Store
from tests.ingest.small import everything, grid, imported, refused, small, write_workbook

SHEET = "xl/worksheets/sheet1.xml"


def edit(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """Rewrite one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_workbook_says_what_its_folder_says(store: Store, tmp_path: Path) -> None:
    sheets = {name: grid(rows) for name, rows in small().items()}
    report = imported(store, write_workbook(tmp_path / "map.xlsx", {**sheets, "Notes": [["hello"]]}))
    assert report.run is not None
    assert report.run.added == sum(map(len, small().values()))
    assert [problem.file for problem in report.problems] == ["map.xlsx/Notes"]


def test_numbers_and_dates_of_a_spreadsheet(store: Store, tmp_path: Path) -> None:
    rows = [
        ["code", "name", "type", "opened", "closed", "latitude", "postcode"],
        [
            12,
            "Ashby",
            "NHS_TRUST",
            date(2010, 4, 1),
            datetime(2027, 3, 31),  # noqa: DTZ001 - a spreadsheet has no zone
            53.25,
            1.0,
        ],
        ["BB2", True, "NHS_TRUST", 2011, "2027-03", None, " AB1 "],
    ]
    imported(store, write_workbook(tmp_path / "map.xlsx", {"organisations": rows}))
    facts = dict(everything(store)["facts"]["organisation"])
    assert facts["12"]["periods"][0][1:3] == ["2010-04-01", "2027-03-31"]
    assert (facts["12"]["latitude"], facts["12"]["postcode"]) == (53.25, "1")
    assert facts["BB2"]["periods"][0][1:3] == ["2011", "2027-03"]
    assert (facts["BB2"]["name"], facts["BB2"]["postcode"]) == ("TRUE", "AB1")


def test_a_time_of_day_is_no_date(store: Store, tmp_path: Path) -> None:
    rows = [["code", "name", "type", "opened"], ["A", "A", "ICB", datetime(2010, 4, 1, 9, 30)]]  # noqa: DTZ001 - a spreadsheet has no zone
    (error,) = refused(store, write_workbook(tmp_path / "map.xlsx", {"organisations": rows}))
    assert (error.file, error.row, error.column) == ("map.xlsx/organisations", 2, "opened")
    assert error.value == "2010-04-01T09:30:00"


FORMULAS = [["id", "name", "group"], ["a", '="Ar"&"den"', None], ["b", "Beacon", "=1/0"]]


def test_a_formula_without_a_stored_value_is_an_error(filled: Store, tmp_path: Path) -> None:
    errors = refused(filled, write_workbook(tmp_path / "map.xlsx", {"suppliers": FORMULAS}))
    assert [(error.file, error.row, error.column) for error in errors] == [
        ("map.xlsx/suppliers", 2, "name"),
        ("map.xlsx/suppliers", 3, "group"),
    ]
    assert all("formula without a stored value" in error.message for error in errors)
    assert all("save it" in error.remedy for error in errors)


def test_a_formula_without_any_value_element_is_an_error(store: Store, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "map.xlsx", {"suppliers": FORMULAS})
    errors = refused(store, edit(path, SHEET, lambda xml: re.sub(r"<v ?/>|<v></v>", "", xml)))
    assert [error.column for error in errors] == ["name", "group"]


def test_a_formula_gives_its_stored_value(store: Store, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "map.xlsx", {"suppliers": FORMULAS})

    def store_values(xml: str) -> str:
        xml = re.sub(
            r'<c r="B2"([^>]*)><f>(.*?)</f><v ?/></c>', r'<c r="B2" t="str"><f>\2</f><v>Arden</v></c>', xml
        )
        return re.sub(
            r'<c r="C3"([^>]*)><f>(.*?)</f><v ?/></c>', r'<c r="C3" t="str"><f>\2</f><v></v></c>', xml
        )

    imported(store, edit(path, SHEET, store_values))
    facts = dict(everything(store)["facts"]["supplier"])
    assert facts["a"]["name"] == "Arden"
    assert "group" not in facts["b"]


def test_a_spreadsheet_error_is_an_error(store: Store, tmp_path: Path) -> None:
    rows = [["id", "name"], ["a", "#REF!"]]
    path = write_workbook(tmp_path / "map.xlsx", {"suppliers": rows})
    (error,) = refused(store, path)
    assert (error.row, error.column, error.value) == (2, "name", "#REF!")


def test_a_formula_outside_the_table_does_no_harm(store: Store, tmp_path: Path) -> None:
    rows = [["id", "name", "remarks"], ["a", "A", "=1+1"]]
    report = imported(store, write_workbook(tmp_path / "map.xlsx", {"suppliers": rows}))
    assert [problem.column for problem in report.problems] == ["remarks"]


def test_a_sheet_that_is_almost_named_as_a_table(store: Store, tmp_path: Path) -> None:
    (error,) = refused(store, write_workbook(tmp_path / "map.xlsx", {"suplier": [["id", "name"]]}))
    assert error.file == "map.xlsx/suplier"
    assert "Rename the sheet to 'suppliers'" in error.remedy


def test_rows_before_the_header_are_blank(store: Store, tmp_path: Path) -> None:
    rows = [[], [None, None], ["id", "name"], [], ["a", ""]]
    (error,) = refused(store, write_workbook(tmp_path / "map.xlsx", {"suppliers": rows}))
    assert (error.row, error.column) == (5, "name")


def test_a_table_may_begin_at_another_column(store: Store, tmp_path: Path) -> None:
    rows = [[None, None, "id", "name"], [None, None, "a", "=1+1"], [None, None, "b", "B"]]
    (error,) = refused(store, write_workbook(tmp_path / "map.xlsx", {"suppliers": rows}))
    assert (error.row, error.column) == (2, "name")


def test_a_stray_cell_far_away_is_refused(store: Store, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "map.xlsx", {"suppliers": [["id", "name"], ["a", "A"]]})
    stray = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    (error,) = refused(store, edit(path, SHEET, lambda xml: xml.replace("</sheetData>", stray)))
    assert error.file == "map.xlsx/suppliers"
    assert "1,048,576 rows by 16,384 columns" in error.message


def test_shared_strings_that_expand_are_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_workbook(tmp_path / "map.xlsx", {"suppliers": [["id", "name"]]})
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(2, 50))
    edit(path, SHEET, lambda xml: xml.replace("</sheetData>", cells + "</sheetData>"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst><si><t>{'ab' * 500}</t></si></sst>")
    monkeypatch.setattr("graphmap.ingest.workbook.UNPACKED_BYTES", 40_000)
    (error,) = refused(store, path)
    assert "more than 200 MB of text" in error.message


def test_entities_are_refused(store: Store, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "map.xlsx", {"suppliers": [["id", "name"], ["a", "A"]]})
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    (error,) = refused(store, edit(path, SHEET, lambda xml: bomb + re.sub(r"<\?xml.*?\?>", "", xml)))
    assert "malformed" in error.message


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_without_its_parts(store: Store, tmp_path: Path, part: str) -> None:
    path = write_workbook(tmp_path / "map.xlsx", {"suppliers": [["id", "name"]]})
    (error,) = refused(store, edit(path, part, lambda _: "<broken"))
    assert "no readable workbook" in error.message


def test_a_workbook_that_is_no_zip_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "map.xlsx").write_text("hello", encoding="utf-8")
    (error,) = refused(store, tmp_path / "map.xlsx")
    assert "no readable zip file" in error.message
