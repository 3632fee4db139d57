"""`graphmap runs`: every import and retraction, newest first."""

from __future__ import annotations

from typing import Annotated

import typer

from graphmap.cli.options import Json, Store
from graphmap.cli.output import note, print_json, print_table
from graphmap.cli.stores import opened


def runs(
    source: Annotated[str | None, typer.Argument(help="Only runs of this source.")] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """List what was imported and retracted, and when."""
    with opened(store) as opened_store, opened_store.reading() as reader:
        found = reader.runs(source)
    if as_json:
        print_json([run.model_dump(mode="json") for run in found])
        return
    if not found:
        note("no run yet" if source is None else f"no run of a source named {source!r}")
        return
    columns = (
        "run",
        "source",
        "action",
        "recorded",
        "revision",
        "added",
        "changed",
        "retracted",
        "unchanged",
        "left out",
    )
    rows = [
        (
            run.id,
            run.source,
            f"{run.action} (partial)" if run.partial else run.action,
            run.recorded_at,
            run.revision,
            run.added,
            run.changed,
            run.retracted,
            run.unchanged,
            run.skipped,
        )
        for run in found
    ]
    print_table(columns, rows, numbers=("run", *columns[4:]))
