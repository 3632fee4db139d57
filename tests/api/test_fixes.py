"""What single changes would mend, asked of Sampleshire as a stranger asks."""

from __future__ import annotations

import json

from graphmap.model.scenario import changes_of
from tests.api.asking import Door

FIXES = "kind text change pairs fromNo fromUnknown"


def test_referrals_have_three_single_fixes_and_a_translation_mends_most(sampleshire: Door) -> None:
    found = sampleshire.ask(f'{{ exchange(type: "referral") {{ fixes {{ {FIXES} }} }} }}')
    fixes = found["exchange"]["fixes"]
    assert [(one["kind"], one["pairs"], one["fromNo"], one["fromUnknown"]) for one in fixes] == [
        ("TRANSLATE", 2, 2, 0),
        ("BRING_FORWARD", 1, 1, 0),
        ("CONNECT", 1, 1, 0),
    ]
    assert fixes[1]["text"] == (
        "Bring forward the link from e-Referral Service (fictional deployment) (service:E_RS) to Arden EPR at SA7 "
        "(SA7-arden) for referrals in ERS-R4@1."
    )
    assert json.loads(fixes[2]["change"]) == {
        "addLink": {"from": "service:E_RS", "to": "SA5-meadow", "exchange": "referral"}
    }


def test_every_fix_can_be_pasted_into_a_scenario(sampleshire: Door) -> None:
    found = sampleshire.ask("{ vocabulary { exchangeTypes { code } } }")["vocabulary"]["exchangeTypes"]
    count = 0
    for code in (one["code"] for one in found):
        fixes = sampleshire.ask(
            f'{{ exchange(type: "{code}") {{ fixes {{ change pairs fromNo fromUnknown }} }} }}'
        )
        for one in fixes["exchange"]["fixes"]:
            assert len(changes_of([json.loads(one["change"])])) == 1
            assert one["pairs"] == one["fromNo"] + one["fromUnknown"] > 0
            count += 1
    assert count > 10


def test_the_pairs_are_those_of_the_senders_and_receivers_asked(sampleshire: Door) -> None:
    question = f"""{{ exchange(type: "transfer_of_care", receivers: {{types: ["GP_PRACTICE"]}}) {{
        receivers fixes(first: 1) {{ {FIXES} }} }} }}"""
    asked = sampleshire.ask(question)["exchange"]
    (best,) = asked["fixes"]
    assert asked["receivers"] == 40
    assert (
        best["pairs"] > 9
    )  # more than one practice, or one trust: nobody asked about trusts among themselves


def test_more_fixes_than_a_page_holds_are_refused(sampleshire: Door) -> None:
    code, message = sampleshire.refused('{ exchange(type: "referral") { fixes(first: 501) { pairs } } }')
    assert code == "BAD_ARGUMENT"
    assert "500" in message


SET = """changes { kind text change pairs } scenario atLeast stopped complete pairs fromNo fromUnknown method
    counts { yes no unknown notApplicable } reasons { reason count }
    remaining { totalCount edges { node { organisation { code } bothWays unknown } } }"""


def test_demographics_of_seven_trusts_are_joined_by_eleven_links_and_eight_are_needed(
    sampleshire: Door,
) -> None:
    asked = sampleshire.ask(
        f'{{ exchange(type: "demographics") {{ counts {{ yes }} smallestSet {{ {SET} }} }} }}'
    )
    found = asked["exchange"]["smallestSet"]
    assert {one["kind"] for one in found["changes"]} == {"CONNECT"}
    assert (len(found["changes"]), found["atLeast"], found["stopped"]) == (11, 8, False)
    # Seven trusts, all ordered pairs of them; two pairs were YES before.
    assert found["counts"] == {"yes": 7 * 6, "no": 0, "unknown": 30, "notApplicable": 0}
    assert found["pairs"] == found["fromNo"] == sum(one["pairs"] for one in found["changes"]) == 40
    # Of two trusts nothing is recorded, so nothing is said of them.
    assert not found["complete"]
    assert {one["reason"] for one in found["reasons"]} == {"NO_EVIDENCE_SENDER", "NO_EVIDENCE_RECEIVER"}
    left = [one["node"] for one in found["remaining"]["edges"]]
    assert found["remaining"]["totalCount"] == 9
    assert [(one["organisation"]["code"], one["bothWays"]) for one in left[:3]] == [
        ("SA8", 0),
        ("SA9", 0),
        ("SA1", 6),
    ]


def test_a_set_is_a_scenario_that_answers_with_the_same_counts(sampleshire: Door) -> None:
    found = sampleshire.ask(
        '{ exchange(type: "observation") { smallestSet { scenario counts { yes no unknown } } } }'
    )
    set_found = found["exchange"]["smallestSet"]
    question = """query ($changes: [ChangeInput!]) {
        exchange(type: "observation", scenario: {changes: $changes}) { counts { yes no unknown } } }"""
    again = sampleshire.ask(question, changes=json.loads(set_found["scenario"]))
    assert again["exchange"]["counts"] == set_found["counts"]


def test_a_search_ends_after_as_many_changes_as_are_asked_for(sampleshire: Door) -> None:
    found = sampleshire.ask(
        '{ exchange(type: "demographics") { smallestSet(most: 3) { stopped changes { pairs } } } }'
    )
    assert found["exchange"]["smallestSet"]["stopped"]
    assert len(found["exchange"]["smallestSet"]["changes"]) == 3


def test_where_no_system_sends_no_change_of_these_kinds_helps(sampleshire: Door) -> None:
    found = sampleshire.ask(
        '{ exchange(type: "prescription") { smallestSet { changes { pairs } atLeast complete counts { yes no } } } }'
    )
    assert found["exchange"]["smallestSet"] == {
        "changes": [],
        "atLeast": 0,
        "complete": False,
        "counts": {"yes": 0, "no": 68},
    }


def test_sets_of_no_change_or_of_too_many_are_refused(sampleshire: Door) -> None:
    for most in (0, 501):
        code, message = sampleshire.refused(
            f'{{ exchange(type: "referral") {{ smallestSet(most: {most}) {{ pairs }} }} }}'
        )
        assert code == "BAD_ARGUMENT"
        assert "500" in message
