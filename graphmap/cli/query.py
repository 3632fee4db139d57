"""`graphmap query`: one GraphQL operation in process."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from graphmap.cli.codes import ERRORS_IN_ANSWER
from graphmap.cli.options import Store
from graphmap.cli.output import Progress, print_json
from graphmap.cli.stores import opened
from graphmap.model.errors import StoreUnavailable, UsageError

EXAMPLES = """\b
Examples:
  graphmap query '{ organisations(first: 3) { totalCount edges { node { code name } } } }'
  graphmap query @question.graphql --variables '{"type": "referral"}'
  cat question.graphql | graphmap query - --variables @variables.json
"""


def query(
    document: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY | @FILE | -",
            show_default=False,
            help="The operation, a file that holds it, or - for standard input (also when left out in a pipe).",
        ),
    ] = None,
    variables: Annotated[
        str | None, typer.Option("--variables", metavar="JSON | @FILE", help="Variables of the operation.")
    ] = None,
    store: Store = None,
) -> None:
    """Answer one GraphQL operation and print the JSON response.

    Exit code 1 when the response has errors. The schema: schema/api.graphql, or the query page of the explorer.
    """
    if document is None and sys.stdin.isatty():
        raise UsageError("no query given: write one, name a file as @question.graphql, or pipe it in with -")
    text = _standard_input() if document in {None, "-"} else _content(document or "")
    values = _variables(variables)
    answer = answered(store, text, values)
    print_json(answer)
    raise typer.Exit(exit_code(answer))


def answered(store: str | None, document: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """The response of one operation on the store at an address; progress of long work is shown."""
    with opened(store) as opened_store, Progress() as progress:
        from graphmap.api.execute import execute

        return execute(opened_store, document, variables, telling=progress)


def exit_code(answer: dict[str, Any]) -> int:
    """0, or 1 for an answer with errors; 4 where the store gave way while it was asked."""
    codes = [error.get("extensions", {}).get("code") for error in answer.get("errors") or ()]
    if "STORE_UNAVAILABLE" in codes:
        return StoreUnavailable.exit_code
    return ERRORS_IN_ANSWER if codes else 0


def _standard_input() -> str:
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as wrong:
        raise UsageError(f"standard input is no UTF-8: {wrong}") from wrong


def _content(given: str) -> str:
    if not given.startswith("@"):
        return given
    try:
        return Path(given[1:]).read_text(encoding="utf-8-sig")
    except OSError as wrong:
        raise UsageError(f"{given[1:]} cannot be read: {wrong.strerror or wrong}") from wrong
    except UnicodeDecodeError as wrong:
        raise UsageError(f"{given[1:]} is no UTF-8: {wrong}") from wrong


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
