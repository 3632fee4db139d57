"""`graphmap ask market`: who supplies a capability, and how concentrated that is; or every capability at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from graphmap.analysis.market.terms import ContractState, Holding
from graphmap.cli.ask.asking import asked, common, nodes, organisations, words
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

EXAMPLES = """\b
Examples:
  graphmap ask market
  graphmap ask market EPR_ACUTE
  graphmap ask market GP_CLINICAL --type GP_PRACTICE --icb SAQ1
  graphmap ask market EPR_ACUTE --by-organisation
  graphmap ask market EPR_ACUTE --contract expired
"""
_TERMS = (
    """filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading, minEvidence: $minEvidence"""
)
_ASKED = """$filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $reading: Reading!, $minEvidence: Evidence"""
_REPORT = """capability { code name } asOf organisations unknownOrganisations without completeness summary instances planned
    shares { supplier { key name } group organisations share suppliers { supplier { key name } organisations } }
    hhi { low high band } cr1 { low high } cr4 { low high } notes"""
MARKET = f"""
query Market($capability: ID!, {_ASKED}) {{
  about(asOf: $asOf, asKnownAt: $asKnownAt) {{ fictional }}
  market(capability: $capability, {_TERMS}) {{
    {_REPORT}
  }}
}}
"""
HOLDERS = f"""
query Holders($capability: ID!, {_ASKED}, $holding: [Holding!], $contract: [ContractState!], $first: Int!) {{
  about(asOf: $asOf, asKnownAt: $asKnownAt) {{ fictional }}
  market(capability: $capability, {_TERMS}) {{
    {_REPORT}
    withoutContract: byOrganisation(contract: [NOT_ON_RECORD], first: 1) {{ totalCount }}
    byOrganisation(holding: $holding, contract: $contract, first: $first) {{
      totalCount
      edges {{ node {{ organisation {{ code name }} holding contract
                       deployments {{ key product {{ name }} validity {{ status }} }}
                       contracts {{ validity {{ to }} }} }} }}
    }}
  }}
}}
"""
MARKETS = f"""
query Markets({_ASKED}, $first: Int!) {{
  about(asOf: $asOf, asKnownAt: $asKnownAt) {{ fictional asOf }}
  markets(first: $first, {_TERMS}) {{
    totalCount
    edges {{ node {{ {_REPORT} }} }}
  }}
}}
"""


def market(
    capability: Annotated[
        str | None,
        typer.Argument(
            metavar="[CAPABILITY]",
            show_default=False,
            help="Capability, such as MATERNITY; without one, all.",
        ),
    ] = None,
    by_organisation: Annotated[
        bool,
        typer.Option(
            "--by-organisation",
            help="Organisation by organisation: what it has, or whether that is unknown, and until when it is contracted.",
        ),
    ] = False,
    holding: Annotated[
        list[str] | None,
        typer.Option(
            "--holding",
            metavar="|".join(map(spelled, Holding)),
            parser=one_of(Holding),
            help="Only organisations of which this is on record; may be repeated. Implies --by-organisation.",
        ),
    ] = None,
    contract: Annotated[
        list[str] | None,
        typer.Option(
            "--contract",
            metavar="|".join(map(spelled, ContractState)),
            parser=one_of(ContractState),
            help="Only organisations under such contracts; may be repeated. Implies --by-organisation.",
        ),
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
    first: First = 50,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Who supplies a capability, and how concentrated it is.

    Without a capability all of them, the most concentrated first.

    Organisations are chosen by --code, --type, --setting, --icb and --region; without any of them open NHS trusts.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first)
    variables["filter"] = organisations(
        codes=codes, types=types, settings=settings, icbs=icbs, regions=regions
    )
    by_organisation = by_organisation or bool(holding or contract)
    if capability is None:
        if by_organisation:
            raise typer.BadParameter("--by-organisation, --holding and --contract need a capability")
        _print_all(asked(store, MARKETS, variables, as_json))
        return
    variables["capability"] = capability
    if by_organisation:
        variables |= {"holding": holding, "contract": contract}
    else:
        del variables["first"]
    report = asked(store, HOLDERS if by_organisation else MARKET, variables, as_json)["market"]
    print(report["summary"])
    for said in report["notes"]:
        print(said)
    if report["planned"]:
        print(f"Planned systems, which are not counted: {report['planned']:,}.")
    if by_organisation:
        _print_holders(report)
    else:
        _print_shares(report)


def _print_shares(report: Mapping[str, Any]) -> None:
    if report["hhi"] is None:
        return
    print()
    columns = ("figure", "low", "high")
    rows: list[tuple[object, ...]] = [
        ("HHI", f"{report['hhi']['low']:,.0f}", f"{report['hhi']['high']:,.0f}")
    ]
    rows += [
        (name, f"{report[key]['low']:.0%}", f"{report[key]['high']:.0%}")
        for name, key in (("share of the largest (CR1)", "cr1"), ("share of the four largest (CR4)", "cr4"))
    ]
    print_table(columns, rows, numbers=columns[1:])
    if report["shares"]:
        print()
        print_table(
            ("supplier or group", "suppliers", "organisations", "share of the known"),
            [_share(one) for one in report["shares"]],
            numbers=("organisations", "share of the known"),
        )
    note(
        f"{report['organisations']:,} organisations in the market, {report['unknownOrganisations']:,} of them unknown, "
        f"{report['instances']:,} systems in use, as of {report['asOf']}"
    )


def _share(one: Mapping[str, Any]) -> tuple[object, ...]:
    several = one["group"] is not None
    suppliers = ", ".join(
        f"{part['supplier']['name']} {part['organisations']:g}" for part in one["suppliers"] if several
    )
    name = one["group"] or one["supplier"]["name"]
    return name, suppliers, f"{one['organisations']:,.10g}", f"{one['share']:.1%}"


def _print_holders(report: Mapping[str, Any]) -> None:
    found = nodes(report["byOrganisation"])
    print()
    print_table(
        ("code", "organisation", "on record", "systems", "contract", "ends"),
        [
            (
                node["organisation"]["code"],
                node["organisation"]["name"],
                words(node["holding"]),
                ", ".join(_system(one) for one in node["deployments"]),
                words(node["contract"]),
                ", ".join(one["validity"]["to"] or "no end date" for one in node["contracts"]),
            )
            for node in found
        ],
    )
    if missing := report["withoutContract"]["totalCount"]:
        print(f"Of {missing:,} of {report['organisations']:,} organisations no contract for it is on record.")
    total = report["byOrganisation"]["totalCount"]
    note(f"{len(found):,} of {total:,} organisations shown (--first), as of {report['asOf']}")


def _system(one: Mapping[str, Any]) -> str:
    name: str = one["product"]["name"]
    return f"{name} (retiring)" if one["validity"]["status"] == "RETIRING" else name


def _print_all(data: Mapping[str, Any]) -> None:
    found = nodes(data["markets"])
    known = [node for node in found if node["shares"]]
    columns = (
        "capability",
        "organisations",
        "known",
        "largest of the known",
        "share",
        "HHI low",
        "HHI high",
        "screening band",
    )
    print_table(
        columns,
        [
            (
                node["capability"]["code"],
                node["organisations"],
                node["organisations"] - node["unknownOrganisations"],
                node["shares"][0]["group"] or node["shares"][0]["supplier"]["name"],
                f"{node['shares'][0]['share']:.0%}",
                f"{node['hhi']['low']:,.0f}",
                f"{node['hhi']['high']:,.0f}",
                words(node["hhi"]["band"]) or "undecided",
            )
            for node in known
        ],
        numbers=(*columns[1:3], *columns[4:7]),
    )
    unknown = [node["capability"]["code"] for node in found if node["organisations"] and not node["shares"]]
    if unknown:
        print(f"\nNo supplier is known for {', '.join(unknown)}.")
    note(
        f"{len(found):,} of {data['markets']['totalCount']:,} capabilities looked at (--first); shares are of the "
        f"known organisations, as of {data['about']['asOf']}"
    )
