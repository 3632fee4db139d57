"""Facts from the columns of a store are those that its claims make one record at a time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import orjson
import pytest

from graphmap.ingest import claims_of_tables
from graphmap.model.resolve import Sourced, resolve, resolve_columns
from graphmap.model.terms import Kind
from tests.generative.maps import random_map


def said_by(*seeds: int) -> list[Sourced]:
    """What sources of random maps say, records in order and each source's claims about one together."""
    said = [Sourced(f"s{seed}", claim) for seed in seeds for claim in claims_of_tables(random_map(seed))]
    return sorted(said, key=lambda one: (one.claim.kind, one.claim.key))


def columns(said: Iterable[Sourced]) -> list[list[object]]:
    rows = [
        (
            claim.key,
            source,
            claim.slot,
            claim.evidence,
            claim.observed_at or "",
            orjson.dumps(claim.body).decode(),
        )
        for source, claim in said
    ]
    return [list(column) for column in zip(*rows, strict=True)]


@pytest.mark.parametrize("sources", [1, 2, 3])
def test_columns_of_claims_make_the_facts_that_claims_make(sources: int) -> None:
    for seed in range(0, 60, sources):
        for kind, about in groupby(said_by(*range(seed, seed + sources)), key=lambda one: one.claim.kind):
            said = list(about)
            expected = [
                (key, orjson.dumps(resolve(kind, list(claims))))
                for key, claims in groupby(said, key=lambda one: one.claim.key)
            ]
            found = resolve_columns(kind, *columns(said))  # type: ignore[arg-type]
            assert [(key, orjson.dumps(body)) for key, body in found] == expected


def test_resolving_leaves_claims_as_they_were() -> None:
    for said in said_by(1, 2):
        before = orjson.dumps(said.claim.body)
        resolve(said.claim.kind, [said])
        assert orjson.dumps(said.claim.body) == before


def test_no_columns_make_no_facts() -> None:
    assert list(resolve_columns(Kind.LINK, [], [], [], [], [], [])) == []


@pytest.mark.parametrize("bodies", [["{"], []])
def test_a_body_that_is_damaged_or_missing_is_refused(bodies: list[str]) -> None:
    with pytest.raises(ValueError, match=r"unexpected|shorter"):
        list(resolve_columns(Kind.SUPPLIER, ["s"], ["one"], [0], [1], [""], bodies))
