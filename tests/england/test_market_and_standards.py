"""Suppliers, contracts, standards and changes in England (questions 12 to 14, 18 to 23 and 25 to 27)."""

from __future__ import annotations

from decimal import Decimal

from tests.england.conftest import Answer, Said
from tests.england.evidence import Evidence
from tests.reference.facts import ROLES, items


def test_12_shares_are_of_the_known_and_no_band_is_named_where_the_unknown_decide_it(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(12)["market"]
    known = found["organisations"] - found["unknownOrganisations"]
    assert sum(one["organisations"] for one in found["shares"]) == known
    largest = found["shares"][0]
    assert largest["supplier"]["key"] == "oracle-health"
    products = evidence.products_of("oracle-health")
    theirs = {
        code
        for code in evidence.trusts
        for key in evidence.of(code)
        if evidence.product_of(key) in products and "EPR_ACUTE" in evidence.capabilities(key)
    }
    # Less where a trust has one of another supplier too, and counts for each by half.
    assert len(theirs) - 2 <= largest["organisations"] <= len(theirs)
    assert found["hhi"]["low"] < 1000
    assert found["hhi"]["high"] > 2000
    assert found["hhi"]["band"] is None
    assert found["cr1"]["low"] < largest["share"] < found["cr1"]["high"]
    assert 0 < answer(12)["london"]["organisations"] < found["organisations"]
    assert "the supplier is known of 106 of 133 organisations in the market" in said(12)[0]
    assert "no screening band, for the bounds fall in different ones" in said(12)[0]


def test_13_contracts_without_an_end_or_a_value_are_counted_apart(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(13)["contractTimeline"]
    buckets = {one["bucket"]: one for one in found["buckets"]}
    assert sum(one["contracts"] for one in buckets.values()) == found["total"]
    kinds = {row["code"]: row["type"] for row in evidence.tables["organisations"] if not row["closed"]}
    rows = [row for row in evidence.tables["contracts"] if kinds.get(row["buyer"]) in ("NHS_TRUST", "ICB")]
    assert found["total"] == len(rows)
    without_end = [row for row in rows if not row["to"]]
    assert buckets["NO_END_DATE"]["contracts"] == len(without_end)
    assert buckets["NO_END_DATE"]["valueNotStated"] == sum(not row["value_gbp"] for row in without_end)
    assert Decimal(str(buckets["NO_END_DATE"]["valueGbp"])) == sum(
        Decimal(row["value_gbp"]) for row in without_end if row["value_gbp"]
    )
    assert found["buyers"] == len({row["buyer"] for row in rows}) < found["organisations"]
    ends = {
        (node["contract"]["buyer"]["code"], node["contract"]["validity"]["to"]): node
        for node in (edge["node"] for edge in found["contracts"]["edges"])
    }
    assert ends["RTX", "2028-07-07"]["dependents"] == [{"key": "RTX-lorenzo"}]
    assert (
        "79 contracts on record, of 59 of the 238 organisations in scope; there may be more." in said(13)[0]
    )


def test_14_who_relies_on_a_supplier_includes_resold_products_and_marks_closed_trusts(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(14)["supplier"]["reach"]
    products = evidence.products_of("dedalus")
    systems = {key for key, row in evidence.systems.items() if row["product"] in products}
    users = {edge["node"]["organisation"]["code"]: edge["node"] for edge in found["users"]["edges"]}
    assert found["deployments"] == len(systems)
    assert {one["key"] for user in users.values() for one in user["deployments"]} == systems
    assert {"supplier": {"key": "dxc"}, "product": {"key": "radcentre"}} in users["RWA"]["contracts"]
    assert any(
        (row["buyer"], row["supplier"], row["product"]) == ("RWA", "dxc", "radcentre")
        for row in evidence.tables["contracts"]
    )
    closed = next(row for row in evidence.tables["organisations"] if row["code"] == "RQ8")["closed"]
    assert f"Mid Essex Hospital Services NHS Trust (closed {closed})" in said(14)[0]


def test_18_whether_a_system_meets_a_mandate_is_not_known_rather_than_denied(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    mandates = {one["mandate"]["code"]: one for one in answer(18)["standards"]["mandates"]}
    assert not [
        row
        for name in ("ports", "links")
        for row in evidence.tables[name]
        if row["profile"].startswith("DAPB")
    ]
    for code in ("DAPB4013", "DAPB4101"):
        found = mandates[code]
        assert found["pastDue"]
        assert found["systems"]["bound"] == found["systems"]["notKnown"] > 0
        assert (found["systems"]["supporting"], found["systems"]["knownNot"]) == (0, 0)
    bound = {edge["node"]["deployment"]["key"] for edge in mandates["DAPB4013"]["boundSystems"]["edges"]}
    assert all({"EPMA", "PRESCRIBING", "GP_CLINICAL"} & evidence.capabilities(key) for key in bound)
    assert "RBN-wellsky-epma" in bound
    # Flags of child protection are said to reach these: a mandate that some are known to follow.
    assert mandates["DCB1609"]["systems"]["supporting"] > 0 == mandates["DCB1609"]["systems"]["knownNot"]
    assert mandates["DCB1609"]["mandate"]["due"] is None
    assert "late on paper, and may have been allowed" in said(18)[0]


def test_19_no_deprecated_message_is_known_and_most_interfaces_name_no_profile(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(19)["deprecated"]
    named = {row["profile"] for name in ("ports", "links") for row in evidence.tables[name]}
    assert not [code for code in named if "PMIP" in code or "CDA" in code]
    assert found["profiles"]["totalCount"] == 0
    trusts = {key for code in evidence.trusts for key in evidence.of(code)}
    touching = [row for row in evidence.interfaces if {row["from"], row["to"]} & trusts]
    assert found["links"] == len(touching)
    assert found["linksWithoutProfile"] == sum(not row["profile"] for row in touching)
    assert "No such profile is known to be in use." in said(19)[0]
    assert "566 of 1,023 interfaces: these count for none." in said(19)[0]


def test_20_suppliers_are_those_of_the_systems_that_the_mandate_is_about(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    mandates = {one["mandate"]["code"]: one for one in answer(20)["standards"]["mandates"]}
    suppliers = {
        one["supplier"] and one["supplier"]["key"]: one["systems"]
        for one in (edge["node"] for edge in mandates["DAPB4013"]["boundSuppliers"]["edges"])
    }
    wellsky = {
        key
        for code in evidence.trusts
        for key in evidence.of(code)
        if evidence.product_of(key) in evidence.products_of("wellsky")
        and "EPMA" in evidence.capabilities(key)
    }
    assert suppliers["wellsky"] == {
        "bound": len(wellsky),
        "supporting": 0,
        "knownNot": 0,
        "notKnown": len(wellsky),
    }
    assert mandates["DAPB4013"]["mandate"]["sources"]
    assert "Our reading" in said(20)[0]


def test_21_a_product_of_which_nobody_states_standards_is_not_known(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    products = {
        edge["node"]["product"]["key"]: edge["node"] for edge in answer(21)["productStandards"]["edges"]
    }
    assert answer(21)["productStandards"]["totalCount"] == len(products)
    for found in products.values():
        assert found["shown"] + found["claimed"] + found["notOpen"] + found["notKnown"] == found["required"]
    epic = products["epic"]
    assert epic["systems"] == sum(row["product"] == "epic" for row in evidence.systems.values())
    shown = {flow["flow"]["exchange"]["code"] for flow in epic["flows"] if flow["openness"] == "SHOWN"}
    theirs = {key for key, row in evidence.systems.items() if row["product"] == "epic"}
    with_profile = {
        row["exchange"] for row in evidence.interfaces if row["profile"] and {row["from"], row["to"]} & theirs
    }
    assert shown
    assert shown <= with_profile
    assert epic["notOpen"] == 0
    assert "2 of 15" in said(21)[0]


def test_22_which_trusts_cannot_take_coded_medicines_is_not_known_of_any(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(22)["payloads"]
    taking = found["taking"]
    assert (found["completeRecords"], taking["notCoded"]) == (0, 0)
    assert taking["coded"] + taking["unknown"] == taking["organisations"] == len(evidence.trusts)
    (coded,) = (edge["node"] for edge in found["coded"]["edges"])
    # The structured GP record is coded data, and one trust is said to take it.
    rows = [
        row
        for row in evidence.interfaces
        if row["exchange"] == "medication_allergy" and row["profile"] == "GPC-STRUCT"
    ]
    assert {code for row in rows for code in items(evidence.systems[row["to"]]["organisations"])} >= {
        coded["organisation"]["code"]
    }
    assert "unknown" in said(22)[0]
    assert "no           no port" not in said(22)[0]


def test_23_no_trust_is_called_view_only_since_few_ports_state_what_they_carry(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(23)["payloads"]
    assert found["byOrganisation"]["totalCount"] == 0
    assert found["sending"]["viewOnly"] == found["taking"]["viewOnly"] == 0
    assert not [
        row
        for row in evidence.tables["ports"]
        if row["exchange"] == "medication_allergy" and row["payload"] and ROLES[row["role"]] != "relay"
    ]
    pairs = [edge["node"] for edge in answer(23)["exchange"]["pairs"]["edges"]]
    assert answer(23)["exchange"]["pairs"]["totalCount"] == len(pairs)
    assert ("R0B", "RR7") in [(pair["sender"]["code"], pair["receiver"]["code"]) for pair in pairs]
    assert evidence.joined("medication_allergy", "R1H", "RQX")
    assert "the record of 0 is complete" in said(23)[0]


def test_25_publishers_and_readers_of_pointers_are_those_with_an_interface_on_record(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(25)
    assert [edge["node"] for edge in found["standards"]["profiles"]["edges"]] == [
        {"sends": 0, "takes": 0, "passesOn": 0}
    ]
    ends = {
        name: {edge["node"]["deployment"]["key"] for edge in found[name]["nodes"]["edges"]} - {"service:NRL"}
        for name in ("publishers", "readers")
    }
    assert ends["publishers"] == {row["from"] for row in evidence.interfaces if row["to"] == "service:NRL"}
    assert ends["readers"] == {row["to"] for row in evidence.interfaces if row["from"] == "service:NRL"}
    assert "RV5-carenotes" in ends["publishers"]
    assert "No system in scope is known to use it." in said(25)[0]
    assert "there may be more" in said(25)[1]


def test_26_readiness_lies_between_none_and_all_and_says_so(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(26)["payloads"]
    assert found["readiness"] == {
        "organisations": len(evidence.trusts),
        "low": 0,
        "high": len(evidence.trusts),
    }
    assert found["sending"]["notCoded"] == found["taking"]["notCoded"] == found["completeRecords"] == 0
    sending = {row["from"] for row in evidence.interfaces if row["exchange"] == "shared_record"}
    without = [code for code in evidence.trusts if not evidence.of(code) & sending]
    assert 0 < found["sending"]["withoutPort"] <= len(without)
    assert "0 to 202 (0% to 100%)" in said(26)[0]


def test_27_all_is_new_where_nothing_was_known_and_plans_without_a_day_bring_nothing_by_one(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(27)["changes"]
    counts = {one["kind"]: one["count"] for one in found["counts"]}
    names = {"ORGANISATION": "organisations", "LINK": "links", "PORT": "ports", "DEPLOYMENT": "deployments"}
    assert {kind: counts[kind] for kind in names} == {
        kind: len(evidence.tables[name]) for kind, name in names.items()
    }
    assert {one["change"] for one in found["counts"]} == {"NEW"}
    assert "On 21 November 2026 nothing was known yet." in found["summary"]
    later = answer(27)["verdictChanges"]
    assert not [row for row in evidence.tables["links"] if row["status"] == "planned" and row["from_date"]]
    assert later["unchanged"] == len(evidence.trusts) * (len(evidence.trusts) - 1)
    assert later["summary"].endswith("Plans that give no day are counted at neither end.")
    assert all("Plans that give no day are counted at neither end." in text for text in said(27)[1:])
