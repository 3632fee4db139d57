"""`graphmap query`: one GraphQL operation in process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from graphmap.cli.options import Store
from graphmap.cli.output import print_json
from graphmap.cli.stores import opened
from graphmap.model.errors import UsageError


def query(
    document: Annotated[
        str, typer.Argument(metavar="[QUERY | @FILE | -]", help="The operation; - reads standard input.")
    ] = "-",
    variables: Annotated[
        str | None, typer.Option("--variables", metavar="JSON | @FILE", help="Variables of the operation.")
    ] = None,
    store: Store = None,
) -> None:
    """Answer one GraphQL operation and print the JSON response. Exit code 1 when it has errors."""
    text = sys.stdin.read() if document == "-" else _content(document)
    values = _variables(variables)
    answer = answered(store, text, values)
    print_json(answer)
    if answer.get("errors"):
        raise typer.Exit(1)


def answered(store: str | None, document: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """The response of one operation on the store at an address."""
    from graphmap.api.execute import execute

    with opened(store) as opened_store:
        return execute(opened_store, document, variables)


def _content(given: str) -> str:
    if not given.startswith("@"):
        return given
    try:
        return Path(given[1:]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise UsageError(f"{given[1:]} cannot be read: {wrong}") from wrong


def _variables(given: str | None) -> dict[str, Any]:
    import orjson

    if given is None:
        return {}
    try:
        values = orjson.loads(_content(given))
    except orjson.JSONDecodeError as wrong:
        raise UsageError(f"--variables is no JSON: {wrong}") from wrong
    if not isinstance(values, dict):
        raise UsageError('--variables must be a JSON object, such as {"type": "referral"}')
    return values
