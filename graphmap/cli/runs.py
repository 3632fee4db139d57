"""`graphmap runs`: every import and retraction, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graphmap.cli.options import Json, Store
from graphmap.cli.output import counted, moment, note, plain, print_badge, print_json
from graphmap.cli.recover import described
from graphmap.cli.stores import opened
from graphmap.cli.tables import print_table
from graphmap.model.errors import UsageError

if TYPE_CHECKING:
    from graphmap.model.claims import Run

EXAMPLES = """\b
Examples:
  graphmap runs
  graphmap runs england --json
"""

_NUMBERS = ("run", "revision", "added", "changed", "retracted")


def runs(
    source: Annotated[
        str | None, typer.Argument(help="Only runs of this source.", show_default=False)
    ] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """List what was imported and retracted, newest first.

    Counts are of claims. A run that changed nothing has no revision.
    """
    with opened(store) as opened_store:
        with opened_store.reading() as reader:
            found = reader.runs(source)
            names = [one.name for one in reader.sources()]
        fictional = opened_store.identity().fictional
        left = opened_store.unfinished()
    if source is not None and source not in names:
        raise UsageError(f"There is no source {source!r}: `graphmap sources` lists them")
    if left is not None:
        note(f"{described(left)} (graphmap recover)")
    if as_json:
        print_json(list(map(plain, found)))
        return
    if not found:
        note("no run yet: load something with `graphmap import PATH`")
        return
    print_badge(fictional)
    rows = [
        (
            run.id,
            run.source,
            _action(run),
            moment(run.recorded_at),
            run.revision,
            run.added,
            run.changed,
            run.retracted,
        )
        for run in found
    ]
    print_table(("run", "source", "action", "recorded (UTC)", *_NUMBERS[1:]), rows, numbers=_NUMBERS)


def _action(run: Run) -> str:
    notes = ["partial"] if run.partial else []
    if run.skipped:
        notes.append(f"{counted(run.skipped, 'row')} left out")
    return f"{run.action} ({', '.join(notes)})" if notes else run.action
