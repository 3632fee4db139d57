"""`graphmap ask lock-in`: what ties organisations to their systems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

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
)
from graphmap.cli.output import note
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask lock-in MATERNITY
  graphmap ask lock-in --code SA1
"""
LOCK_IN = """
query LockIn($filter: OrganisationFilter, $capability: ID, $asOf: Date, $asKnownAt: Date, $reading: Reading!,
             $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional asOf }
  lockIn(filter: $filter, capability: $capability, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
         minEvidence: $minEvidence, first: $first) {
    totalCount
    edges { node { deployment { key product { name } } links closedLinks unpublishedLinks unstatedLinks requiredFlows
                   flowsWithoutOpenStandard { flow { exchange { code } direction } gap }
                   contract { reference } contractEnd expiredContract { validity { to } } recordComplete
                   supplierGatedInterfaces export } }
  }
}
"""


def lock_in(
    capability: Annotated[
        str | None,
        typer.Argument(
            metavar="[CAPABILITY]",
            show_default=False,
            help="Capability, such as MATERNITY; without one, all.",
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
    """What ties organisations to their systems.

    Figures side by side and no score; systems with most interfaces come first.

    Organisations are chosen by --code, --type, --setting, --icb and --region; without any of them open NHS trusts.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "capability": capability,
    }
    data = asked(store, LOCK_IN, variables, as_json)
    found = nodes(data["lockIn"])
    columns = (
        *("system", "product", "interfaces", "unpublished", "not stated", "either", "required flows"),
        *("contract until", "record", "without an open standard"),
    )
    print_table(columns, list(map(_row, found)), numbers=columns[2:7], below=("without an open standard",))
    if found:
        print(
            f"\nInterfaces that need the supplier's consent: {found[0]['supplierGatedInterfaces']}. "
            f"Export of all data: {found[0]['export']}."
        )
    total = data["lockIn"]["totalCount"]
    note(f"{len(found):,} of {total:,} systems shown (--first), as of {data['about']['asOf']}")


def _row(node: Mapping[str, Any]) -> tuple[object, ...]:
    gaps = [
        f"{one['flow']['exchange']['code']} {one['flow']['direction'].lower()} ({words(one['gap'])})"
        for one in node["flowsWithoutOpenStandard"]
    ]
    closed = node["closedLinks"]
    return (
        node["deployment"]["key"],
        node["deployment"]["product"]["name"],
        node["links"],
        node["unpublishedLinks"],
        node["unstatedLinks"],
        None if closed is None else f"{closed:.0%}",
        node["requiredFlows"],
        _until(node),
        "complete" if node["recordComplete"] else "not complete",
        ", ".join(gaps),
    )


def _until(node: Mapping[str, Any]) -> str:
    if node["contract"]:
        return node["contractEnd"] or "no end date"
    if node["expiredContract"]:
        return f"expired {node['expiredContract']['validity']['to']}"
    return "not on record"
