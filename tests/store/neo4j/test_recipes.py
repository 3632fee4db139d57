"""The recipes of docs/reference/graph-model.md answer as a reader of Sampleshire expects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.neo4j_server.endpoint import Endpoint
from tests.spec.cases.rows import deployment, link
from tests.store.neo4j.graphs import Graph, facts_of, graph_on, sampleshire

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "graph-model.md"
RECIPES = dict(
    re.findall(r"^### ([^\n]+)\n\n```cypher\n(.+?)```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
)

SURVEY = {
    "deployments": [
        deployment(
            "SA2-quill", "SA2", "quill-edms", status="retired", to="2026-10-31", observed_at="2026-11-10"
        ),
        deployment("SA4-echo", "SAX9", "echo-ed"),
    ],
    "links": [link("SA4-lumen", "service:IEP", "imaging", evidence="observed", observed_at="2026-11-12")],
}
"""A second source: it contradicts the first, sees a link again, and names what nobody states."""

EXPECTED: dict[str, list[list[Any]]] = {
    "The trusts of an ICB and their record systems": [
        ["SA1", "Sampleton University Hospitals NHS Foundation Trust", "Arden EPR"],
        ["SA3", "Northmoor Hospitals NHS Foundation Trust", "Corvid EPR"],
        ["SA4", "Southbrook Hospital NHS Trust", "Corvid EPR"],
        ["SA5", "Sampleshire Partnership NHS Foundation Trust", "Meadow"],
        ["SA7", "Sampleshire Children's NHS Foundation Trust", "Arden EPR"],
    ],
    "Everything within two interfaces of a system": [
        ["SAQ1-junction", 1],
        *(
            [system, 2]
            for system in (
                "SA1-arden",
                "SA1-clarion",
                "SA2-beacon",
                "SA2-clarion",
                "SA3-clarion",
                "SA4-clarion",
                "SAL1-petri",
                "shared-corvid",
            )
        ),
    ],
    "Who depends on a supplier group": [
        ["SA1", ["SA1-arden", "SA1-stork"]],
        ["SA2", ["SA2-shade", "SA2-stork"]],
        ["SA7", ["SA7-arden", "SA7-cradle"]],
        ["SA8", ["SA8-shade", "SA8-stork"]],
        ["SA3", ["SA3-stork"]],
        ["SA4", ["SA4-stork"]],
    ],
    "Interfaces of a trust with others without evidence newer than a date": [
        [*ends, "declared", "2026-10"]
        for ends in (
            ("SA3-titration", "shared-corvid", "pathology_result"),
            ("SA4-clarion", "SAQ1-junction", "pathology_order"),
            ("SA4-stork", "SAQ2-kinship", "shared_record"),
            ("SA4-stork", "service:MESH", "transfer_of_care"),
            ("SA4-vigil", "SAQ1-junction", "observation"),
            ("SAQ1-junction", "SA4-clarion", "pathology_result"),
            ("SAQ1-junction", "shared-corvid", "medication_allergy"),
            ("SAQ1-junction", "shared-corvid", "observation"),
            ("service:BARS_PROXY", "shared-corvid", "booking"),
            ("service:E_RS", "shared-corvid", "referral"),
            ("service:IEP", "SA4-lumen", "imaging"),
            ("service:PDS", "shared-corvid", "demographics"),
            ("shared-corvid", "SA3-quill", "demographics"),
            ("shared-corvid", "SA3-stork", "demographics"),
            ("shared-corvid", "SA3-titration", "pathology_order"),
        )
    ],
    "What sources disagree about": [["Deployment", "SA2-quill", "retired", ["sampleshire", "survey"], 1]],
    "Hubs, those with most interfaces first": [
        ["service:MESH", 80, 6],
        ["service:E_RS", 4, 41],
        ["service:EPS", 3, 41],
        ["SAQ2-kinship", 18, 18],
        ["SAQ1-junction", 10, 10],
    ],
    "Systems that several organisations share": [
        ["SAQ2-kinship", "live", ["SAQ1", "SAQ2"]],
        ["shared-corvid", "live", ["SA3", "SA4"]],
        ["shared-corvid-2028", "planned", ["SA2", "SA3", "SA4"]],
    ],
    "Planned interfaces due by a date, and those that have slipped": [
        ["service:E_RS", "SA7-arden", "referral", "2027-04-01", False]
    ],
    "Stubs, and what refers to them": [
        ["Organisation", "SAX9", ["SA4-echo"]],
        ["Product", "echo-ed", ["SA4-echo"]],
    ],
    "What a source speaks of": [["Deployment", 2], ["link", 1]],
}
"""Rows by recipe. `survey` saw the portal's link from SA4-lumen in November, so that one is no longer out of date."""


@pytest.fixture(scope="module")
def graph(neo4j_server: Endpoint) -> Iterator[Graph]:
    with graph_on(neo4j_server) as opened:
        opened.fill(facts_of(sampleshire=sampleshire(), survey=SURVEY))
        yield opened


def test_there_are_ten_and_each_has_an_expectation() -> None:
    assert len(RECIPES) == 10
    assert RECIPES.keys() == EXPECTED.keys()


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_answers_as_expected(graph: Graph, name: str) -> None:
    assert graph.ask(RECIPES[name]) == EXPECTED[name]
