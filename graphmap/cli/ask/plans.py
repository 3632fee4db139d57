"""`graphmap ask plans`: what would follow if a scope converged on one product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import asked, common, nodes, organisations
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

EXAMPLES = """\b
Examples:
  graphmap ask plans EPR_ACUTE
  graphmap ask plans MATERNITY --candidate arden-epr --code SA1 --code SA2
"""
PLANS = """
query Plans($capability: ID!, $filter: OrganisationFilter, $candidates: [ID!], $asOf: Date, $asKnownAt: Date,
            $reading: Reading!, $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  consolidation(capability: $capability, filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
                minEvidence: $minEvidence) {
    capability { name } asOf notes
    plans(candidates: $candidates) {
      product { key name } gained lost exchanges { type { name } gained lost }
      hhiBefore { low high } hhiAfter { low high } alsoServed { name } unknown
      migrated(first: 1) { totalCount } replaced(first: 1) { totalCount }
      linksToRebuild(first: $first) { totalCount edges { node { from { key } to { key } exchange { code } } } }
      contractsTouched(first: $first) {
        totalCount edges { node { buyer { code } supplier { name } reference validity { to } } }
      }
    }
  }
}
"""


def plans(
    capability: Annotated[str, typer.Argument(show_default=False, help="Capability, such as EPR_ACUTE.")],
    candidates: Annotated[
        list[str] | None,
        typer.Option("--candidate", metavar="PRODUCT", help="Also weigh this product; may be repeated."),
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
    first: First = 10,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """What would follow from converging on one product.

    For each product in use, and each --candidate: who migrates, pairs gained and lost, interfaces to rebuild, contracts
    touched, and how concentrated the market would be. Pairs are those of all open organisations.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "capability": capability,
        "candidates": candidates,
    }
    report = asked(store, PLANS, variables, as_json)["consolidation"]
    for said in report["notes"]:
        print(said)
    columns = (
        "product",
        "migrate",
        "systems",
        "gained",
        "lost",
        "rebuild",
        "contracts",
        "HHI now",
        "HHI then",
    )
    rows = [
        (
            one["product"]["name"],
            one["migrated"]["totalCount"],
            one["replaced"]["totalCount"],
            one["gained"],
            one["lost"],
            one["linksToRebuild"]["totalCount"],
            one["contractsTouched"]["totalCount"],
            _bounds(one["hhiBefore"]),
            _bounds(one["hhiAfter"]),
        )
        for one in report["plans"]
    ]
    print_table(columns, rows, numbers=columns[1:])
    for one in report["plans"]:
        _explained(one)
    note(
        f"{len(rows):,} plans for {report['capability']['name']} as of {report['asOf']}, none of them made by anybody"
    )


def _bounds(index: Mapping[str, float] | None) -> str:
    if index is None:
        return ""
    low, high = (f"{index[end]:,.0f}" for end in ("low", "high"))
    return low if low == high else f"{low} to {high}"


def _explained(plan: Mapping[str, Any]) -> None:
    print(f"\n{plan['product']['name']} ({plan['product']['key']})")
    for one in plan["exchanges"]:
        print(f"  {one['type']['name']}: {counted(one['gained'], 'pair')} gained, {one['lost']:,} lost")
    for one in nodes(plan["linksToRebuild"]):
        print(f"  to rebuild: {one['from']['key']} to {one['to']['key']}, {one['exchange']['code']}")
    for one in nodes(plan["contractsTouched"]):
        named = f"{one['buyer']['code']} with {one['supplier']['name']}"
        if one["reference"]:
            named += f" {one['reference']}"
        print(f"  contract: {named}, ends {one['validity']['to'] or 'on no recorded day'}")
    if plan["alsoServed"]:
        print(f"  also served by what goes: {', '.join(one['name'] for one in plan['alsoServed'])}")
    for said in plan["unknown"]:
        print(f"  {said}")
