"""Overview, organisation, trace, route, silos, systems, search, query and sources; against what Sampleshire holds."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter

from playwright.sync_api import expect

from tests.browser.explorer import Explorer


def test_the_overview_says_what_is_known_and_what_is_not(explorer: Explorer) -> None:
    explorer.open()
    assert re.match(r"On record are 9 open trusts, \d+ systems in use and \d+ interfaces\.", explorer.answer)
    assert "nobody has recorded enough to tell" in explorer.answer
    rows = {row[0]: row for row in explorer.rows("Exchange by exchange, among the trusts")}
    assert len(rows) == 14
    for name, counts in {
        "Referral": (1, 59, 12),
        "Booking": (1, 63, 8),
        "Images and reports": (16, 36, 20),
        "Shared record": (16, 38, 18),
        "Observations": (11, 45, 16),
        "Document": (3, 67, 2),
        "Transfer of care": (1, 66, 5),
    }.items():
        works, cannot, unknown, outside = (int(cell) for cell in rows[name][1:5])
        assert (works, cannot, unknown, outside) == (*counts, 0), name
        # Nothing stays open when the record is read as complete.
        assert [int(rows[name][6]), int(rows[name][7])] == [works, 72 - works], name
    assert rows["GP record transfer"][1:5] == ["0", "0", "0", "72"]
    assert len(explorer.csv("Exchange by exchange")) == 14
    expect(explorer.page.get_by_role("heading", name="The largest gaps")).to_be_visible()
    expect(explorer.table("Sources")).to_contain_text("Sampleshire")


def test_a_question_template_leads_to_its_answer(explorer: Explorer) -> None:
    explorer.open()
    ask = explorer.page.get_by_role("region", name="Ask the map")
    ask.get_by_label("What is exchanged").select_option("bookings")
    sender = ask.get_by_role("combobox", name="an organisation", exact=True)
    sender.fill("SA5")
    ask.get_by_role("listbox").get_by_role("option").first.click()
    receiver = ask.get_by_role("combobox", name="another")
    receiver.fill("SA1")
    expect(ask.get_by_role("listbox").get_by_role("option").filter(has_text="SA1").first).to_be_visible()
    receiver.press("ArrowDown")
    receiver.press("Enter")
    ask.get_by_role("button", name="Show").nth(1).click()
    explorer.settled()
    assert explorer.place == "#/route/booking/SA5/SA1"
    assert "can send bookings to" in explorer.answer


def test_search_is_a_combobox_that_knows_kinds(explorer: Explorer) -> None:
    explorer.open()
    explorer.page.keyboard.press("/")
    box = explorer.page.get_by_role("combobox", name="Find an organisation")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.type("sa2")
    options = explorer.page.get_by_role("listbox", name="Found").get_by_role("option")
    expect(options.first).to_contain_text("Trust SA2")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert explorer.violations() == []
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    box.press("Enter")
    explorer.settled()
    assert explorer.place == "#/organisation/SA2"
    expect(explorer.page.get_by_role("heading", level=1)).to_be_focused()

    explorer.page.keyboard.press("/")
    box.fill("product: stork")
    expect(options.first).to_contain_text("Product")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("stork")
    box.press("Enter")
    explorer.settled()
    assert explorer.place == "#/search?q=stork"
    kinds = Counter(row[2].split()[0] for row in explorer.rows("Results"))
    assert kinds["Product"] >= 1
    assert kinds["System"] >= 5


def test_an_organisation_shows_systems_interfaces_gaps_and_evidence(explorer: Explorer) -> None:
    explorer.open("#/organisation/SA1")
    systems = explorer.rows("Systems in use, planned and past")
    assert {"SA1-arden", "SA1-stork", "SA1-tally", "SA1-conduit"} <= {row[0].split()[-1] for row in systems}
    assert all(row[5] and row[6] for row in systems), "every system has evidence with its age, and a source"
    assert len(explorer.csv("Systems in use")) == len(systems)
    assert explorer.rows("Interfaces out")
    assert explorer.rows("Interfaces in")
    assert explorer.rows("Contracts")
    claims = explorer.rows("Evidence")
    assert any(row[0] == "name" for row in claims)
    gaps = {row[0]: row for row in explorer.rows("What it can exchange")}
    assert len(gaps) == 14
    assert gaps["Referral"][1:3] == ["1", "0"]

    explorer.page.get_by_role("button", name="Referral", exact=True).click()
    explorer.settled()
    sending = explorer.page.get_by_role("heading", name="Sending referrals to trusts").locator("..")
    expect(sending).to_contain_text("Works with 1")
    expect(sending).to_contain_text("Not recorded for 2")
    receiving = explorer.page.get_by_role("heading", name="Receiving referrals from trusts").locator("..")
    expect(receiving).to_contain_text("Works with 0")
    assert "gap=referral" in explorer.place


def test_a_closed_organisation_names_its_successor(explorer: Explorer) -> None:
    explorer.open("#/organisation/SA0")
    note = explorer.page.get_by_role("note")
    expect(note).to_contain_text("Closed on 31 March 2025.")
    note.get_by_role("link", name=re.compile(r"\(SA1\)")).click()
    explorer.settled()
    assert explorer.place == "#/organisation/SA1"


def test_an_unknown_code_names_the_nearest(explorer: Explorer) -> None:
    explorer.open("#/organisation/SA10")
    assert explorer.title == "No organisation SA10"
    assert "nearest" in explorer.answer


def test_a_trace_grows_and_shrinks_both_ways(explorer: Explorer) -> None:
    explorer.open("#/trace/SA1-arden")
    assert re.match(r"It has \d+ interfaces out in use, to \d+ systems", explorer.answer)
    drawn = int(re.search(r"(\d+) interfaces are drawn", explorer.answer)[1])  # type: ignore[index]
    picture = explorer.page.get_by_role("region", name="What Arden EPR reaches")
    assert picture.get_by_role("listitem").count() == drawn

    picture.get_by_role("button", name=re.compile("interfaces out of MESH")).click()
    explorer.settled()
    more = int(re.search(r"(\d+) interfaces are drawn", explorer.answer)[1])  # type: ignore[index]
    assert more > drawn
    # What is not drawn is counted, never dropped in silence.
    rest = picture.get_by_role("button", name=re.compile(r"Show \d+ more of \d+"))
    expect(rest).to_be_visible()
    rest.click()
    explorer.settled()
    expect(rest).to_have_count(0)
    assert "open=" in explorer.place

    picture.get_by_role("button", name=re.compile("Hide .* out of MESH")).click()
    explorer.settled()
    assert f"{drawn} interfaces are drawn" in explorer.answer
    incoming = picture.get_by_role("button", name=re.compile("Hide .* in of Arden EPR"))
    incoming.click()
    explorer.settled()
    assert picture.get_by_role("listitem").count() < drawn

    shown = picture.get_by_role("listitem").count()
    explorer.page.get_by_role("button", name="Show as table").click()
    assert len(explorer.rows("Interfaces drawn")) == shown


def test_arrows_go_from_card_to_card(explorer: Explorer) -> None:
    explorer.open("#/trace/SA1-arden")
    picture = explorer.page.get_by_role("region", name="What Arden EPR reaches")
    picture.get_by_role("link", name="Arden EPR", exact=True).first.focus()
    explorer.page.keyboard.press("ArrowRight")
    explorer.page.keyboard.press("ArrowRight")
    focused = explorer.page.evaluate("document.activeElement.closest('[data-card]').dataset.card")
    assert focused.startswith("> ")
    assert focused != "> SA1-arden"
    explorer.page.keyboard.press("ArrowLeft")
    explorer.page.keyboard.press("ArrowLeft")
    assert (
        explorer.page.evaluate("document.activeElement.closest('[data-card]').dataset.card") == "> SA1-arden"
    )


def test_a_trace_can_be_limited_to_one_exchange_type_and_kept_as_svg(explorer: Explorer) -> None:
    explorer.open("#/trace/SA1")
    explorer.page.get_by_label("Only").select_option("Referral")
    explorer.settled()
    picture = explorer.page.get_by_role("region", name=re.compile("What Sampleton .* reaches"))
    assert picture.get_by_role("listitem").count() == 1
    name, text = explorer.download("Download SVG")
    assert name == "graphmap-trace-sa1.svg"
    root = ET.fromstring(text)
    words = " ".join(root.itertext())
    assert "As of 22 November 2026" in words
    assert "fictional data" in words
    assert "Referral" in words


def test_ended_interfaces_are_counted_and_shown_when_asked(explorer: Explorer) -> None:
    explorer.open("#/trace/SA4-vigil")
    box = explorer.page.get_by_role("checkbox", name=re.compile("not in use any more"))
    box.check()
    explorer.settled()
    assert "ended=yes" in explorer.place
    picture = explorer.page.get_by_role("region", name=re.compile("What .* reaches"))
    expect(picture).to_contain_text("Observations")


def test_a_route_is_drawn_and_listed_step_by_step(explorer: Explorer) -> None:
    explorer.open("#/route/referral/SA1/SA2")
    assert "1 way is on record" in explorer.answer
    picture = explorer.page.get_by_role("region", name=re.compile("The best way from"))
    for name in ("Arden EPR", re.compile("e-Referral Service"), "Beacon EPR"):
        expect(picture.get_by_role("link", name=name)).to_be_visible()
    rows = explorer.rows("Step by step, way 1")
    assert [re.search(r"SA1-arden|service:E_RS|SA2-beacon", row[2])[0] for row in rows] == [  # type: ignore[index]
        "SA1-arden",
        "service:E_RS",
        "SA2-beacon",
    ]
    assert len(rows) == 3
    assert all("ERS-R4" in row[3] for row in rows)
    assert all(re.search(r"\d{4}", row[4]) for row in rows), "every step has a date"
    explorer.page.get_by_role("button", name="Swap").click()
    explorer.settled()
    assert explorer.place == "#/route/referral/SA2/SA1"
    expect(explorer.page.get_by_role("region", name=re.compile("No way from .*: Cannot"))).to_be_visible()


def test_several_ways_are_shown_best_first(explorer: Explorer) -> None:
    explorer.open("#/route/imaging/SA1/SA2")
    assert "2 ways are on record" in explorer.answer
    assert len(explorer.rows("Step by step, way 1")) == 2
    assert len(explorer.rows("Step by step, way 2")) == 3


def test_silos_are_counted_by_grade_and_filtered(explorer: Explorer) -> None:
    explorer.open("#/silos")
    rows = explorer.rows("All grades")
    words = Counter(row[0] for row in rows)
    buttons = explorer.page.get_by_role("main").get_by_role("listitem").get_by_role("button")
    for text in buttons.all_inner_texts():
        number, word = text.split("\n")[0].strip(), text.split("\n")[1].strip()
        assert words[word] == int(number), word
    systems = {key[0]: row for row in rows if (key := re.search(r"SA\d-\w+", row[1]))}
    for system, word, score in (
        ("SA1-stork", "Isolated", "1.00"),
        ("SA2-stork", "Inside only", "0.67"),
        ("SA3-stork", "Flows missing", "0.33"),
        ("SA7-cradle", "Own family only", "0.00"),
        ("SA4-stork", "Open", "0.00"),
        ("SA8-stork", "Not recorded", "–"),
    ):
        assert (systems[system][0], systems[system][3]) == (word, score)
    buttons.filter(has_text="Flows missing").click()
    filtered = explorer.rows(re.compile("Flows missing"))
    assert len(filtered) == words["Flows missing"]
    assert "grade=S2" in explorer.place
    assert len(explorer.csv("Flows missing")) == len(filtered)


def test_a_system_shows_what_it_can_do_and_how_cut_off_it_is(explorer: Explorer) -> None:
    explorer.open("#/system/SA3-stork")
    expect(explorer.page.get_by_role("region", name="How cut off it is")).to_contain_text("Flows missing")
    assert explorer.rows("Evidence")
    explorer.open("#/system/service:EPS")
    ports = explorer.rows("What it can send, take and pass on")
    assert any(row[1] == "passes on" and "EPS-R4" in row[2] and "EPS-V3" in row[3] for row in ports)


def test_products_and_suppliers_say_where_they_are_used(explorer: Explorer) -> None:
    explorer.open("#/system/SA1-stork")
    explorer.page.get_by_role("main").get_by_role("link", name="Stork", exact=False).first.click()
    explorer.settled()
    assert explorer.place.startswith("#/product/")
    assert len(explorer.rows("Where it is used")) >= 5
    explorer.page.get_by_role("main").locator("dl").get_by_role("link").first.click()
    explorer.settled()
    assert explorer.place.startswith("#/supplier/")
    assert explorer.rows("Products")


def test_the_query_page_runs_an_example_and_gives_table_json_and_csv(explorer: Explorer) -> None:
    explorer.open("#/query")
    explorer.page.get_by_label("Start from an example").select_option("Silos, with the flows that they miss")
    editor = explorer.page.get_by_label("Query", exact=True)
    editor.press("Control+Enter")
    table = explorer.table("silos")
    expect(table).to_be_visible()
    rows = explorer.rows("silos")
    assert len(explorer.csv("silos")) == len(rows)
    explorer.page.get_by_role("button", name="JSON", exact=True).click()
    answer = json.loads(explorer.page.get_by_role("region", name="Result as JSON").inner_text())
    assert len(answer["data"]["silos"]["edges"]) == len(rows)
    assert explorer.violations() == []


def test_every_example_of_the_query_page_is_answered(explorer: Explorer) -> None:
    explorer.open("#/query")
    choice = explorer.page.get_by_label("Start from an example")
    titles = [title.strip() for title in choice.locator("option").all_inner_texts()]
    assert len(titles) >= 6
    for title in titles:
        choice.select_option(title)
        with explorer.page.expect_response(lambda response: response.url.endswith("/graphql")) as answered:
            explorer.page.get_by_role("button", name="Run", exact=True).click()
        assert "errors" not in answered.value.json(), title


def test_a_faulty_query_says_what_and_where(explorer: Explorer) -> None:
    explorer.open("#/query")
    explorer.page.get_by_label("Query", exact=True).fill("{\n  nonsense\n}")
    explorer.page.get_by_role("button", name="Run", exact=True).click()
    alert = explorer.page.get_by_role("alert")
    expect(alert).to_contain_text("nonsense")
    expect(alert).to_contain_text("line 2")
    explorer.page.get_by_label("Variables (JSON)").fill("{nope")
    explorer.page.get_by_role("button", name="Run", exact=True).click()
    expect(explorer.page.get_by_role("alert").first).to_contain_text("no JSON")
    # A refused query is answered with 400, which the browser reports by itself.
    explorer.faults = [fault for fault in explorer.faults if "400" not in fault]


def test_the_schema_help_can_be_walked_and_inserts(explorer: Explorer) -> None:
    explorer.open("#/query")
    editor = explorer.page.get_by_label("Query", exact=True)
    editor.fill("{  }")
    editor.evaluate("box => box.setSelectionRange(2, 2)")
    help_ = explorer.page.get_by_role("complementary", name="What can be asked")
    help_.get_by_role("button", name="exchange", exact=True).click()
    expect(editor).to_have_value("{ exchange(type: ) }")
    help_.get_by_role("button", name="ExchangeReport!", exact=True).click()
    expect(help_.get_by_role("button", name="byOrganisation", exact=True)).to_be_visible()


def test_sources_say_who_when_and_under_which_licence(explorer: Explorer) -> None:
    explorer.open("#/sources")
    assert re.match(r"1 source makes [\d,]+ statements", explorer.answer)
    rows = explorer.rows("Sources")
    assert len(rows) == 1
    assert "fictional" in rows[0]
    assert len(explorer.rows("Imports and retractions")) == 1
    expect(
        explorer.page.get_by_role("region", name="What must be said where the map is shown")
    ).to_contain_text("Sampleshire is fictional.")
