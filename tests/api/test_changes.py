"""What changed between two days: records as they were recorded, and the answers that differ for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests import reference
from tests.api.asking import Door, nodes, state
from tests.api.conftest import SAMPLESHIRE, SMALL
from tests.spec.cases.rows import Tables, deployment, link, organisation, port

THEN, NOW = "2026-10-01", "2026-11-22"
CHANGES = """query($since: Date!, $until: Date, $filter: OrganisationFilter, $kinds: [RecordKind!],
                   $changes: [ChangeKind!], $least: Evidence, $first: Int! = 50, $after: String) {
  changes(since: $since, until: $until, filter: $filter, kinds: $kinds, changes: $changes, minEvidence: $least,
          first: $first, after: $after) {
    summary totalCount since until pageInfo { endCursor hasNextPage }
    counts { kind change count }
    edges { node { change kind key text properties { property before after } before { key } after { key } } }
  }
}"""
VERDICTS = """query($type: ID!, $since: Date, $until: Date, $t: Date, $before: Date, $filter: OrganisationFilter,
                    $receivers: OrganisationFilter, $was: [Verdict!], $first: Int! = 50, $after: String) {
  verdictChanges(type: $type, since: $since, until: $until, asOf: $t, asOfBefore: $before, filter: $filter,
                 receivers: $receivers) {
    summary since until asOfBefore asOf organisations appeared gone unchanged counts { was now pairs }
    pairs(was: $was, first: $first, after: $after) {
      totalCount pageInfo { endCursor hasNextPage }
      edges { node { sender { code } receiver { code } was now
                     before { verdict reasons availableFrom } after { verdict reasons availableFrom } } }
    }
  }
}"""


def altered() -> Tables:
    """The small map as its source puts it the second time."""
    tables = {name: [dict(row) for row in rows] for name, rows in SMALL.items()}
    tables["organisations"] = [row for row in tables["organisations"] if row["code"] != "B0"]
    tables["organisations"].append(organisation("D1"))
    for row in tables["deployments"]:
        if row["id"] == "A1-system":
            row |= {"host": "south", "product": "letters"}
        if row["id"] == "B1-system":
            row["observed_at"] = "2026-11"
    tables["deployments"] = [row for row in tables["deployments"] if row["id"] != "B0-old"]
    tables["links"] = [row for row in tables["links"] if row["from"] != "B0-old"]
    tables["links"][0]["status"] = "retired"
    tables["links"][0]["to_date"] = "2026-10-31"
    tables["ports"].append(port("C1-letters", "document", "source", status="planned", from_="2026-11-10"))
    tables["contracts"][0]["value_gbp"] = "2000000"
    return tables


@pytest.fixture
def twice(door: Callable[..., Door], monkeypatch: pytest.MonkeyPatch) -> Door:
    """The small map, imported on THEN, and its second edition on 5 November."""
    monkeypatch.setenv("GRAPHMAP_TODAY", THEN)
    opened = door(evidence=SMALL)
    monkeypatch.setenv("GRAPHMAP_TODAY", "2026-11-05")
    state(opened.store, "evidence", altered())
    monkeypatch.setenv("GRAPHMAP_TODAY", NOW)
    return opened


def texts(door: Door, **variables: Any) -> list[str]:
    return [node["text"] for node in nodes(door.ask(CHANGES, since=THEN, **variables)["changes"])]


def test_every_change_is_said_in_a_sentence(twice: Door) -> None:
    assert texts(twice) == [
        "Overdue: C1-letters (Letters) sends documents, planned for 10 November 2026; no source says that it happened.",
        "Withdrawn: organisation B0 (NHS_TRUST) (B0); no source says so any more.",
        "Withdrawn: system B0-old (System); no source says so any more.",
        "Withdrawn: interface from B0-old (System) to A1-system (System) for documents; no source says so any more.",
        "Changed: system A1-system (Letters): product was system, is letters; host was north, is south.",
        (
            "Changed: interface from A1-system (Letters) to service:E_RS (Hub) for referrals: validity was live, "
            "is retired to 2026-10-31."
        ),
        "Changed: contract of A1 (NHS_TRUST) (A1) with Maker for System (N-1): value gbp was 1500000, is 2000000.",
        "New: organisation D1 (NHS_TRUST) (D1).",
        "New: C1-letters (Letters) sends documents, planned from 2026-11-10.",
    ]  # fmt: skip


def test_what_is_only_stated_again_is_no_change_unless_asked_for(twice: Door) -> None:
    assert texts(twice, changes=["RESTATED"]) == [
        "Confirmed: system B1-system (System), as before, on other evidence or seen again."
    ]


def test_counts_and_summary(twice: Door) -> None:
    found = twice.ask(CHANGES, since=THEN)["changes"]
    counts = {(one["kind"], one["change"]): one["count"] for one in found["counts"]}
    assert counts == {
        ("PORT", "SLIPPED"): 1, ("ORGANISATION", "RETRACTED"): 1, ("DEPLOYMENT", "RETRACTED"): 1,
        ("LINK", "RETRACTED"): 1, ("DEPLOYMENT", "CHANGED"): 1, ("LINK", "CHANGED"): 1, ("CONTRACT", "CHANGED"): 1,
        ("ORGANISATION", "NEW"): 1, ("PORT", "NEW"): 1,
    }  # fmt: skip
    assert found["totalCount"] == sum(counts.values()) == 9
    assert found["summary"] == (
        "Between what was known on 1 October 2026 and on 22 November 2026: 1 plan is overdue, 3 records are withdrawn, "
        "3 records are changed, 2 records are new."
    )


def test_each_change_shows_the_record_at_both_ends(twice: Door) -> None:
    by_key = {node["key"]: node for node in nodes(twice.ask(CHANGES, since=THEN)["changes"])}
    changed, gone, new = by_key["A1-system"], by_key["B0-old"], by_key["D1"]
    assert changed["properties"] == [
        {"property": "product", "before": "system", "after": "letters"},
        {"property": "host", "before": "north", "after": "south"},
    ]
    assert (changed["before"], changed["after"]) == ({"key": "A1-system"}, {"key": "A1-system"})
    assert (gone["before"], gone["after"]) == ({"key": "B0-old"}, None)
    assert (new["before"], new["after"]) == (None, {"key": "D1"})


def test_only_what_was_recorded_between_the_two_days(twice: Door) -> None:
    assert twice.ask(CHANGES, since="2026-11-05")["changes"]["counts"] == [
        {"kind": "PORT", "change": "SLIPPED", "count": 1}
    ], "it was recorded on the 5th, and its day came on the 10th"
    assert twice.ask(CHANGES, since=THEN, until="2026-11-04")["changes"]["totalCount"] == 0
    until = twice.ask(CHANGES, since=THEN, until="2026-11-05")["changes"]
    assert (until["since"], until["until"]) == (THEN, "2026-11-05")
    assert until["totalCount"] == 8


def test_before_the_first_import_nothing_was_known(twice: Door) -> None:
    found = twice.ask(CHANGES, since="2026-09-30", until=THEN)["changes"]
    assert {one["change"] for one in found["counts"]} == {"NEW"}
    assert found["totalCount"] == sum(map(len, SMALL.values()))
    assert found["summary"].endswith("On 30 September 2026 nothing was known yet.")


def test_only_some_kinds_and_only_what_concerns_some_organisations(twice: Door) -> None:
    assert len(texts(twice, kinds=["LINK", "CONTRACT"])) == 3
    assert len(texts(twice, kinds=[])) == 0
    concerned = texts(twice, filter={"codes": ["C1"]})
    assert [text.partition(":")[0] for text in concerned] == ["Overdue", "New"]
    assert any(
        text.startswith("Withdrawn: organisation B0") for text in texts(twice, filter={"codes": ["B0"]})
    )
    assert len(texts(twice, filter={"codes": ["D1"]})) == 1, "who is known at one end only may be named"


def test_weaker_facts_are_left_out_at_both_ends(twice: Door) -> None:
    kept = texts(twice, least="ASSURED")
    assert [text.partition(":")[0] for text in kept if "interface from A1-system" in text] == ["Changed"]
    assert not any("system A1-system" in text or "documents" in text for text in kept), "they are declared"
    assert any("organisation D1" in text for text in kept), "organisations stay"


def test_pages_of_changes(twice: Door) -> None:
    everything, seen, after = texts(twice), [], None
    while True:
        found = twice.ask(CHANGES, since=THEN, first=4, after=after)["changes"]
        seen += [node["text"] for node in nodes(found)]
        if not found["pageInfo"]["hasNextPage"]:
            break
        after = found["pageInfo"]["endCursor"]
    assert seen == everything


@pytest.mark.parametrize(
    ("variables", "code", "said"),
    [
        (
            {"since": "2026-11-23"},
            "BAD_ARGUMENT",
            "`since` is 2026-11-23, which is after `until`, 2026-11-22: swap them",
        ),
        (
            {"since": THEN, "until": "2026-11-23"},
            "BAD_ARGUMENT",
            "`until` is 2026-11-23, and today is 2026-11-22",
        ),
        ({"since": THEN, "filter": {"codes": ["X1"]}}, "UNKNOWN_ID", "'X1' is no known organisation"),
        ({"since": THEN, "first": 0}, "BAD_ARGUMENT", "`first` is 0"),
        ({"since": THEN, "after": "nonsense"}, "BAD_CURSOR", "`after` is no cursor"),
        ({"since": "yesterday"}, "INVALID_QUERY", "yesterday"),
    ],
)
def test_changes_refuses_what_makes_no_sense(
    twice: Door, variables: dict[str, Any], code: str, said: str
) -> None:
    found = twice.refused(CHANGES, **variables)
    assert found[0] == code
    assert said in found[1]


def test_answers_that_differ_for_what_was_recorded(twice: Door) -> None:
    found = twice.ask(VERDICTS, type="referral", since=THEN)["verdictChanges"]
    assert (found["asOfBefore"], found["asOf"]) == (THEN, NOW), "each end is asked about its own day"
    assert {(one["was"], one["now"]): one["pairs"] for one in found["counts"]} == {
        ("YES", "NO"): 1,
        ("UNKNOWN", "NO"): 1,
    }
    pair, other = nodes(found["pairs"])
    assert (other["sender"]["code"], other["receiver"]["code"]) == ("A1", "C1"), (
        "with its last way out of the house"
    )
    assert (pair["sender"]["code"], pair["receiver"]["code"]) == ("A1", "B1")
    assert pair["before"] == {"verdict": "YES", "reasons": [], "availableFrom": None}
    assert pair["after"]["reasons"] == ["NO_ROUTE"]
    assert (found["organisations"], found["appeared"], found["gone"]) == (3, 1, 0)
    assert found["unchanged"] == 4
    assert found["summary"] == (
        "Referrals, on 1 October 2026 and on 22 November 2026, each as known then: "
        "2 of 6 ordered pairs have another answer (1 from YES to NO, 1 from UNKNOWN to NO). "
        "Organisations not compared: 1 in scope at the later end only."
    )


def test_both_ends_may_be_asked_about_one_day(twice: Door) -> None:
    found = twice.ask(VERDICTS, type="referral", since=THEN, t="2026-10-15")["verdictChanges"]
    assert found["summary"].startswith(
        "Referrals, on 15 October 2026 as known on 1 October 2026 and on 15 October 2026 as known on 22 November 2026: "
    )
    assert (found["asOfBefore"], found["asOf"]) == ("2026-10-15", "2026-10-15")
    assert found["counts"] == [], "on that day the interface was still there, by either account"
    ends = twice.ask(VERDICTS, type="referral", since=THEN, t=NOW, before="2026-10-15")["verdictChanges"]
    assert [(one["was"], one["now"]) for one in ends["counts"]] == [("YES", "NO"), ("UNKNOWN", "NO")]


def test_a_plan_that_slipped_takes_its_answer_back(
    door: Callable[..., Door], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = door(evidence=SMALL)
    monkeypatch.setenv("GRAPHMAP_TODAY", "2027-03-01")
    (change,) = nodes(opened.ask(CHANGES, since=NOW, kinds=["DEPLOYMENT"])["changes"])
    assert change["text"] == (
        "Overdue: system C1-next (System), planned for 1 February 2027; no source says that it happened."
    )
    found = opened.ask(VERDICTS, type="referral", since=NOW, t="2027-03-01")["verdictChanges"]
    changed = {
        (one["sender"]["code"], one["receiver"]["code"]): (one["was"], one["now"])
        for one in nodes(found["pairs"])
    }
    assert changed[("A1", "C1")] == ("YES", "UNKNOWN")


def test_what_becomes_possible_by_a_day_in_sampleshire(sampleshire: Door) -> None:
    practices = {"types": ["GP_PRACTICE", "NHS_TRUST"]}
    trusts = {"types": ["NHS_TRUST"]}
    found = sampleshire.ask(VERDICTS, type="referral", t="2027-05-01", filter=practices, receivers=trusts)[
        "verdictChanges"
    ]
    assert {(one["was"], one["now"]): one["pairs"] for one in found["counts"]} == {
        ("NO", "YES"): 21,
        ("NO", "UNKNOWN"): 2,
    }
    assert {node["receiver"]["code"] for node in nodes(found["pairs"])} == {"SA7"}
    assert {node["before"]["availableFrom"] for node in nodes(found["pairs"])} == {"2027-04-01"}
    was_yes = sampleshire.ask(VERDICTS, type="referral", t="2027-05-01", was=["YES"])["verdictChanges"]
    assert was_yes["pairs"]["totalCount"] == 0


def test_pages_of_pairs(sampleshire: Door) -> None:
    given = {
        "type": "referral",
        "t": "2027-05-01",
        "filter": {"types": ["GP_PRACTICE"]},
        "receivers": {"codes": ["SA7"]},
    }
    everything = nodes(sampleshire.ask(VERDICTS, **given)["verdictChanges"]["pairs"])
    assert len(everything) == 20
    seen, after = [], None
    while True:
        found = sampleshire.ask(VERDICTS, **given, first=7, after=after)["verdictChanges"]["pairs"]
        seen += nodes(found)
        if not found["pageInfo"]["hasNextPage"]:
            break
        after = found["pageInfo"]["endCursor"]
    assert seen == everything


def test_every_exchange_type_at_once_says_what_each_alone_says(sampleshire: Door) -> None:
    query = """{ verdictChangesByType(asOf: "2027-10-01") { type { code } counts { was now pairs } unchanged } }"""
    found = sampleshire.ask(query)["verdictChangesByType"]
    assert len(found) == 14
    for one in found:
        alone = sampleshire.ask(VERDICTS, type=one["type"]["code"], t="2027-10-01")["verdictChanges"]
        assert (alone["counts"], alone["unchanged"]) == (one["counts"], one["unchanged"])
    assert any(one["counts"] for one in found)


@pytest.mark.parametrize(
    ("variables", "code", "said"),
    [
        (
            {"type": "referral"},
            "BAD_ARGUMENT",
            "both ends are the same: give `since` for what was known earlier",
        ),
        ({"type": "referral", "t": NOW}, "BAD_ARGUMENT", "both ends are the same"),
        ({"type": "referral", "since": NOW}, "BAD_ARGUMENT", "both ends are the same"),
        (
            {"type": "referrals", "t": "2027-01-01"},
            "UNKNOWN_ID",
            "'referrals' is no known exchange type; nearest: referral",
        ),
        ({"type": "referral", "since": "2026-12-01"}, "BAD_ARGUMENT", "which is after `until`"),
        (
            {"type": "referral", "t": "2027-01-01", "filter": {"types": ["TRUST"]}},
            "UNKNOWN_ID",
            "'TRUST' is no known",
        ),
    ],
)
def test_verdict_changes_refuses_what_makes_no_sense(
    sampleshire: Door, variables: dict[str, Any], code: str, said: str
) -> None:
    found = sampleshire.refused(VERDICTS, **variables)
    assert found[0] == code
    assert said in found[1]


def test_a_second_edition_of_sampleshire(door: Callable[..., Door], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHMAP_TODAY", THEN)
    tables = reference.read_folder(SAMPLESHIRE)
    opened = door(sampleshire=tables)
    monkeypatch.setenv("GRAPHMAP_TODAY", NOW)
    second = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    second["deployments"].append(deployment("SA5-refer", "SA5", "meadow-mhc"))
    second["links"].append(link("SA5-refer", "service:E_RS", "referral", "ERS-R4"))
    second["coverage"] = [row for row in second["coverage"] if row["organisation"] != "SA6"]
    state(opened.store, "sampleshire", second)
    assert [text.partition(",")[0].rstrip(".") for text in texts(opened)] == [
        (
            "Withdrawn: how complete the record of Vale Community Health NHS Trust (SA6) is for whatever is exchanged "
            "(complete); no source says so any more"
        ),
        "New: system SA5-refer (Meadow)",
        (
            "New: interface from SA5-refer (Meadow) to service:E_RS (e-Referral Service (fictional deployment)) "
            "for referrals in ERS-R4"
        ),
    ]  # fmt: skip
    found = opened.ask(VERDICTS, type="referral", since=THEN)["verdictChanges"]
    moved = {
        (one["sender"]["code"], one["receiver"]["code"]): (one["was"], one["now"])
        for one in nodes(found["pairs"])
    }
    assert moved["SA5", "SA2"] == ("NO", "YES")
    assert moved["SA6", "SA2"] == ("NO", "UNKNOWN"), "its record is no longer said to be complete"


REVISIONS = """query($since: Int, $until: Int, $t: Date, $day: Date) {
  changes(sinceRevision: $since, untilRevision: $until, since: $day) {
    summary totalCount since until sinceRevision untilRevision edges { node { text before { key } after { key } } }
  }
  verdictChanges(type: "referral", sinceRevision: $since, untilRevision: $until, asOf: $t, since: $day) {
    summary since until sinceRevision untilRevision asOfBefore asOf counts { was now pairs }
  }
}"""


@pytest.fixture
def in_one_day(door: Callable[..., Door], monkeypatch: pytest.MonkeyPatch) -> Door:
    """The small map and its second edition, both imported on one day, which no two days can tell apart."""
    monkeypatch.setenv("GRAPHMAP_TODAY", NOW)
    opened = door(evidence=SMALL)
    state(opened.store, "evidence", altered())
    return opened


def test_two_revisions_of_one_day_are_compared(in_one_day: Door) -> None:
    assert in_one_day.ask(CHANGES, since=NOW)["changes"]["totalCount"] == 0
    found = in_one_day.ask(REVISIONS, since=1, until=2)
    changes, verdicts = found["changes"], found["verdictChanges"]
    assert changes["summary"] == (
        "Between what was known at revision 1 and at revision 2: 1 plan is overdue, 3 records are withdrawn, "
        "3 records are changed, 2 records are new."
    )
    assert (changes["since"], changes["until"]) == (NOW, NOW)
    assert (changes["sinceRevision"], changes["untilRevision"]) == (1, 2)
    by_text = {node["text"]: node for node in nodes(changes)}
    gone = by_text["Withdrawn: organisation B0 (NHS_TRUST) (B0); no source says so any more."]
    assert (gone["before"], gone["after"]) == ({"key": "B0"}, None)
    assert verdicts["summary"].startswith(
        "Referrals, on 22 November 2026 as known at revision 1 and on 22 November 2026 as known at revision 2: "
    )
    assert (verdicts["asOfBefore"], verdicts["asOf"]) == (NOW, NOW)
    # The interface to the hub was retired at the end of October; the day before, both editions give the same answers.
    assert verdicts["counts"] != []
    assert in_one_day.ask(REVISIONS, since=1, until=2, t="2026-10-31")["verdictChanges"]["counts"] == []


def test_the_later_revision_is_the_newest_and_the_first_knew_nothing(in_one_day: Door) -> None:
    since_nothing = in_one_day.ask(REVISIONS, since=0)["changes"]
    assert since_nothing["untilRevision"] == 2
    assert since_nothing["summary"].endswith("At revision 0 nothing was known yet.")
    assert (
        in_one_day.ask(REVISIONS, since=1)["changes"]
        == in_one_day.ask(REVISIONS, since=1, until=2)["changes"]
    )
    assert in_one_day.ask(REVISIONS, since=2)["changes"]["totalCount"] == 0


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"since": 3}, "comes after 2"),
        ({"since": 1, "until": 3}, "there is no revision 3: they are 0, which knows nothing, to 2"),
        ({"since": -1}, "there is no revision -1"),
        ({"until": 2}, "`untilRevision` needs `sinceRevision`"),
        ({"since": 1, "day": THEN}, "give one of them for both"),
    ],
)
def test_revisions_that_are_not_there_or_out_of_order_are_refused(
    in_one_day: Door, variables: dict[str, Any], said: str
) -> None:
    question = REVISIONS.replace("changes(", "changes(first: 1, ", 1)
    for error in in_one_day.answer(question, variables)["errors"]:
        assert error["extensions"]["code"] == "BAD_ARGUMENT"
        assert said in error["message"]


def test_neither_a_day_nor_a_revision_is_refused(in_one_day: Door) -> None:
    code, message = in_one_day.refused("{ changes { totalCount } }")
    assert code == "BAD_ARGUMENT"
    assert "`sinceRevision`" in message
