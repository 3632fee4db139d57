"""The records of a store with the claims that stand behind them, streamed in batches for exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from graphmap.model.claims import Claim, StoredClaim
from graphmap.model.dates import observed_day
from graphmap.model.records import RECORDS
from graphmap.model.resolve import VALIDITY, Sourced, properties_of
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Snapshot, Texts
from graphmap.snapshot.export.part import Part
from graphmap.store.base import Fact, Reader

BATCH = 1000
"""Records whose claims are asked for at a time."""


class Recorded(NamedTuple):
    """A resolved record and every claim about it that counts."""

    key: str
    body: dict[str, Any]
    claims: Sequence[StoredClaim]


def facts(reader: Reader, snapshot: Snapshot, part: Part, kind: Kind) -> Iterator[Fact]:
    """Key and body of the records of a kind that are in the part, by key ascending, as known on the snapshot's day."""
    wanted = _wanted(snapshot, part, kind)
    day = date.fromordinal(snapshot.known_at)
    return (fact for fact in reader.facts(kind, day) if wanted is None or fact[0] in wanted)


def recorded(reader: Reader, snapshot: Snapshot, part: Part, kind: Kind) -> Iterator[Recorded]:
    """The records of a kind that are in the part, by key ascending, as known on the snapshot's day. One batch a time."""
    chosen, day = facts(reader, snapshot, part, kind), date.fromordinal(snapshot.known_at)
    while batch := list(islice(chosen, BATCH)):
        claims = reader.claims(kind, [key for key, _ in batch], day)
        for key, body in batch:
            yield Recorded(key, body, claims.get(key, ()))


def _wanted(snapshot: Snapshot, part: Part, kind: Kind) -> set[str] | None:
    """Keys of the records of a kind that are in the part; None for all."""
    if part.whole:
        return None
    match kind:
        case Kind.PORT | Kind.LINK:
            table, flags = (snapshot.ports, part.ports) if kind is Kind.PORT else (snapshot.links, part.links)
            return _keys(table.keys, sorted(set(table.record[flags].tolist())))
        case Kind.COVERAGE:
            return _keys(snapshot.coverage.key, part.coverage.nonzero()[0].tolist())
        case _:
            name = f"{kind}s"
            return _keys(getattr(snapshot, name).key, getattr(part, name).nonzero()[0].tolist())


def standing(kind: Kind, claims: Sequence[StoredClaim]) -> list[Claim]:
    """The claims that a record stands on: those of its validity, a claim for each period; else its strongest one."""
    sourced = [Sourced(one.source, one.claim) for one in claims]
    if len(sourced) == 1:
        return [sourced[0].claim]
    validity = [one for one in properties_of(kind, sourced) if one.property == VALIDITY]
    if validity:
        fields = RECORDS[kind].validity
        winner = validity[0].source
        said = [
            claim
            for source, claim in sourced
            if source == winner and any(name in claim.body for name in fields)
        ]
        return sorted(said, key=lambda claim: claim.slot)
    return [
        min(
            sourced, key=lambda one: (-one.claim.evidence, -observed_day(one.claim.observed_at), one.source)
        ).claim
    ]


def _keys(keys: Texts, rows: Sequence[int]) -> set[str]:
    return {keys[row] for row in rows}
