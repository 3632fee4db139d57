"""Scenarios are saved, read and deleted through GraphQL, over HTTP, and nothing else can be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graphmap.api import limits
from tests.api.asking import Door, nodes
from tests.api.conftest import SMALL
from tests.api.test_change_input import EVERY
from tests.stores import on_every_store

pytestmark = on_every_store

FIELDS = "id name owner description changes basedOn allChanges createdAt changedAt"
SAVE = f"mutation ($input: SaveScenarioInput!) {{ saveScenario(input: $input) {{ {FIELDS} }} }}"
DELETE = f"mutation ($id: ID!, $seen: String) {{ deleteScenario(id: $id, changedAt: $seen) {{ {FIELDS} }} }}"
READ = f"query ($id: ID!) {{ savedScenario(id: $id) {{ {FIELDS} }} }}"
LIST = "{ scenarios { totalCount edges { node { id name } } } }"
FAIL: dict[str, Any] = {"fail": {"of": ["service:E_RS"]}}
LINK: dict[str, Any] = {"addLink": {"from": "A1-system", "to": "C1-letters", "exchange": "document"}}


@pytest.fixture
def open_door(door: Callable[..., Door], monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setenv("GRAPHMAP_TODAY", "2026-11-22")
    return door(evidence=SMALL)


def save(
    door: Door, name: str = "Without referrals", *changes: dict[str, Any], **more: Any
) -> dict[str, Any]:
    sent = {"name": name, "changes": list(changes or (FAIL,)), **more}
    saved: dict[str, Any] = door.ask(SAVE, input=sent)["saveScenario"]
    return saved


def again(saved: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What was read of a scenario, to be sent again."""
    return {
        name: saved[name]
        for name in ("id", "name", "owner", "description", "changes", "basedOn", "changedAt")
    } | more


def test_what_is_saved_is_read_again(open_door: Door) -> None:
    made = save(open_door, owner="The region", description="If the hub stops")
    assert made == {
        "id": "without-referrals",
        "name": "Without referrals",
        "owner": "The region",
        "description": "If the hub stops",
        "changes": [FAIL],
        "basedOn": [],
        "allChanges": [FAIL],
        "createdAt": "2026-11-22T00:00:00.000000Z",
        "changedAt": "2026-11-22T00:00:00.000000Z",
    }
    assert open_door.ask(READ, id=made["id"]) == {"savedScenario": made}
    assert open_door.ask(LIST)["scenarios"] == {
        "totalCount": 1,
        "edges": [{"node": {"id": "without-referrals", "name": "Without referrals"}}],
    }


def test_every_kind_of_change_is_saved_as_it_was_sent(open_door: Door) -> None:
    given = [
        {
            name: {
                "exchange": "referral", "capability": "PAS", "capabilities": ["PAS"], "role": "relay", "profile": "x-a@1"
            }.get(name, value)
            for name, value in change.items()
        }
        for change in EVERY
    ]  # fmt: skip
    assert save(open_door, "Everything", *given)["changes"] == given


def test_what_was_read_may_be_sent_again_and_changes_nothing(open_door: Door) -> None:
    made = save(open_door)
    assert open_door.ask(SAVE, input=again(made)) == {"saveScenario": made}


def test_a_changed_scenario_takes_the_place_of_the_one_it_names(open_door: Door) -> None:
    made = save(open_door)
    changed = open_door.ask(SAVE, input=again(made, changes=[LINK, FAIL]))["saveScenario"]
    assert (changed["id"], changed["changes"]) == (made["id"], [LINK, FAIL])
    assert changed["changedAt"] > made["changedAt"]
    assert open_door.ask(LIST)["scenarios"]["totalCount"] == 1


def test_two_who_change_one_scenario_do_not_undo_each_other(open_door: Door) -> None:
    made = save(open_door)
    other = open_door.ask(SAVE, input=again(made, owner="the other"))["saveScenario"]
    for attempt in (again(made, owner="me"), again(made, owner="me", changedAt=None)):
        code, message = open_door.refused(SAVE, input=attempt)
        assert code == "CONFLICT"
        assert other["changedAt"] in message
    assert open_door.refused(DELETE, id=made["id"], seen=made["changedAt"])[0] == "CONFLICT"
    assert open_door.ask(READ, id=made["id"]) == {"savedScenario": other}
    assert open_door.ask(DELETE, id=made["id"], seen=other["changedAt"]) == {"deleteScenario": other}
    assert open_door.ask(LIST)["scenarios"]["totalCount"] == 0


def test_a_scenario_of_others_says_all_that_it_changes(open_door: Door) -> None:
    save(open_door, "One", FAIL)
    save(open_door, "Two", LINK, basedOn=["one"])
    joined = open_door.ask(SAVE, input={"name": "Joined", "basedOn": ["two", "one"]})["saveScenario"]
    assert (joined["changes"], joined["allChanges"]) == ([], [FAIL, LINK])
    code, message = open_door.refused(DELETE, id="one")
    assert (code, "part of joined, two" in message) == ("BAD_ARGUMENT", True)


