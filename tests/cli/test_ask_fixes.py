"""What to do, as a table for people."""

from __future__ import annotations

from tests.cli.running import Here


def test_fixes_are_listed_with_the_pairs_that_each_mends(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "fixes", "referral", "--store", sampleshire)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[2].startswith("    2        2             0  translate      Let e-Referral Service")
    assert lines[3].startswith(
        "    1        1             0  bring forward  Bring forward the link from e-Referral"
    )
    assert done.err == (
        "3 changes shown (--first), each by itself; Referral on 2026-11-22: 1 pairs yes, 59 no, 12 unknown\n"
    )


def test_an_unknown_exchange_type_is_an_error_that_names_the_nearest(
    graphmap: Here, sampleshire: str
) -> None:
    done = graphmap("ask", "fixes", "referal", "--store", sampleshire)
    assert done.code != 0
    assert "referral" in done.err


def test_plans_are_compared_and_explained(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "plans", "EPR_ACUTE", "--store", sampleshire)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[2].split() == ["Arden", "EPR", "4", "3", "223", "49", "9", "2", "3,333", "10,000"]
    assert "  contract: SA3 with Corvid Clinical SC-005, ends 2032-05-31" in lines
