"""`graphmap check`: an input validated, and nothing stored."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Annotated

import typer

from graphmap.cli.imports import Format, Paths
from graphmap.cli.options import Json
from graphmap.cli.output import note, print_json
from graphmap.cli.problems import print_problems
from graphmap.cli.stores import opened
from graphmap.model.errors import InputRefused

CheckStore = Annotated[str | None, typer.Option("--store", help="Store that the input may refer to.")]


def check(
    paths: Paths,
    format_: Format = None,
    store: CheckStore = None,
    as_json: Json = False,
) -> None:
    """Report by file, row and column what is wrong with an input. Exit code 0, or 3 when an import would refuse it.

    Without --store, references that the input itself does not hold are warnings.
    """
    from graphmap.ingest import ImportOptions
    from graphmap.ingest import check as validate

    with opened(store, read_only=True) if store else nullcontext() as opened_store:
        reports = list(validate(paths, opened_store, ImportOptions(format=format_)))
    if as_json:
        print_json([report.data() for report in reports])
    else:
        for report in reports:
            print_problems(report.problems)
            rows = sum(report.rows.values())
            verdict = "would be refused" if report.refused else "can be imported"
            note(
                f"{report.path}: {rows:,} rows, {report.errors:,} errors, {report.warnings:,} warnings; {verdict}"
            )
    if any(report.refused for report in reports):
        raise typer.Exit(InputRefused.exit_code)
