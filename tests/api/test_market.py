"""Markets, duplicates, contracts, lock-in and reach of Sampleshire, through the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Door, nodes

MARKET = """query($capability: ID!, $filter: OrganisationFilter, $day: Date, $reading: Reading! = CAUTIOUS,
             $least: Evidence) {
  market(capability: $capability, filter: $filter, asOf: $day, reading: $reading, minEvidence: $least) {
    capability { code } asOf reading minEvidence revision organisations unknownOrganisations without completeness
    shares { supplier { key } group organisations share suppliers { supplier { key } organisations } }
    hhi { low high band } cr1 { low high } cr4 { low high } instances planned summary notes basis { facts }
  }
}"""
PRACTICES = {"types": ["GP_PRACTICE"]}


def market(door: Door, capability: str, **terms: Any) -> dict[str, Any]:
    found: dict[str, Any] = door.ask(MARKET, capability=capability, **terms)["market"]
    return found


def shares(report: dict[str, Any]) -> dict[str, float]:
    return {one["group"] or one["supplier"]["key"]: one["share"] for one in report["shares"]}


def test_the_market_of_three_suppliers(sampleshire: Door) -> None:
    found = market(sampleshire, "GP_CLINICAL", filter=PRACTICES)
    assert (found["organisations"], found["unknownOrganisations"], found["completeness"]) == (40, 0, 1.0)
    assert shares(found) == {"hearth": 0.5, "ember": 0.3, "willow": 0.2}
    assert [one["organisations"] for one in found["shares"]] == [20, 12, 8]
    assert found["hhi"] == {"low": 3800, "high": 3800, "band": "HIGHLY_CONCENTRATED"}
    assert found["cr1"] == {"low": 0.5, "high": 0.5}
    assert found["cr4"] == {"low": 1, "high": 1}
    assert found["instances"] == found["basis"]["facts"] == 40
    assert found["summary"] == (
        "GP record system: the supplier is known of 40 of 40 organisations in the market. Hearth Primary Care has 50% of "
        "the known. HHI 3,800: screening band highly concentrated (above 2,000)."
    )


def test_a_shared_instance_serves_two_trusts_of_the_market(sampleshire: Door) -> None:
    found = market(sampleshire, "EPR_ACUTE")
    assert (found["organisations"], found["instances"]) == (6, 5)
    assert shares(found) == pytest.approx({"Arden Group": 1 / 3, "beacon": 1 / 3, "corvid": 1 / 3})
    assert found["hhi"]["low"] == found["hhi"]["high"] == pytest.approx(3333.33, abs=0.01)


def test_suppliers_of_one_group_count_as_one(sampleshire: Door) -> None:
    found = market(sampleshire, "MATERNITY")
    assert found["organisations"] == 6
    (share,) = found["shares"]
    assert (share["group"], share["share"], share["supplier"]["key"]) == ("Arden Group", 1, "stork")
    assert [(one["supplier"]["key"], one["organisations"]) for one in share["suppliers"]] == [
        ("stork", 5),
        ("arden", 1),
    ]


def test_what_is_unknown_widens_the_bounds(sampleshire: Door) -> None:
    """SA8 and SA9, whose records are not complete, may have an engine; the others with none are known to have none."""
    found = market(sampleshire, "TIE")
    assert (found["organisations"], found["unknownOrganisations"], found["without"]) == (3, 2, 6)
    assert found["completeness"] == pytest.approx(1 / 3)
    assert shares(found) == {"conduit": 1}
    assert found["hhi"] == {
        "low": pytest.approx(3333.33, abs=0.01),
        "high": 10000,
        "band": "HIGHLY_CONCENTRATED",
    }
    assert found["cr1"] == {"low": pytest.approx(1 / 3), "high": 1}
    on_record = market(sampleshire, "TIE", reading="ON_RECORD")
    assert (on_record["organisations"], on_record["unknownOrganisations"], on_record["without"]) == (1, 0, 8)
    assert on_record["reading"] == "ON_RECORD"


def test_a_plan_counts_on_no_day(sampleshire: Door) -> None:
    for day in ("2026-11-22", "2028-06-01"):
        found = market(sampleshire, "EPR_MHC", day=day)
        assert shares(found) == {"beacon": 0.5, "meadow": 0.5}, day
        assert found["planned"] == 1


def test_an_organisation_with_two_suppliers_is_split(sampleshire: Door) -> None:
    """SA1 prescribes with Arden and with Tally."""
    found = market(sampleshire, "EPMA")
    weights = {one["group"] or one["supplier"]["key"]: one["organisations"] for one in found["shares"]}
    assert weights == {"tally": 3.5, "Arden Group": 1.5}
    alone = market(sampleshire, "EPMA", filter={"codes": ["SA1"]})
    assert shares(alone) == {"tally": 0.5, "Arden Group": 0.5}


def test_a_market_of_nobody_has_no_figures(sampleshire: Door) -> None:
    found = market(sampleshire, "MATERNITY", filter={"codes": ["SA5"]})
    assert found["organisations"] == 0
    assert (found["hhi"], found["cr1"], found["cr4"], found["completeness"]) == (None, None, None, None)
    assert found["shares"] == []
    assert "no organisation in scope is in this market" in found["summary"]


def test_weaker_evidence_is_left_out_before_all_else(sampleshire: Door) -> None:
    """Only Arden at SA1 was observed; declared coverage goes too, so the other acute trusts are unknown."""
    found = market(sampleshire, "EPR_ACUTE", least="OBSERVED")
    assert (found["organisations"], found["unknownOrganisations"], found["minEvidence"]) == (6, 5, "OBSERVED")


def test_nothing_is_in_a_market_before_it_was_known(sampleshire: Door) -> None:
    found = sampleshire.ask(
        '{ market(capability: "EPR_ACUTE", asKnownAt: "2020-01-01") { organisations asKnownAt } }'
    )
    assert found["market"] == {"organisations": 0, "asKnownAt": "2020-01-01"}


def test_a_closed_organisation_is_answered_for_with_its_successor_named(sampleshire: Door) -> None:
    found = market(sampleshire, "EPR_ACUTE", filter={"codes": ["SA0"]})
    assert "Sampleton University Hospitals" in found["notes"][0]


MARKETS = """{ markets(first: 500) { totalCount edges { node {
  capability { code } organisations shares { share } hhi { low high }
} } } }"""


def test_every_market_at_once_the_most_concentrated_first(sampleshire: Door) -> None:
    answer = sampleshire.ask(MARKETS)["markets"]
    found = nodes(answer)
    assert answer["totalCount"] == len(found) == 44
    known = [one for one in found if one["shares"]]
    assert found[: len(known)] == known
    assert [one["hhi"]["low"] for one in known] == sorted((one["hhi"]["low"] for one in known), reverse=True)
    maternity = next(one for one in found if one["capability"]["code"] == "MATERNITY")
    alone = market(sampleshire, "MATERNITY")
    assert maternity["hhi"] == {"low": alone["hhi"]["low"], "high": alone["hhi"]["high"]}
    first = sampleshire.ask(
        "{ markets(first: 2) { edges { node { capability { code } } } pageInfo { endCursor } } }"
    )
    rest = sampleshire.ask(
        "query($after: String!) { markets(first: 500, after: $after) { edges { node { capability { code } } } } }",
        after=first["markets"]["pageInfo"]["endCursor"],
    )
    assert [one["capability"] for one in nodes(first["markets"]) + nodes(rest["markets"])] == [
        one["capability"] for one in found
    ]


HOLDERS = """query($capability: ID!, $holding: [Holding!], $contract: [ContractState!]) {
  market(capability: $capability) { byOrganisation(holding: $holding, contract: $contract) { totalCount edges { node {
    organisation { code } holding deployments { key } contract contracts { reference }
  } } } }
}"""


def holders(door: Door, **terms: Any) -> dict[str, dict[str, Any]]:
    found = nodes(door.ask(HOLDERS, **terms)["market"]["byOrganisation"])
    return {one.pop("organisation")["code"]: one for one in found}


def test_trusts_whose_contract_for_the_record_has_run_out(sampleshire: Door) -> None:
    assert holders(sampleshire, capability="EPR_ACUTE", contract=["EXPIRED"]) == {
        "SA8": {
            "holding": "SUPPLIER_KNOWN",
            "deployments": [{"key": "SA8-beacon"}],
            "contract": "EXPIRED",
            "contracts": [{"reference": "SC-004"}],
        }
    }
    every = holders(sampleshire, capability="EPR_ACUTE")
    assert sorted(every) == ["SA1", "SA2", "SA3", "SA4", "SA7", "SA8"]
    assert every["SA4"]["contracts"] == [{"reference": "SC-005"}], (
        "its share of the system is under SA3's contract"
    )


def test_trusts_without_are_told_from_those_not_recorded(sampleshire: Door) -> None:
    assert list(holders(sampleshire, capability="TIE", holding=["NOT_RECORDED"])) == ["SA8", "SA9"]
    assert list(holders(sampleshire, capability="TIE", holding=["NONE"])) == [
        "SA2",
        "SA3",
        "SA4",
        "SA5",
        "SA6",
        "SA7",
    ]


@pytest.mark.parametrize(
    ("question", "code", "said"),
    [
        ('market(capability: "EPR") { asOf }', "UNKNOWN_ID", "no known capability; nearest: "),
        (
            'market(capability: "ED", filter: {codes: ["SA11"]}) { asOf }',
            "UNKNOWN_ID",
            "no known organisation",
        ),
        ("markets(first: 501) { totalCount }", "BAD_ARGUMENT", "1 to 500"),
        ('markets(after: "x") { totalCount }', "BAD_CURSOR", "no cursor"),
        ('market(capability: "ED", asKnownAt: "2027-01-01") { asOf }', "BAD_ARGUMENT", "nobody knows yet"),
    ],
)
def test_what_cannot_be_asked_is_said(sampleshire: Door, question: str, code: str, said: str) -> None:
    found, message = sampleshire.refused(f"{{ {question} }}")
    assert found == code
    assert said in message
