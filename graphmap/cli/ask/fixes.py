"""`graphmap ask fixes`: single changes by what each would mend."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import ExchangeType, asked, common, organisations, words
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
)
from graphmap.cli.output import counted, note
from graphmap.cli.tables import print_table
from graphmap.model.errors import UsageError

EXAMPLES = """\b
Examples:
  graphmap ask fixes imaging
  graphmap ask fixes referral --planned
  graphmap ask fixes imaging --smallest-set --icb QOP
"""
FIXES = """
query Fixes($type: ID!, $filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $reading: Reading!,
            $minEvidence: Evidence, $first: Int!, $kinds: [FixKind!]) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  exchange(type: $type, filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
           minEvidence: $minEvidence) {
    type { name } asOf counts { yes no unknown } notes
    fixes(first: $first, kinds: $kinds) { kind text change pairs fromNo fromUnknown }
  }
}
"""
SMALLEST_SET = """
query SmallestSet($type: ID!, $filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $reading: Reading!,
                  $minEvidence: Evidence, $first: Int!, $most: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  exchange(type: $type, filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
           minEvidence: $minEvidence) {
    type { name } asOf organisations notes
    smallestSet(most: $most) {
      changes { kind text pairs } scenario atLeast method stopped complete pairs fromNo fromUnknown
      counts { yes no unknown } reasons { reason count }
      remaining(first: $first) { totalCount edges { node {
        organisation { code name } bothWays reasons { reason count }
      } } }
    }
  }
}
"""


def fixes(
    exchange: ExchangeType,
    planned: Annotated[
        bool, typer.Option("--planned", help="Only what is on the way already, if it came now.")
    ] = False,
    smallest_set: Annotated[
        bool,
        typer.Option(
            "--smallest-set",
            help="The fewest changes found that let all of them exchange with one another, as far as such changes can.",
        ),
    ] = False,
    most: Annotated[
        int, typer.Option("--most", help="With --smallest-set: changes after which the search ends.")
    ] = 100,
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
    """Which single change would help most.

    Each change is counted alone: what is on the way coming now, a further link between a system and a relay, one more
    profile sent or taken, one more translation. Pairs that are unknown now may be able to exchange already.
    --smallest-set looks for a set of them that is made as a whole, and says how far it can be from the smallest.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "type": exchange,
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
    }
    if smallest_set:
        if planned:
            raise UsageError("--planned and --smallest-set are two questions: ask one of them")
        _smallest_set(asked(store, SMALLEST_SET, variables | {"most": most}, as_json)["exchange"])
        return
    variables["kinds"] = ["BRING_FORWARD"] if planned else None
    report = asked(store, FIXES, variables, as_json)["exchange"]
    for said in report["notes"]:
        print(said)
    columns = ("pairs", "from no", "from unknown", "kind", "what to do")
    rows = [
        (one["pairs"], one["fromNo"], one["fromUnknown"], words(one["kind"]), one["text"])
        for one in report["fixes"]
    ]
    print_table(columns, rows, numbers=columns[:3], below=("what to do",))
    counts = report["counts"]
    note(
        f"{counted(len(rows), 'change')} shown (--first), each by itself; {report['type']['name']} on {report['asOf']}: "
        f"{counted(counts['yes'], 'pair')} yes, {counts['no']:,} no, {counts['unknown']:,} unknown"
    )


def _smallest_set(report: dict[str, Any]) -> None:
    for said in report["notes"]:
        print(said)
    found = report["smallestSet"]
    steps = ("more pairs", "kind", "what to do")
    rows = [(one["pairs"], words(one["kind"]), one["text"]) for one in found["changes"]]
    if rows:
        print_table(steps, rows, numbers=steps[:1], below=("what to do",))
    else:
        print("No change of these kinds turns a pair to yes.")
    left = found["remaining"]
    if left["totalCount"]:
        print("\nNot yet exchanging with all the others")
        columns = ("code", "name", "both ways", "why not")
        print_table(
            columns,
            [
                (
                    one["node"]["organisation"]["code"],
                    one["node"]["organisation"]["name"],
                    one["node"]["bothWays"],
                    _why(one["node"]["reasons"]),
                )
                for one in left["edges"]
            ],
            numbers=columns[2:3],
            below=("why not",),
        )
    counts = found["counts"]
    note(
        f"{counted(len(rows), 'change turns', 'changes turn')} {counted(found['pairs'], 'pair')} to yes "
        f"({found['fromNo']:,} now no, {found['fromUnknown']:,} now unknown); no set of such changes that does the same has "
        f"fewer than {found['atLeast']:,}. {report['type']['name']} on {report['asOf']} among "
        f"{counted(report['organisations'], 'organisation')} then: {counted(counts['yes'], 'pair')} yes, "
        f"{counts['no']:,} no, {counts['unknown']:,} unknown"
    )
    if found["stopped"]:
        note("The search ended at --most; more changes would turn more pairs to yes")
    note(found["method"])


def _why(reasons: list[dict[str, Any]]) -> str:
    return ", ".join(f"{words(one['reason'])} {one['count']:,}" for one in reasons)