def test_scenarios_come_by_name_in_pages(open_door: Door) -> None:
    for name in ("b", "A", "c"):
        save(open_door, name)
    page = open_door.ask(
        "{ scenarios(first: 2) { pageInfo { endCursor hasNextPage } edges { node { name } } } }"
    )
    rest = open_door.ask(
        "query ($after: String) { scenarios(after: $after) { edges { node { name } } } }",
        after=page["scenarios"]["pageInfo"]["endCursor"],
    )
    names = [node["name"] for found in (page, rest) for node in nodes(found["scenarios"])]
    assert names == ["A", "b", "c"]


def test_saving_makes_no_revision_and_no_question_sees_it(open_door: Door) -> None:
    question = '{ about { revision } exchange(type: "referral") { counts { yes no unknown } } }'
    before = open_door.ask(question)
    save(open_door)
    assert open_door.ask(question) == before


@pytest.mark.parametrize(
    ("sent", "code", "told"),
    [
        ({"name": ""}, "BAD_ARGUMENT", "`name` is empty"),
        ({"changes": []}, "BAD_ARGUMENT", "needs `changes`"),
        ({"changes": [FAIL, {}]}, "BAD_ARGUMENT", "change 2 must hold exactly one of addDeployment"),
        (
            {"changes": [{"fail": {"of": []}}]},
            "BAD_ARGUMENT",
            "change 1 (fail): of is empty: name at least one",
        ),
        (
            {"changes": [{"addLink": {**LINK["addLink"], "exchange": "documents"}}]},
            "BAD_ARGUMENT",
            "exchange: 'documents' is no code of the vocabulary; did you mean document",
        ),
        ({"changes": [{"fails": {}}]}, "INVALID_QUERY", "unknown field 'fails'. Did you mean 'fail'?"),
        ({"basedOn": ["nothing"]}, "UNKNOWN_ID", "no such scenario"),
        ({"changedAt": "2026-11-22"}, "BAD_ARGUMENT", "name that with `id`"),
        ({"id": "gone", "changedAt": "2026-11-22"}, "CONFLICT", "save it without `changedAt`"),
    ],
)
def test_what_cannot_be_saved_is_refused(open_door: Door, sent: dict[str, Any], code: str, told: str) -> None:
    refused = open_door.refused(SAVE, input={"name": "A name", "changes": [FAIL], **sent})
    assert refused[0] == code
    assert told in refused[1]
    assert open_door.ask(LIST)["scenarios"]["totalCount"] == 0


def test_a_scenario_that_is_not_there_is_said_with_the_nearest(open_door: Door) -> None:
    save(open_door)
    for asked in (READ, DELETE):
        code, message = open_door.refused(asked, id="without-referral")
        assert code == "UNKNOWN_ID"
        assert "did you mean without-referrals" in message


def test_mutations_are_counted_as_questions_are(open_door: Door) -> None:
    many = " ".join(f'a{n}: deleteScenario(id: "x") {{ id }}' for n in range(limits.MAX_ALIASES + 1))
    assert open_door.refused(f"mutation {{ {many} }}")[0] == "TOO_MUCH"
    assert open_door.answer(SAVE, {"input": {"name": "n", "changes": [FAIL]}})["extensions"]["cost"] == {
        "objects": 1,
        "limit": limits.MAX_OBJECTS,
        "depth": 2,
    }


def test_mutations_come_by_post_with_json_alone(open_door: Door) -> None:
    mutation = 'mutation { saveScenario(input: {name: "n", changes: [{fail: {of: ["x"]}}]}) { id } }'
    got = open_door.request("GET", "/graphql", params={"query": mutation})
    form = open_door.request("POST", "/graphql", data={"query": mutation})
    assert (got.status_code, form.status_code) == (405, 415)
    assert open_door.ask(LIST)["scenarios"]["totalCount"] == 0


def test_a_question_may_suppose_a_saved_scenario(open_door: Door) -> None:
    save(open_door, "Hub fails", FAIL)
    joined = save(open_door, "And letters", LINK, basedOn=["hub-fails"])
    counted = 'exchange(type: "referral", scenario: $scenario) { counts { yes } }'
    question = f"query ($scenario: ScenarioInput) {{ {counted} }}"
    assert open_door.ask(question)["exchange"]["counts"]["yes"] == 1
    for supposed in (
        {"id": "hub-fails"},
        {"id": joined["id"]},
        {"changes": joined["allChanges"]},
        {"id": "hub-fails", "changes": [LINK]},
    ):
        assert open_door.ask(question, scenario=supposed)["exchange"]["counts"]["yes"] == 0
    (report,) = open_door.ask(
        "query ($scenarios: [ScenarioInput!]!) { compareScenarios(scenarios: $scenarios) { pairsLost } }",
        scenarios=[{"id": joined["id"]}],
    )["compareScenarios"]
    assert report == {"pairsLost": 1}
    code, message = open_door.refused(question, scenario={"id": "hub-fail"})
    assert (code, "did you mean hub-fails" in message) == ("UNKNOWN_ID", True)
