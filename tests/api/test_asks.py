"""Whom to ask what, through the API: Sampleshire's two trusts with gaps in their records."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Door, nodes
from tests.spec.cases.sampleshire_expected import TRUST_PAIRS

ASKS = """query($type: ID, $filter: OrganisationFilter, $receivers: OrganisationFilter, $first: Int = 500, $after: String,
                $day: Date, $least: Evidence) {
  asks(type: $type, filter: $filter, receivers: $receivers, first: $first, after: $after, asOf: $day, minEvidence: $least) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { organisation { code } type { code } text pairs asSender asReceiver settled settledAsSender
                   settledAsReceiver unknown } }
  }
}"""


def asked(door: Door, **variables: Any) -> list[dict[str, Any]]:
    return nodes(door.ask(ASKS, **variables)["asks"])


@pytest.mark.parametrize("exchange", TRUST_PAIRS)
def test_each_unknown_pair_of_trusts_names_sa8_or_sa9_or_both(sampleshire: Door, exchange: str) -> None:
    found = {one["organisation"]["code"]: one for one in asked(sampleshire, type=exchange)}
    assert set(found) <= {"SA8", "SA9"}
    pairs = nodes(
        sampleshire.ask(
            """query($type: ID!) { exchange(type: $type) { pairs(verdict: [UNKNOWN], first: 500) { edges { node {
                 sender { code } receiver { code } asks { organisation { code } text } } } } } }""",
            type=exchange,
        )["exchange"]["pairs"]
    )
    assert len(pairs) == TRUST_PAIRS[exchange]["UNKNOWN"]
    for code, one in found.items():
        named = [
            role
            for pair in pairs
            for role in ("sender", "receiver")
            if pair[role]["code"] == code and code in [ask["organisation"]["code"] for ask in pair["asks"]]
        ]
        assert (one["asSender"], one["asReceiver"]) == (named.count("sender"), named.count("receiver"))
        assert one["pairs"] == len(named) > 0
        assert one["unknown"] == len(pairs)


def test_the_referral_questions_can_be_counted_by_hand(sampleshire: Door) -> None:
    # SA8 could send to what e-RS leads to (SA1 and others) and to SA9; SA1 and SA9 could send to it.
    sa8, sa9 = asked(sampleshire, type="referral")
    assert (sa8["organisation"]["code"], sa8["asSender"], sa8["asReceiver"], sa8["unknown"]) == (
        "SA8",
        5,
        2,
        12,
    )
    assert (sa9["organisation"]["code"], sa9["asSender"], sa9["asReceiver"]) == ("SA9", 5, 2)
    assert sa8["text"] == (
        "Ask East Sample Hospitals NHS Trust (SA8): which systems send and which receive referrals, in which profiles, "
        "and to which relays are they linked?"
    )


def test_a_declared_record_settles_all_pairs_whose_other_end_is_not_open_too(sampleshire: Door) -> None:
    for one in asked(sampleshire):
        assert one["settled"] == one["settledAsSender"] + one["settledAsReceiver"] == one["pairs"]


def test_without_a_type_all_are_asked_about_most_pairs_first(sampleshire: Door) -> None:
    every = asked(sampleshire)
    assert {one["type"]["code"] for one in every} >= set(TRUST_PAIRS)
    assert [one["pairs"] for one in every] == sorted((one["pairs"] for one in every), reverse=True)
    for exchange in TRUST_PAIRS:
        assert asked(sampleshire, type=exchange) == [one for one in every if one["type"]["code"] == exchange]


def test_pages_hold_every_question_once(sampleshire: Door) -> None:
    every, after, found = asked(sampleshire), None, []
    while True:
        page = sampleshire.ask(ASKS, first=4, after=after)["asks"]
        assert page["totalCount"] == len(every)
        found += nodes(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == every


def test_letters_to_practices_ask_the_trust_that_might_send_them(sampleshire: Door) -> None:
    practices = {"types": ["GP_PRACTICE"]}
    (only,) = asked(sampleshire, type="transfer_of_care", receivers=practices)
    # SA9 is complete for transfers of care; practices are complete for everything.
    assert only["organisation"]["code"] == "SA8"
    assert only["asReceiver"] == 0
    assert only["text"].startswith("Ask East Sample Hospitals NHS Trust (SA8): which system sends discharge")


def test_leaving_out_weak_coverage_leaves_everybody_to_be_asked(sampleshire: Door) -> None:
    weak = {one["organisation"]["code"] for one in asked(sampleshire, type="referral", least="OBSERVED")}
    assert weak == {f"SA{number}" for number in range(1, 10)}


@pytest.mark.parametrize(
    ("variables", "code", "said"),
    [
        ({"type": "referal"}, "UNKNOWN_ID", "'referal' is no known exchange type; nearest: referral"),
        ({"filter": {"codes": ["SA11"]}}, "UNKNOWN_ID", "'SA11' is no known organisation"),
        ({"first": 501}, "BAD_ARGUMENT", "ask for 1 to 500 items"),
        ({"after": "x"}, "BAD_CURSOR", "`after` is no cursor of this list"),
    ],
)
def test_a_question_that_is_put_badly_is_refused_with_a_hint(
    sampleshire: Door, variables: dict[str, Any], code: str, said: str
) -> None:
    found, message = sampleshire.refused(ASKS, **variables)
    assert found == code
    assert said in message
