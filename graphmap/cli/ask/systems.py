"""`graphmap ask systems`: how many systems organisations have on record."""

from __future__ import annotations

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
  graphmap ask systems
  graphmap ask systems --icb SAQ1
"""
SYSTEMS = """
query Systems($filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $reading: Reading!, $minEvidence: Evidence,
              $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  systems(filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading, minEvidence: $minEvidence) {
    asOf organisations completeRecords without distinctSystems median most notes
    byOrganisation(first: $first) {
      totalCount
      edges { node { organisation { code name } systems recordComplete } }
    }
  }
}
"""


def systems(
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
    """How many systems organisations have on record.

    Organisations are chosen by --code, --type, --setting, --icb and --region; without any of them open NHS trusts.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
    }
    report = asked(store, SYSTEMS, variables, as_json)["systems"]
    if report["median"] is None:
        print("No organisation is in scope.")
    else:
        print(
            f"{report['organisations']:,} organisations: {report['distinctSystems']:,} distinct systems on record, median "
            f"{report['median']:g} and at most {report['most']:,} an organisation. "
            f"Of {report['without']:,} of them no system is on record."
        )
        print(
            f"The record of {report['completeRecords']:,} of them is complete; the others may have more than is counted."
        )
    for said in report["notes"]:
        print(said)
    found = nodes(report["byOrganisation"])
    if found:
        print()
        rows = [
            (
                node["organisation"]["code"],
                node["organisation"]["name"],
                node["systems"],
                "complete" if node["recordComplete"] else "not complete",
            )
            for node in found
        ]
        print_table(("code", "organisation", "systems", "record"), rows, numbers=("systems",))
    total = report["byOrganisation"]["totalCount"]
    note(f"{len(found):,} of {total:,} organisations shown (--first), as of {report['asOf']}")
