"""`graphmap ask QUESTION`: the named questions as tables for people, asked through GraphQL like everything else."""

from __future__ import annotations

from typing import Annotated, Any

import typer

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
from graphmap.cli.output import note, print_json, print_table

app = typer.Typer(help="Ask a named question and read the answer as a table.", no_args_is_help=True)

Exchange = Annotated[str, typer.Argument(metavar="EXCHANGE", help="Exchange type, such as referral.")]

_EXCHANGE = """
query Ask($type: ID!, $filter: OrganisationFilter, $receivers: OrganisationFilter, $asOf: Date, $asKnownAt: Date,
          $reading: Reading, $minEvidence: Evidence, $verdict: [Verdict!], $first: Int) {
  exchange(type: $type, filter: $filter, receivers: $receivers, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
           minEvidence: $minEvidence) {
    asOf reading revision organisations summary
    counts { yes no unknown notApplicable }
    reasons { reason count }
    pairs(verdict: $verdict, first: $first) {
      totalCount
      edges { node { sender { code name } receiver { code name } verdict reasons flags evidence observedAt availableFrom
                     detail } }
    }
  }
}
"""
_ROUTE = """
query Route($type: ID!, $sender: ID!, $receiver: ID!, $asOf: Date, $asKnownAt: Date, $reading: Reading,
            $minEvidence: Evidence) {
  route(type: $type, sender: $sender, receiver: $receiver, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
        minEvidence: $minEvidence) {
    sender { code name } receiver { code name } verdict reasons detail flags evidence observedAt availableFrom
    mismatch { sent accepted }
    remedies { kind text }
    asks { organisation { code } text }
    routes(first: 5) { edges { node { hops { deployment { key product { name } } profile
                                             link { evidence observedAt } } } } }
  }
}
"""
_SILOS = """
query Silos($filter: OrganisationFilter, $minGrade: Grade, $asOf: Date, $asKnownAt: Date, $reading: Reading,
            $minEvidence: Evidence, $first: Int) {
  silos(filter: $filter, minGrade: $minGrade, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
        minEvidence: $minEvidence, first: $first) {
    totalCount
    edges { node { deployment { key product { name } } capability { name } grade score known required met
                   missing { exchange { code } direction } } }
  }
}
"""


def _ask(store: str | None, document: str, variables: dict[str, Any], as_json: bool) -> dict[str, Any]:
    """The data of one question; prints the JSON, or the errors, and leaves with the contract's code where it must."""
    from graphmap.cli.query import answered

    answer = answered(
        store, document, {name: value for name, value in variables.items() if value is not None}
    )
    if as_json:
        print_json(answer)
    if answer.get("errors"):
        if not as_json:
            for error in answer["errors"]:
                note(f"graphmap: {error['message']}")
        raise typer.Exit(1)
    if as_json:
        raise typer.Exit(0)
    data: dict[str, Any] = answer["data"]
    return data


def _filter(**lists: list[str] | None) -> dict[str, list[str]] | None:
    return {name: values for name, values in lists.items() if values} or None


def _spoken(reading: str) -> str:
    return reading.upper().replace("-", "_")


