"""Problems of an input as lines for people: errors first, and of both only so many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphmap.ingest import Problem

MOST = {"error": 500, "warning": 50}
"""Lines of each severity; beyond it only how many more there are (`--json` lists all)."""


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """One line a problem: severity, file, row, column, value, what is wrong, remedy."""
    found = list(problems)
    for severity, most in MOST.items():
        of_kind = [problem for problem in found if problem.severity == severity]
        for problem in of_kind[:most]:
            yield f"{severity}: {problem}"
        if len(of_kind) > most:
            yield f"and {len(of_kind) - most:,} {severity}s more: --json lists all"
