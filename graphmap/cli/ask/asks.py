"""`graphmap ask asks`: whom to ask what."""

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
    Regions,
    Settings,
    Store,
    Types,
)
from graphmap.cli.output import note
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask asks
  graphmap ask asks referral
  graphmap ask asks transfer_of_care --type NHS_TRUST --receiver-type GP_PRACTICE --first 5
"""
ASKS = """
query Asks($type: ID, $filter: OrganisationFilter, $receivers: OrganisationFilter, $asOf: Date, $asKnownAt: Date,
           $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional asOf }
  asks(type: $type, filter: $filter, receivers: $receivers, asOf: $asOf, asKnownAt: $asKnownAt,
       minEvidence: $minEvidence, first: $first) {
    totalCount
    edges { node { organisation { code name } type { code name } pairs asSender asReceiver settled unknown text } }
  }
}
"""


def asks(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="[EXCHANGE]",
            show_default=False,
            help="Exchange type, such as referral; without one, all of them.",
        ),
    ] = None,
    codes: Codes = None,
    types: Types = None,
    settings: Settings = None,
    icbs: Icbs = None,
    regions: Regions = None,
    receivers: Annotated[
        list[str] | None,
        typer.Option("--receiver", metavar="CODE", help="Only this receiver; may be repeated."),
    ] = None,
    receiver_types: Annotated[
        list[str] | None,
        typer.Option(
            "--receiver-type",
            metavar="TYPE",
            help="Only receivers of this type; may be repeated. Default: the same organisations as the senders.",
        ),
    ] = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    min_evidence: MinEvidence = None,
    first: First = 20,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Whom to ask what, most to settle first.

    Each is about one organisation's record of one exchange type. Counts are ordered pairs of organisations in scope that are
    unknown and name it as one to ask; "settled" are those that are unknown no more once it declares its record, as it is
    now, complete. The others need the other end's answer too, or a new fact.
    """
    variables = common(as_of, as_known_at, "cautious", min_evidence, first) | {
        "type": kind,
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "receivers": organisations(codes=receivers, types=receiver_types),
    }
    data = asked(store, ASKS, variables, as_json)
    found = nodes(data["asks"])
    rows = [
        (
            node["organisation"]["code"],
            node["type"]["name"],
            node["pairs"],
            node["asSender"],
            node["asReceiver"],
            node["settled"],
            node["unknown"],
            node["text"],
        )
        for node in found
    ]
    columns = (
        "code",
        "exchange",
        "pairs",
        "as sender",
        "as receiver",
        "settled",
        "of all unknown",
        "what to ask",
    )
    if rows:
        print_table(columns, rows, numbers=columns[2:7], below=("what to ask",))
    else:
        print("Nothing to ask: no pair in scope is unknown.")
    total = data["asks"]["totalCount"]
    if len(found) < total and len({(node["pairs"], node["settled"]) for node in found}) == 1 < len(found):
        note(
            "All of those shown could settle as much as one another: the order among them is that of their codes."
        )
    note(f"{len(rows):,} of {total:,} questions shown (--first), as of {data['about']['asOf']}")
