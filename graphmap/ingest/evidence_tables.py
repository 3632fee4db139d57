"""The reader of the evidence tables (contract, section 2): the canonical input, and the built-in importer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from graphmap.ingest.contents import SOURCE_FILE, Contents, TableFile, contents_of, holds_tables
from graphmap.ingest.front_page import FrontPage, day_of_answers
from graphmap.ingest.importer import Context, Reading
from graphmap.ingest.inputs import Input
from graphmap.ingest.problems import Problem, Problems, Severity, Unreadable
from graphmap.ingest.source_file import Description, description_of
from graphmap.ingest.table_reader import TableReader
from graphmap.model.answers import CONFIRMED, FILLED_IN
from graphmap.model.claims import Claim, Source
from graphmap.model.errors import InputRefused
from graphmap.model.tables import TABLES
from graphmap.model.terms import Kind


class EvidenceTables:
    """A folder, .zip or .xlsx with any of the tables, or one CSV file named as a table."""

    name = "evidence_tables"
    title = "Evidence tables"

    def detect(self, given: Input) -> bool:
        """Whether the input holds a file that is named as a table, or nearly."""
        return holds_tables(given)

    def read(self, given: Input, context: Context) -> Reading:
        """Read every table of the input, in the order in which they may refer to one another."""
        problems = Problems(skip_invalid=context.skip_invalid)
        contents, description = Contents([]), Description()
        try:
            contents = contents_of(given, problems)
            description = description_of(contents.description, contents.description_label, problems)
        except Unreadable as unreadable:
            problems.add(unreadable.problem)
        if not contents.tables and not problems.refused:
            problems.add(_nothing(given.name))
        front = contents.front
        source = Source(
            name=context.source,
            title=description.title or (front and front.title),
            publisher=description.publisher or (front and (front.name or front.organisation)),
            location=given.location,
            url=description.url,
            licence=description.licence,
            attribution=description.attribution,
            format=self.name,
            fictional=context.fictional or description.fictional or bool(front and front.fictional),
            edition=context.edition or description.edition,
        )
        return _reading(contents.tables, source, problems, context, description, front)


def claims_of_tables(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> list[Claim]:
    """The claims of evidence tables in memory: rows of cells by table name, checked as any input is.

    References have to be found among the tables, as `graphmap check` without a store has it: one that is not is no error.
    Raises `InputRefused` with everything that is wrong.
    """
    unknown = tables.keys() - TABLES.keys()
    if unknown:
        raise InputRefused(f"No evidence table is named {', '.join(sorted(unknown))}.")
    order = [name for name in TABLES if name in tables]
    files = [TableFile(TABLES[name], name, _rows_in_memory(tables[name]), {}) for name in order]
    problems = Problems()
    reading = _reading(files, Source(name="memory"), problems, Context("memory"))
    claims = list(reading.claims)
    if problems.refused:
        raise InputRefused("\n".join(str(one) for one in problems if one.severity is Severity.ERROR))
    return claims


def _rows_in_memory(rows: Sequence[Mapping[str, str]]) -> Callable[[], Iterator[tuple[int, list[str]]]]:
    header = list(dict.fromkeys(name for row in rows for name in row))

    def read() -> Iterator[tuple[int, list[str]]]:
        yield 1, header
        for number, row in enumerate(rows, start=2):
            yield number, [row.get(name, "") for name in header]

    return read


def _reading(
    files: Sequence[TableFile],
    source: Source,
    problems: Problems,
    context: Context,
    description: Description | None = None,
    front: FrontPage | None = None,
) -> Reading:
    description = description or Description()
    if front is None:
        filled_in = description.filled_in
        place: tuple[str, int | None, str] = (SOURCE_FILE, None, "filled_in")
    else:
        filled_in, place = front.filled_in, (front.label, front.row, FILLED_IN)
    answered_on = day_of_answers(filled_in, place, source.edition, context.today, problems)
    kinds = frozenset(file.table.kind for file in files)
    complete: frozenset[Kind] = frozenset() if context.partial or context.skip_invalid else kinds
    reader = TableReader(
        files,
        context,
        problems,
        complete,
        description,
        answered_on=answered_on,
        template=front is not None,
    )
    name = PurePath(source.location or source.name).name
    return Reading(
        source, _claims(reader, files, description, problems, name), problems, complete, reader.rows
    )


def _claims(
    reader: TableReader, files: Iterable[TableFile], description: Description, problems: Problems, name: str
) -> Iterator[Claim]:
    labels = {}
    for file in files:
        labels[file.table.name] = file.label
        yield from reader.claims_of(file)
    if reader.unanswered and not reader.claims and not problems.errors:
        problems.add(_unanswered(name))
    rows = {table: reader.rows.get(label, 0) for table, label in labels.items()}
    for table, message in description.miscounted(rows):
        remedy = "Check that it is whole, or correct 'expected' in source.yaml"
        problems.add(Problem(Severity.WARNING, labels.get(table, table), message, remedy))


def _unanswered(name: str) -> Problem:
    return Problem(
        Severity.ERROR,
        name,
        "has nothing to say: no row is answered, no question either, and none was added",
        f"Answer yes or no in the column {CONFIRMED!r}, choose a level in the sheet coverage, or add rows of your own",
    )


def _nothing(name: str) -> Problem:
    return Problem(
        Severity.ERROR,
        name,
        "holds nothing to import",
        f"Give a folder, .zip or .xlsx with tables, or a CSV file, named {', '.join(TABLES)}; "
        "or name another format with --format",
    )
