"""Sources, runs and retraction: as tables and as JSON, on a terminal and elsewhere."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

import pytest

from graphmap.snapshot.export.badge import FICTIONAL
from tests.cli.running import COMMAND, PATIENCE, Here, write


def test_sources_as_a_table(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("sources", "--store", sampleshire)
    assert done.code == 0
    assert done.out.splitlines() == [
        FICTIONAL,
        "source       title                    claims  edition     last import (UTC)",
        "sampleshire  Sampleshire (fictional)     765  2026-11-22  2026-11-22 00:00",
    ]


def test_sources_as_json(graphmap: Here, sampleshire: str) -> None:
    data = graphmap("sources", "--store", sampleshire, "--json").json
    assert data["stubs"] == []
    (source,) = data["sources"]
    assert source["licence"] == "Apache-2.0"
    assert source["attribution"]
    assert source["lastRun"] == "2026-11-22T00:00:00Z"
    assert source["fictional"] is True


def test_records_without_a_source_are_listed(graphmap: Here, fresh: str, tmp_path: Path) -> None:
    people = write(tmp_path / "codes", organisations="code,name,type\nSB1,Trust,NHS_TRUST")
    systems = write(
        tmp_path / "systems",
        products="id,name\nacme-epr,Acme EPR",
        deployments="id,product,organisations\nSB1-epr,acme-epr,SB1",
    )
    assert graphmap("import", people, systems, "--store", fresh).code == 0
    graphmap("retract", "codes", "--store", fresh)
    done = graphmap("sources", "--store", fresh)
    assert "1 record is referred to and stated by nobody, and so part of no answer:" in done.out
    assert done.out.splitlines()[-1].split() == ["organisation", "SB1"]
    stubs = graphmap("sources", "--store", fresh, "--json").json["stubs"]
    assert stubs == [{"kind": "organisation", "key": "SB1"}]


def test_a_store_without_sources_says_how_to_get_one(graphmap: Here, fresh: str, tmp_path: Path) -> None:
    empty = write(tmp_path / "empty", organisations="code,name")
    graphmap("import", empty, "--store", fresh)
    sources = graphmap("sources", "--store", fresh)
    assert (sources.code, sources.out) == (0, "")
    assert "graphmap import PATH" in sources.err
    runs = graphmap("runs", "--store", fresh)
    assert (runs.code, runs.out) == (0, "")
    assert "graphmap import PATH" in runs.err
    assert graphmap("runs", "--store", fresh, "--json").json == []


def test_runs_newest_first(graphmap: Here, sampleshire: str, tmp_path: Path) -> None:
    survey = write(tmp_path / "survey", organisations="code,name,type\nSB1,Trust,NHS_TRUST")
    graphmap("import", survey, "--fictional", "--partial", "--store", sampleshire)
    lines = graphmap("runs", "--store", sampleshire).out.splitlines()
    assert lines[0] == FICTIONAL
    assert lines[1].split() == [
        "run",
        "source",
        "action",
        "recorded",
        "(UTC)",
        "revision",
        "added",
        "changed",
        "retracted",
    ]
    assert lines[2].split()[:4] == ["2", "survey", "import", "(partial)"]
    assert lines[3].split()[:3] == ["1", "sampleshire", "import"]
    (run,) = graphmap("runs", "survey", "--store", sampleshire, "--json").json
    assert run["recordedAt"] == "2026-11-22T00:00:00Z"
    assert (run["source"], run["partial"], run["added"], run["skipped"]) == ("survey", True, 1, 0)


@pytest.mark.parametrize("command", ["runs", "retract"])
def test_a_source_that_is_not_there_is_wrong_usage(graphmap: Here, sampleshire: str, command: str) -> None:
    done = graphmap(command, "sampleshir", "--store", sampleshire)
    assert done.code == 2
    assert "There is no source 'sampleshir': `graphmap sources` lists them" in done.err


def test_a_retraction_takes_back_one_source_and_can_be_undone(
    graphmap: Here, sampleshire: str, tmp_path: Path
) -> None:
    survey = write(tmp_path / "survey", organisations="code,name,type\nSB1,Trust,NHS_TRUST")
    graphmap("import", survey, "--fictional", "--store", sampleshire)
    done = graphmap("retract", "survey", "--store", sampleshire)
    assert (done.code, done.out) == (0, "retracted 1 claim of survey; revision 3\n")
    again = graphmap("retract", "survey", "--store", sampleshire, "--json").json
    assert (again["action"], again["retracted"], again["revision"]) == ("retract", 0, None)
    sources = graphmap("sources", "--store", sampleshire, "--json").json["sources"]
    assert {source["name"]: source["claims"] for source in sources} == {"sampleshire": 765, "survey": 0}
    undone = graphmap("import", survey, "--fictional", "--store", sampleshire)
    assert "1 claim added" in undone.out


def _on_a_terminal(columns: int, *arguments: object) -> str:
    """What a command prints on a terminal of that width, without colours and movements."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**environment, "TERM": "xterm"},
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            more = os.read(ours, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not more:
            break
        said += more
    os.close(ours)
    assert process.wait(PATIENCE) == 0
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", said.decode()).replace("\r\n", "\n")


TABLES = {
    ("sources",): "source ",
    ("runs",): "run ",
    ("ask", "exchange", "referral"): "from ",
    ("ask", "exchange", "referral", "--by-organisation"): "code ",
    ("ask", "silos", "--min-grade", "undetermined"): "system ",
}


@pytest.mark.parametrize("command", TABLES, ids=" ".join)
def test_no_table_is_wider_than_the_terminal(sampleshire: str, command: tuple[str, ...]) -> None:
    lines = _on_a_terminal(72, *command, "--store", sampleshire).splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith(TABLES[command]))
    assert lines[head + 1 :]
    assert max(map(len, lines[head:])) <= 72


def test_long_text_goes_below_its_row_where_room_is_short(sampleshire: str) -> None:
    lines = _on_a_terminal(
        80, "ask", "exchange", "referral", "--first", 2, "--store", sampleshire
    ).splitlines()
    row = next(place for place, line in enumerate(lines) if line.startswith("SA1   SA3"))
    assert lines[row : row + 3] == [
        "SA1   SA3  NO      mismatch",
        "  in words: The systems are joined but do not agree: ERS-R4@1 is sent,",
        "    ERS-STU3@1 is accepted.",
    ]


def test_codes_stay_in_one_piece_on_a_narrow_terminal(sampleshire: str) -> None:
    said = _on_a_terminal(60, "sources", "--store", sampleshire)
    for whole in ("sampleshire", "2026-11-22", "765"):
        assert whole in said


def test_a_bar_shows_how_far_an_import_is(fresh: str, tmp_path: Path) -> None:
    lines = "".join(f"\nZZ{number},Trust {number},NHS_TRUST" for number in range(12_000))
    large = write(tmp_path / "large", organisations=f"code,name,type{lines}")
    said = _on_a_terminal(100, "import", large, "--store", fresh)
    assert "reading organisations.csv" in said
    assert "10000/?" in said
    assert "12,000 claims added" in said
