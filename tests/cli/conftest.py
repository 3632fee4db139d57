"""Commands, and stores that hold Sampleshire: imported once a session, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graphmap.ingest import ImportOptions, run_import
from graphmap.model.clock import today
from graphmap.snapshot.cache import current
from graphmap.store import open_store
from tests.cli.running import SAMPLESHIRE, Here, address_of


@pytest.fixture
def graphmap(capsys: pytest.CaptureFixture[str]) -> Here:
    """Runs commands in this process."""
    return Here(capsys)


@pytest.fixture(scope="session")
def sampleshire_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store that holds Sampleshire and the columns of its snapshot. Not to be changed."""
    path = tmp_path_factory.mktemp("sampleshire") / "sampleshire.db"
    store = open_store(address_of(path))
    report = run_import(store, str(SAMPLESHIRE), ImportOptions(source="sampleshire"))
    assert not report.refused, list(report.lines())
    current(store, today())
    store.close()
    return path


@pytest.fixture
def sampleshire(sampleshire_file: Path, tmp_path: Path) -> str:
    """The address of a store that holds Sampleshire, for this test alone."""
    return address_of(Path(shutil.copy(sampleshire_file, tmp_path / "sampleshire.db")))


@pytest.fixture
def fresh(tmp_path: Path) -> str:
    """The address of a store that is yet to be made."""
    return address_of(tmp_path / "fresh.db")
