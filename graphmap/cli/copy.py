"""`graphmap copy`: all that a store holds into another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from graphmap.cli.options import Json
from graphmap.cli.output import Progress, counted, print_json
from graphmap.cli.stores import opened
from graphmap.model.errors import UsageError

if TYPE_CHECKING:
    from graphmap.store.base import History, RecordedClaim

EXAMPLES = """\b
Examples:
  graphmap copy --from sqlite:///map.db --to neo4j://localhost:7687
  graphmap copy --from neo4j://localhost:7687 --to sqlite:///copy.db
"""

_STEP = 5_000
"""Claims after which progress is told again."""


def copy(
    origin: Annotated[
        str,
        typer.Option(
            "--from", metavar="ADDRESS", show_default=False, help="Store to copy; it stays as it is."
        ),
    ],
    target: Annotated[
        str,
        typer.Option(
            "--to", metavar="ADDRESS", show_default=False, help="Empty store to fill, or a new file."
        ),
    ],
    as_json: Json = False,
) -> None:
    """Copy all that a store holds into an empty one, history included.

    Claims, runs with their numbers and times, sources, saved scenarios and the revision are as before, so every answer is
    too, also about the past. The copy is made whole or not at all. GRAPHMAP_STORE is not used.
    """
    from graphmap.store.copying import history_of

    if origin == target:
        raise UsageError(f"--from and --to are both {origin}: name another store with --to")
    with (
        opened(origin) as original,
        original.reading() as reader,
        opened(target, create=True) as filled,
        Progress("copying") as progress,
    ):
        history = history_of(reader)
        claims = _Counting(history, progress)
        filled.restore(replace(history, claims=claims))
    numbers = {
        "claims": claims.number,
        "runs": len(history.runs),
        "sources": len(history.sources),
        "scenarios": len(history.scenarios),
        "revision": history.revision,
    }
    if as_json:
        print_json({"from": origin, "to": target, **numbers})
        return
    told = ("claims", "runs", "sources", *(("scenarios",) if history.scenarios else ()))
    what = (counted(numbers[name], name.removesuffix("s")) for name in told)
    print(f"copied {', '.join(what)} to {target}; revision {history.revision}")


class _Counting:
    """The claims of a history, counted as they are taken."""

    def __init__(self, history: History, progress: Progress) -> None:
        self.number = 0
        self._claims = history.claims
        self._most = sum(run.added + run.changed for run in history.runs)
        """A run records no more claims than these; fewer where a record lost one of its periods."""
        self._progress = progress

    def __iter__(self) -> Iterator[RecordedClaim]:
        for claim in self._claims:
            if self.number % _STEP == 0:
                self._progress("claims", self.number, self._most)
            self.number += 1
            yield claim
