"""`graphmap retract SOURCE`: undo one source."""

from __future__ import annotations

from typing import Annotated

import typer

from graphmap.cli.options import Json, Store
from graphmap.cli.output import counted, plain, print_json
from graphmap.cli.stores import opened

EXAMPLES = """\b
Example:
  graphmap retract survey-2026 --store sqlite:///map.db
"""


def retract(
    source: Annotated[
        str, typer.Argument(help="Name of the source, as `graphmap sources` lists it.", show_default=False)
    ],
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Take back everything that one source says.

    What it said stays for questions about the past. Import the source again to undo this.
    """
    with opened(store) as opened_store:
        run = opened_store.retract(source)
    if as_json:
        print_json(plain(run))
        return
    revision = "nothing was left to retract" if run.revision is None else f"revision {run.revision}"
    print(f"retracted {counted(run.retracted, 'claim')} of {source}; {revision}")
