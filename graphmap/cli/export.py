"""`graphmap export`: the map, or a part of it, for other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from graphmap.cli.options import AsKnownAt, AsOf, Codes, Icbs, Regions, Settings, Store, Types
from graphmap.cli.output import note
from graphmap.cli.stores import opened
from graphmap.model.errors import UsageError


def export(
    format_: Annotated[str, typer.Option("--format", help="tables, csv, json, graphml or gexf.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File or folder. Default: standard output.")
    ] = None,
    codes: Codes = None,
    types: Types = None,
    settings: Settings = None,
    icbs: Icbs = None,
    regions: Regions = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    store: Store = None,
) -> None:
    """Write the map in a format; with a filter only those organisations, their systems, and what these are linked to."""
    from graphmap.analysis.scope import OrganisationFilter, select
    from graphmap.model.clock import today
    from graphmap.snapshot.cache import as_known, current
    from graphmap.snapshot.export import export as write

    chosen = OrganisationFilter(*(tuple(values or ()) for values in (codes, types, settings, icbs, regions)))
    day = _date(as_of) or today()
    known = _date(as_known_at)
    with opened(store) as opened_store:
        snapshot = current(opened_store, today()) if known is None else as_known(opened_store, known)
        rows = None if chosen.empty else select(snapshot, chosen, day)
        if rows is not None and not len(rows):
            raise UsageError("no organisation fits the filter: nothing to export")
        with opened_store.reading() as reader:
            if output is not None:
                write(reader, snapshot, format_, output, rows)
                note(f"wrote {output}")
            elif sys.stdout.isatty():
                raise UsageError("name a file or folder with --output, or send standard output to a file")
            else:
                write(reader, snapshot, format_, sys.stdout.buffer, rows)


def _date(text: str | None) -> object:
    from datetime import date

    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date: write it as 2026-11-22") from None
