"""`graphmap ask asks` and `graphmap ask coverage`: what is known of Sampleshire, and whom to ask, on a terminal."""

from __future__ import annotations

import pytest

from graphmap.snapshot.export.badge import FICTIONAL
from tests.cli.running import Here


def _lines(graphmap: Here, *arguments: object) -> list[str]:
    done = graphmap("ask", *arguments)
    assert done.code == 0, done.err
    return done.out.splitlines()


def test_asks_tells_whom_to_ask_about_referrals(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "asks", "referral", "--store", sampleshire)
    lines = done.out.splitlines()
    assert lines[0] == FICTIONAL
    assert [line.split()[:6] for line in lines[2:4]] == [
        ["SA8", "Referral", "7", "5", "2", "7"],
        ["SA9", "Referral", "7", "5", "2", "7"],
    ]
    assert (
        "Ask East Sample Hospitals NHS Trust (SA8): which systems send and which receive referrals"
        in lines[2]
    )
    assert done.err == "2 of 2 questions shown (--first), as of 2026-11-22\n"


def test_asks_as_json_is_the_answer_of_graphql(graphmap: Here, sampleshire: str) -> None:
    data = graphmap("ask", "asks", "--store", sampleshire, "--first", 3, "--json").json["data"]
    assert data["about"]["fictional"] is True
    assert data["asks"]["totalCount"] == 25
    assert len(data["asks"]["edges"]) == 3


def test_asks_says_so_where_nothing_is_unknown(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "asks", "referral", "--code", "SA1", "--code", "SA2", "--store", sampleshire)
    assert lines[1:] == ["Nothing to ask: no pair in scope is unknown."]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (("asks", "referal"), "'referal' is no known exchange type; nearest: referral"),
        (("asks", "--icb", "SAQ7"), "'SAQ7' is no known organisation; nearest: "),
    ],
)
def test_unknown_codes_give_the_nearest_and_exit_code_1(
    graphmap: Here, sampleshire: str, question: tuple[str, ...], said: str
) -> None:
    done = graphmap("ask", *question, "--store", sampleshire)
    assert done.code == 1
    assert not done.out
    assert said in done.err
