"""A shared store that goes away while somebody looks at its map, and comes back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

import httpx
import pytest
from playwright.sync_api import Locator, expect

from graphmap.api import watch
from graphmap.api.app import create_app
from graphmap.ingest import ImportOptions, run_import
from graphmap.store import open_store
from tests.api.running import running
from tests.browser.explorer import PHONE, WIDE, Explorer
from tests.cli.running import SAMPLESHIRE
from tests.store.away import AwayStore


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[AwayStore]:
    behind = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    report = run_import(behind, str(SAMPLESHIRE), ImportOptions(source="sampleshire", fictional=True))
    assert not report.refused, list(report.lines())
    yield AwayStore(behind, tmp_path / "remembered")
    behind.close()


@pytest.fixture
def address(shared: AwayStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the map of the shared store is served."""
    monkeypatch.setattr(watch, "EVERY", 0.05)
    monkeypatch.setattr(watch, "RETRY_MOST", 0.05)
    with running(create_app(shared)) as address:  # type: ignore[arg-type]
        yield address


def wait_until(address: str, *, ready: bool) -> None:
    while httpx.get(f"{address}/health/ready").is_success is not ready:
        sleep(0.05)


def banner(explorer: Explorer) -> Locator:
    return explorer.page.get_by_role("status").filter(has_text="The store is away")


def test_the_last_map_is_shown_and_says_so_until_the_store_is_back(
    tab: Callable[..., Explorer], shared: AwayStore, address: str
) -> None:
    explorer = tab(address=address)
    explorer.page.clock.install()
    explorer.open("#/organisation/SA1")
    expect(banner(explorer)).to_have_count(0)
    expect(explorer.table("Evidence")).to_be_visible()
    shared.leave()
    wait_until(address, ready=False)
    explorer.open("#/organisation/SA2")
    expect(banner(explorer)).to_have_text(
        re.compile(
            r"^\s*The store is away since \d\d:\d\d\.\s+Answers are from its revision 1, confirmed less than a minute ago\. "
            r"Claims and imports cannot be shown\.\s*$"
        )
    )
    assert explorer.title == "Vale General Hospital NHS Trust"
    expect(explorer.page.get_by_text("What each source says about this organisation can be")).to_be_visible()
    shared.come_back()
    wait_until(address, ready=True)
    explorer.page.clock.fast_forward(15_000)
    expect(banner(explorer)).to_have_count(0)
    expect(explorer.table("Evidence")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_view_holds_without_the_store(
    tab: Callable[..., Explorer], shared: AwayStore, address: str, size: dict[str, int]
) -> None:
    wait_until(address, ready=True)
    shared.leave()
    wait_until(address, ready=False)
    explorer = tab(size, address)
    for place in (
        "#/",
        "#/route/referral/SA1/SA2",
        "#/what-if",
        "#/fixes/referral",
        "#/sources",
        "#/organisation/SA1",
        "#/system/SA1-stork",
    ):
        explorer.open(place)
        expect(banner(explorer)).to_be_visible()
        expect(explorer.page.get_by_role("alert")).to_have_count(0)
        assert explorer.violations() == []
        assert explorer.overflow() <= 0
    expect(explorer.page.get_by_role("heading", name="Evidence")).to_be_visible()
    sentence = explorer.page.get_by_text("What each source says about this system can be shown again")
    sentence.scroll_into_view_if_needed()


def test_saved_scenarios_say_that_the_store_is_away_and_come_back_with_it(
    tab: Callable[..., Explorer], shared: AwayStore, address: str
) -> None:
    wait_until(address, ready=True)
    shared.leave()
    wait_until(address, ready=False)
    explorer = tab(address=address)
    explorer.page.clock.install()
    explorer.open("#/what-if?changes=%5B%7B%22fail%22:%7B%22of%22:%5B%22service:E_RS%22%5D%7D%7D%5D")
    expect(explorer.page.get_by_role("main")).to_contain_text(
        "The store is away, which alone knows what is saved."
    )
    explorer.page.get_by_role("button", name="Save these changes").click()
    explorer.page.get_by_label("Name", exact=True).fill("Without e-RS")
    explorer.page.get_by_role("button", name="Save", exact=True).click()
    alert = explorer.page.get_by_role("alert").filter(has_text="Not saved.")
    expect(alert).to_contain_text("Nothing can be saved or deleted until the store can be written")
    shared.come_back()
    wait_until(address, ready=True)
    explorer.page.get_by_role("button", name="Save", exact=True).click()
    expect(explorer.table("Saved scenarios")).to_contain_text("Without e-RS")
    explorer.settled()  # with what the room asks anew, or that would be asked of a service that has ended
