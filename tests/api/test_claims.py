"""Claims: who says what of which property, what lost, and what was said before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graphmap.store.base import Store
from tests.api.asking import Door, nodes, state
from tests.spec.cases.rows import (
    Row,
    Tables,
    coverage,
    deployment,
    link,
    organisation,
    port,
    product,
    supplier,
)
from tests.stores import on_every_store

pytestmark = on_every_store

CLAIMS = "claims { property value source evidence observedAt rival }"


def one_hospital(name: str, **cells: Any) -> Tables:
    row: Row = organisation("A1", **cells)
    return {"organisations": [{**row, "name": name}]}


def said(claims: list[dict[str, Any]], name: str) -> list[tuple[Any, ...]]:
    return [
        (claim["value"], claim["source"], claim["evidence"], claim["rival"])
        for claim in claims
        if claim["property"] == name
    ]


def test_what_lost_stays_as_a_rival(door: Callable[..., Door]) -> None:
    opened = door(
        register=one_hospital("Ash Hospital", evidence="registered", settings="acute", opened="2020-04-01"),
        press=one_hospital(
            "Ashe Hospital", evidence="declared", settings="acute", opened="2019", observed_at="2026-05"
        ),
    )
    found = opened.ask(
        f'{{ organisation(code: "A1") {{ name opened rivals evidence observedAt {CLAIMS} }} }}'
    )
    hospital = found["organisation"]
    assert hospital["name"] == "Ash Hospital"
    assert said(hospital["claims"], "name") == [
        ("Ash Hospital", "register", "REGISTERED", False),
        ("Ashe Hospital", "press", "DECLARED", True),
    ]
    assert [rival for *_, rival in said(hospital["claims"], "settings")] == [False, False]
    # Of validity the latest counts, and a fact's evidence is that of the claim that puts it in force.
    assert said(hospital["claims"], "validity") == [
        ("open from 2019", "press", "DECLARED", False),
        ("open from 2020-04-01", "register", "REGISTERED", True),
    ]
    assert hospital["opened"] == "2019-01-01"
    assert hospital["rivals"] == 2
    assert (hospital["evidence"], hospital["observedAt"]) == ("DECLARED", "2026-05-01")


def test_values_read_as_cells(small: Door) -> None:
    query = """{
      organisation(code: "A1") { claims { property value } }
      port: node(id: "%s") { ... on Port { claims { property value } } }
      contracts(standing: null) { edges { node { claims { property value } } } }
    }"""
    ports = small.ask('{ deployment(id: "C1-next") { ports(standing: null) { id } } }')["deployment"]["ports"]
    found = small.ask(query % ports[0]["id"])
    of_hospital = {claim["property"]: claim["value"] for claim in found["organisation"]["claims"]}
    assert of_hospital["aliases"] == "Ash;Ash Hospital"
    assert of_hospital["validity"] == "open from 2020-04"
    assert found["port"]["claims"] == [{"property": "validity", "value": "planned from 2027-02-01"}]
    full, short = nodes(found["contracts"])
    of_contract = {claim["property"]: claim["value"] for claim in full["claims"]}
    assert of_contract["value_gbp"] == "1500000"
    assert of_contract["validity"] == "in force from 2022-04-01 to 2027"
    assert short["claims"] == [{"property": "validity", "value": "in force to 2025-12-31"}]


def test_a_record_that_states_nothing_but_itself_has_a_claim(door: Callable[..., Door]) -> None:
    contract: Tables = {
        "organisations": [organisation("A1")],
        "suppliers": [supplier("maker")],
        "contracts": [{"buyer": "A1", "supplier": "maker", "note": "As the board minutes say"}],
    }
    found = door(minutes=contract).ask(
        "{ contracts { edges { node { claims { property value note source } } } } }"
    )
    assert nodes(found["contracts"])[0]["claims"] == [
        {"property": "existence", "value": None, "note": "As the board minutes say", "source": "minutes"}
    ]


def test_where_a_claim_comes_from(door: Callable[..., Door]) -> None:
    page = {
        "source_url": "https://example.org/1",
        "source_title": "Board papers",
        "note": "Page 7",
        "observed_at": "2026-05",
    }
    opened = door(press=one_hospital("Ash Hospital", **page))
    claims = opened.ask(
        '{ organisation(code: "A1") { claims { property sourceUrl sourceTitle note observedAt firstSeen lastSeen '
        "retractedAt } } }"
    )["organisation"]["claims"]
    assert claims[0] == {
        "property": "name",
        "sourceUrl": "https://example.org/1",
        "sourceTitle": "Board papers",
        "note": "Page 7",
        "observedAt": "2026-05",
        "firstSeen": "2026-11-22T00:00:00Z",
        "lastSeen": "2026-11-22T00:00:00Z",
        "retractedAt": None,
    }


def test_history(door: Callable[..., Door], monkeypatch: pytest.MonkeyPatch) -> None:
    opened = door(register=one_hospital("Ash Hospital"))
    monkeypatch.setenv("GRAPHMAP_TODAY", "2026-11-23")
    state(opened.store, "register", one_hospital("Ash and Elm Hospitals"))
    query = """query($h: Boolean!) {
      organisation(code: "A1") { claims(history: $h) { property value rival retractedAt } }
    }"""
    now = opened.ask(query, h=False)["organisation"]["claims"]
    names = [claim for claim in now if claim["property"] == "name"]
    assert [(claim["value"], claim["retractedAt"]) for claim in names] == [("Ash and Elm Hospitals", None)]
    ever = opened.ask(query, h=True)["organisation"]["claims"]
    names = [claim for claim in ever if claim["property"] == "name"]
    assert [(claim["value"], claim["rival"], claim["retractedAt"]) for claim in names] == [
        ("Ash and Elm Hospitals", False, None),
        ("Ash Hospital", False, "2026-11-23T00:00:00Z"),
    ]


def test_every_kind_of_fact_tells_its_claims(door: Callable[..., Door]) -> None:
    tables: Tables = {
        "organisations": [organisation("A1"), organisation("B1")],
        "suppliers": [supplier("maker")],
        "products": [product("system", supplier="maker")],
        "deployments": [deployment("a", "A1"), deployment("b", "B1")],
        "ports": [port("a", "referral", "source"), port("b", "referral", "sink")],
        "links": [link("a", "b", "referral", evidence="observed", observed_at="2026-10-02")],
        "coverage": [coverage("A1", as_of="2026-10")],
        "contracts": [{"buyer": "A1", "supplier": "maker"}],
    }
    fact = f"evidence observedAt rivals {CLAIMS}"
    found = door(evidence=tables).ask(
        f"""{{
          organisation(code: "A1") {{
            {fact} coverage {{ level asOf {fact} }} contracts {{ edges {{ node {{ {fact} }} }} }}
          }}
          supplier(id: "maker") {{ {fact} }}
          product(id: "system") {{ {fact} }}
          deployment(id: "a") {{ {fact} ports {{ {fact} }} linksOut {{ edges {{ node {{ {fact} }} }} }} }}
        }}"""
    )
    facts = [found["organisation"], found["supplier"], found["product"], found["deployment"]]
    facts += [*found["organisation"]["coverage"], *nodes(found["organisation"]["contracts"])]
    facts += [*found["deployment"]["ports"], *nodes(found["deployment"]["linksOut"])]
    assert len(facts) == 8
    for one in facts:
        assert one["claims"]
        assert {claim["source"] for claim in one["claims"]} == {"evidence"}
        assert one["rivals"] == 0
    found_link = facts[-1]
    assert (found_link["evidence"], found_link["observedAt"]) == ("OBSERVED", "2026-10-02")


def test_claims_of_a_page_are_read_together(sampleshire: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    sampleshire.ask("{ about { revision } }")
    read: list[int] = []
    store = sampleshire.store
    reading = type(store).reading

    def counting(self: Store) -> Any:
        read.append(1)
        return reading(self)

    monkeypatch.setattr(type(store), "reading", counting)
    found = sampleshire.ask("{ links(first: 100) { edges { node { claims { property } } } } }")
    assert len(nodes(found["links"])) == 100
    assert len(read) == 1
