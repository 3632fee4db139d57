"""What is set by environment for a Neo4j store; docs/reference/neo4j.md lists it all."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from neo4j import TrustAll, TrustCustomCAs

from graphmap import __version__
from graphmap.model.errors import UsageError

PREFIX = "GRAPHMAP_NEO4J_"
_NUMBERS = {
    "POOL_SIZE": 20.0,
    "CONNECT_TIMEOUT": 5.0,
    "RETRY_TIME": 15.0,
    "TRANSACTION_TIMEOUT": 120.0,
    "LEASE": 30.0,
}
_DATABASE = re.compile(r"[A-Za-z][A-Za-z0-9.-]{2,62}")


@dataclass(frozen=True)
class Settings:
    """How to reach one database of one server or cluster. Times are in seconds."""

    address: str
    user: str
    password: str
    database: str | None
    """None: the user's home database."""
    pool_size: int
    connect_timeout: float
    retry_time: float
    """How long a transaction that failed for a passing reason is tried again."""
    transaction_timeout: float
    lease: float
    """How long the right to write stays with a process from which nothing more is heard."""
    trust: str
    """`system`, `all`, or the path of a file of certificates."""

    @classmethod
    def from_environment(cls, address: str) -> Settings:
        """Read the settings. Raises `UsageError` for what is malformed, with the remedy."""
        _check_address(address)
        database = os.environ.get(f"{PREFIX}DATABASE") or None
        if database is not None and not _DATABASE.fullmatch(database):
            raise UsageError(f"{PREFIX}DATABASE is {database!r}, which is no name of a Neo4j database")
        trust = os.environ.get(f"{PREFIX}TRUST") or "system"
        if trust not in ("system", "all") and not Path(trust).is_file():
            raise UsageError(
                f"{PREFIX}TRUST is {trust!r}: give `system`, `all` or the path of a file of certificates"
            )
        numbers = {name: _number(name, default) for name, default in _NUMBERS.items()}
        return cls(
            address=address,
            user=os.environ.get(f"{PREFIX}USER") or "neo4j",
            password=os.environ.get(f"{PREFIX}PASSWORD", ""),
            database=database,
            pool_size=max(2, int(numbers["POOL_SIZE"])),
            connect_timeout=numbers["CONNECT_TIMEOUT"],
            retry_time=numbers["RETRY_TIME"],
            transaction_timeout=numbers["TRANSACTION_TIMEOUT"],
            lease=numbers["LEASE"],
            trust=trust,
        )

    @property
    def place(self) -> str:
        """The database in words, for messages."""
        return f"{self.address} (database {self.database})" if self.database else self.address

    def driver(self) -> dict[str, Any]:
        """The options of the driver."""
        options: dict[str, Any] = {
            "auth": (self.user, self.password) if self.password else None,
            "connection_timeout": self.connect_timeout,
            "connection_acquisition_timeout": self.connect_timeout + self.retry_time,
            "max_connection_pool_size": self.pool_size,
            "max_transaction_retry_time": self.retry_time,
            "notifications_min_severity": "OFF",
            "telemetry_disabled": True,
            "user_agent": f"graphmap/{__version__}",
        }
        if "+" not in urlsplit(self.address).scheme and self.trust != "system":
            options["encrypted"] = True
            options["trusted_certificates"] = (
                TrustAll() if self.trust == "all" else TrustCustomCAs(self.trust)
            )
        return options


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    if "@" in parts.netloc:
        raise UsageError(
            f"Leave user and password out of the address of the store: set {PREFIX}USER and {PREFIX}PASSWORD"
        )
    if parts.path.strip("/") or parts.fragment:
        raise UsageError(
            f"Leave the database out of the address of the store: set {PREFIX}DATABASE, and give "
            f"{parts.scheme}://{parts.netloc}"
        )
    try:
        named = parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
    if not named:
        raise UsageError(f"{address!r} is no address of a Neo4j server: write neo4j://host:7687")


def _number(name: str, default: float) -> float:
    given = os.environ.get(f"{PREFIX}{name}")
    if not given:
        return default
    try:
        number = float(given)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e6:
        raise UsageError(f"{PREFIX}{name} is {given!r}: give a number greater than 0")
    return number
