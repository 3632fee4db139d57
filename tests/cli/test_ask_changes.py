"""`graphmap ask changes`: what a second edition brought, as sentences and tables for people."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import SAMPLESHIRE, Here

Row = dict[str, str]


def edition(folder: Path, **altered: Callable[[list[Row]], list[Row]]) -> Path:
    """The bundled Sampleshire with some tables altered."""
    shutil.copytree(SAMPLESHIRE, folder)
    for table, alter in altered.items():
        path = folder / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        names = list(rows[0])
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, names, restval="")
            writer.writeheader()
            writer.writerows(alter(rows))
    return folder


def _without_the_second_imaging_link(rows: list[Row]) -> list[Row]:
    return [row for row in rows if not (row["to"] == "service:IEP" and row["from"] == "SA3-lumen")]


def _with_another_host(rows: list[Row]) -> list[Row]:
    return [row | {"host": "Sampleton"} if row["id"] == "SA1-stork" else row for row in rows]


@pytest.fixture
def twice(graphmap: Here, sampleshire: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Sampleshire imported on 22 November, and again, altered, on 1 December 2026; today is the 10th."""
    monkeypatch.setenv("GRAPHMAP_TODAY", "2026-12-01")
    folder = edition(
        tmp_path / "second", links=_without_the_second_imaging_link, deployments=_with_another_host
    )
    done = graphmap("import", folder, "--source", "sampleshire", "--store", sampleshire)
    assert done.code == 0, done.err
    monkeypatch.setenv("GRAPHMAP_TODAY", "2026-12-10")
    return sampleshire


def test_what_changed_since_last_month(graphmap: Here, twice: str) -> None:
    done = graphmap("ask", "changes", "--since", "2026-11-22", "--store", twice)
    lines = done.out.splitlines()
    assert lines[1] == (
        "Between what was known on 22 November 2026 and on 10 December 2026: 1 record is withdrawn, 1 record is changed."
    )
    assert lines[3] == "records        withdrawn  changed"
    assert lines[4].split() == ["system", "in", "use", "0", "1"]
    assert lines[5].split() == ["interface", "1", "0"]
    assert "Changed: system SA1-stork (Stork): host was not stated, is Sampleton." in lines
    assert any(
        line.startswith("Withdrawn: interface from SA3-lumen (Lumen PACS) to service:IEP") for line in lines
    )
    assert (
        "Pairs that have another answer (among 9 organisations, asked about 2026-11-22 and 2026-12-10):"
        in lines
    )
    table = lines[lines.index("exchange  was      is  pairs") + 1 :]
    assert [line.split() for line in table] == [
        ["imaging", "YES", "NO", "3"],
        ["imaging", "UNKNOWN", "NO", "2"],
    ]
    assert "2 of 2 changes shown (--first)" in done.err


def test_the_pairs_of_one_exchange_type_with_the_reasons_then_and_now(graphmap: Here, twice: str) -> None:
    done = graphmap("ask", "changes", "--since", "2026-11-22", "--exchange", "imaging", "--store", twice)
    assert "5 of 72 ordered pairs have another answer (3 from YES to NO, 2 from UNKNOWN to NO)." in done.out
    rows = [line.split()[:4] for line in done.out.splitlines() if line.startswith("SA3 ")]
    assert rows == [
        ["SA3", "SA1", "YES", "NO"],
        ["SA3", "SA2", "YES", "NO"],
        ["SA3", "SA4", "YES", "NO"],
        ["SA3", "SA8", "UNKNOWN", "NO"],
        ["SA3", "SA9", "UNKNOWN", "NO"],
    ]
    assert "5 of 5 pairs shown (--first)" in done.err


