"""Scenarios that are saved in the What if room, found again there, compared, deleted and brought back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import expect

from graphmap.api.app import create_app
from graphmap.ingest import ImportOptions, run_import
from graphmap.store import open_store
from tests.api.running import running
from tests.browser.explorer import PHONE, Explorer
from tests.cli.running import SAMPLESHIRE

# Of the trusts only SA1 reaches another with a referral, through e-RS; that stops with it. SA7 is to be linked later.
WITHOUT_E_RS = [{"fail": {"of": ["deployment:service:E_RS"]}}]
SA7_NOW = [{"bringForward": {"fact": "link:service:E_RS|SA7-arden|referral|ERS-R4@1|"}}]


def place(changes: list[dict[str, dict[str, object]]]) -> str:
    return f"#/what-if?changes={quote(json.dumps(changes, separators=(',', ':')))}"


def stored(path: Path) -> str:
    """The address of a store with Sampleshire and no saved scenario."""
    address = f"sqlite:///{path}"
    store = open_store(address)
    assert not run_import(
        store, str(SAMPLESHIRE), ImportOptions(source="sampleshire", fictional=True)
    ).refused
    store.close()
    return address


@pytest.fixture
def own(tab: Callable[..., Explorer], tmp_path: Path) -> Iterator[Callable[..., Explorer]]:
    """Makes tabs on a store of the test's own, as what is saved outlives a tab."""
    store = open_store(stored(tmp_path / "map.db"))
    with running(create_app(store)) as address:
        yield lambda **settings: tab(address=address, **settings)
    store.close()


def save(explorer: Explorer, name: str, owner: str = "", about: str = "") -> None:
    explorer.page.get_by_role("button", name="Save these changes").click()
    form = explorer.page.get_by_role("form", name="Save these changes")
    expect(form.get_by_label("Name", exact=True)).to_be_focused()
    form.get_by_label("Name", exact=True).fill(name)
    form.get_by_label(re.compile("^Whose it is")).fill(owner)
    form.get_by_label(re.compile("^What it is about")).fill(about)
    form.get_by_role("button", name="Save", exact=True).click()
    explorer.settled()


def saved(explorer: Explorer) -> list[list[str]]:
    return [row[:3] for row in explorer.rows("Saved scenarios")]


def test_a_room_with_nothing_saved_says_how_to_save(own: Callable[..., Explorer]) -> None:
    explorer = own().open("#/what-if")
    expect(explorer.page.get_by_role("region", name="What is saved")).to_contain_text(
        "None is saved yet. Suppose changes above, then choose “Save these changes”"
    )
    assert explorer.violations() == []


def test_what_is_saved_is_found_in_the_list_and_opens_with_its_changes(own: Callable[..., Explorer]) -> None:
    explorer = own().open(place(WITHOUT_E_RS))
    save(explorer, "Without e-RS", "Regional digital team", "If the hub stops")
    expect(explorer.page.get_by_text("Saved as “Without e-RS”.")).to_be_visible()
    assert saved(explorer) == [["Without e-RS If the hub stops", "Regional digital team", "1"]]
    assert "saved=without-e-rs" in explorer.place

    another = own().open("#/what-if")
    another.page.get_by_role("link", name="Without e-RS").click()
    another.settled()
    assert another.answer.startswith(
        "With this change, no pairs would start to exchange on record and 1 pair"
    )
    expect(another.page.get_by_role("heading", level=1)).to_be_focused()
    expect(another.page.get_by_text("As saved in “Without e-RS” (Regional digital team)")).to_be_visible()
    assert (
        json.loads(another.page.evaluate("new URLSearchParams(location.hash.split('?')[1]).get('changes')"))
        == WITHOUT_E_RS
    )
    assert another.violations() == []


