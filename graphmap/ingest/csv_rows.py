"""Rows of a CSV file: UTF-8 with or without BOM; comma, tab or semicolon.

Streamed, in memory of one row. What cannot be read raises `Unreadable`, which names row and byte.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Collection, Iterator
from typing import BinaryIO

from graphmap.ingest.problems import Problem, Severity, Unreadable

Row = tuple[int, list[str]]
"""Number of a row, from 1, blank ones counted, and its cells."""
DELIMITERS = ",\t;"
_LINE_BYTES = 16 * 1024 * 1024
_AFTER_RETURN = re.compile(r"(?<=\r)(?!\n)")
_UTF8 = "Save it as UTF-8 (in a spreadsheet: the file type 'CSV UTF-8')"
_WIDE = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16", codecs.BOM_UTF32_BE: "UTF-32"}

# The limit is the process's own: a cell of several lines must reach the check that names its column.
csv.field_size_limit(max(csv.field_size_limit(), _LINE_BYTES))


class _Undecodable(Exception):
    """Bytes that make no line of text."""

    def __init__(self, message: str, value: str | None = None, remedy: str = _UTF8) -> None:
        super().__init__(message)
        self.message, self.value, self.remedy = message, value, remedy


def rows_of(opened: Callable[[], BinaryIO], label: str, delimiter: str) -> Iterator[Row]:
    """The rows of a file, from its first line. Raises `Unreadable` where the file stops making sense."""
    number = 0
    try:
        with opened() as stream:
            reader = csv.reader(_lines(stream), delimiter=delimiter, strict=True)
            for row in reader:
                number += 1
                yield number, row
    except _Undecodable as error:
        raise _unreadable(label, number + 1, error.message, error.remedy, error.value) from None
    except OSError as error:
        raise Unreadable(cannot_be_read(label, error)) from None
    except csv.Error as error:
        raise _unreadable(
            label,
            number + 1,
            f"cannot be read as CSV: {error}",
            "Close every quotation mark, and write one inside a quoted cell twice",
        ) from None


def delimiter_of(opened: Callable[[], BinaryIO], label: str, known: Collection[str]) -> str:
    """The delimiter whose reading of the header names most known columns; the comma when none does."""

    def score(delimiter: str) -> tuple[int, int]:
        try:
            for _, row in rows_of(opened, label, delimiter):
                if any(cell.strip() for cell in row):
                    return sum(cell.strip() in known for cell in row), len(row)
        except Unreadable:
            # Quoted headings cannot be read with another delimiter; what is broken in any case is told later.
            return -1, 0
        return 0, 0

    return max(DELIMITERS, key=score)


def cannot_be_read(label: str, error: OSError) -> Problem:
    """The problem of a file that the system does not let us read."""
    message = f"cannot be read: {error.strerror or error}"
    return Problem(Severity.ERROR, label, message, "Check its permissions")


def _lines(stream: BinaryIO) -> Iterator[str]:
    start = 0
    first = True
    while line := stream.readline(_LINE_BYTES):
        if first:
            first = False
            _refuse_wide(line)
            if line.startswith(codecs.BOM_UTF8):
                line, start = line[len(codecs.BOM_UTF8) :], len(codecs.BOM_UTF8)
        if len(line) == _LINE_BYTES and not line.endswith(b"\n"):
            raise _Undecodable(
                f"is longer than {_LINE_BYTES // 1024 // 1024} MiB", remedy="Write one row on each line"
            )
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            raise _explained(line, error, start) from None
        start += len(line)
        if "\r" in text[:-2]:
            # Old spreadsheets on a Mac end lines so.
            yield from filter(None, _AFTER_RETURN.split(text))
        else:
            yield text


def _refuse_wide(line: bytes) -> None:
    for mark, name in _WIDE.items():
        if line.startswith(mark):
            raise _Undecodable(f"is not UTF-8: byte 1 (0x{line[0]:02X}) begins a {name} file")
    if b"\0" in line[:4096]:
        raise _Undecodable(f"is not UTF-8: byte {line.index(0) + 1} is zero, as in a UTF-16 file")


def _explained(line: bytes, error: UnicodeDecodeError, start: int) -> _Undecodable:
    byte = line[error.start]
    message = f"is not UTF-8: byte {start + error.start + 1} (0x{byte:02X})"
    try:
        character = bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return _Undecodable(message)
    around = line[max(0, error.start - 20) : error.start + 20].decode("cp1252", "replace").strip()
    return _Undecodable(f"{message} would be {character!r} in Windows-1252", around)


def _unreadable(label: str, row: int, message: str, remedy: str, value: str | None = None) -> Unreadable:
    return Unreadable(Problem(Severity.ERROR, label, message, remedy, row, None, value))
