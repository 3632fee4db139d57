"""What every spec test asks its questions of: a store of each kind, filled as an import fills it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graphmap.ingest import claims_of_tables
from graphmap.model.claims import Source
from graphmap.model.clock import today
from graphmap.model.terms import Kind
from graphmap.snapshot.cache import current
from graphmap.snapshot.columns import Snapshot
from graphmap.store.base import Store
from tests.spec.cases.rows import Tables

Filled = Callable[[Tables], Snapshot]


@pytest.fixture
def filled(store: Store) -> Filled:
    """Puts evidence tables into the store as one run and gives the snapshot that its readers get."""

    def fill(tables: Tables) -> Snapshot:
        with store.staging(Source(name="spec"), frozenset(Kind)) as staged:
            staged.add(claims_of_tables(tables))
            staged.commit()
        return current(store, today())

    return fill