def test_changes_to_what_was_opened_are_saved_over_it_or_as_another(own: Callable[..., Explorer]) -> None:
    explorer = own().open(place(WITHOUT_E_RS))
    save(explorer, "Without e-RS", "A", "B")
    explorer.open(place([*WITHOUT_E_RS, *SA7_NOW]) + "&saved=without-e-rs")
    expect(explorer.page.get_by_text("Opened from, and changed since: “Without e-RS” (A): B")).to_be_visible()
    # A plan that a fix names by its key is called what people call it.
    expect(explorer.page.get_by_role("region", name="Supposed, one after the other")).to_contain_text(
        "Bring forward e-Referral Service (fictional deployment) to Arden EPR for referral"
    )
    explorer.page.get_by_role("button", name="Save these changes").click()
    form = explorer.page.get_by_role("form", name="Save these changes")
    expect(form.get_by_label("Name", exact=True)).to_have_value("Without e-RS")
    form.get_by_role("button", name="Save over “Without e-RS”").click()
    explorer.settled()
    assert saved(explorer) == [["Without e-RS B", "A", "2"]]

    explorer.page.get_by_role("button", name="Save these changes").click()
    form.get_by_label("Name", exact=True).fill("Both")
    form.get_by_role("button", name="Save as another one").click()
    explorer.settled()
    assert [row[0] for row in saved(explorer)] == ["Both B", "Without e-RS B"]


def test_a_deleted_scenario_is_asked_about_first_and_can_be_brought_back(
    own: Callable[..., Explorer],
) -> None:
    explorer = own().open(place(WITHOUT_E_RS))
    save(explorer, "Without e-RS", "A", "B")
    keyboard = explorer.page.keyboard
    explorer.page.get_by_role("button", name=re.compile("^Delete ?: Without e-RS")).focus()
    keyboard.press("Enter")
    expect(explorer.page.get_by_role("button", name=re.compile("^Delete it ?: Without e-RS"))).to_be_focused()
    assert explorer.violations() == []
    explorer.page.get_by_role("button", name="Keep it").click()
    expect(explorer.page.get_by_role("button", name=re.compile("^Delete ?: Without e-RS"))).to_be_focused()
    keyboard.press("Enter")
    keyboard.press("Enter")
    undo = explorer.page.get_by_role("button", name=re.compile("^Undo ?: save “Without e-RS” again"))
    expect(undo).to_be_focused()
    expect(explorer.page.get_by_text("None is saved yet")).to_be_visible()
    keyboard.press("Enter")
    explorer.settled()
    assert saved(explorer) == [["Without e-RS B", "A", "1"]]
    expect(undo).to_have_count(0)


def test_one_that_is_based_on_another_opens_with_both_and_keeps_that_one(
    own: Callable[..., Explorer],
) -> None:
    explorer = own().open(place(WITHOUT_E_RS))
    save(explorer, "Without e-RS")
    made = httpx.post(
        f"{explorer.address}/graphql",
        json={
            "query": "mutation ($input: SaveScenarioInput!) { saveScenario(input: $input) { id } }",
            "variables": {"input": {"name": "And SA7", "changes": SA7_NOW, "basedOn": ["without-e-rs"]}},
        },
    )
    assert made.json()["data"] == {"saveScenario": {"id": "and-sa7"}}
    explorer.open("#/what-if")
    assert [row[0] for row in saved(explorer)] == [
        "And SA7 With the changes of: Without e-RS.",
        "Without e-RS",
    ]
    explorer.page.get_by_role("link", name="And SA7").click()
    explorer.settled()
    listed = explorer.page.get_by_role("region", name="Supposed, one after the other").get_by_role("listitem")
    expect(listed).to_have_count(2)
    explorer.page.get_by_role("button", name="Save these changes").click()
    # Its own changes cannot be told from those that it is based on any more.
    form = explorer.page.get_by_role("form", name="Save these changes")
    expect(form.get_by_role("button")).to_have_text(["Save"])
    explorer.page.get_by_role("button", name=re.compile("^Delete ?: Without e-RS")).click()
    explorer.page.get_by_role("button", name=re.compile("^Delete it ?: Without e-RS")).click()
    expect(explorer.page.get_by_role("alert")).to_contain_text("“Without e-RS” was not deleted.")
    expect(explorer.page.get_by_role("alert")).to_contain_text("is part of and-sa7")
    assert len(saved(explorer)) == 2


