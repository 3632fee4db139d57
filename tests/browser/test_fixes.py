"""Single changes and plans: what each would gain, and how it is tried in the room What if."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs

from playwright.sync_api import Route, expect

from tests.browser.explorer import PHONE, Explorer


def supposed(explorer: Explorer) -> list[dict[str, dict[str, object]]]:
    """The changes in the address."""
    found = json.loads(parse_qs(explorer.place.partition("?")[2])["changes"][0])
    assert isinstance(found, list)
    return found


def test_changes_are_ranked_by_the_pairs_that_each_gains(explorer: Explorer) -> None:
    explorer.open("#/fixes/referral")
    assert explorer.title == "Which single changes would let most pairs exchange referrals"
    # SA1 and SA2 send by e-RS in one message standard, SA3 in another; 9 trusts make 72 pairs, of which 1 works.
    assert explorer.answer.startswith(
        "Most is gained by this change alone: Let e-Referral Service (fictional deployment) (service:E_RS) also take "
        "referrals in ERS-R4@1 and send them on in ERS-STU3@1. "
        "It would join 2 of the 71 pairs not shown to work, all of them known not to work today."
    )
    rows = explorer.rows(re.compile("^Single changes"))
    assert [row[1:5] for row in rows] == [
        ["Translate in a hub", "2", "2", "0"],
        ["Bring a plan forward", "1", "1", "0"],
        ["Connect to a hub", "1", "1", "0"],
    ]
    table = explorer.csv("Single changes, most pairs gained first")
    assert json.loads(table[1]["As a scenario"]) == {
        "bringForward": {"fact": "link:service:E_RS|SA7-arden|referral|ERS-R4@1|"}
    }


def test_a_change_is_tried_in_what_if_and_gains_as_many_pairs(explorer: Explorer) -> None:
    explorer.open("#/fixes/referral?evidence=DECLARED")
    gained = [row[2] for row in explorer.rows(re.compile("^Single changes"))]
    for number, pairs in enumerate(gained):
        explorer.open("#/fixes/referral?evidence=DECLARED")
        explorer.page.get_by_role("link", name="Try it in What if").nth(number).click()
        explorer.settled()
        assert explorer.title == "What if"
        assert "evidence=DECLARED" in explorer.place
        assert "type=referral" in explorer.place
        assert len(supposed(explorer)) == 1
        assert explorer.answer.startswith(f"With this change, {pairs} pair")
    assert len(gained) == 3


def test_the_smallest_set_is_found_on_request_and_tried_as_a_whole(explorer: Explorer) -> None:
    explorer.open("#/fixes/demographics")
    explorer.page.get_by_role("button", name="Find the smallest set").click()
    explorer.settled()
    assert "set=1" in explorer.place
    steps = explorer.rows(re.compile("^Changes to be made together"))
    assert [int(row[0]) for row in steps] == list(range(1, 12))
    assert sum(int(row[3]) for row in steps) == 40
    said = explorer.page.get_by_text("Together they would join 40 of the 70 pairs not shown to work")
    expect(said).to_contain_text("has fewer than 8")
    left = explorer.rows(re.compile("^Not yet exchanging"))
    assert left[0][:3] == ["East Sample Hospitals NHS Trust", "0", "16"]
    explorer.page.get_by_role("link", name="Try all of them in What if").click()
    explorer.settled()
    assert len(supposed(explorer)) == 11
    assert explorer.answer.startswith("With these 11 changes together, 40 pairs would start")


def test_where_no_change_helps_the_smallest_set_is_empty_and_says_who_is_left(explorer: Explorer) -> None:
    explorer.open("#/fixes/prescription?set=1")
    explorer.settled()
    expect(explorer.page.get_by_text("No change of these kinds gains a pair")).to_be_visible()
    assert len(explorer.rows(re.compile("^Not yet exchanging"))) == 9
    explorer.page.get_by_role("button", name="Hide").click()
    explorer.settled()
    assert "set" not in explorer.place


def test_a_change_between_groups_is_tried_among_all_that_are_open(explorer: Explorer) -> None:
    explorer.open("#/fixes/transfer_of_care?to=GP_PRACTICE")
    expect(explorer.page.get_by_label("Received by")).to_have_value("GP_PRACTICE")
    rows = explorer.rows(re.compile("^Single changes"))
    assert rows
    explorer.page.get_by_role("link", name="Try it in What if").first.click()
    explorer.settled()
    assert "among=EVERY" in explorer.place
    tried = re.match(r"With this change, ([\d,]+) pairs? would start", explorer.answer)
    assert tried
    # Pairs with other organisations than practices count as well.
    assert int(tried[1].replace(",", "")) >= int(rows[0][2].replace(",", ""))


def test_kinds_and_exchange_are_chosen_and_none_is_said(explorer: Explorer) -> None:
    explorer.open("#/exchange/referral")
    explorer.page.get_by_role("link", name="What would mend it").click()
    explorer.settled()
    assert explorer.place == "#/fixes/referral"
    explorer.page.get_by_label("Kinds of change").select_option("Connect to a hub")
    explorer.settled()
    assert {row[1] for row in explorer.rows(re.compile("^Single changes"))} == {"Connect to a hub"}
    explorer.page.get_by_label("Kinds of change").select_option("Align a message standard")
    explorer.settled()
    assert "no single change of this kind would gain any; several together may." in explorer.answer
    expect(explorer.page.get_by_role("main")).to_contain_text(
        "No change of this kind would gain a pair by itself."
    )
    assert explorer.violations() == []
    explorer.page.get_by_label("What is exchanged").select_option("GP record transfer")
    explorer.settled()
    assert explorer.place == "#/fixes/gp_record_transfer?kind=ALIGN_PROFILE"
    assert explorer.answer.startswith("There is no pair here that the question applies to.")


def test_long_work_says_how_long_it_has_been_and_leaves_the_page_usable(explorer: Explorer) -> None:
    held: list[Route] = []
    explorer.page.clock.install()

    def hold(route: Route) -> None:
        if "query Fixes" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    explorer.page.route("**/graphql", hold)
    explorer.page.goto(f"{explorer.address}/#/fixes/referral")
    status = explorer.page.get_by_role("status").filter(has_text="Fetching what each change would gain…")
    expect(status).to_be_visible()
    explorer.page.clock.run_for(7_000)
    expect(status).to_contain_text(re.compile(r"\d+ s\. On a national map this takes up to half a minute"))
    explorer.page.get_by_role("link", name="Silos", exact=True).click()
    explorer.page.clock.run_for(1_000)
    expect(explorer.page.get_by_role("heading", level=1)).to_contain_text("Systems for one purpose")
    for route in held:
        route.continue_()
    explorer.settled()


def test_plans_say_what_converging_would_bring_and_are_tried_in_what_if(explorer: Explorer) -> None:
    explorer.open("#/market/MATERNITY")
    rows = {row[0].split(" Needs")[0]: row for row in explorer.rows("If all converged on one product")}
    # 5 trusts use Stork and 1 Cradle; pairs are of all open organisations.
    assert rows["Cradle"][1:6] == ["5 5 systems", "0", "99", "3", "2"]
    assert rows["Cradle"][8].startswith("Of 2 of the 5 systems replaced no interface is on record")
    assert "the 1 system of the product in use" in rows["Cradle"][8]
    assert {row["Converge on"] for row in explorer.csv("If all converged on one product")} == set(rows)
    cradle = explorer.table("If all converged on one product").get_by_role("row").filter(has_text="Cradle")
    cradle.get_by_role("link", name="Try it in What if").click()
    explorer.settled()
    assert supposed(explorer) == [
        {
            "replaceProduct": {
                "scope": {"types": ["NHS_TRUST"]},
                "capability": "MATERNITY",
                "product": "product:cradle-maternity",
            }
        }
    ]
    assert "no pairs would start to exchange on record and 99 pairs would stop" in explorer.answer
    expect(explorer.page.get_by_role("combobox", name="Organisations", exact=True)).to_have_value("EVERY")
    expect(explorer.page.get_by_role("region", name="Supposed, one after the other")).to_contain_text(
        "at all trusts"
    )


def test_a_market_without_a_named_product_says_why_there_is_no_plan(explorer: Explorer) -> None:
    explorer.open("#/market/THEATRES")
    expect(explorer.page.get_by_role("main")).to_contain_text(
        "No product that a source names is in use for this purpose among 1 organisation; of 1 organisation nobody has "
        "recorded what they use, so that there is nothing to converge on."
    )
    explorer.page.set_viewport_size(PHONE)
    assert explorer.overflow() == 0


def test_shared_patients_are_asked_about_and_said_not_to_be_loaded(explorer: Explorer) -> None:
    explorer.open("#/questions")
    explorer.page.get_by_role("link", name="Which pairs share most patients but cannot exchange?").click()
    explorer.settled()
    with explorer.page.expect_response(lambda response: response.url.endswith("/graphql")) as answered:
        explorer.page.get_by_role("button", name="Run", exact=True).click()
    found = answered.value.json()["data"]["sharedPatients"]
    assert found["notLoaded"].startswith("Who shares patients with whom is not loaded")
    assert found["counts"] == []
