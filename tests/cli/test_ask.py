"""The named questions: sentences and tables for people, the GraphQL answer as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmap.snapshot.export.badge import FICTIONAL
from tests.cli.running import Here, write

FIRST = "Sampleton University Hospitals NHS Foundation Trust (SA1)"


def _lines(graphmap: Here, *arguments: object) -> list[str]:
    done = graphmap("ask", *arguments)
    assert done.code == 0, done.err
    return done.out.splitlines()


def test_exchange_says_numbers_reasons_and_pairs(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "exchange", "referral", "--first", 4, "--store", sampleshire)
    lines = done.out.splitlines()
    assert lines[0] == FICTIONAL
    assert lines[1].startswith("Of 9 NHS trusts in scope, 1 has a system known to send referrals")
    assert lines[3:5] == ["YES  NO  UNKNOWN  NOT APPLICABLE", "  1  59       12               0"]
    assert lines[5] == "Known: 83.3% of the pairs to which the question applies."
    assert "no system sender         48" in lines
    assert any(line.startswith("SA1   SA2  YES     single point") for line in lines)
    assert any(line.startswith("SA1   SA3  NO      mismatch") for line in lines)
    assert done.err == "4 of 72 pairs shown (--first), as of 2026-11-22\n"


def test_exchange_as_json_is_the_answer_of_graphql(graphmap: Here, sampleshire: str) -> None:
    data = graphmap("ask", "exchange", "referral", "--store", sampleshire, "--json").json["data"]
    assert data["about"]["fictional"] is True
    assert data["exchange"]["counts"] == {"yes": 1, "no": 59, "unknown": 12, "notApplicable": 0}
    assert data["exchange"]["pairs"]["totalCount"] == 72


def test_only_some_verdicts(graphmap: Here, sampleshire: str) -> None:
    both = ("--verdict", "yes", "--verdict", "Unknown")
    pairs = graphmap("ask", "exchange", "referral", *both, "--store", sampleshire, "--json").json["data"][
        "exchange"
    ]
    assert pairs["pairs"]["totalCount"] == 13
    assert {edge["node"]["verdict"] for edge in pairs["pairs"]["edges"]} == {"YES", "UNKNOWN"}


def test_the_other_reading_says_what_it_is(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "exchange", "referral", "--reading", "on-record", "--store", sampleshire)
    assert "Read as if the record were complete: what is not on record counts as not there." in lines
    assert "  1  71        0               0" in lines


def test_as_of_another_day(graphmap: Here, sampleshire: str) -> None:
    report = graphmap(
        "ask", "exchange", "referral", "--as-of", "2027-05-01", "--store", sampleshire, "--json"
    ).json["data"]["exchange"]
    assert report["asOf"] == "2027-05-01"
    assert report["counts"]["yes"] == 2


def test_as_known_before_anything_was(graphmap: Here, sampleshire: str) -> None:
    report = graphmap(
        "ask", "exchange", "referral", "--as-known-at", "2026-11-21", "--store", sampleshire, "--json"
    ).json["data"]["exchange"]
    assert report["organisations"] == 0


def test_weaker_evidence_can_be_left_out(graphmap: Here, sampleshire: str) -> None:
    report = graphmap(
        "ask", "exchange", "referral", "--min-evidence", "observed", "--store", sampleshire, "--json"
    ).json["data"]["exchange"]
    assert report["counts"]["yes"] == 0


def test_senders_and_receivers_are_chosen_apart(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(
        graphmap, "exchange", "transfer_of_care", "--code", "SA5", "--receiver", "SAG01", "--receiver", "SAG21",
        "--store", sampleshire,
    )  # fmt: skip
    pairs = {tuple(line.split()[:3]) for line in lines if line.startswith("SA5 ")}
    assert pairs == {("SA5", "SAG01", "NO"), ("SA5", "SAG21", "YES")}
    report = graphmap(
        "ask", "exchange", "referral", "--type", "GP_PRACTICE", "--receiver-type", "NHS_TRUST",
        "--store", sampleshire, "--json",
    ).json["data"]["exchange"]  # fmt: skip
    assert sum(report["counts"].values()) == 40 * 9


def test_organisation_by_organisation(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "exchange", "referral", "--by-organisation", "--store", sampleshire)
    assert done.code == 0
    lines = done.out.splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("code  organisation"))
    codes = [line.split()[0] for line in lines[head + 1 :]]
    assert sorted(codes) == [f"SA{number}" for number in range(1, 10)]
    assert codes[-2:] == ["SA1", "SA2"]
    assert "9 of 9 organisations shown" in done.err


def test_a_route_with_its_hops(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "route", "referral", "SA1", "SA2", "--store", sampleshire)
    assert lines[:2] == [
        FICTIONAL,
        f"Referral from {FIRST} to Vale General Hospital NHS Trust (SA2): YES (single point)",
    ]
    assert "Weakest evidence: declared. Oldest observation: 2026-10-01." in lines
    route = lines[lines.index("Route 1 of 1") + 2 :]
    assert [line.split()[0] for line in route] == ["SA1-arden", "service:E_RS", "SA2-beacon"]
    assert all("ERS-R4@1" in line for line in route)


def test_several_routes(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "route", "imaging", "SA1", "SA2", "--first", 5, "--store", sampleshire)
    assert "Route 1 of 2" in lines
    assert "Route 2 of 2" in lines


@pytest.mark.parametrize(
    ("receiver", "answer", "help_"),
    [
        ("SA3", "NO (mismatch)", "What would help: "),
        ("SA5", "NO (no route)", "What would help: "),
        ("SA7", "NO (planned)", "What would help: Bring the planned connection forward"),
        (
            "SA8",
            "UNKNOWN (no evidence receiver)",
            "What would help: Ask East Sample Hospitals NHS Trust (SA8)",
        ),
    ],
)
def test_what_is_in_the_way_and_what_would_help(
    graphmap: Here, sampleshire: str, receiver: str, answer: str, help_: str
) -> None:
    lines = _lines(graphmap, "route", "referral", "SA1", receiver, "--store", sampleshire)
    assert lines[1].endswith(f": {answer}")
    assert any(line.startswith(help_) for line in lines)


def test_a_closed_organisation_answers_with_its_successor_named(graphmap: Here, sampleshire: str) -> None:
    lines = _lines(graphmap, "route", "referral", "SA0", "SA2", "--store", sampleshire)
    assert f"closed on 31 March 2025; its successor is {FIRST}." in lines[2]


def test_silos_worst_first(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "silos", "--first", 500, "--store", sampleshire)
    rows = [line.split() for line in done.out.splitlines()[2:]]
    assert len(rows) == 35
    assert done.out.splitlines()[1].split()[:4] == ["system", "product", "capability", "grade"]
    stork = next(row for row in rows if row[0] == "SA1-stork")
    assert {"S0", "1.00", "100%"} <= set(stork)
    assert "35 of 35 point solutions shown" in done.err
    assert "% of the required flows are known on average" in done.err


def test_silos_up_to_a_grade_and_in_an_area(graphmap: Here, sampleshire: str) -> None:
    def total(*options: object) -> int:
        answer = graphmap("ask", "silos", *options, "--store", sampleshire, "--json").json
        found: int = answer["data"]["silos"]["totalCount"]
        return found

    everything = total("--min-grade", "undetermined")
    assert everything == 40
    assert total("--min-grade", "s0") == 11
    assert 0 < total("--icb", "SAQ2", "--type", "NHS_TRUST") < total() == 35


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (("exchange", "referal"), "'referal' is no known exchange type; nearest: referral"),
        (("exchange", "referral", "--code", "SA11"), "'SA11' is no known organisation; nearest: SAG11, SA1"),
        (("exchange", "referral", "--type", "TRUST"), "nearest: NHS_TRUST"),
        (("exchange", "referral", "--setting", "acut"), "nearest: acute"),
        (("exchange", "referral", "--receiver", "SA11"), "'SA11' is no known organisation"),
        (("route", "referral", "SA1", "SA11"), "'SA11' is no known organisation; nearest: SAG11, SA1, SAL1"),
        (("silos", "--icb", "SAQ7"), "'SAQ7' is no known organisation; nearest: "),
        (("exchange", "referral", "--as-known-at", "2027-01-01"), "nobody knows yet what will be known"),
    ],
)
@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_unknown_codes_give_the_nearest_and_exit_code_1(
    graphmap: Here, sampleshire: str, question: tuple[str, ...], said: str, as_json: list[str]
) -> None:
    done = graphmap("ask", *question, *as_json, "--store", sampleshire)
    assert done.code == 1
    if as_json:
        assert said in done.json["errors"][0]["message"]
        assert not done.err
    else:
        assert not done.out
        assert done.err.startswith("graphmap: ")
        assert said in done.err
        assert "Traceback" not in done.err


def test_a_real_map_has_no_badge(graphmap: Here, fresh: str, tmp_path: Path) -> None:
    given = write(tmp_path / "survey", organisations="code,name,type\nSB1,Trust,NHS_TRUST")
    graphmap("import", given, "--store", fresh)
    done = graphmap("ask", "exchange", "referral", "--store", fresh)
    assert done.code == 0
    assert "FICTIONAL" not in done.out
    assert graphmap("ask", "silos", "--store", fresh).code == 0


def test_exchange_lists_the_pairs_that_go_one_way_only(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "exchange", "imaging", "--one-way", "--store", sampleshire)
    listed = [line.split()[:3] for line in done.out.splitlines() if " one way" in line]
    assert listed == [[f"SA{number}", "SA7", "NO"] for number in (1, 2, 3, 4)]
    assert "4 of 4 pairs shown" in done.err


def test_exchange_lists_the_hubs_that_pairs_cannot_do_without(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "exchange", "imaging", "--single-points", "--store", sampleshire)
    lines = done.out.splitlines()
    assert "14 of the 16 pairs that can exchange have no way without one of these hubs:" in lines
    assert lines[-1].split()[0] == "service:IEP"
    assert lines[-1].split()[-2:] == ["14", "5"]


def test_exchange_lists_one_thing_at_a_time(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "exchange", "imaging", "--one-way", "--verdict", "yes", "--store", sampleshire)
    assert done.code == 2
    assert "give one of --verdict, --by-organisation, --one-way and --single-points" in done.err


def test_impact_of_what_has_no_system_on_record_is_not_known(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "impact", "SAR", "--store", sampleshire)
    assert done.code == 0
    assert "No system in use of" in done.out
    assert "is on record: what would stop is not known." in done.out
    assert "could not" not in done.out
