"""`graphmap import`: evidence in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphmap.cli.options import Json, Store
from graphmap.cli.output import Progress, counted, note, plain, print_json
from graphmap.cli.problems import problem_lines
from graphmap.cli.stores import opened
from graphmap.model.errors import InputRefused

if TYPE_CHECKING:
    from graphmap.ingest import ImportReport

EXAMPLES = """\b
Examples:
  graphmap import evidence/ --dry-run
  graphmap import evidence/ --store sqlite:///map.db
  graphmap import etr.csv --edition 2026-07-31
"""

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH_OR_URL",
        show_default=False,
        help="A folder, .zip, .xlsx or .csv file, or its http(s) address.",
    ),
]
Format = Annotated[
    str | None, typer.Option("--format", metavar="NAME", help="Format of the input. Default: found out.")
]


def import_(
    paths: Paths,
    format_: Format = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="NAME", help="Name of the source. Default: the input's name."),
    ] = None,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="DATE", help="Date of the edition.")
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Retract nothing that the input leaves out.")
    ] = False,
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
    """Load evidence into the store, all of an input or nothing.

    Validates the input, shows what changes, and stores it as one run of its source. What the source said before and no
    longer says is retracted. Errors name file, row, column, value and remedy. Exit code 3 when an input is refused.
    """
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
    reports = []
    with opened(store, create=True) as opened_store, Progress() as progress:
        for report in run_imports(opened_store, paths, options, progress):
            reports.append(report)
            progress.pause()
            if not as_json:
                tell(report)
    if as_json:
        print_json(list(map(data_of, reports)))
    if any(report.refused for report in reports):
        raise typer.Exit(InputRefused.exit_code)


def tell(report: ImportReport) -> None:
    """Say what is wrong with one input, and print what was stored of it or would be."""
    for line in problem_lines(report.problems):
        note(line)
    if report.refused:
        note(f"{report.path}: refused with {counted(report.errors, 'error')}; nothing was stored")
        return
    read = f"{report.path}: {counted(sum(report.rows.values()), 'row')}"
    if report.left_out:
        read += f", {report.left_out:,} left out"
    if report.changes is not None:
        changes = report.changes
        print(
            f"{read}; would add {changes.added:,}, change {changes.changed:,} and retract {changes.retracted:,} "
            f"claims, {changes.unchanged:,} as before"
        )
        for action, keys in changes.samples.items():
            for kind, key in keys:
                print(f"  {action} {kind} {key}")
            more = getattr(changes, action) - len(keys)
            if more > 0:
                print(f"  and {more:,} more {action}")
        print("Nothing was stored (--dry-run).")
    if report.run is not None:
        run = report.run
        revision = "no new revision" if run.revision is None else f"revision {run.revision}"
        print(
            f"{read}; source {run.source}: {counted(run.added, 'claim')} added, {run.changed:,} changed, "
            f"{run.retracted:,} retracted, {run.unchanged:,} as before; {revision}"
        )


def data_of(report: ImportReport) -> dict[str, Any]:
    """A report as JSON data, in the words of GraphQL."""
    data = report.data()
    for name, model in (("source", report.source), ("run", report.run)):
        data[name] = None if model is None else plain(model)
    return data
