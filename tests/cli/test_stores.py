"""Stores that cannot be used: exit code 4, what is wrong and what to do about it, and nothing changed."""

from __future__ import annotations

import functools
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graphmap.store.sqlite import SqliteStore
from tests.cli.running import PATIENCE, SAMPLESHIRE, Here, Outcome, address_of, bytes_of, path_of, write

READING = (("sources",), ("runs",), ("export", "--format", "json", "--output", "out.json"))
WRITING = (("import", str(SAMPLESHIRE), "--source", "other"), ("retract", "sampleshire"))
NOBODY = 65534


@pytest.mark.parametrize("command", [*READING, *WRITING], ids=lambda command: command[0])
def test_a_folder_is_no_store(graphmap: Here, tmp_path: Path, command: tuple[str, ...]) -> None:
    done = graphmap(*command, "--store", address_of(tmp_path))
    assert done.code == 4
    assert f"{tmp_path} is a folder: give the address of a file" in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command", [*READING, WRITING[1], ("serve", "--port", "0")], ids=lambda command: command[0]
)
def test_a_store_that_is_not_there_is_not_made(graphmap: Here, fresh: str, command: tuple[str, ...]) -> None:
    done = graphmap(*command, "--store", fresh)
    assert done.code == 4
    assert "There is no store at" in done.err
    assert "import something first" in done.err
    assert not path_of(fresh).exists()


@pytest.mark.parametrize("command", [*READING, *WRITING], ids=lambda command: command[0])
def test_another_file_is_no_store_and_stays_as_it_is(
    graphmap: Here, tmp_path: Path, command: tuple[str, ...]
) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear trust, " * 100, encoding="utf-8")
    done = graphmap(*command, "--store", address_of(other))
    assert done.code == 4
    assert "is no graphmap store" in done.err
    assert other.read_text(encoding="utf-8") == "Dear trust, " * 100


@pytest.mark.parametrize("address", ["map.db", "sqlite://map.db", "postgres://localhost/map", "sqlite:///"])
def test_what_is_no_address_is_wrong_usage(graphmap: Here, address: str) -> None:
    done = graphmap("sources", "--store", address)
    assert done.code == 2
    assert "is no address of a store: write sqlite:///relative.db" in done.err


@pytest.mark.parametrize("command", WRITING, ids=lambda command: command[0])
def test_a_locked_store_is_given_up_in_the_end(
    graphmap: Here, sampleshire: str, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    # The 30 s of the contract are the default of the store; a test has no need to sit through them.
    monkeypatch.setattr("graphmap.store.SqliteStore", functools.partial(SqliteStore, timeout=0.2))
    with closing(sqlite3.connect(path_of(sampleshire), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = (
            graphmap(*command, "--fictional", "--store", sampleshire)
            if command[0] == "import"
            else graphmap(*command, "--store", sampleshire)
        )
        other.execute("ROLLBACK")
    assert done.code == 4
    assert "is locked by another process for 0.2 s: wait until its import has ended, or stop it" in done.err
    assert len(graphmap("runs", "--store", sampleshire, "--json").json) == 1


def test_a_locked_store_can_be_read(graphmap: Here, sampleshire: str) -> None:
    with closing(sqlite3.connect(path_of(sampleshire), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = graphmap("runs", "--store", sampleshire, "--json")
        other.execute("ROLLBACK")
    assert done.code == 0
    assert len(done.json) == 1


# Root is not stopped by the modes of files. What the commands load is loaded first, because the code itself may lie where
# only root can read it.
_AS_NOBODY = f"""
import os, sys
from importlib import import_module
for name in sys.argv.pop(1).split():
    import_module(f"graphmap.{{name}}")
from graphmap.cli.run import run
from graphmap.model.vocabulary import vocabulary
vocabulary()
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
sys.exit(run(sys.argv[1:]))
"""


_LOADED = "ingest store snapshot.cache snapshot.export snapshot.stubs"


def _as_nobody(*arguments: object, loaded: str = _LOADED) -> Outcome:
    done = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, loaded, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def public(sampleshire_file: Path) -> Iterator[Path]:
    """A folder that everybody may read and only its owner may write, with Sampleshire in a file of mode 444."""
    # Not pytest's own folder, which only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="graphmap-public-"))
    file = Path(shutil.copy(sampleshire_file, folder / "map.db"))
    file.chmod(0o444)
    folder.chmod(0o755 if os.geteuid() == 0 else 0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def _given(public: Path) -> Path:
    """An input that everybody may read."""
    public.chmod(0o755)
    given = write(public / "given", organisations="code,name,type\nSB1,Trust,NHS_TRUST")
    public.chmod(0o755 if os.geteuid() == 0 else 0o555)
    return given


@pytest.mark.parametrize("folder_too", [True, False], ids=["folder and file", "file alone"])
def test_a_store_that_may_only_be_read_is_not_written(public: Path, folder_too: bool) -> None:
    address = address_of(public / "map.db")
    given = _given(public)
    if not folder_too:
        public.chmod(0o777)
    before = bytes_of(address)
    for command in (("import", given, "--fictional"), ("retract", "sampleshire")):
        done = _as_nobody(*command, "--store", address)
        assert done.code == 4, done
        assert f"{public / 'map.db'} cannot be written: ask for write access" in done.err
        assert "or name another --store" in done.err
    assert bytes_of(address) == before


def test_a_store_that_may_only_be_read_can_be_asked(public: Path) -> None:
    address = address_of(public / "map.db")
    before = bytes_of(address)
    done = _as_nobody("sources", "--store", address, "--json")
    assert done.code == 0, done.err
    assert [source["name"] for source in done.json["sources"]] == ["sampleshire"]
    done = _as_nobody(
        "query",
        '{ exchange(type: "referral") { counts { yes } } }',
        "--store",
        address,
        loaded="store api.execute",
    )
    assert done.code == 0, done.err
    assert done.json["data"]["exchange"]["counts"] == {"yes": 1}
    done = _as_nobody("check", _given(public), "--store", address)
    assert done.code == 0, done
    assert bytes_of(address) == before


def test_a_store_that_may_not_even_be_read(public: Path) -> None:
    (public / "map.db").chmod(0)
    done = _as_nobody("sources", "--store", address_of(public / "map.db"))
    assert done.code == 4, done
    assert "cannot be opened" in done.err
    assert stat.S_IMODE((public / "map.db").stat().st_mode) == 0


def test_a_folder_in_which_no_store_can_be_made(public: Path) -> None:
    done = _as_nobody("import", _given(public), "--store", address_of(public / "other.db"))
    assert done.code == 4, done
    assert "other.db" in done.err
    assert "name another --store" in done.err
    done = _as_nobody("import", _given(public), "--store", address_of(public / "new" / "other.db"))
    assert done.code == 4, done
    assert "cannot be made" in done.err


def test_an_input_that_may_not_be_read_is_refused(public: Path) -> None:
    given = _given(public)
    (given / "organisations.csv").chmod(0)
    done = _as_nobody("check", given / "organisations.csv")
    assert done.code == 3, done
    assert "cannot be read" in done.out
