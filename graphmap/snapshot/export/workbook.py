"""Writes a template as an .xlsx workbook: a page to read, a sheet for each table, and the codes with their meaning.

All cells are text, so that `2027-03` stays what it is. Cells with a closed vocabulary have a drop-down list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from graphmap.model import answers
from graphmap.model.tables import EVIDENCE_COLUMNS, TABLES, Column, Table
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary

_SPARE = 500
"""Rows below those filled in that have drop-down lists as well."""
_LISTED = ("exchange_types", "capabilities", "organisation_types", "settings", "profiles")
"""Vocabularies whose codes the workbook lists."""
_GREY = "#E8EDEE"
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The time written into every workbook: the same rows give the same bytes."""
_WIDTHS = {answers.QUESTION: 62, "name": 34, "id": 26, "note": 30, answers.KNOWN_FROM: 34, "reference": 20}

_INSTRUCTIONS = """
What this is
What is known of the systems of {name} and how they are connected, and by whom it was said. Please say what is right,
what is not, and what is missing. What you leave blank says nothing: nobody will read it as a yes or a no.

1. The day
Write above, beside '{filled_in}', the day for which your answers hold, as 2026-11-22. Left blank it is the day on which
the workbook is imported.

2. Each row
In the column '{confirmed}' choose yes where the row is right, or after you have corrected its cells; choose no where it
does not exist (systems, ports and interfaces). Grey columns tell who said so; leave them alone.

3. What is missing
Add rows of your own below, and leave '{confirmed}' and the grey columns blank. Systems stand in the sheet deployments
(id: any name that is yours alone), what they send and take in ports, interfaces in links: one row for each direction in
which something travels.

4. Is it all?
In the sheet coverage choose for each question: complete (every system of yours that sends or takes this is listed),
partial (there are more), none (nobody has looked). Only 'complete' lets an answer be a plain no.

5. How you know
If you like, say in the column 'evidence' how well a row is supported (blank: declared, your own word), and in 'note' what
a reader should know. Dates are written as 2027-03-05, or 2027-03 or 2027 where no more is known.

6. Send it back
As it is, as .xlsx. It is read by machine: keep the names of sheets and columns.
"""


