"""The layout as the reference describes it: other programs read the file by it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graphmap.store.sqlite import schema
from tests.store.sqlite.files import made

REFERENCE = (Path(__file__).parents[3] / "docs/reference/store.md").read_text(encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return made(tmp_path / "map.db", monkeypatch)


def test_the_reference_names_every_table_and_column(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        names = {
            name
            for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for name in (table, *(row[1] for row in connection.execute(f"PRAGMA table_info({table})")))
        }
    told = set(re.findall(r"`([a-z_]+)`", REFERENCE))
    # Columns that carry the name of the claim's own field, which the semantics explain.
    assert names - told <= {"observed_at", "source_url", "source_title", "note"}


def test_the_reference_gives_the_version_and_the_application_id() -> None:
    assert f"`{schema.APPLICATION:#x}`" in REFERENCE
    assert f"the version of the layout, now {schema.VERSION}." in REFERENCE


def test_the_statements_of_the_reference_run(file: Path) -> None:
    statements = re.findall(r"```sql\n(.*?)```", REFERENCE, re.DOTALL)
    with closing(sqlite3.connect(file)) as connection:
        known, rivals = [connection.execute(statement).fetchall() for statement in statements]
    assert known == [("organisation", "RXX", "survey", '{"code":"RXX","name":"Ash"}')]
    assert rivals == []


def test_the_command_of_the_reference_runs(file: Path) -> None:
    (statement,) = re.findall(r"```sh\nsqlite3 -readonly map.db \"(.*)\"\n```", REFERENCE)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute(statement).fetchall() == [("RXX", "Ash")]
