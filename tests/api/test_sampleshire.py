"""Sampleshire through the API: its expected answers, as a reader of GraphQL gets them."""

from __future__ import annotations

import base64
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from tests.api.asking import Door, nodes
from tests.spec.cases.expectation import Expected
from tests.spec.cases.sampleshire_expected import (
    REFERRALS_TO_TRUSTS,
    SILO_GRADES,
    SILOS,
    TRUST_PAIRS,
    TRUSTS,
    VERDICTS,
)

ROUTE = """query($type: ID!, $sender: ID!, $receiver: ID!, $day: Date) {
  route(type: $type, sender: $sender, receiver: $receiver, asOf: $day) {
    sender { code } receiver { code } type { code }
    verdict reasons flags detail mismatch { sent accepted } evidence observedAt availableFrom
    remedies { kind text } asks { organisation { code } text }
    routes(first: 1) { edges { node { hops { deployment { key } link { id from { key } to { key } } } } } }
  }
}"""
ROWS = [row for row in VERDICTS if row.exchange != "gp_record_transfer"]
EVERYBODY = ["NHS_TRUST", "GP_PRACTICE", "PHARMACY", "LAB_PROVIDER", "ICB", "NATIONAL_BODY", "OTHER_NHS_BODY"]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_rows(sampleshire: Door, row: Expected) -> None:
    found = sampleshire.ask(ROUTE, type=row.exchange, sender=row.sender, receiver=row.receiver, day=row.day)[
        "route"
    ]
    assert (found["sender"]["code"], found["receiver"]["code"]) == (row.sender, row.receiver)
    assert found["verdict"] == row.verdict
    assert tuple(found["reasons"]) == row.reasons
    assert found["detail"]
    assert found["availableFrom"] == row.due
    if row.flags is not None:
        assert tuple(found["flags"]) == row.flags
    if row.mismatch is not None:
        assert (found["mismatch"]["sent"], found["mismatch"]["accepted"]) == row.mismatch
    if row.asks is not None:
        assert tuple(ask["organisation"]["code"] for ask in found["asks"]) == row.asks
    if row.evidence is not None:
        assert found["evidence"] == row.evidence.upper()
    routes = nodes(found["routes"])
    assert bool(routes) == (row.verdict == "YES")
    for route in routes:
        _is_a_way(route["hops"])
        if row.route is not None:
            assert tuple(hop["deployment"]["key"] for hop in route["hops"]) == row.route
    assert bool(found["remedies"]) == (row.verdict in {"NO", "UNKNOWN"})


def _is_a_way(hops: list[dict[str, Any]]) -> None:
    """Each link joins the system before to the system that it leads to; the first system has none."""
    assert hops[0]["link"] is None
    for before, after in pairwise(hops):
        assert after["link"]["from"]["key"] == before["deployment"]["key"]
        assert after["link"]["to"]["key"] == after["deployment"]["key"]


COUNTS = """query($type: ID!, $reading: Reading!) {
  exchange(type: $type, reading: $reading) {
    organisations senders receivers reading
    counts { yes no unknown notApplicable } completeness
    reasons { reason count }
    summary
    pairs(first: 500) { totalCount edges { node { sender { code } receiver { code } verdict reasons } } }
    byOrganisation(first: 500) { edges { node { organisation { code } sendsTo receivesFrom bothWays unknown
                                                reasons { reason count } } } }
    groups { size organisations { code } }
    matrix { senders receivers cells legend { verdict reasons } }
  }
}"""


@pytest.mark.parametrize("exchange", TRUST_PAIRS)
@pytest.mark.parametrize("reading", ["CAUTIOUS", "ON_RECORD"])
def test_counts_pairs_organisations_and_matrix_say_the_same(
    sampleshire: Door, exchange: str, reading: str
) -> None:
    report = sampleshire.ask(COUNTS, type=exchange, reading=reading)["exchange"]
    pairs = {
        (node["sender"]["code"], node["receiver"]["code"]): (node["verdict"], tuple(node["reasons"]))
        for node in nodes(report["pairs"])
    }
    assert len(pairs) == report["pairs"]["totalCount"] == 9 * 8
    verdicts = Counter(verdict for verdict, _ in pairs.values())
    counts = report["counts"]
    assert [counts["yes"], counts["no"], counts["unknown"], counts["notApplicable"]] == [
        verdicts[name] for name in ("YES", "NO", "UNKNOWN", "NOT_APPLICABLE")
    ]
    assert report["completeness"] == pytest.approx(1 - verdicts["UNKNOWN"] / len(pairs))
    if reading == "CAUTIOUS":
        assert verdicts == TRUST_PAIRS[exchange]
    else:
        assert counts["unknown"] == 0
        assert counts["yes"] == TRUST_PAIRS[exchange]["YES"]
    assert {one["reason"]: one["count"] for one in report["reasons"]} == Counter(
        reason for _, reasons in pairs.values() for reason in reasons
    )
    assert report["organisations"] == report["senders"] == report["receivers"] == 9
    assert report["reading"] == reading
    assert report["summary"].startswith("Of 9 NHS trusts")
    _partners_agree(report, pairs)
    _matrix_agrees(report["matrix"], pairs)
    _groups_agree(report["groups"], pairs)


