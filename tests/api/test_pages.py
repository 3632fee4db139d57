"""Pages: none repeats or loses an item, whatever the size of a page, and cursors outlive what they point at."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.asking import Door, nodes, state
from tests.spec.cases.rows import Tables, coverage, organisation

ALL = '{types: ["NHS_TRUST", "GP_PRACTICE", "ICB", "PHARMACY", "LAB_PROVIDER", "NATIONAL_BODY", "OTHER_NHS_BODY"]}'
LISTS = {
    "organisations": f"organisations(filter: {ALL}, first: $first, after: $after)",
    "organisations by name": f"organisations(filter: {ALL}, orderBy: NAME, first: $first, after: $after)",
    "products": "products(first: $first, after: $after)",
    "products by name": "products(orderBy: NAME, first: $first, after: $after)",
    "suppliers": "suppliers(first: $first, after: $after)",
    "suppliers by name": "suppliers(orderBy: NAME, first: $first, after: $after)",
    "deployments": "deployments(first: $first, after: $after)",
    "services": "nationalServices(first: $first, after: $after)",
    "links": "links(standing: null, first: $first, after: $after)",
    "contracts": "contracts(standing: null, first: $first, after: $after)",
    "search": 'search(text: "sa", first: $first, after: $after)',
    "sources": "sources(first: $first, after: $after)",
    "runs": "runs(first: $first, after: $after)",
    "silos": "silos(minGrade: UNDETERMINED, first: $first, after: $after)",
    "pairs": 'exchange(type: "imaging") { list: pairs(first: $first, after: $after) }',
    "pairs by receiver": 'exchange(type: "imaging") { list: pairs(orderBy: RECEIVER, first: $first, after: $after) }',
    "pairs of a sender": 'exchange(type: "imaging") { list: pairs(sender: "SA2", first: $first, after: $after) }',
    "pairs of a receiver": 'exchange(type: "imaging") { list: pairs(receiver: "SA2", first: $first, after: $after) }',
    "YES pairs": 'exchange(type: "imaging") { list: pairs(verdict: [YES], first: $first, after: $after) }',
    "YES pairs by receiver": 'exchange(type: "imaging") '
    "{ list: pairs(orderBy: RECEIVER, verdict: [YES], first: $first, after: $after) }",
    "pairs with a reason": 'exchange(type: "imaging") { list: pairs(reason: [NO_ROUTE], first: $first, after: $after) }',
    "partners": 'exchange(type: "imaging") { list: byOrganisation(first: $first, after: $after) }',
    "most partners": 'exchange(type: "imaging") '
    "{ list: byOrganisation(orderBy: MOST_PARTNERS, first: $first, after: $after) }",
    "most unknown": 'exchange(type: "imaging") '
    "{ list: byOrganisation(orderBy: MOST_UNKNOWN, first: $first, after: $after) }",
    "partners by code": 'exchange(type: "imaging") { list: byOrganisation(orderBy: CODE, first: $first, after: $after) }',
    "routes": 'exchange: route(type: "imaging", sender: "SA1", receiver: "SA2") '
    "{ list: routes(first: $first, after: $after) }",
    "systems of a hospital": 'exchange: organisation(code: "SA1") { list: deployments(first: $first, after: $after) }',
    "links out of a hub": 'exchange: deployment(id: "service:E_RS") { list: linksOut(first: $first, after: $after) }',
    "links into a hub": 'exchange: deployment(id: "service:E_RS") { list: linksIn(first: $first, after: $after) }',
}
NODE = (
    "edges { cursor node { %s } } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
)


def document(name: str) -> str:
    inner = "key" if name != "search" else "... on Node { key }"
    if "pairs" in name:
        inner = "sender { key } receiver { key }"
    elif "partners" in name or name == "most unknown":
        inner = "organisation { key }"
    elif name == "routes":
        inner = "hops { deployment { key } }"
    elif name == "silos":
        inner = "deployment { key }"
    selection, asked = NODE % inner, LISTS[name]
    asked = (
        asked.replace(" }", f" {{ {selection} }} }}")
        if asked.endswith(" }")
        else f"{asked} {{ {selection} }}"
    )
    asked = asked if "list:" in asked else f"list: {asked}"
    return f"query($first: Int!, $after: String) {{ {asked} }}"


def connection(door: Door, name: str, first: int, after: str | None) -> dict[str, Any]:
    data = door.ask(document(name), first=first, after=after)
    found: dict[str, Any] = data["list"] if "list" in data else data["exchange"]["list"]
    return found


@pytest.mark.parametrize("name", LISTS)
def test_pages_make_up_the_list(sampleshire: Door, name: str) -> None:
    whole = connection(sampleshire, name, 500, None)
    items = nodes(whole)
    assert items, "an empty list shows nothing"
    assert len(items) == whole["totalCount"]
    assert whole["pageInfo"]["hasNextPage"] is False
    for size in (1, 7):
        found: list[dict[str, Any]] = []
        after = None
        while True:
            page = connection(sampleshire, name, size, after)
            assert page["totalCount"] == len(items)
            assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
            assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]
            assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
            found += nodes(page)
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"] or (size == 1 and len(found) > 30):
                break
        assert found == items[: len(found)]
        assert len(found) == len(items) or len(found) > 30


@pytest.mark.parametrize("first", [0, -1, 501])
def test_first_has_limits(small: Door, first: int) -> None:
    code, message = small.refused("query($n: Int!) { organisations(first: $n) { totalCount } }", n=first)
    assert code == "BAD_ARGUMENT"
    assert "1 to 500" in message


@pytest.mark.parametrize("after", ["", "nonsense", "€", "WyJvdGhlciIsIngiXQ", "W10", "e30"])
def test_a_cursor_that_is_none(small: Door, after: str) -> None:
    code, _ = small.refused("query($c: String!) { organisations(after: $c) { totalCount } }", c=after)
    assert code == "BAD_CURSOR"


def test_a_cursor_of_another_order(small: Door) -> None:
    cursor = small.ask("{ organisations(orderBy: NAME, first: 1) { pageInfo { endCursor } } }")[
        "organisations"
    ]
    code, _ = small.refused(
        "query($c: String!) { organisations(after: $c) { totalCount } }", c=cursor["pageInfo"]["endCursor"]
    )
    assert code == "BAD_CURSOR"


def test_a_cursor_of_another_shape(small: Door) -> None:
    cursor = base64.urlsafe_b64encode(b'["organisation key", 7]').decode().rstrip("=")
    code, _ = small.refused("query($c: String!) { organisations(after: $c) { totalCount } }", c=cursor)
    assert code == "BAD_CURSOR"


def trusts(*codes: str) -> Tables:
    return {
        "organisations": [organisation(code) for code in codes],
        "coverage": [coverage(code) for code in codes],
    }


def test_cursors_outlive_what_they_point_at(door: Callable[..., Door]) -> None:
    opened = door(evidence=trusts("A", "B", "C", "D", "E"))
    page = opened.ask("{ organisations(first: 2) { pageInfo { endCursor } } }")["organisations"]
    after = page["pageInfo"]["endCursor"]
    pairs = opened.ask(
        '{ exchange(type: "referral") { pairs(first: 6) { pageInfo { endCursor } edges { node '
        "{ sender { code } receiver { code } } } } } }"
    )["exchange"]["pairs"]
    assert nodes(pairs)[-1] == {"sender": {"code": "B"}, "receiver": {"code": "C"}}
    state(opened.store, "evidence", trusts("A", "C", "CC", "E"))
    found = opened.ask("query($c: String!) { organisations(after: $c) { edges { node { code } } } }", c=after)
    assert [node["code"] for node in nodes(found["organisations"])] == ["C", "CC", "E"]
    rest = opened.ask(
        'query($c: String!) { exchange(type: "referral") { pairs(first: 2, after: $c) { edges { node '
        "{ sender { code } receiver { code } } } } } }",
        c=pairs["pageInfo"]["endCursor"],
    )["exchange"]["pairs"]
    assert nodes(rest) == [
        {"sender": {"code": "C"}, "receiver": {"code": "A"}},
        {"sender": {"code": "C"}, "receiver": {"code": "CC"}},
    ]
