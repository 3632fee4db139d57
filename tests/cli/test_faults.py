"""Whatever is wrong with an input, `import` and `check` say where and what to do about it, and nothing is stored."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from tests.cli.running import Here, bytes_of, write


def _wrong_encoding(folder: Path) -> Path:
    write(folder, organisations="")
    (folder / "organisations.csv").write_bytes("code,name,type\nSB1,Café Trust,NHS_TRUST\n".encode("cp1252"))
    return folder


def _missing_column(folder: Path) -> Path:
    return write(folder, organisations="code,name\nSB1,Trust")


def _nearly_a_column(folder: Path) -> Path:
    return write(folder, organisations="code,name,type,postcod\nSB1,Trust,NHS_TRUST,AB1 2CD")


def _dangling_code(folder: Path) -> Path:
    return write(
        folder, deployments="id,product,organisations\nSA1-new,arden-epr,SA1\nSA2-new,arden-epr,SA11"
    )


def _disagreeing_rows(folder: Path) -> Path:
    return write(folder, organisations="code,name,type\nSB1,Trust,NHS_TRUST\nSB1,Other,NHS_TRUST")


def _formula(folder: Path) -> Path:
    folder.mkdir()
    book = openpyxl.Workbook()
    book.active.title = "organisations"
    book.active.append(["code", "name", "type"])
    book.active.append(["SB1", '="Trust of "&A2', "NHS_TRUST"])  # openpyxl stores no value for it
    book.save(folder / "survey.xlsx")
    return folder / "survey.xlsx"


def _zip_bomb(folder: Path) -> Path:
    folder.mkdir()
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("organisations.csv", b"code,name,type\n" + b"x" * 5_000_000)
    return folder / "bomb.zip"


def _long_cell(folder: Path) -> Path:
    return write(folder, organisations=f"code,name,type\nSB1,{'x' * (64 * 1024 + 1)},NHS_TRUST")


def _nothing_to_import(folder: Path) -> Path:
    folder.mkdir()
    (folder / "minutes.txt").write_text("Nothing was decided.", encoding="utf-8")
    return folder


def _nothing_there(folder: Path) -> Path:
    return folder / "evidence"


@dataclass(frozen=True)
class Fault:
    """An input, and what has to be said of it: where (file, row, column), the value, what is wrong, the remedy."""

    input: Callable[[Path], Path]
    said: tuple[str, ...]


FAULTS = {
    "wrong encoding": Fault(
        _wrong_encoding, ("organisations.csv:2: ", "Café", "is not UTF-8", "Save it as UTF-8")
    ),
    "missing required column": Fault(
        _missing_column, ("organisations.csv:1: type: ", "'type' is missing", "Add it")
    ),
    "nearly a column": Fault(
        _nearly_a_column,
        ("organisations.csv:1: postcod: ", "'postcod'", "almost the name", "Write 'postcode'"),
    ),
    "dangling code": Fault(
        _dangling_code,
        ("deployments.csv:3: organisations: ", "'SA11' is no known organisation", "Nearest: ", "'SA1'"),
    ),
    "disagreeing rows": Fault(
        _disagreeing_rows,
        (
            "organisations.csv:3: name: ",
            "'Other' disagrees with row 2",
            "'SB1'",
            "'Trust'",
            "Keep one of the two",
        ),
    ),
    "formula without a value": Fault(
        _formula, ("survey.xlsx/organisations:2: name: ", "formula without a stored value")
    ),
    "zip bomb": Fault(
        _zip_bomb, ("bomb.zip: ", "zip bomb", "organisations.csv", "200 times", "folder of CSV files")
    ),
    "over-long cell": Fault(
        _long_cell, ("organisations.csv:2: name: ", "'xxx", "longer than 64 KiB", "Shorten it")
    ),
    "nothing to import": Fault(
        _nothing_to_import, ("holds nothing to import", "minutes.txt", "organisations, suppliers", "--format")
    ),
    "nothing there": Fault(_nothing_there, ("does not exist", "Give a file, a folder")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_an_import_says_what_is_wrong_and_changes_nothing(
    graphmap: Here, sampleshire: str, tmp_path: Path, name: str
) -> None:
    before = bytes_of(sampleshire)
    done = graphmap("import", FAULTS[name].input(tmp_path / "given"), "--fictional", "--store", sampleshire)
    assert done.code == 3
    assert not done.out
    for part in (*FAULTS[name].said, "error: ", "nothing was stored"):
        assert part in done.err
    assert bytes_of(sampleshire) == before


@pytest.mark.parametrize("name", FAULTS)
def test_a_check_says_the_same(graphmap: Here, sampleshire: str, tmp_path: Path, name: str) -> None:
    before = bytes_of(sampleshire)
    done = graphmap("check", FAULTS[name].input(tmp_path / "given"), "--store", sampleshire)
    assert done.code == 3
    for part in (*FAULTS[name].said, "error: ", "would be refused"):
        assert part in done.out
    assert bytes_of(sampleshire) == before


@pytest.mark.parametrize("name", FAULTS)
def test_the_same_as_json(graphmap: Here, sampleshire: str, tmp_path: Path, name: str) -> None:
    given = FAULTS[name].input(tmp_path / "given")
    imported = graphmap("import", given, "--fictional", "--store", sampleshire, "--json")
    checked = graphmap("check", given, "--store", sampleshire, "--json")
    assert (imported.code, checked.code) == (3, 3)
    for (report,) in (imported.json, checked.json):
        assert report["refused"]
        assert report["run"] is None
        (error,) = [one for one in report["problems"] if one["severity"] == "error"]
        assert report["errors"] == 1
        assert error["message"]
        assert error["remedy"]
        if ".csv:" in FAULTS[name].said[0]:
            place = FAULTS[name].said[0].split(":")
            assert [error["file"], str(error["row"])] == place[:2]


def test_every_error_of_an_input_is_listed(graphmap: Here, sampleshire: str, tmp_path: Path) -> None:
    given = write(
        tmp_path / "given",
        organisations="code,name,type\nSB1,,NHS_TRUST\nSB2,Trust,TRUST\nSB3,Trust,NHS_TRUST",
        deployments="id,product,organisations,status,from\nd1,arden-ep,SB3,life,2026-02-30",
    )
    done = graphmap("import", given, "--fictional", "--store", sampleshire)
    assert done.code == 3
    for place in (
        "organisations.csv:2: name",
        "organisations.csv:3: type",
        "deployments.csv:2: product",
        "deployments.csv:2: status",
        "deployments.csv:2: from",
    ):
        assert f"error: {place}: " in done.err
    assert "refused with 5 errors" in done.err


def test_skip_invalid_stores_the_rest_and_lists_what_was_left_out(
    graphmap: Here, sampleshire: str, tmp_path: Path
) -> None:
    given = write(
        tmp_path / "given", organisations="code,name,type\nSB1,,NHS_TRUST\nSB2,Second Trust,NHS_TRUST"
    )
    done = graphmap("import", given, "--fictional", "--skip-invalid", "--store", sampleshire)
    assert done.code == 0
    assert "error: organisations.csv:2: name: " in done.err
    assert "1 left out" in done.out
    (run, *_) = graphmap("runs", "--json", "--store", sampleshire).json
    assert (run["added"], run["skipped"], run["partial"]) == (1, 1, True)


def test_an_unknown_column_is_a_warning(graphmap: Here, sampleshire: str, tmp_path: Path) -> None:
    given = write(tmp_path / "given", organisations="code,name,type,colour\nSB1,Trust,NHS_TRUST,red")
    done = graphmap("import", given, "--fictional", "--store", sampleshire)
    assert done.code == 0
    assert "warning: organisations.csv:1: colour: 'colour' is no column of organisations" in done.err
    assert "Known: code, name, type" in done.err
    assert "1 claim added" in done.out


@pytest.mark.parametrize(("holds", "brings"), [("fictional", "real"), ("real", "fictional")])
def test_real_and_fictional_evidence_are_kept_apart(
    graphmap: Here, fresh: str, tmp_path: Path, holds: str, brings: str
) -> None:
    table = "code,name,type\nSB1,Trust,NHS_TRUST"
    flag = {"fictional": ["--fictional"], "real": []}
    assert (
        graphmap("import", write(tmp_path / "a", organisations=table), *flag[holds], "--store", fresh).code
        == 0
    )
    before = bytes_of(fresh)
    done = graphmap("import", write(tmp_path / "b", organisations=table), *flag[brings], "--store", fresh)
    assert done.code == 3
    assert f"'b' is {brings} and the store holds {holds} evidence" in done.err
    assert "another store with --store" in done.err
    assert bytes_of(fresh) == before


def test_without_a_store_a_reference_elsewhere_is_a_warning(graphmap: Here, tmp_path: Path) -> None:
    done = graphmap("check", _dangling_code(tmp_path / "given"))
    assert done.code == 0
    assert "warning: deployments.csv:3: organisations: 'SA11'" in done.out
    assert "0 errors, 4 warnings; can be imported" in done.out


def test_a_check_asks_the_store_in_the_environment_if_it_is_there(
    graphmap: Here, sampleshire: str, fresh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = _dangling_code(tmp_path / "given")
    monkeypatch.setenv("GRAPHMAP_STORE", sampleshire)
    assert graphmap("check", given).code == 3
    monkeypatch.setenv("GRAPHMAP_STORE", fresh)
    assert graphmap("check", given).code == 0
    assert not Path(fresh.removeprefix("sqlite:///")).exists()


def test_one_refused_input_does_not_hold_up_the_others(
    graphmap: Here, sampleshire: str, tmp_path: Path
) -> None:
    good = write(tmp_path / "good", organisations="code,name,type\nSB1,Trust,NHS_TRUST")
    bad = _missing_column(tmp_path / "bad")
    done = graphmap("import", bad, good, "--fictional", "--store", sampleshire)
    assert done.code == 3
    assert f"{bad}: refused with 1 error; nothing was stored" in done.err
    assert f"{good}: 1 row; source good: 1 claim added" in done.out
