"""An archive is refused before it can do harm, and read where it is sound."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from graphmap.store.base import Store
from tests.ingest.small import everything, grid, imported, refused, small, write_folder, write_zip


def csv_text() -> str:
    return as_csv("suppliers")


def as_csv(table: str) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in grid(small()[table]))


def test_a_bomb_that_says_so(filled: Store, tmp_path: Path) -> None:
    bomb = write_zip(tmp_path / "bomb.zip", {"suppliers.csv": csv_text() + "\n" * 5_000_000})
    (error,) = refused(filled, bomb)
    assert error.file == "bomb.zip"
    assert "zip bomb" in error.message
    assert "200 times" in error.message
    assert "folder" in error.remedy


def test_a_bomb_of_many_modest_members(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphmap.ingest.archive.UNPACKED_BYTES", 1_000)
    files = {f"file{number}.txt": f"{number}" * 400 for number in range(3)}
    (error,) = refused(store, write_zip(tmp_path / "many.zip", {"suppliers.csv": csv_text(), **files}))
    assert "zip bomb" in error.message


def test_a_bomb_that_lies_about_its_size(store: Store, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "liar.zip", {"suppliers.csv": csv_text() + "\n" * 2_000_000})
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("suppliers.csv")
    data = path.read_bytes()
    size = info.file_size.to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, (300).to_bytes(4, "little")))
    (error,) = refused(store, path)
    assert error.file.startswith("liar.zip")
    assert "damaged" in error.message or "zip bomb" in error.message


@pytest.mark.parametrize(
    "name",
    [
        "../suppliers.csv",
        "/suppliers.csv",
        "a/../../suppliers.csv",
        "..\\suppliers.csv",
        "C:/suppliers.csv",
    ],
)
def test_a_path_that_leads_out(store: Store, tmp_path: Path, name: str) -> None:
    (error,) = refused(
        store, write_zip(tmp_path / "out.zip", {name: csv_text(), "suppliers.csv": csv_text()})
    )
    assert "leads out of it" in error.message


def test_damage(store: Store, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "cut.zip", {"suppliers.csv": csv_text()})
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)
    (error,) = refused(store, path)
    assert error.file.startswith("cut.zip")
    path.write_bytes(b"PK not a zip")
    (error,) = refused(store, path)
    assert "no readable zip file" in error.message


def test_nothing_in_it(store: Store, tmp_path: Path) -> None:
    (error,) = refused(store, write_zip(tmp_path / "none.zip", {"readme.txt": "x"}))
    assert error.message == "holds nothing to import"


@pytest.mark.parametrize("base", ["", "map/", "outer/inner/"])
def test_an_archive_says_what_its_folder_says(store: Store, tmp_path: Path, base: str) -> None:
    files = {f"{base}{name}.csv": as_csv(name) for name in small()}
    files |= {f"{base}source.yaml": "title: A map\n", "__MACOSX/._x": "x", f"{base}.DS_Store": "x"}
    report = imported(store, write_zip(tmp_path / "map.zip", files))
    assert report.problems == ()
    assert report.source is not None
    assert (report.source.name, report.source.title) == ("map", "A map")
    again = imported(store, write_folder(tmp_path / "map", small()), source="map")
    assert again.run is not None
    assert (again.run.unchanged, again.run.revision) == (sum(map(len, small().values())), None)


def test_files_deeper_in_an_archive_are_left(store: Store, tmp_path: Path) -> None:
    files = {"suppliers.csv": as_csv("suppliers"), "old/suppliers.csv": as_csv("suppliers"), "readme.md": "x"}
    report = imported(store, write_zip(tmp_path / "map.zip", files))
    assert [problem.file for problem in report.problems] == ["map.zip/old/suppliers.csv", "map.zip/readme.md"]
    assert len(everything(store)["facts"]["supplier"]) == 1


def test_a_fault_in_an_archive_names_the_member(store: Store, tmp_path: Path) -> None:
    path = write_zip(tmp_path / "map.zip", {"m/suppliers.csv": "id,name\na,\n"})
    (error,) = refused(store, path)
    assert (error.file, error.row, error.column) == ("map.zip/suppliers.csv", 2, "name")