Pairs = dict[tuple[str, str], tuple[str, tuple[str, ...]]]


def _partners_agree(report: dict[str, Any], pairs: Pairs) -> None:
    rows = nodes(report["byOrganisation"])
    assert sorted(row["organisation"]["code"] for row in rows) == list(TRUSTS)
    order = [(row["sendsTo"] + row["receivesFrom"], row["organisation"]["code"]) for row in rows]
    assert order == sorted(order)
    for row in rows:
        code = row["organisation"]["code"]
        sends = {other for one, other in pairs if one == code and pairs[one, other][0] == "YES"}
        takes = {one for one, other in pairs if other == code and pairs[one, other][0] == "YES"}
        assert (row["sendsTo"], row["receivesFrom"], row["bothWays"]) == (
            len(sends),
            len(takes),
            len(sends & takes),
        )
        own = [answer for pair, answer in pairs.items() if code in pair]
        assert row["unknown"] == sum(verdict == "UNKNOWN" for verdict, _ in own)
        assert {one["reason"]: one["count"] for one in row["reasons"]} == Counter(
            reason for _, reasons in own for reason in reasons
        )


def _matrix_agrees(matrix: dict[str, Any], pairs: Pairs) -> None:
    cells = base64.b64decode(matrix["cells"])
    meanings = [(cell["verdict"], tuple(cell["reasons"])) for cell in matrix["legend"]]
    found = {}
    for place, cell in enumerate(cells):
        row, column = divmod(place, len(matrix["receivers"]))
        pair = matrix["senders"][row], matrix["receivers"][column]
        if pair[0] == pair[1]:
            assert cell == 255
        else:
            found[pair] = meanings[cell]
    assert found == pairs


def _groups_agree(groups: list[dict[str, Any]], pairs: Pairs) -> None:
    assert [group["size"] for group in groups] == sorted((group["size"] for group in groups), reverse=True)
    for group in groups:
        codes = [one["code"] for one in group["organisations"]]
        assert group["size"] == len(codes) > 1
        assert all(pairs[one, other][0] == "YES" for one in codes for other in codes if one != other)


@pytest.mark.parametrize(("day", "yes"), REFERRALS_TO_TRUSTS.items())
def test_practices_refer_to_trusts(sampleshire: Door, day: str, yes: int) -> None:
    query = """query($day: Date) {
      exchange(type: "referral", asOf: $day, filter: {types: ["GP_PRACTICE", "NHS_TRUST"]},
               receivers: {types: ["NHS_TRUST"]}) {
        organisations senders receivers counts { yes } pairs(verdict: [YES], first: 1) { totalCount }
      }
    }"""
    report = sampleshire.ask(query, day=day)["exchange"]
    assert report["counts"]["yes"] == report["pairs"]["totalCount"] == yes
    assert (report["organisations"], report["senders"], report["receivers"]) == (49, 49, 9)


SILO = """node {
  deployment { key } grade score known required met missing { exchange { code } direction } unknown { direction }
}"""


def test_silos(sampleshire: Door) -> None:
    query = f"""query($types: [ID!]) {{
      silos(minGrade: UNDETERMINED, filter: {{types: $types}}, first: 500) {{ edges {{ {SILO} }} }}
    }}"""
    found = nodes(sampleshire.ask(query, types=EVERYBODY)["silos"])
    assert Counter(silo["grade"] for silo in found) == SILO_GRADES
    by_key = {silo["deployment"]["key"]: silo for silo in found}
    for key, (grade, score) in SILOS.items():
        assert by_key[key]["grade"] == grade
        assert by_key[key]["score"] == (None if score is None else pytest.approx(score, abs=0.005))
    for silo in found:
        known = silo["required"] - len(silo["unknown"])
        assert silo["met"] + len(silo["missing"]) == known
        assert silo["known"] == pytest.approx(known / silo["required"])
    scores = [silo["score"] for silo in found]
    assert scores == sorted(scores, key=lambda score: 1 if score is None else -score)
    assert by_key["SA1-stork"]["missing"] == [
        {"exchange": {"code": "demographics"}, "direction": "IN"},
        {"exchange": {"code": "transfer_of_care"}, "direction": "OUT"},
        {"exchange": {"code": "shared_record"}, "direction": "OUT"},
    ]


