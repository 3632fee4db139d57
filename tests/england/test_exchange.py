"""What is exchanged in England (questions 1 to 4, 16, 24 and 28 to 30), held against the rows of the evidence."""

from __future__ import annotations

import json

from tests.england.conftest import Answer, Said
from tests.england.evidence import Evidence, now
from tests.reference.facts import items
from tests.reference.scenario import stands


def test_01_no_trust_is_said_to_be_unable_to_refer_for_no_record_is_complete(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(1)["exchange"]
    trusts = len(evidence.trusts)
    assert evidence.tables["coverage"] == []
    assert found["no"]["totalCount"] == found["counts"]["no"] == 0
    assert sum(found["counts"].values()) == trusts * (trusts - 1)
    assert found["counts"]["unknown"] == trusts * (trusts - 1) - found["counts"]["yes"]
    for pair in (edge["node"] for edge in found["yes"]["edges"]):
        sender, receiver = pair["sender"]["code"], pair["receiver"]["code"]
        # No trust is on record as sending to the e-Referral Service: every YES is straight, or through a hub named here.
        assert evidence.joined("referral", sender, receiver) or "Strata" in pair["detail"], pair
        assert "PROFILE_ASSUMED" in pair["flags"]
    assert ("R0A", "RM3") in [
        (edge["node"]["sender"]["code"], edge["node"]["receiver"]["code"]) for edge in found["yes"]["edges"]
    ]
    assert answer(1)["route"]["verdict"] == "UNKNOWN"
    assert answer(1)["route"]["reasons"] == ["NO_EVIDENCE_SENDER"]
    assert "Oxford University Hospitals" in answer(1)["route"]["asks"][0]["text"]
    assert "Known: less than 0.1% of the pairs" in said(1)[0]
    assert "None is known; 40,593 pairs are unknown" in said(1)[0]
    assert "may exist" in said(1)[1]


def test_02_patients_shared_with_a_trust_without_a_system_on_record_are_not_known(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(2)["sharedPatients"]
    assert not evidence.of("G6V2S")
    assert found["cannot"]["totalCount"] == 0
    (unknown,) = (edge["node"] for edge in found["unknown"]["edges"])
    assert (unknown["other"]["code"], unknown["patients"], unknown["there"]["verdict"]) == (
        "G6V2S",
        950,
        "UNKNOWN",
    )
    assert {"verdict": "YES", "pairs": 1, "patients": 3200} in found["counts"]
    assert (found["withoutSource"], found["undated"]) == (0, 1)
    assert "RTH  G6V2S       950  UNKNOWN       UNKNOWN" in said(2)[0]


def test_03_a_way_back_that_is_not_on_record_is_a_one_way_pair_on_record_alone(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    cautious, on_record = answer(3)["cautious"], answer(3)["onRecord"]
    assert cautious["oneWay"]["totalCount"] == 0
    assert cautious["counts"]["unknown"] > 0
    assert "None is known" in said(3)[0]
    pairs = {
        (edge["node"]["sender"]["code"], edge["node"]["receiver"]["code"]): edge["node"]
        for edge in on_record["oneWay"]["edges"]
    }
    assert on_record["oneWay"]["totalCount"] == len(pairs) > 0
    assert pairs["RM3", "R0A"]["reasons"] == ["NO_SYSTEM_SENDER"]
    assert not [
        row
        for row in evidence.interfaces
        if row["exchange"] == "referral" and row["from"] in evidence.of("RM3")
    ]
    assert evidence.joined("referral", "R0A", "RM3")
    assert "Read as if the record were complete" in said(3)[1]


def test_04_no_record_is_declared_complete_and_old_and_undated_facts_are_counted(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(4)["coverage"]
    for one in found["byExchange"]:
        stated = one["complete"], one["partial"], one["none"]
        assert (stated, one["unstated"], one["organisations"]) == (
            (0, 0, 0),
            len(evidence.trusts),
            len(evidence.trusts),
        )
    assert found["old"]["totalCount"] == found["age"]["old"] > 0
    oldest = found["old"]["edges"][0]["node"]
    assert oldest["text"] == "CareFlow Vitals at RHU"
    assert oldest["fact"]["observedAt"][:7] == evidence.systems["RHU-careflow-vitals"]["observed_at"][:7]
    # A single source contradicts nobody, and no plan of it gives a day that has passed.
    assert found["conflicts"]["totalCount"] == found["slipped"]["totalCount"] == 0
    closed = {row["code"] for row in evidence.tables["organisations"] if row["closed"]}
    stranded = [key for key, row in evidence.systems.items() if set(items(row["organisations"])) <= closed]
    assert stranded
    told = [edge["node"]["text"] for edge in found["stranded"]["edges"]]
    assert any("Lorenzo at RQ8 still in use" in text for text in told)
    asked = answer(4)["asks"]
    assert asked["totalCount"] == len(evidence.trusts)
    assert all(edge["node"]["settled"] <= edge["node"]["pairs"] for edge in asked["edges"])
    assert "known to send  known to take" in said(4)[2]
    assert "not stated" in said(4)[0]
    assert " no " not in said(4)[0]


def test_16_nearly_every_pair_that_exchanges_images_needs_the_one_portal(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(16)["exchange"]
    (hub,) = (edge["node"] for edge in found["singlePoints"]["edges"])
    assert hub["relay"]["key"] == "service:IEP"
    assert hub["pairs"] == found["pairsWithSinglePoint"] < found["counts"]["yes"]
    sending = {
        row["from"]
        for row in evidence.interfaces
        if row["exchange"] == "imaging" and row["to"] == "service:IEP"
    }
    joined = {
        code for key in sending for code in items(evidence.systems[key]["organisations"])
    } & evidence.trusts
    assert hub["organisations"] <= len(joined)
    assert hub["pairs"] <= len(joined) * (len(joined) - 1)
    assert "14,151 of the 14,292 pairs that can exchange have no way without one of these hubs" in said(16)[0]


def test_24_ambulance_services_are_known_to_book_only_where_a_page_says_so(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(24)["exchange"]
    assert found["counts"]["no"] == 0
    pairs = [edge["node"] for edge in found["pairs"]["edges"]]
    assert found["counts"]["yes"] == len(pairs)
    for pair in pairs:
        rows = evidence.joined("booking", pair["sender"]["code"], pair["receiver"]["code"])
        assert rows, pair
        if pair["evidence"] == "DECLARED":
            assert any(row["evidence"] == "declared" for row in rows)
    assert ("RRU", "RJ1") in [(pair["sender"]["code"], pair["receiver"]["code"]) for pair in pairs]
    assert "RRU   RTH  UNKNOWN" in said(24)[0]


def test_28_plans_bring_what_is_unknown_now_and_each_is_a_row_that_is_planned(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    fixes = answer(28)["exchange"]["fixes"]
    planned = {
        f"link:{row['from']}|{row['to']}|{row['exchange']}|{row['profile']}|{row['use_case']}"
        for row in evidence.tables["links"]
        if stands(row, now(), link=True) == "on the way"
    }
    facts = [json.loads(fix["change"])["bringForward"]["fact"] for fix in fixes]
    assert "link:scr:chie|scr:dorset|shared_record||" in facts
    assert all(fact in planned for fact in facts if fact.startswith("link:"))
    assert all(fix["fromNo"] == 0 and fix["fromUnknown"] == fix["pairs"] > 0 for fix in fixes)
    assert "0 no, 40,264 unknown" in said(28)[0]


def test_29_the_change_that_helps_most_joins_a_sender_of_referrals_to_the_national_service(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(29)["exchange"]
    most = found["fixes"][0]
    link = json.loads(most["change"])["addLink"]
    assert link["to"] == "service:E_RS"
    assert any(
        row["deployment"] == "service:E_RS" and row["role"] == "relay" for row in evidence.tables["ports"]
    )
    assert not [row for row in evidence.interfaces if row["to"] == "service:E_RS"]
    receivers = {
        code
        for row in evidence.interfaces
        if row["from"] == "service:E_RS" and row["exchange"] == "referral"
        for code in items(evidence.systems[row["to"]]["organisations"])
    } & evidence.trusts
    assert most["pairs"] in (len(receivers), len(receivers) - 1)
    assert all(fix["fromNo"] == 0 for fix in found["fixes"])
    assert "9 pairs yes, 0 no, 40,593 unknown" in said(29)[0]


def test_30_a_yes_shows_the_page_behind_every_fact_and_says_which_are_undated(
    answer: Answer, evidence: Evidence, said: Said
) -> None:
    found = answer(30)["route"]
    assert (found["verdict"], found["evidence"], found["flags"]) == ("YES", "DECLARED", ["SINGLE_POINT"])
    hops = found["routes"]["edges"][0]["node"]["hops"]
    assert [hop["deployment"]["key"] for hop in hops] == [
        "RTH-oracle-millennium",
        "service:IEP",
        "RHQ-oracle-millennium",
    ]
    last = next(
        row
        for row in evidence.interfaces
        if row["from"] == "service:IEP" and row["to"] == "RHQ-oracle-millennium"
    )
    assert last["observed_at"] == ""
    assert found["observedAt"] is None
    assert {claim["sourceUrl"] for claim in hops[-1]["link"]["claims"]} == {last["source_url"]}
    assert (
        hops[0]["deployment"]["claims"][0]["sourceUrl"]
        == evidence.systems["RTH-oracle-millennium"]["source_url"]
    )
    assert "Oldest observation: not dated." in said(30)[0]
