"""Every GraphQL document that the command line or its pages hold fits the schema."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
from graphql import build_schema, parse, validate

from graphmap.cli import headlines
from graphmap.cli.ask import (
    asks,
    candidate,
    changes,
    consolidation,
    contracts,
    coverage,
    dependencies,
    duplicates,
    exchange,
    impact,
    lock_in,
    market,
    openness,
    payloads,
    route,
    silos,
    standards,
    supplier,
    systems,
)

ROOT = Path(__file__).parents[2]
SCHEMA = build_schema((ROOT / "schema/api.graphql").read_text(encoding="utf-8"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _of(module: ModuleType) -> dict[str, str]:
    return {
        f"{module.__name__}.{name}": value
        for name, value in vars(module).items()
        if isinstance(value, str) and value.lstrip().startswith("query ")
    }


def _of_pages() -> dict[str, str]:
    return {
        f"{page.relative_to(ROOT)} {number}": text
        for page in PAGES
        for number, text in enumerate(
            re.findall(r"^```graphql\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        )
    }


DOCUMENTS = _of_pages()
MARKET = (consolidation, contracts, duplicates, lock_in, market, supplier, systems)
STANDARDS = (candidate, dependencies, openness, payloads, standards)
for module in (asks, changes, coverage, exchange, impact, route, silos, headlines, *MARKET, *STANDARDS):
    DOCUMENTS |= _of(module)


def test_the_documents_are_found() -> None:
    names = {name.rpartition(".")[2] for name in DOCUMENTS}
    assert {
        "EXCHANGE",
        "ROUTE",
        "SILOS",
        "CHANGES",
        "BY_TYPE",
        "VERDICTS",
        "COUNTS",
        "WHY",
    } <= names


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_fits_the_schema(name: str) -> None:
    assert [error.message for error in validate(SCHEMA, parse(DOCUMENTS[name]))] == []
