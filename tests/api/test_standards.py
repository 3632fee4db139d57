"""Questions 18 to 26 through the API: standards, mandates, payloads, products and candidates on Sampleshire."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Door, nodes

EVERYBODY = {"types": ["NHS_TRUST", "GP_PRACTICE", "LAB_PROVIDER", "ICB", "NATIONAL_BODY"]}
STANDARDS = """query($profile: ID, $deprecated: Boolean! = false, $filter: OrganisationFilter, $reading: Reading! = CAUTIOUS,
                     $asOf: Date, $minEvidence: Evidence) {
  standards(profile: $profile, deprecated: $deprecated, filter: $filter, reading: $reading, asOf: $asOf,
            minEvidence: $minEvidence) {
    asOf reading minEvidence organisations systems ports portsWithoutProfile links linksWithoutProfile
    profiles(first: 3) {
      totalCount
      edges { node {
        profile { code } published deprecated systems organisations sends takes passesOn ports links
        users(first: 60) { totalCount edges { node {
          roles exchanges { code } deployment { key } ports { role } links(first: 5) { totalCount }
        } } }
        passing: users(role: RELAY) { edges { node { deployment { key } } } }
      } }
    }
    mandates {
      mandate { code due dueNote scope profiles { code } sources { title } } pastDue supporters supporterOrganisations
      systems { bound supporting knownNot notKnown } organisations { bound supporting knownNot notKnown }
      lagging { bound supporting knownNot notKnown }
      boundSystems { edges { node { deployment { key } compliance } } }
      open: boundSystems(compliance: [NOT_KNOWN]) { edges { node { deployment { key } } } }
      boundOrganisations { edges { node { organisation { code } compliance } } }
      boundSuppliers { edges { node { supplier { key } products { key } systems { bound supporting knownNot notKnown } } } }
    }
  }
}"""


def standards(door: Door, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = door.ask(STANDARDS, **options)["standards"]
    return found


def mandate(door: Door, code: str, **options: Any) -> dict[str, Any]:
    (found,) = (one for one in standards(door, **options)["mandates"] if one["mandate"]["code"] == code)
    return found


def profile(door: Door, code: str, **options: Any) -> dict[str, Any]:
    (found,) = nodes(standards(door, profile=code, **options)["profiles"])
    assert found["profile"]["code"] == code
    return found


def users(found: dict[str, Any]) -> dict[str, list[str]]:
    return {user["deployment"]["key"]: user["roles"] for user in nodes(found["users"])}


def levels(found: dict[str, Any]) -> dict[str, str]:
    return {one["deployment"]["key"]: one["compliance"] for one in nodes(found["boundSystems"])}


def test_question_18_who_follows_the_medicines_standard_past_its_day(sampleshire: Door) -> None:
    found = mandate(sampleshire, "DAPB4013")
    assert (found["mandate"]["due"], found["pastDue"]) == ("2023-03-31", True)
    assert levels(found) == {
        "SA1-arden": "SUPPORTS",
        "SA1-tally": "KNOWN_NOT",
        "SA2-tally": "KNOWN_NOT",
        "SA4-tally": "KNOWN_NOT",
        "SA5-tally": "KNOWN_NOT",
        "SA7-arden": "KNOWN_NOT",
    }
    assert (found["supporters"], found["supporterOrganisations"]) == (2, 2)
    assert found["lagging"] == {"bound": 5, "supporting": 0, "knownNot": 5, "notKnown": 0}
    assert {one["organisation"]["code"]: one["compliance"] for one in nodes(found["boundOrganisations"])} == {
        "SA1": "SUPPORTS",
        "SA2": "SUPPORTS",  # by its record system, which is not bound; its prescribing system is
        "SA4": "KNOWN_NOT",
        "SA5": "KNOWN_NOT",
        "SA7": "KNOWN_NOT",
    }


def test_question_18_laboratories(sampleshire: Door) -> None:
    found = mandate(sampleshire, "DAPB4101", filter={"types": ["NHS_TRUST", "LAB_PROVIDER"]})
    assert levels(found) == {"SA3-titration": "KNOWN_NOT", "SAL1-petri": "KNOWN_NOT"}
    before = mandate(sampleshire, "DAPB4101", filter=EVERYBODY, asOf="2025-04-30")
    assert before["pastDue"] is False
    assert before["lagging"]["bound"] == 0


def test_where_no_source_gives_a_day_nobody_is_late(sampleshire: Door) -> None:
    found = mandate(sampleshire, "DCB1609")
    assert found["mandate"]["due"] is found["pastDue"] is found["lagging"] is None
    assert "no day" in found["mandate"]["dueNote"]
    assert [one["deployment"]["key"] for one in nodes(found["open"])] == ["SA8-beacon"]
    assert found["systems"] == {"bound": 5, "supporting": 0, "knownNot": 4, "notKnown": 1}


def test_on_record_knows_of_everybody(sampleshire: Door) -> None:
    found = mandate(sampleshire, "DCB1609", reading="ON_RECORD")
    assert found["systems"] == {"bound": 5, "supporting": 0, "knownNot": 5, "notKnown": 0}


def test_question_19_deprecated_messages_in_use_and_why_they_should_go(sampleshire: Door) -> None:
    report = standards(sampleshire, deprecated=True, filter=EVERYBODY)
    (found,) = nodes(report["profiles"])
    assert found["profile"]["code"] == "PMIP-NHS003"
    assert "30 April 2025" in found["deprecated"]
    assert (found["systems"], found["sends"], found["takes"], found["passesOn"]) == (42, 1, 40, 1)
    assert [user["deployment"]["key"] for user in nodes(found["passing"])] == ["service:MESH"]
    assert users(found)["SAL1-petri"] == ["SOURCE"]
    assert nodes(standards(sampleshire, deprecated=True)["profiles"]) == []  # the trusts use none


def test_question_20_suppliers_under_a_mandate(sampleshire: Door) -> None:
    found = nodes(mandate(sampleshire, "DAPB4013")["boundSuppliers"])
    assert [
        (one["supplier"]["key"], [product["key"] for product in one["products"]], one["systems"])
        for one in found
    ] == [
        ("tally", ["tally-epma"], {"bound": 4, "supporting": 0, "knownNot": 4, "notKnown": 0}),
        ("arden", ["arden-epr"], {"bound": 2, "supporting": 1, "knownNot": 1, "notKnown": 0}),
    ]


def test_question_25_who_publishes_pointers_and_who_reads_them(sampleshire: Door) -> None:
    found = users(profile(sampleshire, "NRL-R4", filter=EVERYBODY))
    assert found["SAQ2-kinship"] == ["RELAY"]
    assert found["SA4-stork"] == ["SOURCE"]
    assert found["SA6-lantern"] == ["SINK"]
    assert found["SA1-arden"] == ["SOURCE", "SINK"]
    trusts = profile(sampleshire, "NRL-R4")
    assert (trusts["systems"], trusts["sends"], trusts["takes"]) == (6, 5, 5)


def test_a_user_has_its_ports_and_links(sampleshire: Door) -> None:
    found = profile(sampleshire, "ERS-R4")
    (arden,) = (one for one in nodes(found["users"]) if one["deployment"]["key"] == "SA1-arden")
    assert {one["role"] for one in arden["ports"]} == {"SOURCE", "SINK"}
    assert arden["links"]["totalCount"] == 2
    assert [exchange["code"] for exchange in arden["exchanges"]] == ["referral"]


def test_what_states_no_profile_is_counted_beside(sampleshire: Door) -> None:
    report = standards(sampleshire)
    assert (report["organisations"], report["systems"]) == (9, 49)
    assert (report["ports"], report["portsWithoutProfile"]) == (39, 6)
    assert (report["links"], report["linksWithoutProfile"]) == (75, 15)
    weak = standards(sampleshire, minEvidence="OBSERVED")
    assert (weak["minEvidence"], weak["ports"]) == ("OBSERVED", 0)


def test_a_profile_that_nobody_uses_is_answered_for(sampleshire: Door) -> None:
    found = profile(sampleshire, "CPIS")
    assert (found["systems"], found["published"]) == (0, True)


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ("ERS-R5", "UNKNOWN_ID", "'ERS-R5' is no known profile; nearest: ERS-R4"),
        ("ERS-R4@1", "BAD_ARGUMENT", "'ERS-R4@1' names a version: give ERS-R4 alone"),
        ("DCB1609", "UNKNOWN_ID", "'DCB1609' is a mandate, no profile: ask for CPIS"),
    ],
)
def test_profiles_that_cannot_be_asked_for(sampleshire: Door, asked: str, code: str, said: str) -> None:
    refused = sampleshire.refused(STANDARDS, profile=asked)
    assert refused[0] == code
    assert said in refused[1]


PRODUCTS = """query($filter: ProductFilter, $lacking: Boolean! = true) {
  productStandards(filter: $filter, lacking: $lacking) {
    totalCount
    edges { node { product { key } systems required shown claimed notOpen notKnown
                   flows { flow { exchange { code } direction } openness profiles { code } } } }
  }
}"""


def test_question_21_products_without_open_standards_for_what_they_need(sampleshire: Door) -> None:
    found = {one["product"]["key"]: one for one in nodes(sampleshire.ask(PRODUCTS)["productStandards"])}
    assert list(found)[:2] == ["cradle-maternity", "folio-portal"]
    assert "stork-maternity" not in found
    tally = {
        (one["flow"]["exchange"]["code"], one["flow"]["direction"]): one["openness"]
        for one in found["tally-epma"]["flows"]
    }
    assert tally == {
        ("demographics", "IN"): "SHOWN",
        ("medication_allergy", "IN"): "NOT_KNOWN",
        ("medication_allergy", "OUT"): "NOT_KNOWN",
    }


def test_products_of_a_filter_and_those_that_lack_nothing(sampleshire: Door) -> None:
    chosen = {"capabilities": ["MATERNITY"]}
    everything = sampleshire.ask(PRODUCTS, filter=chosen, lacking=False)["productStandards"]
    assert [one["product"]["key"] for one in nodes(everything)] == ["cradle-maternity", "stork-maternity"]
    stork = nodes(everything)[1]
    assert (stork["required"], stork["shown"], stork["notKnown"], stork["systems"]) == (3, 3, 0, 5)


PAYLOADS = """query($type: ID!, $filter: OrganisationFilter, $reading: Reading! = CAUTIOUS, $sends: [CodedAnswer!],
                    $takes: [CodedAnswer!], $viewOnly: Boolean! = false) {
  payloads(type: $type, filter: $filter, reading: $reading) {
    type { code } reading organisations completeRecords
    sending { organisations coded notCoded unknown viewOnly withoutPort }
    taking { organisations coded notCoded unknown viewOnly withoutPort }
    readiness { organisations low high lowShare highShare }
    byOrganisation(sendsCoded: $sends, takesCoded: $takes, viewOnly: $viewOnly) {
      edges { node { organisation { code } complete takes { coded best viewOnly ports portsWithoutPayload } } }
    }
  }
}"""


def payloads(door: Door, exchange: str, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = door.ask(PAYLOADS, type=exchange, **options)["payloads"]
    return found


def codes(found: dict[str, Any]) -> list[str]:
    return [one["organisation"]["code"] for one in nodes(found["byOrganisation"])]


def test_question_22_which_trusts_cannot_receive_coded_medicines(sampleshire: Door) -> None:
    found = payloads(sampleshire, "medication_allergy", takes=["NO"])
    assert codes(found) == ["SA1", "SA3", "SA4", "SA5", "SA6", "SA7"]
    assert codes(payloads(sampleshire, "medication_allergy", takes=["UNKNOWN"])) == ["SA8", "SA9"]
    assert codes(payloads(sampleshire, "medication_allergy", takes=["YES"])) == ["SA2"]
    assert found["taking"] == {
        "organisations": 9, "coded": 1, "notCoded": 6, "unknown": 2, "viewOnly": 2, "withoutPort": 6,
    }  # fmt: skip


def test_question_23_where_exchange_is_view_only(sampleshire: Door) -> None:
    found = payloads(sampleshire, "medication_allergy", viewOnly=True)
    assert codes(found) == ["SA3", "SA4"]
    assert nodes(found["byOrganisation"])[0]["takes"] == {
        "coded": "NO", "best": "VIEW", "viewOnly": True, "ports": 1, "portsWithoutPayload": 0,
    }  # fmt: skip


def test_question_26_readiness_for_the_single_patient_record(sampleshire: Door) -> None:
    found = payloads(sampleshire, "shared_record")
    assert found["readiness"]["organisations"] == 9
    assert (found["readiness"]["low"], found["readiness"]["high"]) == (0, 8)
    assert found["readiness"]["highShare"] == pytest.approx(8 / 9)
    on_record = payloads(sampleshire, "shared_record", reading="ON_RECORD")
    # What no port says of its payload stays open; that SA8 and SA9 have no port at all does not.
    assert (on_record["readiness"]["low"], on_record["readiness"]["high"]) == (0, 6)
    assert on_record["completeRecords"] == found["completeRecords"] == 7


def test_nobody_who_exchanges_it_has_no_share(sampleshire: Door) -> None:
    found = payloads(sampleshire, "gp_record_transfer")
    assert (found["organisations"], found["readiness"]["lowShare"]) == (0, None)


def test_question_24_can_the_ambulance_service_book_into_each_emergency_department(sampleshire: Door) -> None:
    pairs = sampleshire.ask(
        """{ exchange(type: "booking", filter: {settings: ["ambulance"]}, receivers: {settings: ["acute"]}) {
             counts { yes no unknown }
             pairs { edges { node { sender { code } receiver { code } verdict reasons } } } } }"""
    )["exchange"]
    assert pairs["counts"] == {"yes": 0, "no": 2, "unknown": 3}
    assert {one["receiver"]["code"]: one["verdict"] for one in nodes(pairs["pairs"])} == {
        "SA1": "UNKNOWN", "SA2": "UNKNOWN", "SA3": "NO", "SA4": "NO", "SA8": "UNKNOWN",
    }  # fmt: skip


CANDIDATE = """query($buyer: ID!, $product: ID, $profiles: [SpokenProfile!], $capability: ID, $reading: Reading! = CAUTIOUS,
                     $asOf: Date) {
  candidate(buyer: $buyer, product: $product, profiles: $profiles, capability: $capability, reading: $reading, asOf: $asOf) {
    asOf reading product { key } buyer { code } capabilities { code } required connecting notKnown
    flows {
      exchange { code } direction required fit assumed complete
      offers { profile { text } ground systems }
      counterparts { deployment { key } relay fit assumed sent accepted }
    }
  }
}"""


def candidate(door: Door, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = door.ask(CANDIDATE, **options)["candidate"]
    return found


def fits(found: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(one["exchange"]["code"], one["direction"]): one["fit"] for one in found["flows"]}


def test_a_maternity_system_at_a_trust_with_an_engine(sampleshire: Door) -> None:
    found = candidate(sampleshire, buyer="SA1", product="stork-maternity")
    assert (found["required"], found["connecting"], found["notKnown"]) == (3, 3, 0)
    assert [one["code"] for one in found["capabilities"]] == ["MATERNITY"]
    demographics, letters = found["flows"][0], found["flows"][1]
    assert [(one["deployment"]["key"], one["relay"], one["fit"]) for one in demographics["counterparts"]] == [
        ("SA1-arden", False, "CONNECTS"),
        ("SA1-conduit", True, "CONNECTS"),
    ]
    assert [
        (one["deployment"]["key"], one["assumed"], one["sent"], one["accepted"])
        for one in letters["counterparts"]
    ] == [("SA1-arden", True, "TOC-IP", "any"), ("service:MESH", False, "TOC-IP", "TOC-IP")]


def test_profiles_given_by_hand_meet_a_mismatch(sampleshire: Door) -> None:
    spoken = [
        {"exchange": "booking", "direction": "OUT", "profile": "BARS-CORE@1.1", "useCase": "a1t1"},
        {"exchange": "imaging", "direction": "IN", "profile": "x-new@3"},
    ]
    found = candidate(sampleshire, buyer="SA3", profiles=spoken)
    booking, imaging = found["flows"]
    assert found["product"] is None
    assert [
        (one["deployment"]["key"], one["fit"], one["sent"], one["accepted"])
        for one in booking["counterparts"]
    ] == [
        ("service:BARS_PROXY", "CONNECTS", "BARS-CORE@1.1 a1t1", "BARS-CORE@1.1 a1t1"),
        ("shared-corvid", "MISMATCH", "BARS-CORE@1.1 a1t1", "BARS-CORE@2.0 a1t1"),
    ]
    assert imaging["fit"] == "MISMATCH"
    assert imaging["counterparts"][0]["accepted"] == "x-new@3"


def test_what_is_not_offered_not_there_and_not_known(sampleshire: Door) -> None:
    spoken = [{"exchange": "medication_allergy", "direction": "OUT", "profile": "DAPB4013"}]
    found = candidate(sampleshire, buyer="SA5", profiles=spoken, capability="EPMA")
    assert fits(found) == {
        ("demographics", "IN"): "NOT_OFFERED",
        ("medication_allergy", "IN"): "NOT_OFFERED",
        ("medication_allergy", "OUT"): "NOTHING_THERE",
    }
    unsure = candidate(sampleshire, buyer="SA8", profiles=spoken, capability="EPMA")
    assert fits(unsure)["medication_allergy", "OUT"] == "NOT_KNOWN"
    told = candidate(sampleshire, buyer="SA8", profiles=spoken, capability="EPMA", reading="ON_RECORD")
    assert fits(told)["medication_allergy", "OUT"] == "NOTHING_THERE"
    assert all(one["complete"] is False for one in told["flows"])
    tally = candidate(sampleshire, buyer="SA2", product="tally-epma")
    assert fits(tally)["medication_allergy", "OUT"] == "NOT_KNOWN"  # nobody says what it speaks for it


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ({"buyer": "SA1"}, "BAD_ARGUMENT", "give either `product` or `profiles`"),
        ({"buyer": "SA1", "product": "stork-maternity", "profiles": []}, "BAD_ARGUMENT", "give either"),
        ({"buyer": "SA77", "product": "stork-maternity"}, "UNKNOWN_ID", "'SA77' is no known organisation"),
        ({"buyer": "SA1", "product": "storc"}, "UNKNOWN_ID", "'storc' is no known product"),
        (
            {"buyer": "SA1", "product": "folio-portal", "capability": "MATERN"},
            "UNKNOWN_ID",
            "nearest: MATERNITY",
        ),
        (
            {"buyer": "SA1", "profiles": [{"exchange": "fax", "direction": "IN", "profile": "x-a"}]},
            "UNKNOWN_ID",
            "'fax' is no known exchange type",
        ),
        (
            {
                "buyer": "SA1",
                "profiles": [{"exchange": "referral", "direction": "IN", "profile": "ERS-R5@1"}],
            },
            "UNKNOWN_ID",
            "'ERS-R5' is no known profile; nearest: ERS-R4",
        ),
    ],
)
def test_candidates_that_cannot_be_asked_about(
    sampleshire: Door, options: dict[str, Any], code: str, said: str
) -> None:
    refused = sampleshire.refused(CANDIDATE, **options)
    assert refused[0] == code
    assert said in refused[1]
