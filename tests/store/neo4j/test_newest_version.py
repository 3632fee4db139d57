"""The newest Neo4j keeps the contract too, in short: runs, history, the Cypher graph, an unfinished run, a copy, answers."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from graphmap.ingest import ImportOptions, run_import
from graphmap.model.clock import today
from graphmap.model.terms import Kind
from graphmap.snapshot import pack
from graphmap.snapshot.cache import current
from graphmap.store import open_store
from graphmap.store.copying import history_of
from importers import sampleshire
from tests.neo4j_server.own import OwnServer
from tests.store.neo4j.story import after, before, cypher_graph, left_behind, say, visible
from tests.store.neo4j.test_killed import storing
from tests.store.saying import Evidence, organisation


def test_sampleshire_is_the_same_map_as_in_a_file(neo4j_newest_server: OwnServer, tmp_path: Path) -> None:
    snapshots = []
    for address in (neo4j_newest_server.uri, f"sqlite:///{tmp_path}/map.db"):
        with closing(open_store(address)) as store:
            report = run_import(
                store, str(sampleshire.folder()), ImportOptions(source="sampleshire", fictional=True)
            )
            assert not report.refused
            snapshots.append(current(store, today()))
    packed = [pack.pack(snapshot) for snapshot in snapshots]
    for one in packed:
        del one[pack.HEADER]
    assert packed[0] == packed[1]
    assert neo4j_newest_server.ask(
        "MATCH (:Deployment)-[r:REFERRAL]->(:Deployment) RETURN count(r) > 0 AS any"
    ) == [{"any": True}]


def test_history_retraction_and_a_copy(
    neo4j_newest_server: OwnServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(neo4j_newest_server.uri)) as store:
        evidence = Evidence(store, monkeypatch)
        evidence.today("2026-03-01")
        evidence.say("survey", organisation(name="Ash"))
        evidence.today("2026-05-01")
        evidence.say("survey", organisation(name="Beech"))
        assert evidence.store.retract("survey").retracted == 1
        assert [evidence.facts(Kind.ORGANISATION, day) != {} for day in ("2026-03-01", "2026-05-01")] == [
            True,
            False,
        ]
        with closing(open_store(f"sqlite:///{tmp_path}/copy.db")) as copy:
            with store.reading() as reader:
                copy.restore(history_of(reader))
            with store.reading() as reader, copy.reading() as copied:
                assert list(copied.history()) == list(reader.history())
                assert copied.runs() == reader.runs()


def test_a_killed_client_leaves_the_old_map_and_the_run_can_be_finished(
    neo4j_newest_server: OwnServer,
) -> None:
    address = neo4j_newest_server.uri
    with closing(open_store(address)) as store:
        say(store, before())
    old = visible(address)
    assert storing(address, 5, "during")[1] == ""
    assert visible(address) == old
    with closing(open_store(address)) as store:
        say(store, after())
    assert left_behind(neo4j_newest_server) == []
    assert {one.claim.key for one in visible(address)["history"] if one.until is None} == {
        one.key for one in after()
    }
    assert cypher_graph(neo4j_newest_server) != []
