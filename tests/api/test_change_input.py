"""What GraphQL takes as a change is what a file of changes holds, change by change and field by field."""

from __future__ import annotations

from typing import Any

import pytest
import strawberry

from graphmap.api.errors import QuestionError
from graphmap.api.types.change_input import ChangeInput, FailInput, changes_from
from graphmap.model.scenario import CHANGES, Scope, as_json

EVERY: list[dict[str, Any]] = [
    {
        "addDeployment": {
            "id": "new",
            "product": "p",
            "organisations": ["A", "B"],
            "capabilities": ["PAS"],
            "host": "Cloud",
        }
    },
    {"retireDeployment": {"deployment": "a"}},
    {
        "replaceProduct": {
            "scope": {
                "codes": ["A"],
                "types": ["NHS_TRUST"],
                "settings": ["acute"],
                "icbs": ["QX"],
                "regions": ["Y1"],
                "text": "a",
            },
            "capability": "MATERNITY",
            "product": "p",
        }
    },
    {"addLink": {"from": "a", "to": "b", "exchange": "referral", "profile": "x-a@1", "useCase": "u"}},
    {"retireLink": {"from": "a", "to": "b", "exchange": "referral", "profile": "x-a@1", "useCase": "u"}},
    {
        "addPort": {
            "deployment": "a",
            "exchange": "referral",
            "role": "relay",
            "profile": "x-a",
            "emits": "x-b",
            "useCase": "u",
            "payload": "coded",
        }
    },
    {
        "retirePort": {
            "deployment": "a",
            "exchange": "referral",
            "role": "relay",
            "profile": "x-a",
            "emits": "x-b",
            "useCase": "u",
        }
    },
    {
        "addTranslation": {
            "relay": "t",
            "exchange": "referral",
            "profile": "x-a",
            "emits": "x-b",
            "useCase": "u",
        }
    },
    {"mergeOrganisations": {"codes": ["A", "B"], "into": "C"}},
    {"bringForward": {"fact": "a"}},
    {"fail": {"of": ["a", "b"]}},
]
"""One change of every kind, with every field."""


@strawberry.type
class Asked:
    @strawberry.field
    def read(self, changes: list[ChangeInput]) -> str:
        taken.append(as_json(changes_from(changes)))
        return "read"


taken: list[Any] = []
schema = strawberry.Schema(Asked)


def read(changes: Any) -> Any:
    """The changes that GraphQL makes of a variable, as JSON."""
    answer = schema.execute_sync(
        "query ($changes: [ChangeInput!]!) { read(changes: $changes) }", {"changes": changes}
    )
    assert answer.errors is None, answer.errors
    return taken.pop()


def test_every_change_with_every_field_comes_through_as_it_was_given() -> None:
    given = {name: fields for change in EVERY for name, fields in change.items()}
    assert list(given) == list(CHANGES)
    for name, kind in CHANGES.items():
        assert set(given[name]) == {one.alias for one in kind.model_fields.values()}, name
    assert set(given["replaceProduct"]["scope"]) == set(Scope.model_fields)
    assert read(EVERY) == EVERY


def test_what_is_null_or_left_out_stays_out() -> None:
    link = {"from": "a", "to": "b", "exchange": "referral"}
    assert read([{"addLink": {**link, "profile": None}, "fail": None}]) == [{"addLink": link}]


def test_an_error_names_the_change_by_its_number_and_the_field() -> None:
    with pytest.raises(QuestionError, match=r"change 2 \(fail\): of") as refused:
        changes_from([ChangeInput(fail=FailInput(of=["a"])), ChangeInput(fail=FailInput(of=[]))])
    assert refused.value.code == "BAD_ARGUMENT"


@pytest.mark.parametrize("given", [{}, {"fail": {"of": ["a"]}, "bringForward": {"fact": "b"}}])
def test_a_change_is_exactly_one(given: dict[str, Any]) -> None:
    answer = schema.execute_sync(
        "query ($changes: [ChangeInput!]!) { read(changes: $changes) }", {"changes": [given]}
    )
    assert answer.errors is not None
    assert answer.errors[0].message.startswith("change 1 must hold exactly one of addDeployment, ")