@app.command("exchange")
def exchange(
    kind: Exchange,
    verdict: Annotated[
        list[str] | None, typer.Option("--verdict", help="Only pairs with this verdict.")
    ] = None,
    codes: Codes = None,
    types: Types = None,
    settings: Settings = None,
    icbs: Icbs = None,
    regions: Regions = None,
    receiver_types: Annotated[
        list[str] | None,
        typer.Option("--receiver-type", help="Receivers of this type. Default: as the senders."),
    ] = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    reading: Reading = "cautious",
    min_evidence: MinEvidence = None,
    first: First = 20,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Which organisations can exchange this with which, and why not. Without a filter: open NHS trusts."""
    variables = {
        "type": kind,
        "filter": _filter(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "receivers": _filter(types=receiver_types),
        "asOf": as_of,
        "asKnownAt": as_known_at,
        "reading": _spoken(reading),
        "minEvidence": min_evidence.upper() if min_evidence else None,
        "verdict": [word.upper().replace("-", "_") for word in verdict] if verdict else None,
        "first": first,
    }
    report = _ask(store, _EXCHANGE, variables, as_json)["exchange"]
    print(report["summary"])
    if report["reading"] == "ON_RECORD":
        print("Read as if the record were complete: what is not on record counts as not there.")
    counts = report["counts"]
    columns = ("YES", "NO", "UNKNOWN", "NOT APPLICABLE")
    row = (counts["yes"], counts["no"], counts["unknown"], counts["notApplicable"])
    print_table(columns, [row], numbers=columns)
    if report["reasons"]:
        reasons = [(_words(found["reason"]), found["count"]) for found in report["reasons"]]
        print_table(("reason", "pairs"), reasons, numbers=("pairs",))
    nodes = [edge["node"] for edge in report["pairs"]["edges"]]
    rows = [
        (
            node["sender"]["code"],
            node["receiver"]["code"],
            node["verdict"],
            ", ".join(map(_words, (*node["reasons"], *node["flags"]))),
            node["evidence"],
            node["observedAt"],
            node["detail"],
        )
        for node in nodes
    ]
    print_table(
        ("from", "to", "verdict", "reasons and flags", "evidence", "oldest observation", "in words"), rows
    )
    note(f"{len(nodes):,} of {report['pairs']['totalCount']:,} pairs shown; as of {report['asOf']}")


@app.command("route")
def route(
    kind: Exchange,
    sender: Annotated[str, typer.Argument(help="Code of the organisation that sends.")],
    receiver: Annotated[str, typer.Argument(help="Code of the organisation that receives.")],
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    reading: Reading = "cautious",
    min_evidence: MinEvidence = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Whether one organisation can send this to another: by which systems, or why not and what would help."""
    variables = {
        "type": kind,
        "sender": sender,
        "receiver": receiver,
        "asOf": as_of,
        "asKnownAt": as_known_at,
        "reading": _spoken(reading),
        "minEvidence": min_evidence.upper() if min_evidence else None,
    }
    found = _ask(store, _ROUTE, variables, as_json)["route"]
    marks = ", ".join(map(_words, (*found["reasons"], *found["flags"])))
    print(
        f"{found['sender']['name']} to {found['receiver']['name']}: {found['verdict']}"
        + (f" ({marks})" if marks else "")
    )
    print(found["detail"])
    if found["verdict"] == "YES":
        print(
            f"Weakest evidence: {_words(found['evidence'])}. Oldest observation: {found['observedAt'] or 'not dated'}."
        )
    for number, edge in enumerate(found["routes"]["edges"], start=1):
        rows = [
            (
                hop["deployment"]["key"],
                hop["deployment"]["product"]["name"],
                hop["profile"],
                _words(hop["link"]["evidence"]) if hop["link"] else "",
                hop["link"]["observedAt"] if hop["link"] else "",
            )
            for hop in edge["node"]["hops"]
        ]
        print(f"Route {number}")
        print_table(("system", "product", "sends on", "evidence of the interface", "observed"), rows)
    for remedy in found["remedies"]:
        print(f"{_words(remedy['kind']).capitalize()}: {remedy['text']}")


@app.command("silos")
def silos(
    grade: Annotated[
        str | None,
        typer.Option("--min-grade", help="Mildest grade listed: S0, S1, S2, S3, OPEN or UNDETERMINED."),
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
    """Point solutions by how isolated they are, worst first."""
    variables = {
        "filter": _filter(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "minGrade": grade.upper() if grade else None,
        "asOf": as_of,
        "asKnownAt": as_known_at,
        "reading": _spoken(reading),
        "minEvidence": min_evidence.upper() if min_evidence else None,
        "first": first,
    }
    found = _ask(store, _SILOS, variables, as_json)["silos"]
    rows = [
        (
            node["deployment"]["key"],
            node["capability"]["name"],
            node["grade"],
            "" if node["score"] is None else f"{node['score']:.2f}",
            f"{node['known']:.0%}",
            f"{node['met']} of {node['required']}",
            ", ".join(f"{flow['exchange']['code']} {flow['direction'].lower()}" for flow in node["missing"]),
        )
        for node in (edge["node"] for edge in found["edges"])
    ]
    print_table(
        ("system", "capability", "grade", "score", "known", "flows met", "missing"),
        rows,
        numbers=("score", "known"),
    )
    note(f"{len(rows):,} of {found['totalCount']:,} shown")


def _words(code: str | None) -> str:
    return code.lower().replace("_", " ") if code else ""