def test_silos_lists_s0_to_s3_of_trusts_unless_asked_for_more(sampleshire: Door) -> None:
    found = nodes(
        sampleshire.ask(
            "{ silos(first: 500) { edges { node { grade deployment { organisations { type { code } } } } } } }"
        )["silos"]
    )
    assert {silo["grade"] for silo in found} == {"S0", "S1", "S2", "S3"}
    types = {one["type"]["code"] for silo in found for one in silo["deployment"]["organisations"]}
    assert types == {"NHS_TRUST"}
    worst = nodes(
        sampleshire.ask("{ silos(minGrade: S0, first: 500) { edges { node { grade } } } }")["silos"]
    )
    assert {silo["grade"] for silo in worst} == {"S0"}


def test_the_grade_of_a_system(sampleshire: Door) -> None:
    query = """query($id: ID!) { deployment(id: $id) {
      silo { grade score }
      onRecord: silo(reading: ON_RECORD) { grade known }
      observed: silo(minEvidence: OBSERVED) { grade }
    } }"""
    assert sampleshire.ask(query, id="SA8-stork")["deployment"] == {
        "silo": {"grade": "UNDETERMINED", "score": None},
        "onRecord": {"grade": "S0", "known": 1.0},
        "observed": None,
    }
    assert sampleshire.ask(query, id="SA1-arden")["deployment"]["silo"] is None, (
        "a core record is no point solution"
    )


def test_completeness_of_silos_is_the_mean_of_what_is_known_of_every_point_solution(
    sampleshire: Door,
) -> None:
    query = """query($grade: Grade!, $filter: OrganisationFilter) {
      silos(minGrade: $grade, filter: $filter, first: 500) { completeness edges { node { known } } } }"""
    every = sampleshire.ask(query, grade="UNDETERMINED")["silos"]
    known = [one["known"] for one in nodes(every)]
    assert every["completeness"] == pytest.approx(sum(known) / len(known))
    assert 0 < every["completeness"] < 1
    assert sampleshire.ask(query, grade="S0")["silos"]["completeness"] == every["completeness"]
    nobody = sampleshire.ask(query, grade="S0", filter={"types": ["NHSE_REGION"]})["silos"]
    assert nobody == {"completeness": None, "edges": []}


def test_nothing_is_complete_where_nothing_applies(sampleshire: Door) -> None:
    report = sampleshire.ask(
        '{ exchange(type: "gp_record_transfer") { counts { notApplicable } completeness } }'
    )["exchange"]
    assert report == {"counts": {"notApplicable": 72}, "completeness": None}


def test_weaker_evidence_can_be_left_out(sampleshire: Door) -> None:
    query = """query($least: Evidence) { exchange(type: "imaging", minEvidence: $least) {
      minEvidence counts { yes } basis { facts byEvidence { evidence count } } } }"""
    every, strong = (sampleshire.ask(query, least=least)["exchange"] for least in (None, "OBSERVED"))
    assert (every["minEvidence"], strong["minEvidence"]) == (None, "OBSERVED")
    assert strong["counts"]["yes"] < every["counts"]["yes"]
    assert [one["evidence"] for one in strong["basis"]["byEvidence"]] == ["OBSERVED"]
    assert (
        every["basis"]["facts"]
        == sum(one["count"] for one in every["basis"]["byEvidence"])
        > strong["basis"]["facts"]
    )


def test_an_organisations_row(sampleshire: Door) -> None:
    query = """query($types: [ID!]) { organisation(code: "SA2") { exchanges(types: $types) {
      type { code } sendsTo receivesFrom bothWays unknown reasons { reason count } } } }"""
    rows = sampleshire.ask(query)["organisation"]["exchanges"]
    assert len(rows) == 14
    (imaging,) = sampleshire.ask(query, types=["imaging"])["organisation"]["exchanges"]
    assert imaging in rows
    report = sampleshire.ask(
        '{ exchange(type: "imaging") { byOrganisation { edges { node { organisation { code } '
        "sendsTo receivesFrom bothWays unknown reasons { reason count } } } } } }"
    )["exchange"]
    same = next(
        node for node in nodes(report["byOrganisation"]) if node.pop("organisation") == {"code": "SA2"}
    )
    assert imaging == {"type": {"code": "imaging"}, **same}


def test_an_organisation_outside_the_scope_has_a_row_too(sampleshire: Door) -> None:
    (row,) = sampleshire.ask(
        '{ organisation(code: "SAG01") { exchanges(types: ["referral"]) { sendsTo receivesFrom unknown } } }'
    )["organisation"]["exchanges"]
    assert row["sendsTo"] >= 1
    assert row["receivesFrom"] == 0


def test_what_is_fictional_says_so(sampleshire: Door) -> None:
    about = sampleshire.ask(
        "{ about { fictional attribution } sources { edges { node { name fictional attribution } } } }"
    )
    assert about["about"]["fictional"] is True
    assert nodes(about["sources"]) == [
        {"name": "sampleshire", "fictional": True, "attribution": about["about"]["attribution"]}
    ]
    assert "fictional" in about["about"]["attribution"][0]
