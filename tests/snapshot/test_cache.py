"""Which snapshot answers: from the cache while that is good, from rows otherwise, from claims for the past."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graphmap.analysis import facts
from graphmap.snapshot import cache, pack
from graphmap.snapshot.cache import as_known, current
from graphmap.snapshot.columns import Snapshot
from graphmap.store import open_store
from graphmap.store.base import Reader, Store
from tests.generative.maps import random_map
from tests.snapshot.comparison import differences
from tests.snapshot.conftest import Import
from tests.spec.cases.rows import Tables, deployment, link, organisation, small_map

TODAY = date(2026, 11, 22)


class Watched:
    """A store that counts how often its rows are read, and may lose or refuse its cache."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.readings = 0
        self.before_reading: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        self.readings += 1
        while self.before_reading:
            self.before_reading.pop()()
        with self._store.reading() as reader:
            yield reader


def two_systems(*links: dict[str, str]) -> Tables:
    return small_map(
        [organisation("A"), organisation("B")],
        [deployment("a", "A"), deployment("b", "B")],
        links=list(links),
    )


def drop_empty(tables: Tables) -> Tables:
    return {name: rows for name, rows in tables.items() if rows}


def test_the_second_time_no_row_is_read(store: Store, put: Import) -> None:
    put(drop_empty(random_map(4)))
    watched = Watched(store)
    first = current(watched, TODAY)
    assert watched.readings == 1
    second = current(watched, TODAY)
    assert watched.readings == 1
    assert differences(first, second) == []
    assert (first.revision, first.store_id) == (1, store.identity().id)


def test_a_new_revision_is_read_anew(store: Store, put: Import) -> None:
    put(drop_empty(two_systems()))
    assert len(current(store, TODAY).links.keys) == 0
    put(drop_empty(two_systems(link("a", "b", "referral"))))
    found = current(store, TODAY)
    assert (found.revision, len(found.links.keys)) == (2, 1)


def test_a_damaged_cache_is_replaced(store: Store, put: Import) -> None:
    put(drop_empty(random_map(4)))
    whole = current(store, TODAY)
    with sqlite3.connect(store.address.removeprefix("sqlite:///")) as connection:
        connection.execute(
            "UPDATE cache SET content = substr(content, 1, length(content) - 1) WHERE part = 'words.bytes'"
        )
    connection.close()
    watched = Watched(store)
    assert differences(current(watched, TODAY), whole) == []
    assert watched.readings == 1
    assert differences(current(watched, TODAY), whole) == []
    assert watched.readings == 1


def test_a_cache_of_another_version_is_replaced(
    store: Store, put: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(drop_empty(random_map(4)))
    whole = current(store, TODAY)
    monkeypatch.setattr(pack, "FORMAT", pack.FORMAT + 1)
    watched = Watched(store)
    assert differences(current(watched, TODAY), whole) == []
    assert watched.readings == 1


def test_a_store_that_keeps_no_cache_still_answers(
    store: Store, put: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(drop_empty(random_map(4)))
    watched = Watched(store)
    monkeypatch.setattr(watched, "save_columns", lambda name, columns: None, raising=False)
    assert differences(current(watched, TODAY), current(watched, TODAY)) == []
    assert watched.readings == 2


def test_a_commit_while_the_rows_are_opened_is_waited_for(store: Store, put: Import) -> None:
    put(drop_empty(two_systems()))
    watched = Watched(store)
    watched.before_reading.append(lambda: put(drop_empty(two_systems(link("a", "b", "referral")))))
    found = current(watched, TODAY)
    assert (found.revision, len(found.links.keys)) == (2, 1)
    assert differences(found, current(store, TODAY)) == []


def test_an_empty_store_has_a_snapshot(store: Store) -> None:
    found = current(store, TODAY)
    assert (found.revision, len(found.organisations.key), found.fictional) == (0, 0, False)


def test_fictional_stores_give_fictional_snapshots(store: Store, put: Import) -> None:
    put(drop_empty(two_systems()), fictional=True)
    assert current(store, TODAY).fictional
    assert current(store, TODAY).fictional, "from the cache as well"


def test_plans_slip_with_the_day_on_the_same_cache(store: Store, put: Import) -> None:
    plan = link("a", "b", "referral", status="planned", from_date="2027-01-01")
    put(drop_empty(two_systems(plan)))

    def slipped(day: date) -> bool:
        found = current(store, day)
        table = found.links
        return bool(facts.slipped(table.status, table.start, table.end, 0, found.known_at)[0])

    watched = Watched(store)
    assert not slipped(TODAY)
    assert slipped(date(2027, 1, 1))
    current(watched, date(2027, 1, 1))
    assert watched.readings == 0


@pytest.fixture
def grown(store: Store, put: Import) -> Store:
    """A store that learned of a link on 10 October and of another, in place of it, on 1 November 2026."""
    put(drop_empty(two_systems()), on="2026-10-01")
    put(drop_empty(two_systems(link("a", "b", "referral"))), on="2026-10-10")
    put(drop_empty(two_systems(link("b", "a", "document"))), on="2026-11-01")
    return store


def keys(found: Snapshot) -> list[str]:
    return list(found.links.keys)


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 9), []),
        (date(2026, 10, 10), ["a|b|referral||"]),
        (date(2026, 10, 31), ["a|b|referral||"]),
        (date(2026, 11, 1), ["b|a|document||"]),
        (TODAY, ["b|a|document||"]),
    ],
)
def test_what_was_known_on_a_day(grown: Store, day: date, known: list[str] | None) -> None:
    found = as_known(grown, day)
    assert found.known_at == day.toordinal()
    assert keys(found) == (known or [])
    assert list(found.organisations.key) == ([] if known is None else ["A", "B"])
    assert keys(current(grown, day)) == (known or []), "today may be set into the past"


def test_the_past_is_kept_in_memory_and_bounded(grown: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "PAST_KEPT", 2)
    watched = Watched(grown)
    first, second, third = (date(2026, 10, day) for day in (9, 11, 20))
    kept = as_known(watched, first)
    assert as_known(watched, first) is kept
    assert watched.readings == 1
    as_known(watched, second)
    assert as_known(watched, first) is kept
    as_known(watched, third)
    assert watched.readings == 3
    assert as_known(watched, first) is kept
    as_known(watched, second)
    assert watched.readings == 4, "what was used longest ago made room"


def test_the_past_leaves_the_cache_of_the_present_alone(grown: Store) -> None:
    current(grown, TODAY)
    as_known(grown, date(2026, 10, 10))
    watched = Watched(grown)
    assert keys(current(watched, TODAY)) == ["b|a|document||"]
    assert watched.readings == 0


def test_another_store_at_the_same_revision_has_its_own_past(
    grown: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    assert keys(as_known(grown, date(2026, 10, 10))) == ["a|b|referral||"]
    assert keys(as_known(other, date(2026, 10, 10))) == []
    other.close()
