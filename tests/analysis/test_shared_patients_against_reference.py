"""Pairs that share patients are ranked and judged as the reference does, on random maps with random figures."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from random import Random

import numpy as np
import pytest

from graphmap.analysis.exchange import ask
from graphmap.analysis.findings import Question
from graphmap.analysis.shared_patients import SharedPatients, ranked
from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Evidence, Reading
from graphmap.snapshot.build import snapshot_of_claims
from tests.generative.maps import random_map
from tests.reference import shared_patients as reference
from tests.reference.exchange import ExchangeMap

TODAY = date(2026, 11, 22)
SEEDS = range(200)
BATCH = 20


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_pairs_are_ranked_and_judged_as_the_reference_does(first: int) -> None:
    verdicts = set()
    for seed in SEEDS[first : first + BATCH]:
        tables, rng = random_map(seed), Random(seed)
        snapshot = snapshot_of_claims(claims_of_tables(tables), TODAY)
        codes, row = snapshot.organisations.key, snapshot.organisations.key.index
        least, reading = rng.choice((None, None, *Evidence)), rng.choice(list(Reading))
        shared = [
            (*rng.sample(pair, 2), rng.choice((5, 40, 40, 700)))
            for pair in combinations(sorted(row), 2)
            if rng.random() < 0.7
        ]
        rng.shuffle(shared)
        everyone = np.arange(len(codes), dtype=np.int32)
        for exchange in {row["exchange"] for name in ("ports", "links") for row in tables.get(name, [])}:
            report = ask(snapshot, Question(exchange, TODAY, reading, least), everyone, everyone)
            known = ExchangeMap(tables, exchange, TODAY, TODAY, None if least is None else least.word)
            found = ranked(
                report, [SharedPatients(row[one], row[other], count) for one, other, count in shared]
            )
            ours = [
                (
                    (codes[pair.shared.one], codes[pair.shared.other], pair.shared.patients),
                    str(pair.verdict),
                )
                for pair in found
            ]
            assert ours == reference.ranked(known, shared, str(reading)), f"seed {seed} {exchange}"
            verdicts |= {verdict for _, verdict in ours}
    assert {"NO", "UNKNOWN", "YES"} <= verdicts
