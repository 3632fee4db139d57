"""The door of exports: its formats, what it refuses, and that nothing is ever half-written."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graphmap.model.errors import UsageError
from graphmap.snapshot.cache import current
from graphmap.snapshot.export import FORMATS, export
from graphmap.snapshot.export.files import folder
from graphmap.store.base import Reader, Store
from tests.snapshot.conftest import Import
from tests.spec.cases.rows import organisation

TODAY = date(2026, 11, 22)


def export_to(store: Store, format_name: str, destination: Any, **options: Any) -> None:
    with store.reading() as reader:
        export(reader, current(store, TODAY), format_name, destination, **options)


@pytest.fixture
def filled(store: Store, put: Import) -> Store:
    put({"organisations": [organisation("A")]})
    return store


def test_the_contracts_formats_are_listed_with_words() -> None:
    assert set(FORMATS) == {"tables", "csv", "json", "graphml", "gexf", "cypher"}
    for name, one in FORMATS.items():
        assert one.name == name
        assert one.description
        assert one.extension.startswith(".")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_paths_and_streams_alike(filled: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"map{FORMATS[name].extension}"
    export_to(filled, name, path)
    stream = io.BytesIO()
    export_to(filled, name, stream)
    assert path.read_bytes() == stream.getvalue()
    assert sorted(tmp_path.glob(".*")) == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_an_empty_map(store: Store, name: str) -> None:
    stream = io.BytesIO()
    export_to(store, name, stream)
    assert stream.getvalue()


def test_an_unknown_format_is_refused_with_those_that_are(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'excel' is no format.*graphml"):
        export_to(filled, "excel", tmp_path / "map")


def test_a_reader_of_another_revision_is_refused(filled: Store, put: Import, tmp_path: Path) -> None:
    before = current(filled, TODAY)
    put({"organisations": [organisation("B")]})
    with filled.reading() as reader, pytest.raises(UsageError, match="moved from revision 1 to 2"):
        export(reader, before, "json", tmp_path / "map.json")
    assert not (tmp_path / "map.json").exists()


def test_a_file_is_replaced_and_a_filled_folder_is_not(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "map.json").write_text("old")
    export_to(filled, "json", tmp_path / "map.json")
    assert (tmp_path / "map.json").read_text().startswith("{")
    (tmp_path / "empty").mkdir()
    export_to(filled, "tables", tmp_path / "empty")
    assert (tmp_path / "empty" / "organisations.csv").exists()
    with pytest.raises(UsageError, match="is there already"):
        export_to(filled, "tables", tmp_path / "empty")
    with pytest.raises(UsageError, match="is there already"):
        export_to(filled, "tables", tmp_path / "map.json")
    with pytest.raises(UsageError, match="is a folder"):
        export_to(filled, "json", tmp_path / "empty")


@pytest.mark.parametrize("name", FORMATS)
def test_a_place_that_is_not_there_is_refused_in_words(filled: Store, tmp_path: Path, name: str) -> None:
    for path in (tmp_path / "nowhere" / "map", tmp_path / "nowhere" / "map.zip"):
        with pytest.raises(UsageError, match=r"cannot be written: No such file or directory"):
            export_to(filled, name, path)


class Breaking:
    """A reader whose facts end in the middle of the run."""

    def __init__(self, reader: Reader, error: BaseException) -> None:
        self._reader, self._error = reader, error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def claims(self, *_: Any) -> Any:
        raise self._error


@pytest.mark.parametrize("error", [RuntimeError("broken"), KeyboardInterrupt()])
@pytest.mark.parametrize("name", ["tables", "tables.zip", "json"])
def test_what_breaks_on_the_way_leaves_nothing(
    filled: Store, tmp_path: Path, name: str, error: BaseException
) -> None:
    before = sorted(tmp_path.iterdir())
    with filled.reading() as reader, pytest.raises(type(error)):
        export(Breaking(reader, error), current(filled, TODAY), name.partition(".")[0], tmp_path / name)
    assert [path for path in sorted(tmp_path.iterdir()) if not path.name.startswith("map.db")] == [
        path for path in before if not path.name.startswith("map.db")
    ]


def test_what_breaks_leaves_an_older_file_as_it_was(filled: Store, tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text("old")
    with filled.reading() as reader, pytest.raises(RuntimeError):
        export(Breaking(reader, RuntimeError("broken")), current(filled, TODAY), "json", path)
    assert path.read_text() == "old"


def test_a_path_through_a_file_is_refused_in_words(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name in FORMATS:
        with pytest.raises(UsageError, match="cannot be written: Not a directory"):
            export_to(filled, name, tmp_path / "file" / "map")


def test_texts_in_an_archive_are_utf8_with_fixed_times() -> None:
    stream = io.BytesIO()
    with folder(stream) as files, files.text("a.csv") as text:
        text.write("Zoë\n")
    with zipfile.ZipFile(stream) as archive:
        (entry,) = archive.infolist()
        assert archive.read(entry).decode() == "Zoë\n"
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
