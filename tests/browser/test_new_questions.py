"""Impact, market, what if, coverage, changes and the list of questions; against what Sampleshire holds."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser.explorer import Explorer

# Of the trusts only SA1 reaches another with a referral, through e-RS; SA7 is to be linked in April 2027.
E_RS_TO_SA7 = "bGluazpzZXJ2aWNlOkVfUlN8U0E3LWFyZGVufHJlZmVycmFsfEVSUy1SNEAxfA"


def supposed(explorer: Explorer) -> list[dict[str, object]]:
    """The changes in the address."""
    found = json.loads(
        explorer.page.evaluate("new URLSearchParams(location.hash.split('?')[1]).get('changes')")
    )
    assert isinstance(found, list)
    return found


def test_what_fails_is_chosen_by_search_and_says_whom_it_parts(explorer: Explorer) -> None:
    explorer.open("#/impact?among=NHS_TRUST&type=referral")
    box = explorer.page.get_by_role("combobox", name="System, product, supplier…")
    box.fill("system: E_RS")
    explorer.page.get_by_role("listbox", name="Found").get_by_role("option").filter(
        has_text="e-Referral Service"
    ).first.click()
    explorer.settled()
    assert explorer.place == "#/impact/deployment:service:E_RS?among=NHS_TRUST&type=referral"
    assert explorer.title == "If e-Referral Service (fictional deployment) failed"
    expect(explorer.page.get_by_role("heading", level=1)).to_be_focused()
    assert explorer.answer.startswith("1 pair that exchanges referrals on record could do so no more; 2 org")
    assert explorer.rows("What is lost, by exchange") == [["Referral", "1"]]
    lost = explorer.rows("Pairs that part")
    assert [row[:3] for row in lost] == [
        [
            "Referral",
            "Sampleton University Hospitals NHS Foundation Trust SA1",
            "Vale General Hospital NHS Trust SA2",
        ]
    ]
    assert explorer.csv("Pairs that part")[0]["From code"] == "SA1"
    assert [row[0] for row in explorer.rows("Systems that stop with it")] == [
        "e-Referral Service (fictional deployment) service:E_RS"
    ]

    explorer.page.get_by_role("link", name="Remove e-Referral Service (fictional deployment)").click()
    explorer.settled()
    assert explorer.place == "#/impact?among=NHS_TRUST&type=referral"


def test_single_points_are_ranked_and_lead_to_their_impact(explorer: Explorer) -> None:
    explorer.open("#/impact")
    ranking = explorer.rows("Single points of failure")
    pairs = [int(row[2]) for row in ranking]
    assert pairs == sorted(pairs, reverse=True)
    assert pairs[-1] > 0
    explorer.page.get_by_label("Kinds of single point").select_option("Hosts")
    explorer.settled()
    hosts = explorer.rows("Single points of failure")
    assert {row[1] for row in hosts} == {"Host"}
    # A host is stated by the code of an organisation; a reader is shown its name.
    name = "Hosting by Sample National Digital Service"
    worst = next(row for row in hosts if row[0].startswith(name))
    explorer.table("Single points of failure").get_by_role("link", name=name).click()
    explorer.settled()
    assert explorer.place == "#/impact/host:SAN?kind=HOST"
    assert explorer.answer.startswith(f"{worst[2]} pairs that exchange anything on record")


def test_a_failure_that_parts_nobody_is_not_called_harmless(explorer: Explorer) -> None:
    explorer.open("#/impact/deployment:SA8-stork?among=NHS_TRUST")
    assert explorer.answer.startswith("No pair that exchanges anything on record would part.")
    expect(explorer.page.get_by_role("main")).to_contain_text("nothing is known of what they would lose")
    # Practices exchange no observations on record, but what fails is joined to other systems all the same.
    found = explorer.open("#/impact/deployment:SA1-arden?among=GP_PRACTICE&type=observation")
    expect(found.page.get_by_role("main")).to_contain_text(
        re.compile(r"\d+ systems? in use (has|have) an interface with what fails")
    )


def test_a_product_page_leads_to_its_impact(explorer: Explorer) -> None:
    explorer.open("#/product/hearth-gp")
    explorer.page.get_by_role("link", name="What stops if it fails").click()
    explorer.settled()
    assert explorer.place == "#/impact/product:hearth-gp"
    assert explorer.title == "If Hearth GP failed"


def test_a_market_shows_shares_and_names_its_screening_band(explorer: Explorer) -> None:
    explorer.open("#/market/GP_CLINICAL?among=GP_PRACTICE")
    assert "the supplier is known of 40 of 40 organisations" in explorer.answer
    assert "HHI 3,800: screening band highly concentrated" in explorer.answer
    assert [row[:4] for row in explorer.rows("Shares")] == [
        ["Hearth Primary Care", "20", "50%", "50%"],
        ["Ember Practice Systems", "12", "30%", "30%"],
        ["Willow GP", "8", "20%", "20%"],
    ]
    expect(explorer.page.get_by_role("main")).to_contain_text("no finding on competition")
    assert len(explorer.csv("Organisation by organisation")) == 40


def test_what_is_not_recorded_bounds_a_market(explorer: Explorer) -> None:
    explorer.open("#/market")
    row = next(row for row in explorer.rows("Markets") if row[0] == "Order communications")
    assert row[1:3] == ["6", "5 (83%)"]
    assert row[6] == "7,222 to 10,000"
    explorer.table("Markets").get_by_role("link", name="Order communications").click()
    explorer.settled()
    assert explorer.place == "#/market/ORDERCOMMS"
    assert explorer.rows("Shares")[0][2:4] == ["100%", "83% to 100%"]
    assert "not recorded" in [row[1] for row in explorer.rows("Organisation by organisation")]


def test_contracts_are_told_by_when_they_end(explorer: Explorer) -> None:
    explorer.open("#/market")
    times = {row[0]: int(row[1]) for row in explorer.rows("When contracts end")}
    assert times == {
        "Ended": 1,
        "Within 12 months": 5,
        "Within 12 to 24 months": 3,
        "Later": 3,
        "No end date stated": 0,
    }
    assert len(explorer.csv("Contracts that end within 24 months")) == 8
    explorer.page.get_by_label("Which contracts are listed").select_option("Ended")
    explorer.settled()
    assert len(explorer.rows("Contracts: ended")) == 1
    assert explorer.place == "#/market?ends=EXPIRED"


def test_a_plan_brought_forward_gains_the_pair_that_waits_for_it(explorer: Explorer) -> None:
    explorer.open("#/what-if")
    form = explorer.page.get_by_role("form", name="Suppose a change")
    add = form.get_by_role("button", name="Add this change")
    expect(add).to_be_disabled()
    form.get_by_label("What changes").select_option("Bring a plan forward to this day")
    form.get_by_role("combobox", name="Plan", exact=True).select_option(E_RS_TO_SA7)
    add.click()
    explorer.settled()
    assert supposed(explorer) == [{"bringForward": {"fact": E_RS_TO_SA7}}]
    assert explorer.answer.startswith(
        "With this change, 1 pair would start to exchange on record and no pairs would stop"
    )
    assert explorer.rows("Gained and lost, by exchange") == [["Referral", "1", "1", "0", "2"]]
    assert [row[1].split()[-1] + row[2].split()[-1] for row in explorer.rows("Pairs gained")] == ["SA1SA7"]
    assert explorer.violations() == []


def test_changes_come_one_after_the_other_and_can_be_taken_back(explorer: Explorer) -> None:
    explorer.open(f"#/what-if?changes={quote(json.dumps([{'bringForward': {'fact': E_RS_TO_SA7}}]))}")
    form = explorer.page.get_by_role("form", name="Suppose a change")
    form.get_by_label("What changes").select_option("Let something fail")
    box = form.get_by_role("combobox", name="System, product, supplier…")
    box.fill("system: E_RS")
    form.get_by_role("listbox").get_by_role("option").filter(has_text="e-Referral").first.click()
    form.get_by_role("button", name="Add this change").click()
    explorer.settled()
    assert supposed(explorer)[1] == {"fail": {"of": ["deployment:service:E_RS"]}}
    # What was brought forward runs through what fails.
    assert explorer.answer.startswith("With these 2 changes together, no pairs would start")
    assert explorer.rows("Gained and lost, by exchange") == [["Referral", "1", "0", "1", "0"]]

    listed = explorer.page.get_by_role("region", name="Supposed, one after the other").get_by_role("listitem")
    expect(listed).to_have_count(2)
    listed.nth(1).get_by_role("button", name=re.compile("^Remove")).click()
    explorer.settled()
    assert supposed(explorer) == [{"bringForward": {"fact": E_RS_TO_SA7}}]
    explorer.page.go_back()
    explorer.settled()
    assert len(supposed(explorer)) == 2


def test_a_product_replaced_says_what_is_built_again_and_what_is_assumed(explorer: Explorer) -> None:
    explorer.open("#/what-if")
    form = explorer.page.get_by_role("form", name="Suppose a change")
    form.get_by_label("What changes").select_option("Replace what is used for a purpose by one product")
    form.get_by_role("combobox", name="Purpose", exact=True).select_option("Maternity record")
    form.get_by_role("combobox", name="Product").fill("cradle")
    form.get_by_role("listbox").get_by_role("option").first.click()
    form.get_by_role("button", name="Add this change").click()
    explorer.settled()
    assert "5 systems would go and 5 systems would come." in explorer.answer
    assert len(explorer.rows("Interfaces to build again")) == 3
    assert {row[2] for row in explorer.rows("Contracts touched")} == {"Stork"}
    assert len(explorer.rows("What is assumed of new systems")) == 5


def test_changes_without_a_form_are_taken_as_json_and_faults_are_named(explorer: Explorer) -> None:
    explorer.open("#/what-if")
    explorer.page.get_by_text("The changes as JSON").click()
    box = explorer.page.get_by_label("Changes, as the schema’s ChangeInput takes them")
    box.fill('[{"explode": {}}]')
    use = explorer.page.get_by_role("button", name="Use these changes")
    use.click()
    expect(explorer.page.get_by_role("alert")).to_contain_text(
        "Change 1 must have exactly one of these names"
    )
    box.fill('[{"mergeOrganisations": {"codes": ["SA5", "SA6"], "into": "SA1"}}]')
    use.click()
    explorer.settled()
    assert supposed(explorer) == [{"mergeOrganisations": {"codes": ["SA5", "SA6"], "into": "SA1"}}]
    expect(explorer.page.get_by_role("region", name="Supposed, one after the other")).to_contain_text(
        "Merge organisations"
    )
    assert explorer.answer.startswith("With this change,")


def test_coverage_says_what_is_known_and_whom_to_ask(explorer: Explorer) -> None:
    explorer.open("#/coverage")
    assert explorer.answer.startswith("Of 9 NHS trusts in scope, 7 have a record that is declared complete")
    levels = {row[0]: row[1:6] for row in explorer.rows("How complete the records are, by exchange")}
    assert levels["Referral"] == ["9", "7", "2", "0", "0"]
    asks = explorer.csv("Whom to ask what")
    assert len(asks) == 25
    assert {ask["Whom to ask code"] for ask in asks} <= {"SA8", "SA9"}
    explorer.page.get_by_label("Questions about").select_option("Referral")
    explorer.settled()
    assert {row[1] for row in explorer.rows("Whom to ask what")} == {"Referral"}


def test_changes_compare_two_days_of_knowledge(explorer: Explorer) -> None:
    explorer.open("#/changes")
    assert explorer.answer.startswith("Between what was known on 22 October 2026 and on 22 November 2026:")
    explorer.page.get_by_label("Kinds of record").select_option("Contracts")
    explorer.settled()
    rows = explorer.rows("Records that changed")
    assert {tuple(row[:2]) for row in rows} == {("new", "contract")}
    assert len(rows) == 18
    explorer.page.get_by_label("Known on", exact=True).fill("2026-11-22")
    explorer.settled()
    expect(explorer.page.get_by_role("main")).to_contain_text("No record changed between these days.")


def test_every_named_question_leads_to_an_answer(explorer: Explorer) -> None:
    explorer.open("#/questions")
    links = explorer.page.get_by_role("main").get_by_role("listitem").get_by_role("link")
    places = [(one.inner_text(), str(one.get_attribute("href"))) for one in links.all()]
    assert len(places) >= 24
    for text, place in places:
        explorer.open(place)
        if place.startswith("#/query"):
            with explorer.page.expect_response(
                lambda response: response.url.endswith("/graphql")
            ) as answered:
                explorer.page.get_by_role("button", name="Run", exact=True).click()
            assert "errors" not in answered.value.json(), text
        expect(explorer.page.get_by_role("alert")).to_have_count(0)
