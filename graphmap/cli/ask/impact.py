"""`graphmap ask impact` and `graphmap ask single-points`: what stops when something fails."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from graphmap.cli.ask.asking import asked, nodes, organisations
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
    one_of,
    spelled,
)
from graphmap.cli.output import counted, note
from graphmap.cli.tables import print_table

IMPACT_EXAMPLES = """\b
Examples:
  graphmap ask impact SAQ1-junction --exchange observation
  graphmap ask impact product:arden-epr
  graphmap ask impact "group:Arden Group" --pairs --first 100
"""
POINTS_EXAMPLES = """\b
Examples:
  graphmap ask single-points
  graphmap ask single-points --exchange imaging --kind deployment
  graphmap ask single-points --type NHS_TRUST --icb SAQ1
"""
IMPACT = """
query Impact($of: [ID!]!, $type: ID, $filter: OrganisationFilter, $asOf: Date, $asKnownAt: Date, $minEvidence: Evidence,
             $first: Int!, $pairs: Boolean!, $rerouted: Boolean!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional asOf }
  impact(of: $of, type: $type, filter: $filter, asOf: $asOf, asKnownAt: $asKnownAt, minEvidence: $minEvidence) {
    of { id name kind }
    failing(first: 1) { totalCount } linked(first: 1) { totalCount }
    pairsLost organisationsAffected
    byExchange { type { code name } pairsLost }
    dependents(first: $first) @skip(if: $pairs) {
      totalCount edges { node { deployment { key product { name } organisations { code } } linksAway } }
    }
    lost(first: $first) @include(if: $pairs) {
      totalCount
      edges { node { exchange { type { code } sender { code name } receiver { code name } } plannedWayRound availableFrom } }
    }
    rerouted(first: $first) @include(if: $rerouted) {
      examined pageInfo { hasNextPage }
      edges { node { exchange { type { code } sender { code } receiver { code } }
                     alternative { hops { deployment { key } } } } }
    }
  }
}
"""
POINTS = """
query SinglePoints($type: ID, $filter: OrganisationFilter, $kinds: [SubjectKind!], $asOf: Date, $asKnownAt: Date,
                   $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional asOf }
  singlePointsOfFailure(type: $type, filter: $filter, kinds: $kinds, asOf: $asOf, asKnownAt: $asKnownAt,
                        minEvidence: $minEvidence, first: $first) {
    subject { id name } kind pairsLost organisations
  }
}
"""
OneExchange = Annotated[
    str | None,
    typer.Option("--exchange", metavar="TYPE", help="Only this exchange type. Default: summed over all."),
]


def impact(
    of: Annotated[
        list[str],
        typer.Argument(
            show_default=False,
            help="What fails, all at once: ids of systems, products, suppliers or organisations, group:NAME, host:NAME.",
        ),
    ],
    exchange: OneExchange = None,
    pairs: Annotated[
        bool, typer.Option("--pairs", help="List the pairs lost in place of the systems that depend on it.")
    ] = False,
    rerouted: Annotated[
        bool,
        typer.Option("--rerouted", help="Also list pairs that go on by another way than their best one."),
    ] = False,
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
    """What stops when something fails.

    Which organisations could no longer exchange, and which systems feel it. A pair counts when it can exchange now (YES) and
    could not any more. Without a filter, every open organisation counts.
    """
    variables = _variables(exchange, as_of, as_known_at, min_evidence, first) | {
        "of": of,
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "pairs": pairs,
        "rerouted": rerouted,
    }
    data = asked(store, IMPACT, variables, as_json)
    found = data["impact"]
    named = ", ".join(one["name"] for one in found["of"])
    lost, systems = found["pairsLost"], found["failing"]["totalCount"]
    if not systems and all(one["kind"] != "LINK" for one in found["of"]):
        print(f"No system in use of {named} is on record: what would stop is not known.")
    else:
        print(
            f"If {named} failed ({counted(systems, 'system')} in use), "
            f"{counted(lost, 'ordered pair')} that can exchange now could not, "
            f"with {counted(found['organisationsAffected'], 'organisation')} in them."
        )
        linked = found["linked"]["totalCount"]
        print(
            f"{counted(linked, 'other system')} {'is' if linked == 1 else 'are'} known to have an interface "
            "with what fails, and may lose what is not recorded."
        )
    if found["byExchange"]:
        print_table(
            ("exchange", "pairs lost"),
            [(one["type"]["name"], one["pairsLost"]) for one in found["byExchange"]],
            numbers=("pairs lost",),
        )
    if pairs:
        _print_lost(found["lost"])
    elif found["dependents"]["totalCount"]:
        _print_dependents(found["dependents"])
    if rerouted:
        _print_rerouted(found["rerouted"])
    note(f"as of {data['about']['asOf']}; what is not recorded is not counted: see `graphmap ask exchange`")


def single_points(
    exchange: OneExchange = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="deployment|product|supplier|host",
            parser=one_of(("DEPLOYMENT", "PRODUCT", "SUPPLIER", "HOST")),
            help="Only relays (deployment), products, suppliers and groups, or hosts; may be repeated.",
        ),
    ] = None,
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
    """What parts most organisations by failing alone.

    Relays, products, supplier groups and hosts, most pairs lost first. A pair counts when it can exchange now (YES) and
    could not any more. Without a filter, every open organisation counts.
    """
    variables = _variables(exchange, as_of, as_known_at, min_evidence, first) | {
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "kinds": kinds,
    }
    data = asked(store, POINTS, variables, as_json)
    print_table(
        ("what fails", "kind", "pairs lost", "organisations", "id"),
        [
            (
                one["subject"]["name"],
                spelled(one["kind"]),
                one["pairsLost"],
                one["organisations"],
                one["subject"]["id"],
            )
            for one in data["singlePointsOfFailure"]
        ],
        numbers=("pairs lost", "organisations"),
    )
    note(f"ordered pairs that can exchange now and could not any more, as of {data['about']['asOf']}")


def _variables(
    exchange: str | None, as_of: Any, as_known_at: Any, min_evidence: str | None, first: int
) -> dict[str, Any]:
    return {
        "type": exchange,
        "asOf": as_of and as_of.isoformat(),
        "asKnownAt": as_known_at and as_known_at.isoformat(),
        "minEvidence": min_evidence,
        "first": first,
    }


def _print_lost(found: Any) -> None:
    rows = [
        (
            node["exchange"]["type"]["code"],
            node["exchange"]["sender"]["code"],
            node["exchange"]["receiver"]["code"],
            (node["availableFrom"] or "no date") if node["plannedWayRound"] else "none",
        )
        for node in nodes(found)
    ]
    print_table(("exchange", "from", "to", "planned way round"), rows)
    note(f"{len(rows):,} of {found['totalCount']:,} lost pairs shown (--first)")


def _print_dependents(found: Any) -> None:
    rows = [
        (
            node["deployment"]["key"],
            node["deployment"]["product"] and node["deployment"]["product"]["name"],
            [one["code"] for one in node["deployment"]["organisations"]],
            node["linksAway"],
        )
        for node in nodes(found)
    ]
    print("\nSystems that go on but lose a source or a receiver of something:")
    print_table(("system", "product", "organisations", "interfaces away"), rows, numbers=("interfaces away",))
    note(f"{len(rows):,} of {found['totalCount']:,} shown (--first)")


def _print_rerouted(found: Any) -> None:
    rows = [
        (
            node["exchange"]["type"]["code"],
            node["exchange"]["sender"]["code"],
            node["exchange"]["receiver"]["code"],
            " > ".join(hop["deployment"]["key"] for hop in node["alternative"]["hops"]),
        )
        for node in nodes(found)
    ]
    print("\nPairs that go on by another way:" if rows else "\nNo pair looked at goes on by another way.")
    if rows:
        print_table(("exchange", "from", "to", "way that is left"), rows)
    more = "; more may follow" if found["pageInfo"]["hasNextPage"] else ""
    note(f"{counted(found['examined'], 'pair')} looked at{more}")
