"""Stores for the tests of importing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graphmap.store import open_store
from graphmap.store.base import Store
from tests.ingest.small import imported, small, write_folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield opened
    opened.close()


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    """A store that holds the small map, from a source named `before`."""
    imported(store, write_folder(tmp_path / "before", small()))
    return store
