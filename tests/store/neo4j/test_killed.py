"""A run is all or nothing: whoever is killed and whenever, graphmap's readers find the whole run or none of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest

from graphmap.model.errors import StoreUnavailable
from graphmap.store import open_store
from graphmap.store.neo4j.server import Server
from tests.neo4j_server.endpoint import Endpoint
from tests.neo4j_server.own import OwnServer
from tests.store.neo4j.story import after, before, cypher_graph, left_behind, say, visible

pytestmark = pytest.mark.timeout(1200)  # a server is started again and again
POINTS = 10

# Kills itself at one of the transactions that store the run: before it is sent, when all of it is sent but not committed,
# or when it is committed and nobody was told; or (`graph`) before a batch of the graph that follows.
CHILD = """
import os, signal, sys
from graphmap.store import open_store
from graphmap.store.neo4j.following import _Writing
from graphmap.store.neo4j.server import Server
from tests.store.neo4j.story import after, say

last, moment, done, write = int(sys.argv[2]), sys.argv[3], 0, Server.write

def killing(server, work):
    global done
    done += 1
    at = moment if done == last else None

    def watched(transaction):
        result = work(transaction)
        if at == "during":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    if at == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = write(server, watched)
    if at == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return result

def in_the_graph(writing, statement, /, **parameters):
    global done
    done += 1
    if done == last:
        writing._behind.wait()
        os.kill(os.getpid(), signal.SIGKILL)
    later(writing, statement, **parameters)

store = open_store(sys.argv[1])
if moment == "graph":
    later, _Writing.later = _Writing.later, in_the_graph
else:
    Server.write = killing
say(store, after())
print(done, flush=True)
store.close()
"""


def storing(address: str, last: int = 0, moment: str = "never") -> tuple[int, str]:
    """A process that stores the run unless it kills itself: its exit code, and what it said."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, address, str(last), moment],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
        env=os.environ,
        check=False,
    )
    return done.returncode, done.stdout


def stored(address: str, claims: list[Any]) -> None:
    with closing(open_store(address)) as store:
        say(store, claims)


def again(server: Endpoint, address: str, whole: dict[str, Any], graph: list[Any]) -> None:
    """The same run once more brings the store to where it should be, whatever was left of the first time."""
    stored(address, after())
    assert visible(address)["facts"] == whole["facts"]
    assert visible(address)["history"] == whole["history"]
    assert left_behind(server) == []
    assert cypher_graph(server) == graph


@pytest.fixture
def told(neo4j_server: Endpoint, neo4j_address: str) -> tuple[dict[str, Any], dict[str, Any], list[Any], int]:
    """The store before the run and after it, its graph after it, and in how many transactions the run is stored."""
    stored(neo4j_address, before())
    none = visible(neo4j_address)
    code, said = storing(neo4j_address)
    assert code == 0
    whole, graph = visible(neo4j_address), cypher_graph(neo4j_server)
    assert whole != none
    return none, whole, graph, int(said)


