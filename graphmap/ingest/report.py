"""What came of one input, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphmap.ingest.problems import Problem, Severity
from graphmap.model.claims import Run, Source
from graphmap.store.base import Changes


@dataclass(frozen=True)
class ImportReport:
    """What came of one input. Nothing of it is in the store when `refused` or `dry_run`."""

    path: str
    format: str | None
    source: Source | None
    problems: Sequence[Problem]
    refused: bool
    errors: int
    warnings: int
    rows: Mapping[str, int] = field(default_factory=dict)
    """Rows read, by file or sheet."""
    left_out: int = 0
    """Rows left out by `--skip-invalid`."""
    run: Run | None = None
    """The run that was stored."""
    changes: Changes | None = None
    """What a dry run would do."""
    dry_run: bool = False

    def lines(self) -> Iterator[str]:
        """The problems for people, one line each, errors first."""
        for severity in (Severity.ERROR, Severity.WARNING):
            for problem in self.problems:
                if problem.severity is severity:
                    yield f"{'' if severity is Severity.ERROR else 'warning: '}{problem}"

    def data(self) -> dict[str, Any]:
        """The report as plain data for JSON."""
        changes = self.changes
        return {
            "path": self.path,
            "format": self.format,
            "source": self.source.model_dump(mode="json") if self.source else None,
            "refused": self.refused,
            "dryRun": self.dry_run,
            "rows": dict(self.rows),
            "leftOut": self.left_out,
            "errors": self.errors,
            "warnings": self.warnings,
            "problems": [problem.data() for problem in self.problems],
            "run": self.run.model_dump(mode="json") if self.run else None,
            "changes": None
            if changes is None
            else {
                "added": changes.added,
                "changed": changes.changed,
                "retracted": changes.retracted,
                "unchanged": changes.unchanged,
                "samples": {
                    what: [[kind.value, key] for kind, key in keys] for what, keys in changes.samples.items()
                },
            },
        }
