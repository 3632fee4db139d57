"""The servers that other tests rely on: they answer, keep what they were told, and are empty for each test."""

from __future__ import annotations

import os

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import ServiceUnavailable

from tests.neo4j_server.endpoint import Endpoint
from tests.neo4j_server.own import OwnServer


def _store(server: Endpoint, count: int) -> None:
    server.ask("UNWIND range(1, $count) AS n CREATE (:Kept {n: n})", count=count)


def _stored(server: Endpoint) -> int:
    (row,) = server.ask("MATCH (n) RETURN count(n) AS stored")
    return int(row["stored"])


def test_the_shared_server_answers_who_reads_the_settings(neo4j_address: str) -> None:
    login = (os.environ["GRAPHMAP_NEO4J_USER"], os.environ["GRAPHMAP_NEO4J_PASSWORD"])
    with GraphDatabase.driver(neo4j_address, auth=login) as driver:
        assert driver.execute_query("RETURN 1 AS one").records[0]["one"] == 1


def test_it_routes_to_itself(neo4j_address: str, neo4j_server: Endpoint) -> None:
    login = (neo4j_server.user, neo4j_server.password)
    with GraphDatabase.driver(neo4j_address.replace("bolt", "neo4j", 1), auth=login) as driver:
        assert driver.execute_query("RETURN 1 AS one").records[0]["one"] == 1


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_finds_it_empty(turn: str, neo4j_address: str, neo4j_server: Endpoint) -> None:
    assert _stored(neo4j_server) == 0
    _store(neo4j_server, 12_000)
    assert _stored(neo4j_server) == 12_000


def test_a_transaction_that_a_test_left_open_does_not_stand_in_the_way(
    neo4j_address: str, neo4j_server: Endpoint
) -> None:
    _store(neo4j_server, 1)
    with neo4j_server.driver() as driver, driver.session() as session:
        left_open = session.begin_transaction()
        left_open.run("MATCH (n:Kept) SET n.n = 2").consume()
        neo4j_server.empty()
    assert _stored(neo4j_server) == 0


def test_a_killed_server_is_away_and_comes_back_with_its_data(neo4j_own_server: OwnServer) -> None:
    _store(neo4j_own_server, 7)
    neo4j_own_server.kill()
    with pytest.raises(ServiceUnavailable):
        neo4j_own_server.ask("RETURN 1")
    neo4j_own_server.start()
    assert _stored(neo4j_own_server) == 7


def test_a_server_that_a_test_left_stopped_runs_for_the_next(neo4j_own_server: OwnServer) -> None:
    assert neo4j_own_server.running
    assert _stored(neo4j_own_server) == 0
    neo4j_own_server.stop()
    assert not neo4j_own_server.running


def test_the_newest_version_answers(neo4j_newest_server: OwnServer) -> None:
    (row,) = neo4j_newest_server.ask("CALL dbms.components() YIELD name, versions RETURN * LIMIT 1")
    assert row["versions"] == [neo4j_newest_server.version.number]
