"""Duplicates, products, contracts, ties, reach and counts of systems of Sampleshire, through the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.asking import Door, nodes
from tests.api.conftest import SMALL

DUPLICATES = """query($filter: OrganisationFilter, $capability: ID, $places: [DuplicatePlace!], $day: Date) {
  duplicates(filter: $filter, capability: $capability, places: $places, asOf: $day, first: 500) {
    totalCount organisations completeRecords
    edges { node { place organisation { code } icb { code } capability { code } deployments { key } products { key } } }
  }
}"""


def duplicates(door: Door, **terms: Any) -> dict[tuple[str, str], list[str]]:
    """Systems by place and capability."""
    found = nodes(door.ask(DUPLICATES, **terms)["duplicates"])
    return {
        ((one["organisation"] or one["icb"])["code"], one["capability"]["code"]): [
            system["key"] for system in one["deployments"]
        ]
        for one in found
    }


def test_two_live_systems_for_one_need_in_a_trust(sampleshire: Door) -> None:
    found = duplicates(sampleshire, places=["ORGANISATION"])
    assert found == {("SA1", "EPMA"): ["SA1-arden", "SA1-tally"]}


def test_who_is_migrating_has_no_duplicate(sampleshire: Door) -> None:
    """SA2-quill is retiring while SA2-folio-docs is live."""
    assert duplicates(sampleshire, capability="DOC_MGMT", filter={"codes": ["SA2"]}) == {}


def test_products_that_differ_in_an_area(sampleshire: Door) -> None:
    found = duplicates(sampleshire, capability="EPR_ACUTE", places=["ICB"])
    assert found == {("SAQ1", "EPR_ACUTE"): ["SA1-arden", "SA7-arden", "shared-corvid"]}
    assert duplicates(sampleshire, capability="EPR_ACUTE", filter={"codes": ["SA1", "SA7"]}) == {}
    practices = duplicates(sampleshire, capability="GP_CLINICAL", filter={"types": ["GP_PRACTICE"]})
    assert {place for place, _ in practices} == {"SAQ1", "SAQ2"}


def test_several_engines_or_national_services_are_no_duplicates(sampleshire: Door) -> None:
    everybody = {"types": ["NATIONAL_BODY", "NHS_TRUST", "ICB"]}
    found = duplicates(sampleshire, filter=everybody)
    assert not {"TIE", "NATIONAL_SERVICE", "SHARED_RECORD"} & {capability for _, capability in found}


def test_duplicates_say_how_much_of_the_record_they_are_found_in(sampleshire: Door) -> None:
    answer = sampleshire.ask(DUPLICATES)["duplicates"]
    assert (answer["organisations"], answer["completeRecords"]) == (9, 7)
    assert answer["totalCount"] == len(nodes(answer)) == 7


CONSOLIDATION = """query($day: Date) { consolidation(capability: "EPR_MHC", asOf: $day) {
  organisations unknownOrganisations distinctProducts unnamedProducts reading
  products { product { key } organisations instances retiring named }
  areas { icb { code } organisations distinctProducts products { product { key } } }
  planned { totalCount edges { node { key validity { from } } } }
} }"""


def test_products_and_who_is_to_converge(sampleshire: Door) -> None:
    found = sampleshire.ask(CONSOLIDATION)["consolidation"]
    assert (found["organisations"], found["unknownOrganisations"]) == (2, 0)
    assert (found["distinctProducts"], found["unnamedProducts"]) == (2, 0)
    assert [one["product"]["key"] for one in found["products"]] == ["lantern-mhc", "meadow-mhc"]
    assert {one["icb"]["code"]: one["distinctProducts"] for one in found["areas"]} == {"SAQ1": 1, "SAQ2": 1}
    assert nodes(found["planned"]) == [{"key": "SA5-lantern", "validity": {"from": "2027-06-01"}}]


TIMELINE = """query($filter: OrganisationFilter, $months: Int! = 12, $buckets: [ContractBucket!], $day: Date,
               $least: Evidence) {
  contractTimeline(filter: $filter, months: $months, asOf: $day, minEvidence: $least) {
    months total buyers organisations
    buckets { bucket contracts valueGbp valueNotStated stillInUse outOfContract }
    contracts(buckets: $buckets, first: 500) { totalCount edges { node {
      contract { reference validity { to } } bucket dependents { key } matchedBy links organisationsBeyond inArea
      stillInUse outOfContract } } }
  }
}"""
BUYERS = {"types": ["NHS_TRUST", "ICB", "LAB_PROVIDER"]}


def ending(door: Door, **terms: Any) -> list[dict[str, Any]]:
    return nodes(door.ask(TIMELINE, **terms)["contractTimeline"]["contracts"])


def test_contracts_that_end_within_a_year(sampleshire: Door) -> None:
    found = ending(sampleshire, filter=BUYERS)
    ends = [one["contract"]["validity"]["to"] for one in found]
    assert ends == sorted(ends)
    assert {one["contract"]["reference"] for one in found} == {
        *("SC-006", "SC-008", "SC-010", "SC-011", "SC-012", "SC-015", "SC-016", "SC-017")
    }
    assert {one["bucket"] for one in found} == {"WITHIN_12_MONTHS"}


def test_a_partial_end_is_its_last_day(sampleshire: Door) -> None:
    found = {one["contract"]["reference"]: one for one in ending(sampleshire, months=24)}
    assert (found["SC-009"]["contract"]["validity"]["to"], found["SC-009"]["bucket"]) == (
        "2027-12-31",
        "WITHIN_24_MONTHS",
    )
    assert found["SC-007"]["contract"]["validity"]["to"] == "2028-03-31"
    on_the_day = ending(sampleshire, day="2027-12-31", buckets=["EXPIRED"])
    assert "SC-009" not in {one["contract"]["reference"] for one in on_the_day}
    day_after = ending(sampleshire, day="2028-01-01", buckets=["EXPIRED"])
    assert "SC-009" in {one["contract"]["reference"] for one in day_after}


def test_an_expired_contract_whose_system_still_runs(sampleshire: Door) -> None:
    (found,) = ending(sampleshire, buckets=["EXPIRED"])
    assert found["contract"]["reference"] == "SC-004"
    assert found["dependents"] == [{"key": "SA8-beacon"}]
    assert (found["matchedBy"], found["stillInUse"], found["outOfContract"]) == ("PRODUCT", True, True)


def test_what_hangs_on_a_contract(sampleshire: Door) -> None:
    """The regional engine: its links join the systems of seven other organisations."""
    found = {one["contract"]["reference"]: one for one in ending(sampleshire, filter={"types": ["ICB"]})}
    engine = found["SC-012"]
    assert engine["dependents"] == [{"key": "SAQ1-junction"}]
    links = sampleshire.ask(
        """{ deployment(id: "SAQ1-junction") {
          linksIn(first: 500) { totalCount edges { node { from { organisations { code } } } } }
          linksOut(first: 500) { totalCount edges { node { to { organisations { code } } } } } } }"""
    )["deployment"]
    assert engine["links"] == links["linksIn"]["totalCount"] + links["linksOut"]["totalCount"]
    beyond = {one["code"] for link in nodes(links["linksIn"]) for one in link["from"]["organisations"]}
    beyond |= {one["code"] for link in nodes(links["linksOut"]) for one in link["to"]["organisations"]}
    assert engine["organisationsBeyond"] == len(beyond - {"SAQ1"})
    assert found["SC-016"]["inArea"] > 0, "an ICB buys for its practices"
    assert not found["SC-016"]["stillInUse"], "and uses nothing of it itself"


def test_the_buckets_add_up(sampleshire: Door) -> None:
    found = sampleshire.ask(TIMELINE, filter=BUYERS)["contractTimeline"]
    assert sum(one["contracts"] for one in found["buckets"]) == found["total"] == 18
    assert [one["bucket"] for one in found["buckets"]] == [
        *("EXPIRED", "WITHIN_12_MONTHS", "WITHIN_24_MONTHS", "LATER", "NO_END_DATE")
    ]
    expired = found["buckets"][0]
    assert (expired["contracts"], expired["valueGbp"], expired["valueNotStated"]) == (1, 16_000_000, 0)
    assert found["buckets"][-1]["valueGbp"] is None
    assert found["months"] == 12
    strong = sampleshire.ask(TIMELINE, filter=BUYERS, least="REGISTERED")["contractTimeline"]
    assert strong["total"] == 0, "all contracts are declared"


TIES = """query($id: ID!) { deployment(id: $id) { lockIn {
  links closedLinks unpublishedLinks unstatedLinks requiredFlows
  flowsWithoutOpenStandard { flow { exchange { code } direction } gap }
  contract { reference } contractEnd contractMatchedBy expiredContract { reference } recordComplete
  supplierGatedInterfaces export } } }"""


def ties(door: Door, key: str) -> dict[str, Any]:
    found: dict[str, Any] = door.ask(TIES, id=key)["deployment"]["lockIn"]
    return found


def test_what_ties_to_a_system(sampleshire: Door) -> None:
    cradle = ties(sampleshire, "SA7-cradle")
    assert (cradle["links"], cradle["closedLinks"], cradle["unstatedLinks"]) == (3, 1, 3)
    assert {one["gap"] for one in cradle["flowsWithoutOpenStandard"]} == {"NO_PROFILE_STATED"}
    open_one = ties(sampleshire, "SA4-stork")
    assert (open_one["closedLinks"], open_one["flowsWithoutOpenStandard"]) == (0, [])
    assert open_one["requiredFlows"] == 3
    alone = ties(sampleshire, "SA1-stork")
    assert (alone["links"], alone["closedLinks"]) == (0, None)
    assert (alone["contract"]["reference"], alone["contractEnd"], alone["contractMatchedBy"]) == (
        *("SC-008", "2026-12-31", "PRODUCT"),
    )


def test_what_is_not_on_record_is_told_from_what_is_not_there(sampleshire: Door) -> None:
    known, unknown = ties(sampleshire, "SA1-stork"), ties(sampleshire, "SA8-stork")
    assert known["recordComplete"]
    assert {one["gap"] for one in known["flowsWithoutOpenStandard"]} == {"NO_FLOW"}
    assert not unknown["recordComplete"]
    assert {one["gap"] for one in unknown["flowsWithoutOpenStandard"]} == {"NOT_RECORDED"}


def test_what_no_source_is_loaded_for_is_said(sampleshire: Door) -> None:
    found = ties(sampleshire, "SA8-beacon")
    assert (found["supplierGatedInterfaces"], found["export"]) == ("not loaded", "not loaded")
    assert (found["contract"], found["contractEnd"]) == (None, None)
    assert found["expiredContract"] == {"reference": "SC-004"}


def test_only_what_is_in_use_ties(sampleshire: Door) -> None:
    assert sampleshire.ask(TIES, id="SA5-lantern")["deployment"]["lockIn"] is None


def test_ties_of_a_scope_most_interfaces_first(sampleshire: Door) -> None:
    query = """query($capability: ID) { lockIn(capability: $capability, first: 500) { totalCount edges { node {
      links deployment { key } } } } }"""
    found = nodes(sampleshire.ask(query)["lockIn"])
    links = [one["links"] for one in found]
    assert links == sorted(links, reverse=True)
    maternity = nodes(sampleshire.ask(query, capability="MATERNITY")["lockIn"])
    assert len(maternity) == 6
    assert all(one in found for one in maternity)


REACH = """query($id: ID!, $group: Boolean! = false) { supplier(id: $id) { reach(wholeGroup: $group) {
  suppliers { key } deployments organisations using
  sold { totalCount } resoldByIt { edges { node { reference } } } soldByOthers { edges { node { reference } } }
  users { totalCount edges { node { organisation { code } deployments { key } contracts { reference } } } }
} } }"""


def test_a_suppliers_reach_alone_and_with_its_group(sampleshire: Door) -> None:
    alone = sampleshire.ask(REACH, id="arden")["supplier"]["reach"]
    codes = [one["organisation"]["code"] for one in nodes(alone["users"])]
    assert codes == ["SA1", "SA2", "SA7", "SA8"]
    assert (alone["organisations"], alone["using"], alone["deployments"]) == (4, 4, 5)
    group = sampleshire.ask(REACH, id="arden", group=True)["supplier"]["reach"]
    assert [one["key"] for one in group["suppliers"]] == ["arden", "stork"]
    assert (group["organisations"], group["deployments"]) == (6, 10)


def test_a_reseller_counts_for_the_maker_and_for_itself(door: Callable[..., Door]) -> None:
    """`state` sells what `maker` makes to B1, which has it, and to C1, which is yet to have it."""
    sold = [
        {"buyer": code, "supplier": "state", "product": "system", "reference": f"R-{code}"}
        for code in ("B1", "C1")
    ]
    opened = door(evidence={**SMALL, "contracts": SMALL["contracts"] + sold})
    maker = opened.ask(REACH, id="maker")["supplier"]["reach"]
    assert [one["reference"] for one in nodes(maker["soldByOthers"])] == ["R-B1", "R-C1"]
    assert nodes(maker["resoldByIt"]) == []
    users = {one["organisation"]["code"]: one for one in nodes(maker["users"])}
    assert sorted(users) == ["A1", "B0", "B1", "C1"]
    assert users["B1"]["contracts"] == [{"reference": "R-B1"}], "its own contract with maker ended in 2025"
    assert users["C1"]["deployments"] == [{"key": "C1-letters"}]
    seller = opened.ask(REACH, id="state")["supplier"]["reach"]
    assert [one["reference"] for one in nodes(seller["resoldByIt"])] == ["R-B1", "R-C1"]
    assert sorted(one["organisation"]["code"] for one in nodes(seller["users"])) == ["B1", "C1", "N1"]


def test_how_many_systems_trusts_have(sampleshire: Door) -> None:
    found = sampleshire.ask(
        """{ systems { organisations completeRecords without distinctSystems median most
             byOrganisation(first: 500) { edges { node { organisation { code } systems recordComplete } } } } }"""
    )["systems"]
    rows = nodes(found["byOrganisation"])
    counts = [one["systems"] for one in rows]
    assert counts == sorted(counts, reverse=True)
    assert (found["most"], found["organisations"], found["without"]) == (counts[0], 9, 0)
    assert [one["organisation"]["code"] for one in rows if not one["recordComplete"]] == ["SA8", "SA9"]
    for one in rows:
        code = one["organisation"]["code"]
        listed = sampleshire.ask(
            "query($code: ID!) { deployments(filter: {organisations: [$code]}) { totalCount } }", code=code
        )
        assert one["systems"] == listed["deployments"]["totalCount"], code


@pytest.mark.parametrize(
    ("question", "code", "said"),
    [
        ('duplicates(capability: "EPM") { totalCount }', "UNKNOWN_ID", "nearest: EPMA"),
        ('consolidation(capability: "X") { organisations }', "UNKNOWN_ID", "no known capability"),
        ("contractTimeline(months: 0) { total }", "BAD_ARGUMENT", "`months` is 0: give 1 to 1200"),
        ('lockIn(capability: "MATERNTY") { totalCount }', "UNKNOWN_ID", "nearest: MATERNITY"),
        ('lockIn(after: "x") { totalCount }', "BAD_CURSOR", "no cursor"),
        ('systems(filter: {icbs: ["SAQ7"]}) { median }', "UNKNOWN_ID", "no known organisation"),
    ],
)
def test_what_cannot_be_asked_is_said(sampleshire: Door, question: str, code: str, said: str) -> None:
    found, message = sampleshire.refused(f"{{ {question} }}")
    assert found == code
    assert said in message
