"""The exchange matrix: figure, table, pair, reading, date; against what is expected of Sampleshire."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.explorer import PHONE, Explorer


def legend(explorer: Explorer) -> dict[str, int]:
    """Counts by word."""
    buttons = explorer.page.get_by_role("complementary").get_by_role("button")
    found = {}
    for text in buttons.all_inner_texts():
        match = re.fullmatch(r"([A-Z][a-z ]+?)\s*([\d,]+)", " ".join(text.split()))
        if match:
            found[match[1]] = int(match[2].replace(",", ""))
    return found


def figure(explorer: Explorer) -> Locator:
    return explorer.page.get_by_role("application")


def test_the_sentence_the_legend_and_the_table_count_the_same_pairs(explorer: Explorer) -> None:
    explorer.open("#/exchange/referral")
    assert explorer.answer.startswith(
        "Of 72 ordered pairs of 9 trusts, 1 is shown to work, 59 cannot, and 12 (17%) are not recorded. "
        "As of 22 November 2026, from 1 source."
    )
    counts = legend(explorer)
    statuses = ["Works", "Works one way", "Planned", "Cannot", "Not recorded"]
    assert sum(counts[one] for one in statuses) == 72
    assert counts["Works"] + counts["Works one way"] == 1
    assert counts["Planned"] + counts["Cannot"] == 59
    assert counts["Not recorded"] == 12
    explorer.page.get_by_role("button", name="Show as table").click()
    rows = explorer.rows("Pairs: referrals")
    assert len(rows) == 72
    for one in statuses:
        assert sum(row[2] == one for row in rows) == counts[one]


def test_the_csv_holds_exactly_the_rows_of_the_table(explorer: Explorer) -> None:
    explorer.open("#/exchange/referral?view=table&show=unrecorded&pairs.sort=-sender")
    shown = explorer.rows("Pairs: referrals")
    given = explorer.csv("Pairs: referrals")
    assert len(shown) == len(given) == 12
    assert [f"{row['Sender']} {row['Sender code']}" for row in given] == [row[0] for row in shown]
    assert [row["Why"] for row in given] == [row[3] for row in shown]
    assert {row["Answer"] for row in given} == {"Not recorded"}


def test_headings_sort_and_say_so(explorer: Explorer) -> None:
    explorer.open("#/exchange/referral?view=table")
    heading = explorer.table("Pairs: referrals").get_by_role("columnheader", name="Receiver")
    expect(heading).to_have_attribute("aria-sort", "none")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    names = [row[1] for row in explorer.rows("Pairs: referrals")]
    assert names == sorted(names, key=str.casefold)
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(explorer.page).to_have_url(re.compile(r"pairs\.sort=-receiver"))


def test_the_legend_picks_out_pairs_in_figure_and_table(explorer: Explorer) -> None:
    explorer.open("#/exchange/referral?view=table")
    explorer.page.get_by_role("button", name="Not recorded 12").click()
    assert len(explorer.rows("Pairs: referrals")) == 12
    explorer.page.get_by_role("button", name="Formats do not match").click()
    rows = explorer.rows("Pairs: referrals")
    assert rows
    assert all("ormats do not match" in row[3] for row in rows)
    explorer.page.get_by_role("button", name="Formats do not match").click()
    assert len(explorer.rows("Pairs: referrals")) == 72


def test_the_matrix_is_worked_by_keys_and_speaks(explorer: Explorer) -> None:
    explorer.open("#/exchange/referral?order=name")
    codes = [row[1] for row in explorer.open("#/organisations").rows("Organisations")]
    assert len(codes) == 9
    explorer.open("#/exchange/referral?order=name")
    figure(explorer).focus()
    voice = explorer.page.locator("[data-voice]")
    explorer.page.keyboard.press("ArrowDown")
    explorer.page.keyboard.press("ArrowRight")
    expect(voice).to_have_text(re.compile(r".+ to .+: \w+|.+, itself"))
    explorer.page.keyboard.press("End")
    last = voice.inner_text
    expect(voice).to_have_text(re.compile(r"Vale General Hospital|.+ to .+"))
    explorer.page.keyboard.press("Control+End")
    expect(voice).to_have_text(re.compile(r".+, itself"))
    explorer.page.keyboard.press("Home")
    expect(voice).to_have_text(re.compile(r".+ to .+: .+"))
    assert last()
    explorer.page.keyboard.press("Enter")
    expect(explorer.page).to_have_url(re.compile(r"pair=SA\d~SA\d"))
    expect(
        explorer.page.get_by_role("complementary").get_by_role("link", name="See the route")
    ).to_be_visible()
    explorer.page.keyboard.press("Escape")
    expect(explorer.page).not_to_have_url(re.compile("pair="))
    # Tab leaves it: the matrix is one stop.
    explorer.page.keyboard.press("Tab")
    expect(figure(explorer)).not_to_be_focused()


def test_a_press_on_a_cell_explains_its_pair(explorer: Explorer) -> None:
    explorer.open("#/exchange/referral?order=name&view=table")
    order = list(dict.fromkeys(row[0] for row in explorer.rows("Pairs: referrals")))
    explorer.open("#/exchange/referral?order=name")
    sender, receiver = "SA1", "SA3"
    row = next(place for place, name in enumerate(order) if name.endswith(sender))
    column = next(place for place, name in enumerate(order) if name.endswith(receiver))
    box = figure(explorer).bounding_box()
    assert box
    cell = box["width"] / len(order)
    explorer.page.mouse.click(box["x"] + (column + 0.5) * cell, box["y"] + (row + 0.5) * cell)
    explorer.page.mouse.move(5, 5)
    expect(explorer.page).to_have_url(re.compile("pair=SA1~SA3"))
    panel = explorer.page.get_by_role("complementary")
    expect(panel.get_by_role("heading", name="Cannot")).to_be_visible()
    expect(panel).to_contain_text("Formats do not match.")
    expect(panel).to_contain_text("ERS-R4")
    expect(panel).to_contain_text("ERS-STU3")
    expect(panel).to_contain_text("Align the formats.")


PAIRS = {
    "works one way, by one relay": ("referral", "SA1~SA2", "Works one way", "One point of failure"),
    "no system of the sender": ("referral", "SA2~SA1", "Cannot", "Sender has no system for it"),
    "not connected": ("referral", "SA1~SA5", "Cannot", "Not connected"),
    "planned": ("referral", "SA1~SA7", "Planned", "The plan is due on 1 April 2027. That is no promise"),
    "not recorded": ("referral", "SA1~SA8", "Not recorded", "Receiver not recorded"),
    "planned, but formats do not match": ("booking", "SA5~SA7", "Cannot", "1 September 2027"),
    "lossy": ("medication_allergy", "SA1~SA3", "Works", "Arrives as documents"),
    "assumed": ("imaging", "SA1~SA4", "Works", "Format assumed"),
    "does not apply": ("gp_record_transfer", "SA1~SA2", "Does not apply", "do not exchange GP records"),
}


@pytest.mark.parametrize(("exchange", "pair", "word", "words"), PAIRS.values(), ids=PAIRS.keys())
def test_a_pair_is_explained_in_words(
    explorer: Explorer, exchange: str, pair: str, word: str, words: str
) -> None:
    explorer.open(f"#/exchange/{exchange}?pair={pair}")
    panel = explorer.page.get_by_role("complementary")
    expect(panel.get_by_role("heading", level=2).first).to_contain_text(word)
    expect(panel).to_contain_text(words)


def test_the_second_reading_leaves_nothing_open_and_says_what_it_is(explorer: Explorer) -> None:
    explorer.open("#/exchange/referral")
    explorer.page.get_by_role("radio", name="As if the record were complete").check(force=True)
    explorer.settled()
    expect(explorer.page).to_have_url(re.compile("reading=record"))
    assert explorer.answer.startswith(
        "As if the record were complete: Of 72 ordered pairs of 9 trusts, 1 is shown to work, 71 cannot."
    )
    assert legend(explorer)["Not recorded"] == 0
    explorer.page.go_back()
    explorer.settled()
    assert "12 (17%) are not recorded" in explorer.answer


def test_another_day_gives_another_answer(explorer: Explorer) -> None:
    explorer.open("#/exchange/referral?pair=SA1~SA7")
    explorer.page.get_by_label("As of").fill("2027-05-01")
    explorer.settled()
    panel = explorer.page.get_by_role("complementary")
    expect(panel.get_by_role("heading", level=2).first).to_contain_text("Works")
    assert "As of 1 May 2027" in explorer.answer
    expect(explorer.page).to_have_url(re.compile("asof=2027-05-01"))
    explorer.page.get_by_role("button", name="Today").click()
    expect(panel.get_by_role("heading", level=2).first).to_contain_text("Planned")


def test_letters_go_from_trusts_to_practices(explorer: Explorer) -> None:
    explorer.open("#/exchange/transfer_of_care")
    explorer.page.get_by_role("combobox", name="To", exact=True).select_option("GP practice")
    explorer.settled()
    assert "Of 360 pairs of 9 trusts sending and 40 practices receiving" in explorer.answer
    explorer.page.get_by_role("button", name="Show as table").click()
    explorer.page.get_by_role("searchbox", name=re.compile("Find in Pairs")).fill("SA5 SAG21")
    expect(explorer.table(re.compile("Pairs")).locator("tbody tr")).to_have_count(1)
    assert explorer.rows(re.compile("Pairs"))[0][2] == "Works"


def test_organisations_that_exchange_with_none_come_first(explorer: Explorer) -> None:
    explorer.open("#/exchange/referral")
    rows = explorer.rows("Organisation by organisation")
    assert len(rows) == 9
    partners = [int(row[1]) + int(row[2]) for row in rows]
    assert partners == sorted(partners)
    expect(
        explorer.page.get_by_text("7 of 9 organisations are not shown to exchange referrals")
    ).to_be_visible()


def test_groups_are_listed(explorer: Explorer) -> None:
    explorer.open("#/exchange/shared_record")
    section = explorer.page.get_by_role("region", name="The organisations of the matrix")
    expect(
        section.get_by_role("heading", name="Groups that can all exchange among themselves")
    ).to_be_visible()
    assert section.get_by_role("listitem").count() > 0


def test_a_phone_shows_the_table_and_can_show_the_figure(tab: Callable[..., Explorer]) -> None:
    explorer = tab(PHONE).open("#/exchange/referral")
    assert len(explorer.rows("Pairs: referrals")) == 72
    explorer.page.get_by_role("button", name="Show as table").click()
    expect(figure(explorer)).to_be_visible()
    assert explorer.overflow() == 0
    assert explorer.violations() == []
