"""`graphmap sources`: what was loaded from where, and what nobody states any more."""

from __future__ import annotations

from graphmap.cli.options import Json, Store
from graphmap.cli.output import note, print_json, print_table
from graphmap.cli.stores import opened


def sources(store: Store = None, as_json: Json = False) -> None:
    """List the sources in the store, their licences, and records that are referred to but stated by nobody."""
    from graphmap.model.clock import today
    from graphmap.snapshot.cache import current
    from graphmap.snapshot.stubs import stubs_of

    with opened(store) as opened_store:
        with opened_store.reading() as reader:
            found = reader.sources()
        stubs = stubs_of(current(opened_store, today()))
    if as_json:
        data = [source.model_dump(mode="json") for source in found]
        print_json({"sources": data, "stubs": [{"kind": kind, "key": key} for kind, key in stubs]})
        return
    if not found:
        note(
            "no source yet: load one with `graphmap import PATH`, or see the bundled evidence with `graphmap demo`"
        )
        return
    columns = ("source", "title", "claims", "edition", "last import", "licence", "fictional", "location")
    rows = [
        (
            source.name,
            source.title,
            source.claims,
            source.edition,
            source.last_run,
            source.licence,
            source.fictional,
            source.location,
        )
        for source in found
    ]
    print_table(columns, rows, numbers=("claims",))
    if stubs:
        note(f"{len(stubs)} records are referred to and stated by nobody; they take part in no answer:")
        print_table(("kind", "key"), stubs)
