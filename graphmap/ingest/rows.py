"""One row of an evidence table to one claim. Compiled once for each table and header, since a map has many rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphmap.ingest.cells import CELL_BYTES, Cell, Cells, check_plain, items_of
from graphmap.ingest.problems import Fault, Severity
from graphmap.model.claims import Claim
from graphmap.model.dates import first_day, last_day
from graphmap.model.ids import join_key
from graphmap.model.records import RECORDS
from graphmap.model.tables import EVIDENCE_COLUMNS, Column, Table
from graphmap.model.terms import Evidence, Kind, Status

_STATUSED = {Kind.DEPLOYMENT, Kind.PORT, Kind.LINK}
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
        self._places = places
        self._columns = [column for column in table.columns if column.name in places]
        # Organisations refer to organisations: their references are looked at when all of them have been read.
        own = table.kind is Kind.ORGANISATION
        self._parsers: list[tuple[Column, Cell]] = [
            (column, cells.parser(column, resolve=not own)) for column in self._columns
        ]
        self._plan = [(places[column.name], column.attribute, parse) for column, parse in self._parsers]
        self._required = {column.attribute for column in table.columns if column.required}
        self._required_columns = [column for column in table.columns if column.required]
        self._evidence = [
            (column, places.get(column.name), cells.parser(column)) for column in EVIDENCE_COLUMNS
        ]
        self._evidence_plan = [(place, parse) for _, place, parse in self._evidence]
        record = RECORDS[table.kind]
        self._identity = record.identity
        self._starts, self._ends = record.validity[-2:] if record.validity else ("", "")
        self._statused = table.kind in _STATUSED
        self._checks: list[Callable[[Mapping[str, Any]], Fault | None]] = [
            check for check in (_CHECKS.get(table.kind),) if check
        ]

    def parse(self, row: Sequence[str]) -> Claim:
        """The claim of a row with a cell for every column. Raises `RowFaults` with everything wrong with it."""
        text = "".join(row)
        if len(text) > _SUSPICIOUS or not text.isprintable():
            self._check_plain(row)
        body: dict[str, Any] = {}
        try:
            for place, name, parse in self._plan:
                cell = row[place]
                if cell:
                    value = parse(cell)
                    if value is not None:
                        body[name] = value
            told = [None if place is None else parse(row[place]) for place, parse in self._evidence_plan]
        except Fault:
            raise self._explained(row) from None
        if not self._required <= body.keys():
            raise self._explained(row)
        fault = self._whole(body)
        if fault:
            raise RowFaults([fault], None)
        return self._claim(body, told)

    def _claim(self, body: dict[str, Any], told: Sequence[Any]) -> Claim:
        if self._statused and "status" not in body:
            body["status"] = Status.LIVE.value
        evidence, observed_at, url, title, note = told
        level = int(Evidence.DECLARED) if evidence is None else evidence
        return Claim(self._kind, self._key(body), 0, body, level, observed_at, url, title, note)

    def _key(self, body: Mapping[str, Any]) -> str:
        parts = [body.get(name) for name in self._identity]
        return join_key(*parts)

    def _whole(self, body: Mapping[str, Any]) -> Fault | None:
        """What is wrong between the cells of a row."""
        start = body.get(self._starts)
        if start is not None:
            end = body.get(self._ends)
            if end is not None and first_day(start) > last_day(end):
                return Fault(
                    f"is after the end, {end!r}",
                    "Swap or correct the dates",
                    column=self._column(self._starts),
                    value=start,
                )
        for check in self._checks:
            fault = check(body)
            if fault:
                return fault
        return None

    def _column(self, attribute: str) -> str:
        return next(column.name for column in self._columns if column.attribute == attribute)

    def _check_plain(self, row: Sequence[str]) -> None:
        names = {place: name for name, place in self._places.items()}
        faults = []
        for place, cell in enumerate(row):
            try:
                check_plain(cell)
            except Fault as fault:
                fault.column = names.get(place)
                faults.append(fault)
        if faults:
            raise RowFaults(faults, None)

    def _explained(self, row: Sequence[str]) -> RowFaults:
        """Every fault of a row, cell by cell; with its claim when they are warnings only."""
        faults: list[Fault] = []
        body: dict[str, Any] = {}

        def take(column: Column, place: int | None, parse: Cell) -> Any:
            if place is None:
                return None
            try:
                return parse(row[place])
            except Fault as fault:
                of_cell = [fault, *fault.also]
                faults.extend(_in_column(one, column, row[place]) for one in of_cell)
                warned = all(one.severity is Severity.WARNING for one in of_cell)
                return _as_it_stands(column, row[place]) if warned else None

        for column, parse in self._parsers:
            value = take(column, self._places[column.name], parse)
            if value is not None:
                body[column.attribute] = value
        told = [take(column, place, parse) for column, place, parse in self._evidence]
        blamed = {fault.column for fault in faults}
        faults += [
            Fault("is required and blank", f"Fill it in: {column.description}", column=column.name)
            for column in self._required_columns
            if column.attribute not in body and column.name not in blamed
        ]
        if any(fault.severity is Severity.ERROR for fault in faults):
            return RowFaults(faults, None)
        fault = self._whole(body)
        if fault:
            return RowFaults([*faults, fault], None)
        return RowFaults(faults, self._claim(body, told))


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
