"""`graphmap ask consolidation`: which products serve a capability, area by area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from graphmap.cli.output import note
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask consolidation EPR_ACUTE
  graphmap ask consolidation EPR_MHC --region SAR
"""
CONSOLIDATION = """
query Consolidation($capability: ID!, $filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $reading: Reading!,
                    $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  consolidation(capability: $capability, filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
                minEvidence: $minEvidence) {
    capability { name } asOf organisations unknownOrganisations distinctProducts unnamedProducts notes
    products { product { name } organisations instances retiring }
    areas { icb { code name } organisations unknownOrganisations distinctProducts unnamedProducts
            products { product { name } organisations } }
    planned(first: $first) {
      totalCount
      edges { node { key product { name } organisations { code } validity { from standing } } }
    }
  }
}
"""


def consolidation(
    capability: Annotated[str, typer.Argument(show_default=False, help="Capability, such as EPR_ACUTE.")],
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
    """Which products serve a capability, and where.

    As a whole and ICB by ICB. Systems planned for it are listed and not counted.

    Organisations are chosen by --code, --type, --setting, --icb and --region; without any of them open NHS trusts.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "capability": capability,
    }
    report = asked(store, CONSOLIDATION, variables, as_json)["consolidation"]
    print(
        f"{report['capability']['name']}: {_counted(report)} in use among the {report['organisations']:,} organisations "
        f"that need it; of {report['unknownOrganisations']:,} of them no system is on record."
    )
    for said in report["notes"]:
        print(said)
    if report["products"]:
        print()
        used = ("product", "organisations", "systems", "retiring at")
        uses = [
            (one["product"]["name"], one["organisations"], one["instances"], one["retiring"])
            for one in report["products"]
        ]
        print_table(used, uses, numbers=used[1:])
    if report["areas"]:
        print()
        columns = ("ICB", "name", "organisations", "not on record", "products", "not named", "which")
        print_table(columns, list(_areas(report)), numbers=columns[2:6], below=("which",))
    planned = nodes(report["planned"])
    if planned:
        print()
        rows = [
            (
                one["key"],
                one["product"]["name"],
                [body["code"] for body in one["organisations"]],
                one["validity"]["from"] or "no date",
                "overdue" if one["validity"]["standing"] == "SLIPPED" else "",
            )
            for one in planned
        ]
        print_table(("planned system", "product", "organisations", "due", "remark"), rows)
    total = report["planned"]["totalCount"]
    note(f"{len(planned):,} of {total:,} planned systems shown (--first), as of {report['asOf']}")


def _counted(report: Mapping[str, Any]) -> str:
    said = f"{report['distinctProducts']:,} named products"
    if report["unnamedProducts"]:
        said += f" and {report['unnamedProducts']:,} that no source names"
    return said


def _areas(report: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for area in report["areas"]:
        which = (f"{one['product']['name']} {one['organisations']:,}" for one in area["products"])
        yield (
            area["icb"]["code"],
            area["icb"]["name"],
            area["organisations"],
            area["unknownOrganisations"],
            area["distinctProducts"],
            area["unnamedProducts"],
            ", ".join(which),
        )
