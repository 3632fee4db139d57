"""`graphmap sources`: what was loaded from where, and what nobody states any more."""

from __future__ import annotations

from graphmap.cli.options import Json, Store
from graphmap.cli.output import counted, moment, note, plain, print_badge, print_json
from graphmap.cli.stores import opened
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap sources
  graphmap sources --store sqlite:///map.db --json
"""


def sources(store: Store = None, as_json: Json = False) -> None:
    """List the sources in the store, and records without a source.

    A record without a source is referred to and stated by nobody; it takes part in no answer. With --json also licence,
    attribution, publisher and address of each source.
    """
    from graphmap.model.clock import today
    from graphmap.snapshot.cache import current
    from graphmap.snapshot.stubs import stubs_of

    with opened(store) as opened_store:
        with opened_store.reading() as reader:
            found = reader.sources()
        fictional = opened_store.identity().fictional
        stubs = stubs_of(current(opened_store, today()))
    if as_json:
        print_json(
            {
                "sources": list(map(plain, found)),
                "stubs": [{"kind": kind.value, "key": key} for kind, key in stubs],
            }
        )
        return
    if not found:
        note(
            "no source yet: load one with `graphmap import PATH`, or see bundled evidence with `graphmap demo`"
        )
        return
    print_badge(fictional)
    rows = [
        (
            source.name,
            source.title or source.location,
            source.claims,
            source.edition,
            moment(source.last_run),
        )
        for source in found
    ]
    print_table(("source", "title", "claims", "edition", "last import (UTC)"), rows, numbers=("claims",))
    if stubs:
        verb = "is" if len(stubs) == 1 else "are"
        print(
            f"{counted(len(stubs), 'record')} {verb} referred to and stated by nobody, and so part of no answer:"
        )
        print_table(("kind", "key"), stubs)
