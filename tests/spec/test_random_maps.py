"""Random maps that went through a store have the answers of the plain reference, on every store."""

from __future__ import annotations

import pytest

from graphmap.ingest import claims_of_tables
from graphmap.model.claims import Source
from graphmap.model.terms import Kind
from graphmap.snapshot.cache import current
from graphmap.snapshot.columns import Snapshot
from graphmap.store.base import Store
from tests.analysis.test_exchange_against_reference import TODAY, compare
from tests.spec.cases.rows import Tables
from tests.stores import on_every_store

pytestmark = on_every_store

SEEDS = range(1_000, 1_050)
BATCH = 10


@pytest.mark.parametrize("first", SEEDS[::BATCH])
def test_a_random_map_has_the_answers_of_the_reference_after_a_store_had_it(store: Store, first: int) -> None:
    """One store has one map after the other: what the last one said is retracted, and may say nothing any more."""

    def stored(tables: Tables) -> Snapshot:
        with store.staging(Source(name="random"), frozenset(Kind)) as staged:
            staged.add(claims_of_tables(tables))
            staged.commit()
        return current(store, TODAY)

    wrong = [line for seed in range(first, first + BATCH) for line in compare(seed, stored)]
    assert not wrong, "\n".join(wrong[:10])
