"""When claims were last seen, told from the runs: one that is complete for a kind repeats every claim that it leaves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from graphmap.model.claims import Run
from graphmap.model.terms import Kind
from graphmap.store.draft import TABLE_OF


class Sightings:
    """The runs up to one, to tell when claims of a kind were seen. Nothing later shows."""

    def __init__(self, runs: Iterable[Run], kind: Kind) -> None:
        self.times: dict[int | None, str] = {}
        """When each run was recorded."""
        self._complete: dict[str, list[int]] = {}
        for run in sorted(runs, key=lambda run: run.id):
            self.times[run.id] = run.recorded_at
            if TABLE_OF[kind] in run.tables:
                self._complete.setdefault(run.source, []).append(run.id)

    def last(self, source: str, since: int, until: int | None, seen: int) -> str:
        """When the source last repeated a claim. `seen`: the run of which it is noted that it did."""
        complete = self._complete.get(source, [])
        before = len(complete) if until is None else bisect_left(complete, until)
        run = max(since, complete[before - 1] if before else since)
        return self.times[max(run, seen) if seen in self.times else run]
