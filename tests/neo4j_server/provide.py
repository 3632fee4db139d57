"""Where tests get their server: one that is given, else the official image where Docker runs, else Maven's jars."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests.neo4j_server.docker import DockerServer, docker_runs, pull
from tests.neo4j_server.endpoint import Endpoint
from tests.neo4j_server.jars import cache_folder, exclusive, jars, maven
from tests.neo4j_server.java import java
from tests.neo4j_server.own import OwnServer
from tests.neo4j_server.server import Server
from tests.neo4j_server.versions import LONG_TERM, NEWEST, ServerMissing, Version

_GIVEN = "GRAPHMAP_TEST_NEO4J_"
_MARK = "graphmap_tests_may_delete"


class GivenServer(Endpoint):
    """The server of GRAPHMAP_TEST_NEO4J_URI, which every test process shares, one test at a time."""

    def __init__(self) -> None:
        user, password = os.environ.get(f"{_GIVEN}USER", "neo4j"), os.environ.get(f"{_GIVEN}PASSWORD", "")
        super().__init__(os.environ[f"{_GIVEN}URI"], user, password, os.environ.get(f"{_GIVEN}DATABASE"))
        name = hashlib.sha256(f"{self.uri} {self.database}".encode()).hexdigest()[:16]
        self._lock = cache_folder() / f"given-{name}.lock"
        with exclusive(self._lock):
            self._see_that_it_is_for_tests()

    @contextmanager
    def emptied(self) -> Iterator[str]:
        with exclusive(self._lock), super().emptied() as address:
            yield address

    def _see_that_it_is_for_tests(self) -> None:
        """Refuse a database that somebody has filled; remember one that was found empty by a constraint in it."""
        if self.ask("SHOW CONSTRAINTS YIELD name WHERE name = $mark", mark=_MARK):
            return
        if self.ask("MATCH (n) RETURN n LIMIT 1"):
            raise ServerMissing(
                f"{self.uri} is not empty, and tests delete everything there: give them another server"
            )
        self.ask(f"CREATE CONSTRAINT {_MARK} FOR (n:GraphmapTests) REQUIRE n.id IS UNIQUE")


def given() -> bool:
    """Whether the environment names a server for the tests."""
    return bool(os.environ.get(f"{_GIVEN}URI"))


def shared_server() -> Endpoint:
    """The server that tests share which leave it running; started if it is the tests' own.

    Raises `ServerMissing`, saying what to install, when there is no way to one.
    """
    if given():
        return GivenServer()
    server = own_server(LONG_TERM)
    server.start()
    return server


def own_server(version: Version) -> OwnServer:
    """A server to do anything with, not started yet. Raises `ServerMissing` as above."""
    return DockerServer(version) if docker_runs() else Server(version)


def no_newest_server() -> str | None:
    """Why tests on the newest version cannot run here; None when they can, or must fail for another reason."""
    if java(NEWEST.oldest_java) or docker_runs():
        return no_own_server()
    return f"Neo4j {NEWEST.number} needs Java {NEWEST.oldest_java} or newer, and there is none here"


def no_own_server() -> str | None:
    """Why tests that end a server cannot run beside a given one; None when they can, or must fail since none is given."""
    if not given() or docker_runs():
        return None
    try:
        maven()
    except ServerMissing:
        return "the given Neo4j server will not do for them, and to start one Java or Maven is missing here"
    return None


def fetch() -> None:
    """Fetch what the tests of this machine will start, so that no test's time is spent on it."""
    for version, reason in ((LONG_TERM, no_own_server()), (NEWEST, no_newest_server())):
        if reason is None and docker_runs():
            pull(version)
        elif reason is None:
            jars(version)
