"""`graphmap ask duplicates`: several systems or products that do the same."""

from __future__ import annotations

from typing import Annotated

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
  graphmap ask duplicates
  graphmap ask duplicates EPMA
  graphmap ask duplicates --icb SAQ1 --json
"""
DUPLICATES = """
query Duplicates($filter: OrganisationFilter, $capability: ID, $asOf: Date, $asKnownAt: Date, $reading: Reading!,
                 $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional asOf }
  duplicates(filter: $filter, capability: $capability, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
             minEvidence: $minEvidence, first: $first) {
    totalCount organisations completeRecords
    edges { node { place organisation { code name } icb { code name } capability { code }
                   deployments { key } products { name } } }
  }
}
"""
_NAMED = 12
"""Systems of a duplicate that are named; an area may have hundreds."""


def duplicates(
    capability: Annotated[
        str | None,
        typer.Argument(
            metavar="[CAPABILITY]", show_default=False, help="Capability, such as EPMA; without one, all."
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
    """Several live systems, or products, that do the same.

    Systems of one organisation for one capability, and distinct products for one in the area of an ICB.

    Organisations are chosen by --code, --type, --setting, --icb and --region; without any of them open NHS trusts.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "capability": capability,
    }
    data = asked(store, DUPLICATES, variables, as_json)
    answer = data["duplicates"]
    found = nodes(answer)
    rows = []
    for node in found:
        where = node["organisation"] or node["icb"]
        kind = "organisation" if node["organisation"] else "area"
        systems = [one["key"] for one in node["deployments"]]
        which = ", ".join(systems[:_NAMED]) + (
            f" and {len(systems) - _NAMED:,} more" if systems[_NAMED:] else ""
        )
        products = [one["name"] for one in node["products"]]
        rows.append(
            (kind, where["code"], where["name"], node["capability"]["code"], len(systems), products, which)
        )
    if rows:
        columns = ("in", "code", "name", "capability", "systems", "products", "which")
        print_table(columns, rows, numbers=("systems",), below=("which",))
    else:
        print("No duplicate is on record.")
    print(
        f"\nThe record of {answer['completeRecords']:,} of {answer['organisations']:,} organisations in scope is complete; "
        "of the others there may be more."
    )
    total = answer["totalCount"]
    note(f"{len(rows):,} of {total:,} duplicates shown (--first), as of {data['about']['asOf']}")
