"""Organisations: what is closed names its successors, what is stranded is listed, filters choose what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.asking import Door, nodes
from tests.spec.cases.rows import Tables, coverage, deployment, organisation, product, supplier
from tests.stores import on_every_store

CHAIN: Tables = {
    "organisations": [
        organisation("OLD", closed="2010-03-31"),
        organisation("MID", predecessors="OLD", opened="2010-04-01", closed="2020-03-31"),
        organisation("NEW", predecessors="MID", opened="2020-04-01"),
        organisation("HALF", predecessors="MID", opened="2020-04-01"),
        organisation("LONE", closed="2015"),
        organisation("RING1", predecessors="RING2", closed="2001-12-31"),
        organisation("RING2", predecessors="RING1;RING2", closed="2002-12-31"),
    ],
    "suppliers": [supplier("maker")],
    "products": [product("system", supplier="maker")],
    "deployments": [
        deployment("old-one", "OLD"),
        deployment("mid-one", "MID"),
        deployment("mid-gone", "MID", status="retired", to="2021"),
        deployment("shared", "MID;NEW"),
        deployment("new-one", "NEW"),
    ],
    "coverage": [coverage(code) for code in ("OLD", "NEW", "HALF")],
}


@pytest.fixture
def chain(door: Callable[..., Door]) -> Door:
    return door(evidence=CHAIN)


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for one in found]


HEIRS = """query($code: ID!, $t: Date) { organisation(code: $code, asOf: $t) {
  open closed predecessors { code } successors { code } currentSuccessors { code }
  stranded { edges { node { key } } }
} }"""


@pytest.mark.parametrize(
    ("code", "successors", "current", "stranded"),
    [
        ("OLD", ["MID"], ["HALF", "NEW"], []),
        ("MID", ["HALF", "NEW"], ["HALF", "NEW"], []),
        ("NEW", [], [], ["mid-one", "old-one"]),
        ("HALF", [], [], ["mid-one", "old-one", "shared"]),
        ("LONE", [], [], []),
        ("RING1", ["RING2"], [], []),
        ("RING2", ["RING1", "RING2"], [], []),
    ],
)
def test_chains(
    chain: Door, code: str, successors: list[str], current: list[str], stranded: list[str]
) -> None:
    found = chain.ask(HEIRS, code=code)["organisation"]
    assert codes(found["successors"]) == successors
    assert codes(found["currentSuccessors"]) == current
    assert [node["key"] for node in nodes(found["stranded"])] == stranded


def test_chains_follow_the_day(chain: Door) -> None:
    found = chain.ask(HEIRS, code="OLD", t="2015-06-01")["organisation"]
    assert codes(found["currentSuccessors"]) == ["MID"]
    found = chain.ask(HEIRS, code="MID", t="2015-06-01")["organisation"]
    assert found["open"] is True
    assert [node["key"] for node in nodes(found["stranded"])] == ["old-one"]


def test_answers_about_closed_organisations_name_their_successors(chain: Door) -> None:
    route = chain.ask('{ route(type: "referral", sender: "OLD", receiver: "NEW") { verdict detail } }')[
        "route"
    ]
    assert route["verdict"] == "NO"
    heirs = "HALF (NHS_TRUST) (HALF) and NEW (NHS_TRUST) (NEW)"
    note = f"OLD (NHS_TRUST) (OLD) closed on 31 March 2010; its successors are {heirs}."
    assert route["detail"].endswith(note)
    query = (
        'query($codes: [ID!]) { exchange(type: "referral", filter: {codes: $codes}) { notes organisations } }'
    )
    assert chain.ask(query, codes=["OLD", "NEW", "OLD"])["exchange"] == {"notes": [note], "organisations": 2}
    (alone,) = chain.ask(query, codes=["LONE"])["exchange"]["notes"]
    assert alone.endswith("closed on 31 December 2015; no successor is on record.")
    assert chain.ask(query, codes=["NEW"])["exchange"]["notes"] == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["A1", "B1", "C1"]),
        ({"codes": []}, ["A1", "B1", "C1"]),
        ({"codes": ["B0", "organisation:A1"]}, ["A1", "B0"]),
        ({"codes": ["A1"], "types": ["ICB"]}, []),
        ({"types": ["NHS_TRUST", "icb"]}, ["A1", "B1", "C1", "Q1"]),
        ({"settings": ["acute"]}, ["A1"]),
        ({"settings": ["acute", "ambulance"]}, ["A1"]),
        ({"icbs": ["Q1"]}, ["C1"]),
        ({"regions": ["Y1"]}, ["C1"]),
        ({"regions": ["Y1"], "settings": ["acute"]}, []),
        ({"text": " ash HOSP "}, ["A1"]),
        ({"text": "1 (nhs", "types": ["NHS_TRUST"]}, ["A1", "B1", "C1"]),
    ],
)
def test_filters(small: Door, wanted: dict[str, Any], found: list[str]) -> None:
    query = (
        "query($f: OrganisationFilter) { organisations(filter: $f) { totalCount edges { node { code } } } }"
    )
    page = small.ask(query, f=wanted)["organisations"]
    assert [node["code"] for node in nodes(page)] == found
    assert page["totalCount"] == len(found)


def test_the_facts_of_an_organisation(small: Door) -> None:
    query = """query($code: ID!) { organisation(code: $code) {
      code key name type { code name } settings { code } icb { code } region { code } opened closed open
      validity { status from to standing } latitude longitude postcode aliases stub
      coverage { exchange { code } level asOf }
      deployments { edges { node { key } } } contracts { edges { node { reference } } }
    } }"""
    assert small.ask(query, code="A1")["organisation"] == {
        "code": "A1", "key": "A1", "name": "A1 (NHS_TRUST)", "type": {"code": "NHS_TRUST", "name": "NHS trust"},
        "settings": [{"code": "acute"}], "icb": None, "region": None, "opened": "2020-04-01", "closed": None,
        "open": True, "validity": {"status": "LIVE", "from": "2020-04-01", "to": None, "standing": "IN_FORCE"},
        "latitude": None, "longitude": None, "postcode": "AS1 1HP", "aliases": ["Ash", "Ash Hospital"], "stub": False,
        "coverage": [{"exchange": None, "level": "COMPLETE", "asOf": None}],
        "deployments": {"edges": [{"node": {"key": "A1-system"}}]},
        "contracts": {"edges": [{"node": {"reference": "N-1"}}]},
    }  # fmt: skip
    found = small.ask(query, code="C1")["organisation"]
    assert (found["icb"], found["region"]) == ({"code": "Q1"}, {"code": "Y1"})
    assert found["coverage"] == [{"exchange": {"code": "referral"}, "level": "PARTIAL", "asOf": None}]
    found = small.ask(query, code="B1")["organisation"]
    assert (found["latitude"], found["longitude"]) == (52.5, -1.25)
    assert found["coverage"][0]["asOf"] == "2026-01-01"
    assert found["contracts"]["edges"] == []


def test_systems_for_a_capability(small: Door) -> None:
    query = """query($c: [ID!]) {
      organisation(code: "C1") { deployments(capabilities: $c, standing: null) { edges { node { key } } } }
    }"""

    def systems(*capabilities: str) -> list[str]:
        return [
            node["key"] for node in nodes(small.ask(query, c=capabilities)["organisation"]["deployments"])
        ]

    assert systems() == ["C1-letters", "C1-next"]
    assert systems("EPR_ACUTE") == ["C1-next"]
    assert systems("DOC_MGMT", "EPR_ACUTE") == ["C1-letters", "C1-next"]
    assert systems("MATERNITY") == []


@on_every_store
def test_stubs_are_shown_as_nobodys(door: Callable[..., Door]) -> None:
    opened = door(
        evidence={
            "organisations": [organisation("A1", icb="Q9")],
            "deployments": [deployment("a", "A1", "lost")],
            "links": [{"from": "a", "to": "gone", "exchange": "referral"}],
        }
    )
    found = opened.ask("""{
      about { stubs { totalCount edges { node { kind key } } } counts { stubs organisations deployments } }
      organisation(code: "A1") { icb { key name stub evidence claims { value } } }
      deployment(id: "a") { product { key name stub } stub hangsOnStub }
      gone: deployment(id: "gone") { stub product { key } organisations { code } claims { value } evidence }
      deployments { totalCount }
      search(text: "gone") { edges { node { ... on Deployment { key stub } } } }
    }""")
    assert nodes(found["about"]["stubs"]) == [
        {"kind": "DEPLOYMENT", "key": "gone"},
        {"kind": "ORGANISATION", "key": "Q9"},
        {"kind": "PRODUCT", "key": "lost"},
    ]
    assert found["about"]["counts"] == {"stubs": 3, "organisations": 1, "deployments": 1}
    assert found["organisation"]["icb"] == {
        "key": "Q9",
        "name": "Q9",
        "stub": True,
        "evidence": None,
        "claims": [],
    }
    assert found["deployment"] == {
        "product": {"key": "lost", "name": "lost", "stub": True}, "stub": False, "hangsOnStub": True,
    }  # fmt: skip
    assert found["gone"] == {
        "stub": True,
        "product": None,
        "organisations": [],
        "claims": [],
        "evidence": None,
    }
    assert found["deployments"]["totalCount"] == 1
    assert nodes(found["search"]) == [{"key": "gone", "stub": True}]
