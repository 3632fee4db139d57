"""`graphmap import`: evidence in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from graphmap.cli.options import Json, Store
from graphmap.cli.output import Progress, note, print_json
from graphmap.cli.problems import print_problems
from graphmap.cli.stores import opened
from graphmap.model.errors import InputRefused

if TYPE_CHECKING:
    from graphmap.ingest import ImportReport

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH_OR_URL...", help="A folder, .zip, .xlsx or .csv file.")
]
Format = Annotated[str | None, typer.Option("--format", help="Format of the input. Default: found out.")]


def import_(
    paths: Paths,
    format_: Format = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Name of the source. Default: the input's name.")
    ] = None,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="DATE", help="Date of the edition.")
    ] = None,
    partial: Annotated[bool, typer.Option("--partial", help="Retract nothing.")] = False,
    fictional: Annotated[bool, typer.Option("--fictional", help="The evidence is invented.")] = False,
    skip_invalid: Annotated[
        bool,
        typer.Option("--skip-invalid", help="Leave out rows with errors and list them; retracts nothing."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change and store nothing.")
    ] = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Validate an input, show what changes, and store it as one run of its source: all of it or nothing."""
    from graphmap.ingest import ImportOptions, run_imports

    options = ImportOptions(
        format=format_,
        source=source,
        edition=edition,
        partial=partial,
        fictional=fictional,
        skip_invalid=skip_invalid,
        dry_run=dry_run,
    )
    with opened(store, create=True) as opened_store, Progress("reading") as progress:
        reports = list(run_imports(opened_store, paths, options, progress))
    if as_json:
        print_json([report.data() for report in reports])
    else:
        for report in reports:
            tell(report)
    if any(report.refused for report in reports):
        raise typer.Exit(InputRefused.exit_code)


def tell(report: ImportReport) -> None:
    """Say what came of one input: its problems, and what was stored or would be."""
    print_problems(report.problems)
    rows = sum(report.rows.values())
    what = f"{report.path}: {rows:,} rows" + (f", {report.left_out:,} left out" if report.left_out else "")
    if report.refused:
        note(f"{report.path}: refused with {report.errors:,} errors; nothing was stored")
    elif report.changes is not None:
        changes = report.changes
        note(
            f"{what}; would add {changes.added:,}, change {changes.changed:,}, retract {changes.retracted:,} claims"
        )
        for action, keys in changes.samples.items():
            for kind, key in keys:
                note(f"  {action} {kind} {key}")
        note("nothing was stored (--dry-run)")
    elif report.run is not None:
        run = report.run
        revision = f"revision {run.revision}" if run.revision is not None else "nothing new: no new revision"
        note(
            f"{what}; source {run.source}: {run.added:,} claims added, {run.changed:,} changed, "
            f"{run.retracted:,} retracted, {run.unchanged:,} as before; {revision}"
        )
