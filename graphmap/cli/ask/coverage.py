"""`graphmap ask coverage`: what is known, how old it is, and what needs a question."""

from __future__ import annotations

from typing import Annotated

import typer

from graphmap.cli.ask.asking import asked, common, organisations
from graphmap.cli.ask.coverage_tables import print_exchange, print_old, print_report
from graphmap.cli.options import (
    AsKnownAt,
    AsOf,
    Codes,
    First,
    Icbs,
    Json,
    MinEvidence,
    Regions,
    Settings,
    Store,
    Types,
)

EXAMPLES = """\b
Examples:
  graphmap ask coverage
  graphmap ask coverage --exchange referral --first 100
  graphmap ask coverage --old --code RJZ --first 500
"""
COVERAGE = """
query Coverage($filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  coverage(filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, minEvidence: $minEvidence) {
    asOf asKnownAt organisations summary oldBefore rivals leftOut
    byExchange { type { code name } organisations complete partial none unstated senders receivers }
    age { facts undated old oldest newest byEvidence { evidence count } }
    ageByKind { kind facts undated old oldest newest byEvidence { evidence count } }
    conflicts(first: $first) { totalCount edges { node {
      record { kind text } rivals
      properties { property stands { value source } rivals { value source evidence observedAt } } } } }
    slipped(first: $first) { totalCount edges { node { record { kind text } due daysOverdue } } }
    stranded(first: $first) { totalCount edges { node { deployment { key } closed { code } successors { code } text } } }
    stubs(first: $first) { totalCount edges { node { kind key } } }
    byOrganisation(first: $first) { totalCount edges { node {
      organisation { code name } complete partial none unstated sends takes } } }
  }
}
"""
OF_EXCHANGE = """
query CoverageOfExchange($filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $minEvidence: Evidence, $first: Int!,
                         $types: [ID!]!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  coverage(filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, minEvidence: $minEvidence) {
    asOf
    byOrganisation(exchanges: $types, first: $first) { totalCount edges { node {
      organisation { code name }
      exchanges { type { code name } level statedBy { asOf exchange { code } } sends takes statedSource statedSink }
    } } }
  }
}
"""
OLD = """
query Old($filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  coverage(filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, minEvidence: $minEvidence) {
    asOf oldBefore age { facts undated old }
    old(first: $first) { totalCount edges { node { kind text fact { key evidence observedAt } } } }
    undated(first: $first) { totalCount edges { node { kind text fact { key evidence observedAt } } } }
  }
}
"""


def coverage(
    kind: Annotated[
        str | None,
        typer.Option(
            "--exchange",
            metavar="EXCHANGE",
            help="Organisation by organisation for this exchange type, such as referral.",
        ),
    ] = None,
    old: Annotated[
        bool, typer.Option("--old", help="List the facts that are old, and those of no date.")
    ] = False,
    codes: Codes = None,
    types: Types = None,
    settings: Settings = None,
    icbs: Icbs = None,
    regions: Regions = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    min_evidence: MinEvidence = None,
    first: First = 10,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """What is known, how old it is, and what needs a question.

    What needs one: where sources differ, plans whose day has come without anybody saying that they happened, systems still
    named at organisations that have closed, and what is named but stated by nobody. `graphmap ask asks` tells whom to ask.
    """
    if kind is not None and old:
        raise typer.BadParameter("--exchange and --old are two lists: ask for one")
    variables = common(as_of, as_known_at, "cautious", min_evidence, first) | {
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions)
    }
    if kind is not None:
        print_exchange(asked(store, OF_EXCHANGE, variables | {"types": [kind]}, as_json)["coverage"])
    elif old:
        print_old(asked(store, OLD, variables, as_json)["coverage"])
    else:
        print_report(asked(store, COVERAGE, variables, as_json)["coverage"])
