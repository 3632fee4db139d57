"""`graphmap ask dependencies`: a sentence and the interfaces, nearest first."""

from __future__ import annotations

import pytest

from tests.cli.running import Here


def test_the_hidden_dependency_is_told(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "dependencies", "SA1-tally", "--store", sampleshire)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[1] == "Tally (SA1-tally): 2 systems of 1 organisation can reach it within 2 interfaces."
    assert lines[3].split() == ["links", "away", "from", "to", "exchange", "profile", "evidence", "observed"]
    assert lines[4].split()[:4] == ["1", "SA1-conduit", "SA1-tally", "demographics"]
    assert lines[5].split()[:4] == ["2", "SA1-arden", "SA1-conduit", "demographics"]
    assert done.err == "2 of 2 interfaces shown (--first), as of 2026-11-22\n"


def test_what_lies_beyond_is_said(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "dependencies", "SA1-tally", "--depth", 1, "--store", sampleshire)
    assert "More lies beyond (--depth)." in done.out


def test_whom_a_service_reaches(graphmap: Here, sampleshire: str) -> None:
    done = graphmap(
        "ask",
        "dependencies",
        "service:E_RS",
        "--direction",
        "downstream",
        "--depth",
        1,
        "--store",
        sampleshire,
    )
    assert "3 systems of 4 organisations can be reached from it within 1 interface." in done.out


def test_gaps_in_the_record_are_said(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "dependencies", "organisation:SA8", "--store", sampleshire)
    assert "The record of its organisation is not complete: there may be more." in done.out


def test_what_is_not_in_force_leans_on_nothing(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "dependencies", "SA0-arden", "--store", sampleshire)
    assert "Arden EPR (SA0-arden) has no system in force on this day." in done.out


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("SA3", "'SA3' names several things: give one of organisation:SA3, host:SA3"),
        ("SA1-tallly", "nearest: SA1-tally"),
    ],
)
def test_ids_that_name_nothing_or_several_things(
    graphmap: Here, sampleshire: str, of: str, said: str
) -> None:
    done = graphmap("ask", "dependencies", of, "--store", sampleshire)
    assert done.code == 1
    assert said in done.err
