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
