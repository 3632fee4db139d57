"""`graphmap retract SOURCE`: undo one source."""

from __future__ import annotations

from typing import Annotated

import typer

from graphmap.cli.options import Json, Store
from graphmap.cli.output import note, print_json
from graphmap.cli.stores import opened


def retract(
    source: Annotated[str, typer.Argument(help="Name of the source, as `graphmap sources` lists it.")],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Take back everything that a source says; its claims stay for questions about the past. Import it again to undo."""
    with opened(store) as opened_store:
        run = opened_store.retract(source)
    if as_json:
        print_json(run.model_dump(mode="json"))
        return
    note(f"retracted {run.retracted:,} claims of {source}; revision {run.revision}")
