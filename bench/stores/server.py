"""A Neo4j server to measure: the one given to the tests by environment, else one of its own with more memory than theirs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.neo4j_server.endpoint import Endpoint
from tests.neo4j_server.provide import given, shared_server
from tests.neo4j_server.server import Server
from tests.neo4j_server.versions import LONG_TERM

HEAP = "2g"
PAGE_CACHE = "1g"
_FOR_TESTS = ("-Xmx", "-XX:TieredStopAtLevel", "-XX:+UseSerialGC")
"""Options that spare short tests work, and would slow a long run down."""


_COLLECTOR = "-XX:+UseParallelGC"
"""A load is work in one go, whose pauses nobody waits for. M took 99 s with it and 108 s without, in one run each."""


class MeasuredServer(Server):
    """A server from its jars, with every compiler and the collector that suits a load."""

    def __init__(self) -> None:
        super().__init__(
            replace(LONG_TERM, settings={**LONG_TERM.settings, "server.memory.pagecache.size": PAGE_CACHE})
        )
        program, *options = self._java
        kept = [option for option in options if not option.startswith(_FOR_TESTS)]
        self._java = [program, f"-Xms{HEAP}", f"-Xmx{HEAP}", _COLLECTOR, *kept]


@contextmanager
def running() -> Iterator[Endpoint]:
    """A server that answers and is empty. Raises `ServerMissing`, which says what to install, where there is none."""
    server = shared_server() if given() else MeasuredServer()
    if isinstance(server, MeasuredServer):
        server.start()
    try:
        with server.emptied():
            yield server
    finally:
        if isinstance(server, MeasuredServer):
            server.remove()
