"""Rows of the sheets of an .xlsx workbook, as the text that a CSV file would hold.

python-calamine reads the values. It shows a blank for a formula without a stored value and for an error, and lays out a
sheet to its farthest cell; so each sheet's XML is looked through first, in bounded memory.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import python_calamine
from defusedxml import DefusedXmlException, ElementTree
from defusedxml.sax import parseString

from graphmap.ingest.archive import UNPACKED_BYTES, Archive
from graphmap.ingest.csv_rows import Row
from graphmap.ingest.problems import Fault, Problem, Severity, Unreadable

CellFaults = Mapping[tuple[int, int], Fault]
"""What is wrong with cells before they are read, by row number and place in the row."""
_MOST_CELLS = 10_000_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PARTS = re.compile(r"(?:\[Content_Types\]\.xml|_rels/.*|xl/(?:.*\.rels|[^/]*\.xml|worksheets/[^/]*\.xml))")
_CELL = re.compile(r"([A-Z]+)(\d+)")


class Workbook:
    """A checked workbook. Raises `Unreadable` for one that cannot be read."""

    def __init__(self, archive: Archive) -> None:
        self.label = archive.label
        # Only what was measured is handed on: another reader might find other bytes in the file itself.
        self._parts = {name: archive.read(name) for name in archive.members if _PARTS.fullmatch(name)}
        try:
            self._paths = self._sheet_paths()
            self._book = python_calamine.load_workbook(_packed(self._parts))
        except (
            KeyError,
            ElementTree.ParseError,
            DefusedXmlException,
            python_calamine.CalamineError,
        ) as error:
            raise self._refused(f"is no readable workbook: {error}") from None
        self._string_lengths: list[int] | None = None

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets that hold cells."""
        return [name for name in self._book.sheet_names if name in self._paths]

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet from its first line, every cell as text. Call `faults` first: it checks the size."""
        try:
            data = self._book.get_sheet_by_name(sheet)
        except python_calamine.CalamineError as error:
            raise self._refused(f"cannot be read: {error}", sheet) from None
        # Rows come from the first line of the sheet, but cells from the first column that holds anything.
        before = [""] * (data.start or (0, 0))[1]
        for number, row in enumerate(data.iter_rows(), start=1):
            yield number, [*before, *map(_as_text, row)]

    def faults(self, sheet: str) -> CellFaults:
        """Cells without a value that can be read. Raises `Unreadable` for a sheet that is too large or malformed."""
        if self._string_lengths is None:
            self._string_lengths = self._shared_strings()
        seen = _Sheet(self._string_lengths)
        self._parse(self._paths[sheet], seen, sheet)
        if seen.rows * seen.columns > _MOST_CELLS:
            raise self._refused(
                f"spans {seen.rows:,} rows by {seen.columns:,} columns", sheet, "Delete stray cells far away"
            )
        if seen.characters_shown > UNPACKED_BYTES:
            raise self._refused("holds more than 200 MB of text", sheet, "Give the tables as CSV files")
        return seen.faults

    def _shared_strings(self) -> list[int]:
        handler = _Strings()
        if "xl/sharedStrings.xml" in self._parts:
            self._parse("xl/sharedStrings.xml", handler, "shared strings")
        return handler.lengths

    def _parse(self, part: str, handler: ContentHandler, sheet: str) -> None:
        try:
            parseString(self._parts[part], handler, forbid_dtd=True)
        except (SAXException, DefusedXmlException, ValueError) as error:
            raise self._refused(f"is malformed: {error}", sheet) from None

    def _sheet_paths(self) -> dict[str, str]:
        relations = ElementTree.fromstring(self._parts["xl/_rels/workbook.xml.rels"], forbid_dtd=True)
        targets = {one.get("Id"): posixpath.join("/xl", one.get("Target", "")) for one in relations}
        book = ElementTree.fromstring(self._parts["xl/workbook.xml"], forbid_dtd=True)
        sheets = [one for one in book.iter() if one.tag.endswith("}sheet")]
        paths = {
            one.get("name", ""): posixpath.normpath(targets.get(one.get(_RELATION), "")).lstrip("/")
            for one in sheets
        }
        return {name: path for name, path in paths.items() if path in self._parts}

    def _refused(
        self, message: str, sheet: str | None = None, remedy: str = "Save it again as .xlsx"
    ) -> Unreadable:
        label = f"{self.label}/{sheet}" if sheet else self.label
        return Unreadable(Problem(Severity.ERROR, label, message, remedy))


class _Strings(ContentHandler):
    """Lengths of the shared strings, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []
        self._inside = False

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802, ARG002 - the library's name
        local = name.rpartition(":")[2]
        if local == "si":
            self.lengths.append(0)
        self._inside = local == "t"

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002
        self._inside = False

    def characters(self, content: str) -> None:
        if self._inside and self.lengths:
            self.lengths[-1] += len(content)


class _Sheet(ContentHandler):
    """How far the cells of a sheet reach, how much text they show, and which hold no value."""

    def __init__(self, string_lengths: list[int]) -> None:
        super().__init__()
        self.rows = self.columns = self.characters_shown = 0
        self.faults: dict[tuple[int, int], Fault] = {}
        self._lengths = string_lengths
        self._row = self._column = 0
        self._kind, self._formula, self._valued, self._filled = "", False, False, False
        self._text: list[str] | None = None

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the library's name
        local = name.rpartition(":")[2]
        if local == "c":
            self._start_cell(attrs)
        elif local == "row":
            number = attrs.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._column = 0
        elif local == "f":
            self._formula = True
        elif local == "v":
            self._valued, self._text = True, []
        elif local == "is":
            self._filled = True

    def characters(self, content: str) -> None:
        if self._text is not None:
            self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802
        local = name.rpartition(":")[2]
        if local == "c":
            self._end_cell()

    def _start_cell(self, attrs: Any) -> None:
        place = _CELL.fullmatch(attrs.get("r", ""))
        if place:
            self._column, self._row = _column_number(place[1]), int(place[2])
        else:
            self._column += 1
        self._kind = attrs.get("t", "n")
        self._formula = self._valued = self._filled = False
        self._text = None

    def _end_cell(self) -> None:
        text = "".join(self._text or ())
        self._text = None
        if self._valued or self._filled or self._formula:
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)
        place = self._row, self._column - 1
        if self._formula and not text and not (self._valued and self._kind == "str") and not self._filled:
            self.faults[place] = Fault(
                "is a formula without a stored value",
                "Open the workbook in a spreadsheet and save it, or paste the values over the formulas",
            )
        elif self._kind == "e":
            self.faults[place] = Fault(
                "is an error of the spreadsheet", "Correct the formula or clear the cell", value=text or None
            )
        elif self._kind == "s" and text.isdecimal() and int(text) < len(self._lengths):
            self.characters_shown += self._lengths[int(text)]


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    return packed


def _as_text(value: Any) -> str:
    """A cell as a CSV file would hold it: whole numbers without decimals, days in ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        at_midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if at_midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
