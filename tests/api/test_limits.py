"""Limits: what asks for too much is refused before it is answered, and told what to do."""

from __future__ import annotations

import pytest
from graphql import get_introspection_query

from graphmap.api import limits
from tests.api.asking import Door


def nested(levels: int) -> str:
    """Organisations within organisations: each level is `icb { … }` deep."""
    return (
        "{ organisations(first: 1) { edges { node "
        + "{ icb " * levels
        + "{ code }"
        + " }" * levels
        + " } } }"
    )


def test_depth(small: Door) -> None:
    small.ask(nested(limits.MAX_DEPTH - 4))
    code, message = small.refused(nested(limits.MAX_DEPTH - 3))
    assert code == "TOO_MUCH"
    assert f"{limits.MAX_DEPTH + 1} levels" in message


def test_depth_through_fragments(small: Door) -> None:
    fragments = [f"fragment f{n} on Organisation {{ icb {{ ...f{n + 1} }} }}" for n in range(20)]
    code, _ = small.refused(
        '{ organisation(code: "A1") { ...f0 } } fragment f20 on Organisation { code } ' + " ".join(fragments)
    )
    assert code == "TOO_MUCH"


def test_aliases(small: Door) -> None:
    def asked(count: int) -> str:
        return "{ " + " ".join(f"a{n}: about {{ version }}" for n in range(count)) + " }"

    small.ask(asked(limits.MAX_ALIASES))
    code, message = small.refused(asked(limits.MAX_ALIASES + 1))
    assert code == "TOO_MUCH"
    assert f"{limits.MAX_ALIASES + 1} aliases" in message


def test_fragments_of_fragments_are_counted_and_not_followed(small: Door) -> None:
    """Thirty fragments that each spread the next twice stand for a thousand million fields."""
    doubling = [
        f"fragment f{n} on Organisation {{ a: icb {{ ...f{n + 1} }} b: icb {{ ...f{n + 1} }} }}"
        for n in range(30)
    ]
    errors = small.answer(
        '{ organisation(code: "A1") { ...f0 } } fragment f30 on Organisation { code } ' + " ".join(doubling)
    )["errors"]
    assert {error["extensions"]["code"] for error in errors} == {"TOO_MUCH"}
    assert any("objects" in error["message"] for error in errors)


def test_tokens(small: Door) -> None:
    query = "{ about { " + "version " * limits.MAX_TOKENS + "} }"
    code, message = small.refused(query)
    assert code == "INVALID_QUERY"
    assert str(limits.MAX_TOKENS) in message


LISTS_IN_LISTS = (
    "query($n: Int = 500) { organisations(first: $n) { edges { node { deployments(first: 500) { edges { node "
    "{ key } } } } } } }"
)


def test_objects(small: Door) -> None:
    error = small.error(LISTS_IN_LISTS)
    assert error["extensions"]["code"] == "TOO_MUCH"
    assert "250,500 objects" in error["message"]
    assert "`first`" in error["message"]
    small.ask(LISTS_IN_LISTS, n=10)


@pytest.mark.parametrize("first", ["", "(first: 500)"])
def test_objects_of_lists_without_first(small: Door, first: str) -> None:
    expected = 500 if first else 50
    query = f"{{ organisations{first} {{ edges {{ node {{ code }} }} }} }}"
    assert small.answer(query)["extensions"]["cost"]["objects"] == expected


def test_cost_is_told(small: Door) -> None:
    cost = small.answer("{ organisations(first: 3) { edges { node { icb { code } claims { value } } } } }")[
        "extensions"
    ]
    assert cost == {
        "cost": {"objects": 3 * (1 + 1 + limits.LIST_ESTIMATE), "limit": limits.MAX_OBJECTS, "depth": 5}
    }


def test_nodes_at_once(small: Door) -> None:
    code, message = small.refused("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["A1"] * 251)
    assert code == "TOO_MUCH"
    assert "250" in message


def test_a_deep_introspection(small: Door) -> None:
    fields = "{ types { fields { type " * 6 + "{ name }" + " } } }" * 6
    assert small.answer("{ __schema " + fields.replace("types", "types", 1) + " }")["errors"]


def test_the_introspection_of_tools_works(small: Door) -> None:
    assert small.ask(get_introspection_query())["__schema"]["queryType"]["name"] == "Query"
