"""Reads the tables of one input, one after the other: rows to claims, with everything that is wrong with them.

Each table is read twice: first for the identities that several rows state, then for the claims. So rows are streamed, and
memory holds the keys that later tables may refer to, not the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graphmap.ingest.answers import Answers, Saying
from graphmap.ingest.cells import Cells
from graphmap.ingest.contents import TableFile
from graphmap.ingest.csv_rows import Row
from graphmap.ingest.header import columns_of
from graphmap.ingest.importer import Context
from graphmap.ingest.oddities import Oddities
from graphmap.ingest.problems import Fault, Problem, Problems, Severity, Unreadable
from graphmap.ingest.references import References
from graphmap.ingest.repeats import Stated, settle
from graphmap.ingest.rows import RowFaults, RowParser, needs_escape
from graphmap.ingest.source_file import Description
from graphmap.model.answers import CONFIRMED
from graphmap.model.claims import Claim
from graphmap.model.dates import first_day
from graphmap.model.ids import join_key
from graphmap.model.records import RECORDS, REFERENCES
from graphmap.model.terms import Kind, Role, Status
from graphmap.model.vocabulary import vocabulary

_OFTEN = 5_000
"""Rows between two reports of progress."""
_TOGETHER = {Kind.CONTRACT, Kind.PORT, Kind.LINK}
"""Kinds of which several rows may be about one record, or equal."""
_ENTITIES = {Kind.ORGANISATION, Kind.SUPPLIER, Kind.PRODUCT, Kind.DEPLOYMENT}
_READ_AS = {"serve": Role.SOURCE.value, "query": Role.SINK.value}


class _Header(NamedTuple):
    """The header row: its number, how many cells it has, and the place of each known column."""

    row: int
    width: int
    places: Mapping[str, int]
    answers: Answers | None
    """Reads the answers of a template; None for an ordinary table."""


class TableReader:
    """Reads the tables of one input in order; an earlier table is what a later one may refer to."""

    def __init__(
        self,
        files: Sequence[TableFile],
        context: Context,
        problems: Problems,
        complete: frozenset[Kind],
        description: Description | None = None,
        *,
        answered_on: str | None = None,
        template: bool = False,
    ) -> None:
        """`answered_on`: the day of answers that name no other; `template`: every table has to have their columns."""
        description = description or Description()
        self.rows: dict[str, int] = {}
        """Rows read so far, by file or sheet."""
        self.unanswered = 0
        """Rows of a template that say nothing."""
        self.claims = 0
        """Claims made so far."""
        self._answered_on = answered_on or context.today.isoformat()
        self._template = template
        self._context = context
        self._problems = problems
        self._ignored = description.ignored
        self._references = References(context.known, context.source, complete, description.stubs)
        self._cells = Cells(vocabulary(), self._references)
        ports_given = any(file.table.kind is Kind.PORT for file in files)
        self._oddities = Oddities(vocabulary(), context.known, context.today, ports_given=ports_given)
        self._slipped = _Slipped(context.today.toordinal())

    def claims_of(self, file: TableFile) -> Iterator[Claim]:
        """The claims of a table, those of records that several rows state last; problems are noted on the way."""
        kind = file.table.kind
        try:
            header = self._header(file)
            if header is None:
                self._references.give_up(kind)
                return
            for number, claim in self._stated(file, header):
                if kind in _ENTITIES:
                    self._references.add(kind, claim.key)
                for fault in self._oddities.of(claim):
                    self._problems.add(fault.at(file.label, number))
                self._slipped.see(number, claim)
                self.claims += 1
                yield claim
            self._slipped.report(file.label, self._problems)
        except Unreadable as unreadable:
            self._problems.add(unreadable.problem)
            self._references.give_up(kind)

    def _header(self, file: TableFile) -> _Header | None:
        """The header of a table; None where the table cannot be read."""
        for number, row in file.rows():
            if not _is_blank(row):
                places = columns_of(file.table, row, file.label, number, self._problems, self._ignored)
                if places is None:
                    return None
                answers = Answers.of(
                    file.table,
                    places,
                    file.label,
                    number,
                    self._answered_on,
                    self._problems,
                    asked=self._template,
                )
                return _Header(number, len(row), places, answers)
        message, remedy = "has no header row", "Give the names of its columns in the first row"
        self._problems.add(Problem(Severity.ERROR, file.label, message, remedy))
        return None

    def _stated(self, file: TableFile, header: _Header) -> Iterator[Stated]:
        """Rows and claims that stand, singly stated ones as they come."""
        kind = file.table.kind
        repeated = _repeated(file, header)
        several: dict[str, list[Stated]] = {}
        held: list[Stated] = []
        silent: set[int] = set()
        for number, claim, speaks in self._parsed(file, header):
            if not speaks:
                silent.add(number)
            if repeated and hash(claim.key) in repeated:
                several.setdefault(claim.key, []).append(Stated(number, claim))
            elif not speaks:
                continue
            elif kind is Kind.ORGANISATION:
                held.append(Stated(number, claim))
            else:
                yield Stated(number, claim)
        for one in self._settled(file, several.values(), silent):
            if kind is Kind.ORGANISATION:
                held.append(one)
            else:
                yield one
        yield from self._with_references(file, held)

    def _settled(
        self, file: TableFile, several: Iterable[Sequence[Stated]], silent: Collection[int]
    ) -> Iterator[Stated]:
        """What rows about one record come to, of those that speak."""
        kind = file.table.kind
        for stated in several:
            unanswered = [row for row, _ in stated if row in silent]
            if len(unanswered) == len(stated):
                continue
            if unanswered and kind is not Kind.CONTRACT:
                self._refuse_half_answered(file, stated, unanswered)
                continue
            settled = settle(kind, stated)
            for number, fault in settled.faults:
                self._note(file.label, number, fault)
            if not settled.claims:
                self._reject(file, [row for row, _ in stated], stated[0].claim.key)
            yield from (one for one in settled.claims if one.row not in silent)

    def _parsed(self, file: TableFile, header: _Header) -> Iterator[tuple[int, Claim, bool]]:
        """Rows that make a claim of their own accord, with their numbers, and whether they speak.

        Rows of a template that are not answered do not. They are passed over, except where others may stand with them: equal
        contracts are numbered in their order, and the periods of a port or link are stated together.
        """
        parse = RowParser(file.table, header.places, self._cells).parse
        faulty = _faulty_rows(file, header.places)
        keyed = next((place for name, place in header.places.items() if name in {"code", "id"}), None)
        count = 0
        for number, row in _data(file, header):
            count += 1
            if not count % _OFTEN:
                self._context.progress(file.label, count)
                self.rows[file.label] = count
            said = Saying.STANDS
            try:
                if number in faulty:
                    raise RowFaults(faulty[number], None)
                if len(row) > header.width and any(map(str.strip, row[header.width :])):
                    raise RowFaults([_ragged(row, header.width)], None)
                if header.answers is not None:
                    said = header.answers.said(row)
                if said is Saying.NOTHING:
                    self.unanswered += 1
                    if keyed is not None:
                        self._references.set_aside(file.table.kind, row[keyed].strip())
                    if file.table.kind in _TOGETHER:
                        yield from ((number, claim, False) for claim in _in_silence(parse, row))
                    continue
                claim = parse(row)
            except RowFaults as found:
                self._note(file.label, number, *found.faults)
                if found.claim is None:
                    self._reject(file, [number], "" if keyed is None else row[keyed].strip())
                    continue
                claim = found.claim
            if header.answers is not None:
                claim = header.answers.taken(said, claim)
            yield number, claim, True
        self.rows[file.label] = count

    def _refuse_half_answered(
        self, file: TableFile, stated: Sequence[Stated], unanswered: Sequence[int]
    ) -> None:
        """Refuse an answer to some periods of a port or link: who states one states all, and would take the others back."""
        answered = next(row for row, _ in stated if row not in unanswered)
        for row in unanswered:
            fault = Fault(
                f"is blank, and row {answered}, which states another period of the same {file.table.kind}, is not",
                "Answer this row as well, or delete it if that period is wrong",
                column=CONFIRMED,
            )
            self._note(file.label, row, fault)
        self._reject(file, [row for row, _ in stated], stated[0].claim.key)

    def _with_references(self, file: TableFile, held: list[Stated]) -> Iterator[Stated]:
        """Organisations whose references hold: they refer to one another, so all have to be read before."""
        kind = file.table.kind
        for stated in held:
            self._references.add(kind, stated.claim.key)
        while True:
            faults = {stated.row: self._dangling(stated.claim) for stated in held}
            kept = [stated for stated in held if not any(_refuses(fault) for fault in faults[stated.row])]
            for stated in held:
                if any(_refuses(fault) for fault in faults[stated.row]):
                    self._note(file.label, stated.row, *faults[stated.row])
                    self._reject(file, [stated.row], stated.claim.key)
            # Without the rows just left out, others may dangle; where nothing is left out, once is enough.
            if len(kept) == len(held) or not self._context.skip_invalid:
                break
            held = kept
        for stated in kept:
            self._note(file.label, stated.row, *faults[stated.row])
            yield stated

    def _dangling(self, claim: Claim) -> list[Fault]:
        """Faults of an organisation that refers to one that nobody states."""
        faults: list[Fault] = []
        for name, kind in REFERENCES[Kind.ORGANISATION].items():
            value = claim.body.get(name, ())
            for code in (value,) if isinstance(value, str) else value:
                if not self._references.stated(kind, code):
                    faults.append(self._cells.dangling(kind, code))
                    faults[-1].column = name
        return faults

    def _note(self, label: str, row: int, *faults: Fault) -> None:
        for fault in faults:
            problem = fault.at(label, row)
            if _refuses(fault):
                self._problems.leave_out(problem)
            else:
                self._problems.add(problem)

    def _reject(self, file: TableFile, rows: Sequence[int], key: str) -> None:
        """Leave rows out. Where that refuses the input anyway, what refers to them is not blamed as well."""
        if self._context.skip_invalid:
            self._references.leave_out(file.table.kind, key)
            self._problems.left_out.update((file.label, row) for row in rows)
        elif file.table.kind in _ENTITIES:
            self._references.add(file.table.kind, key)


def _in_silence(parse: Callable[[list[str]], Claim], row: list[str]) -> Iterator[Claim]:
    """The claim that a row would make, if it is sound but for warnings; nobody is told of those."""
    try:
        yield parse(row)
    except RowFaults as found:
        if found.claim is not None:
            yield found.claim


def _repeated(file: TableFile, header: _Header) -> set[int]:
    """Hashes of the keys that several rows have, taken from the cells alone.

    Keys may share a hash by chance, which costs time but harms nothing.
    """
    identity = RECORDS[file.table.kind].identity
    columns = {column.attribute: column.name for column in file.table.columns}
    places = [header.places.get(columns.get(name, "")) for name in identity]
    role = identity.index("role") if "role" in identity else None
    seen: set[int] = set()
    repeated: set[int] = set()
    for _, row in _data(file, header):
        cells = ["" if place is None else row[place] for place in places]
        key = "|".join(cells)
        # Most keys are the text of their cells as they stand.
        if key.split() != [key] or needs_escape(key, len(cells)) or (role and cells[role] in _READ_AS):
            cells = [cell.strip() for cell in cells]
            if role:
                cells[role] = _READ_AS.get(cells[role], cells[role])
            key = join_key(*cells)
        found = hash(key)
        if found in seen:
            repeated.add(found)
        seen.add(found)
    return repeated


class _Slipped:
    """Counts plans whose start has come without anybody saying that it happened (semantics, section 1)."""

    def __init__(self, today: int) -> None:
        self._today = today
        self._rows: list[int] = []

    def see(self, row: int, claim: Claim) -> None:
        body = claim.body
        start = body.get("start")
        if start and body.get("status") == Status.PLANNED and first_day(start) <= self._today:
            self._rows.append(row)

    def report(self, label: str, problems: Problems) -> None:
        if self._rows:
            count = len(self._rows)
            problems.add(
                Problem(
                    Severity.WARNING,
                    label,
                    f"{count:,} planned {'row' if count == 1 else 'rows'} should have started by now, "
                    f"first row {min(self._rows)}",
                    "They count as slipped: in force at no date until a source says that they are live",
                )
            )
        self._rows = []


def _data(file: TableFile, header: _Header) -> Iterator[Row]:
    """Rows after the header that are not blank, with a cell for every column."""
    for number, row in file.rows():
        if number <= header.row or not any(row) or (not row[0].strip() and _is_blank(row)):
            continue
        if len(row) < header.width:
            row.extend([""] * (header.width - len(row)))
        yield number, row


def _ragged(row: Sequence[str], width: int) -> Fault:
    return Fault(
        f"is the first of {len(row) - width} cells more than the header has columns",
        "Put a cell that holds the delimiter in quotation marks",
        value=next(cell for cell in row[width:] if cell.strip()),
    )


def _refuses(fault: Fault) -> bool:
    return fault.severity is Severity.ERROR


def _is_blank(row: Sequence[str]) -> bool:
    return not any(row) or not any(map(str.strip, row))


def _faulty_rows(file: TableFile, places: Mapping[str, int]) -> dict[int, list[Fault]]:
    """Faults of cells that could not be read, by row, with the names of their columns."""
    names = {place: name for name, place in places.items()}
    rows: dict[int, list[Fault]] = {}
    for (row, place), fault in file.faults.items():
        if place in names:
            fault.column = names[place]
            rows.setdefault(row, []).append(fault)
    return rows
