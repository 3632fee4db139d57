"""What holds for every test: one fixed day, nobody's real store, data or cache folder, and no state left behind."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Hashable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from graphmap.store import open_store
from graphmap.store.base import Store
from tests.neo4j_server.jars import CACHE_SETTING, cache_folder
from tests.stores import STORES, Fresh

pytest_plugins = ["tests.neo4j_server.fixtures"]

TODAY = "2026-11-22"

# Same examples at every run, so that a red build is red again; no deadlines, since a busy machine proves nothing.
# Deeper and different each time: pytest --hypothesis-profile=deep
settings.register_profile(
    "default", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "deep", parent=settings.get_profile("default"), derandomize=False, max_examples=5_000
)
settings.load_profile("default")

_session = tempfile.TemporaryDirectory(prefix="graphmap-tests-", ignore_cleanup_errors=True)
_numbers = count()


def _isolate(environment: pytest.MonkeyPatch) -> None:
    """Fix today, forget every other setting of graphmap, and point the user's data and cache folders at empty places."""
    for name in [name for name in os.environ if name.startswith("GRAPHMAP_")]:
        if not name.startswith("GRAPHMAP_TEST_"):  # they tell the tests, not graphmap, where to find a server
            environment.delenv(name)
    environment.setenv("GRAPHMAP_TODAY", TODAY)
    # platformdirs asks for these on Linux and on macOS; the folders are made by whoever writes to them.
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        environment.setenv(name, str(Path(_session.name) / str(next(_numbers))))


def pytest_configure(config: pytest.Config) -> None:
    """Isolate fixtures of a wider scope, and modules at import, as well."""
    environment = pytest.MonkeyPatch()
    # Found out while the environment is the user's own; test processes inherit it.
    environment.setenv(CACHE_SETTING, str(cache_folder()))
    _isolate(environment)
    config.add_cleanup(environment.undo)
    config.add_cleanup(_session.cleanup)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long and cannot be split, so that no process is left alone with it at the end."""
    long = {"packaging", "browser", "generative", "neo4j"}
    items.sort(key=lambda item: long.isdisjoint(item.path.relative_to(Path(__file__).parent).parts))


@pytest.fixture(autouse=True)
def isolated() -> Iterator[None]:
    """A fresh environment for each test; a test that leaves global state changed fails for it.

    It is set up first and taken down last, so what a test's own `monkeypatch` changed is back by then.
    """
    with pytest.MonkeyPatch.context() as environment:
        _isolate(environment)
        before = _global_state()
        yield
        changed = {name for name, _ in before.items() ^ _global_state().items()}
    if changed:
        pytest.fail(f"the test left changed: {', '.join(sorted(changed))}", pytrace=False)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """See `tests.stores.on_every_store`."""
    if metafunc.definition.get_closest_marker("on_every_store") and "kind_of_store" in metafunc.fixturenames:
        metafunc.parametrize("kind_of_store", STORES)


@pytest.fixture
def kind_of_store() -> str:
    """The kind of the stores of a test, by its name in `tests.stores`; `on_every_store` gives others."""
    return "sqlite"


@pytest.fixture
def fresh(kind_of_store: str, request: pytest.FixtureRequest) -> Fresh:
    """Gives the address of a place without a store."""
    return STORES[kind_of_store](request)


@pytest.fixture
def store(fresh: Fresh) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(fresh())
    yield opened
    opened.close()


def _global_state() -> dict[str, Hashable]:
    """Environment, working directory and the shared random state (take `random.Random(seed)` instead)."""
    state: dict[str, Hashable] = {
        f"environment variable {name}": value
        for name, value in os.environ.items()
        if name != "PYTEST_CURRENT_TEST"
    }
    return {**state, "working directory": Path.cwd(), "random": random.getstate()}
