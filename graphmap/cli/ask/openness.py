"""`graphmap ask openness`: which products lack open standards for the flows that they need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import asked, common, nodes, organisations
from graphmap.cli.options import AsKnownAt, AsOf, First, Json, MinEvidence, Store
from graphmap.cli.output import note
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask openness
  graphmap ask openness --capability MATERNITY --all
"""
PRODUCTS = """
query ProductStandards($filter: ProductFilter, $lacking: Boolean!, $asOf: Date, $asKnownAt: Date, $minEvidence: Evidence,
                       $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional asOf }
  productStandards(filter: $filter, lacking: $lacking, asOf: $asOf, asKnownAt: $asKnownAt, minEvidence: $minEvidence,
                   first: $first) {
    totalCount
    edges { node { product { key name supplier { name } } systems required shown claimed notOpen notKnown
                   flows { flow { exchange { code } direction } openness profiles { text } } } }
  }
}
"""


def openness(
    capabilities: Annotated[
        list[str] | None,
        typer.Option("--capability", metavar="CAPABILITY", help="Only products for this; may be repeated."),
    ] = None,
    suppliers: Annotated[
        list[str] | None,
        typer.Option("--supplier", metavar="ID", help="Only products of this supplier; may be repeated."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also products that have an open standard for every flow.")
    ] = False,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    min_evidence: MinEvidence = None,
    first: First = 50,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Which products lack open standards for what they need.

    A flow is open when a port or interface in use, or else the product's own claim, names a published profile that anybody
    may use and that is not to go. Of the others, those in use with something else are told apart from those not known.
    """
    variables = common(as_of, as_known_at, "cautious", min_evidence, first)
    del variables["reading"]  # what products show and claim is the same under either reading
    variables |= {
        "filter": organisations(capabilities=capabilities, suppliers=suppliers),
        "lacking": not everything,
    }
    data = asked(store, PRODUCTS, variables, as_json)
    found = nodes(data["productStandards"])
    rows = [
        (
            node["product"]["key"],
            node["product"]["name"],
            node["product"]["supplier"]["name"] if node["product"]["supplier"] else "nobody named",
            node["systems"],
            f"{node['shown'] + node['claimed']} of {node['required']}",
            _flows(node, "NOT_OPEN"),
            _flows(node, "NOT_KNOWN"),
            _flows(node, "CLAIMED"),
        )
        for node in found
    ]
    columns = ("product", "name", "supplier", "systems", "open", "not open", "not known", "only claimed")
    print_table(columns, rows, numbers=("systems",), below=columns[5:])
    total = data["productStandards"]["totalCount"]
    note(f"{len(rows):,} of {total:,} products shown (--first), as of {data['about']['asOf']}")


def _flows(node: Mapping[str, Any], standing: str) -> str:
    return ", ".join(
        f"{one['flow']['exchange']['code']} {one['flow']['direction'].lower()}"
        + (f" ({', '.join(profile['text'] for profile in one['profiles'])})" if one["profiles"] else "")
        for one in node["flows"]
        if one["openness"] == standing
    )
