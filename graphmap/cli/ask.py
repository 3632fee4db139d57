"""`graphmap ask QUESTION`: the named questions as tables for people, asked through GraphQL like everything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
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
    one_of,
    spelled,
)
from graphmap.cli.output import note, print_badge, print_json
from graphmap.cli.tables import print_table
from graphmap.model.terms import Grade, Verdict

app = typer.Typer(
    help="Ask a named question and read the answer as a table.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Exchange = Annotated[
    str, typer.Argument(metavar="EXCHANGE", show_default=False, help="Exchange type, such as referral.")
]

EXCHANGE = """
query Exchange($type: ID!, $filter: OrganisationFilter, $receivers: OrganisationFilter, $asOf: Date, $asKnownAt: Date,
               $reading: Reading!, $minEvidence: Evidence, $verdict: [Verdict!], $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  exchange(type: $type, filter: $filter, receivers: $receivers, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
           minEvidence: $minEvidence) {
    type { code name }
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
PARTNERS = """
query Partners($type: ID!, $filter: OrganisationFilter, $receivers: OrganisationFilter, $asOf: Date, $asKnownAt: Date,
               $reading: Reading!, $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  exchange(type: $type, filter: $filter, receivers: $receivers, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
           minEvidence: $minEvidence) {
    type { code name }
    asOf reading revision organisations summary
    counts { yes no unknown notApplicable }
    reasons { reason count }
    byOrganisation(first: $first) {
      totalCount
      edges { node { organisation { code name } sendsTo receivesFrom bothWays unknown reasons { reason count } } }
    }
  }
}
"""
ROUTE = """
query Route($type: ID!, $sender: ID!, $receiver: ID!, $asOf: Date, $asKnownAt: Date, $reading: Reading!,
            $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  route(type: $type, sender: $sender, receiver: $receiver, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
        minEvidence: $minEvidence) {
    type { code name }
    sender { code name } receiver { code name } verdict reasons detail flags evidence observedAt availableFrom
    mismatch { sent accepted }
    remedies { kind text }
    asks { organisation { code name } text }
    routes(first: $first) {
      totalCount
      edges { node { assumed lossy evidence observedAt
                     hops { deployment { key product { name } } profile { text } link { evidence observedAt } } } }
    }
  }
}
"""
SILOS = """
query Silos($filter: OrganisationFilter, $minGrade: Grade!, $asOf: Date, $asKnownAt: Date, $reading: Reading!,
            $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional asOf }
  silos(filter: $filter, minGrade: $minGrade, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
        minEvidence: $minEvidence, first: $first) {
    totalCount
    edges { node { deployment { key product { name } } capability { code name } grade score known required met
                   missing { exchange { code } direction } unknown { exchange { code } direction } } }
  }
}
"""


@app.command(
    "exchange",
    epilog="""\b
Examples:
  graphmap ask exchange referral
  graphmap ask exchange referral --by-organisation
  graphmap ask exchange imaging --verdict no --reading on-record --first 500
  graphmap ask exchange transfer_of_care --code SA1 --receiver-type GP_PRACTICE
""",
)
def exchange(
    kind: Exchange,
    verdict: Annotated[
        list[str] | None,
        typer.Option(
            "--verdict",
            metavar="|".join(map(spelled, Verdict)),
            parser=one_of(Verdict),
            help="Only pairs with this verdict; may be repeated.",
        ),
    ] = None,
    by_organisation: Annotated[
        bool,
        typer.Option(
            "--by-organisation",
            help="Organisation by organisation, those that exchange with none first, in place of the pairs.",
        ),
    ] = False,
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
    reading: Reading = "cautious",
    min_evidence: MinEvidence = None,
    first: First = 20,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Who can send this to whom, and why not.

    Senders are chosen by --code, --type, --setting, --icb and --region; without any of them open NHS trusts. Receivers are
    the same organisations unless --receiver or --receiver-type says otherwise.
    """
    variables = _common(as_of, as_known_at, reading, min_evidence, first) | {
        "type": kind,
        "filter": _filter(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "receivers": _filter(codes=receivers, types=receiver_types),
    }
    if by_organisation:
        report = _ask(store, PARTNERS, variables, as_json)["exchange"]
    else:
        report = _ask(store, EXCHANGE, variables | {"verdict": verdict}, as_json)["exchange"]
    print(report["summary"])
    if report["reading"] == "ON_RECORD":
        print("Read as if the record were complete: what is not on record counts as not there.")
    counts = report["counts"]
    columns = ("YES", "NO", "UNKNOWN", "NOT APPLICABLE")
    row = (counts["yes"], counts["no"], counts["unknown"], counts["notApplicable"])
    print()
    print_table(columns, [row], numbers=columns)
    if report["reasons"]:
        print()
        reasons = [(_words(found["reason"]), found["count"]) for found in report["reasons"]]
        print_table(("reason", "pairs"), reasons, numbers=("pairs",))
    print()
    if by_organisation:
        _print_partners(report)
    else:
        _print_pairs(report)


def _print_pairs(report: Mapping[str, Any]) -> None:
    nodes = _nodes(report["pairs"])
    rows = [
        (
            node["sender"]["code"],
            node["receiver"]["code"],
            _words(node["verdict"]).upper(),
            ", ".join(map(_words, (*node["reasons"], *node["flags"]))),
            _words(node["evidence"]),
            node["observedAt"],
            node["detail"],
        )
        for node in nodes
    ]
    columns = ("from", "to", "answer", "reasons and flags", "evidence", "oldest observation", "in words")
    print_table(columns, rows, below=("in words",))
    note(f"{len(nodes):,} of {report['pairs']['totalCount']:,} pairs shown (--first), as of {report['asOf']}")


def _print_partners(report: Mapping[str, Any]) -> None:
    nodes = _nodes(report["byOrganisation"])
    rows = [
        (
            node["organisation"]["code"],
            node["organisation"]["name"],
            node["sendsTo"],
            node["receivesFrom"],
            node["bothWays"],
            node["unknown"],
            ", ".join(f"{_words(found['reason'])} {found['count']:,}" for found in node["reasons"]),
        )
        for node in nodes
    ]
    columns = ("code", "organisation", "sends to", "receives from", "both ways", "unknown", "reasons")
    print_table(columns, rows, numbers=columns[2:6], below=("reasons",))
    total = report["byOrganisation"]["totalCount"]
    note(f"{len(nodes):,} of {total:,} organisations shown (--first), as of {report['asOf']}")


@app.command(
    "route",
    epilog="""\b
Examples:
  graphmap ask route referral SA1 SA2
  graphmap ask route imaging SA1 SA2 --first 5
  graphmap ask route referral SA1 SA7 --as-of 2027-05-01
""",
)
def route(
    kind: Exchange,
    sender: Annotated[str, typer.Argument(show_default=False, help="Code of the organisation that sends.")],
    receiver: Annotated[
        str, typer.Argument(show_default=False, help="Code of the organisation that receives.")
    ],
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    reading: Reading = "cautious",
    min_evidence: MinEvidence = None,
    first: Annotated[int, typer.Option("--first", min=1, max=500, help="How many routes to show.")] = 1,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Whether one organisation can send this to another.

    If so, by which systems, interfaces and profiles; if not, why, and what would help.
    """
    variables = _common(as_of, as_known_at, reading, min_evidence, first)
    variables |= {"type": kind, "sender": sender, "receiver": receiver}
    found = _ask(store, ROUTE, variables, as_json)["route"]
    marks = ", ".join(map(_words, (*found["reasons"], *found["flags"])))
    answer = _words(found["verdict"]).upper() + (f" ({marks})" if marks else "")
    print(f"{found['type']['name']} from {_named(found['sender'])} to {_named(found['receiver'])}: {answer}")
    print(found["detail"])
    if found["verdict"] == "YES":
        observed = found["observedAt"] or "not dated"
        print(f"Weakest evidence: {_words(found['evidence'])}. Oldest observation: {observed}.")
    routes = _nodes(found["routes"])
    for number, one in enumerate(routes, start=1):
        print(f"\nRoute {number} of {found['routes']['totalCount']:,}")
        print_table(
            ("system", "product", "profile", "evidence of the interface", "observed"),
            list(map(_hop, one["hops"])),
        )
    for remedy in found["remedies"]:
        print(f"What would help: {remedy['text']}")


def _hop(hop: Mapping[str, Any]) -> tuple[object, ...]:
    link = hop["link"] or {"evidence": None, "observedAt": None}
    profile = hop["profile"]["text"] if hop["profile"] else None
    deployment = hop["deployment"]
    return (
        deployment["key"],
        deployment["product"]["name"],
        profile,
        _words(link["evidence"]),
        link["observedAt"],
    )


@app.command(
    "silos",
    epilog="""\b
Examples:
  graphmap ask silos
  graphmap ask silos --min-grade undetermined --first 500
  graphmap ask silos --icb SAQ1 --json
""",
)
def silos(
    grade: Annotated[
        str,
        typer.Option(
            "--min-grade",
            metavar="|".join(map(spelled, Grade)),
            parser=one_of(Grade),
            help="Mildest grade listed.",
        ),
    ] = "s3",
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
    """Point solutions by how isolated they are, worst first.

    S0: no interface at all; S1: none that reaches another organisation; S2: a flow that it needs is not met; S3: only its
    own supplier's products, or by unpublished profiles. OPEN is no silo; UNDETERMINED: too little is known.
    """
    variables = _common(as_of, as_known_at, reading, min_evidence, first) | {
        "filter": _filter(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "minGrade": grade,
    }
    data = _ask(store, SILOS, variables, as_json)
    nodes = _nodes(data["silos"])
    rows = [
        (
            node["deployment"]["key"],
            node["deployment"]["product"]["name"],
            node["capability"]["name"],
            _words(node["grade"]) if node["grade"] == "UNDETERMINED" else node["grade"],
            node["score"],
            f"{node['known']:.0%}",
            f"{node['met']} of {node['required']}",
            _flows(node["missing"]),
            _flows(node["unknown"]),
        )
        for node in nodes
    ]
    columns = (
        "system",
        "product",
        "capability",
        "grade",
        "score",
        "known",
        "flows met",
        "missing",
        "unknown",
    )
    print_table(columns, rows, numbers=("score", "known"), below=("missing", "unknown"))
    total = data["silos"]["totalCount"]
    note(f"{len(rows):,} of {total:,} point solutions shown (--first), as of {data['about']['asOf']}")


def _ask(store: str | None, document: str, variables: dict[str, Any], as_json: bool) -> dict[str, Any]:
    """The data of one question, its badge printed. With `as_json`, or errors, prints those and leaves."""
    from graphmap.cli.query import answered, exit_code

    given = {name: value for name, value in variables.items() if value is not None}
    answer = answered(store, document, given)
    code = exit_code(answer)
    if as_json:
        print_json(answer)
    else:
        for error in answer.get("errors") or ():
            note(f"graphmap: {error['message']}")
    if as_json or code:
        raise typer.Exit(code)
    data: dict[str, Any] = answer["data"]
    print_badge(data["about"]["fictional"])
    return data


def _common(
    as_of: date | None, as_known_at: date | None, reading: str, min_evidence: str | None, first: int
) -> dict[str, Any]:
    """Variables that every question takes."""
    return {
        "asOf": as_of and as_of.isoformat(),
        "asKnownAt": as_known_at and as_known_at.isoformat(),
        "reading": reading,
        "minEvidence": min_evidence,
        "first": first,
    }


def _filter(**lists: list[str] | None) -> dict[str, list[str]] | None:
    return {name: values for name, values in lists.items() if values} or None


def _nodes(connection: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]


def _named(organisation: Mapping[str, str]) -> str:
    return f"{organisation['name']} ({organisation['code']})"


def _flows(flows: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(f"{flow['exchange']['code']} {flow['direction'].lower()}" for flow in flows)


def _words(code: str | None) -> str:
    return code.lower().replace("_", " ") if code else ""
