"""Answers that tell how far they are: server-sent events, and work that ends when nobody waits for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from threading import Event
from time import sleep
from typing import Any

import httpx
import pytest

from graphmap.api.app import create_app
from graphmap.api.errors import QuestionError
from tests.api.asking import Door
from tests.api.running import running

FIXES = '{ exchange(type: "referral") { fixes(first: 3) { text pairs } } }'
STREAM = {"accept": "text/event-stream"}
Told = Callable[[int, int], None]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is told of from its beginning, and not only once it has taken a while."""
    monkeypatch.setattr("graphmap.api.view.QUICK", 0.0)


def streamed(door: Door, query: str) -> list[tuple[str, Any]]:
    response = door.request("POST", "/graphql", json={"query": query}, headers=STREAM)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/event-stream"
    assert response.headers["cache-control"] == "no-store"
    return list(events(response.text))


def events(text: str) -> Iterator[tuple[str, Any]]:
    for block in text.split("\n\n")[:-1]:
        fields = dict(line.split(": " if ": " in line else ":", 1) for line in block.split("\n"))
        yield fields["event"], json.loads(fields["data"]) if fields["data"] else None


@pytest.mark.usefixtures("at_once")
def test_long_work_says_how_far_it_is_and_then_gives_the_same_answer(sampleshire: Door) -> None:
    found = streamed(sampleshire, FIXES)
    names = [name for name, _ in found]
    assert names[-2:] == ["next", "complete"]
    assert set(names[:-2]) == {"progress"}
    assert found[-2][1] == sampleshire.answer(FIXES)
    last = found[-3][1]
    assert last["stage"] == "trying one change after the other"
    assert last["done"] == last["total"] > 0


def test_a_quick_answer_comes_at_once(small: Door) -> None:
    question = "{ about { revision } }"
    assert streamed(small, question) == [("next", small.answer(question)), ("complete", None)]


def test_errors_are_in_the_answer(small: Door) -> None:
    (_, answer), _ = streamed(small, '{ organisation(code: "nobody") { code } }')
    assert answer["errors"][0]["extensions"]["code"] == "UNKNOWN_ID"


def test_a_request_that_is_none_is_refused_as_ever(small: Door) -> None:
    response = small.request(
        "POST", "/graphql", content=b"[]", headers={**STREAM, "content-type": "application/json"}
    )
    assert response.status_code == 400


class Endless:
    """Work that goes on until it is told to end."""

    def __init__(self) -> None:
        self.begun, self.ended = Event(), Event()

    def __call__(self, report: object, tell: Told) -> object:
        try:
            done = 0
            while True:
                tell(done, 1_000_000)
                self.begun.set()
                done += 1
                sleep(0.005)
        except QuestionError:
            self.ended.set()
            raise


@pytest.mark.usefixtures("at_once")
def test_work_ends_when_whoever_asked_goes_away(small: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Endless()
    monkeypatch.setattr("graphmap.api.types.exchange.ranking", work)
    with running(create_app(small.store)) as address:
        with httpx.stream("POST", f"{address}/graphql", json={"query": FIXES}, headers=STREAM) as response:
            first = next(response.iter_lines())
            assert first == "event: progress"
            assert not work.ended.is_set()
        assert work.ended.wait(10)
        quick = httpx.post(f"{address}/graphql", json={"query": "{ about { revision } }"})
        assert quick.json()["data"] == {"about": {"revision": 1}}


@pytest.mark.usefixtures("at_once")
def test_long_work_leaves_places_for_the_rest(small: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Endless()
    monkeypatch.setattr("graphmap.api.types.exchange.ranking", work)
    with running(create_app(small.store)) as address, httpx.Client(base_url=address) as client:
        waiting = [
            client.build_request("POST", "/graphql", json={"query": FIXES}, headers=STREAM) for _ in range(6)
        ]
        open_ones = [client.send(one, stream=True) for one in waiting]
        assert work.begun.wait(10)
        assert client.post("/graphql", json={"query": "{ about { revision } }"}).status_code == 200
        for one in open_ones:
            one.close()
        assert work.ended.wait(10)


def test_what_takes_too_long_without_a_stream_says_that_there_is_one(
    small: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphmap.api.endpoint.SECONDS", 0.0)
    code, message = small.refused(FIXES)
    assert code == "TOO_MUCH"
    assert "text/event-stream" in message
