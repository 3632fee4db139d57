"""Serving a store on the network that is away: from what this machine remembers, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import graphmap.store
from graphmap.cli import serve
from graphmap.store import open_store
from graphmap.store.base import Store
from tests.api.asking import state
from tests.api.conftest import SMALL
from tests.cli.running import Here
from tests.store.away import REASON, AwayStore

QUESTION = "{ about { revision } }"


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AwayStore]:
    """The store that every address opens."""
    behind = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    state(behind, "evidence", SMALL)
    store = AwayStore(behind, tmp_path / "remembered")
    monkeypatch.setattr(graphmap.store, "open_store", lambda *_, **__: store)
    yield store
    behind.close()


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Store]:
    """The stores that were served."""
    stores: list[Store] = []
    monkeypatch.setattr(serve, "listen", lambda store, *_: stores.append(store))
    return stores


def test_what_this_machine_remembers_is_served_and_that_is_said(
    graphmap: Here, shared: AwayStore, served: list[Store]
) -> None:
    assert graphmap("query", QUESTION, "--store", shared.address).code == 0
    shared.leave()
    done = graphmap("serve", "--port", 0, "--store", shared.address)
    assert done.code == 0
    assert served == [shared]
    assert f"warning: the store is away: {REASON}" in done.err
    assert "what this machine remembers of it, revision 1, confirmed " in done.err
    assert not done.out


def test_with_nothing_remembered_it_ends_with_4(
    graphmap: Here, shared: AwayStore, served: list[Store]
) -> None:
    shared.leave()
    done = graphmap("serve", "--port", 0, "--store", shared.address)
    assert done.code == 4
    assert REASON in done.err
    assert served == []


def test_nothing_is_said_of_a_store_that_answers(
    graphmap: Here, shared: AwayStore, served: list[Store]
) -> None:
    done = graphmap("serve", "--port", 0, "--store", shared.address)
    assert (done.code, done.err) == (0, "")
    assert served == [shared]


def test_a_single_question_is_not_answered_from_memory(graphmap: Here, shared: AwayStore) -> None:
    assert graphmap("query", QUESTION, "--store", shared.address).code == 0
    shared.leave()
    done = graphmap("query", QUESTION, "--store", shared.address)
    assert done.code == 4
    assert REASON in done.err
