"""Every test of the contract runs on every store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graphmap.store import open_store
from tests.store.saying import Evidence
from tests.stores import Fresh


@pytest.fixture
def address(fresh: Fresh) -> str:
    """Address at which there is no store yet."""
    return fresh()


@pytest.fixture
def evidence(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evidence]:
    """An empty store, with a short way to say things to it and to ask it."""
    store = open_store(address)
    yield Evidence(store, monkeypatch)
    store.close()
