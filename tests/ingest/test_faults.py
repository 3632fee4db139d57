"""What is wrong with an input is said with file, row, column, value and remedy, and changes nothing in the store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphmap.ingest import claims_of_tables
from graphmap.model.errors import InputRefused
from graphmap.store.base import Store
from tests.ingest.small import Tables, imported, refused, small, write_folder

Change = Callable[[Tables], None]


def set_cell(table: str, row: int, column: str, value: str) -> Change:
    """Put a value into a cell; rows count as in a file, the first after the header being 2."""

    def change(tables: Tables) -> None:
        tables[table][row - 2][column] = value

    return change


def add_row(table: str, **cells: str) -> Change:
    def change(tables: Tables) -> None:
        tables[table].append({name.rstrip("_"): value for name, value in cells.items()})

    return change


def rename_column(table: str, before: str, after: str) -> Change:
    def change(tables: Tables) -> None:
        tables[table] = [
            {(after if name == before else name): cell for name, cell in row.items()} for row in tables[table]
        ]

    return change


LONG = "x" * (64 * 1024 + 1)
CASES: dict[str, tuple[Change, str, int | None, str | None, str | None, str, str]] = {
    # what is done: change, file, row, column, value, part of the message, part of the remedy
    "missing required column": (
        rename_column("organisations", "type", "kind"),
        "organisations.csv", 1, "type", None, "required column 'type' is missing", "Kind of organisation",
    ),
    "almost a column": (
        rename_column("deployments", "product", "produkt"),
        "deployments.csv", 1, "produkt", "produkt", "almost the name of a column", "'product'",
    ),
    "blank required cell": (
        set_cell("organisations", 3, "name", "  "),
        "organisations.csv", 3, "name", None, "required and blank", "Fill it in",
    ),
    "dangling organisation": (
        set_cell("deployments", 3, "organisations", "BB2;BB3"),
        "deployments.csv", 3, "organisations", "BB3", "is no known organisation", "'BB2'",
    ),
    "dangling deployment": (
        set_cell("links", 2, "from", "AA1-erp"),
        "links.csv", 2, "from", "AA1-erp", "is no known deployment", "'AA1-epr'",
    ),
    "dangling product": (
        set_cell("deployments", 2, "product", "arden-ehr"),
        "deployments.csv", 2, "product", "arden-ehr", "is no known product", "'arden-epr'",
    ),
    "dangling supplier": (
        set_cell("contracts", 2, "supplier", "ardent"),
        "contracts.csv", 2, "supplier", "ardent", "is no known supplier", "'arden'",
    ),
    "dangling ICB": (
        set_cell("organisations", 2, "icb", "AA9"),
        "organisations.csv", 2, "icb", "AA9", "is no known organisation", "'AA1'",
    ),
    "dangling predecessor": (
        set_cell("organisations", 2, "predecessors", "BB2;AA0"),
        "organisations.csv", 2, "predecessors", "AA0", "is no known organisation", "'AA1'",
    ),
    "unknown exchange type": (
        set_cell("links", 3, "exchange", "referal"),
        "links.csv", 3, "exchange", "referal", "is no known exchange type", "'referral'",
    ),
    "unknown capability": (
        set_cell("products", 2, "capabilities", "EPR_ACUTE;PASS"),
        "products.csv", 2, "capabilities", "PASS", "is no known capability", "'PAS'",
    ),
    "unknown profile": (
        set_cell("links", 2, "profile", "ERS-R5@1"),
        "links.csv", 2, "profile", "ERS-R5@1", "is no known profile", "'ERS-R4'",
    ),
    "profile without version": (
        set_cell("links", 2, "profile", "ERS-R4@"),
        "links.csv", 2, "profile", "ERS-R4@", "is no profile", "CODE@version",
    ),
    "unpublished profile without a name": (
        set_cell("links", 2, "profile", "x-"),
        "links.csv", 2, "profile", "x-", "is no known profile", "begins with x-",
    ),
    "unknown role": (
        set_cell("ports", 2, "role", "sync"),
        "ports.csv", 2, "role", "sync", "is no known role", "'sink'",
    ),
    "unknown status": (
        set_cell("deployments", 2, "status", "alive"),
        "deployments.csv", 2, "status", "alive", "is no known status", "'live'",
    ),
    "unknown level of evidence": (
        set_cell("links", 2, "evidence", "observe"),
        "links.csv", 2, "evidence", "observe", "is no known level of evidence", "'observed'",
    ),
    "impossible date": (
        set_cell("deployments", 2, "from", "2026-02-30"),
        "deployments.csv", 2, "from", "2026-02-30", "names a day that does not exist", "2027-03-05",
    ),
    "British date": (
        set_cell("deployments", 2, "from", "05/03/2026"),
        "deployments.csv", 2, "from", "05/03/2026", "is no date", "2027-03-05",
    ),
    "bad observation": (
        set_cell("links", 2, "observed_at", "March 2026"),
        "links.csv", 2, "observed_at", "March 2026", "is no date", "2027-03",
    ),
    "start after end": (
        set_cell("contracts", 2, "to", "2019-12"),
        "contracts.csv", 2, "from", "2020", "is after the end, '2019-12'", "dates",
    ),
    "opened after closed": (
        set_cell("organisations", 3, "closed", "2010-03"),
        "organisations.csv", 3, "opened", "2010-04", "is after the end", "dates",
    ),
    "link to itself": (
        set_cell("links", 2, "to", "AA1-epr"),
        "links.csv", 2, "to", "AA1-epr", "is linked to itself", "joins two deployments",
    ),
    "no number": (
        set_cell("contracts", 2, "value_gbp", "£1,200"),
        "contracts.csv", 2, "value_gbp", "£1,200", "is no number", "full stop",
    ),
    "infinite number": (
        set_cell("contracts", 2, "value_gbp", "1e999"),
        "contracts.csv", 2, "value_gbp", "1e999", "is no number", "digits",
    ),
    "latitude out of range": (
        set_cell("organisations", 2, "latitude", "91"),
        "organisations.csv", 2, "latitude", "91", "is not between -90 and 90", "degrees",
    ),
    "longitude out of range": (
        set_cell("organisations", 2, "longitude", "-180.1"),
        "organisations.csv", 2, "longitude", "-180.1", "is not between -180 and 180", "degrees",
    ),
    "over-long cell": (
        set_cell("links", 3, "note", LONG),
        "links.csv", 3, "note", f"{LONG[:1000]}…", "is longer than 64 KiB", "Shorten it",
    ),
    "over-long cell of two-byte letters": (
        set_cell("links", 3, "note", "é" * 33_000),
        "links.csv", 3, "note", "é" * 1000 + "…", "is longer than 64 KiB", "Shorten it",
    ),
    "control character": (
        set_cell("organisations", 2, "name", "Ashby\x07"),
        "organisations.csv", 2, "name", "Ashby\x07", "U+0007", "Delete",
    ),
    "invisible character in a code": (
        set_cell("coverage", 2, "organisation", "AA\u200b1"),
        "coverage.csv", 2, "organisation", "AA\u200b1", "U+200B, zero width space", "Delete",
    ),
    "line break in a code": (
        set_cell("suppliers", 2, "id", "ar\nden"),
        "suppliers.csv", 2, "id", "ar\nden", "U+000A", "Delete",
    ),
    "disagreeing organisations": (
        add_row("organisations", code="AA1", name="Ashby", type="NHS_TRUST", settings="acute;community"),
        "organisations.csv", 5, "name", "Ashby", "disagrees with row 2, which also states 'AA1'", "Keep one",
    ),
    "disagreeing deployments": (
        add_row("deployments", id="AA1-epr", product="arden-epr", organisations="BB2", from_="2020-04"),
        "deployments.csv", 5, "organisations", "BB2", "disagrees with row 2", "Keep one",
    ),
    "disagreeing coverage": (
        add_row("coverage", organisation="AA1", exchange="*", level="none", as_of="2026-10"),
        "coverage.csv", 3, "level", "none", "disagrees with row 2", "Keep one",
    ),
    "overlapping periods of a link": (
        add_row("links", from_="AA1-epr", to="service:E_RS", exchange="referral", profile="ERS-R4@1", from_date="2027"),
        "links.csv", 4, "from_date", "2027", "overlaps the period of row 2", "follow one another",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_fault_refuses_the_input(filled: Store, tmp_path: Path, name: str) -> None:
    change, file, row, column, value, message, remedy = CASES[name]
    tables = small()
    change(tables)
    errors = refused(filled, write_folder(tmp_path / "input", tables))
    assert (errors[0].file, errors[0].row, errors[0].column, errors[0].value) == (file, row, column, value)
    assert message in errors[0].message
    assert remedy in errors[0].remedy
    assert len(errors) == 1


def test_every_fault_of_every_file_is_listed_at_once(filled: Store, tmp_path: Path) -> None:
    tables = small()
    for name in (
        "dangling organisation",
        "unknown exchange type",
        "no number",
        "impossible date",
        "bad observation",
    ):
        CASES[name][0](tables)
    tables["links"][1]["from"] = "nowhere"
    errors = refused(filled, write_folder(tmp_path / "input", tables))
    assert {(error.file, error.row, error.column) for error in errors} == {
        ("deployments.csv", 2, "from"),
        ("deployments.csv", 3, "organisations"),
        ("links.csv", 2, "observed_at"),
        ("links.csv", 3, "from"),
        ("links.csv", 3, "exchange"),
        ("contracts.csv", 2, "value_gbp"),
    }


def test_every_item_of_a_cell_is_looked_at(store: Store, tmp_path: Path) -> None:
    tables = small()
    tables["deployments"][0]["organisations"] = "AA1;CC3;DD4"
    errors = refused(store, write_folder(tmp_path / "input", tables))
    assert [error.value for error in errors] == ["CC3", "DD4"]


def test_a_fault_reads_as_one_line() -> None:
    tables = {"organisations": [{"code": "AA1", "name": "A", "type": "NHS_TRUSTS"}]}
    with pytest.raises(InputRefused) as refusal:
        claims_of_tables(tables)
    assert str(refusal.value) == (
        "organisations:2: type: 'NHS_TRUSTS' is no known type of organisation. "
        "Nearest: 'NHS_TRUST', 'NHSE_REGION'"
    )


WRONG_ENCODINGS = {
    "cp1252": (
        "code,name,type\nAA1,Ashby,NHS_TRUST\nBB2,Bär,NHS_TRUST\n".encode("cp1252"),
        3,
        41,
        "'ä' in Windows-1252",
    ),
    "utf-16 with mark": ("code,name,type\n".encode("utf-16"), 1, 1, "UTF-16"),
    "utf-16 without mark": ("code,name,type\n".encode("utf-16-le"), 1, 2, "UTF-16"),
    "cut character": (b"code,name,type\nAA1,Ashby \xc3", 2, 26, "is not UTF-8"),
}


@pytest.mark.parametrize("name", WRONG_ENCODINGS)
def test_wrong_encoding_names_row_and_byte(filled: Store, tmp_path: Path, name: str) -> None:
    content, row, byte, hint = WRONG_ENCODINGS[name]
    (tmp_path / "organisations.csv").write_bytes(content)
    (error,) = refused(filled, tmp_path / "organisations.csv")
    assert (error.file, error.row) == ("organisations.csv", row)
    assert f"byte {byte} " in error.message
    assert hint in error.message
    assert "UTF-8" in error.remedy


def test_wrong_encoding_is_named_with_what_stands_around_it(store: Store, tmp_path: Path) -> None:
    (tmp_path / "suppliers.csv").write_bytes("id,name\nx,Müller und Söhne\n".encode("cp1252"))
    (error,) = refused(store, tmp_path / "suppliers.csv")
    assert error.value is not None
    assert "Müller" in error.value


def test_a_quotation_mark_that_is_not_closed(store: Store, tmp_path: Path) -> None:
    (tmp_path / "suppliers.csv").write_text('id,name\na,A\nb,"B\nc,C\n', encoding="utf-8")
    (error,) = refused(store, tmp_path / "suppliers.csv")
    assert (error.file, error.row) == ("suppliers.csv", 3)
    assert "quotation mark" in error.remedy


def test_a_row_with_more_cells_than_columns(store: Store, tmp_path: Path) -> None:
    (tmp_path / "suppliers.csv").write_text("id,name\na,Arden, Inc\n", encoding="utf-8")
    (error,) = refused(store, tmp_path / "suppliers.csv")
    assert (error.row, error.value) == (2, " Inc")
    assert "quotation marks" in error.remedy


def test_a_column_that_is_there_twice(store: Store, tmp_path: Path) -> None:
    (tmp_path / "suppliers.csv").write_text("id,name,name\na,A,B\n", encoding="utf-8")
    (error,) = refused(store, tmp_path / "suppliers.csv")
    assert (error.row, error.column) == (1, "name")


def test_an_empty_table_file(store: Store, tmp_path: Path) -> None:
    (tmp_path / "suppliers.csv").write_bytes(b"")
    (error,) = refused(store, tmp_path / "suppliers.csv")
    assert "no header row" in error.message


def test_an_unknown_column_is_a_warning(store: Store, tmp_path: Path) -> None:
    tables = small()
    tables["suppliers"][0]["turnover"] = "much"
    report = imported(store, write_folder(tmp_path / "input", tables))
    (warning,) = report.problems
    assert (warning.severity, warning.file, warning.row, warning.column) == (
        "warning",
        "suppliers.csv",
        1,
        "turnover",
    )


@pytest.mark.parametrize("name", ["organisation.csv", "Links.csv", "depolyments.csv", "covrage.CSV"])
def test_a_file_that_is_almost_named_as_a_table(store: Store, tmp_path: Path, name: str) -> None:
    folder = write_folder(tmp_path / "input", small())
    (folder / name).write_text("code\n", encoding="utf-8")
    (error,) = refused(store, folder)
    assert error.file == name
    assert "Rename" in error.remedy


def test_one_table_in_two_files(store: Store, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "input", small())
    (folder / "suppliers.CSV").write_text("id,name\n", encoding="utf-8")
    if len(list(folder.iterdir())) == len(small()):
        pytest.skip("this file system does not tell upper from lower case")
    (error,) = refused(store, folder)
    assert "is the same table as suppliers.CSV" in error.message


def test_a_file_that_the_system_does_not_let_us_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "input", small())
    really = Path.open

    def forbidden(self: Path, *arguments: Any, **named: Any) -> Any:
        if self.name == "links.csv":
            raise PermissionError(13, "Permission denied")
        return really(self, *arguments, **named)

    # The mode of the file would not stop root.
    monkeypatch.setattr(Path, "open", forbidden)
    (error,) = refused(store, folder)
    assert str(error) == "links.csv: cannot be read: Permission denied. Check its permissions"


def test_files_that_are_no_table_are_named_and_left(store: Store, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "input", small())
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    (folder / "budget.csv").write_text("x", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    report = imported(store, folder)
    assert [problem.file for problem in report.problems] == ["budget.csv", "notes.txt"]


def test_a_folder_with_nothing_to_import(filled: Store, tmp_path: Path) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    (error,) = refused(filled, folder)
    assert (error.file, error.message) == ("input", "holds nothing to import")
    assert "organisations" in error.remedy


def test_a_path_that_does_not_exist(filled: Store, tmp_path: Path) -> None:
    (error,) = refused(filled, tmp_path / "nowhere.csv")
    assert "nowhere.csv does not exist" in error.message
    assert "Give a file" in error.remedy


def test_fictional_into_real(filled: Store, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "invented", small())
    (folder / "source.yaml").write_text("fictional: true\n", encoding="utf-8")
    (error,) = refused(filled, folder)
    assert (error.file, error.message) == (
        "invented",
        "source 'invented' is fictional and the store holds real evidence",
    )
    assert "--store" in error.remedy
    (again,) = refused(filled, write_folder(tmp_path / "other", small()), fictional=True)
    assert "fictional" in again.message


def test_real_into_fictional(store: Store, tmp_path: Path) -> None:
    imported(store, write_folder(tmp_path / "invented", small()), fictional=True)
    (error,) = refused(store, write_folder(tmp_path / "real", small()))
    assert (error.file, error.message) == (
        "real",
        "source 'real' is real and the store holds fictional evidence",
    )
    assert "--fictional" in error.remedy


def test_what_is_wrong_with_the_input_and_with_its_rows_is_said_at_once(
    filled: Store, tmp_path: Path
) -> None:
    tables = small()
    set_cell("products", 2, "name", "")(tables)
    folder = write_folder(tmp_path / "elsewhere" / "before", tables)
    (folder / "prots.csv").write_text("deployment\n", encoding="utf-8")
    errors = refused(filled, folder, fictional=True)
    assert [error.file for error in errors] == ["prots.csv", "before", "before", "products.csv"]


def test_a_broken_table_is_not_held_against_those_that_refer_to_it(store: Store, tmp_path: Path) -> None:
    tables = small()
    rename_column("organisations", "type", "kind")(tables)
    set_cell("products", 2, "name", "")(tables)
    errors = refused(store, write_folder(tmp_path / "input", tables))
    assert [(error.file, error.row) for error in errors] == [("organisations.csv", 1), ("products.csv", 2)]
