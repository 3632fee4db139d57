"""Problems of an input as lines for people: all errors, and warnings up to a number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graphmap.cli.output import note

if TYPE_CHECKING:
    from graphmap.ingest import Problem

MOST_WARNINGS = 50
MOST_ERRORS = 500


def print_problems(problems: Iterable[Problem]) -> None:
    """Say each problem, errors first; beyond a number only how many more there are (`--json` lists all)."""
    found = list(problems)
    for severity, most in (("error", MOST_ERRORS), ("warning", MOST_WARNINGS)):
        of_kind = [problem for problem in found if problem.severity == severity]
        for problem in of_kind[:most]:
            note(f"{severity}: {problem}")
        if len(of_kind) > most:
            note(f"and {len(of_kind) - most:,} more of severity {severity}; --json lists all")