def test_as_json_it_is_the_answer_of_graphql(graphmap: Here, twice: str) -> None:
    data = graphmap("ask", "changes", "--since", "2026-11-22", "--store", twice, "--json").json["data"]
    assert data["changes"]["totalCount"] == 2
    assert len(data["verdictChangesByType"]) == 14


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--kind", "link"), 1),
        (("--change", "changed"), 1),
        (("--change", "restated"), 0),
        (("--code", "SA1"), 1),
        (("--until", "2026-11-30"), 0),
        (("--min-evidence", "observed", "--kind", "deployment"), 0),
    ],
)
def test_only_some_changes(graphmap: Here, twice: str, options: tuple[str, ...], count: int) -> None:
    done = graphmap("ask", "changes", "--since", "2026-11-22", *options, "--store", twice, "--json")
    assert done.json["data"]["changes"]["totalCount"] == count


def test_nothing_changed(graphmap: Here, twice: str) -> None:
    done = graphmap("ask", "changes", "--since", "2026-12-01", "--store", twice)
    assert (
        "Between what was known on 1 December 2026 and on 10 December 2026: nothing is changed." in done.out
    )
    assert "No pair has another answer, for any exchange type (among 9 organisations" in done.out


def test_before_anything_was_known_no_answers_can_be_compared(graphmap: Here, twice: str) -> None:
    done = graphmap("ask", "changes", "--since", "2026-11-01", "--store", twice)
    assert "On 1 November 2026 nothing was known yet." in done.out
    assert "In scope at one end only, and not compared: 9 later, 0 earlier." in done.out
    assert "No two organisations in scope are known at both ends, so no answers can be compared." in done.out


def test_what_becomes_possible_by_a_day(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "changes", "--as-of", "2027-05-01", "--store", sampleshire)
    assert [line.split() for line in done.out.splitlines()[4:]] == [
        ["referral", "NO", "UNKNOWN", "2"],
        ["referral", "NO", "YES", "1"],
    ]
    scope = ("--type", "GP_PRACTICE", "--type", "NHS_TRUST", "--receiver-type", "NHS_TRUST")
    pairs = graphmap(
        "ask", "changes", "--as-of", "2027-05-01", "--exchange", "referral", *scope, "--store", sampleshire
    )
    assert (
        "23 of 432 ordered pairs have another answer (21 from NO to YES, 2 from NO to UNKNOWN)." in pairs.out
    )
    assert "planned and due on 1 April 2027" in pairs.out


def test_a_plan_that_slipped_is_told_first(
    graphmap: Here, sampleshire: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHMAP_TODAY", "2027-04-02")
    done = graphmap("ask", "changes", "--since", "2026-11-22", "--change", "slipped", "--store", sampleshire)
    assert done.out.splitlines()[4].split() == ["interface", "1"]
    assert any(
        line.startswith("Overdue: interface from service:E_RS")
        and line.endswith("planned for 1 April 2027; no source says that it happened.")
        for line in done.out.splitlines()
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            (),
            "give --since DATE or --since-revision NUMBER for what is known otherwise, or --as-of DATE for what",
        ),
        (("--since", "May"), "'May' is no date: write it as 2026-11-22"),
        (
            ("--since", "2026-11-01", "--change", "lost"),
            "'lost' is none of slipped, retracted, changed, new, restated",
        ),
        (("--since", "2026-11-01", "--kind", "relay"), "'relay' is none of organisation, supplier, product"),
    ],
)
def test_wrong_usage(graphmap: Here, sampleshire: str, arguments: tuple[str, ...], said: str) -> None:
    done = graphmap("ask", "changes", *arguments, "--store", sampleshire)
    assert done.code == 2
    assert said in done.err


def test_days_in_the_wrong_order_are_an_error(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "changes", "--since", "2026-12-22", "--store", sampleshire)
    assert done.code == 1
    assert "`since` is 2026-12-22, which is after `until`, 2026-11-22: swap them" in done.err


def test_two_revisions_are_compared_as_two_days_are(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "changes", "--since-revision", "0", "--first", "1", "--store", sampleshire)
    assert done.code == 0, done.err
    assert "Between what was known at revision 0 and at revision 1: 765 records are new." in done.out
    both = graphmap(
        "ask", "changes", "--since-revision", "0", "--since", "2026-11-01", "--store", sampleshire
    )
    assert both.code != 0
    assert "give one of them for both" in both.err
