"""`graphmap ask payloads`: how much of what organisations send and take a machine can use."""

from __future__ import annotations

from collections.abc import Mapping
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
    one_of,
)
from graphmap.cli.output import counted, note
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask payloads medication_allergy
  graphmap ask payloads medication_allergy --takes-coded no --takes-coded unknown
  graphmap ask payloads shared_record --view-only
"""
PAYLOADS = """
query Payloads($type: ID!, $filter: OrganisationFilter, $sends: [CodedAnswer!], $takes: [CodedAnswer!], $viewOnly: Boolean!,
               $asOf: Date, $asKnownAt: Date, $reading: Reading!, $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  payloads(type: $type, filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading, minEvidence: $minEvidence) {
    type { plural } asOf reading notes organisations completeRecords
    sending { organisations coded notCoded unknown viewOnly withoutPort }
    taking { organisations coded notCoded unknown viewOnly withoutPort }
    readiness { organisations low high lowShare highShare }
    byOrganisation(sendsCoded: $sends, takesCoded: $takes, viewOnly: $viewOnly, first: $first) {
      totalCount
      edges { node { organisation { code name } complete
                     sends { coded best viewOnly ports portsWithoutPayload }
                     takes { coded best viewOnly ports portsWithoutPayload } } }
    }
  }
}
"""
_ANSWERS = ("YES", "NO", "UNKNOWN", "NOT_APPLICABLE")


def payloads(
    kind: ExchangeType,
    sends_coded: Annotated[
        list[str] | None,
        typer.Option(
            "--sends-coded",
            metavar="yes|no|unknown",
            parser=one_of(_ANSWERS),
            help="Only organisations of which it holds that they send coded data; may be repeated.",
        ),
    ] = None,
    takes_coded: Annotated[
        list[str] | None,
        typer.Option(
            "--takes-coded",
            metavar="yes|no|unknown",
            parser=one_of(_ANSWERS),
            help="Only organisations of which it holds that they take coded data; may be repeated.",
        ),
    ] = None,
    view_only: Annotated[
        bool,
        typer.Option(
            "--view-only", help="Only organisations that send nothing but views, or take nothing else."
        ),
    ] = False,
    codes: Codes = None,
    types: Types = None,
    settings: Settings = None,
    icbs: Icbs = None,
    regions: Regions = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    reading: Reading = "cautious",
    min_evidence: MinEvidence = None,
    first: First = 50,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """How much of what is exchanged a machine can use.

    Coded data can be checked and filed by a machine; a document is filed whole; a view is read by people. What no port and
    no profile says counts as not known.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "type": kind,
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "sends": sends_coded,
        "takes": takes_coded,
        "viewOnly": view_only,
    }
    report = asked(store, PAYLOADS, variables, as_json)["payloads"]
    print(_sentence(report))
    for said in report["notes"]:
        print(said)
    if report["reading"] == "ON_RECORD":
        print("Read as if the record were complete: what is not on record counts as not there.")
    print()
    columns = ("", "organisations", "coded", "known not", "not known", "views only", "no port on record")
    fields = ("organisations", "coded", "notCoded", "unknown", "viewOnly", "withoutPort")
    rows = [(name, *(report[name][one] for one in fields)) for name in ("sending", "taking")]
    print_table(columns, rows, numbers=columns[1:])
    found = nodes(report["byOrganisation"])
    if found:
        print()
        columns = (
            "code",
            "organisation",
            "sends coded",
            "sends at best",
            "takes coded",
            "takes at best",
            "record",
        )
        print_table(columns, list(map(_row, found)))
    total = report["byOrganisation"]["totalCount"]
    note(f"{len(found):,} of {total:,} organisations shown (--first), as of {report['asOf']}")


def _sentence(report: Mapping[str, Any]) -> str:
    ready, what = report["readiness"], report["type"]["plural"]
    if not ready["organisations"]:
        return f"No organisation in scope both sends and takes {what}."
    low, high = f"{ready['lowShare']:.0%}", f"{ready['highShare']:.0%}"
    bodies = counted(ready["organisations"], "organisation")
    return (
        f"Of {bodies}, {ready['low']:,} to {ready['high']:,} ({low} to {high}) both send and take {what} as coded data; "
        f"the record of {report['completeRecords']:,} is complete."
    )


def _row(node: Mapping[str, Any]) -> tuple[object, ...]:
    return (
        node["organisation"]["code"],
        node["organisation"]["name"],
        words(node["sends"]["coded"]),
        _best(node["sends"]),
        words(node["takes"]["coded"]),
        _best(node["takes"]),
        "complete" if node["complete"] else "not complete",
    )


def _best(side: Mapping[str, Any]) -> str:
    if not side["ports"]:
        return "no port"
    best = words(side["best"]) or "not stated"
    return f"{best} only" if side["viewOnly"] else best
