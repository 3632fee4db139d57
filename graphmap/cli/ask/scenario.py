"""`graphmap ask scenario`: what would follow if the changes of a file came true."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import asked, nodes, organisations
from graphmap.cli.ask.impact import OneExchange
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
from graphmap.model.errors import UsageError

EXAMPLES = """\b
Examples:
  graphmap ask scenario changes.yaml
  graphmap ask scenario --saved one-maternity-system
  graphmap ask scenario merge.json replace.json --exchange referral --type GP_PRACTICE
A file holds a list of changes, such as
  - addLink: {from: SA1-arden, to: "service:E_RS", exchange: referral, profile: ERS-R4}
"""
SCENARIO = """
query Scenario($scenarios: [ScenarioInput!]!, $type: ID, $filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date,
               $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional asOf }
  compareScenarios(scenarios: $scenarios, type: $type, filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt,
                   minEvidence: $minEvidence) {
    pairsGained pairsLost systemsGone systemsCome
    exchange { type { code name } before after gained lost }
    gained(first: $first) { totalCount edges { node { after { type { code } sender { code } receiver { code } } } } }
    lost(first: $first) { totalCount edges { node { before { type { code } sender { code } receiver { code } } } } }
    linksToRebuild(first: $first) {
      totalCount edges { node { from { key } to { key } exchange { code } profile { text } } } }
    contractsTouched(first: $first) {
      totalCount edges { node { buyer { code } supplier { name } product { name } validity { to } } } }
    market { capability { code name } before { low high } after { low high } unknownOrganisations }
    silos { grade before after }
    assumed { deployment { key product { name } } learntFrom ports links }
  }
}
"""


def scenario(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            show_default=False,
            help="JSON or YAML file with a list of changes; several: each for itself, side by side.",
        ),
    ] = None,
    saved: Annotated[
        list[str] | None,
        typer.Option(
            "--saved", metavar="ID", help="A saved scenario (graphmap scenario list); may be repeated."
        ),
    ] = None,
    exchange: OneExchange = None,
    codes: Codes = None,
    types: Types = None,
    settings: Settings = None,
    icbs: Icbs = None,
    regions: Regions = None,
    as_of: AsOf = None,
    as_known_at: AsKnownAt = None,
    min_evidence: MinEvidence = None,
    first: First = 20,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """What would follow if changes came true.

    Pairs gained and lost, and what would have to be rebuilt, contracts touched, markets and silos. Nothing is stored.
    """
    named: dict[str, dict[str, Any]] = {str(path): {"changes": changes_in(path)} for path in files or ()}
    named |= {key: {"id": key} for key in saved or ()}
    if not named:
        raise UsageError("name a file of changes, or a saved scenario with --saved")
    variables = {
        "scenarios": list(named.values()),
        "type": exchange,
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "asOf": as_of and as_of.isoformat(),
        "asKnownAt": as_known_at and as_known_at.isoformat(),
        "minEvidence": min_evidence,
        "first": first,
    }
    data = asked(store, SCENARIO, variables, as_json)
    for name, found in zip(named, data["compareScenarios"], strict=True):
        if len(named) > 1:
            print(f"{name}:")
        _print(found)
    note(f"as of {data['about']['asOf']}; supposed, not stored")


def changes_in(path: Path) -> list[dict[str, Any]]:
    """The changes in a JSON or YAML file, a list or an object with `changes`. Raises `UsageError`."""
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as wrong:
        raise UsageError(f"{path} cannot be read: {wrong.strerror or wrong}") from wrong
    except (UnicodeDecodeError, yaml.YAMLError) as wrong:
        raise UsageError(f"{path} is no JSON or YAML: {' '.join(str(wrong).split())}") from wrong
    changes = content.get("changes") if isinstance(content, dict) else content
    if not isinstance(changes, list) or not all(isinstance(one, dict) for one in changes):
        raise UsageError(
            f"{path} holds no list of changes: write `- addLink: {{…}}` and the like, one a line"
        )
    return changes


def _print(found: Any) -> None:
    print(
        f"{found['pairsGained']:,} ordered pairs gained and {found['pairsLost']:,} lost; "
        f"{found['systemsGone']:,} systems go and {found['systemsCome']:,} come."
    )
    if found["exchange"]:
        print_table(
            ("exchange", "can now", "could then", "gained", "lost"),
            [
                (one["type"]["name"], one["before"], one["after"], one["gained"], one["lost"])
                for one in found["exchange"]
            ],
            numbers=("can now", "could then", "gained", "lost"),
        )
    for what, side in (("gained", "after"), ("lost", "before")):
        pairs = [node[side] for node in nodes(found[what])]
        if pairs:
            print(f"\nPairs {what}:")
            print_table(
                ("exchange", "from", "to"),
                [(one["type"]["code"], one["sender"]["code"], one["receiver"]["code"]) for one in pairs],
            )
            note(f"{len(pairs):,} of {found[what]['totalCount']:,} pairs {what} shown (--first)")
    _print_more(found)


def _print_more(found: Any) -> None:
    if rebuilt := nodes(found["linksToRebuild"]):
        print("\nInterfaces to rebuild:")
        print_table(
            ("from", "to", "exchange", "profile"),
            [
                (
                    one["from"]["key"],
                    one["to"]["key"],
                    one["exchange"]["code"],
                    one["profile"] and one["profile"]["text"],
                )
                for one in rebuilt
            ],
        )
    if touched := nodes(found["contractsTouched"]):
        print("\nContracts touched:")
        print_table(
            ("buyer", "supplier", "product", "ends"),
            [
                (
                    one["buyer"]["code"],
                    one["supplier"]["name"],
                    one["product"] and one["product"]["name"],
                    one["validity"]["to"] or "no date on record",
                )
                for one in touched
            ],
        )
    for one in found["market"]:
        before, after = (
            "nobody" if side is None else f"{side['low']:,.0f} to {side['high']:,.0f}"
            for side in (one["before"], one["after"])
        )
        print(f"Market for {one['capability']['name']}: HHI {before}, then {after}.")
    for one in found["silos"]:
        if one["before"] != one["after"]:
            print(f"Point solutions graded {one['grade']}: {one['before']:,}, then {one['after']:,}.")
    for one in found["assumed"]:
        if one["learntFrom"]:
            said = (
                f"{one['ports']} ports and {one['links']} interfaces with relays, as at least half of "
                f"{one['learntFrom']} systems of its product have"
            )
        else:
            said = "nothing, since no system of its product is in force to learn from"
        print(f"Assumed for {one['deployment']['key']}: {said}.")
