"""A store on the network: nobody waits for it, and while it is away the last map answers and says how old it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from graphmap.api import watch
from graphmap.api.app import create_app
from graphmap.api.execute import execute
from graphmap.model.errors import StoreUnavailable
from graphmap.store.base import Store
from tests.api.asking import state, stored
from tests.api.conftest import SMALL
from tests.api.running import running
from tests.spec.cases.rows import organisation
from tests.store.away import PATIENCE, REASON, AwayStore

PAGE = """{
  about { revision fictional attribution counts { sources organisations } }
  organisation(code: "A1") { name claims { value } deployments { edges { node { key claims { value } } } } }
  runs { totalCount }
  sources { edges { node { name claims runs { totalCount } } } }
}"""
CHANGED = {name: rows for name, rows in SMALL.items() if name != "contracts"}
REVISION = "{ about { revision today } }"


class Served:
    """The service of a store, with all that runs beside its requests."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"{self.address}{path}", timeout=PATIENCE)

    def post(self, query: str) -> httpx.Response:
        return httpx.post(f"{self.address}/graphql", json={"query": query}, timeout=PATIENCE)

    def answer(self, query: str = REVISION) -> dict[str, Any]:
        answer: dict[str, Any] = self.post(query).json()
        return answer

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first answer that is as wanted."""
        given_up = monotonic() + PATIENCE
        while monotonic() < given_up:
            answer = self.answer()
            if wanted(answer):
                return answer
            sleep(0.01)
        raise AssertionError(f"still {answer}")

    def until_away(self) -> dict[str, Any]:
        return self.until(is_away)

    def until_back(self) -> dict[str, Any]:
        return self.until(lambda answer: not is_away(answer))


def is_away(answer: dict[str, Any]) -> bool:
    return "store" in answer.get("extensions", {})


def codes(answer: dict[str, Any]) -> dict[str, str]:
    """The error codes of an answer by path."""
    return {
        ".".join(map(str, error["path"])): error["extensions"]["code"] for error in answer.get("errors", ())
    }


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the store often, so that tests need not wait."""
    monkeypatch.setattr(watch, "EVERY", 0.01)
    monkeypatch.setattr(watch, "RETRY_MOST", 0.02)


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[Store]:
    store = stored(f"sqlite:///{tmp_path}/map.db", evidence=SMALL)
    yield store
    store.close()


@pytest.fixture
def shared(behind: Store, tmp_path: Path) -> Iterator[AwayStore]:
    store = AwayStore(behind, tmp_path / "remembered")
    yield store
    store.go_on()


@pytest.fixture
def serve(shared: AwayStore) -> Iterator[Callable[..., Served]]:
    """Starts a service of the shared store, or of another, and asks it once."""
    with ExitStack() as entered:

        def start(store: Store | None = None) -> Served:
            served = Served(entered.enter_context(running(create_app(store or shared))))  # type: ignore[arg-type]
            served.answer()
            return served

        yield start
        shared.go_on()


def test_while_it_is_there_nothing_is_said_of_it(serve: Callable[..., Served]) -> None:
    response = serve().post(PAGE)
    assert "errors" not in response.json()
    assert not is_away(response.json())
    assert "graphmap-store" not in response.headers


def test_while_it_is_away_the_last_map_answers(serve: Callable[..., Served], shared: AwayStore) -> None:
    served = serve()
    whole = served.answer(PAGE)["data"]
    shared.leave()
    served.until_away()
    response = served.post(PAGE)
    assert response.status_code == 200
    data = response.json()["data"]
    assert data["about"] == whole["about"]
    assert data["organisation"]["name"] == whole["organisation"]["name"]
    systems = [edge["node"] for edge in data["organisation"]["deployments"]["edges"]]
    assert [system["key"] for system in systems] == ["A1-system"]
    assert [edge["node"]["name"] for edge in data["sources"]["edges"]] == ["evidence"]


