"""The service behind the door: one snapshot at a time, fetched without keeping readers waiting, and answers kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from graphmap.api import budget, endpoint, service
from graphmap.api.execute import execute
from graphmap.api.kept import Kept
from graphmap.api.service import Atlas
from graphmap.model.errors import StoreUnavailable
from graphmap.snapshot import cache
from graphmap.snapshot.columns import Snapshot
from graphmap.store import open_store
from graphmap.store.base import Store
from tests.api.asking import Door, state, stored
from tests.spec.cases.rows import Tables, coverage, organisation

REVISION = "{ about { revision counts { organisations } } }"


def hospitals(*codes: str) -> Tables:
    return {
        "organisations": [organisation(code) for code in codes],
        "coverage": [coverage(code) for code in codes],
    }


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = stored(f"sqlite:///{tmp_path}/map.db", evidence=hospitals("A"))
    yield opened
    opened.close()


def test_readers_do_not_wait_for_a_new_revision(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    atlas = Atlas(store)
    old = atlas.snapshot()
    state(store, "evidence", hospitals("A", "B"))
    begun, go_on = Event(), Event()
    current = cache.current

    def slow(*asked: object) -> Snapshot:
        begun.set()
        assert go_on.wait(30)
        return current(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(cache, "current", slow)
    found: list[Snapshot] = []
    first = Thread(target=lambda: found.append(atlas.snapshot()))
    first.start()
    assert begun.wait(30)
    assert atlas.snapshot() is old
    go_on.set()
    first.join(30)
    assert [snapshot.revision for snapshot in found] == [2]
    assert atlas.snapshot() is found[0]


def test_a_first_reader_that_fails_leaves_the_next_one_to_try(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = Atlas(store)

    def failing(*asked: object) -> Snapshot:
        raise StoreUnavailable("locked")

    with monkeypatch.context() as broken:
        broken.setattr(cache, "current", failing)
        with pytest.raises(StoreUnavailable):
            atlas.snapshot()
    assert atlas.snapshot().revision == 1


def test_a_store_that_another_process_changes(store: Store, tmp_path: Path) -> None:
    door = Door(store)
    assert door.ask(REVISION) == {"about": {"revision": 1, "counts": {"organisations": 1}}}
    other = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    state(other, "evidence", hospitals("A", "B", "C"))
    other.close()
    assert door.ask(REVISION) == {"about": {"revision": 2, "counts": {"organisations": 3}}}


def test_reports_are_worked_out_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = service.ask

    def counting(snapshot: Snapshot, question: object, *scope: object) -> object:
        asked.append(question.exchange)  # type: ignore[attr-defined]
        return ask(snapshot, question, *scope)  # type: ignore[arg-type]

    monkeypatch.setattr(service, "ask", counting)
    door = Door(store)
    query = "query($x: ID!) { exchange(type: $x) { counts { yes } summary groups { size } byOrganisation { totalCount } } }"
    for exchange in ("referral", "booking", "referral", "referral"):
        door.ask(query, x=exchange)
    assert asked == ["referral", "booking"]
    state(store, "evidence", hospitals("A", "B"))
    door.ask(query, x="referral")
    assert asked == ["referral", "booking", "referral"], "a new revision is answered anew"


def test_kept_answers_have_a_bound_and_faults_are_not_kept() -> None:
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        if number < 0:
            raise ValueError(number)
        return number

    kept: Kept[int, int] = Kept(2)
    for number in (1, 2, 1, 3, 1, 2):
        assert kept.get(number, lambda number=number: make(number)) == number  # type: ignore[misc]
    assert made == [1, 2, 3, 2], "2 was the least recently used when 3 came"
    assert len(kept) == 2
    for _ in range(2):
        with pytest.raises(ValueError, match="-1"):
            kept.get(-1, lambda: make(-1))
    assert made[-2:] == [-1, -1]


def test_in_process_as_over_http(store: Store) -> None:
    query = "query One($c: ID!) { organisation(code: $c) { code } } query Two { about { revision } }"
    assert execute(store, query, {"c": "A"}, "One")["data"] == {"organisation": {"code": "A"}}
    assert execute(store, query, None, "Two")["data"] == {"about": {"revision": 1}}
    (error,) = execute(store, '{ organisation(code: "B") { code } }')["errors"]
    assert error["extensions"]["code"] == "UNKNOWN_ID"


def test_in_process_a_store_that_does_not_answer_is_an_exception(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*asked: object) -> int:
        raise StoreUnavailable("locked")

    monkeypatch.setattr(type(store), "revision", failing)
    monkeypatch.setattr(cache, "current", failing)
    with pytest.raises(StoreUnavailable):
        execute(store, REVISION)


def test_an_answer_that_takes_too_long_is_told_so(sampleshire: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    query = '{ exchange(type: "referral") { counts { yes } pairs(first: 2) { edges { node { verdict detail } } } } }'
    sampleshire.ask(query)
    monkeypatch.setattr(endpoint, "SECONDS", -1.0)
    answer = sampleshire.answer(query)
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"TOO_MUCH"}
    assert "page on" in answer["errors"][0]["message"]
    assert sampleshire.ask('{ exchange(type: "referral") { counts { yes } } }')
    code, _ = sampleshire.refused("{ organisations { totalCount } }")
    assert code == "TOO_MUCH"


def test_without_a_limit_there_is_all_the_time() -> None:
    budget.Budget().ask()
