"""Search: exact codes first, then beginnings, then words, then what looks alike; whatever the case."""

from __future__ import annotations

import pytest

from tests.api.asking import Door, nodes

QUERY = """query($text: String!, $kinds: [Kind!]) { search(text: $text, kinds: $kinds) {
  totalCount edges { node { __typename ... on Node { key } } } } }"""


def found(door: Door, text: str, *kinds: str) -> list[str]:
    page = door.ask(QUERY, text=text, kinds=kinds or None)["search"]
    keys = [node["key"] for node in nodes(page)]
    assert page["totalCount"] == len(keys)
    return keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("A1", ["A1", "A1-system"]),
        ("a1", ["A1", "A1-system"]),
        ("  a1 ", ["A1", "A1-system"]),
        ("B", ["B1", "B0-old", "B1-system", "B0", "N1", "Y1"]),  # B0 is closed; N1 and Y1 are bodies
        ("service:e_rs", ["service:E_RS"]),
        ("E_RS", ["service:E_RS"]),
        (
            "hub",
            ["hub", "service:E_RS"],
        ),  # a national service by what people call it; other systems by their ids
        ("ash hospital", ["A1"]),
        ("hosp", ["A1"]),
        ("ASH", ["A1"]),
        ("system", ["system", "A1-system", "B1-system"]),
        ("makers", ["maker"]),
        ("makr", ["maker"]),
        ("hopsital", ["A1"]),
        ("ash hopsital", ["A1"]),
        ("ash maker", []),
        ("xyz", []),
        ("zzzzzzzz", []),
        ("", []),
        ("  ", []),
        ("!?", []),
        ("%", []),
    ],
)
def test_ranks(small: Door, text: str, keys: list[str]) -> None:
    assert found(small, text) == keys


@pytest.mark.parametrize(
    ("text", "kinds", "keys"),
    [
        ("system", ["PRODUCT"], ["system"]),
        ("system", ["PRODUCT", "DEPLOYMENT"], ["system", "A1-system", "B1-system"]),
        ("product: system", [], ["system"]),
        ("Deployment:system", [], ["A1-system", "B1-system"]),
        ("product: system", ["SUPPLIER"], []),
        ("supplier:", [], []),
        ("makr", ["PRODUCT"], []),
    ],
)
def test_kinds(small: Door, text: str, kinds: list[str], keys: list[str]) -> None:
    assert found(small, text, *kinds) == keys


def test_kinds_of_nothing_find_nothing(small: Door) -> None:
    assert small.ask(QUERY, text="A1", kinds=[])["search"]["totalCount"] == 0


def test_what_is_found_can_be_read(sampleshire: Door) -> None:
    page = sampleshire.ask("""{ search(text: "sampleton", first: 3) { edges { node {
      __typename ... on Organisation { code name closed } ... on Fact { evidence observedAt claims { property } } } } } }""")
    hits = nodes(page["search"])
    assert [(hit["code"], hit["closed"]) for hit in hits] == [("SA1", None), ("SA0", "2025-03-31")], (
        "what is closed comes after what is open"
    )
    assert all(hit["claims"] for hit in hits)
