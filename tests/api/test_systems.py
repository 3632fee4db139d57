"""Products, suppliers, systems in use, their ports and interfaces, contracts, and the filters over them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Door, nodes
from tests.spec.cases.rows import deployment, link, organisation, product

CONTRACT = "A1|maker|system|EPR_ACUTE|2022-04-01|N-1|"


def test_a_product_and_its_supplier(small: Door) -> None:
    found = small.ask("""{
      product(id: "system") {
        key name supplier { key group } capabilities { code name } standards { code name text } aliases
        deployments { edges { node { key } } } planned: deployments(standing: [ON_THE_WAY]) { edges { node { key } } }
        contracts(standing: null) { totalCount }
      }
      supplier(id: "maker") {
        name group aliases products { edges { node { key } } } deployments { totalCount } contracts { totalCount }
      }
    }""")
    assert found["product"] == {
        "key": "system", "name": "System", "supplier": {"key": "maker", "group": "Owner"},
        "capabilities": [{"code": "EPR_ACUTE", "name": "Acute record system"}],
        "standards": [{"code": "ERS-R4", "name": "e-Referral Service, FHIR R4", "text": "ERS-R4"}], "aliases": ["Sys"],
        "deployments": {"edges": [{"node": {"key": key}} for key in ("A1-system", "B0-old", "B1-system")]} ,
        "planned": {"edges": [{"node": {"key": "C1-next"}}]}, "contracts": {"totalCount": 1},
    }  # fmt: skip
    assert found["supplier"] == {
        "name": "Maker", "group": "Owner", "aliases": ["Makers"],
        "products": {"edges": [{"node": {"key": "letters"}}, {"node": {"key": "system"}}]},
        "deployments": {"totalCount": 4}, "contracts": {"totalCount": 1},
    }  # fmt: skip


def test_a_system_with_ports_and_interfaces(small: Door) -> None:
    found = small.ask("""{ deployment(id: "A1-system") {
      host relay capabilities { code } nationalService { code } organisations { code } silo { grade }
      ports { role exchange { code } payload profile { code version useCase text } emits { code } useCase usable
              observedAt deployment { key } periods { status } }
      linksOut { edges { node { from { key } to { key relay } exchange { code } profile { code } usable evidence
                                observedAt validity { status from to standing } periods { standing } } } }
      linksIn(standing: null) { edges { node { from { key } validity { to standing } usable } } }
    } }""")["deployment"]
    assert found["host"] == "north"
    assert found["relay"] is False
    assert found["nationalService"] is None
    assert found["silo"] is None
    assert found["capabilities"] == [{"code": "EPR_ACUTE"}]
    assert found["ports"] == [
        {
            "role": "SOURCE", "exchange": {"code": "referral"}, "payload": "CODED",
            "profile": {"code": "ERS-R4", "version": "1.2", "useCase": None, "text": "ERS-R4@1.2"}, "emits": None,
            "useCase": None, "usable": True, "observedAt": "2026-05-01", "deployment": {"key": "A1-system"},
            "periods": [{"status": "LIVE"}],
        }
    ]  # fmt: skip
    assert nodes(found["linksOut"]) == [
        {
            "from": {"key": "A1-system"}, "to": {"key": "service:E_RS", "relay": True}, "exchange": {"code": "referral"},
            "profile": None, "usable": True, "evidence": "OBSERVED", "observedAt": "2026-10-01",
            "validity": {"status": "LIVE", "from": None, "to": None, "standing": "IN_FORCE"},
            "periods": [{"standing": "IN_FORCE"}],
        }
    ]  # fmt: skip
    assert nodes(found["linksIn"]) == [
        {"from": {"key": "B0-old"}, "validity": {"to": "2024-12-31", "standing": "ENDED"}, "usable": False}
    ]


def test_national_services(small: Door) -> None:
    found = small.ask(
        "{ nationalServices { edges { node { key relay nationalService { code name relay } } } } }"
    )
    assert nodes(found["nationalServices"]) == [
        {
            "key": "service:E_RS",
            "relay": True,
            "nationalService": {"code": "E_RS", "name": "e-Referral Service", "relay": True},
        }
    ]


def test_only_some_exchange_types(small: Door) -> None:
    query = """query($x: [ID!]) { deployment(id: "A1-system") {
      ports(exchanges: $x) { key }
      linksIn(exchanges: $x, standing: null) { totalCount } linksOut(exchanges: $x) { totalCount }
    } }"""
    assert small.ask(query, x=["document"])["deployment"] == {
        "ports": [], "linksIn": {"totalCount": 1}, "linksOut": {"totalCount": 0},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ('deployments(filter: {organisations: ["C1"]}, standing: null)', ["C1-letters", "C1-next"]),
        ('deployments(filter: {products: ["letters"]})', ["C1-letters"]),
        ('deployments(filter: {suppliers: ["state"]})', ["service:E_RS"]),
        ('deployments(filter: {capabilities: ["doc_mgmt"]})', ["C1-letters"]),
        ('deployments(filter: {hosts: ["north", "south"]})', ["A1-system", "B0-old"]),
        ("deployments(filter: {relay: true})", ["service:E_RS"]),
        ('deployments(filter: {relay: false, organisations: ["A1", "N1"]})', ["A1-system"]),
        ('deployments(filter: {text: "SYS"})', ["A1-system", "B1-system"]),
        ('deployments(filter: {organisations: ["A1"], products: ["letters"]})', []),
        ('products(filter: {suppliers: ["supplier:maker"]})', ["letters", "system"]),
        ('products(filter: {capabilities: ["EPR_ACUTE"]})', ["system"]),
        ('products(filter: {standards: ["ERS-R4@1"]})', ["system"]),
        ('products(filter: {standards: ["x-nobody"]})', []),
        ('products(filter: {text: "sys"})', ["system"]),
        ('suppliers(filter: {groups: ["group:Owner"]})', ["maker"]),
        ('suppliers(filter: {text: "MAKERS"})', ["maker"]),
        ('links(filter: {from: ["A1-system"]}, standing: null)', ["A1-system|service:E_RS|referral||"]),
        ('links(filter: {to: ["A1-system"]}, standing: null)', ["B0-old|A1-system|document||"]),
        ('links(filter: {exchanges: ["document"]}, standing: null)', ["B0-old|A1-system|document||"]),
        ('links(filter: {profiles: ["ERS-R4"]}, standing: null)', []),
        ('contracts(filter: {buyers: ["A1"]})', [CONTRACT]),
        ('contracts(filter: {suppliers: ["maker"]}, standing: [ENDED])', ["B1|maker|||||"]),
        ('contracts(filter: {products: ["system"], capabilities: ["EPR_ACUTE"]})', [CONTRACT]),
        ('contracts(filter: {capabilities: ["MATERNITY"]})', []),
    ],
)  # fmt: skip
def test_filters(small: Door, question: str, keys: list[str]) -> None:
    page = small.ask(f"{{ list: {question} {{ totalCount edges {{ node {{ key }} }} }} }}")["list"]
    assert [node["key"] for node in nodes(page)] == keys
    assert page["totalCount"] == len(keys)


def test_a_contract(small: Door) -> None:
    page = small.ask("""{ contracts { edges { node {
      buyer { code } supplier { key } product { key } capability { code } valueGbp framework reference
      validity { status from to standing }
    } } } }""")["contracts"]
    assert nodes(page) == [
        {
            "buyer": {"code": "A1"}, "supplier": {"key": "maker"}, "product": {"key": "system"},
            "capability": {"code": "EPR_ACUTE"}, "valueGbp": 1500000.0, "framework": "Open procedure", "reference": "N-1",
            "validity": {"status": "LIVE", "from": "2022-04-01", "to": "2027-12-31", "standing": "IN_FORCE"},
        }
    ]  # fmt: skip


def test_names_put_lists_in_order(small: Door) -> None:
    names = "(orderBy: NAME) { edges { node { name } } }"
    found = small.ask(f"{{ products{names} suppliers{names} }}")
    assert [node["name"] for node in nodes(found["products"])] == ["Hub", "Letters", "System"]
    assert [node["name"] for node in nodes(found["suppliers"])] == ["Maker", "State"]


def test_the_periods_of_an_interface(door: Any) -> None:
    opened = door(
        evidence={
            "organisations": [organisation("A1"), organisation("B1")],
            "products": [product("system")],
            "deployments": [deployment("a", "A1"), deployment("b", "B1")],
            "links": [
                link("a", "b", "referral", to_date="2020", evidence="observed", observed_at="2020-01-01"),
                link(
                    "a",
                    "b",
                    "referral",
                    status="planned",
                    from_date="2027-03-01",
                    to_date="2029",
                    observed_at="2026-06-01",
                ),
                link("a", "b", "referral", status="planned", from_date="2030-01-01", to_date="2031"),
            ],
        }
    )
    query = """query($t: Date) { links(standing: null, asOf: $t) { edges { node {
      validity { from to standing } periods { from to standing } evidence observedAt usable } } } }"""

    def at(day: str) -> dict[str, Any]:
        (found,) = nodes(opened.ask(query, t=day)["links"])
        return found

    now = at("2026-11-22")
    assert now["validity"] == {"from": "2027-03-01", "to": "2029-12-31", "standing": "ON_THE_WAY"}
    assert [period["standing"] for period in now["periods"]] == ["ENDED", "ON_THE_WAY", "ON_THE_WAY"]
    assert (now["evidence"], now["observedAt"], now["usable"]) == ("DECLARED", "2026-06-01", False)
    before = at("2019-05-01")
    assert before["validity"]["standing"] == "IN_FORCE"
    assert (before["evidence"], before["observedAt"], before["usable"]) == ("OBSERVED", "2020-01-01", True)
