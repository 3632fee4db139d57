"""`graphmap ask dependencies`: whose payload can reach a system, or whom its payload can reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import asked, common, nodes, words
from graphmap.cli.options import AsKnownAt, AsOf, First, Json, MinEvidence, Store, one_of
from graphmap.cli.output import counted, note
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask dependencies SA1-tally
  graphmap ask dependencies service:E_RS --direction downstream --depth 1
  graphmap ask dependencies "group:Arden Group" --exchange shared_record
"""
DEPENDENCIES = """
query Dependencies($of: ID!, $direction: DependencyDirection!, $depth: Int!, $exchanges: [ID!], $asOf: Date,
                   $asKnownAt: Date, $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  dependencies(of: $of, direction: $direction, depth: $depth, exchanges: $exchanges, asOf: $asOf, asKnownAt: $asKnownAt,
               minEvidence: $minEvidence) {
    asOf notes depth deeper systems organisations
    subject { name systems organisations completeRecords }
    edges(first: $first) {
      totalCount
      edges { node { depth link { from { key } to { key } exchange { code } profile { text } evidence observedAt } } }
    }
  }
}
"""


def dependencies(
    of: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            show_default=False,
            help="A system in use, national service, product, supplier, organisation, group:NAME or host:NAME.",
        ),
    ],
    direction: Annotated[
        str,
        typer.Option(
            "--direction",
            metavar="upstream|downstream",
            parser=one_of(("UPSTREAM", "DOWNSTREAM")),
            help="upstream: whose payload can reach it; downstream: whom its payload can reach.",
        ),
    ] = "upstream",
    depth: Annotated[int, typer.Option("--depth", min=1, max=10, help="How many links away.")] = 2,
    exchanges: Annotated[
        list[str] | None,
        typer.Option("--exchange", metavar="EXCHANGE", help="Only this exchange type; may be repeated."),
    ] = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    min_evidence: MinEvidence = None,
    first: First = 50,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """What a system leans on, or what leans on it.

    Interfaces in force are followed from the systems of the subject; beyond the first one only through hubs, each for the
    exchange type that it passes on.
    """
    variables = common(as_of, as_known_at, "cautious", min_evidence, first)
    del variables["reading"]  # links in force are what they are under either reading
    variables |= {"of": of, "direction": direction, "depth": depth, "exchanges": exchanges}
    found = asked(store, DEPENDENCIES, variables, as_json)["dependencies"]
    print(_sentence(found, upstream=direction == "UPSTREAM"))
    for said in found["notes"]:
        print(said)
    links = nodes(found["edges"])
    if links:
        print()
        columns = ("links away", "from", "to", "exchange", "profile", "evidence", "observed")
        print_table(columns, list(map(_row, links)), numbers=("links away",))
    note(
        f"{len(links):,} of {found['edges']['totalCount']:,} interfaces shown (--first), as of {found['asOf']}"
    )


def _sentence(found: Mapping[str, Any], *, upstream: bool) -> str:
    subject = found["subject"]
    if not subject["systems"]:
        return f"{subject['name']} has no system in force on this day."
    systems = counted(found["systems"], "system")
    run_by = counted(found["organisations"], "organisation")
    within = counted(found["depth"], "interface")
    way = "can reach it" if upstream else "can be reached from it"
    said = f"{subject['name']}: {systems} of {run_by} {way} within {within}."
    if found["deeper"]:
        said += " More lies beyond (--depth)."
    bodies = subject["organisations"]
    rest = bodies - subject["completeRecords"]
    if rest:
        whose = "its organisation" if bodies == 1 else f"{rest:,} of its {bodies:,} organisations"
        said += f" The record of {whose} is not complete: there may be more."
    return said


def _row(edge: Mapping[str, Any]) -> tuple[object, ...]:
    link = edge["link"]
    return (
        edge["depth"],
        link["from"]["key"],
        link["to"]["key"],
        link["exchange"]["code"],
        link["profile"]["text"] if link["profile"] else "not stated",
        words(link["evidence"]),
        link["observedAt"] or "not dated",
    )
