"""Fixtures that give a test a real Neo4j server. A server is started when the first test asks for it.

One server a test process is shared by all tests that leave it running; those that end one, or want the newest version,
get their own, which ends with the module.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.neo4j_server.endpoint import Endpoint
from tests.neo4j_server.own import OwnServer
from tests.neo4j_server.provide import (
    no_newest_server,
    no_own_server,
    own_server,
    shared_server,
)
from tests.neo4j_server.versions import LONG_TERM, NEWEST, ServerMissing, Version

# Fixtures whose tests are left out, with the reason printed, where a machine cannot have their server; see the decision.
_WHY_NOT = {"neo4j_newest_server": no_newest_server, "neo4j_own_server": no_own_server}


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Endpoint]:
    """The shared server: one for all tests of this process. Use its `emptied()` in fixtures of a wider scope."""
    with _failing_if_missing():
        server = shared_server()
    yield server
    if isinstance(server, OwnServer):
        server.remove()


@pytest.fixture
def neo4j_address(neo4j_server: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of the shared server, with no node in it, and with the settings that lead graphmap into it."""
    with neo4j_server.emptied() as address, _lent_to_test(neo4j_server, monkeypatch):
        yield address


@pytest.fixture
def neo4j_own_server(_own_server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnServer]:
    """A running, empty server that the test may stop, kill and start again; settings as for `neo4j_address`."""
    with _running(_own_server), _lent_to_test(_own_server, monkeypatch):
        yield _own_server


@pytest.fixture
def neo4j_newest_server(_newest_server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnServer]:
    """The like of the newest version of Neo4j."""
    with _running(_newest_server), _lent_to_test(_newest_server, monkeypatch):
        yield _newest_server


@pytest.fixture(scope="module")
def _own_server() -> Iterator[OwnServer]:
    yield from _for_module(LONG_TERM)


@pytest.fixture(scope="module")
def _newest_server() -> Iterator[OwnServer]:
    yield from _for_module(NEWEST)


def _for_module(version: Version) -> Iterator[OwnServer]:
    with _failing_if_missing():
        server = own_server(version)
    yield server
    server.remove()


@contextmanager
def _failing_if_missing() -> Iterator[None]:
    try:
        yield
    except ServerMissing as problem:
        raise pytest.fail.Exception(str(problem), pytrace=False) from None


@contextmanager
def _running(server: OwnServer) -> Iterator[None]:
    if not server.running:
        with _failing_if_missing():
            server.start()
    with server.emptied():
        yield


@contextmanager
def _lent_to_test(server: Endpoint, environment: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in server.environment.items():
        environment.setenv(name, value)
    state = random.getstate()
    yield
    # The driver takes routes and pauses from it; a test that does is still seen by those that use no server.
    random.setstate(state)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here, and say so at the end."""
    for fixture, reason in _WHY_NOT.items():
        asking = [item for item in items if fixture in getattr(item, "fixturenames", ())]
        if asking and reason():
            config.hook.pytest_deselected(items=asking)
            items[:] = [item for item in items if item not in asking]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that this machine cannot run, whichever were asked for: test processes collect, and this one prints."""
    for fixture, reason in _WHY_NOT.items():
        if why := reason():
            terminalreporter.write_line(f"NOT RUN: tests with {fixture}: {why}", yellow=True)
