"""`graphmap ask asks` and `graphmap ask coverage`: what is known of Sampleshire, and whom to ask, on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmap.snapshot.export.badge import FICTIONAL
from tests.cli.running import Here, write


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
        (("coverage", "--exchange", "referal"), "'referal' is no known exchange type; nearest: referral"),
        (("coverage", "--code", "SA11"), "'SA11' is no known organisation; nearest: "),
    ],
)
def test_unknown_codes_give_the_nearest_and_exit_code_1(
    graphmap: Here, sampleshire: str, question: tuple[str, ...], said: str
) -> None:
    done = graphmap("ask", *question, "--store", sampleshire)
    assert done.code == 1
    assert not done.out
    assert said in done.err


def test_coverage_says_what_is_known_how_old_it_is_and_what_slipped(
    graphmap: Here, sampleshire: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHMAP_TODAY", "2027-05-01")
    done = graphmap("ask", "coverage", "--store", sampleshire)
    lines = done.out.splitlines()
    assert lines[0] == FICTIONAL
    assert lines[1].startswith("Of 9 NHS trusts in scope, 7 have a record that is declared complete")
    assert lines[1].endswith("1 plan should have happened by now and nobody says so.")
    referral = next(line.split() for line in lines if line.startswith("Referral"))
    assert referral == ["Referral", "9", "7", "2", "0", "0", "1", "6"]
    assert next(line.split()[:4] for line in lines if line.startswith("coverage")) == [
        "coverage",
        "10",
        "0",
        "0",
    ]
    assert (
        next(line.split()[0] for line in lines[lines.index(_title(lines, "Exchange types")) + 2 :]) == "SA8"
    )
    slipped = lines[lines.index(_title(lines, "Plans that should have happened")) + 2]
    assert slipped.split()[:3] == ["2027-04-01", "30", "link"]
    assert not any(
        line.startswith(("Where sources differ", "Systems in use", "Named, and")) for line in lines
    )
    assert "old is observed before 2024-05-01" in done.err


def _title(lines: list[str], begins: str) -> str:
    return next(line for line in lines if line.startswith(begins))


def test_coverage_of_one_exchange_type(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "coverage", "--exchange", "transfer_of_care", "--store", sampleshire)
    rows = {line.split()[0]: line for line in lines[2:]}
    assert set(rows) == {f"SA{number}" for number in range(1, 10)}
    assert rows["SA8"].split()[-5:] == ["partial", "all", "2026-10-01", "unknown", "unknown"]
    assert rows["SA9"].split()[-5:] == ["complete", "this", "2026-10-01", "no", "no"]
    assert "yes, by an interface" in rows["SA7"]
    nobody = _lines(graphmap, "coverage", "--exchange", "gp_record_transfer", "--store", sampleshire)
    assert nobody[1:] == ["No organisation in scope is of a kind that sends or takes this."]


def test_what_is_old_in_ten_years(graphmap: Here, sampleshire: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHMAP_TODAY", "2036-11-22")
    lines = _lines(graphmap, "coverage", "--old", "--first", 2, "--code", "SA1", "--store", sampleshire)
    assert lines[1].endswith("were observed before 2033-11-22 and 0 at no stated date.")
    listed = lines[lines.index(_title(lines, "Oldest first")) + 2 :]
    assert [line.split()[:2] for line in listed] == [["2026-10-01", "deployment"]] * 2


def test_what_needs_a_question_is_listed(graphmap: Here, fresh: str, tmp_path: Path) -> None:
    first = write(
        tmp_path / "first",
        organisations="""code,name,type,closed,predecessors
            SB1,Old Trust,NHS_TRUST,2024-03-31,
            SB2,New Trust,NHS_TRUST,,SB1""",
        products="""id,name
            system,System""",
        deployments="""id,product,organisations
            left,system,SB1""",
        coverage="""organisation,exchange,level
            SB2,*,partial""",
    )
    second = write(
        tmp_path / "second", coverage="organisation,exchange,level,evidence\nSB2,*,complete,assured"
    )
    for given in (first, second):
        assert graphmap("import", given, "--store", fresh).code == 0
    lines = _lines(graphmap, "coverage", "--store", fresh)
    differ = lines[lines.index(_title(lines, "Where sources differ")) + 2]
    assert differ.endswith("level     complete  second    partial   first")
    stranded = lines[lines.index(_title(lines, "Systems in use that are named")) + 2]
    assert stranded.split()[:3] == ["left", "SB1", "SB2"]
    assert "Ask New Trust (SB2): is System at SB1 still in use" in stranded


def test_coverage_as_json_is_the_answer_of_graphql(graphmap: Here, sampleshire: str) -> None:
    data = graphmap("ask", "coverage", "--store", sampleshire, "--json").json["data"]
    assert data["coverage"]["organisations"] == 9
    assert len(data["coverage"]["byExchange"]) == 13


def test_two_lists_at_once_are_wrong_usage(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "coverage", "--exchange", "referral", "--old", "--store", sampleshire)
    assert done.code == 2
    assert "ask for one" in done.err


def test_the_facts_behind_a_yes_are_told_with_who_says_so(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(
        graphmap, "route", "transfer_of_care", "SA1", "SAG01", "--evidence", "--store", sampleshire
    )
    facts = [line for line in lines[lines.index("Route 1 of 1") + 2 :] if line]
    assert [line.split("  ")[0] for line in facts] == [
        "system", "source port", "interface", "system", "relay port", "interface", "system", "sink port",
    ]  # fmt: skip
    assert all("2026-10-01  sampleshire  https://example.org/sampleshire/" in line for line in facts)
    # The weakest are declared: the ports and the practice's system.
    assert [line.split()[1] for line in facts if "declared" in line and line.startswith("system")] == [
        "SAG01-hearth"
    ]
    assert "Weakest evidence: declared. Oldest observation: 2026-10-01." in lines


def test_a_fact_without_a_date_says_so(graphmap: Here, fresh: str, tmp_path: Path) -> None:
    given = write(
        tmp_path / "survey",
        organisations="code,name,type\nSB1,One,NHS_TRUST\nSB2,Two,NHS_TRUST",
        products="id,name\nsystem,System",
        deployments="id,product,organisations\none,system,SB1\ntwo,system,SB2",
        links="from,to,exchange,observed_at\none,two,referral,2026-05",
    )
    assert graphmap("import", given, "--store", fresh).code == 0
    lines = _lines(graphmap, "route", "referral", "SB1", "SB2", "--evidence", "--store", fresh)
    assert "Weakest evidence: declared. Oldest observation: not dated." in lines
    assert next(line.split()[:5] for line in lines if line.startswith("system")) == [
        "system", "one", "declared", "not", "dated",
    ]  # fmt: skip
    interface = next(line for line in lines if line.startswith("interface"))
    assert "2026-05-01  survey  no page given" in interface
