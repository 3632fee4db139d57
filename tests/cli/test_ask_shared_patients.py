"""`graphmap ask shared-patients`: figures from a table, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmap.snapshot.export.badge import FICTIONAL
from tests.cli.running import Here


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "shared.csv"
    path.write_text(
        "one,other,patients,source,observed_at\n"
        "SA1,SA7,3200,a survey,2026-09-30\n"
        "SA1,SA2,8100,a survey,2026-09-30\n"
        '"SA8","SA1",950,,\n',
        encoding="utf-8",
    )
    return path


def test_pairs_that_cannot_exchange_are_ranked(graphmap: Here, sampleshire: str, table: Path) -> None:
    done = graphmap("ask", "shared-patients", "imaging", "--table", table, "--store", sampleshire)
    lines = done.out.splitlines()
    assert lines[0] == FICTIONAL
    place = lines.index("Pairs that cannot exchange in at least one direction:")
    assert lines[place + 2].split() == ["SA1", "SA7", "3,200", "NO", "YES", "a", "survey", "2026-09-30"]
    place = lines.index("Pairs of which it is not known:")
    assert lines[place + 2].split()[:5] == ["SA8", "SA1", "950", "UNKNOWN", "UNKNOWN"]
    assert lines[place + 2].endswith("not given  not dated")
    assert "1 pair without a source\n1 pair without a date\n" in done.err
    assert "not from the map" in done.err


def test_without_a_table_it_says_that_none_is_loaded(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("ask", "shared-patients", "imaging", "--store", sampleshire)
    assert done.code == 0
    assert "is not loaded" in done.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "one,other\nSA1,SA2",
            ":1: the header lacks patients. Columns: one, other, patients, source, observed_at",
        ),
        ("one,other,patients,trust\n", ":1: the header has the unknown column 'trust'"),
        ("one,other,patients\nSA1,SA2,*", ":2: patients: '*' is no whole number. Write it in digits alone"),
        ("one,other,patients\nSA1,SA2,3\nSA1,,3", ":3: other: is empty. Fill it in, or leave the row out"),
        ("one,other,patients\nSA1,SA2,1,200", ":2: more cells than columns. Put cells that hold commas in"),
        (
            "one,other,patients,observed_at\nSA1,SA2,3,May",
            ":2: observed_at: 'May' is no date: write it as 2026-11-22",
        ),
        ("one,other,patients\nSA1,SA99,3", ":2: other: 'SA99' is no known organisation; nearest: "),
        ("one,other,patients\nSA1,SA2,3\nSA2,SA1,3", ":3: other gives the pair of"),
        ("", ":1: the header lacks one, other, patients"),
    ],
)
def test_what_is_wrong_is_told_by_file_line_and_column(
    graphmap: Here, sampleshire: str, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    done = graphmap("ask", "shared-patients", "imaging", "--table", path, "--store", sampleshire)
    assert done.code in {1, 2}
    assert not done.out
    assert f"{path}{said}" in done.err


def test_a_table_that_is_not_there_is_told(graphmap: Here, sampleshire: str, tmp_path: Path) -> None:
    done = graphmap(
        "ask", "shared-patients", "imaging", "--table", tmp_path / "none.csv", "--store", sampleshire
    )
    assert done.code == 2
    assert "none.csv cannot be read" in done.err
