"""Which addresses open what, and what is said about those that do not (contract, section 1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmap.model.errors import StoreUnavailable, UsageError
from graphmap.store import default_address, open_store


def test_three_slashes_are_relative_and_four_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///here.db").close()
    open_store(f"sqlite:///{tmp_path}/folder/deep/there.db").close()
    assert {path.name for path in tmp_path.rglob("*.db")} == {"here.db", "there.db"}


def test_a_relative_store_stays_where_it_was_when_the_working_directory_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("sqlite:///here.db")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert store.identity().revision == 0
    store.close()


@pytest.mark.parametrize("name", ["a?mode=ro#x.db", "50% Ash&Beech.db", ":memory:", "é 😀.db", "file:x.db"])
def test_any_file_name_is_a_file_name(tmp_path: Path, name: str) -> None:
    open_store(f"sqlite:///{tmp_path}/{name}").close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_default_is_the_environment_and_else_a_file_in_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    store = open_store()
    assert store.address == default_address()
    assert list(tmp_path.rglob("graphmap.db")) == [Path(store.address.removeprefix("sqlite:///"))]
    store.close()
    monkeypatch.setenv("GRAPHMAP_STORE", f"sqlite:///{tmp_path}/mine.db")
    open_store().close()
    assert (tmp_path / "mine.db").is_file()


@pytest.mark.parametrize(
    "address", ["map.db", "sqlite:map.db", "sqlite:///", "postgres://host/map", "neo4j://"]
)
def test_what_is_no_address_is_wrong_usage_and_told_how_to_write_one(address: str) -> None:
    with pytest.raises(UsageError, match=r"sqlite:///relative\.db"):
        open_store(address)


@pytest.mark.parametrize("how", [{"create": False}, {"read_only": True}])
def test_a_store_is_made_only_when_that_is_wanted(tmp_path: Path, how: dict[str, bool]) -> None:
    with pytest.raises(StoreUnavailable, match=r"no store at .*import something first"):
        open_store(f"sqlite:///{tmp_path}/map.db", **how)
    assert list(tmp_path.iterdir()) == []
