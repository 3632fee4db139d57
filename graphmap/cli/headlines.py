"""The answers that a demonstration opens with, asked through GraphQL like everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphmap.cli.output import print_badge
from graphmap.cli.tables import print_table
from graphmap.model.errors import GraphmapError

if TYPE_CHECKING:
    from graphmap.store.base import Store

COUNTS = """
query Counts($type: ID!) {
  cautious: exchange(type: $type, reading: CAUTIOUS) {
    asOf organisations counts { yes no unknown notApplicable }
  }
  onRecord: exchange(type: $type, reading: ON_RECORD) { counts { yes no unknown notApplicable } }
}
"""
WHY = """
query Why($type: ID!) {
  about { fictional }
  exchange(type: $type) { type { name } summary }
}
"""
SILOS = """
query Grades {
  S0: silos(minGrade: S0, first: 1) { totalCount }
  S1: silos(minGrade: S1, first: 1) { totalCount }
  S2: silos(minGrade: S2, first: 1) { totalCount }
  S3: silos(minGrade: S3, first: 1) { totalCount }
  OPEN: silos(minGrade: OPEN, first: 1) { totalCount }
  UNDETERMINED: silos(minGrade: UNDETERMINED, first: 1) { totalCount }
}
"""
READINGS = {"cautious": "unknown stays unknown", "onRecord": "as if the record were complete"}
_VERDICTS = {"yes": "YES", "no": "NO", "unknown": "UNKNOWN", "notApplicable": "NOT APPLICABLE"}


def print_headlines(store: Store) -> None:
    """Print, for every exchange type and both readings, how many ordered pairs of trusts have which verdict, and why."""
    from graphmap.model.vocabulary import vocabulary

    rows = []
    for code, term in vocabulary().exchange_types.items():
        reports = _asked(store, COUNTS, {"type": code})
        for reading, spoken in READINGS.items():
            counts = reports[reading]["counts"]
            rows.append((term.name, spoken, *(counts[verdict] for verdict in _VERDICTS)))
    trusts, day = reports["cautious"]["organisations"], reports["cautious"]["asOf"]
    why = _asked(store, WHY, {"type": "referral"})
    print_badge(why["about"]["fictional"])
    print(f"{trusts:,} open trusts, {trusts * (trusts - 1):,} ordered pairs, as of {day}:")
    print_table(("exchange", "reading", *_VERDICTS.values()), rows, numbers=tuple(_VERDICTS.values()))
    print(f"\n{why['exchange']['type']['name']}. {why['exchange']['summary']}")
    print(f"\n{_silos(_asked(store, SILOS))}")


def _silos(up_to: dict[str, Any]) -> str:
    """One sentence from the numbers of point solutions that are graded so or worse."""
    counts: dict[str, int] = {}
    for grade, answer in up_to.items():
        counts[grade] = answer["totalCount"] - sum(counts.values())
    silos = {grade: count for grade, count in counts.items() if grade not in {"OPEN", "UNDETERMINED"}}
    graded = ", ".join(f"{grade} {count:,}" for grade, count in silos.items())
    return (
        f"Point solutions in use: {sum(counts.values()):,}. Silos: {sum(silos.values()):,} ({graded}). "
        f"Open: {counts['OPEN']:,}. Undetermined, because too little is on record: {counts['UNDETERMINED']:,}."
    )


def _asked(store: Store, document: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    from graphmap.api.execute import execute

    answer = execute(store, document, variables or {})
    if answer.get("errors"):
        raise GraphmapError("; ".join(error["message"] for error in answer["errors"]))
    data: dict[str, Any] = answer["data"]
    return data
