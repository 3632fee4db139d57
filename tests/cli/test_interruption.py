"""An import that is interrupted, or killed, leaves the store as it was; a reader who goes away is no error."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import COMMAND, PATIENCE, Here, apart, bytes_of, hit, write

ROWS = 200_000
"""Enough to take far longer than the signal that follows the first word of progress."""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = "".join(f"\nZZ{number},Trust {number},NHS_TRUST" for number in range(ROWS))
    return write(tmp_path_factory.mktemp("large"), organisations=f"code,name,type{lines}")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_the_old_map_stays_whole(
    graphmap: Here, sampleshire: str, large: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    before = bytes_of(sampleshire)
    left, said = hit(number, "import", large, "--fictional", "--store", sampleshire)
    assert left == code
    assert said.startswith("reading organisations.csv: 5,000 rows\n")
    assert "Traceback" not in said
    assert ("interrupted: nothing is half-stored" in said) == (number is signal.SIGINT)
    assert bytes_of(sampleshire) == before
    after = graphmap("runs", "--store", sampleshire, "--json").json
    assert [run["source"] for run in after] == ["sampleshire"]
    # What is left of the run holds nobody up.
    next_one = write(tmp_path / "next", organisations="code,name,type\nSB1,Trust,NHS_TRUST")
    assert graphmap("import", next_one, "--fictional", "--store", sampleshire).code == 0


def test_a_first_import_that_is_interrupted_leaves_no_source(graphmap: Here, fresh: str, large: Path) -> None:
    left, _ = hit(signal.SIGINT, "import", large, "--store", fresh)
    assert left == 130
    assert graphmap("sources", "--store", fresh, "--json").json == {"sources": [], "stubs": []}


def test_a_reader_who_has_had_enough_is_no_error(sampleshire: str) -> None:
    command = [*COMMAND, "export", "--format", "json", "--store", sampleshire]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    with process.stderr as said:
        assert said.read() == b""
    assert process.wait(PATIENCE) == 0


def test_characters_that_the_terminal_lacks_are_escaped(fresh: str, tmp_path: Path) -> None:
    given = write(tmp_path / "survey", organisations="code,name,type\nSB1,Trust,NHS_TRUST")
    (given / "source.yaml").write_text("title: Zoë’s survey\n", encoding="utf-8")
    assert apart("import", given, "--store", fresh).code == 0
    done = apart("sources", "--store", fresh, environment={"PYTHONIOENCODING": "ascii"})
    assert done.code == 0
    assert r"Zo\xeb\u2019s survey" in done.out
