"""What holds for every view: it answers in a sentence, is usable without a mouse and on a phone, and stays at home."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import PHONE, WIDE, Explorer

VIEWS = {
    "overview": "#/",
    "matrix": "#/exchange/referral",
    "matrix as table": "#/exchange/referral?view=table",
    "matrix with a pair": "#/exchange/referral?pair=SA1~SA3",
    "matrix on record": "#/exchange/imaging?reading=record&order=gaps",
    "matrix to practices": "#/exchange/transfer_of_care?to=GP_PRACTICE",
    "matrix where nothing applies": "#/exchange/gp_record_transfer",
    "route": "#/route/referral/SA1/SA2",
    "no route": "#/route/referral/SA1/SA3",
    "route not chosen": "#/route",
    "trace of a trust": "#/trace/SA1",
    "trace of a service": "#/trace/service:E_RS",
    "trace not chosen": "#/trace",
    "silos": "#/silos",
    "organisations": "#/organisations",
    "organisation": "#/organisation/SA1?gap=referral",
    "closed organisation": "#/organisation/SA0",
    "unknown organisation": "#/organisation/RXX",
    "impact not chosen": "#/impact",
    "impact of a service": "#/impact/deployment:service:E_RS",
    "impact of a host on one exchange": "#/impact/host:SAN?type=referral&among=NHS_TRUST",
    "impact of what is unknown": "#/impact/product:nothing",
    "market": "#/market",
    "market of one capability": "#/market/GP_CLINICAL?among=GP_PRACTICE",
    "market with an unknown": "#/market/ORDERCOMMS?reading=record",
    "what if, nothing supposed": "#/what-if",
    "what if": "#/what-if?changes="
    + quote('[{"replaceProduct":{"capability":"MATERNITY","product":"product:cradle-maternity"}}]'),
    "what if, not to be read": "#/what-if?changes=nonsense",
    "fixes": "#/fixes/referral",
    "fixes of a kind that mends nothing": "#/fixes/referral?kind=ALIGN_PROFILE",
    "fixes where nothing applies": "#/fixes/gp_record_transfer?reading=record",
    "fixes to practices": "#/fixes/transfer_of_care?to=GP_PRACTICE",
    "market with plans": "#/market/MATERNITY",
    "questions": "#/questions",
    "coverage": "#/coverage",
    "changes": "#/changes?since=2026-11-21",
    "system": "#/system/SA1-stork",
    "service": "#/system/service:E_RS",
    "product": "#/product/arden-epr",
    "supplier": "#/supplier/arden",
    "results": "#/search?q=stork",
    "no results": "#/search?q=zzzz",
    "query": "#/query",
    "sources": "#/sources",
    "no such view": "#/nowhere",
}


@pytest.mark.parametrize("place", VIEWS.values(), ids=VIEWS.keys())
def test_a_view_answers_is_accessible_fits_and_has_an_address(explorer: Explorer, place: str) -> None:
    explorer.open(place)
    assert explorer.violations() == []
    assert len(explorer.answer) > 20
    expect(explorer.page).to_have_title(re.compile(r".+ · graphmap"))
    expect(explorer.page.get_by_role("link", name="Fictional data")).to_be_visible()
    footer = explorer.page.get_by_role("contentinfo")
    expect(footer).to_contain_text("Sampleshire is fictional.")
    expect(footer).to_contain_text("Read as of 22 November 2026.")

    before = (explorer.title, explorer.answer, explorer.page.get_by_role("main").inner_text())
    explorer.open(explorer.place)
    assert (explorer.title, explorer.answer, explorer.page.get_by_role("main").inner_text()) == before

    explorer.page.set_viewport_size(PHONE)
    explorer.settled()
    assert explorer.overflow() == 0
    assert explorer.violations() == []


def test_every_entry_of_the_menu_opens_its_view_and_takes_the_focus_there(explorer: Explorer) -> None:
    explorer.open()
    menu = explorer.page.get_by_role("navigation", name="Views")
    names = menu.get_by_role("link").all_inner_texts()
    assert len(names) == 16
    for name in names[1:]:
        menu.get_by_role("link", name=name, exact=True).click()
        explorer.settled()
        expect(explorer.page.get_by_role("heading", level=1)).to_be_focused()
        expect(menu.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "page")
        expect(explorer.page.get_by_role("alert")).to_have_count(0)


def test_the_skip_link_goes_past_the_menu(explorer: Explorer) -> None:
    explorer.open()
    explorer.page.keyboard.press("Tab")
    skip = explorer.page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    explorer.page.keyboard.press("Enter")
    expect(explorer.page.get_by_role("main")).to_be_focused()
    assert explorer.place == "#/"


def test_shortcuts_work_and_are_listed(explorer: Explorer) -> None:
    explorer.open()
    explorer.page.keyboard.press("?")
    help_ = explorer.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_).to_be_visible()
    assert explorer.violations() == []
    explorer.page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    explorer.page.keyboard.press("g")
    explorer.page.keyboard.press("s")
    explorer.settled()
    assert explorer.place == "#/silos"
    explorer.page.keyboard.press("/")
    expect(explorer.page.get_by_role("combobox", name="Find an organisation")).to_be_focused()
    # In a text box these keys are letters.
    explorer.page.keyboard.type("g?")
    expect(help_).to_be_hidden()


def test_the_menu_of_a_phone_opens_and_closes(tab: Callable[..., Explorer]) -> None:
    explorer = tab(PHONE).open()
    menu = explorer.page.get_by_role("navigation", name="Views")
    expect(menu).to_be_hidden()
    button = explorer.page.get_by_role("button", name="Views")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert explorer.violations() == []
    menu.get_by_role("link", name="Silos").click()
    explorer.settled()
    expect(menu).to_be_hidden()
    assert explorer.place == "#/silos"


def test_the_question_follows_the_reader_from_view_to_view(explorer: Explorer) -> None:
    explorer.open("#/exchange/referral?asof=2027-05-01&reading=record")
    explorer.page.get_by_role("navigation", name="Views").get_by_role("link", name="Silos").click()
    explorer.settled()
    assert explorer.place == "#/silos?asof=2027-05-01&reading=record"
    assert explorer.answer.startswith("As if the record were complete:")
    assert "As of 1 May 2027" in explorer.answer


def test_it_works_with_the_page_enlarged_fourfold(tab: Callable[..., Explorer]) -> None:
    explorer = tab({"width": 350, "height": 225})
    for place in ("#/exchange/referral", "#/trace/SA1"):
        explorer.open(place)
        # At this size the table is what is shown.
        expect(explorer.page.get_by_role("button", name="Show as table")).to_have_attribute(
            "aria-pressed", "true"
        )
        assert explorer.overflow() == 0


def test_it_needs_no_motion_and_keeps_its_marks_in_forced_colours(tab: Callable[..., Explorer]) -> None:
    explorer = tab(WIDE, reduced_motion="reduce", forced_colors="active").open("#/silos")
    assert explorer.violations() == []


def test_a_server_that_is_gone_is_said_and_asked_again(explorer: Explorer) -> None:
    explorer.open("#/silos")
    explorer.page.route("**/graphql", lambda route: route.abort())
    explorer.page.get_by_role("navigation", name="Views").get_by_role("link", name="Sources").click()
    alert = explorer.page.get_by_role("alert").first
    expect(alert).to_contain_text("The server cannot be reached")
    assert explorer.violations() == []
    explorer.page.unroute("**/graphql")
    alert.get_by_role("button", name="Try again").click()
    expect(explorer.table("Sources")).to_be_visible()
    # The browser itself reports the request that was cut off.
    explorer.faults = [fault for fault in explorer.faults if "net::ERR_FAILED" not in fault]
