"""Store files in given states."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmap.store import open_store
from tests.store.saying import Evidence, organisation


def made(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed store at `path` that holds one organisation."""
    store = open_store(f"sqlite:///{path}")
    Evidence(store, monkeypatch).say("survey", organisation(name="Ash"))
    store.close()
    return path
