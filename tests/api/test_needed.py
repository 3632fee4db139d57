"""Pairs with no way but one, and pairs that exchange one way only, on Sampleshire as a person can check it by hand."""

from __future__ import annotations

import pytest

from tests.api.asking import Door, nodes

NEEDED = """query($type: ID!, $filter: OrganisationFilter, $first: Int = 50, $after: String) {
  exchange(type: $type, filter: $filter) {
    counts { yes } pairsWithSinglePoint
    singlePoints { totalCount edges { node {
      relay { key } pairs organisations
      neededBy(first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { sender { code } receiver { code } flags } }
      } } } }
  }
}"""
ONE_WAY = """query($type: ID!, $first: Int = 50, $after: String) {
  exchange(type: $type) {
    oneWay(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { node { sender { code } receiver { code } verdict flags } }
    }
  }
}"""


@pytest.mark.parametrize(
    ("exchange", "relay", "pairs", "of", "organisations"),
    [
        ("observation", "SAQ1-junction", 11, 11, 6),
        ("imaging", "service:IEP", 14, 16, 5),
        ("medication_allergy", "SAQ1-junction", 2, 2, 3),
    ],
)
def test_the_hub_that_pairs_cannot_do_without(
    sampleshire: Door, exchange: str, relay: str, pairs: int, of: int, organisations: int
) -> None:
    found = sampleshire.ask(NEEDED, type=exchange)["exchange"]
    (one,) = nodes(found["singlePoints"])
    assert found["counts"]["yes"] == of
    assert found["pairsWithSinglePoint"] == pairs == one["pairs"] == len(nodes(one["neededBy"]))
    assert (one["relay"]["key"], one["organisations"]) == (relay, organisations)
    assert all("SINGLE_POINT" in pair["flags"] for pair in nodes(one["neededBy"]))


def test_a_hub_that_does_nothing_else_is_needed_for_what_is_lost_with_it(sampleshire: Door) -> None:
    points = sampleshire.ask(
        """{ singlePointsOfFailure(type: "imaging", filter: {types: ["NHS_TRUST"]}, kinds: [DEPLOYMENT]) {
               subject { id } pairsLost organisations } }"""
    )["singlePointsOfFailure"]
    assert points == [{"subject": {"id": "deployment:service:IEP"}, "pairsLost": 14, "organisations": 5}]


def test_what_needs_a_hub_is_paged(sampleshire: Door) -> None:
    whole = nodes(sampleshire.ask(NEEDED, type="imaging")["exchange"]["singlePoints"])[0]["neededBy"]
    seen, after = [], None
    while True:
        relay = nodes(
            sampleshire.ask(NEEDED, type="imaging", first=4, after=after)["exchange"]["singlePoints"]
        )[0]
        seen += nodes(relay["neededBy"])
        if not relay["neededBy"]["pageInfo"]["hasNextPage"]:
            break
        after = relay["neededBy"]["pageInfo"]["endCursor"]
    assert seen == nodes(whole)


def test_a_trust_that_only_sends_is_reached_one_way(sampleshire: Door) -> None:
    listed = sampleshire.ask(ONE_WAY, type="imaging")["exchange"]["oneWay"]
    pairs = [(node["sender"]["code"], node["receiver"]["code"]) for node in nodes(listed)]
    assert pairs == [("SA1", "SA7"), ("SA2", "SA7"), ("SA3", "SA7"), ("SA4", "SA7")]
    assert listed["totalCount"] == 4
    assert all("ONE_WAY" in node["flags"] and node["verdict"] == "NO" for node in nodes(listed))


def test_one_way_pairs_are_paged(sampleshire: Door) -> None:
    first = sampleshire.ask(ONE_WAY, type="imaging", first=3)["exchange"]["oneWay"]
    assert first["pageInfo"]["hasNextPage"]
    rest = sampleshire.ask(ONE_WAY, type="imaging", first=3, after=first["pageInfo"]["endCursor"])
    listed = rest["exchange"]["oneWay"]
    assert [node["sender"]["code"] for node in nodes(listed)] == ["SA4"]
    assert not listed["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize("first", [0, 501])
def test_a_page_has_its_limits(sampleshire: Door, first: int) -> None:
    code, said = sampleshire.refused(ONE_WAY, type="imaging", first=first)
    assert (code, f"`first` is {first}" in said) == ("BAD_ARGUMENT", True)


def test_a_cursor_of_another_list_is_refused(sampleshire: Door) -> None:
    cursor = sampleshire.ask(ONE_WAY, type="imaging", first=1)["exchange"]["oneWay"]["pageInfo"]["endCursor"]
    query = 'query($after: String) { exchange(type: "imaging") { pairs(after: $after) { totalCount } } }'
    assert sampleshire.refused(query, after=cursor)[0] == "BAD_CURSOR"
