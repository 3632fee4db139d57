"""`graphmap recover`: what an interrupted import left in a shared store, finished or dropped."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from graphmap.cli.options import Json, Store
from graphmap.cli.output import camel, counted, moment, print_json
from graphmap.cli.stores import opened

if TYPE_CHECKING:
    from graphmap.store.base import Unfinished

EXAMPLES = """\b
Examples:
  graphmap recover --store neo4j://localhost:7687
  graphmap recover --discard --store neo4j://localhost:7687
"""

_AGAIN = {
    "import": "import the same input again",
    "retract": "retract the source again",
    "copy": "copy the same store again",
}
"""By action, how an unfinished run is resumed."""


def recover(
    discard: Annotated[
        bool, typer.Option("--discard", help="Drop the unfinished run. What was stored before stays.")
    ] = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Finish or discard what an interrupted import left.

    In a shared store, finishes the graph for Cypher users where it is behind the newest revision, and says what run was
    left unfinished, if any: no part of it is visible, and the same import again resumes it. In a SQLite file nothing is
    ever left unfinished.
    """
    with opened(store) as opened_store:
        left = opened_store.unfinished()
        dropped = discard and left is not None
        if left is None or dropped or not left.active:
            opened_store.recover(discard=dropped)
    if as_json:
        unfinished = left and {camel(name): value for name, value in asdict(left).items()}
        print_json({"unfinished": unfinished, "discarded": dropped})
    elif left is None:
        print("no unfinished run: the store is whole")
    elif dropped:
        print(f"discarded {_named(left)}: {counted(left.claims, 'claim')} that nobody could see")
    else:
        print(described(left))
        print(_remedy(left))


def described(left: Unfinished) -> str:
    """One sentence about a run that is not finished."""
    state = "is being stored" if left.active else "is unfinished"
    return f"{_named(left)}, {state}: {counted(left.claims, 'claim')} written so far, none of them visible"


def _named(left: Unfinished) -> str:
    what = left.action if left.action == "copy" else f"{left.action} of {left.source}"
    return f"{what} by {left.owner}, begun {moment(left.started_at)} UTC"


def _remedy(left: Unfinished) -> str:
    if left.active:
        return "wait until it has ended, or stop it"
    return f"to finish it: {_AGAIN[left.action]}; to drop it: graphmap recover --discard"
