"""Dependencies through the API: hidden ones, national services, and every way of naming what is asked about."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Door, nodes

QUESTION = """query($of: ID!, $direction: DependencyDirection! = UPSTREAM, $depth: Int! = 2, $exchanges: [ID!],
                    $first: Int! = 500, $asOf: Date, $minEvidence: Evidence, $after: String) {
  dependencies(of: $of, direction: $direction, depth: $depth, exchanges: $exchanges, asOf: $asOf,
               minEvidence: $minEvidence) {
    asOf direction depth deeper systems organisations
    subject { kind id name systems organisations completeRecords }
    basis { facts undated byEvidence { evidence count } }
    nodes(first: $first) { totalCount edges { node { depth deployment { key } exchanges { code } } } }
    edges(first: $first, after: $after) {
      totalCount pageInfo { endCursor hasNextPage }
      edges { node { depth link { from { key } to { key } exchange { code } profile { text } evidence observedAt } } }
    }
  }
}"""


def ask(door: Door, of: str, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = door.ask(QUESTION, of=of, **options)["dependencies"]
    return found


def systems(found: dict[str, Any], depth: int) -> list[str]:
    return [node["deployment"]["key"] for node in nodes(found["nodes"]) if node["depth"] == depth]


def links(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (edge["link"]["from"]["key"], edge["link"]["to"]["key"], edge["link"]["exchange"]["code"])
        for edge in nodes(found["edges"])
    ]


def test_the_hidden_dependency_of_a_prescribing_system_on_the_trusts_engine(sampleshire: Door) -> None:
    found = ask(sampleshire, "SA1-tally")
    assert systems(found, 0) == ["SA1-tally"]
    assert systems(found, 1) == ["SA1-conduit"]
    assert systems(found, 2) == ["SA1-arden"]
    (first, second) = nodes(found["edges"])
    assert first["link"] == {
        "from": {"key": "SA1-conduit"},
        "to": {"key": "SA1-tally"},
        "exchange": {"code": "demographics"},
        "profile": {"text": "V2-ADT"},
        "evidence": "DECLARED",
        "observedAt": "2026-10-01",
    }
    assert (first["depth"], second["depth"]) == (1, 2)
    assert not found["deeper"]
    assert (found["systems"], found["organisations"]) == (2, 1)
    assert found["subject"] == {
        "kind": "DEPLOYMENT", "id": "deployment:SA1-tally", "name": "Tally (SA1-tally)",
        "systems": 1, "organisations": 1, "completeRecords": 1,
    }  # fmt: skip
    assert found["basis"] == {"facts": 2, "undated": 0, "byEvidence": [{"evidence": "DECLARED", "count": 2}]}


def test_one_link_away_there_is_more_beyond(sampleshire: Door) -> None:
    found = ask(sampleshire, "SA1-tally", depth=1)
    assert systems(found, 1) == ["SA1-conduit"]
    assert found["deeper"]


def test_question_17_which_systems_depend_on_a_national_service(sampleshire: Door) -> None:
    senders = ask(sampleshire, "service:E_RS", depth=1)
    takers = ask(sampleshire, "service:E_RS", depth=1, direction="DOWNSTREAM")
    assert len(systems(senders, 1)) == 41  # every practice, and SA1
    assert systems(takers, 1) == ["SA1-arden", "SA2-beacon", "shared-corvid"]
    assert takers["organisations"] == 4
    assert (
        ask(sampleshire, "service:E_RS", depth=1, direction="DOWNSTREAM", asOf="2027-05-01")["systems"] == 4
    )


def test_only_some_exchange_types_and_only_strong_evidence(sampleshire: Door) -> None:
    everything = ask(sampleshire, "SA2-beacon", depth=1)
    some = ask(sampleshire, "SA2-beacon", depth=1, exchanges=["Observation", "referral"])
    assert {exchange for _, _, exchange in links(some)} == {"observation", "referral"}
    assert len(links(some)) == 3
    assert len(links(everything)) > 3
    assert links(ask(sampleshire, "SA1-tally", minEvidence="OBSERVED")) == []


def test_a_subject_is_named_in_many_ways(sampleshire: Door) -> None:
    def subject(of: str) -> tuple[str, str, int]:
        found = ask(sampleshire, of, depth=1)["subject"]
        return found["kind"], found["name"], found["systems"]

    assert subject("group:Arden Group") == ("SUPPLIER", "Arden Group", 10)
    assert subject("Arden Group") == subject("group:Arden Group")
    assert subject("host:SA3") == ("HOST", "SA3", 1)
    assert subject("organisation:SA3")[0] == "ORGANISATION"
    assert subject("supplier:stork") == ("SUPPLIER", "Stork Digital (stork)", 5)
    assert subject("stork-maternity") == ("PRODUCT", "Stork (stork-maternity)", 5)
    global_id = sampleshire.ask('{ deployment(id: "SA1-tally") { id } }')["deployment"]["id"]
    assert subject(global_id) == subject("deployment:SA1-tally")


def test_a_system_that_is_not_in_force_has_none(sampleshire: Door) -> None:
    found = ask(sampleshire, "SA0-arden")
    assert found["subject"]["systems"] == 0
    assert found["nodes"]["totalCount"] == found["edges"]["totalCount"] == 0


def test_a_record_with_gaps_is_said_beside_the_count(sampleshire: Door) -> None:
    assert ask(sampleshire, "SA8")["subject"]["completeRecords"] == 0
    assert ask(sampleshire, "SA1")["subject"]["completeRecords"] == 1


def test_edges_come_page_by_page(sampleshire: Door) -> None:
    whole = links(ask(sampleshire, "service:MESH", depth=1, direction="DOWNSTREAM"))
    seen: list[tuple[str, str, str]] = []
    after = None
    while True:
        found = ask(sampleshire, "service:MESH", depth=1, direction="DOWNSTREAM", first=30, after=after)
        seen += links(found)
        after = found["edges"]["pageInfo"]["endCursor"]
        if not found["edges"]["pageInfo"]["hasNextPage"]:
            break
    assert seen == whole
    assert len(whole) == 80


@pytest.mark.parametrize(
    ("of", "options", "code", "said"),
    [
        ("SA1-tallly", {}, "UNKNOWN_ID", "nearest: SA1-tally"),
        ("group:Arden", {}, "UNKNOWN_ID", "'Arden' is no known supplier group; nearest: Arden Group"),
        ("host:SA33", {}, "UNKNOWN_ID", "'SA33' is no known host"),
        ("SA3", {}, "AMBIGUOUS_ID", "'SA3' names several things: give one of organisation:SA3, host:SA3"),
        ("SA1-tally", {"depth": 0}, "BAD_ARGUMENT", "a depth of 0 links is outside 1 to 10"),
        ("SA1-tally", {"exchanges": ["fax"]}, "UNKNOWN_ID", "'fax' is no known exchange type"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    sampleshire: Door, of: str, options: dict[str, Any], code: str, said: str
) -> None:
    assert sampleshire.refused(QUESTION, of=of, **options)[0] == code
    assert said in sampleshire.refused(QUESTION, of=of, **options)[1]


def test_an_interface_stands_for_no_systems(sampleshire: Door) -> None:
    link = nodes(sampleshire.ask("{ links(first: 1) { edges { node { id } } } }")["links"])[0]["id"]
    code, said = sampleshire.refused(QUESTION, of=link)
    assert (code, said) == ("BAD_ARGUMENT", "an interface stands for no systems: name what it joins")
