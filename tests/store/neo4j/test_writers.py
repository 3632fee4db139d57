"""Several processes write at once: they take turns or one gives up, and whoever lost its turn changes nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from graphmap.model.errors import StoreUnavailable
from graphmap.store import open_store
from graphmap.store.neo4j import lock
from graphmap.store.neo4j.server import Server
from graphmap.store.neo4j.settings import Settings
from graphmap.store.neo4j.unfinished import Batch, Writing
from tests.neo4j_server.endpoint import Endpoint
from tests.store.neo4j.story import after, before, left_behind, say, visible
from tests.store.saying import organisation


@pytest.fixture
def server(neo4j_address: str) -> Iterator[Server]:
    """A connection to a server with an empty store."""
    open_store(neo4j_address).close()
    with closing(Server(Settings.from_environment(neo4j_address))) as connected:
        yield connected


def test_two_imports_at_once_take_turns(neo4j_address: str) -> None:
    def imported(source: str) -> int | None:
        with closing(open_store(neo4j_address)) as store:
            return say(store, [organisation(f"R{source}"), organisation("RXX")], source).revision

    with ThreadPoolExecutor(3) as threads:
        revisions = list(threads.map(imported, "abc"))
    assert sorted(revisions) == [1, 2, 3]
    assert set(visible(neo4j_address)["sources"]) == {"a", "b", "c"}


HOLDER = """
import sys
from graphmap.store.neo4j import lock
from graphmap.store.neo4j.server import Server
from graphmap.store.neo4j.settings import Settings
from graphmap.store.neo4j.unfinished import Batch, Writing

server = Server(Settings.from_environment(sys.argv[1]))
with lock.held(server, "import of survey"):
    print("held", flush=True)
    input()
"""


def test_an_import_gives_up_when_another_goes_on_for_too_long_and_names_it(
    server: Server, neo4j_address: str
) -> None:
    command = [sys.executable, "-c", HOLDER, neo4j_address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(StoreUnavailable, match=rf"process {other.pid} on .* \(import of survey\)"),
            lock.held(server, "another", patience=0.3),
        ):
            pass
        other.kill()
    with lock.held(server, "another", patience=0) as held:
        assert held.owner == lock.owner()


def test_a_lock_whose_process_is_elsewhere_ends_with_its_lease(
    server: Server, monkeypatch: pytest.MonkeyPatch, neo4j_server: Endpoint
) -> None:
    with lock.held(server, "this"):
        neo4j_server.ask("MATCH (l:WriterLock) SET l.owner = 'process 1 on another machine'")
        with pytest.raises(StoreUnavailable, match="another machine"), lock.held(server, "that", patience=0):
            pass
        neo4j_server.ask("MATCH (l:WriterLock) SET l.until = timestamp() - 1")
        with lock.held(server, "that", patience=0):
            pass


def test_who_was_thought_dead_can_write_no_more_and_nothing_of_its_run_is_seen(
    neo4j_server: Endpoint, neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(neo4j_address)) as store:
        say(store, before())
        seen = visible(neo4j_address)
        write, number = Server.write, 0

        def overtaken(self: Server, work: object) -> object:
            nonlocal number
            number += 1
            if number == 5:
                neo4j_server.ask("MATCH (l:WriterLock) SET l.token = 'another'")
            return write(self, work)  # type: ignore[arg-type]

        with monkeypatch.context() as slow:
            slow.setattr(Server, "write", overtaken)
            with pytest.raises(StoreUnavailable, match="took over"):
                say(store, after())
        assert visible(neo4j_address) == seen
        neo4j_server.ask("MATCH (l:WriterLock) SET l.until = 0")
        say(store, after())
    assert left_behind(neo4j_server) == []


def test_the_same_run_again_goes_on_where_it_stopped(
    neo4j_server: Endpoint, neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, sent = Writing._put, list[int]()
    broken = True

    def breaking(self: Writing, number: int, batch: Batch) -> None:
        if broken and number == 3:
            raise StoreUnavailable("the way to the server is broken")
        sent.append(number)
        put(self, number, batch)

    monkeypatch.setattr(Writing, "_put", breaking)
    with closing(open_store(neo4j_address)) as store:
        with pytest.raises(StoreUnavailable, match="broken"):
            say(store, after())
        noted = neo4j_server.ask("MATCH (u:UnfinishedRun) UNWIND u.written AS note RETURN note")
        before_it_broke = sorted(int(row["note"].partition(":")[0]) for row in noted)
        assert before_it_broke == sorted(sent)
        assert {0, 1, 2} <= set(sent)
        broken = False
        say(store, after())
    assert sorted(sent) == list(range(max(sent) + 1)), "every batch was written once"
    assert max(sent) > 3
    assert left_behind(neo4j_server) == []
    (claims,) = neo4j_server.ask("MATCH (c:Claim) RETURN count(*) AS claims")
    assert claims == {"claims": len(after())}


def test_another_run_of_the_same_source_does_not_go_on_with_what_differs(
    neo4j_server: Endpoint, neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Writing._put

    def breaking(self: Writing, number: int, batch: Batch) -> None:
        if number == 2:
            raise StoreUnavailable("the way to the server is broken")
        put(self, number, batch)

    with closing(open_store(neo4j_address)) as store:
        with monkeypatch.context() as broken:
            broken.setattr(Writing, "_put", breaking)
            with pytest.raises(StoreUnavailable, match="broken"):
                say(store, after())
        say(store, before())
    with closing(open_store(neo4j_address)) as store, store.reading() as reader:
        assert {one.claim.key for one in reader.history()} == {one.key for one in before()}
    assert left_behind(neo4j_server) == []
