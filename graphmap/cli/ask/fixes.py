"""`graphmap ask fixes`: single changes by what each would mend."""

from __future__ import annotations

from typing import Annotated

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
from graphmap.cli.output import note
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask fixes imaging
  graphmap ask fixes referral --planned
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


def fixes(
    exchange: ExchangeType,
    planned: Annotated[
        bool, typer.Option("--planned", help="Only what is on the way already, if it came now.")
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
    """Which single change would help most.

    Each change is counted alone: what is on the way coming now, a further link between a system and a relay, one more
    profile sent or taken, one more translation. Pairs that are unknown now may be able to exchange already.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "type": exchange,
        "kinds": ["BRING_FORWARD"] if planned else None,
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
    }
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
        f"{len(rows):,} changes shown (--first), each by itself; {report['type']['name']} on {report['asOf']}: "
        f"{counts['yes']:,} pairs yes, {counts['no']:,} no, {counts['unknown']:,} unknown"
    )
