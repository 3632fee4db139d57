"""`graphmap scenario list`: the scenarios that a store keeps."""

from __future__ import annotations

from graphmap.cli.options import Json, Store
from graphmap.cli.output import moment, note, plain, print_badge, print_json
from graphmap.cli.stores import opened
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap scenario list
  graphmap scenario list --json
"""


def list_(store: Store = None, as_json: Json = False) -> None:
    """List saved scenarios, by name."""
    with opened(store) as opened_store:
        found = sorted(opened_store.scenarios(), key=lambda one: (one.name.casefold(), one.id))
        fictional = opened_store.identity().fictional
    if as_json:
        print_json(list(map(plain, found)))
        return
    if not found:
        note("no scenario is saved yet: save one with `graphmap scenario save FILE`")
        return
    print_badge(fictional)
    rows = [
        (one.id, one.name, one.owner, len(one.changes), ", ".join(one.based_on), moment(one.changed_at))
        for one in found
    ]
    columns = ("id", "name", "owner", "changes", "based on", "changed (UTC)")
    print_table(columns, rows, numbers=("changes",))
