"""A store that cannot answer says why and what to do, and is left as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from graphmap.model.claims import Source
from graphmap.model.errors import StoreUnavailable
from graphmap.store import open_store
from graphmap.store.sqlite import SqliteStore
from graphmap.store.sqlite.schema import VERSION
from tests.store.saying import EVERY, Evidence, counts, organisation
from tests.store.sqlite.files import made


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return made(tmp_path / "map.db", monkeypatch)


def refused(path: Path, **how: bool) -> str:
    """Why the store does not open; opening must not change the file."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreUnavailable) as refusal:
        open_store(f"sqlite:///{path}", **how)
    assert before == (path.read_bytes() if path.is_file() else None)
    return str(refusal.value)


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert "is a folder: give the address of a file" in refused(tmp_path)


def test_a_device_is_no_store() -> None:
    assert "no ordinary file" in refused(Path("/dev/null"))


def test_a_path_through_a_file_is_no_place_for_a_store(file: Path) -> None:
    assert "map.db" in refused(file / "inside.db")


@pytest.mark.parametrize(
    "content", [b"x", b"code,name\nRXX,Ash\n" * 1000, b"SQLite format 3\x00" + bytes(200)]
)
def test_a_file_of_another_kind_is_no_store(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "organisations.csv"
    path.write_bytes(content)
    assert "name another --store" in refused(path)


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE t (x)", "PRAGMA application_id = 7", "PRAGMA user_version = 2"]
)
def test_another_programs_database_is_no_store(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute(statement)
    assert "another program's SQLite file" in refused(path)


def test_an_empty_file_becomes_a_store_where_one_may_be_made(tmp_path: Path) -> None:
    path = tmp_path / "map.db"
    path.touch()
    assert "is empty, not yet a store" in refused(path, create=False)
    open_store(f"sqlite:///{path}").close()
    open_store(f"sqlite:///{path}", create=False).close()


def test_a_store_of_a_newer_graphmap_is_not_touched(file: Path) -> None:
    with closing(sqlite3.connect(file)) as newer:
        newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    assert "upgrade graphmap" in refused(file)


def test_a_damaged_store_is_called_damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    store = open_store(f"sqlite:///{file}")
    with pytest.raises(StoreUnavailable, match="is damaged"):
        store.revision()
    store.close()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another connection is in the middle of writing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_a_locked_store_is_read_and_refuses_to_be_written(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SqliteStore(file, str(file), timeout=0.05)
    evidence = Evidence(store, monkeypatch)
    store.save_columns("old", {"codes": b"1"})
    with locked(file):
        assert evidence.fact(organisation())["name"] == "Ash"
        store.save_columns("new", {"codes": b"2"})
        with pytest.raises(StoreUnavailable, match=r"locked by another process for 0\.05 s: wait until"):
            evidence.say("register", organisation(name="Beech"))
        with pytest.raises(StoreUnavailable, match="locked"):
            store.retract("survey")
    assert store.load_columns("old") == {"codes": b"1"}
    assert evidence.say("register", organisation(name="Beech")).revision == 2
    store.close()


def test_a_commit_that_found_the_store_locked_can_be_tried_again(file: Path) -> None:
    store = SqliteStore(file, str(file), timeout=0.05)
    with store.staging(Source(name="survey"), EVERY) as run:
        run.add([organisation("RYY")])
        with locked(file), pytest.raises(StoreUnavailable, match="locked"):
            run.commit()
        assert (run.commit().added, store.revision()) == (1, 2)
    store.close()


def test_a_store_locked_against_readers_says_so(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailable, match="locked by another process for 0 s"):
            SqliteStore(file, str(file), timeout=0)


def test_a_store_waits_half_a_minute_for_a_lock(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    with store.reading() as reader:
        assert reader._connection.execute("PRAGMA busy_timeout").fetchone() == (30_000,)
    store.close()


def test_a_full_disk_stores_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SqliteStore(file, str(file))
    with store.staging(Source(name="survey"), EVERY) as run:
        run.add([organisation(f"R{n:04}", name="Ash" * 100) for n in range(2_000)])
        run._connection.execute("PRAGMA max_page_count = 20")
        with pytest.raises(StoreUnavailable, match=r"disk is full\. Nothing of this run was stored"):
            run.commit()
        run._connection.execute("PRAGMA max_page_count = 100000")
        assert store.revision() == 1
        assert counts(run.commit()) == (2_000, 0, 1, 0)
    store.close()


def test_a_run_is_stored_only_when_the_disk_has_it(file: Path) -> None:
    store = SqliteStore(file, str(file))
    with store.staging(Source(name="survey"), EVERY) as run:
        full = 2
        assert run._connection.execute("PRAGMA synchronous").fetchone() == (full,)
    store.close()


def test_a_store_opened_for_reading_only_refuses_writing(file: Path) -> None:
    store = open_store(f"sqlite:///{file}", read_only=True)
    with pytest.raises(StoreUnavailable, match="opened for reading only"):
        store.retract("survey")
    store.save_columns("one", {"codes": b"1"})
    assert store.load_columns("one") is None
    assert store.revision() == 1
    store.close()
