"""The Neo4j versions that tests run on, and the trouble that keeps one from starting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class ServerMissing(Exception):
    """No server can be had here; the message says what is missing and what to install or set."""


@dataclass(frozen=True)
class Version:
    """A release of Neo4j Community, and what it takes to start it."""

    number: str
    entry_point: str
    """Class that starts the server."""
    oldest_java: int
    tested_java: tuple[int, ...]
    """Java versions that its makers test it on, best first; any other new enough one is taken last."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """What this version must be told besides what every server is."""

    @property
    def image(self) -> str:
        """The official image of its series."""
        return "neo4j:" + ".".join(self.number.split(".")[:2])


LONG_TERM = Version("5.26.25", "org.neo4j.server.CommunityEntryPoint", 17, (17, 21))
NEWEST = Version(
    "2026.09.0",
    "org.neo4j.server.Neo4jCommunity",
    21,
    (21, 25),
    {"dbms.fleet_manager.enabled": "false", "server.fleet_discovery.enabled": "false"},
)
