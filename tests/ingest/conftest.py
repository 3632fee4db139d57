"""Stores for the tests of importing."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmap.store.base import Store
from tests.ingest.small import imported, small, write_folder


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    """A store that holds the small map, from a source named `before`."""
    imported(store, write_folder(tmp_path / "before", small()))
    return store
