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
from graphmap.cli.output import counted, note
from graphmap.cli.tables import print_table
from graphmap.model.terms import Verdict

EXAMPLES = """\b
Examples:
  graphmap ask exchange referral
  graphmap ask exchange referral --by-organisation
  graphmap ask exchange referral --one-way
  graphmap ask exchange imaging --single-points
  graphmap ask exchange imaging --verdict no --reading on-record --first 500
  graphmap ask exchange transfer_of_care --code SA1 --receiver-type GP_PRACTICE
"""
EXCHANGE = """
query Exchange($type: ID!, $filter: OrganisationFilter, $receivers: OrganisationFilter, $asOf: Date, $asKnownAt: Date,
               $reading: Reading!, $minEvidence: Evidence, $verdict: [Verdict!], $first: Int!, $pairs: Boolean!,
               $oneWay: Boolean!, $partners: Boolean!, $singlePoints: Boolean!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  exchange(type: $type, filter: $filter, receivers: $receivers, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
           minEvidence: $minEvidence) {
    type { code name }
    asOf reading revision organisations summary
    counts { yes no unknown notApplicable } completeness
    reasons { reason count }
    pairs(verdict: $verdict, first: $first) @include(if: $pairs) { totalCount edges { node { ...Pair } } }
    oneWay(first: $first) @include(if: $oneWay) { totalCount edges { node { ...Pair } } }
    byOrganisation(first: $first) @include(if: $partners) {
      totalCount
      edges { node { organisation { code name } sendsTo receivesFrom bothWays unknown reasons { reason count } } }
    }
    pairsWithSinglePoint @include(if: $singlePoints)
    singlePoints(first: $first) @include(if: $singlePoints) {
      totalCount
      edges { node { relay { key product { name } } pairs organisations } }
    }
  }
}
fragment Pair on Exchange {
  sender { code name } receiver { code name } verdict reasons flags evidence observedAt availableFrom detail
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
    one_way: Annotated[
        bool,
        typer.Option("--one-way", help="List the pairs that cannot although the other direction can."),
    ] = False,
    single_points: Annotated[
        bool,
        typer.Option(
            "--single-points",
            help="List the hubs without which pairs have no way left, in place of the pairs.",
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
    if by_organisation + one_way + single_points > 1 or (
        verdict and (by_organisation or one_way or single_points)
    ):
        raise typer.BadParameter("give one of --verdict, --by-organisation, --one-way and --single-points")
    variables |= {
        "verdict": verdict,
        "partners": by_organisation,
        "oneWay": one_way,
        "singlePoints": single_points,
        "pairs": not (by_organisation or one_way or single_points),
    }
    report = asked(store, EXCHANGE, variables, as_json)["exchange"]
    print(report["summary"])
    if report["reading"] == "ON_RECORD":
        print("Read as if the record were complete: what is not on record counts as not there.")
    counts = report["counts"]
    columns = ("YES", "NO", "UNKNOWN", "NOT APPLICABLE")
    row = (counts["yes"], counts["no"], counts["unknown"], counts["notApplicable"])
    print()
    print_table(columns, [row], numbers=columns)
    if report["reading"] == "CAUTIOUS" and report["completeness"] is not None:
        print(f"Known: {_share(report['completeness'])} of the pairs to which the question applies.")
    if report["reasons"]:
        print()
        reasons = [(words(found["reason"]), found["count"]) for found in report["reasons"]]
        print_table(("reason", "pairs"), reasons, numbers=("pairs",))
    print()
    if by_organisation:
        _print_partners(report)
    elif single_points:
        _print_single_points(report)
    else:
        _print_pairs(report, report["oneWay" if one_way else "pairs"])


def _share(share: float) -> str:
    """Some are not none, and nearly all not all."""
    said = f"{share:.1%}"
    if said == "0.0%" and share > 0:
        return "less than 0.1%"
    return "more than 99.9%" if said == "100.0%" and share < 1 else said


def _print_pairs(report: Mapping[str, Any], listed: Mapping[str, Any]) -> None:
    found = nodes(listed)
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
    unknown = report["counts"]["unknown"]
    if not listed["totalCount"] and unknown:
        print(
            f"None is known; {counted(unknown, 'pair is', 'pairs are')} unknown and may be one. "
            "--reading on-record shows what the record gives as far as it goes."
        )
    note(f"{len(found):,} of {listed['totalCount']:,} pairs shown (--first), as of {report['asOf']}")


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


def _print_single_points(report: Mapping[str, Any]) -> None:
    found = nodes(report["singlePoints"])
    print(
        f"{report['pairsWithSinglePoint']:,} of the {report['counts']['yes']:,} pairs that can exchange have no way "
        "without one of these hubs:"
    )
    rows = [
        (node["relay"]["key"], node["relay"]["product"]["name"], node["pairs"], node["organisations"])
        for node in found
    ]
    print_table(("hub", "product", "pairs", "organisations"), rows, numbers=("pairs", "organisations"))
    note(
        f"{len(found):,} of {report['singlePoints']['totalCount']:,} hubs shown (--first), as of {report['asOf']}"
    )
