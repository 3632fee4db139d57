"""`graphmap ask silos`: point solutions by how isolated they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    one_of,
    spelled,
)
from graphmap.cli.output import note
from graphmap.cli.tables import print_table
from graphmap.model.terms import Grade

EXAMPLES = """\b
Examples:
  graphmap ask silos
  graphmap ask silos --min-grade undetermined --first 500
  graphmap ask silos --icb SAQ1 --json
"""
SILOS = """
query Silos($filter: OrganisationFilter, $minGrade: Grade!, $asOf: Date, $asKnownAt: Date, $reading: Reading!,
            $minEvidence: Evidence, $first: Int!) {
  about(asOf: $asOf, asKnownAt: $asKnownAt) { fictional asOf }
  silos(filter: $filter, minGrade: $minGrade, asOf: $asOf, asKnownAt: $asKnownAt, reading: $reading,
        minEvidence: $minEvidence, first: $first) {
    totalCount completeness
    edges { node { deployment { key product { name } } capability { code name } grade score known required met
                   missing { exchange { code } direction } unknown { exchange { code } direction } } }
  }
}
"""


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
    variables = common(as_of, as_known_at, reading, min_evidence, first) | {
        "filter": organisations(codes=codes, types=types, settings=settings, icbs=icbs, regions=regions),
        "minGrade": grade,
    }
    data = asked(store, SILOS, variables, as_json)
    found = nodes(data["silos"])
    rows = [
        (
            node["deployment"]["key"],
            node["deployment"]["product"]["name"],
            node["capability"]["name"],
            words(node["grade"]) if node["grade"] == "UNDETERMINED" else node["grade"],
            node["score"],
            f"{node['known']:.0%}",
            f"{node['met']} of {node['required']}",
            _flows(node["missing"]),
            _flows(node["unknown"]),
        )
        for node in found
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
    total, known = data["silos"]["totalCount"], data["silos"]["completeness"]
    note(f"{len(rows):,} of {total:,} point solutions shown (--first), as of {data['about']['asOf']}")
    if known is not None:
        note(f"of all graded, {known:.0%} of the required flows are known on average")


def _flows(flows: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(f"{flow['exchange']['code']} {flow['direction'].lower()}" for flow in flows)
