"""How rival claims about one record become one fact (semantics.md, section 8: *Conflict between sources*).

Pure functions over the claims about one record. Validity, taken whole: latest observation, then stronger evidence, then
source name, but `inferred` never outvotes anything else. Other properties: strongest evidence, then latest, then source
name; a blank says nothing; lists are taken whole, except united ones. What lost stays as a rival.

A fact's evidence and observation are those of the claim that put it in force (its winning validity); for records without
validity those of its strongest claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from graphmap.model.claims import Claim
from graphmap.model.dates import observed_day
from graphmap.model.records import RECORDS
from graphmap.model.terms import Evidence, Kind

VALIDITY = "validity"
"""Name of the property that status and dates make up together."""


class Sourced(NamedTuple):
    """A claim with the name of its source; `StoredClaim` without its recorded times."""

    source: str
    claim: Claim


class PropertyClaim(NamedTuple):
    """One source's statement of one property of one record."""

    property: str
    value: Any
    source: str
    claim: Claim
    rival: bool
    """True when another source's value stands instead."""


def resolve(kind: Kind, claims: Sequence[Sourced]) -> dict[str, Any]:
    """The fact that `claims` about one record of `kind` make: its body.

    The body holds the record's fields but status and dates, and
    `periods`: `[status, start, end, evidence, observed_at]` each (an empty list when nobody states validity),
    `evidence`, `observed_at`, `sources` (names, sorted) and `rivals` (property claims that lost; left out when 0).
    O(n log n) in the claims about the record.
    """
    record = RECORDS[kind]
    if len(claims) == 1:
        ((source, claim),) = claims
        return _alone(dict(claim.body), source, claim.evidence, claim.observed_at, record.validity)
    first = claims[0].claim.body
    body: dict[str, Any] = {
        name: first[name] for name in record.identity if name in first and name not in record.validity
    }
    rivals = 0
    evidence, observed_at = -1, None
    for name, ranked in _ranked(kind, claims).items():
        winner = ranked[0]
        if name == VALIDITY:
            body["periods"] = _periods_of(winner.source, claims, record.validity)
            evidence, observed_at = winner.claim.evidence, winner.claim.observed_at
        elif name in record.united:
            body[name] = list(dict.fromkeys(item for one in ranked for item in one.claim.body[name]))
        else:
            body[name] = winner.claim.body[name]
        rivals += sum(one.rival for one in ranked)
    body.setdefault("periods", [])
    if evidence < 0:
        strongest = min(claims, key=_strength).claim
        evidence, observed_at = strongest.evidence, strongest.observed_at
    body["evidence"] = evidence
    if observed_at:
        body["observed_at"] = observed_at
    body["sources"] = sorted({one.source for one in claims})
    if rivals:
        body["rivals"] = rivals
    return body


