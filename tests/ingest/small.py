"""A small sound map as evidence tables, and the means to write it down and to look into a store."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from graphmap.ingest import ImportOptions, ImportReport, Problem, run_import
from graphmap.model.terms import Kind
from graphmap.store.base import Store

Tables = dict[str, list[dict[str, str]]]


def small() -> Tables:
    """Two trusts, each with a system, that refer to one another through a national service."""
    return {
        "organisations": [
            {
                "code": "AA1",
                "name": "Ashby Hospitals NHS Trust",
                "type": "NHS_TRUST",
                "settings": "acute;community",
            },
            {"code": "BB2", "name": "Barrow Hospitals NHS Trust", "type": "NHS_TRUST", "opened": "2010-04"},
            {"code": "NN9", "name": "National Body", "type": "NATIONAL_BODY"},
        ],
        "suppliers": [{"id": "arden", "name": "Arden Health", "aliases": "Arden;Arden Clinical"}],
        "products": [
            {"id": "arden-epr", "name": "Arden EPR", "supplier": "arden", "capabilities": "EPR_ACUTE;PAS"},
            {"id": "e-rs", "name": "e-RS", "capabilities": "NATIONAL_SERVICE"},
        ],
        "deployments": [
            {"id": "AA1-epr", "product": "arden-epr", "organisations": "AA1", "from": "2020-04"},
            {
                "id": "BB2-epr",
                "product": "arden-epr",
                "organisations": "BB2",
                "status": "planned",
                "from": "2027",
            },
            {"id": "service:E_RS", "product": "e-rs", "organisations": "NN9"},
        ],
        "ports": [{"deployment": "service:E_RS", "exchange": "referral", "role": "relay"}],
        "links": [
            {"from": "AA1-epr", "to": "service:E_RS", "exchange": "referral", "profile": "ERS-R4@1"},
            {"from": "service:E_RS", "to": "BB2-epr", "exchange": "referral", "profile": "ERS-R4@1"},
        ],
        "coverage": [{"organisation": "AA1", "exchange": "*", "level": "complete", "as_of": "2026-10"}],
        "contracts": [
            {"buyer": "AA1", "supplier": "arden", "value_gbp": "1200000.50", "from": "2020", "to": "2030"}
        ],
    }


def header_of(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """Every column that a row has."""
    return list(dict.fromkeys(name for row in rows for name in row))


def grid(rows: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """Header and rows as cells."""
    header = header_of(rows)
    return [header, *([row.get(name, "") for name in header] for row in rows)]


def write_folder(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> Path:
    """The tables as CSV files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(grid(rows))
    return folder


def write_zip(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Files by name in an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Sheets of cells by name in a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def everything(store: Store) -> dict[str, Any]:
    """All that a store says, to see whether it changed."""
    with store.reading() as reader:
        return {
            "revision": reader.revision,
            "facts": {kind: list(reader.facts(kind)) for kind in Kind},
            "sources": list(reader.sources()),
            "runs": list(reader.runs()),
        }


def imported(store: Store, path: Path | str, **options: Any) -> ImportReport:
    """Import what has to be taken."""
    report = run_import(store, str(path), ImportOptions(**options))
    assert not report.refused, list(report.lines())
    return report


def refused(store: Store, path: Path | str, **options: Any) -> list[Problem]:
    """The errors for which an input is refused; the store must not change."""
    before = everything(store)
    report = run_import(store, str(path), ImportOptions(**options))
    assert report.refused
    assert report.run is None
    assert everything(store) == before
    errors = [problem for problem in report.problems if problem.severity == "error"]
    assert len(errors) == report.errors > 0
    return errors
