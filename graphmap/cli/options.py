"""Options that several commands take, said once. What is malformed is wrong usage (exit code 2) before any work begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated

import typer

from graphmap.cli.stores import VARIABLE
from graphmap.model.terms import Evidence
from graphmap.model.terms import Reading as Readings


def day(text: str) -> date:
    """The day that an option names."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date: write it as 2026-11-22") from None


def one_of(words: Iterable[str]) -> Callable[[str], str]:
    """A parser that takes one of the words, in any case and with `-` for `_`, and gives it as GraphQL writes it."""
    known = tuple(words)

    def parse(text: str) -> str:
        word = text.upper().replace("-", "_")
        if word not in known:
            raise typer.BadParameter(f"{text!r} is none of {', '.join(map(spelled, known))}")
        return word

    return parse


def spelled(word: str) -> str:
    """A word of GraphQL as the command line shows it."""
    return word.lower().replace("_", "-")


Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="ADDRESS",
        envvar=VARIABLE,
        show_envvar=True,
        help="Store to use: sqlite:///map.db or neo4j://host:7687. Default: a file in your data folder.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
AsOf = Annotated[
    date | None, typer.Option("--as-of", metavar="DATE", parser=day, help="Day asked about. Default: today.")
]
AsKnownAt = Annotated[
    date | None,
    typer.Option("--as-known-at", metavar="DATE", parser=day, help="Use only what was recorded by this day."),
]
Reading = Annotated[
    str,
    typer.Option(
        "--reading",
        metavar="cautious|on-record",
        parser=one_of(Readings),
        help="cautious leaves unknown unknown; on-record takes every record as complete.",
    ),
]
MinEvidence = Annotated[
    str | None,
    typer.Option(
        "--min-evidence",
        metavar="|".join(level.word for level in Evidence),
        parser=one_of(level.name for level in Evidence),
        help="Leave out facts on weaker evidence.",
    ),
]
First = Annotated[int, typer.Option("--first", min=1, max=500, help="How many rows to show.")]
Codes = Annotated[
    list[str] | None,
    typer.Option("--code", metavar="CODE", help="Only this organisation; may be repeated."),
]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="TYPE", help="Only this type of organisation; may be repeated."),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--setting", metavar="SETTING", help="Only this care setting; may be repeated."),
]
Icbs = Annotated[
    list[str] | None, typer.Option("--icb", metavar="CODE", help="Only in this ICB; may be repeated.")
]
Regions = Annotated[
    list[str] | None, typer.Option("--region", metavar="CODE", help="Only in this region; may be repeated.")
]
