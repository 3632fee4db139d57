"""How one resolved fact becomes rows of the graph for Cypher users: a row for each node or relationship.

A blank is no property at all. Dates stay as they were stated, and stand beside days that Cypher can compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from graphmap.model.dates import span
from graphmap.model.graph import NODES
from graphmap.model.records import RECORDS, REFERENCES
from graphmap.model.terms import Evidence, Kind, Status

OPEN_START, OPEN_END = date.min, date.max
"""`first_day` and `last_day` of a period that is open there, so that plain comparisons find it."""

Days = tuple[date | None, date | None, date | None]
"""In the order of `graphmap.model.graph.DAYS`."""

_EVIDENCE = tuple(level.word for level in Evidence)
_SHOWN_AS = {"start": "from", "end": "to"}
_ONLY_IN_KEYS = frozenset({"ordinal"})


def rows(kind: Kind, key: str, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of one fact, for the statement that writes its kind (`graphmap.model.cypher.writing`).

    Each has `properties` (texts, numbers, lists of texts), `days` (`Days`), and the keys that it refers to: a list for each
    reference of a node, `origin` and `target` of a link.
    """
    shared = {name: body[name] for name in _fields(kind) if name in body}
    if kind is Kind.LINK or not NODES[kind].entity:
        shared["key"] = key
    shared["sources"] = body["sources"]
    if rivals := body.get("rivals"):
        shared["rivals"] = rivals
    ends = _ends(kind, body)
    validity = _validity_names(kind)
    numbered = kind is Kind.LINK or NODES[kind].periodic
    periods = body["periods"] or ((Status.LIVE, None, None, body["evidence"], body.get("observed_at")),)
    for number, period in enumerate(periods if numbered else periods[:1]):
        properties = shared | _stated(validity, *period)
        if numbered:
            properties["period"] = number
        yield {**ends, "properties": properties, "days": _days(bool(validity), *period)}


@lru_cache
def property_names(kind: Kind) -> tuple[str, ...]:
    """Every property that a row of this kind may have, days left out."""
    keyed = kind is Kind.LINK or not NODES[kind].entity
    numbered = kind is Kind.LINK or NODES[kind].periodic
    return (
        *(("key",) if keyed else ()),
        *(("period",) if numbered else ()),
        *_fields(kind),
        *_validity_names(kind),
        *("evidence", "evidence_rank", "observed_at", "sources", "rivals"),
    )


def _ends(kind: Kind, body: Mapping[str, Any]) -> dict[str, Any]:
    if kind is Kind.LINK:
        return {"origin": body["origin"], "target": body["target"]}
    ends: dict[str, Any] = {}
    for reference in NODES[kind].references:
        named = body.get(reference.field) or []
        ends[reference.field] = named if isinstance(named, list) else [named]
    return ends


def _stated(
    validity: tuple[str, ...], status: str, start: Any, end: Any, evidence: int, observed_at: Any
) -> dict[str, Any]:
    """The properties that say when a fact holds and how it is known, as stated."""
    properties: dict[str, Any] = {"evidence": _EVIDENCE[evidence], "evidence_rank": evidence}
    if observed_at:
        properties["observed_at"] = observed_at
    stated = (status, start, end) if len(validity) == 3 else (start, end)
    properties.update((name, value) for name, value in zip(validity, stated, strict=False) if value)
    return properties


def _days(dated: bool, status: str, start: Any, end: Any, _: int, observed_at: Any) -> Days:
    """The days of a period. At no day is in force what is stated not to exist, or ended nobody knows when."""
    observed = _span(observed_at)[0] if observed_at else None
    if not dated or status == Status.ABSENT or (status == Status.RETIRED and not end):
        return None, None, observed
    return _span(start)[0] if start else OPEN_START, _span(end)[1] if end else OPEN_END, observed


@lru_cache(maxsize=65536)
def _span(text: str) -> tuple[date, date]:
    """First and last day of a full or partial date."""
    first, last = span(text)
    return date.fromordinal(first), date.fromordinal(last)


@lru_cache
def _fields(kind: Kind) -> tuple[str, ...]:
    """Fields of a record that become properties under their own name."""
    record = RECORDS[kind]
    left_out = {*record.validity, *REFERENCES[kind], *_ONLY_IN_KEYS}
    return tuple(name for name in record.model_fields if name not in left_out)


@lru_cache
def _validity_names(kind: Kind) -> tuple[str, ...]:
    """Names of the properties that say when a fact holds: those of its dates, and before them of its status."""
    return tuple(_SHOWN_AS.get(name, name) for name in RECORDS[kind].validity)