def test_what_needs_the_store_is_null_with_a_typed_error_and_nothing_else_is(
    serve: Callable[..., Served], shared: AwayStore
) -> None:
    served = serve()
    shared.leave()
    served.until_away()
    answer = served.answer(PAGE)
    assert set(codes(answer)) == {
        "organisation.claims",
        "organisation.deployments.edges.0.node.claims",
        "runs",
        "sources.edges.0.node.runs",
    }
    assert set(codes(answer).values()) == {"STORE_UNAVAILABLE"}
    assert answer["data"]["organisation"]["claims"] is None
    assert answer["data"]["runs"] is None
    assert all(REASON in error["message"] for error in answer["errors"])


def test_the_answer_says_since_when_why_and_how_old_it_is(
    serve: Callable[..., Served], shared: AwayStore
) -> None:
    served = serve()
    shared.leave()
    served.until_away()
    response = served.post(REVISION)
    told = response.json()["extensions"]["store"]
    moment = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    assert (told["away"], told["reason"], told["snapshotRevision"]) == (True, REASON, 1)
    assert re.fullmatch(moment, told["since"])
    assert re.fullmatch(moment, told["confirmedAt"])
    assert told["confirmedAt"] <= told["since"]
    assert response.headers["graphmap-store"] == "away"
    assert int(response.headers["graphmap-snapshot-age"]) >= 0
    assert response.json()["extensions"]["cost"], "other extensions stay"


@pytest.mark.parametrize("query", ["{", "", "{ nothing }", '{ organisation(code: "nobody") { code } }'])
def test_questions_that_fail_say_it_too(serve: Callable[..., Served], shared: AwayStore, query: str) -> None:
    served = serve()
    shared.leave()
    served.until_away()
    assert is_away(served.answer(query))


def test_it_is_found_again_by_itself(serve: Callable[..., Served], shared: AwayStore, behind: Store) -> None:
    served = serve()
    shared.leave()
    served.until_away()
    state(behind, "evidence", CHANGED)
    shared.come_back()
    assert served.until_back()["data"]["about"]["revision"] == 2
    response = served.post(PAGE)
    assert "errors" not in response.json()
    assert "graphmap-store" not in response.headers


def test_a_new_revision_is_taken_without_being_asked_for(serve: Callable[..., Served], behind: Store) -> None:
    served = serve()
    assert served.answer()["data"]["about"]["revision"] == 1
    state(behind, "evidence", CHANGED)
    served.until(lambda answer: answer["data"]["about"]["revision"] == 2)


