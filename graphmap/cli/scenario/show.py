"""`graphmap scenario show`: one saved scenario, change by change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphmap.cli.options import Json, Store
from graphmap.cli.output import moment, print_badge, print_json
from graphmap.cli.scenario.naming import Id, with_all_changes
from graphmap.cli.stores import opened
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap scenario show one-maternity-system
  graphmap scenario show one-maternity-system --json
"""


def show(key: Id, store: Store = None, as_json: Json = False) -> None:
    """Show a saved scenario: whose it is, and all its changes in order.

    Changes of the scenarios that it is based on come first; the column `of` names the scenario that each belongs to.
    """
    from graphmap.model.saved import named, parts

    with opened(store) as opened_store:
        there = opened_store.scenarios()
        fictional = opened_store.identity().fictional
    found = named(key, there)
    if as_json:
        print_json(with_all_changes(found, there))
        return
    print_badge(fictional)
    print(f"{found.name} ({found.id})")
    if found.description:
        print(found.description)
    if found.owner:
        print(f"owner: {found.owner}")
    print(f"saved {moment(found.created_at)}, last changed {moment(found.changed_at)} (UTC)")
    if found.based_on:
        print(f"based on {', '.join(found.based_on)}")
    changes = [(part.id, change) for part in parts(key, there) for change in part.changes]
    rows = [
        (number, name, ", ".join(_words(fields)), of)
        for number, (of, change) in enumerate(changes, start=1)
        for name, fields in change.items()
    ]
    print_table(("", "change", "fields", "of"), rows, numbers=("",))


def _words(fields: Mapping[str, Any]) -> Iterator[str]:
    for name, value in fields.items():
        if isinstance(value, Mapping):
            yield from (f"{name} {text}" for text in _words(value))
        else:
            yield f"{name} {' '.join(value) if isinstance(value, list) else value}"
