"""Both times: the day asked about, and the day whose knowledge counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.asking import Door, nodes, state
from tests.api.conftest import SMALL
from tests.spec.cases.rows import Tables, coverage, organisation
from tests.stores import on_every_store

pytestmark = on_every_store

NAMES = (
    "query($t: Date, $k: Date) { organisations(asOf: $t, asKnownAt: $k) { edges { node { code name } } } }"
)


def names(door: Door, **days: str) -> dict[str, str]:
    return {node["code"]: node["name"] for node in nodes(door.ask(NAMES, **days)["organisations"])}


def test_as_of_chooses_what_is_open(small: Door) -> None:
    assert set(names(small)) == {"A1", "B1", "C1"}
    assert set(names(small, t="2024-03-31")) == {"A1", "B0", "B1", "C1"}
    assert set(names(small, t="2000-12-31")) == {"B1", "C1"}


def test_as_of_chooses_what_is_in_force(small: Door) -> None:
    query = """query($t: Date) {
      deployment(id: "C1-next", asOf: $t) { validity { status from to standing } ports(standing: null) { usable } }
      organisation(code: "C1", asOf: $t) { deployments { edges { node { key } } } }
      route(type: "referral", sender: "A1", receiver: "C1", asOf: $t) { verdict availableFrom }
    }"""
    now, then = small.ask(query), small.ask(query, t="2027-02-01")
    assert now["deployment"]["validity"] == {
        "status": "PLANNED", "from": "2027-02-01", "to": None, "standing": "ON_THE_WAY",
    }  # fmt: skip
    assert then["deployment"]["validity"]["standing"] == "IN_FORCE"
    assert [one["deployment"]["ports"][0]["usable"] for one in (now, then)] == [False, True]
    assert [node["key"] for node in nodes(now["organisation"]["deployments"])] == ["C1-letters"]
    assert [node["key"] for node in nodes(then["organisation"]["deployments"])] == ["C1-letters", "C1-next"]
    assert now["route"]["verdict"] == "UNKNOWN"
    assert then["route"] == {"verdict": "YES", "availableFrom": None}


def test_standing(small: Door) -> None:
    query = """query($s: [Standing!], $t: Date) {
      links(standing: $s, asOf: $t) { edges { node { key validity { standing } } } }
    }"""

    def standing(**variables: object) -> dict[str, str]:
        found = small.ask(query, **variables)["links"]
        return {node["key"].split("|")[1]: node["validity"]["standing"] for node in nodes(found)}

    everything = {
        "service:E_RS": "IN_FORCE",
        "B1-system": "IN_FORCE",
        "C1-next": "ON_THE_WAY",
        "A1-system": "ENDED",
    }
    assert standing(s=None) == everything
    assert standing(s=["ON_THE_WAY", "ENDED"]) == {"C1-next": "ON_THE_WAY", "A1-system": "ENDED"}
    assert standing(s=["SLIPPED"]) == {}
    assert standing(s=["ON_THE_WAY"], t="2026-01-01") == {"B1-system": "IN_FORCE", "C1-next": "ON_THE_WAY"}, (
        "a link waits for its systems"
    )


def test_a_plan_that_slipped(door: Callable[..., Door], monkeypatch: pytest.MonkeyPatch) -> None:
    opened = door(evidence=SMALL)
    query = '{ deployment(id: "C1-next") { validity { standing } } about { today } }'
    assert opened.ask(query)["deployment"]["validity"]["standing"] == "ON_THE_WAY"
    monkeypatch.setenv("GRAPHMAP_TODAY", "2027-02-01")
    assert opened.ask(query) == {
        "deployment": {"validity": {"standing": "SLIPPED"}},
        "about": {"today": "2027-02-01"},
    }


def hospitals(**named: str) -> Tables:
    return {
        "organisations": [{**organisation(code), "name": name} for code, name in named.items()],
        "coverage": [coverage(code) for code in named],
    }


def test_as_known_at_answers_from_what_was_recorded_by_then(
    door: Callable[..., Door], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHMAP_TODAY", "2026-11-01")
    opened = door(evidence=hospitals(A1="Ash", B1="Beech"))
    monkeypatch.setenv("GRAPHMAP_TODAY", "2026-11-20")
    state(opened.store, "evidence", hospitals(A1="Ash and Elm", C1="Cedar"))
    assert names(opened) == {"A1": "Ash and Elm", "C1": "Cedar"}
    assert names(opened, k="2026-11-20") == {"A1": "Ash and Elm", "C1": "Cedar"}
    for day in ("2026-11-01", "2026-11-19"):
        assert names(opened, k=day) == {"A1": "Ash", "B1": "Beech"}
    assert names(opened, k="2026-10-31") == {}
    report = opened.ask(
        'query($k: Date) { exchange(type: "referral", asKnownAt: $k) { organisations asKnownAt revision } }',
        k="2026-11-10",
    )["exchange"]
    assert report == {"organisations": 2, "asKnownAt": "2026-11-10", "revision": 2}
    claims = opened.ask(
        'query($k: Date) { organisation(code: "A1", asKnownAt: $k) { claims { property value } } }',
        k="2026-11-10",
    )["organisation"]["claims"]
    assert {"property": "name", "value": "Ash"} in claims


def test_nobody_knows_what_will_be_known(small: Door) -> None:
    code, message = small.refused('{ about(asKnownAt: "2026-11-23") { revision } }')
    assert code == "BAD_ARGUMENT"
    assert "2026-11-22" in message


@pytest.mark.parametrize("day", ["2026-02-30", "2026", "tomorrow", ""])
def test_a_day_that_is_none(small: Door, day: str) -> None:
    for answer in (
        small.answer("query($d: Date) { about(asOf: $d) { revision } }", {"d": day}),
        small.answer(f'{{ about(asOf: "{day}") {{ revision }} }}'),
    ):
        assert [error["extensions"]["code"] for error in answer["errors"]] == ["INVALID_QUERY"]
        assert day in answer["errors"][0]["message"]


def test_a_new_revision_is_answered_from_at_once(door: Callable[..., Door]) -> None:
    opened = door(evidence=hospitals(A1="Ash"))
    assert opened.ask("{ about { revision } }") == {"about": {"revision": 1}}
    state(opened.store, "evidence", hospitals(A1="Ash", B1="Beech"))
    assert opened.ask("{ about { revision counts { organisations } } }") == {
        "about": {"revision": 2, "counts": {"organisations": 2}}
    }
