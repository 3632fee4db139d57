"""What is remembered of a store that is away: the newest map with its sources, if this version can read it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from graphmap.snapshot import pack
from graphmap.snapshot.cache import confirm, current, remember, remembered
from graphmap.store.base import Store
from tests.generative.maps import random_map
from tests.snapshot.comparison import differences
from tests.snapshot.conftest import Import
from tests.store.away import AwayStore

TODAY = date(2026, 11, 22)


@pytest.fixture
def shared(store: Store, tmp_path: Path) -> AwayStore:
    """A store elsewhere, and this machine's memory of it."""
    return AwayStore(store, tmp_path / "remembered")


def put_something(put: Import, source: str = "evidence") -> None:
    put({name: rows for name, rows in random_map(4).items() if rows}, source)


def test_the_map_and_its_sources_outlive_the_store(shared: AwayStore, put: Import) -> None:
    put_something(put)
    whole = current(shared, TODAY)
    shared.leave()
    shared.asked.clear()
    memory = remembered(shared, TODAY)
    assert memory is not None
    assert differences(memory.snapshot, whole) == []
    assert (memory.snapshot.store_id, memory.snapshot.revision) == (whole.store_id, 1)
    with shared.behind.reading() as reader:
        assert memory.sources == tuple(reader.sources())
    assert shared.asked == []


def test_the_second_start_reads_no_row(shared: AwayStore, put: Import) -> None:
    put_something(put)
    whole = current(shared, TODAY)
    shared.asked.clear()
    assert differences(current(shared, TODAY), whole) == []
    assert "reading" not in shared.asked


def test_the_day_is_the_askers(shared: AwayStore, put: Import) -> None:
    put_something(put)
    current(shared, TODAY)
    memory = remembered(shared, date(2027, 3, 1))
    assert memory is not None
    assert memory.snapshot.known_at == date(2027, 3, 1).toordinal()


def test_nothing_is_remembered_before_anything_was_asked(shared: AwayStore, store: Store) -> None:
    assert remembered(shared, TODAY) is None
    current(store, TODAY)
    assert remembered(store, TODAY) is None, "a file is never away"


def test_what_another_version_saved_is_not_remembered(
    shared: AwayStore, put: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_something(put)
    current(shared, TODAY)
    monkeypatch.setattr(pack, "FORMAT", pack.FORMAT + 1)
    assert remembered(shared, TODAY) is None


def test_what_is_damaged_is_not_remembered(shared: AwayStore, put: Import) -> None:
    put_something(put)
    snapshot = current(shared, TODAY)
    packed = pack.pack(snapshot)
    for part in (pack.HEADER, pack.SOURCES, "links.origin"):
        shared.save_columns("any", {name: content for name, content in packed.items() if name != part})
        assert remembered(shared, TODAY) is None
        shared.save_columns("any", {**packed, part: packed[part] + b"\0"})
        assert remembered(shared, TODAY) is None


def test_confirming_moves_the_time_from_which_it_dates(
    shared: AwayStore, put: Import, tmp_path: Path
) -> None:
    put_something(put)
    snapshot = current(shared, TODAY)
    (file,) = (tmp_path / "remembered").iterdir()
    os.utime(file, (1_000, 1_000))
    before = remembered(shared, TODAY)
    confirm(shared, snapshot.revision)
    after = remembered(shared, TODAY)
    assert before is not None
    assert after is not None
    assert before.confirmed_at == 1_000 < after.confirmed_at


def test_what_is_remembered_last_counts(shared: AwayStore, put: Import) -> None:
    put_something(put)
    snapshot = current(shared, TODAY)
    remember(shared, snapshot, ())
    memory = remembered(shared, TODAY)
    assert memory is not None
    assert memory.sources == ()
