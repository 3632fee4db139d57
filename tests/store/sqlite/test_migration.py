"""A store of an older layout is brought up to date, and a copy of it is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graphmap.model.errors import StoreUnavailable
from graphmap.model.terms import Kind
from graphmap.store import open_store
from graphmap.store.sqlite import schema
from tests.store.saying import Evidence, organisation

OLD = Path(__file__).with_name("version_1.sql").read_text(encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "map.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(OLD)
        old.execute("PRAGMA journal_mode = WAL")
    return path


@pytest.fixture
def evidence(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evidence]:
    store = open_store(f"sqlite:///{file}")
    yield Evidence(store, monkeypatch)
    store.close()


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def layout(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """Columns by table, whatever their order."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        return {
            table: {row[1:4] for row in connection.execute(f"PRAGMA table_info({table})")} for table in tables
        }


def test_an_older_store_answers_as_before_and_more(evidence: Evidence) -> None:
    assert evidence.store.identity().schema_version == schema.VERSION
    assert (evidence.store.identity().id[:4], evidence.store.revision()) == ("6a1f", 2)
    assert evidence.fact(organisation())["name"] == "Beech"
    names = [
        evidence.facts(Kind.ORGANISATION, day).get("RXX", {}).get("name")
        for day in ("2026-07-01", "2026-07-02", "2026-08-04", "2026-08-05")
    ]
    assert names == [None, "Ash", "Ash", "Beech"]
    assert evidence.say("survey", organisation(name="Cedar")).revision == 3


def test_a_copy_of_the_older_store_is_kept_beside_it(file: Path) -> None:
    before = dump(file)
    open_store(f"sqlite:///{file}").close()
    assert {path.name for path in file.parent.iterdir()} == {"map.db", "map.db.v1.bak"}
    assert dump(file.with_name("map.db.v1.bak")) == before
    assert dump(file) != before


def test_the_copy_holds_what_waited_in_the_log(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("UPDATE store SET revision = 7")
        other.commit()
        open_store(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file.with_name("map.db.v1.bak"))) as copy:
        assert copy.execute("SELECT revision FROM store").fetchall() == [(7,)]


def test_a_store_is_migrated_once(file: Path) -> None:
    open_store(f"sqlite:///{file}").close()
    copied = file.with_name("map.db.v1.bak").stat().st_mtime_ns
    open_store(f"sqlite:///{file}").close()
    assert file.with_name("map.db.v1.bak").stat().st_mtime_ns == copied


def test_a_migration_that_fails_changes_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, migrate = dump(file), schema.MIGRATIONS[2]

    def fails(connection: sqlite3.Connection) -> None:
        migrate(connection)
        raise RuntimeError

    monkeypatch.setattr(schema, "MIGRATIONS", {2: fails})
    with pytest.raises(RuntimeError):
        open_store(f"sqlite:///{file}")
    assert dump(file) == before


def test_a_migrated_store_has_the_layout_of_a_new_one(file: Path, tmp_path: Path) -> None:
    open_store(f"sqlite:///{file}").close()
    open_store(f"sqlite:///{tmp_path}/new.db").close()
    assert layout(file) == layout(tmp_path / "new.db")


def test_every_version_has_its_migration() -> None:
    assert sorted(schema.MIGRATIONS) == list(range(2, schema.VERSION + 1))


def test_a_store_that_is_only_read_is_not_migrated(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(StoreUnavailable, match="has an older layout"):
        open_store(f"sqlite:///{file}", read_only=True)
    assert file.read_bytes() == before