@dataclass(frozen=True)
class Front:
    """For whom a workbook is, when it was made, and the badge of invented evidence."""

    organisation: str
    name: str
    made_on: str
    badge: str | None


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns of a table as the workbook shows them: what is to be answered first, what is for information last."""
    known = {column.name: column for column in (*answers.ANSWER_COLUMNS, *answers.QUESTION_COLUMNS)}
    informative = [
        known[name] for name in (answers.KNOWN_FROM, "known_evidence", "known_observed_at", answers.MARK)
    ]
    if table.kind is Kind.COVERAGE:
        first, last = [known[answers.QUESTION]], [known[answers.KNOWN_LEVEL], *informative]
    else:
        first, last = [known[answers.CONFIRMED]], informative
    return (*first, *table.columns, *EVIDENCE_COLUMNS, *last)


def write_workbook(front: Front, tables: Mapping[str, Sequence[Mapping[str, str]]], stream: BinaryIO) -> None:
    """Write rows by table, each a cell by column. The same rows give the same bytes."""
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": f"What is known of {front.name}", "created": _EPOCH})
        _Writer(book).write(front, tables)


class _Writer:
    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._text = book.add_format({"num_format": "@", "valign": "top"})
        self._wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self._told = book.add_format({"num_format": "@", "bg_color": _GREY, "valign": "top"})
        self._told_head = book.add_format({"bold": True, "bottom": 1, "bg_color": _GREY, "valign": "top"})
        self._title = book.add_format({"bold": True, "font_size": 14})

    def write(self, front: Front, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        """Write every sheet, the first one to be seen first."""
        page = self._book.add_worksheet(answers.FRONT_SHEET)
        sheets = {name: self._book.add_worksheet(name) for name in tables}
        lists = self._codes(self._book.add_worksheet(answers.CODES_SHEET))
        for name, rows in tables.items():
            self._table(sheets[name], TABLES[name], rows, lists)
        self._front(page, front)
        page.activate()

    def _front(self, sheet: Worksheet, front: Front) -> None:
        sheet.set_column(0, 0, 24, self._text)
        sheet.set_column(1, 1, 100, self._wrapped)
        rows: list[tuple[str, str]] = [
            (answers.FRONT_MARK, ""),
            (answers.FOR, front.organisation),
            (answers.NAME, front.name),
            ("Made on", front.made_on),
            (answers.FILLED_IN, ""),
            *([(answers.EVIDENCE, answers.FICTIONAL), ("", front.badge)] if front.badge else []),
            ("", ""),
            *_instructions(front),
            ("", ""),
            ("Columns", "What they hold"),
            *_meanings(),
        ]
        for number, (name, text) in enumerate(rows):
            sheet.write_string(
                number, 0, name, self._title if number == 0 else self._head if name else self._text
            )
            if text or name == answers.FILLED_IN:
                sheet.write_string(number, 1, text, self._wrapped)

    def _codes(self, sheet: Worksheet) -> dict[str, str]:
        """List the codes of open vocabularies; where each stands, by name, as a formula of the workbook."""
        sheet.set_column(0, 0, 24, self._text)
        sheet.set_column(1, 1, 26, self._text)
        sheet.set_column(2, 2, 100, self._wrapped)
        row, places = 0, {}
        for name in _LISTED:
            sheet.write_string(row, 0, name.replace("_", " "), self._head)
            terms = vocabulary().terms(name)
            for number, (code, term) in enumerate(terms.items(), start=row + 1):
                sheet.write_string(number, 0, code, self._text)
                sheet.write_string(number, 1, term.name, self._text)
                sheet.write_string(number, 2, term.description, self._wrapped)
            places[name] = f"='{answers.CODES_SHEET}'!$A${row + 2}:$A${row + 1 + len(terms)}"
            row += len(terms) + 2
        return places

    def _table(
        self, sheet: Worksheet, table: Table, rows: Sequence[Mapping[str, str]], lists: Mapping[str, str]
    ) -> None:
        columns = columns_of(table)
        own = {column.name for column in table.all_columns} | {answers.CONFIRMED}
        for place, column in enumerate(columns):
            told = column.name not in own
            cells = self._told if told else self._text
            width = _WIDTHS.get(column.name, max(len(column.name) + 2, 12))
            sheet.set_column(place, place, width, cells, {"hidden": column.name == answers.MARK})
            sheet.write_string(0, place, column.name, self._told_head if told else self._head)
            for number, row in enumerate(rows, start=1):
                if row.get(column.name):
                    sheet.write_string(number, place, row[column.name], cells)
            choices = _choices(column, lists)
            if choices is not None:
                sheet.data_validation(1, place, len(rows) + _SPARE, place, _validation(column, choices))
        sheet.freeze_panes(1, 1)


def _choices(column: Column, lists: Mapping[str, str]) -> list[str] | str | None:
    """What a cell may hold: words, or where their list stands; None where that is not one of a few."""
    if column.name == answers.CONFIRMED:
        return ["yes", "no"]
    if column.many or not column.vocabulary or column.kind == "profile":
        return None
    if column.vocabulary in lists:
        return lists[column.vocabulary]
    return [*vocabulary().closed_sets[column.vocabulary]]


def _validation(column: Column, choices: list[str] | str) -> dict[str, object]:
    """A drop-down list. It warns and does not forbid: `*` of coverage, for one, is in no vocabulary."""
    return {
        "validate": "list",
        "source": choices,
        "input_title": column.name[:32],
        "input_message": column.description[:255],
        "error_type": "warning",
        "error_title": "Not in the list",
        "error_message": "This is none of the words that the column takes. Keep it all the same?",
    }


def _instructions(front: Front) -> Iterator[tuple[str, str]]:
    for paragraph in _INSTRUCTIONS.strip().split("\n\n"):
        head, *lines = paragraph.splitlines()
        text = " ".join(lines)
        yield head, text.format(name=front.name, filled_in=answers.FILLED_IN, confirmed=answers.CONFIRMED)


def _meanings() -> Iterator[tuple[str, str]]:
    for table in TABLES.values():
        for column in columns_of(table):
            if column.name == answers.MARK:
                continue
            if column in table.columns or column.name in {answers.QUESTION, answers.KNOWN_LEVEL}:
                yield (
                    f"{table.name}: {column.name}",
                    f"{column.description}{' (required)' if column.required else ''}",
                )
    for column in (*EVIDENCE_COLUMNS, *answers.ANSWER_COLUMNS):
        if column.name != answers.MARK:
            yield f"every sheet: {column.name}", column.description
