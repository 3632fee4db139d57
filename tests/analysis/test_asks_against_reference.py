"""Whom to ask agrees with asking again: on random maps, with each record made complete in turn."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import numpy as np
import pytest

from graphmap.analysis.coverage.asks import OpenQuestion, OpenQuestions, open_questions
from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Evidence
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from tests.generative.maps import random_map
from tests.reference import coverage as reference
from tests.reference.exchange import ExchangeMap
from tests.spec.cases.rows import Tables

TODAY = date(2026, 11, 22)
DAYS = (TODAY, TODAY, date(2025, 6, 1), date(2027, 5, 1))
SEEDS = range(300)
BATCH = 25


def gappy_map(seed: int) -> Tables:
    """A random map of which half of what is said about coverage is not said, so that there is much to ask."""
    tables, rng = random_map(seed), Random(f"gaps {seed}")
    rows = [row for row in tables.pop("coverage", []) if rng.random() < 0.5]
    return {**tables, **({"coverage": rows} if rows else {})}


def exchanges_of(tables: Tables) -> tuple[str, ...]:
    return tuple(sorted({row["exchange"] for name in ("ports", "links") for row in tables.get(name, [])}))


def snapshot_of(tables: Tables) -> Snapshot:
    return snapshot_of_claims(claims_of_tables(tables), TODAY)


def as_reference(snapshot: Snapshot, one: OpenQuestion) -> reference.OpenQuestion:
    """The finding in the reference's terms."""
    return reference.OpenQuestion(
        snapshot.organisations.key[one.organisation],
        one.exchange,
        one.as_sender,
        one.as_receiver,
        one.settled_as_sender,
        one.settled_as_receiver,
    )


def all_of(found: OpenQuestions) -> list[OpenQuestion]:
    return [found[place] for place in range(len(found))]


def some(rng: Random, rows: np.ndarray) -> np.ndarray:
    return np.array([row for row in rows.tolist() if rng.random() < 0.8], dtype=np.int32)


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_random_maps_give_the_questions_of_the_reference(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        tables, rng = gappy_map(seed), Random(seed)
        snapshot = snapshot_of(tables)
        everyone = np.flatnonzero(~snapshot.organisations.stub).astype(np.int32)
        senders, receivers = some(rng, everyone), some(rng, everyone)
        codes = [[snapshot.organisations.key[row] for row in rows.tolist()] for rows in (senders, receivers)]
        as_of, least = rng.choice(DAYS), rng.choice((None, None, *Evidence))
        for exchange in exchanges_of(tables):
            found = all_of(open_questions(snapshot, as_of, senders, receivers, (exchange,), least))
            ours = {
                snapshot.organisations.key[one.organisation]: as_reference(snapshot, one) for one in found
            }
            theirs = reference.open_questions(
                tables, exchange, *codes, as_of, TODAY, None if least is None else least.word
            )
            assert ours == theirs, f"seed {seed}, {exchange}, {as_of}, {least}"


def test_the_random_maps_hold_questions_of_every_kind() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        tables = gappy_map(seed)
        snapshot = snapshot_of(tables)
        rows = np.flatnonzero(~snapshot.organisations.stub).astype(np.int32)
        for one in all_of(open_questions(snapshot, TODAY, rows, rows, exchanges_of(tables))):
            seen["sender"] += one.as_sender > 0
            seen["receiver"] += one.as_receiver > 0
            seen["all settled"] += one.settled == one.pairs
            seen["some settled"] += 0 < one.settled < one.pairs
            seen["none settled"] += one.settled == 0
    kinds = ("sender", "receiver", "all settled", "some settled", "none settled")
    assert all(seen[kind] >= 10 for kind in kinds), seen


def test_questions_come_most_pairs_first_then_most_settled_then_by_code() -> None:
    for seed in SEEDS[:60]:
        snapshot = snapshot_of(gappy_map(seed))
        rows = np.flatnonzero(~snapshot.organisations.stub).astype(np.int32)
        found = [
            (-one.pairs, -one.settled, one.organisation)
            for one in all_of(open_questions(snapshot, TODAY, rows, rows))
        ]
        assert found == sorted(found)


def test_a_pair_that_a_complete_record_settles_becomes_no() -> None:
    settled: Counter[str] = Counter()
    for seed in SEEDS[:60]:
        tables = gappy_map(seed)
        codes = [row["code"] for row in tables["organisations"]]
        for exchange in exchanges_of(tables):
            now = ExchangeMap(tables, exchange, TODAY, TODAY)
            for code in codes:
                then = ExchangeMap(reference.completed(tables, code, exchange), exchange, TODAY, TODAY)
                for other in codes:
                    for pair in ((code, other), (other, code)):
                        if code != other and now.answer(*pair).verdict == "UNKNOWN":
                            settled[then.answer(*pair).verdict] += 1
    assert set(settled) == {"NO", "UNKNOWN"}
