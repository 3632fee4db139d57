"""Stores with evidence in them, for tests of the cache and of exports."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from graphmap.ingest import ImportOptions, run_import
from graphmap.model.tables import TABLES
from graphmap.store.base import Store
from tests.spec.cases.rows import Tables

Import = Callable[..., None]


def write_tables(tables: Tables, folder: Path) -> Path:
    """Write evidence tables as a folder of CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = [column.name for column in TABLES[name].all_columns]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture
def put(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    """Imports tables (or a folder) into the store as a source, on a day."""

    def put_tables(
        given: Tables | Path, source: str = "evidence", on: str | None = None, **options: bool
    ) -> None:
        folder = given if isinstance(given, Path) else write_tables(given, tmp_path / "input" / source)
        if on:
            monkeypatch.setenv("GRAPHMAP_TODAY", on)
        report = run_import(store, str(folder), ImportOptions(source=source, **options))
        assert not report.refused, list(report.lines())

    return put_tables
