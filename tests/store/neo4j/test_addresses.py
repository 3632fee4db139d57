"""Addresses, settings and servers that will not do: each says what is wrong and what to do, and changes nothing."""

from __future__ import annotations

from contextlib import closing

import pytest

from graphmap.model.errors import StoreUnavailable, UsageError
from graphmap.store import open_store
from graphmap.store.neo4j.schema import VERSION
from graphmap.store.neo4j.settings import Settings
from tests.neo4j_server.endpoint import Endpoint
from tests.store.neo4j.story import before, say, visible

NOWHERE = "bolt://127.0.0.1:1"


@pytest.mark.parametrize(
    ("address", "remedy"),
    [
        ("neo4j://me:secret@host:7687", "GRAPHMAP_NEO4J_PASSWORD"),
        ("neo4j://host:7687/map", "GRAPHMAP_NEO4J_DATABASE"),
        ("neo4j://:7687", "neo4j://host:7687"),
        ("neo4j://host:seven", "neo4j://host:7687"),
        ("neo5j://host:7687", "neo4j://host:7687"),
    ],
)
def test_a_malformed_address_is_wrong_usage(address: str, remedy: str) -> None:
    with pytest.raises(UsageError, match=remedy) as wrong:
        open_store(address)
    assert "secret" not in str(wrong.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE", "no such; name"),
        ("TRUST", "/no/such/file.pem"),
        ("POOL_SIZE", "many"),
        ("CONNECT_TIMEOUT", "0"),
        ("RETRY_TIME", "-1"),
        ("TRANSACTION_TIMEOUT", "nan"),
        ("LEASE", "1e9"),
    ],
)
def test_a_malformed_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"GRAPHMAP_NEO4J_{name}", value)
    with pytest.raises(UsageError, match=f"GRAPHMAP_NEO4J_{name}"):
        open_store(NOWHERE)


@pytest.mark.parametrize(
    ("address", "trust", "encrypted"),
    [
        ("neo4j://host", "system", None),
        ("neo4j+s://host", "all", None),
        ("bolt://host", "all", True),
    ],
)
def test_tls_is_switched_on_by_the_scheme_or_by_whom_to_trust(
    address: str, trust: str, encrypted: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHMAP_NEO4J_TRUST", trust)
    assert Settings.from_environment(address).driver().get("encrypted") is encrypted


def test_a_server_that_does_not_answer_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreUnavailable, match=f"{NOWHERE} does not answer"):
        open_store(NOWHERE)


def test_a_store_that_may_be_away_opens_and_raises_when_it_is_asked() -> None:
    with closing(open_store(NOWHERE, may_be_away=True)) as store:
        assert store.remote
        assert store.remembered() is None
        with pytest.raises(StoreUnavailable, match="does not answer"):
            store.revision()
        with pytest.raises(StoreUnavailable, match="does not answer"), store.reading():
            pass


def test_a_wrong_password_is_told_from_a_server_that_is_away(
    neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHMAP_NEO4J_PASSWORD", "not this one")
    with pytest.raises(StoreUnavailable, match="refuses the user 'neo4j': set GRAPHMAP_NEO4J_USER"):
        open_store(neo4j_address, may_be_away=True)


def test_a_database_that_is_not_there_is_named(neo4j_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHMAP_NEO4J_DATABASE", "elsewhere")
    with pytest.raises(StoreUnavailable, match=r"elsewhere.*GRAPHMAP_NEO4J_DATABASE"):
        open_store(neo4j_address)


def test_a_store_that_is_not_there_is_not_made_by_who_only_reads(
    neo4j_server: Endpoint, neo4j_address: str
) -> None:
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreUnavailable, match=r"There is no store at .*: import something first"):
            open_store(neo4j_address, **options)
    assert neo4j_server.ask("MATCH (n) RETURN count(n) AS nodes") == [{"nodes": 0}]


def test_a_database_with_something_else_in_it_is_left_alone(
    neo4j_server: Endpoint, neo4j_address: str
) -> None:
    neo4j_server.ask("CREATE (:Film {title: 'Brief Encounter'})")
    with pytest.raises(StoreUnavailable, match="holds 1 nodes of something else"):
        open_store(neo4j_address)
    assert neo4j_server.ask("MATCH (n) RETURN labels(n) AS labels") == [{"labels": ["Film"]}]


def test_an_older_store_is_brought_up_to_date_and_a_newer_one_refused(
    neo4j_server: Endpoint, neo4j_address: str
) -> None:
    with closing(open_store(neo4j_address)) as store:
        say(store, before())
    seen = visible(neo4j_address)
    neo4j_server.ask("DROP INDEX graphmap_claim")
    neo4j_server.ask("MATCH (g:Graphmap) SET g.version = 0")
    with closing(open_store(neo4j_address)) as store:
        assert store.identity().schema_version == VERSION
    assert neo4j_server.ask("SHOW INDEXES YIELD name, state WHERE name = 'graphmap_claim' RETURN state") == [
        {"state": "ONLINE"}
    ]
    assert visible(neo4j_address) == seen
    neo4j_server.ask("MATCH (g:Graphmap) SET g.version = $version", version=VERSION + 1)
    with pytest.raises(StoreUnavailable, match="made by a newer graphmap"):
        open_store(neo4j_address)


def test_a_routing_address_works_against_a_single_server(neo4j_address: str) -> None:
    routing = neo4j_address.replace("bolt", "neo4j", 1)
    with closing(open_store(routing)) as store:
        say(store, before())
        with store.reading() as reader:
            assert reader.revision == store.revision() == 1
    assert visible(neo4j_address) == visible(routing)


def test_a_store_opened_for_reading_only_is_not_written(neo4j_address: str) -> None:
    with closing(open_store(neo4j_address)) as store:
        say(store, before())
    seen = visible(neo4j_address)
    with closing(open_store(neo4j_address, read_only=True)) as store:
        for write in (lambda: say(store, []), lambda: store.retract("survey"), store.recover):
            with pytest.raises(StoreUnavailable, match="reading only"):
                write()
    assert visible(neo4j_address) == seen
