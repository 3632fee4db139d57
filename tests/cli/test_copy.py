"""`graphmap copy`: the copy prints and exports what the original does; what goes wrong is said and leaves nothing."""

from __future__ import annotations

import functools
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graphmap.model.claims import Source
from graphmap.model.terms import Kind
from graphmap.store import open_store
from graphmap.store.sqlite import SqliteStore
from tests.cli.running import Here, address_of, bytes_of, hit, path_of, write
from tests.store.saying import organisation

CLAIMS = 100_000
"""Enough to take far longer than the signal that follows the first word of progress."""


@pytest.fixture
def lived_in(graphmap: Here, sampleshire: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Sampleshire, after which another source said two things on other days and was retracted."""
    for day, name in (("2026-12-01", "Trust"), ("2027-01-01", "Another")):
        monkeypatch.setenv("GRAPHMAP_TODAY", day)
        given = write(tmp_path / "survey", organisations=f"code,name,type\nSB1,{name},NHS_TRUST")
        assert graphmap("import", given, "--fictional", "--store", sampleshire).code == 0
    monkeypatch.setenv("GRAPHMAP_TODAY", "2027-02-01")
    assert graphmap("retract", "survey", "--store", sampleshire).code == 0
    return sampleshire


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store of many claims."""
    store = open_store(address_of(tmp_path_factory.mktemp("large") / "map.db"))
    with store.staging(Source(name="survey"), frozenset(Kind)) as run:
        run.add([organisation(f"ZZ{number}") for number in range(CLAIMS)])
        run.commit()
    store.close()
    return store.address


def _is_empty(graphmap: Here, address: str) -> bool:
    return graphmap("runs", "--store", address, "--json").json == []


@pytest.mark.parametrize("day", ["2026-11-22", "2026-12-15", "2027-01-15", "2027-02-01"])
def test_a_copy_prints_and_exports_what_the_original_does(
    graphmap: Here, lived_in: str, fresh: str, tmp_path: Path, day: str
) -> None:
    done = graphmap("copy", "--from", lived_in, "--to", fresh)
    assert (done.code, done.out) == (0, f"copied 767 claims, 4 runs, 2 sources to {fresh}; revision 4\n")
    for command in (["runs"], ["sources"], ["ask", "silos", "--as-known-at", day, "--as-of", day]):
        for form in ([], ["--json"]):
            original = graphmap(*command, *form, "--store", lived_in)
            assert original.out
            assert graphmap(*command, *form, "--store", fresh) == original
    for format_ in ("tables", "json"):
        files = [tmp_path / f"{name}.zip" for name in ("original", "copy")]
        for file, address in zip(files, (lived_in, fresh), strict=True):
            exported = ("export", "--format", format_, "--as-known-at", day, "--output", file)
            assert graphmap(*exported, "--store", address).code == 0
        assert files[0].read_bytes() == files[1].read_bytes()


def test_a_copy_leaves_the_original_as_it_is(graphmap: Here, lived_in: str, fresh: str) -> None:
    before = bytes_of(lived_in)
    assert graphmap("copy", "--from", lived_in, "--to", fresh).code == 0
    assert bytes_of(lived_in) == before


def test_what_was_copied_as_json(graphmap: Here, lived_in: str, fresh: str) -> None:
    assert graphmap("copy", "--from", lived_in, "--to", fresh, "--json").json == {
        "from": lived_in, "to": fresh, "claims": 767, "runs": 4, "sources": 2, "scenarios": 0, "revision": 4,
    }  # fmt: skip


def test_a_copy_tells_how_far_it_is(graphmap: Here, large: str, fresh: str) -> None:
    said = graphmap("copy", "--from", large, "--to", fresh).err
    assert said.startswith("copying claims: 0 of 100,000\ncopying claims: 10,000 of 100,000\n")


@pytest.mark.parametrize("given", ["--from", "--to"])
def test_both_stores_have_to_be_named(
    graphmap: Here, sampleshire: str, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHMAP_STORE", sampleshire)
    done = graphmap("copy", given, sampleshire)
    assert done.code == 2
    assert "Missing option" in done.err


def test_a_store_is_not_copied_onto_itself(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("copy", "--from", sampleshire, "--to", sampleshire)
    assert done.code == 2
    assert "name another store with --to" in done.err


def test_a_store_that_is_not_there_is_not_copied(graphmap: Here, fresh: str, tmp_path: Path) -> None:
    target = address_of(tmp_path / "target.db")
    done = graphmap("copy", "--from", fresh, "--to", target)
    assert done.code == 4
    assert f"There is no store at {path_of(fresh)}" in done.err
    assert not list(tmp_path.iterdir())


def test_a_store_that_holds_something_takes_no_copy(graphmap: Here, sampleshire: str, large: str) -> None:
    before = bytes_of(sampleshire)
    done = graphmap("copy", "--from", large, "--to", sampleshire)
    assert (done.code, done.out) == (2, "")
    assert f"{sampleshire} is not empty, and a copy needs an empty store: name another address" in done.err
    assert bytes_of(sampleshire) == before


def test_a_target_that_cannot_be_written(graphmap: Here, sampleshire: str, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear trust, " * 100, encoding="utf-8")
    for path, said in (
        (tmp_path, "is a folder"),
        (letter, "is no graphmap store"),
        (letter / "map.db", "cannot be "),
    ):
        done = graphmap("copy", "--from", sampleshire, "--to", address_of(path))
        assert done.code == 4
        assert said in done.err
    assert letter.read_text(encoding="utf-8") == "Dear trust, " * 100


def test_a_target_that_another_process_writes(
    graphmap: Here, sampleshire: str, fresh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(fresh).close()
    # The 30 s of the contract are the default of the store; a test has no need to sit through them.
    monkeypatch.setattr("graphmap.store.SqliteStore", functools.partial(SqliteStore, timeout=0.2))
    with closing(sqlite3.connect(path_of(fresh), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = graphmap("copy", "--from", sampleshire, "--to", fresh)
        other.execute("ROLLBACK")
    assert done.code == 4
    assert "is locked by another process for 0.2 s" in done.err
    assert _is_empty(graphmap, fresh)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_copy_that_is_broken_off_leaves_the_target_empty_and_usable(
    graphmap: Here, sampleshire: str, large: str, fresh: str, number: signal.Signals, code: int
) -> None:
    left, said = hit(number, "copy", "--from", large, "--to", fresh)
    assert left == code
    assert said.startswith("copying claims: 0 of 100,000\n")
    assert "Traceback" not in said
    assert ("interrupted: nothing is half-stored" in said) == (number is signal.SIGINT)
    assert _is_empty(graphmap, fresh)
    assert graphmap("copy", "--from", sampleshire, "--to", fresh).code == 0
