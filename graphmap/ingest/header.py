"""Which column of a file is which column of the table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graphmap.ingest.problems import Problem, Problems, Severity
from graphmap.ingest.suggestions import slip_of
from graphmap.model.answers import ANSWER_COLUMNS, QUESTION_COLUMNS
from graphmap.model.tables import Column, Table
from graphmap.model.terms import Kind


def columns_of(
    table: Table,
    header: Sequence[str],
    label: str,
    row: int,
    problems: Problems,
    ignored: Collection[str] = (),
) -> dict[str, int] | None:
    """Place of each known column of a header, by name in the table's order; None when the table cannot be read.

    A column that is missing or there twice, or almost named like a known one, is an error; an unknown one a warning,
    unless it is `ignored` on purpose.
    """
    known: dict[str, Column] = {column.name: column for column in table.all_columns}
    answers = {column.name: column for column in answer_columns(table)}
    places: dict[str, int] = {}
    slips: set[str] = set()
    usable = True

    def note(
        severity: Severity, message: str, remedy: str, column: str | None, value: str | None = None
    ) -> None:
        nonlocal usable
        problems.add(Problem(severity, label, message, remedy, row, column, value))
        usable = usable and severity is Severity.WARNING

    for place, cell in enumerate(header):
        name = cell.strip()
        if name in places:
            note(Severity.ERROR, "is the name of two columns", "Rename or remove one of them", name, name)
        elif name in known or name in answers:
            places[name] = place
    for place, cell in enumerate(header):
        name = cell.strip()
        if not name or name in known or name in answers or name in ignored:
            continue
        meant = slip_of(name, [*known, *answers])
        if meant:
            slips.add(meant)
            there = " (which is there as well: rename this one)" if meant in places else ""
            note(Severity.ERROR, "is almost the name of a column", f"Write {meant!r}{there}", name, name)
        else:
            message = f"is no column of {table.name} and left (column {place + 1})"
            note(Severity.WARNING, message, f"Known: {', '.join(known)}", name, name)
    for column in table.columns:
        if column.required and column.name not in places and column.name not in slips:
            note(
                Severity.ERROR,
                f"required column {column.name!r} is missing",
                f"Add it: {column.description}",
                column.name,
            )
    return {name: places[name] for name in [*known, *answers] if name in places} if usable else None


def answer_columns(table: Table) -> tuple[Column, ...]:
    """Columns that a table may have beside its own: those of a template."""
    return ANSWER_COLUMNS + (QUESTION_COLUMNS if table.kind is Kind.COVERAGE else ())
