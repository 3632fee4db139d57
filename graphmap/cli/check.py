"""`graphmap check`: an input validated, and nothing stored."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from graphmap.cli.imports import Format, Paths, data_of
from graphmap.cli.options import Json
from graphmap.cli.output import counted, print_json
from graphmap.cli.problems import problem_lines
from graphmap.cli.stores import VARIABLE, is_there, opened
from graphmap.model.errors import InputRefused

if TYPE_CHECKING:
    from graphmap.ingest import ImportReport
    from graphmap.store.base import Store as OpenStore

EXAMPLES = """\b
Examples:
  graphmap check evidence/
  graphmap check evidence.xlsx --store sqlite:///map.db
  graphmap check deployments.csv --json
"""


def check(
    paths: Paths,
    format_: Format = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="ADDRESS",
            help="Store that the input may refer to. Default: the one in GRAPHMAP_STORE, if it is there.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say by file, row and column what is wrong with an input.

    Nothing is stored. Without a store, a reference to a record that the input itself does not hold is a warning. Exit code
    0, or 3 when an import would refuse the input.
    """
    from graphmap.ingest import ImportOptions
    from graphmap.ingest import check as validate

    reports = []
    with _store(store) as opened_store:
        for report in validate(paths, opened_store, ImportOptions(format=format_)):
            reports.append(report)
            if not as_json:
                _print(report)
    if as_json:
        print_json(list(map(data_of, reports)))
    if any(report.refused for report in reports):
        raise typer.Exit(InputRefused.exit_code)


def _store(address: str | None) -> AbstractContextManager[OpenStore | None]:
    """The store to check against; none where none is named, or where the variable names one that is yet to be made."""
    if address is None:
        address = os.environ.get(VARIABLE)
        if not address or not is_there(address):
            return nullcontext()
    return opened(address, read_only=True)


def _print(report: ImportReport) -> None:
    for line in problem_lines(report.problems):
        print(line)
    rows = counted(sum(report.rows.values()), "row")
    found = f"{counted(report.errors, 'error')}, {counted(report.warnings, 'warning')}"
    print(f"{report.path}: {rows}, {found}; {'would be refused' if report.refused else 'can be imported'}")
