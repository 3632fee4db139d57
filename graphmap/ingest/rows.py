"""One row of an evidence table to one claim. Compiled once for each table and header, since a map has many rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphmap.ingest.cells import CELL_BYTES, Cell, Cells, check_characters, items_of
from graphmap.ingest.problems import Fault, Severity
from graphmap.model.claims import Claim
from graphmap.model.dates import first_day, last_day
from graphmap.model.ids import join_key
from graphmap.model.records import RECORDS
from graphmap.model.tables import EVIDENCE_COLUMNS, Column, Table
from graphmap.model.terms import Evidence, Kind, Status

_DECLARED = int(Evidence.DECLARED)
_SUSPICIOUS = CELL_BYTES // 4
"""A character is at most four bytes: rows with fewer characters hold no cell that is too long."""


class RowFaults(Exception):
    """A row that cannot be taken as it stands. `claim` is there when all faults are warnings."""

    def __init__(self, faults: Sequence[Fault], claim: Claim | None) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults, self.claim = faults, claim


class RowParser:
    """Parses rows of one table, whose columns stand at `places`."""

    def __init__(self, table: Table, places: Mapping[str, int], cells: Cells) -> None:
        self._kind = table.kind
        # Organisations refer to organisations: their references are looked at when all of them have been read.
        resolve = table.kind is not Kind.ORGANISATION
        self._parsers: list[tuple[Column, int, Cell]] = [
            (column, places[column.name], cells.parser(column, resolve=resolve))
            for column in table.all_columns
            if column.name in places
        ]
        self._own = [
            (place, column.attribute, parse)
            for column, place, parse in self._parsers
            if column not in EVIDENCE_COLUMNS
        ]
        self._told = [
            (place, EVIDENCE_COLUMNS.index(column), parse)
            for column, place, parse in self._parsers
            if column in EVIDENCE_COLUMNS
        ]
        self._required = {column.attribute: column for column in table.columns if column.required}
        record = RECORDS[table.kind]
        self._identity = record.identity
        self._start, self._end = record.validity[-2:] if record.validity else ("", "")
        self._statused = "status" in record.validity
        self._check = _CHECKS.get(table.kind)

    def parse(self, row: Sequence[str]) -> Claim:
        """The claim of a row with a cell for every column. Raises `RowFaults` with everything wrong with it."""
        text = "".join(row)
        if len(text) > _SUSPICIOUS or not text.isprintable():
            self._check_characters(row)
        body: dict[str, Any] = {}
        told: list[Any] = [None] * len(EVIDENCE_COLUMNS)
        try:
            for place, name, parse in self._own:
                cell = row[place]
                if cell:
                    value = parse(cell)
                    if value is not None:
                        body[name] = value
            for place, item, parse in self._told:
                cell = row[place]
                if cell:
                    told[item] = parse(cell)
        except Fault:
            raise self._explained(row) from None
        if not self._required.keys() <= body.keys():
            raise self._explained(row)
        fault = self._between(body)
        if fault:
            raise RowFaults([fault], None)
        return self._claim(body, told)

    def _claim(self, body: dict[str, Any], told: Sequence[Any]) -> Claim:
        if self._statused and "status" not in body:
            body["status"] = Status.LIVE.value
        evidence, observed_at, url, title, note = told
        level = _DECLARED if evidence is None else evidence
        return Claim(self._kind, self._key(body), 0, body, level, observed_at, url, title, note)

    def _key(self, body: Mapping[str, Any]) -> str:
        parts = [body.get(name, "") for name in self._identity]
        key = "|".join(parts)
        return join_key(*parts) if needs_escape(key, len(parts)) else key

    def _between(self, body: Mapping[str, Any]) -> Fault | None:
        """What is wrong between the cells of a row."""
        start = body.get(self._start)
        if start is not None:
            end = body.get(self._end)
            if end is not None and first_day(start) > last_day(end):
                return Fault(
                    f"is after the end, {end!r}",
                    "Swap or correct the dates",
                    column=self._column(self._start),
                    value=start,
                )
        return self._check(body) if self._check else None

    def _column(self, attribute: str) -> str:
        return next(column.name for column, _, _ in self._parsers if column.attribute == attribute)

    def _check_characters(self, row: Sequence[str]) -> None:
        columns = {place: column for column, place, _ in self._parsers}
        faults = []
        for place, cell in enumerate(row):
            column = columns.get(place)
            try:
                check_characters(cell, column)
            except Fault as fault:
                fault.column = column.name if column else f"column {place + 1}"
                faults.append(fault)
        if faults:
            raise RowFaults(faults, None)

    def _explained(self, row: Sequence[str]) -> RowFaults:
        """Every fault of a row, cell by cell; with its claim when they are warnings only."""
        faults: list[Fault] = []
        body: dict[str, Any] = {}
        told: list[Any] = [None] * len(EVIDENCE_COLUMNS)
        for column, place, parse in self._parsers:
            try:
                value = parse(row[place])
            except Fault as fault:
                of_cell = [fault, *fault.also]
                faults.extend(_in_column(one, column, row[place]) for one in of_cell)
                warned = all(one.severity is Severity.WARNING for one in of_cell)
                value = _as_it_stands(column, row[place]) if warned else None
            if column in EVIDENCE_COLUMNS:
                told[EVIDENCE_COLUMNS.index(column)] = value
            elif value is not None:
                body[column.attribute] = value
        blamed = {fault.column for fault in faults}
        faults += [
            Fault("is required and blank", f"Fill it in: {column.description}", column=column.name)
            for attribute, column in self._required.items()
            if attribute not in body and column.name not in blamed
        ]
        if all(fault.severity is Severity.WARNING for fault in faults):
            between = self._between(body)
            if between is None:
                return RowFaults(faults, self._claim(body, told))
            faults.append(between)
        return RowFaults(faults, None)


def needs_escape(key: str, parts: int) -> bool:
    """Whether a key of so many parts, joined without more ado, is not yet what `join_key` makes."""
    return key.count("|") >= parts or "\\" in key


def _in_column(fault: Fault, column: Column, cell: str) -> Fault:
    value = cell if fault.value is None else fault.value
    return Fault(fault.message, fault.remedy, column=column.name, value=value, severity=fault.severity)


def _as_it_stands(column: Column, cell: str) -> Any:
    return items_of(cell) if column.many else cell.strip()


def _link_leads_elsewhere(body: Mapping[str, Any]) -> Fault | None:
    if body["origin"] == body["target"]:
        return Fault(
            "is linked to itself",
            "A link joins two deployments; what happens within one needs none",
            column="to",
            value=body["target"],
        )
    return None


_CHECKS: dict[Kind, Callable[[Mapping[str, Any]], Fault | None]] = {Kind.LINK: _link_leads_elsewhere}
