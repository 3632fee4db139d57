"""Random maps at random moments, for the market's analyses and their reference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random

import numpy as np
import pytest

from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Evidence
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Ints, Snapshot
from tests.generative.markets import market_map
from tests.reference import market as plain

TODAY = date(2026, 11, 22)
DAYS = (date(2025, 6, 1), TODAY, TODAY, date(2027, 5, 1), date(2029, 1, 1))
SEEDS = range(300)
BATCH = 50
BATCHES = pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))


@cache
def snapshot_of(seed: int) -> Snapshot:
    return snapshot_of_claims(claims_of_tables(market_map(seed)), TODAY)


class Case:
    """One random map at a random moment, for the product and for the reference."""

    def __init__(self, seed: int) -> None:
        rng = Random(seed)
        self.rng = rng
        self.seed = seed
        self.snapshot = snapshot_of(seed)
        self.as_of = rng.choice(DAYS)
        self.least = rng.choice((None, None, *Evidence))
        self.plain = plain.MarketMap(
            market_map(seed), self.as_of, TODAY, None if self.least is None else self.least.word
        )
        codes = list(self.snapshot.organisations.key)
        self.scope = sorted(rng.sample(codes, rng.randint(1, len(codes))))

    def __str__(self) -> str:
        return f"seed {self.seed}, {self.as_of}, {self.least}, {self.scope}"

    @property
    def rows(self) -> Ints:
        return np.array([self.snapshot.organisations.key.index[code] for code in self.scope], dtype=np.int32)


def cases(first: int) -> Iterator[Case]:
    return map(Case, SEEDS[first : first + BATCH])
