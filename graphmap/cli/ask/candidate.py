"""`graphmap ask candidate`: what a product would connect to at a buyer, and what not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import asked, common, words
from graphmap.cli.options import AsKnownAt, AsOf, Json, MinEvidence, Reading, Store
from graphmap.cli.output import counted, note
from graphmap.cli.tables import print_table

EXAMPLES = """\b
Examples:
  graphmap ask candidate SA1 --product stork-maternity
  graphmap ask candidate SA3 --speaks referral:out:ERS-R4@1 --speaks booking:in:BARS-CORE@1.1:a1t1
"""
CANDIDATE = """
query Candidate($buyer: ID!, $product: ID, $profiles: [SpokenProfile!], $capability: ID, $asOf: Date, $asKnownAt: Date,
                $reading: Reading!, $minEvidence: Evidence) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional }
  candidate(buyer: $buyer, product: $product, profiles: $profiles, capability: $capability, asOf: $asOf,
            asKnownAt: $asKnownAt, reading: $reading, minEvidence: $minEvidence) {
    asOf reading notes product { name } buyer { code name } capabilities { name } required connecting notKnown
    flows { exchange { code name } direction required fit assumed complete
            offers { profile { text } ground systems }
            counterparts { deployment { key product { name } } relay fit assumed sent accepted } }
  }
}
"""
_PARTS = "EXCHANGE:in|out:CODE[@VERSION][:USE_CASE]"


def _spoken(text: str) -> dict[str, str]:
    """A profile given by hand, as GraphQL takes it."""
    parts = text.split(":")
    if len(parts) not in {3, 4} or parts[1].lower() not in {"in", "out"} or not all(parts):
        raise typer.BadParameter(f"{text!r} is none of the form {_PARTS}, such as referral:out:ERS-R4@1")
    given = {"exchange": parts[0], "direction": parts[1].upper(), "profile": parts[2]}
    return given | ({"useCase": parts[3]} if len(parts) == 4 else {})


def candidate(
    buyer: Annotated[
        str, typer.Argument(show_default=False, help="Code of the organisation that would buy.")
    ],
    product: Annotated[
        str | None, typer.Option("--product", metavar="ID", help="A product on the map; or give --speaks.")
    ] = None,
    speaks: Annotated[
        list[str] | None,
        typer.Option(
            "--speaks",
            metavar=_PARTS,
            help="A profile that the candidate sends (out) or takes (in); may be repeated, and is then all of it.",
        ),
    ] = None,
    capability: Annotated[
        str | None,
        typer.Option(
            "--capability",
            metavar="CAPABILITY",
            help="What it would be bought for. Default: what the product is for.",
        ),
    ] = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    reading: Reading = "cautious",
    min_evidence: MinEvidence = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """What a product would connect to at a buyer.

    Compares the profiles of the candidate with those of the buyer's systems and of the hubs that these are linked with.
    Nobody has tried the connection: this is what is stated.
    """
    if (product is None) == (not speaks):
        raise typer.BadParameter("give either --product or --speaks: what is the candidate?")
    variables = common(as_of, as_known_at, reading, min_evidence, 1) | {
        "buyer": buyer,
        "product": product,
        "profiles": [_spoken(text) for text in speaks] if speaks else None,
        "capability": capability,
    }
    del variables["first"]
    report = asked(store, CANDIDATE, variables, as_json)["candidate"]
    print(_sentence(report))
    for said in report["notes"]:
        print(said)
    if report["reading"] == "ON_RECORD":
        print("Read as if the record were complete: what is not on record counts as not there.")
    for flow in report["flows"]:
        print()
        print(_flow(flow))
        if flow["counterparts"]:
            print_table(
                ("system or hub", "product", "fit", "sent", "accepted"), list(_rows(flow["counterparts"]))
            )
    note(f"as of {report['asOf']}")


def _sentence(report: Mapping[str, Any]) -> str:
    name = report["product"]["name"] if report["product"] else "The candidate"
    buyer = f"{report['buyer']['name']} ({report['buyer']['code']})"
    if not report["required"]:
        return f"{name} at {buyer}: no flow is required; what it speaks is compared."
    what = ", ".join(one["name"].lower() for one in report["capabilities"])
    flows = counted(report["required"], "required flow")
    said = f"{name} at {buyer}, as {what}: {report['connecting']} of {flows} would connect"
    return said + (f", and of {report['notKnown']} too little is known." if report["notKnown"] else ".")


def _flow(flow: Mapping[str, Any]) -> str:
    title = f"{flow['exchange']['name']} {flow['direction'].lower()}"
    title += " (required)" if flow["required"] else " (also spoken)"
    fit = words(flow["fit"]) + (", assumed" if flow["assumed"] else "")
    offers = ", ".join(
        f"{one['profile']['text'] if one['profile'] else 'a profile not stated'}"
        + {"USED": f" (used by {one['systems']})", "CLAIMED": " (claimed)", "GIVEN": ""}[one["ground"]]
        for one in flow["offers"]
    )
    record = "" if flow["complete"] else " The buyer's record for it is not complete: more may be there."
    return f"{title}: {fit}. The candidate speaks {offers or 'nothing for it that is known'}.{record}"


def _rows(counterparts: list[Mapping[str, Any]]) -> Iterator[tuple[object, ...]]:
    for one in counterparts:
        name = one["deployment"]["product"]["name"] + (" (hub)" if one["relay"] else "")
        fit = words(one["fit"]) + (" (assumed)" if one["assumed"] else "")
        yield one["deployment"]["key"], name, fit, one["sent"], one["accepted"]
