"""Filling in a template as a person does, in a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

TABLES = ("deployments", "ports", "links", "coverage", "contracts", "organisations", "products", "suppliers")
STATUSED = ("deployments", "ports", "links")


class Filled:
    """A workbook that is open; `save` writes it back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def header(self, sheet: str) -> list[str]:
        return [cell.value for cell in self.book[sheet][1]]

    def rows(self, sheet: str) -> list[dict[str, str]]:
        """What stands in a sheet, blank cells as empty text."""
        names = self.header(sheet)
        rows = self.book[sheet].iter_rows(min_row=2, values_only=True)
        return [{name: cell or "" for name, cell in zip(names, row, strict=True)} for row in rows]

    def set(self, sheet: str, wanted: Callable[[dict[str, str]], bool], **cells: Any) -> Filled:
        """Write cells (a trailing underscore keeps a name clear of Python's words) into the rows that are wanted."""
        names = self.header(sheet)
        found = [number for number, row in enumerate(self.rows(sheet), start=2) if wanted(row)]
        assert found, f"no such row in {sheet}"
        for number in found:
            for name, value in cells.items():
                self.book[sheet].cell(number, names.index(name.rstrip("_")) + 1, value)
        return self

    def answer(self, sheet: str, key: str, **cells: Any) -> Filled:
        """Write cells into the row whose identity is the key (its first own column)."""
        own = self.header(sheet)[1]
        return self.set(sheet, lambda row: row[own] == key, **cells)

    def level(self, exchange: str, level: str, **cells: Any) -> Filled:
        return self.set("coverage", lambda row: row["exchange"] == exchange, level=level, **cells)

    def add(self, sheet: str, **cells: Any) -> Filled:
        """A row of one's own below the others."""
        names = self.header(sheet)
        said = {name.rstrip("_"): value for name, value in cells.items()}
        self.book[sheet].append([said.get(name) for name in names])
        return self

    def everywhere(self, answer: Callable[[str, dict[str, str]], str]) -> Filled:
        """Answer every row that was filled in beforehand."""
        for sheet in TABLES:
            if sheet == "coverage":
                continue
            place = self.header(sheet).index("confirmed") + 1
            for number, row in enumerate(self.rows(sheet), start=2):
                self.book[sheet].cell(number, place, answer(sheet, row) or None)
        return self

    def on(self, day: str) -> Filled:
        """Say on which day it was filled in."""
        page = self.book["Read me"]
        for row in page.iter_rows():
            if row[0].value == "Filled in on":
                row[1].value = day
        return self

    def save(self, path: Path | None = None) -> Path:
        self.path = path or self.path
        self.book.save(self.path)
        return self.path
