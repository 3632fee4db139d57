"""The evidence tables that an input holds: which of its files or sheets are tables, and how to read their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from graphmap.ingest.archive import Archive
from graphmap.ingest.csv_rows import Row, cannot_be_read, delimiter_of, rows_of
from graphmap.ingest.front_page import FrontPage, front_page_of
from graphmap.ingest.inputs import Input
from graphmap.ingest.problems import Problem, Problems, Severity, Unreadable
from graphmap.ingest.suggestions import slip_of
from graphmap.ingest.workbook import CellFaults, Workbook
from graphmap.model.answers import CODES_SHEET, FRONT_SHEET
from graphmap.model.tables import TABLES, Table

SOURCE_FILE = "source.yaml"
_IGNORED = ("__MACOSX", "Thumbs.db", "desktop.ini")
_SOURCE_FILE_BYTES = 64 * 1024


@dataclass(frozen=True)
class TableFile:
    """One table of an input. `rows` may be called again and again; each call reads from the start."""

    table: Table
    label: str
    rows: Callable[[], Iterator[Row]]
    faults: CellFaults


@dataclass(frozen=True)
class Contents:
    """What an input holds: its tables in the order in which they may refer to one another, and its description."""

    tables: Sequence[TableFile]
    description: bytes | None = None
    description_label: str = SOURCE_FILE
    front: FrontPage | None = None
    """The first sheet, where the input is a template."""


def holds_tables(given: Input) -> bool:
    """Whether an input looks like evidence tables: by names alone, except for the names within an archive."""
    if given.path.is_dir():
        return any(_table_name(path.name) for path in given.path.iterdir())
    suffix = given.path.suffix.lower()
    if suffix == ".zip":
        try:
            return any(_table_name(PurePosixPath(name).name) for name in Archive(given.path).members)
        except Unreadable:
            return True
    return suffix == ".xlsx" or bool(_table_name(given.name))


def contents_of(given: Input, problems: Problems) -> Contents:
    """The tables of an input; notes what is no table. Raises `Unreadable` for an archive that cannot be read."""
    suffix = given.path.suffix.lower()
    if given.path.is_dir():
        found = _folder(given.path, problems)
    elif suffix == ".zip":
        found = _archive(Archive(given.path), problems)
    elif suffix in {".xlsx", ".xlsm"}:
        found = _workbook(Workbook(Archive(given.path)), problems)
    else:
        found = _single(given.path, problems)
    labels: dict[str, str] = {}
    for one in found.tables:
        before = labels.setdefault(one.table.name, one.label)
        if before != one.label:
            problems.add(
                Problem(Severity.ERROR, one.label, f"is the same table as {before}", "Keep one of them")
            )
    order = list(TABLES)
    tables = sorted(found.tables, key=lambda one: order.index(one.table.name))
    return replace(found, tables=tables)


def _folder(folder: Path, problems: Problems) -> Contents:
    tables: list[TableFile] = []
    description = None
    for path in sorted(folder.iterdir()):
        if path.name == SOURCE_FILE and path.is_file():
            description = _small(lambda path=path: path.open("rb"), SOURCE_FILE)  # type: ignore[misc]
        elif path.is_dir():
            if not _is_hidden(path.name) and any(_table_name(one.name) for one in path.iterdir()):
                problems.add(_left(f"{path.name}/", "is a folder within the folder and left"))
        elif _is_table(path.name, path.name, problems):
            tables.append(_csv(path.stem, path.name, lambda path=path: path.open("rb")))  # type: ignore[misc]
    return Contents(tables, description)


def _archive(archive: Archive, problems: Problems) -> Contents:
    names = [name for name in archive.members if not any(map(_is_hidden, PurePosixPath(name).parts))]
    base = _common_folder(names)
    tables: list[TableFile] = []
    description = None
    for name in names:
        inner = PurePosixPath(name).relative_to(base)
        label = f"{archive.label}/{inner}"
        if len(inner.parts) > 1:
            problems.add(_left(label, "is in a folder of its own and left"))
        elif inner.name == SOURCE_FILE:
            description = _small(lambda name=name: archive.open(name), label)  # type: ignore[misc]
        elif _is_table(inner.name, label, problems):
            tables.append(_csv(inner.stem, label, lambda name=name: archive.open(name)))  # type: ignore[misc]
    return Contents(tables, description, f"{archive.label}/{SOURCE_FILE}")


def _workbook(book: Workbook, problems: Problems) -> Contents:
    tables = []
    front = None
    if FRONT_SHEET in book.sheets:
        faults = book.faults(FRONT_SHEET)  # before the rows are read: it checks the size
        front = front_page_of(book.rows(FRONT_SHEET), faults, f"{book.label}/{FRONT_SHEET}", problems)
    for sheet in book.sheets:
        label = f"{book.label}/{sheet}"
        if front is not None and sheet in {FRONT_SHEET, CODES_SHEET}:
            continue
        if _is_table(f"{sheet}.csv", label, problems, "sheet"):
            tables.append(TableFile(TABLES[sheet], label, _sheet_rows(book, sheet), book.faults(sheet)))
    return Contents(tables, front=front)


def _single(path: Path, problems: Problems) -> Contents:
    if not _is_table(path.name, path.name, problems):
        return Contents([])
    return Contents([_csv(path.stem, path.name, lambda: path.open("rb"))])


def _sheet_rows(book: Workbook, sheet: str) -> Callable[[], Iterator[Row]]:
    return lambda: book.rows(sheet)


def _csv(name: str, label: str, opener: Callable[[], BinaryIO]) -> TableFile:
    table = TABLES[name]
    columns = {column.name for column in table.all_columns}

    def rows() -> Iterator[Row]:
        return rows_of(opener, label, delimiter_of(opener, label, columns))

    return TableFile(table, label, rows, {})


def _table_name(file_name: str) -> str | None:
    """The table that a file holds or was meant to hold, by its name."""
    stem, dot, suffix = file_name.rpartition(".")
    if not dot or suffix.lower() != "csv":
        return None
    return stem if stem in TABLES else slip_of(stem, TABLES)


def _is_table(file_name: str, label: str, problems: Problems, what: str = "file") -> bool:
    """Whether a file is a table. Notes one that is not, as an error where its name is a slip of a table's."""
    if _is_hidden(file_name):
        return False
    name = _table_name(file_name)
    stem, _, suffix = file_name.rpartition(".")
    if name is None:
        problems.add(_left(label, f"is no evidence table and left: no table is named {stem or suffix!r}"))
        return False
    if stem == name:
        return True
    meant = f"{name}.csv" if what == "file" else name
    problems.add(
        Problem(
            Severity.ERROR,
            label,
            f"is named almost like the table {name!r}",
            f"Rename the {what} to {meant!r}, or to something else if it is none",
        )
    )
    return False


def _left(label: str, message: str) -> Problem:
    return Problem(Severity.WARNING, label, message, "")


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name in _IGNORED


def _common_folder(names: Sequence[str]) -> PurePosixPath:
    """The folder in which all files of an archive lie."""
    parents = [PurePosixPath(name).parent for name in names]
    if not parents:
        return PurePosixPath()
    common = parents[0]
    while any(common != parent and common not in parent.parents for parent in parents):
        common = common.parent
    return common


def _small(opener: Callable[[], BinaryIO], label: str) -> bytes:
    try:
        with opener() as stream:
            content = stream.read(_SOURCE_FILE_BYTES + 1)
    except OSError as error:
        raise Unreadable(cannot_be_read(label, error)) from None
    if len(content) > _SOURCE_FILE_BYTES:
        raise Unreadable(Problem(Severity.ERROR, label, "is longer than 64 KiB", "Shorten it"))
    return content
