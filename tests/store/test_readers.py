"""Several processes read while one writes, and each sees one revision for as long as it looks."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from graphmap.model.claims import Source
from graphmap.model.terms import Kind
from tests.store.saying import EVERY, Evidence, organisation

READER = """
import sys
from graphmap.model.terms import Kind
from graphmap.store import open_store

store = open_store(sys.argv[1], create=False)
with store.reading() as reader:
    print(reader.revision, flush=True)
    input()
    print(reader.revision, len(dict(reader.facts(Kind.ORGANISATION))), len(reader.runs()), store.revision(), flush=True)
with store.reading() as reader:
    print(reader.revision, len(dict(reader.facts(Kind.ORGANISATION))), flush=True)
store.close()
"""


def test_a_reader_sees_one_revision_while_another_process_commits(evidence: Evidence, address: str) -> None:
    evidence.say("survey", organisation("RAA"))
    command = [sys.executable, "-c", READER, address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "1\n"
        evidence.say("survey", organisation("RAA"), organisation("RBB"))
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "1 1 1 2\n"
        assert other.stdout.readline() == "2 2\n"
    assert other.returncode == 0


MAKER = """
import sys
from graphmap.store import open_store
from tests.stores import on_every_store

pytestmark = on_every_store

print("ready", flush=True)
input()
store = open_store(sys.argv[1])
print(store.identity().id)
store.close()
"""


def test_processes_that_make_a_store_at_the_same_time_get_the_same_one(address: str) -> None:
    command = [sys.executable, "-c", MAKER, address]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with ExitStack() as stack:
        makers = [stack.enter_context(subprocess.Popen(command, **pipes, text=True)) for _ in range(4)]
        assert [maker.stdout.readline() for maker in makers] == ["ready\n"] * 4
        for maker in makers:
            maker.stdin.write("\n")
            maker.stdin.flush()
        told = [maker.communicate() for maker in makers]
    assert [errors for _, errors in told] == [""] * 4
    assert len({name for name, _ in told}) == 1


def test_a_reader_in_the_middle_of_a_stream_goes_on_with_what_it_began(evidence: Evidence) -> None:
    codes = [f"R{n:04}" for n in range(3_000)]
    evidence.say("survey", *map(organisation, codes))
    with evidence.store.reading() as reader:
        stream = reader.facts(Kind.ORGANISATION)
        first = next(stream)[0]
        evidence.store.retract("survey")
        assert [first, *(key for key, _ in stream)] == codes
    assert evidence.facts(Kind.ORGANISATION) == {}


def test_staging_locks_nobody_out(evidence: Evidence) -> None:
    with ExitStack() as stack:
        runs = [
            stack.enter_context(evidence.store.staging(Source(name=name), EVERY)) for name in ("a", "b", "c")
        ]
        for run in runs:
            run.add([organisation("RAA"), organisation("RBB")])
            assert run.changes().added == 2
        evidence.say("d", organisation("RAA"))
        assert [run.commit().revision for run in runs] == [2, 3, 4]
    assert evidence.fact(organisation("RAA"))["sources"] == ["a", "b", "c", "d"]


def test_threads_share_a_store(evidence: Evidence) -> None:
    codes = [f"R{n:03}" for n in range(200)]
    evidence.say("survey", *map(organisation, codes))

    def ask(_: int) -> tuple[int, list[str]]:
        with evidence.store.reading() as reader:
            return evidence.store.revision(), [key for key, _ in reader.facts(Kind.ORGANISATION)]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(40))) == [(1, codes)] * 40


def test_columns_are_cached_by_name_and_the_older_ones_dropped(evidence: Evidence) -> None:
    store = evidence.store
    assert store.load_columns("one") is None
    store.save_columns("one", {"codes": b"\x00\x01", "empty": b"", "large": bytes(3_000_000)})
    assert store.load_columns("one") == {"codes": b"\x00\x01", "empty": b"", "large": bytes(3_000_000)}
    store.save_columns("two", {"codes": b"\x02"})
    assert store.load_columns("one") is None
    assert store.load_columns("two") == {"codes": b"\x02"}
    assert store.revision() == 0
