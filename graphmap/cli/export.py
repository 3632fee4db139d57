"""`graphmap export`: the map, or a part of it, for other tools."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graphmap.cli.options import AsKnownAt, AsOf, Codes, Icbs, Regions, Settings, Store, Types
from graphmap.cli.output import note
from graphmap.cli.stores import opened
from graphmap.model.errors import UsageError

if TYPE_CHECKING:
    from graphmap.snapshot.columns import Ints, Snapshot

EXAMPLES = """\b
Examples:
  graphmap export --format tables --output map.zip
  graphmap export --format graphml --icb QWE --output area.graphml
  graphmap export --format json | jq .deployments
  graphmap export --format cypher | cypher-shell --address neo4j://localhost
"""


def export(
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="tables|csv|json|graphml|gexf|cypher",
            show_default=False,
            help="Format to write. tables: what `graphmap import` reads; csv: sheets with names beside codes; "
            "cypher: a script for a Neo4j database.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="File or folder. Default: standard output."),
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
    """Write the map, or a part of it, for other tools.

    A filter selects organisations (those open on --as-of, unless named by --code), with their systems and what these are
    linked to. tables and csv are folders of files: one .zip where --output ends so, or on standard output.
    """
    from graphmap.model.clock import today
    from graphmap.snapshot.cache import as_known, current
    from graphmap.snapshot.export import FORMATS
    from graphmap.snapshot.export import export as write

    if format_ not in FORMATS:
        raise UsageError(f"{format_!r} is no format: choose one of {', '.join(FORMATS)}")
    if output is None and sys.stdout.isatty():
        raise UsageError("name a file or folder with --output, or send standard output to a file")
    with opened(store) as opened_store:
        snapshot = (
            current(opened_store, today()) if as_known_at is None else as_known(opened_store, as_known_at)
        )
        filters = (codes, types, settings, icbs, regions)
        rows = _chosen(snapshot, as_of or today(), *filters) if any(filters) else None
        with opened_store.reading() as reader:
            write(reader, snapshot, format_, output or sys.stdout.buffer, rows)
    if output is not None:
        note(f"wrote {output}")


def _chosen(
    snapshot: Snapshot,
    day: date,
    codes: list[str] | None,
    types: list[str] | None,
    settings: list[str] | None,
    icbs: list[str] | None,
    regions: list[str] | None,
) -> Ints:
    """The organisations that fit. Raises `UsageError` for a code that nothing has, naming the nearest, or when none fits."""
    from graphmap.analysis.scope import OrganisationFilter, select
    from graphmap.api.ids import row_of, term_of
    from graphmap.model.terms import Kind
    from graphmap.model.vocabulary import vocabulary

    def keys(given: list[str] | None) -> tuple[str, ...]:
        table = snapshot.organisations.key
        return tuple(table[row_of(snapshot, code, Kind.ORGANISATION)] for code in given or ())

    terms = vocabulary()
    chosen = OrganisationFilter(
        codes=keys(codes),
        types=tuple(
            term_of(terms.organisation_types, code, "organisation type").code for code in types or ()
        ),
        settings=tuple(term_of(terms.settings, code, "care setting").code for code in settings or ()),
        icbs=keys(icbs),
        regions=keys(regions),
    )
    rows = select(snapshot, chosen, day)
    if not len(rows):
        raise UsageError("no organisation fits the filter: nothing to export")
    return rows
