"""The first sheet of a template: for whom it was made, when it was filled in, and whether its evidence is invented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graphmap.ingest.csv_rows import Row
from graphmap.ingest.problems import Problem, Problems, Severity
from graphmap.ingest.workbook import CellFaults
from graphmap.model import answers
from graphmap.model.dates import span


@dataclass(frozen=True)
class FrontPage:
    """What the first sheet says."""

    label: str
    organisation: str = ""
    name: str = ""
    fictional: bool = False
    filled_in: str | None = None
    """An ISO date as it stands in its cell; None for a blank one."""
    row: int | None = None
    """The row of that cell."""

    @property
    def title(self) -> str:
        """What the source is called where it is shown."""
        return f"Answers of {self.name or self.organisation} to a template"


def front_page_of(
    rows: Iterable[Row], faults: CellFaults, label: str, problems: Problems
) -> FrontPage | None:
    """The front page that a sheet is; None for a sheet of another purpose that has its name. Notes cells without a value."""
    said: dict[str, tuple[int, str]] = {}
    first = True
    for number, cells in rows:
        texts = [cell.strip() for cell in cells]
        if not any(texts):
            continue
        if first and texts[0] != answers.FRONT_MARK:
            return None
        first = False
        said.setdefault(texts[0], (number, texts[1] if len(texts) > 1 else ""))
    if first:
        return None
    row, filled_in = said.get(answers.FILLED_IN, (None, ""))
    fault = None if row is None else faults.get((row, 1))
    if fault is not None:
        problems.add(fault.at(label, row, answers.FILLED_IN))

    def of(name: str) -> str:
        return said.get(name, (0, ""))[1]

    fictional = of(answers.EVIDENCE) == answers.FICTIONAL
    return FrontPage(label, of(answers.FOR), of(answers.NAME), fictional, filled_in or None, row)


def day_of_answers(
    filled_in: str | None,
    place: tuple[str, int | None, str],
    edition: str | None,
    today: date,
    problems: Problems,
) -> str:
    """The day on which answers were given: as stated, else the edition where that is a date, else today.

    `place`: file, row and column of the statement, for what is wrong with it.
    """
    if filled_in is not None:
        fault = _fault_of(filled_in, today)
        if fault is None:
            return filled_in
        label, row, column = place
        problems.add(Problem(Severity.ERROR, label, *fault, row, column, filled_in))
    try:
        span(edition or "")
    except ValueError:
        return today.isoformat()
    return edition or today.isoformat()


def _fault_of(text: str, today: date) -> tuple[str, str] | None:
    try:
        first, _ = span(text)
    except ValueError:
        return "is no date", "Write the day on which it was filled in as 2026-11-22, or leave it blank"
    if first > today.toordinal():
        return f"is later than today, {today.isoformat()}", "Correct the day on which it was filled in"
    return None
