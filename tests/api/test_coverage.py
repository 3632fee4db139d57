"""What is known, through the API: Sampleshire, and a small map on which two sources differ and much needs a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graphmap.api.execute import answer
from graphmap.api.service import Atlas
from graphmap.model.errors import StoreUnavailable
from tests.api.asking import Door, nodes
from tests.api.conftest import SMALL
from tests.spec.cases.rows import Tables, coverage, deployment, link, organisation, port
from tests.spec.cases.sampleshire_expected import TRUSTS

LEVELS = """query($day: Date, $least: Evidence, $filter: OrganisationFilter, $types: [ID!],
                  $order: CoverageOrder! = LEAST_KNOWN) {
  coverage(asOf: $day, minEvidence: $least, filter: $filter) {
    organisations summary
    byExchange { type { code } organisations complete partial none unstated statedSources statedSinks senders receivers }
    byOrganisation(exchanges: $types, orderBy: $order, first: 500) { totalCount edges { node {
      organisation { code } complete partial none unstated sends takes
      exchanges { type { code } level statedBy { key asOf } sends takes statedSource statedSink }
    } } }
  }
}"""


def _by_code(rows: list[dict[str, Any]], name: str) -> dict[str, dict[str, Any]]:
    return {row[name]["code"]: row for row in rows}


def test_sampleshires_records_are_complete_but_for_sa8_and_sa9(sampleshire: Door) -> None:
    report = sampleshire.ask(LEVELS)["coverage"]
    assert report["organisations"] == 9
    by_exchange = _by_code(report["byExchange"], "type")
    assert "gp_record_transfer" not in by_exchange, "trusts neither send nor take it"
    for code, one in by_exchange.items():
        complete = 8 if code == "transfer_of_care" else 7
        assert (one["complete"], one["partial"], one["none"], one["unstated"]) == (
            complete,
            9 - complete,
            0,
            0,
        )
        assert one["organisations"] == 9
    # SA1 alone sends referrals; SA1 to SA5 and SA7 have a sink, whether it is connected or not.
    referral = by_exchange["referral"]
    assert (
        (referral["statedSources"], referral["statedSinks"])
        == (referral["senders"], referral["receivers"])
        == (1, 6)
    )


def test_organisation_by_organisation_least_known_first(sampleshire: Door) -> None:
    rows = nodes(sampleshire.ask(LEVELS)["coverage"]["byOrganisation"])
    assert [row["organisation"]["code"] for row in rows[:2]] == ["SA8", "SA9"]
    assert sorted(row["organisation"]["code"] for row in rows) == list(TRUSTS)
    assert [(row["complete"], row["partial"]) for row in rows[:3]] == [(0, 13), (1, 12), (13, 0)]
    by_code = nodes(sampleshire.ask(LEVELS, order="CODE")["coverage"]["byOrganisation"])
    assert [row["organisation"]["code"] for row in by_code] == list(TRUSTS)
    assert sorted(rows, key=lambda row: row["organisation"]["code"]) == by_code


def test_unknown_is_not_shown_as_no(sampleshire: Door) -> None:
    rows = _by_code(
        nodes(sampleshire.ask(LEVELS, types=["referral"])["coverage"]["byOrganisation"]), "organisation"
    )
    said = {code: (row["exchanges"][0]["sends"], row["exchanges"][0]["takes"]) for code, row in rows.items()}
    assert said["SA1"] == ("PRESENT", "PRESENT")
    assert said["SA2"] == ("NONE", "PRESENT"), "SA2 is complete and only receives"
    assert said["SA6"] == ("NONE", "NONE")
    assert said["SA8"] == ("UNKNOWN", "UNKNOWN"), "the record of SA8 is partial"


def test_the_row_of_an_exchange_type_comes_before_that_of_all(sampleshire: Door) -> None:
    rows = nodes(sampleshire.ask(LEVELS, types=["transfer_of_care", "imaging"])["coverage"]["byOrganisation"])
    sa9 = next(row for row in rows if row["organisation"]["code"] == "SA9")
    assert [(one["type"]["code"], one["level"], one["statedBy"]["key"]) for one in sa9["exchanges"]] == [
        ("transfer_of_care", "COMPLETE", "SA9|transfer_of_care"),
        ("imaging", "PARTIAL", "SA9|*"),
    ]
    assert (sa9["complete"], sa9["partial"]) == (1, 1)


def test_weak_statements_of_completeness_can_be_left_out(sampleshire: Door) -> None:
    report = sampleshire.ask(LEVELS, least="OBSERVED")["coverage"]
    assert {one["unstated"] for one in report["byExchange"]} == {9}
    assert "no source says of any that its record is complete" in report["summary"]


def test_kinds_that_exchange_nothing_are_in_no_table(sampleshire: Door) -> None:
    report = sampleshire.ask(LEVELS, filter={"codes": ["SAR"]})["coverage"]
    assert (report["organisations"], report["byExchange"], report["byOrganisation"]["totalCount"]) == (
        1,
        [],
        0,
    )


AGE = """query($filter: OrganisationFilter, $day: Date) {
  coverage(filter: $filter, asOf: $day) {
    oldBefore summary
    age { facts undated old oldest newest byEvidence { evidence count } }
    ageByKind { kind facts undated old }
    old { totalCount edges { node { kind text organisations { code } fact { __typename key observedAt } } } }
    undated { totalCount edges { node { kind text } } }
  }
}"""


def test_all_of_sampleshires_facts_are_of_last_october(sampleshire: Door) -> None:
    report = sampleshire.ask(AGE)["coverage"]
    assert report["oldBefore"] == "2023-11-22"
    age = report["age"]
    assert (age["oldest"], age["newest"], age["undated"], age["old"]) == ("2026-10-01", "2026-10-01", 0, 0)
    assert age["facts"] == sum(one["count"] for one in age["byEvidence"])
    assert age["facts"] == sum(one["facts"] for one in report["ageByKind"])
    # Ten rows speak of the records of the nine trusts: SA9 has two. One of twelve contracts has ended: SA8's.
    by_kind = {one["kind"]: one["facts"] for one in report["ageByKind"]}
    assert (by_kind["COVERAGE"], by_kind["CONTRACT"]) == (10, 11)


AGED: Tables = {
    "organisations": [
        organisation("A1"),
        organisation("B1", predecessors="B0"),
        organisation("B0", closed="2024-03-31"),
        organisation("G1", "GP_PRACTICE"),
    ],
    "suppliers": [{"id": "maker", "name": "Maker"}],
    "products": [{"id": "system", "name": "System", "supplier": "maker"}],
    "deployments": [
        deployment("A1-old", "A1", observed_at="2023-11-21"),
        deployment("A1-new", "A1", observed_at="2023-11-22"),
        deployment("A1-gone", "A1", observed_at="2019", to="2024"),
        deployment("B0-left", "B0"),
        deployment("B0-shared", "B0;B1"),
        deployment("A1-late", "A1", status="planned", from_="2026-11-01", observed_at="2026-10"),
        deployment("A1-orphan", "A1", "nowhere", observed_at="2026-10"),
    ],
    "ports": [
        port("A1-old", "referral", "source", "ERS-R4@1", use_case="x", observed_at="2023"),
        port("A1-orphan", "referral", "sink"),
    ],
    "links": [
        link("A1-old", "B0-left", "document", status="planned", from_date="2026-10-01"),
        link("A1-new", "ghost", "document"),
    ],
    "coverage": [
        coverage("A1", observed_at="2026-11"),
        coverage("B1", "partial", "referral", observed_at="2022-05"),
    ],
    "contracts": [
        {"buyer": "A1", "supplier": "maker", "product": "system", "from": "2020", "observed_at": "2021-03"}
    ],
}
SECOND: Tables = {
    "deployments": [deployment("A1-old", "A1", status="retired", to="2022", observed_at="2022-12")],
    "coverage": [coverage("B1", "complete", "referral", evidence="assured", observed_at="2026-11-01")],
}


@pytest.fixture
def aged(door: Callable[..., Door]) -> Door:
    return door(first=AGED, second=SECOND)


def test_old_facts_are_listed_oldest_first_and_undated_ones_apart(aged: Door) -> None:
    report = aged.ask(AGE)["coverage"]
    assert [(one["fact"]["observedAt"], one["kind"], one["text"]) for one in nodes(report["old"])] == [
        ("2021-03-01", "CONTRACT", "Contract of A1 (NHS_TRUST) (A1) with Maker for System"),
        ("2023-01-01", "PORT", "System at A1 sends referrals (ERS-R4@1 x)"),
        ("2023-11-21", "DEPLOYMENT", "System at A1"),
    ]
    assert [one["organisations"] for one in nodes(report["old"])] == [[{"code": "A1"}]] * 3
    assert {(one["kind"], one["text"]) for one in nodes(report["undated"])} == {
        ("DEPLOYMENT", "System at B0 and B1"),
        ("LINK", "System at A1 to System at B0: documents"),
    }
    assert (report["age"]["old"], report["age"]["undated"]) == (3, 2)


def test_a_page_of_old_facts_goes_on_where_the_last_one_ended(aged: Door) -> None:
    query = """query($after: String) { coverage { old(first: 1, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { fact { key } } } } } }"""
    found, after = [], None
    for _ in range(3):
        page = aged.ask(query, after=after)["coverage"]["old"]
        found += [one["fact"]["key"] for one in nodes(page)]
        after = page["pageInfo"]["endCursor"]
    assert not page["pageInfo"]["hasNextPage"]
    assert len(set(found)) == 3
    assert aged.refused(query, after="x")[0] == "BAD_CURSOR"


def test_where_sources_differ_both_values_are_shown(aged: Door) -> None:
    report = aged.ask(
        """{ coverage { rivals summary conflicts { totalCount edges { node { rivals record { kind text fact { key } }
             properties { property stands { value source } rivals { value source evidence } } } } } } }"""
    )["coverage"]
    assert report["rivals"] == 2
    assert "Sources differ about 2 records" in report["summary"]
    system, record = nodes(report["conflicts"])
    assert (system["record"]["kind"], system["record"]["fact"]["key"]) == ("DEPLOYMENT", "A1-old")
    assert system["properties"] == [
        {
            "property": "validity",
            "stands": [{"value": "live", "source": "first"}],
            "rivals": [{"value": "retired to 2022", "source": "second", "evidence": "DECLARED"}],
        }
    ]
    assert record["record"]["text"] == "How complete the record of B1 (NHS_TRUST) (B1) is for referrals"
    assert [
        (one["property"], one["stands"][0]["value"], one["rivals"][0]["value"])
        for one in record["properties"]
    ] == [("level", "complete", "partial")]


def test_while_the_store_is_away_conflicts_are_counted_and_their_values_missing(
    aged: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    atlas = Atlas(aged.store)
    atlas.snapshot()

    def nothing(_: object) -> None:
        raise StoreUnavailable("nothing answers")

    monkeypatch.setattr(atlas.access, "read", nothing)
    found = answer(
        atlas, "{ coverage { rivals conflicts { edges { node { rivals properties { property } } } } } }"
    )
    assert found["data"]["coverage"]["rivals"] == 2
    assert nodes(found["data"]["coverage"]["conflicts"]) == [{"rivals": 1, "properties": None}] * 2
    assert {error["extensions"]["code"] for error in found["errors"]} == {"STORE_UNAVAILABLE"}


def test_plans_that_slipped_are_listed_longest_overdue_first(aged: Door) -> None:
    slipped = nodes(
        aged.ask("{ coverage { slipped { edges { node { due daysOverdue record { kind text } } } } } }")[
            "coverage"
        ]["slipped"]
    )
    assert [(one["due"], one["daysOverdue"], one["record"]["kind"]) for one in slipped] == [
        ("2026-10-01", 52, "LINK"),
        ("2026-11-01", 21, "DEPLOYMENT"),
    ]


def test_a_plan_slips_when_its_day_comes_by_what_is_known_that_day(aged: Door) -> None:
    query = "query($day: Date) { coverage(asOf: $day) { slipped { totalCount } } }"
    # The day asked about does not matter: knowledge of today says that the day has come.
    for day in ("2025-01-01", "2028-01-01"):
        assert aged.ask(query, day=day)["coverage"]["slipped"]["totalCount"] == 2


def test_a_system_left_at_a_closed_trust_is_a_question_for_its_successor(aged: Door) -> None:
    query = """query($filter: OrganisationFilter) { coverage(filter: $filter) { stranded { edges { node {
      deployment { key } closed { code } successors { code } text } } } } }"""
    (one,) = nodes(aged.ask(query)["coverage"]["stranded"])
    assert (one["deployment"]["key"], one["closed"], one["successors"]) == (
        "B0-left",
        [{"code": "B0"}],
        [{"code": "B1"}],
    ), "B1 is named at the shared system already"
    assert one["text"] == (
        "Ask B1 (NHS_TRUST) (B1): is System at B0 still in use, and who runs it now that B0 (NHS_TRUST) (B0) has closed?"
    )
    assert nodes(aged.ask(query, filter={"codes": ["B0"]})["coverage"]["stranded"]) == [one]
    assert nodes(aged.ask(query, filter={"codes": ["A1"]})["coverage"]["stranded"]) == []


def test_what_is_named_and_stated_by_nobody_is_listed_with_what_it_costs(aged: Door) -> None:
    report = aged.ask("{ coverage { leftOut stubs { edges { node { kind key } } } } }")["coverage"]
    assert nodes(report["stubs"]) == [
        {"kind": "DEPLOYMENT", "key": "ghost"},
        {"kind": "PRODUCT", "key": "nowhere"},
    ]
    assert report["leftOut"] == 3, "A1-orphan, its port, and the link to ghost"


def test_a_scope_of_nobody_says_so(aged: Door) -> None:
    report = aged.ask(
        """{ coverage(filter: {types: ["ICB"]}) { organisations summary byExchange { complete } age { facts oldest }
             old { totalCount } conflicts { totalCount } slipped { totalCount } stranded { totalCount } } }"""
    )["coverage"]
    assert report["organisations"] == report["age"]["facts"] == 0
    assert report["summary"].startswith("No organisation in scope is of a kind that exchanges anything.")


def test_what_was_known_before_the_first_import_is_nothing(sampleshire: Door) -> None:
    report = sampleshire.ask('{ coverage(asKnownAt: "2026-11-21") { organisations age { facts } } }')[
        "coverage"
    ]
    assert report == {"organisations": 0, "age": {"facts": 0}}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ('(filter: {codes: ["SA11"]}) { organisations', "UNKNOWN_ID", "'SA11' is no known organisation"),
        ('(asKnownAt: "2027-01-01") { organisations', "BAD_ARGUMENT", "nobody knows yet what will be known"),
        ('{ byOrganisation(exchanges: ["referal"]) { totalCount }', "UNKNOWN_ID", "nearest: referral"),
        ("{ old(first: 0) { totalCount }", "BAD_ARGUMENT", "ask for 1 to 500 items"),
    ],
)
def test_a_question_that_is_put_badly_is_refused_with_a_hint(
    sampleshire: Door, arguments: str, code: str, said: str
) -> None:
    found, message = sampleshire.refused(f"{{ coverage{arguments} }} }}")
    assert found == code
    assert said in message


def test_the_small_map_counts_what_links_imply(small: Door) -> None:
    rows = _by_code(small.ask(LEVELS)["coverage"]["byExchange"], "type")
    assert len(SMALL["coverage"]) == 3
    # A1 states a source and B1 a sink; C1's record of referrals is partial, and nobody says more of it.
    referral = rows["referral"]
    assert (referral["complete"], referral["partial"], referral["unstated"]) == (2, 1, 0)
    assert (referral["statedSources"], referral["statedSinks"]) == (1, 1)
    assert rows["document"]["unstated"] == 1
