"""A store that this user may read and not write, or not even read."""

from __future__ import annotations

import os
import select
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graphmap.model.claims import Source
from graphmap.model.errors import StoreUnavailable
from graphmap.model.terms import Kind
from graphmap.store import open_store
from tests.store.saying import EVERY, Evidence, organisation
from tests.store.sqlite.files import made
from tests.store.sqlite.unprivileged import as_nobody


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may enter; those that pytest makes are their owner's alone."""
    with tempfile.TemporaryDirectory(prefix="graphmap-") as name:
        Path(name).chmod(0o755)
        yield Path(name)
        Path(name).chmod(0o755)


@pytest.fixture
def file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = made(folder / "map.db", monkeypatch)
    path.chmod(0o444)
    return path


def reading(path: Path) -> Callable[[], object]:
    """Open the store, read it in every way, try to write, and close it."""

    def steps() -> object:
        store = open_store(f"sqlite:///{path}")
        with store.reading() as reader:
            names = [fact["name"] for _, fact in reader.facts(Kind.ORGANISATION)]
            sources = [source.name for source in reader.sources()]
        revision = store.identity().revision, store.revision()
        store.save_columns("one", {"codes": b"1"})
        cached = store.load_columns("one")
        try:
            with store.staging(Source(name="survey"), EVERY):
                refusal = ""
        except StoreUnavailable as error:
            refusal = str(error)
        store.close()
        return names, sources, revision, cached, refusal

    return steps


def opening(address: str) -> Callable[[], object]:
    """Open the store, and tell why it does not."""

    def steps() -> object:
        try:
            open_store(address).close()
        except StoreUnavailable as error:
            return str(error)
        return "opened"

    return steps


@pytest.mark.parametrize("mode", [0o555, 0o777], ids=["read-only folder", "writable folder"])
def test_a_store_that_may_only_be_read_is_read_and_not_written(file: Path, mode: int) -> None:
    file.parent.chmod(mode)
    names, sources, revision, cached, refusal = as_nobody(reading(file))
    assert (names, sources, revision, cached) == (["Ash"], ["survey"], (1, 1), None)
    assert "cannot be written: ask for write access to it and its folder" in refusal


def test_a_writable_file_in_a_folder_that_is_not_is_read_and_not_written(file: Path) -> None:
    file.chmod(0o666)
    file.parent.chmod(0o555)
    names, *_, refusal = as_nobody(reading(file))
    assert names == ["Ash"]
    assert "its folder" in refusal


WRITER = """
import sys
from graphmap.model.claims import Claim, Source
from graphmap.model.records import Organisation
from graphmap.model.terms import Kind
from graphmap.store import open_store

store = open_store(sys.argv[1])
store.revision()
with store.staging(Source(name="register"), frozenset(Kind)) as run:
    run.add([Claim.of(Organisation(code="RYY", name="Beech"))])
    run.commit()
print("committed", flush=True)
input()
store.close()
"""


def test_a_reader_without_rights_sees_what_waits_in_the_log_of_a_writer(file: Path) -> None:
    file.chmod(0o644)
    command = [sys.executable, "-c", WRITER, f"sqlite:///{file}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "committed\n"
        assert file.with_name("map.db-wal").stat().st_size
        file.parent.chmod(0o555)
        assert as_nobody(reading(file))[:3] == (["Ash", "Beech"], ["register", "survey"], (2, 2))
        writer.communicate("\n")


def test_a_log_that_cannot_be_read_in_is_never_passed_over(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = file.with_name("copy")
    copy.mkdir()
    file.chmod(0o644)
    store = open_store(f"sqlite:///{file}")
    assert store.revision() == 1
    Evidence(store, monkeypatch).say("register", organisation("RYY", name="Beech"))
    for name in ("map.db", "map.db-wal"):
        shutil.copy(file.with_name(name), copy)
    store.close()
    copy.chmod(0o555)
    told = as_nobody(opening(f"sqlite:///{copy}/map.db"))
    assert "newest runs are still in map.db-wal" in told
    assert "copy both files to a folder of your own" in told
    copy.chmod(0o755)
    store = open_store(f"sqlite:///{copy}/map.db")
    assert store.revision() == 2
    store.close()


def wait_for(pipe: int) -> None:
    """Wait for the other process to say that it is ready; not for ever, since it may have failed."""
    assert select.select([pipe], [], [], 20)[0], "the other process said nothing"
    os.read(pipe, 1)


def test_a_file_that_is_written_while_it_is_read_alone_is_read_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, written = os.pipe(), os.pipe()

    def steps() -> object:
        store = open_store(f"sqlite:///{file}")
        before = store.revision()
        with store.reading() as reader:
            stream = reader.facts(Kind.ORGANISATION)
            next(stream)
            os.write(waiting[1], b".")
            wait_for(written[0])
            with pytest.raises(StoreUnavailable, match="was written while it was read: ask again"):
                list(stream)
        after = store.revision()
        with store.reading() as reader:
            names = [fact["name"] for _, fact in reader.facts(Kind.ORGANISATION)]
        store.close()
        return before, after, names

    def write() -> None:
        wait_for(waiting[0])
        file.parent.chmod(0o755)
        file.chmod(0o644)
        store = open_store(f"sqlite:///{file}")
        Evidence(store, monkeypatch).say("register", organisation("RYY", name="Beech"))
        store.close()
        file.parent.chmod(0o555)
        os.write(written[1], b".")

    file.parent.chmod(0o555)
    assert as_nobody(steps, meanwhile=write) == (1, 2, ["Ash", "Beech"])
    for end in (*waiting, *written):
        os.close(end)


def test_a_store_that_may_not_be_read_says_so(file: Path) -> None:
    file.chmod(0o000)
    for mode in (0o555, 0o777):
        file.parent.chmod(mode)
        assert "cannot be opened: check that it and its folder may be read" in as_nobody(
            opening(f"sqlite:///{file}")
        )
    file.parent.chmod(0o700)
    told = as_nobody(opening(f"sqlite:///{file}")) if os.geteuid() == 0 else "cannot be reached"
    assert "cannot be reached" in told


def test_a_store_cannot_be_made_where_this_user_may_not_write(folder: Path) -> None:
    folder.chmod(0o555)
    assert "cannot be opened" in as_nobody(opening(f"sqlite:///{folder}/map.db"))
    assert "cannot be made (Permission denied)" in as_nobody(opening(f"sqlite:///{folder}/deep/map.db"))
    assert list(folder.iterdir()) == []


def test_an_older_store_that_may_not_be_written_is_not_migrated(file: Path) -> None:
    file.chmod(0o644)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 1")
    file.chmod(0o444)
    assert "has an older layout and cannot be written" in as_nobody(opening(f"sqlite:///{file}"))
