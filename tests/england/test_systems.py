"""Systems, convergence and what fails in England (questions 5 to 11, 15 and 17), held against the rows of the evidence."""

from __future__ import annotations

from collections import Counter

from tests.england.conftest import Answer, Said
from tests.england.evidence import Evidence
from tests.reference.facts import ROLES


def test_05_products_not_named_are_counted_apart_and_plans_without_a_day_have_none(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(5)["consolidation"]
    used = {
        product
        for code in evidence.trusts
        for key in evidence.of(code)
        if "EPR_ACUTE" in evidence.capabilities(key)
        for product in [evidence.product_of(key)]
    }
    named = {product for product in used if not product.startswith("unnamed-")}
    assert (found["distinctProducts"], found["unnamedProducts"]) == (len(named), len(used - named))
    assert 0 < found["unknownOrganisations"] < found["organisations"]
    areas = {area["icb"]["code"]: area for area in found["areas"]}
    assert {one["product"]["key"] for one in areas["QMF"]["products"]} == {"oracle-millennium"}
    planned = {edge["node"]["key"]: edge["node"] for edge in found["planned"]["edges"]}
    rows = {row["id"]: row for row in evidence.tables["deployments"]}
    assert all(rows[key]["status"] == "planned" for key in planned)
    assert (
        planned["shared-mse-eput-oracle"]["validity"]["from"]
        == f"{rows['shared-mse-eput-oracle']['from']}-01"
    )
    assert [key for key, one in planned.items() if one["validity"]["from"]] == ["shared-mse-eput-oracle"]
    assert "of 17 of them no system is on record" in said(5)[0]
    assert "no date" in said(5)[0]


def test_06_a_plan_says_that_what_a_product_would_connect_to_is_not_known(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    plans = {plan["product"]["key"]: plan for plan in answer(6)["consolidation"]["plans"]}
    used = {
        evidence.product_of(key)
        for code in evidence.trusts
        for key in evidence.of(code)
        if "MATERNITY" in evidence.capabilities(key) and not evidence.product_of(key).startswith("unnamed-")
    }
    assert set(plans) == used
    badgernet = plans["badgernet-maternity"]
    # Too few of the systems in use have the same interface on record to expect it of a new one.
    theirs = {key for key, row in evidence.systems.items() if row["product"] == "badgernet-maternity"}
    out = Counter((row["to"], row["exchange"]) for row in evidence.interfaces if row["from"] in theirs)
    assert max(out.values(), default=0) * 2 < len(theirs)
    assert badgernet["gained"] == 0 < badgernet["lost"]
    assert any(
        "is not known, so the pairs lost are those of the systems that go" in text
        for text in badgernet["unknown"]
    )
    assert {"code": "EPR_ACUTE"} in badgernet["alsoServed"]
    for plan in plans.values():
        assert sum(one["lost"] for one in plan["exchanges"]) == plan["lost"]
        assert "no supplier is on record: what they run is not migrated" in plan["unknown"][0]
    assert "so the pairs lost are those of the systems that go" in said(6)[0]


def test_07_what_has_to_be_rebuilt_are_interfaces_on_record_of_systems_that_go(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    plans = {plan["product"]["key"]: plan for plan in answer(7)["consolidation"]["plans"]}
    epic = plans["epic"]["linksToRebuild"]
    rows = {(row["from"], row["to"], row["exchange"]) for row in evidence.interfaces}
    links = [
        (edge["node"]["from"]["key"], edge["node"]["to"]["key"], edge["node"]["exchange"]["code"])
        for edge in epic["edges"]
    ]
    assert epic["totalCount"] == len(links)
    assert ("RTX-badgernet-maternity", "RXL-badgernet-maternity", "shared_record") in links
    for link in links:
        assert link in rows
        assert any("MATERNITY" in evidence.capabilities(end) for end in link[:2]), link
    touched = plans["oracle-millennium"]["contractsTouched"]["edges"]
    assert ("RH8", None) in [
        (edge["node"]["buyer"]["code"], edge["node"]["validity"]["to"]) for edge in touched
    ]
    assert "ends on no recorded day" in said(7)[0]


def test_08_a_flow_is_missing_only_where_a_page_says_that_it_is_not_there(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(8)["silos"]
    silos = {edge["node"]["deployment"]["key"]: edge["node"] for edge in found["edges"]}
    assert found["totalCount"] == len(silos)
    assert found["completeness"] < 0.5
    denied = {
        (row["deployment"], row["exchange"], ROLES[row["role"]])
        for row in evidence.tables["ports"]
        if row["status"] == "absent"
    }
    roles = {"IN": "sink", "OUT": "source"}
    for key, silo in silos.items():
        for flow in silo["missing"]:
            assert (key, flow["exchange"]["code"], roles[flow["direction"]]) in denied
        assert len(silo["missing"]) + len(silo["unknown"]) + silo["met"] == silo["required"]
    metavision = silos["RNN-metavision"]
    assert [flow["exchange"]["code"] for flow in metavision["unknown"]] == ["demographics"]
    assert "35% of the required flows are known on average" in said(8)[0]


def test_09_duplicates_are_live_systems_for_one_capability(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(9)["duplicates"]
    assert found["completeRecords"] == 0
    nodes = [edge["node"] for edge in found["edges"]]
    assert found["totalCount"] == len(nodes)
    for node in nodes:
        systems = {one["key"] for one in node["deployments"]}
        assert all(evidence.systems[key]["status"] == "live" for key in systems)
        assert all(node["capability"]["code"] in evidence.capabilities(key) for key in systems)
        if node["place"] == "ORGANISATION":
            assert systems <= evidence.of(node["organisation"]["code"])
        else:
            assert len(node["products"]) > 1
            assert not [one for one in node["products"] if one["key"].startswith("unnamed-")]
    assert ("R1D", "PAS") in [
        (node["organisation"]["code"], node["capability"]["code"]) for node in nodes if node["organisation"]
    ]
    assert (
        "The record of 0 of 202 organisations in scope is complete; of the others there may be more."
        in said(9)[0]
    )


def test_10_no_trust_is_said_to_have_no_record_system_or_to_be_out_of_contract_for_want_of_a_record(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(10)["market"]
    missing = [edge["node"]["organisation"]["code"] for edge in found["notRecorded"]["edges"]]
    assert found["none"]["totalCount"] == 0
    assert found["notRecorded"]["totalCount"] == len(missing)
    for code in missing:
        assert not [key for key in evidence.of(code) if "EPR_ACUTE" in evidence.capabilities(key)]
    assert {"RK5", "RRJ", "RXL"} <= set(missing)  # which the README names among those without one
    assert found["expired"]["totalCount"] == 0
    assert 0 < found["notOnRecord"]["totalCount"] < found["organisations"]
    assert "not recorded" in said(10)[0]
    assert "Of 92 of 133 organisations no contract for it is on record." in said(10)[1]


def test_11_the_count_of_systems_is_what_is_on_record_and_no_record_is_complete(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(11)["systems"]
    counts = {
        edge["node"]["organisation"]["code"]: edge["node"]["systems"]
        for edge in found["byOrganisation"]["edges"]
    }
    assert counts == {code: len(evidence.of(code)) for code in evidence.trusts}
    assert found["most"] == counts["RBN"]
    assert found["without"] == sum(count == 0 for count in counts.values())
    assert found["completeRecords"] == 0
    assert not any(edge["node"]["recordComplete"] for edge in found["byOrganisation"]["edges"])
    assert "The record of 0 of them is complete; the others may have more than is counted." in said(11)[0]


def test_15_what_stops_without_a_supplier_is_at_least_what_is_on_record(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(15)["impact"]
    products = evidence.products_of("dedalus")
    failing = {key for key, row in evidence.systems.items() if row["product"] in products}
    assert found["failing"]["totalCount"] == len(failing)
    assert sum(one["pairsLost"] for one in found["byExchange"]) == found["pairsLost"] > 0
    first = found["lost"]["edges"][0]["node"]["exchange"]
    ends = evidence.of(first["sender"]["code"]) | evidence.of(first["receiver"]["code"])
    assert ends & failing
    assert (
        "other systems are known to have an interface with what fails, and may lose what is not recorded"
        in said(15)[0]
    )
    assert "supplier:sectra" in said(15)[1]


def test_17_a_service_that_no_sender_is_on_record_for_says_that_there_may_be_some(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(17)
    assert not [row for row in evidence.interfaces if row["to"] == "service:E_RS"]
    assert found["senders"]["systems"] == 0
    assert found["senders"]["subject"] == {"organisations": 1, "completeRecords": 0}
    assert "The record of its organisation is not complete: there may be more." in said(17)[0]
    takers = {
        edge["node"]["deployment"]["key"]
        for edge in found["takers"]["nodes"]["edges"]
        if edge["node"]["depth"] == 1
    }
    assert takers == {row["to"] for row in evidence.interfaces if row["from"] == "service:E_RS"}
    assert found["takers"]["systems"] == len(takers)
