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
        "3 changes shown (--first), each by itself; Referral on 2026-11-22: 1 pair yes, 59 no, 12 unknown\n"
    )


def test_an_unknown_exchange_type_is_an_error_that_names_the_nearest(
    graphmap: Here, sampleshire: str
) -> None:
    done = graphmap("ask", "fixes", "referal", "--store", sampleshire)
    assert done.code != 0
    assert "referral" in done.err


def test_the_smallest_set_is_listed_with_what_is_left_and_how_small_it_can_be(
    graphmap: Here, sampleshire: str
) -> None:
    done = graphmap("ask", "fixes", "demographics", "--smallest-set", "--store", sampleshire)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[2].startswith(
        "         2  connect  Link Corvid EPR at SA3 and SA4 (shared-corvid) to Conduit at SA1"
    )
    assert "Not yet exchanging with all the others" in lines
    assert lines[-1].split()[0] == "SA7"
    assert done.err.startswith(
        "11 changes turn 40 pairs to yes (40 now no, 0 now unknown); no set of such changes that does the same has fewer "
        "than 8. Demographics on 2026-11-22 among 9 organisations then: 42 pairs yes, 0 no, 30 unknown\nGreedy: "
    )


def test_a_set_cut_short_says_so_and_an_empty_one_too(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "fixes", "demographics", "--smallest-set", "--most", "3", "--store", sampleshire)
    assert "The search ended at --most" in done.err
    none = graphmap("ask", "fixes", "prescription", "--smallest-set", "--store", sampleshire)
    assert "No change of these kinds turns a pair to yes." in none.out


def test_planned_changes_and_the_smallest_set_are_two_questions(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "fixes", "referral", "--smallest-set", "--planned", "--store", sampleshire)
    assert done.code == 2
    assert "ask one of them" in done.err


def test_plans_are_compared_and_explained(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "plans", "EPR_ACUTE", "--store", sampleshire)
    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[2].split() == ["Arden", "EPR", "4", "3", "223", "49", "9", "2", "3,333", "10,000"]
    assert "  contract: SA3 with Corvid Clinical SC-005, ends 2032-05-31" in lines
