"""`graphmap ask contracts`: which contracts end when, and what hangs on them."""

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
    Regions,
    Settings,
    Store,
    Types,
)
from graphmap.cli.output import counted, note
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask contracts
  graphmap ask contracts --within 24 --icb SAQ1
  graphmap ask contracts --expired
  graphmap ask contracts --type ICB
"""
CONTRACTS = """
query Contracts($filter: OrganisationFilter, $months: Int!, $buckets: [ContractBucket!], $asOf: Date, $asKnownAt: Date,
                $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  contractTimeline(filter: $filter, months: $months, asOf: $asOf, asKnownAt: $asKnownAt, minEvidence: $minEvidence) {
    asOf total buyers organisations notes
    buckets { bucket contracts valueGbp valueNotStated stillInUse outOfContract }
    contracts(buckets: $buckets, first: $first) {
      totalCount
      edges { node { contract { buyer { code } supplier { name } product { name } capability { code } valueGbp
                                validity { to } reference }
                     bucket dependents { key } links organisationsBeyond inArea outOfContract } }
    }
  }
}
"""
_ENDS = {
    "EXPIRED": "expired",
    "WITHIN_12_MONTHS": "within 12 months",
    "WITHIN_24_MONTHS": "in 12 to 24 months",
    "LATER": "later",
    "NO_END_DATE": "no end date",
}


def contracts(
    within: Annotated[
        int | None,
        typer.Option(
            "--within", metavar="MONTHS", help="List those that end within so many months. Default: 12."
        ),
    ] = None,
    expired: Annotated[
        bool, typer.Option("--expired", help="List those that have ended, in place of those that are to end.")
    ] = False,
    codes: Codes = None,
    types: Types = None,
    settings: Settings = None,
    icbs: Icbs = None,
    regions: Regions = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    min_evidence: MinEvidence = None,
    first: First = 50,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Which contracts end when, and what hangs on them.

    Contracts of the buyers in scope.

    Organisations are chosen by --code, --type, --setting, --icb and --region; without any of them open NHS trusts.
    """
    if expired and within is not None:
        raise typer.BadParameter("--within and --expired exclude each other")
    months = 12 if within is None else within
    variables = common(as_of, as_known_at, "CAUTIOUS", min_evidence, first) | {
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "months": months,
        "buckets": ["EXPIRED"] if expired else None,
    }
    del variables["reading"]
    report = asked(store, CONTRACTS, variables, as_json)["contractTimeline"]
    print(
        f"{counted(report['total'], 'contract')} on record, of {report['buyers']:,} of the {report['organisations']:,} "
        "organisations in scope; there may be more."
    )
    for said in report["notes"]:
        print(said)
    print()
    columns = ("ends", "contracts", "value (£)", "no value stated", "still in use", "out of contract")
    print_table(columns, list(map(_bucket, report["buckets"])), numbers=columns[1:])
    bare = next(one["outOfContract"] for one in report["buckets"] if one["bucket"] == "EXPIRED")
    if bare:
        print(
            f"\nExpired while the system still runs, and no contract in force for it on record: {bare:,} "
            "(graphmap ask contracts --expired)."
        )
    found = nodes(report["contracts"])
    if found:
        print()
        head = (
            "ends",
            "buyer",
            "supplier",
            "product or capability",
            "value (£)",
            "systems in use",
            "interfaces",
        )
        print_table(
            (*head, "organisations beyond", "in area", "remark"),
            list(map(_contract, found)),
            numbers=("value (£)", "interfaces", "organisations beyond", "in area"),
        )
    what = "expired contracts" if expired else f"contracts that end within {months} months"
    note(
        f"{len(found):,} of {report['contracts']['totalCount']:,} {what} shown (--first), as of {report['asOf']}"
    )


def _bucket(one: Mapping[str, Any]) -> tuple[object, ...]:
    return (
        _ENDS[one["bucket"]],
        one["contracts"],
        _pounds(one["valueGbp"]),
        one["valueNotStated"],
        one["stillInUse"],
        one["outOfContract"],
    )


def _contract(one: Mapping[str, Any]) -> tuple[object, ...]:
    contract = one["contract"]
    bought = contract["product"] and contract["product"]["name"]
    bought = bought or (contract["capability"] and contract["capability"]["code"])
    return (
        contract["validity"]["to"],
        contract["buyer"]["code"],
        contract["supplier"]["name"],
        bought or "not stated",
        _pounds(contract["valueGbp"]),
        [system["key"] for system in one["dependents"]],
        one["links"],
        one["organisationsBeyond"],
        one["inArea"] or None,
        "out of contract, still in use" if one["outOfContract"] else "",
    )


def _pounds(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"
