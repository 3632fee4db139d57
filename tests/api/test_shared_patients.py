"""Which pairs share most patients and cannot exchange, on Sampleshire with figures of the test's own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import Door, nodes

SHARED = """query($shared: [SharedPatientsInput!], $filter: OrganisationFilter, $reading: Reading! = CAUTIOUS,
                  $first: Int = 50, $after: String, $type: ID! = "imaging") {
  sharedPatients(type: $type, shared: $shared, filter: $filter, reading: $reading) {
    notLoaded outside withoutSource undated counts { verdict pairs patients }
    cannot(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { ...Pair } } }
    unknown { totalCount edges { node { ...Pair } } }
  }
}
fragment Pair on SharedPair {
  one { code } other { code } patients source observedAt there { verdict } back { verdict }
}"""
FIGURES = [
    {"one": "SA1", "other": "SA7", "patients": 3200, "source": "a survey", "observedAt": "2026-09-30"},
    {"one": "SA1", "other": "SA2", "patients": 8100, "source": "a survey"},
    {"one": "SA8", "other": "SA1", "patients": 950},
    {"one": "SA5", "other": "SA3", "patients": 4100},
]


def test_without_figures_the_answer_says_that_none_are_loaded(sampleshire: Door) -> None:
    found = sampleshire.ask(SHARED)["sharedPatients"]
    assert found["notLoaded"].startswith("Who shares patients with whom is not loaded")
    assert found["counts"] == []
    assert found["cannot"]["totalCount"] == found["unknown"]["totalCount"] == 0


def test_pairs_that_cannot_exchange_are_apart_from_those_not_known(sampleshire: Door) -> None:
    found = sampleshire.ask(SHARED, shared=FIGURES)["sharedPatients"]
    assert found["notLoaded"] is None
    listed = [
        [node["one"]["code"], node["other"]["code"], node["there"]["verdict"], node["back"]["verdict"]]
        for node in (*nodes(found["cannot"]), *nodes(found["unknown"]))
    ]
    assert listed == [
        ["SA5", "SA3", "NO", "NO"],
        ["SA1", "SA7", "NO", "YES"],
        ["SA8", "SA1", "UNKNOWN", "UNKNOWN"],
    ]
    assert [tuple(one.values()) for one in found["counts"]] == [
        ("NO", 2, 7300), ("UNKNOWN", 1, 950), ("YES", 1, 8100), ("NOT_APPLICABLE", 0, 0),
    ]  # fmt: skip


def test_a_figure_without_source_or_date_says_so(sampleshire: Door) -> None:
    found = sampleshire.ask(SHARED, shared=FIGURES)["sharedPatients"]
    assert (found["withoutSource"], found["undated"]) == (2, 3)
    said = {node["one"]["code"]: (node["source"], node["observedAt"]) for node in nodes(found["cannot"])}
    assert said == {"SA5": (None, None), "SA1": ("a survey", "2026-09-30")}


def test_read_as_complete_nothing_is_unknown(sampleshire: Door) -> None:
    found = sampleshire.ask(SHARED, shared=FIGURES, reading="ON_RECORD")["sharedPatients"]
    assert [one["pairs"] for one in found["counts"]] == [3, 0, 1, 0]


def test_a_filter_leaves_pairs_out_and_says_how_many(sampleshire: Door) -> None:
    found = sampleshire.ask(SHARED, shared=FIGURES, filter={"codes": ["SA1", "SA7"]})["sharedPatients"]
    assert found["outside"] == 3
    assert [node["other"]["code"] for node in nodes(found["cannot"])] == ["SA7"]


def test_the_list_is_paged(sampleshire: Door) -> None:
    page = sampleshire.ask(SHARED, shared=FIGURES, first=1)["sharedPatients"]["cannot"]
    assert page["pageInfo"]["hasNextPage"]
    after = page["pageInfo"]["endCursor"]
    rest = sampleshire.ask(SHARED, shared=FIGURES, first=1, after=after)["sharedPatients"]["cannot"]
    assert [node["one"]["code"] for node in nodes(rest)] == ["SA1"]
    assert not rest["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize(
    ("shared", "code", "said"),
    [
        (
            [{"one": "SA1", "other": "SA99", "patients": 1}],
            "UNKNOWN_ID",
            "shared[0].other: 'SA99' is no known",
        ),
        (
            [{"one": "SA1", "other": "SA1", "patients": 1}],
            "BAD_ARGUMENT",
            "shared[0].other is the organisation",
        ),
        (
            [{"one": "SA1", "other": "SA2", "patients": 0}],
            "BAD_ARGUMENT",
            "shared[0].patients is 0: give 1 or",
        ),
        (
            [{"one": "SA1", "other": f"SA{number}", "patients": 2_000_000_000} for number in (2, 3)],
            "BAD_ARGUMENT",
            "come to more than 2,147,483,647 patients",
        ),
        (
            [FIGURES[0], {"one": "SA7", "other": "SA1", "patients": 1}],
            "BAD_ARGUMENT",
            "shared[1].other gives the pair of shared[0] again",
        ),
    ],
)
def test_a_wrong_figure_is_named(
    sampleshire: Door, shared: list[dict[str, Any]], code: str, said: str
) -> None:
    refused = sampleshire.refused(SHARED, shared=shared)
    assert refused[0] == code
    assert said in refused[1]