def test_a_client_killed_at_any_moment_leaves_the_whole_run_or_none(
    neo4j_server: Endpoint, neo4j_address: str, told: tuple[dict[str, Any], dict[str, Any], list[Any], int]
) -> None:
    none, whole, graph, transactions = told
    found = []
    for point in range(POINTS):
        neo4j_server.empty()
        stored(neo4j_address, before())
        moment = ("before", "during", "after")[point % 3]
        code, said = storing(neo4j_address, 1 + point * (transactions - 1) // (POINTS - 1), moment)
        assert (code, said) == (-SIGKILL, "")
        seen = visible(neo4j_address)
        found.append(seen == whole)
        assert seen in (none, whole)
        again(neo4j_server, neo4j_address, whole, graph)
    assert found == sorted(found)
    assert {False, True} <= set(found)


def test_what_a_killed_client_left_can_be_discarded(
    neo4j_server: Endpoint, neo4j_address: str, told: tuple[dict[str, Any], dict[str, Any], list[Any], int]
) -> None:
    neo4j_server.empty()
    stored(neo4j_address, before())
    none, graph = visible(neo4j_address), cypher_graph(neo4j_server)
    assert storing(neo4j_address, told[3] // 3, "after")[0] == -SIGKILL
    with closing(open_store(neo4j_address)) as store:
        left = store.unfinished()
        assert left is not None
        assert (left.source, left.action, left.active) == ("survey", "import", False)
        assert left.claims > 0
        assert left_behind(neo4j_server) != []
        store.recover(discard=True)
        assert store.unfinished() is None
    assert left_behind(neo4j_server) == []
    assert visible(neo4j_address) == none
    assert cypher_graph(neo4j_server) == graph


def test_a_run_of_another_source_drops_what_a_killed_client_left(
    neo4j_server: Endpoint, neo4j_address: str, told: tuple[dict[str, Any], dict[str, Any], list[Any], int]
) -> None:
    neo4j_server.empty()
    stored(neo4j_address, before())
    none = visible(neo4j_address)
    assert storing(neo4j_address, told[3] // 3, "during")[0] == -SIGKILL
    with closing(open_store(neo4j_address)) as store:
        say(store, [], source="other")
        assert store.unfinished() is None
    assert left_behind(neo4j_server) == []
    assert visible(neo4j_address)["history"] == none["history"]


def test_the_graph_catches_up_after_a_client_was_killed_before_it_followed(
    neo4j_server: Endpoint, neo4j_address: str, told: tuple[dict[str, Any], dict[str, Any], list[Any], int]
) -> None:
    _, whole, graph, _ = told
    neo4j_server.empty()
    stored(neo4j_address, before())
    assert storing(neo4j_address, 4, "graph")[0] == -SIGKILL
    assert visible(neo4j_address) == whole
    assert neo4j_server.ask("MATCH (g:Graphmap) RETURN g.rebuilding AS revision") == [{"revision": 2}]
    with closing(open_store(neo4j_address)) as store:
        store.recover()
    assert neo4j_server.ask("MATCH (g:Graphmap) RETURN g.rebuilding AS revision") == [{"revision": None}]
    assert cypher_graph(neo4j_server) == graph


def test_a_graph_that_was_filled_in_part_is_filled_anew(neo4j_server: Endpoint, neo4j_address: str) -> None:
    assert storing(neo4j_address)[0] == 0
    graph = cypher_graph(neo4j_server)
    for batch in (2, 4):
        neo4j_server.empty()
        assert storing(neo4j_address, batch, "graph")[0] == -SIGKILL
        assert cypher_graph(neo4j_server) not in ([], graph)
        with closing(open_store(neo4j_address)) as store:
            store.recover()
        assert cypher_graph(neo4j_server) == graph


def _killing(server: OwnServer, last: int, moment: str) -> Callable[[Server, Any], Any]:
    """`Server.write` that kills the server at one transaction."""
    write, done = Server.write, 0

    def killing(self: Server, work: Callable[[Any], Any]) -> Any:
        nonlocal done
        done += 1
        at = moment if done == last else None

        def watched(transaction: Any) -> Any:
            result = work(transaction)
            if at == "during":
                server.kill()
            return result

        if at == "before":
            server.kill()
        result = write(self, watched)
        if at == "after":
            server.kill()
        return result

    return killing


def test_a_server_killed_at_any_moment_comes_back_with_the_whole_run_or_none(
    neo4j_own_server: OwnServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, address = neo4j_own_server, neo4j_own_server.uri
    monkeypatch.setenv("GRAPHMAP_NEO4J_RETRY_TIME", "0.1")
    stored(address, before())
    code, said = storing(address)
    assert code == 0
    transactions, whole, graph = int(said), visible(address), cypher_graph(server)
    for point in range(POINTS):
        server.empty()
        stored(address, before())
        none = visible(address)
        moment = ("before", "during", "after")[point % 3]
        kept = False
        with monkeypatch.context() as killer, closing(open_store(address)) as store:
            last = 1 + point * (transactions - 1) // (POINTS - 1)
            killer.setattr(Server, "write", _killing(server, last, moment))
            with suppress(StoreUnavailable):
                kept = say(store, after()).revision == 2
        assert not server.running
        server.start()
        seen = visible(address)
        assert seen == whole if kept else seen in (none, whole)
        again(server, address, whole, graph)


def test_a_run_that_was_said_to_be_stored_survives_the_death_of_the_server(
    neo4j_own_server: OwnServer,
) -> None:
    stored(neo4j_own_server.uri, before())
    seen = visible(neo4j_own_server.uri)
    neo4j_own_server.kill()
    neo4j_own_server.start()
    assert visible(neo4j_own_server.uri) == seen
