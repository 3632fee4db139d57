"""`graphmap scenario export`: one saved scenario as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graphmap.cli.options import Store
from graphmap.cli.output import note, plain, print_json
from graphmap.cli.scenario.naming import Id
from graphmap.cli.stores import opened
from graphmap.model.errors import UsageError

EXAMPLES = """\b
Examples:
  graphmap scenario export one-maternity-system > scenario.json
  graphmap scenario export one-maternity-system --output scenario.json
"""


def export(
    key: Id,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="File to write. Default: standard output."),
    ] = None,
    store: Store = None,
) -> None:
    """Write a saved scenario as a JSON file.

    `graphmap scenario save` reads it again, in this store or another. Scenarios that it is based on are
    named, not written: export those too.
    """
    from graphmap.model.saved import named

    with opened(store) as opened_store:
        found = named(key, opened_store.scenarios())
    if output is None:
        print_json(plain(found))
        return
    import orjson

    try:
        output.write_bytes(orjson.dumps(plain(found), option=orjson.OPT_INDENT_2) + b"\n")
    except OSError as wrong:
        raise UsageError(f"{output} cannot be written: {wrong.strerror or wrong}") from wrong
    note(f"wrote {output}")
