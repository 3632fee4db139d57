"""Generated contracts: committed as the code makes them, and a check that tells of every drift."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmap.cli.contracts import generated, main
from graphmap.model import resources


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of `schema/`."""
    monkeypatch.setattr(resources, "schema_folder", lambda: tmp_path)
    return tmp_path


def test_what_is_committed_is_as_the_code_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_generating_makes_the_check_pass(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 1
    assert list(folder.iterdir()) == []
    assert main([]) == 0
    assert main(["--check"]) == 0
    assert {str(path.relative_to(folder)) for path in folder.rglob("*.*")} == set(generated())
    assert "api.graphql" in generated()
    assert "tables/links.json" in generated()
    assert "+type Query {" in capsys.readouterr().out


def test_drift_is_shown_line_by_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    sdl = folder / "api.graphql"
    sdl.write_text(sdl.read_text(encoding="utf-8").replace("type Mismatch", "type Mishap"), encoding="utf-8")
    assert main(["--check"]) == 1
    shown = capsys.readouterr()
    assert "-type Mishap {" in shown.out
    assert "+type Mismatch {" in shown.out
    assert "make generate" in shown.err


def test_files_that_nothing_makes_any_more(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    left = folder / "tables" / "gone.json"
    left.write_text("{}\n", encoding="utf-8")
    (folder / "vocabularies").mkdir()
    assert main(["--check"]) == 1
    assert "gone.json" in capsys.readouterr().out
    assert main([]) == 0
    assert not left.exists()
    assert (folder / "vocabularies").is_dir()


def test_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--chek"]) == 2
    assert list(folder.iterdir()) == []
    assert "usage" in capsys.readouterr().err