def test_two_saved_scenarios_stand_side_by_side(own: Callable[..., Explorer]) -> None:
    explorer = own()
    for name, changes in (("Without e-RS", WITHOUT_E_RS), ("SA7 now", SA7_NOW)):
        explorer.open(place(changes))
        save(explorer, name)
    explorer.page.get_by_role("checkbox", name="Compare “SA7 now”").check()
    expect(explorer.page.get_by_text("Tick another one to see them side by side.")).to_be_visible()
    explorer.page.get_by_role("checkbox", name="Compare “Without e-RS”").check()
    explorer.settled()
    figures = {row[0]: row[1:] for row in explorer.rows("Side by side")}
    assert figures["Pairs gained"] == ["1", "0"]
    assert figures["Pairs lost"] == ["0", "1"]
    assert figures["Referral: lost"] == ["0", "1"]
    assert explorer.csv("Side by side")[0] == {
        "What would follow": "Pairs gained",
        "SA7 now": "1",
        "Without e-RS": "0",
    }
    assert explorer.violations() == []
    before = explorer.rows("Side by side")
    explorer.open(explorer.place)
    assert explorer.rows("Side by side") == before


def test_the_list_and_its_form_fit_a_phone(own: Callable[..., Explorer]) -> None:
    explorer = own(size=PHONE).open(place(WITHOUT_E_RS))
    save(explorer, "Unbroken" * 20, "A", "B" * 200)
    assert explorer.overflow() == 0
    explorer.page.get_by_role("button", name="Save these changes").click()
    explorer.page.get_by_role("button", name=re.compile("^Delete ?:")).click()
    assert explorer.overflow() == 0
    assert explorer.violations() == []


def test_a_state_that_somebody_saved_meanwhile_is_not_overwritten(own: Callable[..., Explorer]) -> None:
    explorer = own().open(place(WITHOUT_E_RS))
    save(explorer, "Without e-RS", "A")
    other = own().open(place([*WITHOUT_E_RS, *SA7_NOW]) + "&saved=without-e-rs")
    other.page.get_by_role("button", name="Save these changes").click()
    other.page.get_by_role("button", name="Save over “Without e-RS”").click()
    other.settled()
    explorer.page.get_by_role("button", name="Save these changes").click()
    explorer.page.get_by_label(re.compile("^Whose it is")).fill("B")
    explorer.page.get_by_role("button", name="Save over “Without e-RS”").click()
    expect(explorer.page.get_by_role("alert")).to_contain_text("Somebody else was faster")
    explorer.settled()
    assert saved(explorer) == [["Without e-RS", "A", "2"]]


def test_a_store_that_may_only_be_read_is_named_as_why_nothing_is_saved(
    tab: Callable[..., Explorer], tmp_path: Path
) -> None:
    store = open_store(stored(tmp_path / "map.db"), read_only=True)
    with running(create_app(store)) as address:
        explorer = tab(address=address).open(place(WITHOUT_E_RS))
        save(explorer, "Without e-RS")
        alert = explorer.page.get_by_role("alert")
        expect(alert).to_contain_text("Not saved.")
        expect(alert).to_contain_text("was opened for reading only")
        expect(alert).to_contain_text("changes stay in the address")
        assert explorer.violations() == []
    store.close()


def test_a_proxy_that_forbids_writing_is_told_from_a_server_that_is_gone(
    own: Callable[..., Explorer],
) -> None:
    explorer = own().open(place(WITHOUT_E_RS))
    explorer.page.route(
        "**/graphql",
        lambda route: (
            route.fulfill(status=403, body="no")
            if "mutation" in (route.request.post_data or "")
            else route.continue_()
        ),
    )
    save(explorer, "Without e-RS")
    expect(explorer.page.get_by_role("alert")).to_contain_text("You may read here, and not write")
    # The browser itself reports the refusal.
    explorer.faults = [fault for fault in explorer.faults if "403" not in fault]
