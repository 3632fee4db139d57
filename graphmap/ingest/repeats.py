"""Rows of one input that state the same record: periods, repetitions, awards in order, and disagreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from graphmap.ingest.problems import Fault, Severity
from graphmap.model.claims import Claim
from graphmap.model.dates import first_day, last_day, observed_day
from graphmap.model.ids import join_key
from graphmap.model.records import RECORDS
from graphmap.model.tables import TABLES, Table
from graphmap.model.terms import Kind


class Stated(NamedTuple):
    """A claim and the row that makes it."""

    row: int
    claim: Claim


class Settled(NamedTuple):
    """What several rows about one record come to: claims, and faults by row. No claims where the rows disagree."""

    claims: list[Stated]
    faults: list[tuple[int, Fault]]


_TABLE_OF: dict[Kind, Table] = {table.kind: table for table in TABLES.values()}
_PERIODIC = {Kind.PORT, Kind.LINK}


def settle(kind: Kind, stated: Sequence[Stated]) -> Settled:
    """Settle the rows of one input about one record, in the order of the file (semantics, section 8)."""
    if len(stated) == 1:
        return Settled(list(stated), [])
    if kind is Kind.CONTRACT:
        return Settled(_numbered(stated), [])
    different, faults = _without_repetitions(stated)
    if len(different) == 1:
        return Settled(different, faults)
    validity = RECORDS[kind].validity if kind in _PERIODIC else ()
    disagreements = _disagreements(kind, different, validity)
    if disagreements:
        return Settled([], faults + disagreements)
    different.sort(key=_period)
    overlaps = [
        (two.row, _overlap(kind, one, two))
        for one, two in pairwise(different)
        if _period(two)[0] <= _period(one)[1]
    ]
    if overlaps:
        return Settled([], faults + overlaps)
    return Settled(
        [Stated(row, claim._replace(slot=slot)) for slot, (row, claim) in enumerate(different)], faults
    )


def _numbered(stated: Sequence[Stated]) -> list[Stated]:
    """Contracts that are otherwise the same, told apart by their order: blank, 2, 3, …"""
    numbered = [stated[0]]
    identity = RECORDS[Kind.CONTRACT].identity
    for ordinal, (row, claim) in enumerate(stated[1:], start=2):
        body = {**claim.body, "ordinal": str(ordinal)}
        key = join_key(*(body.get(name) for name in identity))
        numbered.append(Stated(row, claim._replace(key=key, body=body)))
    return numbered


def _without_repetitions(stated: Sequence[Stated]) -> tuple[list[Stated], list[tuple[int, Fault]]]:
    """Rows that say different things; of those that say the same, the one with the strongest evidence."""
    different: list[Stated] = []
    faults: list[tuple[int, Fault]] = []
    for one in stated:
        place = next((at for at, other in enumerate(different) if other.claim.body == one.claim.body), None)
        if place is None:
            different.append(one)
            continue
        other = different[place]
        same = other.claim == one.claim
        message = (
            f"repeats row {other.row}" if same else f"says the same as row {other.row} on other evidence"
        )
        remedy = "It is taken once" if same else "The stronger evidence is taken"
        faults.append((one.row, Fault(message, remedy, severity=Severity.WARNING)))
        different[place] = max(other, one, key=_strength)
    return different, faults


def _strength(stated: Stated) -> tuple[int, int]:
    return stated.claim.evidence, observed_day(stated.claim.observed_at)


def _disagreements(kind: Kind, stated: Sequence[Stated], validity: Sequence[str]) -> list[tuple[int, Fault]]:
    """Faults of the rows that differ from an earlier one; for records with periods only where both say something."""
    faults = []
    for at, one in enumerate(stated):
        for other in stated[:at]:
            names = _differing(one.claim.body, other.claim.body, validity)
            if names:
                faults.append((one.row, _disagreement(kind, one, other, names)))
                break
    return faults


def _differing(one: Mapping[str, Any], other: Mapping[str, Any], validity: Sequence[str]) -> list[str]:
    if validity:
        return [name for name in one if name in other and name not in validity and one[name] != other[name]]
    return [name for name in {**other, **one} if one.get(name) != other.get(name)]


def _disagreement(kind: Kind, one: Stated, other: Stated, names: Sequence[str]) -> Fault:
    columns = [_column(kind, name) for name in names]
    before = other.claim.body.get(names[0])
    said = "is blank" if before is None else f"is {_cell(before)!r}"
    more = f" (and differs in {', '.join(columns[1:])})" if columns[1:] else ""
    return Fault(
        f"disagrees with row {other.row}, which also states {one.claim.key!r}: there {columns[0]} {said}{more}",
        "Keep one of the two rows",
        column=columns[0],
        value=_cell(one.claim.body.get(names[0], "")),
    )


def _overlap(kind: Kind, one: Stated, two: Stated) -> Fault:
    return Fault(
        f"overlaps the period of row {one.row}, which states the same {kind}",
        "Give periods that follow one another: end the earlier before the later starts",
        column=_column(kind, "start"),
        value=two.claim.body.get("start", ""),
    )


def _period(stated: Stated) -> tuple[int, int]:
    body = stated.claim.body
    return first_day(body.get("start")), last_day(body.get("end"))


def _column(kind: Kind, attribute: str) -> str:
    return next(one.name for one in _TABLE_OF[kind].columns if one.attribute == attribute)


def _cell(value: Any) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)
