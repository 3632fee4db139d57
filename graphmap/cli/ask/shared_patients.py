"""`graphmap ask shared-patients`: which pairs share most patients and cannot exchange, by figures from a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import ExchangeType, asked, common, nodes, organisations, words
from graphmap.cli.options import (
    AsKnownAt,
    AsOf,
    Codes,
    First,
    Icbs,
    Json,
    MinEvidence,
    Reading,
    Regions,
    Settings,
    Store,
    Types,
    day,
)
from graphmap.cli.output import counted, note
from graphmap.cli.tables import print_table
from graphmap.model.errors import UsageError

EXAMPLES = """\b
Examples:
  graphmap ask shared-patients imaging --table shared.csv
  graphmap ask shared-patients referral --table shared.csv --icb SAQ1

The table has the columns one, other, patients, source and observed_at (a date; both may be left blank), each pair once.
"""
COLUMNS = ("one", "other", "patients", "source", "observed_at")
NEEDED = COLUMNS[:3]
SHARED = """
query SharedPatients($type: ID!, $shared: [SharedPatientsInput!], $filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date,
                     $reading: Reading!, $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  sharedPatients(type: $type, shared: $shared, filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
                 minEvidence: $minEvidence) {
    type { name } asOf reading notLoaded outside withoutSource undated
    counts { verdict pairs patients }
    cannot(first: $first) { totalCount edges { node { ...Pair } } }
    unknown(first: $first) { totalCount edges { node { ...Pair } } }
  }
}
fragment Pair on SharedPair {
  one { code } other { code } patients source observedAt there { verdict } back { verdict }
}
"""


def shared_patients(
    kind: ExchangeType,
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE.csv", help="Who shares how many patients with whom."),
    ] = None,
    codes: Codes = None,
    types: Types = None,
    settings: Settings = None,
    icbs: Icbs = None,
    regions: Regions = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    reading: Reading = "cautious",
    min_evidence: MinEvidence = None,
    first: First = 20,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Which pairs share most patients and cannot exchange.

    The figures come from a table of your own: the map holds none. Pairs that cannot exchange in some direction are listed
    apart from those of which it is not known.
    """
    rows = None if table is None else list(_rows(table))
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "type": kind,
        "shared": None if rows is None else [row for _, row in rows],
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
    }

    def said(message: str) -> str:
        """The message with the item that it names told by file, line and column."""
        lines = [line for line, _ in rows or ()]
        return re.sub(
            r"shared\[(\d+)\](?:\.(\w+))?",
            lambda found: f"{table}:{lines[int(found[1])]}" + (f": {found[2]}" if found[2] else ""),
            message,
        )

    report = asked(store, SHARED, variables, as_json, said)["sharedPatients"]
    if report["notLoaded"]:
        print(report["notLoaded"])
        return
    if report["reading"] == "ON_RECORD":
        print("Read as if the record were complete: what is not on record counts as not there.")
    print_table(
        (report["type"]["name"].lower(), "pairs", "patients"),
        [(_IN_WORDS[one["verdict"]], one["pairs"], one["patients"]) for one in report["counts"]],
        numbers=("pairs", "patients"),
    )
    _print_pairs(report["cannot"], "Pairs that cannot exchange in at least one direction:")
    _print_pairs(report["unknown"], "Pairs of which it is not known:")
    for number, what in (
        (report["outside"], "of an organisation that is not in the filter, and left out"),
        (report["withoutSource"], "without a source"),
        (report["undated"], "without a date"),
    ):
        if number:
            note(f"{counted(number, 'pair')} {what}")
    note(f"as of {report['asOf']}; figures from {table}, not from the map")


_IN_WORDS = {
    "NO": "cannot in at least one direction",
    "UNKNOWN": "not known",
    "YES": "can in each direction that applies",
    "NOT_APPLICABLE": "does not apply",
}


def _print_pairs(found: Mapping[str, Any], title: str) -> None:
    if not found["totalCount"]:
        return
    rows = [
        (
            node["one"]["code"],
            node["other"]["code"],
            node["patients"],
            words(node["there"]["verdict"]).upper(),
            words(node["back"]["verdict"]).upper(),
            node["source"] or "not given",
            node["observedAt"] or "not dated",
        )
        for node in nodes(found)
    ]
    print(f"\n{title}")
    print_table(
        ("one", "other", "patients", "one to other", "other to one", "source", "observed"),
        rows,
        numbers=("patients",),
    )
    note(f"{len(rows):,} of {found['totalCount']:,} shown (--first)")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a table with their lines, as GraphQL takes them. Raises `UsageError` naming file, line and column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="", strict=True)
            _check_header(path, reader.fieldnames or ())
            for row in reader:
                yield reader.line_num, _row(f"{path}:{reader.line_num}", row)
    except (OSError, UnicodeDecodeError, csv.Error) as wrong:
        raise UsageError(f"{path} cannot be read: {wrong}. Give a CSV file in UTF-8") from None


def _check_header(path: Path, header: Any) -> None:
    missing = [name for name in NEEDED if name not in header]
    other = [name for name in header if name not in COLUMNS]
    if missing or other:
        what = f"lacks {', '.join(missing)}" if missing else f"has the unknown column {other[0]!r}"
        raise UsageError(
            f"{path}:1: the header {what}. Columns: {', '.join(COLUMNS)}; the last two may be left out"
        )


def _row(where: str, row: Mapping[str, Any]) -> dict[str, Any]:
    if "" in row:
        raise UsageError(f"{where}: more cells than columns. Put cells that hold commas in double quotes")
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    for name in NEEDED:
        if not cells[name]:
            raise UsageError(f"{where}: {name}: is empty. Fill it in, or leave the row out")
    if not re.fullmatch(r"[0-9]{1,9}", cells["patients"]):
        raise UsageError(
            f"{where}: patients: {cells['patients']!r} is no whole number. Write it in digits alone, such as 1200; "
            "leave out rows whose figure is suppressed"
        )
    if cells["observed_at"]:
        try:
            day(cells["observed_at"])
        except typer.BadParameter as wrong:
            raise UsageError(f"{where}: observed_at: {wrong}") from None
    return {
        "one": cells["one"],
        "other": cells["other"],
        "patients": int(cells["patients"]),
        "source": cells["source"] or None,
        "observedAt": cells["observed_at"] or None,
    }