def test_questions_neither_ask_it_nor_wait_for_it(
    serve: Callable[..., Served], shared: AwayStore, behind: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve()
    state(behind, "evidence", CHANGED)
    shared.hang()
    assert shared.waiting.wait(PATIENCE)
    asked = list(shared.asked)
    for _ in range(3):
        answer = served.answer(
            '{ about { revision attribution } exchange(type: "referral") { counts { yes } } }'
        )
        assert answer["data"]["about"]["revision"] == 1
        assert answer["data"]["exchange"]["counts"]["yes"] == 1
    assert shared.asked == asked
    shared.go_on()
    served.until(lambda answer: answer["data"]["about"]["revision"] == 2)


def test_a_store_that_hangs_counts_as_away(
    serve: Callable[..., Served], shared: AwayStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve()
    shared.hang()
    assert shared.waiting.wait(PATIENCE)
    monkeypatch.setattr(watch, "SILENT", 0.0)
    assert served.until_away()["extensions"]["store"]["reason"] == "it does not answer"
    assert codes(served.answer(PAGE))["runs"] == "STORE_UNAVAILABLE"
    monkeypatch.setattr(watch, "SILENT", 60.0)
    shared.go_on()
    served.until_back()


def test_a_service_that_starts_while_it_is_away_answers_from_what_the_machine_remembers(
    serve: Callable[..., Served], shared: AwayStore
) -> None:
    before = execute(shared, PAGE)["data"]  # type: ignore[arg-type]
    shared.leave()
    served = serve()
    answer = served.answer(PAGE)
    assert answer["data"]["about"] == before["about"]
    assert [edge["node"]["name"] for edge in answer["data"]["sources"]["edges"]] == ["evidence"]
    assert answer["extensions"]["store"]["snapshotRevision"] == 1
    shared.come_back()
    served.until_back()
    assert "errors" not in served.answer(PAGE)


def test_a_service_that_starts_while_it_hangs_does_so_too(
    serve: Callable[..., Served], shared: AwayStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute(shared, REVISION)  # type: ignore[arg-type]
    monkeypatch.setattr(watch, "SILENT", 0.0)
    shared.hang()
    answer = serve().answer()
    assert answer["data"]["about"]["revision"] == 1


def test_with_nothing_remembered_there_is_no_answer(serve: Callable[..., Served], shared: AwayStore) -> None:
    shared.leave()
    served = serve()
    response = served.post(REVISION)
    assert response.status_code == 503
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "STORE_UNAVAILABLE"
    assert REASON in error["message"]
    assert response.headers["graphmap-store"] == "away"
    assert "graphmap-snapshot-age" not in response.headers
    shared.come_back()
    served.until(lambda answer: "data" in answer)


def test_health_and_metrics_tell(serve: Callable[..., Served], shared: AwayStore) -> None:
    served = serve()
    assert served.get("/health/ready").json() == {"status": "ready", "revision": 1}
    assert "graphmap_store_away 0.0" in served.get("/metrics").text
    shared.leave()
    served.until_away()
    ready = served.get("/health/ready")
    assert ready.status_code == 503
    assert (ready.json()["revision"], REASON in ready.json()["reason"]) == (1, True)
    assert served.get("/health/live").status_code == 200
    metrics = served.get("/metrics").text
    assert "graphmap_store_away 1.0" in metrics
    assert re.search(r"graphmap_snapshot_confirmed_seconds \d", metrics)


def test_days_go_on_while_it_is_away(
    serve: Callable[..., Served], shared: AwayStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve()
    question = "{ about { today } deployments(standing: [SLIPPED]) { edges { node { key } } } }"
    assert served.answer(question)["data"]["deployments"]["edges"] == []
    shared.leave()
    served.until_away()
    monkeypatch.setenv("GRAPHMAP_TODAY", "2027-03-01")
    data = served.answer(question)["data"]
    assert data["about"]["today"] == "2027-03-01"
    assert [edge["node"]["key"] for edge in data["deployments"]["edges"]] == ["C1-next"]


def test_a_new_day_is_taken_while_it_is_there(
    serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve()
    monkeypatch.setenv("GRAPHMAP_TODAY", "2026-12-01")
    assert served.answer()["data"]["about"]["today"] == "2026-12-01"


def test_past_days_in_memory_stay_answerable(serve: Callable[..., Served], shared: AwayStore) -> None:
    served = serve()

    def known(day: str) -> dict[str, Any]:
        return served.answer(
            f'{{ about {{ revision }} organisation(code: "A1", asKnownAt: "{day}") {{ code }} }}'
        )

    assert codes(known("2026-11-01")) == {"organisation": "UNKNOWN_ID"}, "nothing was known then"
    shared.leave()
    served.until_away()
    assert codes(known("2026-11-01")) == {"organisation": "UNKNOWN_ID"}
    other = known("2026-10-31")
    assert codes(other) == {"organisation": "STORE_UNAVAILABLE"}
    assert other["data"]["about"] == {"revision": 1}


def test_another_store_at_the_same_place_and_revision_is_seen(
    serve: Callable[..., Served], shared: AwayStore, tmp_path: Path
) -> None:
    served = serve()
    other = stored(f"sqlite:///{tmp_path}/other.db", evidence={"organisations": [organisation("Z9")]})
    shared.behind = other
    question = '{ organisation(code: "Z9") { code } }'
    served.until(lambda _: served.answer(question)["data"]["organisation"] == {"code": "Z9"})
    other.close()


def test_what_nobody_foresaw_is_survived_and_logged(
    serve: Callable[..., Served],
    shared: AwayStore,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    served = serve()

    def broken() -> None:
        raise RuntimeError("the secret of line 7")

    with monkeypatch.context() as fault:
        fault.setattr(shared, "identity", broken, raising=False)
        told = served.until_away()["extensions"]["store"]
    assert "secret" not in told["reason"]
    assert "the secret of line 7" in caplog.text
    served.until_back()


def test_leaving_and_coming_back_are_logged_once(
    serve: Callable[..., Served], shared: AwayStore, caplog: pytest.LogCaptureFixture
) -> None:
    served = serve()
    shared.leave()
    served.until_away()
    asked = len(shared.asked)
    served.until(lambda _: len(shared.asked) > asked + 2)
    shared.come_back()
    served.until_back()
    assert caplog.text.count("the store is away: ") == 1
    assert caplog.text.count("the store is back") == 1


def test_a_single_question_asks_the_store_itself(shared: AwayStore) -> None:
    assert execute(shared, REVISION)["data"]["about"]["revision"] == 1  # type: ignore[arg-type]
    shared.leave()
    with pytest.raises(StoreUnavailable, match=REASON):
        execute(shared, REVISION)  # type: ignore[arg-type]


def test_a_request_asks_a_store_that_failed_no_second_time(
    shared: AwayStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = "ports { claims { value } }"
    question = f"{{ deployments {{ totalCount edges {{ node {{ claims {{ value }} {inner} }} }} }} }}"
    execute(shared, question)  # type: ignore[arg-type]
    shared.asked.clear()

    def failing() -> None:
        shared.asked.append("reading")
        raise StoreUnavailable(REASON)

    monkeypatch.setattr(shared, "reading", failing, raising=False)
    answer = execute(shared, question)  # type: ignore[arg-type]
    assert len(answer["errors"]) > 3
    assert answer["data"]["deployments"]["totalCount"] == 5
    assert shared.asked == ["revision", "reading"]


SCENARIOS = "{ about { revision } scenarios { totalCount } }"
SAVED = 'mutation { saveScenario(input: {name: "Kept", changes: [{fail: {of: ["A1-system"]}}]}) { id } }'
DELETED = 'mutation { deleteScenario(id: "kept") { id } }'


def test_while_it_is_away_nothing_is_written_and_that_is_said(
    serve: Callable[..., Served], shared: AwayStore, behind: Store
) -> None:
    served = serve()
    assert served.answer(SAVED)["data"] == {"saveScenario": {"id": "kept"}}
    shared.leave()
    served.until_away()
    for mutation in (SAVED.replace("Kept", "Lost"), DELETED):
        answer = served.answer(mutation)
        assert answer.get("data") is None
        assert set(codes(answer).values()) == {"STORE_UNAVAILABLE"}
        assert REASON in answer["errors"][0]["message"]
    listed = served.answer(SCENARIOS)
    assert listed["data"] == {"about": {"revision": 1}, "scenarios": None}
    assert codes(listed) == {"scenarios": "STORE_UNAVAILABLE"}
    shared.come_back()
    served.until_back()
    assert [one.id for one in behind.scenarios()] == ["kept"], "nor later"
    assert served.answer(DELETED)["data"] == {"deleteScenario": {"id": "kept"}}
    assert behind.scenarios() == ()


def test_of_a_write_during_which_it_goes_away_nobody_knows_and_that_is_said(
    serve: Callable[..., Served], shared: AwayStore, behind: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve()
    shared.hang()
    assert shared.waiting.wait(PATIENCE)
    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(served.answer, SAVED)
        while "save_scenario" not in shared.asked:
            sleep(0.01)
        monkeypatch.setattr(watch, "SILENT", 0.0)
        refused = answer.result(PATIENCE)
    assert set(codes(refused).values()) == {"STORE_UNAVAILABLE"}
    assert refused["errors"][0]["message"].endswith("Whether this was written shows when it is back")
    monkeypatch.setattr(watch, "SILENT", 60.0)
    shared.go_on()
    served.until_back()
