"""`graphmap ask route`: one pair, by which systems or why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import ExchangeType, asked, common, nodes, words
from graphmap.cli.options import AsKnownAt, AsOf, Json, MinEvidence, Reading, Store
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask route referral SA1 SA2
  graphmap ask route imaging SA1 SA2 --first 5
  graphmap ask route referral SA1 SA7 --as-of 2027-05-01
  graphmap ask route referral SA1 SA2 --evidence
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
BEHIND = """
query Behind($type: ID!, $sender: ID!, $receiver: ID!, $asOf: Date, $asKnownAt: Date, $reading: Reading!,
             $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  route(type: $type, sender: $sender, receiver: $receiver, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
        minEvidence: $minEvidence) {
    type { code name }
    sender { code name } receiver { code name } verdict reasons detail flags evidence observedAt availableFrom
    mismatch { sent accepted }
    remedies { kind text }
    asks { organisation { code } text }
    routes(first: $first) {
      totalCount
      edges { node { assumed lossy evidence observedAt
                     hops { deployment { key ...behind } ports { key role ...behind } link { key ...behind } } } }
    }
  }
}
fragment behind on Fact { evidence observedAt claims { source sourceTitle sourceUrl rival } }
"""


def route(
    kind: ExchangeType,
    sender: Annotated[str, typer.Argument(show_default=False, help="Code of the organisation that sends.")],
    receiver: Annotated[
        str, typer.Argument(show_default=False, help="Code of the organisation that receives.")
    ],
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    reading: Reading = "cautious",
    min_evidence: MinEvidence = None,
    first: Annotated[int, typer.Option("--first", min=1, max=500, help="How many routes to show.")] = 1,
    behind: Annotated[
        bool,
        typer.Option(
            "--evidence",
            help="Of each route every fact that it rests on: how well it is evidenced, since when, and who says so.",
        ),
    ] = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Whether one organisation can send this to another.

    If so, by which systems, interfaces and profiles; if not, why, and what would help.
    """
    variables = common(as_of, as_known_at, reading, min_evidence, first)
    variables |= {"type": kind, "sender": sender, "receiver": receiver}
    found = asked(store, BEHIND if behind else ROUTE, variables, as_json)["route"]
    marks = ", ".join(map(words, (*found["reasons"], *found["flags"])))
    answer = words(found["verdict"]).upper() + (f" ({marks})" if marks else "")
    print(f"{found['type']['name']} from {_named(found['sender'])} to {_named(found['receiver'])}: {answer}")
    print(found["detail"])
    if found["verdict"] == "YES":
        observed = found["observedAt"] or "not dated"
        print(f"Weakest evidence: {words(found['evidence'])}. Oldest observation: {observed}.")
    routes = nodes(found["routes"])
    for number, one in enumerate(routes, start=1):
        print(f"\nRoute {number} of {found['routes']['totalCount']:,}")
        if behind:
            columns = ("fact", "key", "evidence", "observed", "source", "where")
            print_table(columns, [row for hop in one["hops"] for row in _facts(hop)], below=("where",))
        else:
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
        words(link["evidence"]),
        link["observedAt"],
    )


def _facts(hop: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    """The facts of one stop: the interface by which it was reached, its system, and the ports that the route passes."""
    facts = [("system", hop["deployment"]), *((f"{words(port['role'])} port", port) for port in hop["ports"])]
    if hop["link"]:
        facts.insert(0, ("interface", hop["link"]))
    for name, fact in facts:
        said = [claim for claim in fact["claims"] or () if not claim["rival"]]
        yield (
            name,
            fact["key"],
            words(fact["evidence"]),
            fact["observedAt"] or "not dated",
            ", ".join(dict.fromkeys(claim["source"] for claim in said)) or "not to be had now",
            " | ".join(dict.fromkeys(_page(claim) for claim in said)),
        )


def _page(claim: Mapping[str, Any]) -> str:
    return claim["sourceUrl"] or claim["sourceTitle"] or "no page given"


def _named(organisation: Mapping[str, str]) -> str:
    return f"{organisation['name']} ({organisation['code']})"
