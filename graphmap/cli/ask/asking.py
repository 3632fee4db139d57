"""What every question does: ask through GraphQL, print JSON or errors where asked or due, and speak in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

import typer

from graphmap.cli.output import note, print_badge, print_json

ExchangeType = Annotated[
    str, typer.Argument(metavar="EXCHANGE", show_default=False, help="Exchange type, such as referral.")
]


def asked(
    store: str | None,
    document: str,
    variables: dict[str, Any],
    as_json: bool,
    said: Callable[[str], str] = str,
) -> dict[str, Any]:
    """The data of one question, its badge printed. With `as_json`, or errors, prints those and leaves.

    `said` puts the message of an error in the words of who asked.
    """
    from graphmap.cli.query import answered, exit_code

    given = {name: value for name, value in variables.items() if value is not None}
    answer = answered(store, document, given)
    code = exit_code(answer)
    if as_json:
        print_json(answer)
    else:
        for error in answer.get("errors") or ():
            note(f"graphmap: {said(error['message'])}")
    if as_json or code:
        raise typer.Exit(code)
    data: dict[str, Any] = answer["data"]
    print_badge(data["about"]["fictional"])
    return data


def common(
    as_of: date | None, as_known_at: date | None, reading: str, min_evidence: str | None, first: int
) -> dict[str, Any]:
    """Variables that every question takes."""
    return {
        "asOf": as_of and as_of.isoformat(),
        "asKnownAt": as_known_at and as_known_at.isoformat(),
        "reading": reading,
        "minEvidence": min_evidence,
        "first": first,
    }


def organisations(**lists: list[str] | None) -> dict[str, list[str]] | None:
    """A filter of organisations; None where nothing is asked for."""
    return {name: values for name, values in lists.items() if values} or None


def nodes(connection: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a connection holds."""
    return [edge["node"] for edge in connection["edges"]]


def words(code: str | None) -> str:
    """A code in capitals as words: `NO_ROUTE` is `no route`."""
    return code.lower().replace("_", " ") if code else ""
