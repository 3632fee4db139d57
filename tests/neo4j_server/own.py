"""What a server of the tests' own can do, wherever it comes from: end, even by violence, and start again on its data."""

from __future__ import annotations

import secrets
import socket
import time
from abc import ABC, abstractmethod

from neo4j.exceptions import DriverError, Neo4jError

from tests.neo4j_server.endpoint import Endpoint
from tests.neo4j_server.versions import ServerMissing, Version

HEAP = "512m"
PATIENCE = 200
"""Seconds after which a server that does not answer is given up: five will do on an idle machine, not on a busy one."""

# Below the ports that kernels give to outgoing connections: none of those may take the port while the server is away.
_PORTS = range(20_000, 32_000)


class OwnServer(Endpoint, ABC):
    """A server whose port, password and data stay the same from start to start, until `remove`."""

    def __init__(self, version: Version) -> None:
        self.port = _free_port()
        super().__init__(f"bolt://127.0.0.1:{self.port}", "neo4j", secrets.token_hex(16))
        self.version = version

    def start(self) -> None:
        """Start it, on the data that it had, and wait until it has answered a query.

        Raises `ServerMissing`, with what the server said, when it ends or does not answer in `PATIENCE`.
        """
        self._launch()
        deadline = time.monotonic() + PATIENCE
        trouble: Exception | None = None
        while self.running and time.monotonic() < deadline:
            try:
                self.ask("RETURN 1")
            except (DriverError, Neo4jError, OSError) as problem:
                trouble = problem
                time.sleep(0.2)
            else:
                return
        state = f"did not answer ({trouble})" if self.running else "ended"
        said = self.output
        self.kill()
        raise ServerMissing(f"Neo4j {self.version.number} {state}; it said:\n{said}")

    @abstractmethod
    def _launch(self) -> None: ...

    @property
    @abstractmethod
    def running(self) -> bool:
        """Whether it runs; a server that ended by itself does not."""

    @property
    @abstractmethod
    def output(self) -> str:
        """The end of what it printed and logged, for people who wonder why it does not start."""

    @abstractmethod
    def stop(self) -> None:
        """Shut it down in good order, and wait for its end."""

    @abstractmethod
    def kill(self) -> None:
        """End it at once, as a power cut would, and wait for its end."""

    @abstractmethod
    def remove(self) -> None:
        """End it and delete what it kept."""


def _free_port() -> int:
    while True:
        port = _PORTS.start + secrets.randbelow(len(_PORTS))
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)):
                return port
