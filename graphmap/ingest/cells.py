"""What a cell of an evidence table may hold: one parser for each kind of column.

A parser takes a cell as it stands and gives its value, None when it is blank; it raises `Fault` for a cell that it cannot
take. Parsers remember what they have seen: most columns repeat few values, and asking a dictionary is all that costs.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from graphmap.ingest.problems import Fault, Severity
from graphmap.ingest.references import References
from graphmap.ingest.suggestions import Suggestions
from graphmap.model.dates import span
from graphmap.model.profiles import split_profile
from graphmap.model.tables import Column
from graphmap.model.terms import Evidence, Kind
from graphmap.model.vocabulary import Vocabulary

Cell = Callable[[str], Any]
"""Value of a cell, None when blank. Raises `Fault`."""

CELL_BYTES = 64 * 1024
UNPUBLISHED = "x-"
"""How the codes of unpublished profiles begin."""
ITEMS = ";"
"""What separates the items of a cell."""
_REMEMBERED = 100_000
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
RANGES = {"latitude": (-90.0, 90.0), "longitude": (-180.0, 180.0)}
_LINE_BREAKS = "\t\n\r"

_WORDS = {
    "exchange_types": "exchange type",
    "capabilities": "capability",
    "profiles": "profile",
    "organisation_types": "type of organisation",
    "settings": "care setting",
    "evidence": "level of evidence",
    "status": "status",
    "role": "role",
    "payload": "payload",
    "level": "level of coverage",
}


class Remembered(dict[str, Any]):
    """Values by cell. Forgets everything when there are too many different ones, so that memory stays bounded."""

    def __init__(self, parse: Cell) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, cell: str) -> Any:
        text = cell.strip()
        value = self._parse(text) if text else None
        if len(self) >= _REMEMBERED:
            self.clear()
        self[cell] = value
        return value


class Cells:
    """Makes the parsers of columns, which look references up among `references`."""

    def __init__(self, vocabulary: Vocabulary, references: References) -> None:
        self._vocabulary = vocabulary
        self._references = references
        self._suggestions = Suggestions()

    def parser(self, column: Column, *, resolve: bool = True) -> Cell:
        """The parser of a column; `resolve=False` leaves its references unchecked."""
        item = self._item(column, resolve=resolve)
        if column.many:
            return _list_of(item)
        # What hardly repeats is not worth remembering.
        return _trimmed if item is _as_it_is else Remembered(item).__getitem__

    def _item(self, column: Column, *, resolve: bool) -> Cell:
        if column.kind == "date":
            return _date
        if column.kind == "number":
            return _number(RANGES.get(column.name, (-math.inf, math.inf)))
        if column.kind == "profile":
            return self._profile
        if column.vocabulary:
            return self._term(column)
        if column.refers_to is not None and resolve:
            return self._reference(column.refers_to)
        return _as_it_is

    def _term(self, column: Column) -> Cell:
        name = column.vocabulary
        assert name is not None
        terms = self._vocabulary.terms(name)
        values: dict[str, Any] = {
            code: getattr(term, "same_as", None) or code for code, term in terms.items()
        }
        values.update({code: code for code in column.also if code not in values})
        if name == "evidence":
            values = {code: int(Evidence.of(code)) for code in values}
        what = _WORDS[name]
        return self._choice(values, what)

    def _choice(self, values: Mapping[str, Any], what: str) -> Cell:
        codes = list(values)

        def parse(text: str) -> Any:
            if text in values:
                return values[text]
            near = self._suggestions.near(text, what, codes)
            remedy = near or f"Known: {', '.join(codes[:12])}{'…' if len(codes) > 12 else ''}"
            raise Fault(f"is no known {what}", remedy, value=text)

        return parse

    def _profile(self, text: str) -> str:
        code, version = split_profile(text)
        if code is None or (version is None and "@" in text):
            raise Fault("is no profile", "Write CODE or CODE@version", value=text)
        if code not in self._vocabulary.profiles and not (code.startswith(UNPUBLISHED) and len(code) > 2):
            near = self._suggestions.near(code, "profile", list(self._vocabulary.profiles))
            raise Fault(
                "is no known profile",
                f"{near + '. ' if near else ''}An unpublished profile has a code that begins with {UNPUBLISHED}",
                value=text,
            )
        return text

    def _reference(self, kind: Kind) -> Cell:
        stated = self._references.stated

        def parse(text: str) -> str:
            if stated(kind, text):
                return text
            raise self.dangling(kind, text)

        return parse

    def dangling(self, kind: Kind, text: str) -> Fault:
        """The fault of a reference to a record that nobody states; a warning where there is no store to ask."""
        if self._references.is_left_out(kind, text):
            return Fault("is left out itself", f"Correct the row that states this {kind}", value=text)
        if self._references.asked and self._references.is_unanswered(kind, text):
            return Fault(
                "is stated by nobody else, and its row here is not answered",
                f"Answer yes in its row of the table {kind}s",
                value=text,
            )
        if not self._references.asked:
            return Fault(
                f"is no {kind} of this input",
                "It has to be in the store when this is imported: check with --store to be sure",
                value=text,
                severity=Severity.WARNING,
            )
        near = self._suggestions.near(text, kind.value, self._references.keys(kind))
        remedy = near or f"State it in the table {kind}s, or import the source that does first"
        return Fault(f"is no known {kind}", remedy, value=text)


def _trimmed(cell: str) -> str | None:
    return cell.strip() or None


def _as_it_is(text: str) -> str:
    return text


def _list_of(item: Cell) -> Cell:
    def parse(text: str) -> tuple[Any, ...] | None:
        found: dict[Any, None] = {}
        faults: list[Fault] = []
        for part in items_of(text):
            try:
                found[item(part)] = None
            except Fault as fault:
                faults.append(fault)
        if faults:
            faults[0].also = faults[1:]
            raise faults[0]
        return tuple(found) or None

    remembered = Remembered(parse)

    def fresh(cell: str) -> list[Any] | None:
        found = remembered[cell]
        return list(found) if found else None

    return fresh


def items_of(cell: str) -> list[str]:
    """The items of a cell, trimmed, blank ones and repetitions dropped."""
    return list(dict.fromkeys(part for part in map(str.strip, cell.split(ITEMS)) if part))


def _date(text: str) -> str:
    try:
        span(text)
    except ValueError as error:
        raise Fault(
            str(error).removeprefix(repr(text)).strip().partition(":")[0],
            "Write an ISO date: 2027-03-05, or 2027-03 or 2027 where no more is known",
            value=text,
        ) from None
    return text


def _number(allowed: tuple[float, float]) -> Cell:
    low, high = allowed

    def parse(text: str) -> float:
        if not _NUMBER.fullmatch(text) or not math.isfinite(number := float(text)):
            raise Fault(
                "is no number",
                "Write digits with a full stop before decimals, without signs of currency or thousands",
                value=text,
            )
        if not low <= number <= high:
            raise Fault(
                f"is not between {low:g} and {high:g}",
                "Give degrees: latitude is about 50 to 56 in England, longitude -6 to 2",
                value=text,
            )
        return number

    return parse


def check_characters(cell: str, column: Column | None) -> None:
    """Raise `Fault` for a cell that is too long or holds characters that nobody can see.

    Text may hold line breaks, tabs and invisible characters other than control characters; codes may hold none.
    """
    size = len(cell.encode("utf-8", "surrogatepass"))
    if size > CELL_BYTES:
        raise Fault(
            f"is longer than {CELL_BYTES // 1024} KiB (it has {size:,} bytes)",
            "Shorten it; a quotation mark that is not closed also makes one cell of many",
            value=cell,
        )
    is_text = column is None or column.kind == "text"
    for character in "" if cell.isprintable() else cell.strip():
        if unicodedata.category(character) == "Cc":
            refused = not (is_text and character in _LINE_BREAKS)
        else:
            refused = not is_text and not character.isprintable()
        if refused:
            name = unicodedata.name(character, "a control character").lower()
            message = f"holds a character that cannot be seen (U+{ord(character):04X}, {name})"
            raise Fault(message, "Delete that character", value=cell)
