"""Options that several commands take, said once."""

from __future__ import annotations

from typing import Annotated

import typer

Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="GRAPHMAP_STORE",
        show_envvar=True,
        help="Address of the store, such as sqlite:///map.db. Default: a file in your data folder.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Day asked about. Default: today.")]
AsKnownAt = Annotated[
    str | None, typer.Option("--as-known-at", metavar="DATE", help="Use only what was recorded by this day.")
]
Reading = Annotated[
    str,
    typer.Option("--reading", metavar="cautious|on-record", help="on-record takes every record as complete."),
]
MinEvidence = Annotated[
    str | None, typer.Option("--min-evidence", metavar="LEVEL", help="Leave out facts on weaker evidence.")
]
First = Annotated[int, typer.Option("--first", min=1, max=500, help="How many rows to show.")]
Codes = Annotated[list[str] | None, typer.Option("--code", help="Only this organisation; may be repeated.")]
Types = Annotated[
    list[str] | None, typer.Option("--type", help="Only this type of organisation; may be repeated.")
]
Settings = Annotated[
    list[str] | None, typer.Option("--setting", help="Only this care setting; may be repeated.")
]
Icbs = Annotated[list[str] | None, typer.Option("--icb", help="Only in this ICB; may be repeated.")]
Regions = Annotated[list[str] | None, typer.Option("--region", help="Only in this region; may be repeated.")]
