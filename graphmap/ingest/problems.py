"""What is wrong with an input, said so that a person can put it right: where, what, and the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

MOST_LISTED = 100_000
"""Problems kept one by one; what comes after is counted only, so that a hopeless input cannot fill the memory."""
_LONGEST_VALUE = 80
_LONGEST_KEPT = 1_000
"""Characters of a value that are shown in a line, and that are kept at all."""


class Severity(StrEnum):
    """Whether what is said refuses the row, or is worth knowing."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. `row` counts as a spreadsheet does, the header being row 1; None for a whole file."""

    severity: Severity
    file: str
    message: str
    remedy: str
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        place = self.file if self.row is None else f"{self.file}:{self.row}"
        parts = [place] if self.column is None else [place, self.column]
        said = self.message if self.value is None else f"{shown(self.value)} {self.message}"
        return f"{': '.join(parts)}: {said}. {self.remedy}".rstrip()

    def data(self) -> dict[str, Any]:
        """The problem as plain data for JSON."""
        return {**asdict(self), "severity": self.severity.value}


class Fault(Exception):
    """What is wrong with one cell or row, before it is known where that stands."""

    def __init__(
        self,
        message: str,
        remedy: str,
        *,
        column: str | None = None,
        value: str | None = None,
        severity: Severity = Severity.ERROR,
        also: Sequence[Fault] = (),
    ) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy
        self.column, self.value, self.severity = column, value, severity
        self.also = also
        """Faults of the same cell beside this one."""

    def at(self, file: str, row: int | None = None, column: str | None = None) -> Problem:
        """The problem that this is at a place."""
        value = self.value
        if value is not None and len(value) > _LONGEST_KEPT:
            value = f"{value[:_LONGEST_KEPT]}…"
        return Problem(self.severity, file, self.message, self.remedy, row, self.column or column, value)


class Unreadable(Exception):
    """A file that cannot be read any further; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Problems:
    """Collects problems. An error about rows is *fatal* unless rows may be left out (`--skip-invalid`)."""

    def __init__(self, *, skip_invalid: bool = False) -> None:
        self.skip_invalid = skip_invalid
        self.errors = 0
        self.warnings = 0
        self.left_out: set[tuple[str, int]] = set()
        """File and row of what was left out."""
        self._listed: list[Problem] = []
        self._fatal = False

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._listed)

    def __len__(self) -> int:
        return self.errors + self.warnings

    @property
    def refused(self) -> bool:
        """Whether the input may not be stored."""
        return self._fatal or (self.errors > 0 and not self.skip_invalid)

    def add(self, problem: Problem) -> None:
        """Note a problem of a whole file, or a warning. Such an error refuses the input in any case."""
        self._list(problem)
        self._fatal = self._fatal or problem.severity is Severity.ERROR

    def leave_out(self, problem: Problem) -> None:
        """Note a problem for which its row cannot be stored."""
        self._list(problem)
        if problem.row is not None:
            self.left_out.add((problem.file, problem.row))

    def _list(self, problem: Problem) -> None:
        if problem.severity is Severity.ERROR:
            self.errors += 1
        else:
            self.warnings += 1
        if len(self._listed) < MOST_LISTED:
            self._listed.append(problem)


def shown(value: str) -> str:
    """A value in quotation marks, shortened, and with unprintable characters escaped."""
    text = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    return repr(text)
