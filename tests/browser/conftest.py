"""One service with Sampleshire for all tests of a worker, a browser for each module, a tab for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.explorer import WIDE, Explorer
from tests.cli.serving import serving
from tests.conftest import TODAY

STATIC = Path(__file__).parents[2] / "graphmap" / "api" / "static"
PICTURES = Path(__file__).parents[2] / "web" / "test-results"


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the real service with a store of its own."""
    assert (STATIC / "index.html").is_file(), "the explorer is not built: make explorer"
    store = f"sqlite:///{tmp_path_factory.mktemp('browser') / 'sampleshire.db'}"
    with serving(
        "demo", "--fictional", "--store", store, "--port", 0, environment={"GRAPHMAP_TODAY": TODAY}
    ) as process:
        yield process.address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as on a desktop without a graphics card: no WebGL, nothing fetched in the background.

    It ends with the module: while it lives its event loop runs in this thread, and other tests need one of their own.
    """
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "there is no Chromium: scripts/setup-system.sh installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=[
                "--no-sandbox",
                "--disable-software-rasterizer",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser, service: str, request: pytest.FixtureRequest) -> Iterator[Callable[..., Explorer]]:
    """Makes tabs of a given size. Whatever must never happen in one fails the test; a picture is kept of each."""
    made: list[Explorer] = []
    contexts = []

    def make(size: dict[str, int] = WIDE, address: str = service, **settings: object) -> Explorer:
        context = browser.new_context(viewport=size, locale="en-GB", **settings)  # type: ignore[arg-type]
        contexts.append(context)
        explorer = Explorer(context.new_page(), address)
        made.append(explorer)
        return explorer

    yield make
    PICTURES.mkdir(parents=True, exist_ok=True)
    for number, explorer in enumerate(made):
        name = "".join(sign if sign.isalnum() else "-" for sign in request.node.name)
        explorer.page.screenshot(path=PICTURES / f"{name}-{number}.png")
    for context in contexts:
        context.close()
    assert [fault for explorer in made for fault in explorer.faults] == []


@pytest.fixture
def explorer(tab: Callable[..., Explorer]) -> Explorer:
    """A tab of a desktop."""
    return tab()
