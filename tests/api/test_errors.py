"""Ids in every spelling, and errors that name what is near; what nobody foresaw is masked and logged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graphmap.api.questions import silo_of
from graphmap.api.types import deployment
from graphmap.model.ids import global_id
from tests.api.asking import Door
from tests.spec.cases.rows import Tables, organisation, product, supplier

NODE = "query($id: ID!) { node(id: $id) { __typename id key } }"
SAME: Tables = {
    "organisations": [organisation("twin"), organisation("A1")],
    "suppliers": [supplier("twin"), supplier("only")],
    "products": [product("twin")],
}


@pytest.mark.parametrize(
    "text", ["A1", "organisation:A1", global_id("organisation", "A1"), global_id("organisation", "A1") + "=="]
)
def test_an_id_in_every_spelling(small: Door, text: str) -> None:
    assert small.ask(NODE, id=text)["node"]["key"] == "A1"
    assert small.ask("query($id: ID!) { organisation(code: $id) { code } }", id=text) == {
        "organisation": {"code": "A1"}
    }
    query = (
        'query($id: ID!) { route(type: "referral", sender: $id, receiver: "B1") { sender { code } verdict } }'
    )
    assert small.ask(query, id=text)["route"] == {"sender": {"code": "A1"}, "verdict": "YES"}
    query = "query($ids: [ID!]) { organisations(filter: {codes: $ids}) { totalCount } }"
    assert small.ask(query, ids=[text])["organisations"]["totalCount"] == 1


def test_every_kind_of_node_by_its_global_id(small: Door) -> None:
    found = small.ask("""{
      organisation(code: "A1") { id coverage { id } contracts { edges { node { id } } } }
      supplier(id: "maker") { id } product(id: "system") { id }
      deployment(id: "A1-system") { id ports { id } linksOut { edges { node { id } } } }
    }""")
    ids = [found[name]["id"] for name in ("organisation", "supplier", "product", "deployment")]
    ids += [
        found["organisation"]["coverage"][0]["id"],
        found["organisation"]["contracts"]["edges"][0]["node"]["id"],
    ]
    ids += [found["deployment"]["ports"][0]["id"], found["deployment"]["linksOut"]["edges"][0]["node"]["id"]]
    answer = small.ask("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", ids=ids)["nodes"]
    assert [node["id"] for node in answer] == ids
    assert [node["__typename"] for node in answer] == [
        "Organisation", "Supplier", "Product", "Deployment", "Coverage", "Contract", "Port", "Link",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["nobody", "organisation:nobody", global_id("link", "a|b|referral||"), "", "€", "x" * 999]
)
def test_nodes_that_are_not_there(small: Door, text: str) -> None:
    assert small.ask(NODE, id=text) == {"node": None}
    assert small.ask('query($id: ID!) { nodes(ids: [$id, "A1"]) { key } }', id=text)["nodes"] == [
        None,
        {"key": "A1"},
    ]


def test_a_bare_id_that_fits_several_kinds(door: Callable[..., Door]) -> None:
    opened = door(evidence=SAME)
    code, message = opened.refused(NODE, id="twin")
    assert code == "AMBIGUOUS_ID"
    for choice in ("organisation:twin", "supplier:twin", "product:twin"):
        assert choice in message
        assert opened.ask(NODE, id=choice)["node"]["key"] == "twin"
    assert opened.ask('{ product(id: "twin") { name } supplier(id: "twin") { name } }') == {
        "product": {"name": "Twin"},
        "supplier": {"name": "Twin"},
    }


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ('organisation(code: "A2") { code }', "A1"),
        ('organisation(code: "organisation:A2") { code }', "A1"),
        ('organisation(code: "product:system") { code }', ""),
        ('product(id: "sistem") { key }', "system"),
        ('supplier(id: "Maker") { key }', "maker"),
        ('deployment(id: "A1-sytem") { key }', "A1-system"),
        ('organisations(filter: {codes: ["A1", "B9"]}) { totalCount }', "B0"),
        ('organisations(filter: {icbs: ["Q2"]}) { totalCount }', "Q1"),
        ('organisations(filter: {types: ["TRUST"]}) { totalCount }', "NHS_TRUST"),
        ('organisations(filter: {settings: ["accute"]}) { totalCount }', "acute"),
        ('deployments(filter: {capabilities: ["EPR_ACUT"]}) { totalCount }', "EPR_ACUTE"),
        ('deployments(filter: {products: ["leters"]}) { totalCount }', "letters"),
        ('links(filter: {profiles: ["ERS-R5"]}) { totalCount }', "ERS-R4"),
        ('links(filter: {exchanges: ["referal"]}) { totalCount }', "referral"),
        ('exchange(type: "referals") { organisations }', "referral"),
        ('exchange(type: "referral") { pairs(sender: "A9") { totalCount } }', "A1"),
        ('route(type: "referral", sender: "A1", receiver: "B2") { verdict }', "B1"),
        ('route(type: "refferal", sender: "A1", receiver: "B1") { verdict }', "referral"),
    ],
)
def test_unknown_codes_name_the_nearest(small: Door, question: str, near: str) -> None:
    code, message = small.refused(f"{{ {question} }}")
    assert code == "UNKNOWN_ID"
    assert near in message


def test_codes_of_vocabularies_whatever_their_case(small: Door) -> None:
    found = small.ask(
        '{ exchange(type: "Referral", filter: {types: ["nhs_trust"]}) { type { code } organisations } }'
    )
    assert found["exchange"] == {"type": {"code": "referral"}, "organisations": 3}


def test_an_organisation_and_itself(small: Door) -> None:
    code, message = small.refused(
        '{ route(type: "referral", sender: "A1", receiver: "organisation:A1") { verdict } }'
    )
    assert code == "BAD_ARGUMENT"
    assert "two" in message


@pytest.mark.parametrize(
    "query",
    [
        "", " ", "{", "{ nothing }", "{ about }", "{ about { nothing } }", "query { organisation { code } }",
        "mutation { about { version } }", "subscription { about { version } }", "fragment f on About { version }",
        '{ exchange(type: "referral", reading: SURE) { revision } }', "{ silos(minGrade: S9) { totalCount } }",
        "{ organisations(first: 99999999999) { totalCount } }",
        "query($n: Int!) { organisations(first: $n) { totalCount } }",
    ],
)  # fmt: skip
def test_queries_that_are_none(small: Door, query: str) -> None:
    answer = small.answer(query)
    assert "data" not in answer
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"INVALID_QUERY"}
    assert all("Traceback" not in error["message"] for error in answer["errors"])


def test_one_part_that_fails_leaves_the_others(small: Door) -> None:
    answer = small.answer(
        '{ bad: organisation(code: "nobody") { code } good: organisation(code: "A1") { code } }'
    )
    assert answer["data"] == {"bad": None, "good": {"code": "A1"}}
    assert [error["path"] for error in answer["errors"]] == [["bad"]]


def test_what_nobody_foresaw_is_masked_and_logged(
    small: Door, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*asked: Any) -> None:
        raise RuntimeError("the secret of line 7")

    monkeypatch.setattr(deployment, silo_of.__name__, broken)
    error = small.error('{ deployment(id: "A1-system") { silo { grade } } }')
    assert error["extensions"] == {"code": "INTERNAL"}
    assert "secret" not in error["message"]
    reference = error["message"].split()[-1]
    assert reference in caplog.text
    assert "the secret of line 7" in caplog.text


def test_what_was_foreseen_is_not_logged(small: Door, caplog: pytest.LogCaptureFixture) -> None:
    small.refused('{ organisation(code: "nobody") { code } }')
    assert caplog.text == ""
