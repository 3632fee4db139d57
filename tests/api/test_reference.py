"""The reference page: its examples are answered as they stand, and its figures are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphmap.api import endpoint, errors, limits
from graphmap.api.queries import lookup
from graphmap.api.types import pair
from tests.api.asking import Door

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "graphql.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```graphql\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_examples_are_answered(sampleshire: Door, example: str) -> None:
    found = sampleshire.ask(example)
    assert all(found.values())


def test_codes_of_errors() -> None:
    assert errors.__doc__
    told = set(re.findall(r"`([A-Z_]+)`", errors.__doc__))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, flags=re.MULTILINE))
    assert listed == told | {"BAD_REQUEST"}


@pytest.mark.parametrize(
    "row",
    [
        f"| tokens of a query | {limits.MAX_TOKENS:,} |",
        f"| levels | {limits.MAX_DEPTH} |",
        f"| aliases | {limits.MAX_ALIASES} |",
        f"| objects that an answer may hold, estimated | {limits.MAX_OBJECTS:,} |",
        f"| ids of `nodes` | {lookup.NODES_MOST} |",
        f"| time of a request over HTTP | about {endpoint.SECONDS:g} seconds |",
        f"| time of one that is told [how far it is](#how-far-long-work-is) | about {endpoint.SECONDS_TOLD:g} seconds |",
        f"At once {endpoint.LONG_AT_ONCE} are worked out",
        f"counts {limits.LIST_ESTIMATE} for each list without pages",
        f"more than {endpoint.BODY_MOST // 1024} KiB",
    ],
)
def test_figures(row: str) -> None:
    assert row in PAGE


def test_routes_of_a_pair() -> None:
    assert pair.ROUTES_MOST == 10
    assert "up to ten routes" in PAGE