def resolve_rows(
    kind: Kind, rows: Iterable[tuple[str, str, int, int, str | None, dict[str, Any]]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Key and body (see `resolve`) of each fact that claims of `kind` make.

    Rows are key, source name, slot, evidence, observed_at (None or empty where none is) and body, which becomes the fact's.
    All rows about a record have to stand together. Streamed: most records have one claim, so no `Claim` is made for these.
    """
    validity = RECORDS[kind].validity
    for key, about in groupby(rows, key=itemgetter(0)):
        only, *others = about
        if others:
            claims = [
                Sourced(source, Claim(kind, key, slot, body, evidence, observed_at or None))
                for _, source, slot, evidence, observed_at, body in (only, *others)
            ]
            yield key, resolve(kind, claims)
        else:
            _, source, _, evidence, observed_at, body = only
            yield key, _alone(body, source, evidence, observed_at or None, validity)


def resolve_columns(
    kind: Kind,
    keys: Sequence[str],
    sources: Sequence[str],
    slots: Sequence[int],
    evidence: Sequence[int],
    observed_at: Sequence[str | None],
    bodies: Sequence[str],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """As `resolve_rows`, of claims whose parts come as columns; `bodies` are JSON texts, parsed one by one.

    Raises `ValueError` for a text that is no JSON, and for columns of unlike length.
    """
    parsed = map(orjson.loads, bodies)
    return resolve_rows(kind, zip(keys, sources, slots, evidence, observed_at, parsed, strict=True))


def properties_of(kind: Kind, claims: Sequence[Sourced]) -> list[PropertyClaim]:
    """Every property claim about one record, in the record's field order, the one that stands first."""
    return [one for ranked in _ranked(kind, claims).values() for one in ranked]


def _alone(
    body: dict[str, Any], source: str, evidence: int, observed_at: str | None, validity: tuple[str, ...]
) -> dict[str, Any]:
    """Makes the body of the only claim about a record that of its fact, in place."""
    periods = []
    if validity:
        stated = len(body)
        status = body.pop("status", "live") if validity[0] == "status" else "live"
        start, end = body.pop(validity[-2], None), body.pop(validity[-1], None)
        if len(body) < stated:
            periods.append([status, start, end, evidence, observed_at])
    body["periods"] = periods
    body["evidence"] = evidence
    if observed_at:
        body["observed_at"] = observed_at
    body["sources"] = [source]
    return body


def _ranked(kind: Kind, claims: Sequence[Sourced]) -> dict[str, list[PropertyClaim]]:
    """Property claims by property, each list best first and marked where it lost."""
    record = RECORDS[kind]
    by_strength = sorted(claims, key=_strength)
    ranked: dict[str, list[PropertyClaim]] = {}
    for name in record.model_fields:
        if name in record.validity or name in record.identity or name == "as_of":
            continue
        stated = [one for one in by_strength if name in one.claim.body]
        if stated:
            ranked[name] = _mark(name, stated, united=name in record.united)
    if "level" in ranked:
        ranked["as_of"] = [
            one._replace(property="as_of", value=one.claim.body["as_of"])
            for one in ranked["level"]
            if "as_of" in one.claim.body and not (one is not ranked["level"][0] and one.rival)
        ]
        if not ranked["as_of"]:
            del ranked["as_of"]
    if record.validity:
        stated = [one for one in claims if any(name in one.claim.body for name in record.validity)]
        if stated:
            ranked[VALIDITY] = _mark_validity(stated, record.validity)
    return ranked


def _mark(name: str, stated: list[Sourced], united: bool) -> list[PropertyClaim]:
    standing = stated[0].claim.body[name]
    return [
        PropertyClaim(
            name, value := one.claim.body[name], one.source, one.claim, not united and value != standing
        )
        for one in stated
    ]


def _mark_validity(stated: list[Sourced], fields: tuple[str, ...]) -> list[PropertyClaim]:
    by_source: dict[str, list[Sourced]] = {}
    for one in stated:
        by_source.setdefault(one.source, []).append(one)
    order = sorted(by_source.values(), key=lambda rows: min(_currency(row) for row in rows))
    standing = [_period(one.claim, fields)[:3] for one in sorted(order[0], key=lambda one: one.claim.slot)]
    marked: list[PropertyClaim] = []
    for rows in order:
        rows.sort(key=_currency)
        said = [_period(one.claim, fields)[:3] for one in sorted(rows, key=lambda one: one.claim.slot)]
        marked += [
            PropertyClaim(VALIDITY, _period(one.claim, fields)[:3], one.source, one.claim, said != standing)
            for one in rows
        ]
    return marked


def _strength(one: Sourced) -> tuple[int, int, str, int]:
    return -one.claim.evidence, -observed_day(one.claim.observed_at), one.source, one.claim.slot


def _currency(one: Sourced) -> tuple[bool, int, int, str, int]:
    claim = one.claim
    inferred = claim.evidence == Evidence.INFERRED
    return inferred, -observed_day(claim.observed_at), -claim.evidence, one.source, claim.slot


def _periods_of(source: str, claims: Sequence[Sourced], fields: tuple[str, ...]) -> list[list[Any]]:
    if not fields:
        return []
    rows = sorted(
        (
            one.claim
            for one in claims
            if one.source == source and any(name in one.claim.body for name in fields)
        ),
        key=lambda claim: claim.slot,
    )
    return [_period(claim, fields) for claim in rows]


def _period(claim: Claim, fields: tuple[str, ...]) -> list[Any]:
    body = claim.body
    status = body.get("status", "live") if fields[0] == "status" else "live"
    return [status, body.get(fields[-2]), body.get(fields[-1]), claim.evidence, claim.observed_at]
