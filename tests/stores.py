"""The stores that keep the protocol. A new one joins the suite by a line here."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.neo4j_server.endpoint import Endpoint

Fresh = Callable[[], str]
"""Gives the address of a place without a store. What it gave before may be gone: a server has one place."""


_numbers = count()


def _files(request: pytest.FixtureRequest) -> Fresh:
    folder: Path = request.getfixturevalue("tmp_path")
    return lambda: f"sqlite:///{folder}/store-{next(_numbers)}.db"


def _server(request: pytest.FixtureRequest) -> Fresh:
    address: str = request.getfixturevalue("neo4j_address")
    server: Endpoint = request.getfixturevalue("neo4j_server")

    def fresh() -> str:
        server.empty()
        return address

    return fresh


STORES: dict[str, Callable[[pytest.FixtureRequest], Fresh]] = {"sqlite": _files, "neo4j": _server}
"""How a test gets places for each kind of store."""

on_every_store = pytest.mark.on_every_store
"""Runs a test that uses the fixtures of `tests.conftest` once on each kind of store; others run on the embedded one."""
