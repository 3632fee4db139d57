"""`graphmap scenario delete`: one saved scenario goes."""

from __future__ import annotations

from graphmap.cli.options import Json, Store
from graphmap.cli.output import plain, print_json
from graphmap.cli.scenario.naming import Id
from graphmap.cli.stores import opened

EXAMPLES = """\b
Example:
  graphmap scenario delete one-maternity-system
"""


def delete(key: Id, store: Store = None, as_json: Json = False) -> None:
    """Delete a saved scenario.

    One that others are based on stays. Export it first to have it back later.
    """
    with opened(store) as opened_store:
        gone = opened_store.delete_scenario(key)
    if as_json:
        print_json(plain(gone))
        return
    print(f"deleted {gone.name!r} ({gone.id})")
