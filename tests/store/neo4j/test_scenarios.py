"""Saved scenarios on a server: what only a server can do to them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from neo4j import ManagedTransaction

from graphmap.model.errors import UnknownScenario
from graphmap.model.scenario_draft import Draft
from graphmap.store import open_store
from graphmap.store.neo4j import lock
from graphmap.store.neo4j.schema import VERSION
from graphmap.store.neo4j.server import Server
from graphmap.store.neo4j.settings import Settings
from tests.neo4j_server.endpoint import Endpoint

ONE = Draft(name="One", changes=({"fail": {"of": ["a"]}},))


def test_a_store_from_before_there_were_scenarios_takes_them(
    neo4j_server: Endpoint, neo4j_address: str
) -> None:
    open_store(neo4j_address).close()
    neo4j_server.ask("DROP CONSTRAINT graphmap_scenario")
    neo4j_server.ask("MATCH (g:Graphmap) SET g.version = 1")
    with closing(open_store(neo4j_address)) as store:
        made = store.save_scenario(ONE)
        assert store.scenarios() == (made,)
        assert store.identity().schema_version == VERSION
    assert neo4j_server.ask("SHOW CONSTRAINTS YIELD name WHERE name = 'graphmap_scenario' RETURN name") == [
        {"name": "graphmap_scenario"}
    ]


def test_a_write_whose_answer_got_lost_is_not_done_twice(
    neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = Server.write

    def twice(server: Server, work: Callable[[ManagedTransaction], Any]) -> Any:
        """As the driver does when it never heard that a transaction was committed."""
        once(server, work)
        return once(server, work)

    with closing(open_store(neo4j_address)) as store:
        monkeypatch.setattr(Server, "write", twice)
        made = store.save_scenario(ONE)
        assert store.scenarios() == (made,)
        owned = ONE.model_copy(update={"id": made.id, "owner": "me", "changed_at": made.changed_at})
        changed = store.save_scenario(owned)
        assert store.scenarios() == (changed,)
        assert store.delete_scenario(made.id) == changed
        assert store.scenarios() == ()
        with pytest.raises(UnknownScenario):
            store.delete_scenario(made.id)


def test_scenarios_are_saved_while_an_import_holds_the_right_to_write(neo4j_address: str) -> None:
    with closing(open_store(neo4j_address)) as store:
        server = Server(Settings.from_environment(neo4j_address))
        with closing(server), lock.held(server, "a long import"):
            made = store.save_scenario(ONE)
            assert store.scenarios() == (made,)


def test_a_scenario_is_joined_to_nothing_and_holds_texts(neo4j_server: Endpoint, neo4j_address: str) -> None:
    with closing(open_store(neo4j_address)) as store:
        store.save_scenario(ONE)
    found = neo4j_server.ask(
        "MATCH (s:Scenario) RETURN s.id AS id, s.changes AS changes, COUNT { (s)--() } AS joined"
    )
    assert found == [{"id": "one", "changes": '[{"fail":{"of":["a"]}}]', "joined": 0}]
