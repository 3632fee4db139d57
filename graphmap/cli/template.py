"""`graphmap template`: a workbook that asks an organisation what is right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from graphmap.cli.options import Store
from graphmap.cli.output import counted, note
from graphmap.cli.stores import opened
from graphmap.model.errors import UsageError

EXAMPLES = """\b
Examples:
  graphmap template --organisation RJZ
  graphmap template --organisation RJZ --output to-send/RJZ.xlsx
  graphmap import RJZ.xlsx --source RJZ-answers
"""


def template(
    organisation: Annotated[
        str,
        typer.Option("--organisation", metavar="CODE", show_default=False, help="Whom to ask: its code."),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Workbook to write. Default: the code, ending in .xlsx, here.",
        ),
    ] = None,
    store: Store = None,
) -> None:
    """Write a workbook that asks an organisation what is right.

    It holds what is known of the organisation, with who said so, and a column to confirm or deny each row; it asks how
    complete the record is, and takes what is missing. It imports as it comes back: graphmap import FILE --source NAME.
    """
    from graphmap.api.ids import row_of
    from graphmap.model.clock import today
    from graphmap.model.terms import Kind
    from graphmap.snapshot.cache import current
    from graphmap.snapshot.export.template import template_of, write_template

    with opened(store) as opened_store:
        snapshot = current(opened_store, today())
        row = row_of(snapshot, organisation, Kind.ORGANISATION)
        if snapshot.organisations.stub[row]:
            raise UsageError(
                f"{organisation} is only referred to: no source states it, so there is nothing to ask about"
            )
        path = output or Path(f"{_safe(snapshot.organisations.key[row])}.xlsx")
        if path.suffix.lower() != ".xlsx":
            raise UsageError(f"{path} is to be a workbook: give a name that ends in .xlsx")
        if path.exists():
            raise UsageError(
                f"{path} is there already, and may be filled in: name another --output, or move it away"
            )
        with opened_store.reading() as reader:
            asked = template_of(reader, snapshot, row)
    write_template(asked, path)
    note(f"wrote {path}: {counted(asked.rows, 'row')} to confirm, {counted(asked.questions, 'question')}")


def _safe(code: str) -> str:
    """A code as the name of a file."""
    return re.sub(r"[^\w.-]", "_", code).lstrip(".")
