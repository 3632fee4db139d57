"""What would be if things changed, on Sampleshire: answers that a person can check by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Door, nodes

SCENARIO = """query($changes: [ChangeInput!]!, $type: ID, $filter: OrganisationFilter, $day: Date) {
  scenario(changes: $changes, type: $type, filter: $filter, asOf: $day) {
    pairsGained pairsLost systemsGone systemsCome
    exchange { type { code } before after gained lost }
    gained { totalCount edges { node {
      before { sender { code } receiver { code } verdict reasons }
      after { verdict routes { edges { node { hops { deployment { key } } } } } } } } }
    lost { totalCount edges { node { before { sender { code } receiver { code } verdict } after { verdict } } } }
    linksToRebuild { edges { node { from { key } to { key } exchange { code } } } }
    contractsTouched { edges { node { buyer { code } validity { to } } } }
    market { capability { code } before { low high } after { low high } }
    silos { grade before after }
    assumed { deployment { key organisations { code } } learntFrom ports links }
  }
}"""
CONNECT = {
    "addLink": {"from": "service:E_RS", "to": "SA5-meadow", "exchange": "referral", "profile": "ERS-R4@1"}
}
PLANNED = {"bringForward": {"fact": "service:E_RS|SA7-arden|referral|ERS-R4@1|"}}
Data = dict[str, Any]


def would(sampleshire: Door, *changes: Data, **variables: Any) -> Data:
    found: Data = sampleshire.ask(SCENARIO, changes=list(changes), **variables)["scenario"]
    return found


def test_connecting_a_sink_that_was_never_connected_joins_one_pair(sampleshire: Door) -> None:
    found = would(sampleshire, CONNECT, type="referral")
    assert found["exchange"] == [
        {"type": {"code": "referral"}, "before": 1, "after": 2, "gained": 1, "lost": 0}
    ]
    (pair,) = nodes(found["gained"])
    assert (pair["before"]["sender"]["code"], pair["before"]["receiver"]["code"]) == ("SA1", "SA5")
    assert (pair["before"]["verdict"], pair["before"]["reasons"]) == ("NO", ["NO_ROUTE"])
    assert pair["after"]["verdict"] == "YES"
    (route,) = nodes(pair["after"]["routes"])
    assert [hop["deployment"]["key"] for hop in route["hops"]] == ["SA1-arden", "service:E_RS", "SA5-meadow"]


def test_a_planned_link_brought_forward_does_today_what_it_is_to_do_on_its_day(sampleshire: Door) -> None:
    scope = {"types": ["NHS_TRUST", "GP_PRACTICE"]}
    found = would(sampleshire, PLANNED, type="referral", filter=scope)
    assert found["pairsGained"] == 102 - 81, "the practices of Ember and Willow, and SA1"
    assert found["pairsLost"] == 0
    assert {node["before"]["receiver"]["code"] for node in nodes(found["gained"])} == {"SA7"}
    later = would(sampleshire, CONNECT, type="referral", filter=scope, day="2027-05-01")
    assert (
        later["exchange"][0]["before"]
        == would(sampleshire, PLANNED, type="referral", filter=scope)["exchange"][0]["after"]
    )


def test_changes_are_made_one_after_the_other(sampleshire: Door) -> None:
    undone = would(sampleshire, CONNECT, {"retireLink": CONNECT["addLink"]})
    assert (undone["pairsGained"], undone["pairsLost"], undone["exchange"]) == (0, 0, [])


def test_a_failing_hub_loses_what_impact_says(sampleshire: Door) -> None:
    found = would(sampleshire, {"fail": {"of": ["service:IEP"]}}, type="imaging")
    assert found["pairsLost"] == 14 == len(nodes(found["lost"]))
    assert {node["after"]["verdict"] for node in nodes(found["lost"])} <= {"NO", "UNKNOWN"}
    assert found["linksToRebuild"]["edges"] == [] or all(
        "service:IEP" in (node["from"]["key"], node["to"]["key"]) for node in nodes(found["linksToRebuild"])
    )


def test_replacing_a_product_names_what_to_rebuild_which_contracts_and_the_market(sampleshire: Door) -> None:
    found = would(sampleshire, {"replaceProduct": {"capability": "EPR_ACUTE", "product": "beacon-epr"}})
    assert (found["systemsGone"], found["systemsCome"]) == (3, 3)
    market = {one["capability"]["code"]: one for one in found["market"]}["EPR_ACUTE"]
    assert market["before"] == {"low": pytest.approx(10000 / 3), "high": pytest.approx(10000 / 3)}
    assert market["after"] == {"low": 10000, "high": 10000}
    assert [node["buyer"]["code"] for node in nodes(found["contractsTouched"])] == ["SA1", "SA3", "SA7"]
    rebuilt = {(node["from"]["key"], node["to"]["key"]) for node in nodes(found["linksToRebuild"])}
    assert ("SA1-arden", "SA1-quill") in rebuilt
    assert not any("service:E_RS" in ends for ends in rebuilt), (
        "its new system is linked with the hub as others are"
    )
    shared = next(one for one in found["assumed"] if one["deployment"]["key"] == "shared-corvid>beacon-epr")
    assert {one["code"] for one in shared["deployment"]["organisations"]} == {"SA3", "SA4"}
    assert shared["learntFrom"] == 2


def test_a_new_system_is_given_what_is_usual_and_says_from_how_many_that_was_learnt(
    sampleshire: Door,
) -> None:
    new = {"addDeployment": {"id": "SA6-new", "product": "lantern-mhc", "organisations": ["SA6"]}}
    system = '{ deployments(filter: {products: ["lantern-mhc"]}) { totalCount } }'
    in_force = sampleshire.ask(system)["deployments"]["totalCount"]
    (given,) = would(sampleshire, new)["assumed"]
    assert given["learntFrom"] == in_force
    assert in_force or (given["ports"], given["links"]) == (0, 0)
    stated = {
        "addPort": {"deployment": "SA6-new", "exchange": "referral", "role": "sink", "profile": "ERS-R4@1"}
    }
    assert would(sampleshire, new, stated)["assumed"] == [], "ports that the scenario states are all it has"


def test_any_question_can_be_asked_of_the_map_as_it_would_be(sampleshire: Door) -> None:
    question = """query($scenario: ScenarioInput) {
      exchange(type: "referral", scenario: $scenario) { counts { yes } }
      route(type: "referral", sender: "SA1", receiver: "SA5", scenario: $scenario) { verdict }
      impact(of: ["service:E_RS"], type: "referral", filter: {types: ["NHS_TRUST"]}, scenario: $scenario) { pairsLost }
      silos(scenario: $scenario) { totalCount }
      market(capability: "EPR_ACUTE", scenario: $scenario) { hhi { low } }
      coverage(scenario: $scenario) { summary }
      dependencies(of: "SA5-meadow", scenario: $scenario) { systems }
    }"""
    now = sampleshire.ask(question)
    then = sampleshire.ask(question, scenario={"changes": [CONNECT]})
    assert (now["exchange"]["counts"]["yes"], then["exchange"]["counts"]["yes"]) == (1, 2)
    assert (now["route"]["verdict"], then["route"]["verdict"]) == ("NO", "YES")
    assert (now["impact"]["pairsLost"], then["impact"]["pairsLost"]) == (1, 2)
    assert then["dependencies"]["systems"] > now["dependencies"]["systems"]
    assert sampleshire.ask(question) == now, "nothing of a scenario stays"


def test_scenarios_are_compared_side_by_side(sampleshire: Door) -> None:
    found = sampleshire.ask(
        """query($scenarios: [ScenarioInput!]!) {
          compareScenarios(scenarios: $scenarios, type: "referral") { pairsGained }
        }""",
        scenarios=[{"changes": [CONNECT]}, {"changes": [PLANNED]}, {"changes": [CONNECT, PLANNED]}],
    )
    assert [one["pairsGained"] for one in found["compareScenarios"]] == [1, 1, 2]


def test_merged_organisations_give_their_systems_to_the_one_that_stays(sampleshire: Door) -> None:
    question = """query($scenario: ScenarioInput) {
      exchange(type: "referral", scenario: $scenario) { organisations counts { yes } }
      route(type: "referral", sender: "SA2", receiver: "SA3", scenario: $scenario) { verdict }
    }"""
    merge = {"changes": [{"mergeOrganisations": {"codes": ["SA1"], "into": "SA2"}}]}
    now, then = sampleshire.ask(question), sampleshire.ask(question, scenario=merge)
    assert then["exchange"]["organisations"] == now["exchange"]["organisations"] - 1
    assert then["exchange"]["counts"]["yes"] == 0, "the one pair that could exchange is one organisation now"


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (
            {"retireDeployment": {"deployment": "SA1-ardn"}},
            "UNKNOWN_ID",
            "change 1 (retireDeployment): 'SA1-ardn'",
        ),
        ({"retireDeployment": {"deployment": "SA5-lantern"}}, "BAD_ARGUMENT", "not in force on"),
        (
            {"addDeployment": {"id": "SA1-arden", "product": "arden-epr", "organisations": ["SA1"]}},
            "BAD_ARGUMENT",
            "on the map already",
        ),
        (
            {"addLink": {"from": "SA1-arden", "to": "SA1-arden", "exchange": "referral"}},
            "BAD_ARGUMENT",
            "linked with itself",
        ),
        (
            {"addLink": {"from": "SA1-arden", "to": "SA2-beacon", "exchange": "referal"}},
            "BAD_ARGUMENT",
            "no exchange type",
        ),
        (
            {
                "addLink": {
                    "from": "SA1-arden",
                    "to": "SA2-beacon",
                    "exchange": "referral",
                    "profile": "ERS-R5",
                }
            },
            "BAD_ARGUMENT",
            "no known profile",
        ),
        ({"bringForward": {"fact": "SA1-arden"}}, "BAD_ARGUMENT", "not on the way"),
        ({"bringForward": {"fact": "nothing"}}, "BAD_ARGUMENT", "no known system, port or interface"),
        ({}, "BAD_ARGUMENT", "exactly one of"),
        ({"fail": {"of": ["nothing-like-this"]}}, "UNKNOWN_ID", "nothing-like-this"),
        ({"mergeOrganisations": {"codes": ["SA1"], "into": "SA1"}}, "BAD_ARGUMENT", "merged into itself"),
    ],
)
def test_what_cannot_be_is_refused_by_the_number_of_the_change(
    sampleshire: Door, change: Data, code: str, words: str
) -> None:
    found, message = sampleshire.refused(SCENARIO, changes=[change])
    assert found == code
    assert words in message
