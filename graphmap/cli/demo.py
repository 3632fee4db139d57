"""`graphmap demo`: bundled evidence, the headline answers in the terminal, and the explorer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from graphmap.cli.options import Store
from graphmap.cli.output import Progress, note, print_table
from graphmap.cli.serve import Host, Port, listen
from graphmap.cli.stores import opened
from graphmap.model import clock
from graphmap.model.errors import InputRefused

if TYPE_CHECKING:
    from graphmap.store.base import Store as OpenStore

SAMPLESHIRE_DAY = "2026-11-22"
_EXCHANGE = "query($type: ID!, $reading: Reading!) { exchange(type: $type, reading: $reading) { %s } }"
_COUNTS = _EXCHANGE % "counts { yes no unknown notApplicable } organisations"


def demo(
    fictional: Annotated[
        bool,
        typer.Option("--fictional", help="Sampleshire, an invented county that shows every kind of answer."),
    ] = False,
    store: Store = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """Load the bundled evidence for England, print what it answers, and serve the explorer."""
    if fictional:
        os.environ.setdefault(clock.VARIABLE, SAMPLESHIRE_DAY)
    name = "sampleshire" if fictional else "england"
    address = store or _address(name)
    with opened(address, create=True) as opened_store:
        bring_up_to_date(opened_store, name)
        headlines(opened_store)
        _where(address, name)
        listen(opened_store, host, port, [])


def _address(name: str) -> str:
    from platformdirs import user_data_path

    return f"sqlite:///{user_data_path('graphmap') / f'{name}.db'}"


def bring_up_to_date(store: OpenStore, name: str) -> None:
    """Import a bundled source unless the store already holds exactly what this version brings."""
    from graphmap.cli.bundled import bundled_folder
    from graphmap.cli.imports import tell
    from graphmap.ingest import ImportOptions, run_import

    folder = str(bundled_folder(name))
    report = run_import(store, folder, ImportOptions(source=name, dry_run=True))
    changes = report.changes
    if changes is not None and not (changes.added or changes.changed or changes.retracted):
        return
    if not report.refused:
        with Progress(f"loading the bundled evidence, {name}") as progress:
            report = run_import(store, folder, ImportOptions(source=name), progress)
    if report.refused:
        tell(report)
        raise typer.Exit(InputRefused.exit_code)


def headlines(store: OpenStore) -> None:
    """Print, for every exchange type and both readings, how many ordered pairs of trusts have which verdict, and why."""
    from graphmap.api.execute import execute
    from graphmap.model.vocabulary import vocabulary

    rows = []
    for code, term in vocabulary().exchange_types.items():
        for reading in ("CAUTIOUS", "ON_RECORD"):
            report = execute(store, _COUNTS, {"type": code, "reading": reading})["data"]["exchange"]
            counts = report["counts"]
            spoken = "unknown stays unknown" if reading == "CAUTIOUS" else "as if the record were complete"
            rows.append(
                (term.name, spoken, counts["yes"], counts["no"], counts["unknown"], counts["notApplicable"])
            )
    total = report["organisations"]
    day = clock.today().isoformat()
    print(f"Ordered pairs of {total:,} open trusts ({total * (total - 1):,} pairs), as of {day}")
    columns = ("exchange", "reading", "YES", "NO", "UNKNOWN", "NOT APPLICABLE")
    print_table(columns, rows, numbers=columns[2:])
    referral = execute(store, _EXCHANGE % "summary", {"type": "referral", "reading": "CAUTIOUS"})
    print(f"Referrals. {referral['data']['exchange']['summary']}")
    print(_silos(store))


def _silos(store: OpenStore) -> str:
    from graphmap.api.execute import execute

    document = "query($grade: Grade!) { silos(minGrade: $grade, first: 1) { totalCount } }"
    grades = ("S0", "S1", "S2", "S3", "OPEN", "UNDETERMINED")
    up_to = [execute(store, document, {"grade": grade})["data"]["silos"]["totalCount"] for grade in grades]
    counts = dict(
        zip(grades, (count - before for count, before in zip(up_to, [0, *up_to], strict=False)), strict=True)
    )
    silos = sum(counts[grade] for grade in grades[:4])
    graded = ", ".join(f"{grade} {counts[grade]:,}" for grade in grades[:4])
    return (
        f"Point solutions: {sum(counts.values()):,} in use; {silos:,} are silos ({graded}), {counts['OPEN']:,} open, "
        f"{counts['UNDETERMINED']:,} undetermined: too little is on record to grade them."
    )


def _where(address: str, name: str) -> None:
    note(f"store: {address}")
    note(f"to import beside it: graphmap import PATH --store {address}")
    if name == "england":
        note("Sampleshire, an invented county, shows every kind of answer: graphmap demo --fictional")
