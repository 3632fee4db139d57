"""`graphmap runs`: every import and retraction, newest first."""

from __future__ import annotations

from typing import Annotated

import typer

from graphmap.cli.options import Json, Store
from graphmap.cli.output import moment, note, plain, print_badge, print_json, print_table
from graphmap.cli.stores import opened
from graphmap.model.errors import UsageError

EXAMPLES = """\b
Examples:
  graphmap runs
  graphmap runs england --json
"""

_NUMBERS = ("run", "revision", "added", "changed", "retracted", "as before", "left out")


def runs(
    source: Annotated[
        str | None, typer.Argument(help="Only runs of this source.", show_default=False)
    ] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """List what was imported and retracted, newest first.

    Counts are of claims; `left out` counts rows that --skip-invalid left out.
    """
    with opened(store) as opened_store:
        with opened_store.reading() as reader:
            found = reader.runs(source)
            names = [one.name for one in reader.sources()]
        fictional = opened_store.identity().fictional
    if source is not None and source not in names:
        raise UsageError(f"There is no source {source!r}: `graphmap sources` lists them")
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
            f"{run.action} (partial)" if run.partial else run.action,
            moment(run.recorded_at),
            run.revision,
            run.added,
            run.changed,
            run.retracted,
            run.unchanged,
            run.skipped,
        )
        for run in found
    ]
    print_table(("run", "source", "action", "recorded", *_NUMBERS[1:]), rows, numbers=_NUMBERS)
