"""`graphmap ask exchange`: who can send what to whom, and why not."""

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
    spelled,
)
from graphmap.cli.output import note
from graphmap.cli.tables import print_table
from graphmap.model.terms import Verdict

EXAMPLES = """\b
Examples:
  graphmap ask exchange referral
  graphmap ask exchange referral --by-organisation
  graphmap ask exchange imaging --verdict no --reading on-record --first 500
  graphmap ask exchange transfer_of_care --code SA1 --receiver-type GP_PRACTICE
"""
EXCHANGE = """
query Exchange($type: ID!, $filter: OrganisationFilter, $receivers: OrganisationFilter, $asOf: Date, $asKnownAt: Date,
               $reading: Reading!, $minEvidence: Evidence, $verdict: [Verdict!], $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  exchange(type: $type, filter: $filter, receivers: $receivers, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
           minEvidence: $minEvidence) {
    type { code name }
    asOf reading revision organisations summary
    counts { yes no unknown notApplicable } completeness
    reasons { reason count }
    pairs(verdict: $verdict, first: $first) {
      totalCount
      edges { node { sender { code name } receiver { code name } verdict reasons flags evidence observedAt availableFrom
                     detail } }
    }
  }
}
"""
PARTNERS = """
query Partners($type: ID!, $filter: OrganisationFilter, $receivers: OrganisationFilter, $asOf: Date, $asKnownAt: Date,
               $reading: Reading!, $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  exchange(type: $type, filter: $filter, receivers: $receivers, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
           minEvidence: $minEvidence) {
    type { code name }
    asOf reading revision organisations summary
    counts { yes no unknown notApplicable } completeness
    reasons { reason count }
    byOrganisation(first: $first) {
      totalCount
      edges { node { organisation { code name } sendsTo receivesFrom bothWays unknown reasons { reason count } } }
    }
  }
}
"""


def exchange(
    kind: ExchangeType,
    verdict: Annotated[
        list[str] | None,
        typer.Option(
            "--verdict",
            metavar="|".join(map(spelled, Verdict)),
            parser=one_of(Verdict),
            help="Only pairs with this verdict; may be repeated.",
        ),
    ] = None,
    by_organisation: Annotated[
        bool,
        typer.Option(
            "--by-organisation",
            help="Organisation by organisation, those that exchange with none first, in place of the pairs.",
        ),
    ] = False,
    codes: Codes = None,
    types: Types = None,
    settings: Settings = None,
    icbs: Icbs = None,
    regions: Regions = None,
    receivers: Annotated[
        list[str] | None,
        typer.Option("--receiver", metavar="CODE", help="Only this receiver; may be repeated."),
    ] = None,
    receiver_types: Annotated[
        list[str] | None,
        typer.Option(
            "--receiver-type",
            metavar="TYPE",
            help="Only receivers of this type; may be repeated. Default: the same organisations as the senders.",
        ),
    ] = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    reading: Reading = "cautious",
    min_evidence: MinEvidence = None,
    first: First = 20,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Who can send this to whom, and why not.

    Senders are chosen by --code, --type, --setting, --icb and --region; without any of them open NHS trusts. Receivers are
    the same organisations unless --receiver or --receiver-type says otherwise.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "type": kind,
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "receivers": organisations(codes=receivers, types=receiver_types),
    }
    if by_organisation:
        report = asked(store, PARTNERS, variables, as_json)["exchange"]
    else:
        report = asked(store, EXCHANGE, variables | {"verdict": verdict}, as_json)["exchange"]
    print(report["summary"])
    if report["reading"] == "ON_RECORD":
        print("Read as if the record were complete: what is not on record counts as not there.")
    counts = report["counts"]
    columns = ("YES", "NO", "UNKNOWN", "NOT APPLICABLE")
    row = (counts["yes"], counts["no"], counts["unknown"], counts["notApplicable"])
    print()
    print_table(columns, [row], numbers=columns)
    if report["reading"] == "CAUTIOUS" and report["completeness"] is not None:
        print(f"Known: {report['completeness']:.1%} of the pairs to which the question applies.")
    if report["reasons"]:
        print()
        reasons = [(words(found["reason"]), found["count"]) for found in report["reasons"]]
        print_table(("reason", "pairs"), reasons, numbers=("pairs",))
    print()
    if by_organisation:
        _print_partners(report)
    else:
        _print_pairs(report)


def _print_pairs(report: Mapping[str, Any]) -> None:
    found = nodes(report["pairs"])
    rows = [
        (
            node["sender"]["code"],
            node["receiver"]["code"],
            words(node["verdict"]).upper(),
            ", ".join(map(words, (*node["reasons"], *node["flags"]))),
            words(node["evidence"]),
            node["observedAt"],
            node["detail"],
        )
        for node in found
    ]
    columns = ("from", "to", "answer", "reasons and flags", "evidence", "oldest observation", "in words")
    print_table(columns, rows, below=("in words",))
    note(f"{len(found):,} of {report['pairs']['totalCount']:,} pairs shown (--first), as of {report['asOf']}")


def _print_partners(report: Mapping[str, Any]) -> None:
    found = nodes(report["byOrganisation"])
    rows = [
        (
            node["organisation"]["code"],
            node["organisation"]["name"],
            node["sendsTo"],
            node["receivesFrom"],
            node["bothWays"],
            node["unknown"],
            ", ".join(f"{words(found['reason'])} {found['count']:,}" for found in node["reasons"]),
        )
        for node in found
    ]
    columns = ("code", "organisation", "sends to", "receives from", "both ways", "unknown", "reasons")
    print_table(columns, rows, numbers=columns[2:6], below=("reasons",))
    total = report["byOrganisation"]["totalCount"]
    note(f"{len(found):,} of {total:,} organisations shown (--first), as of {report['asOf']}")
