"""What stops when something fails, on Sampleshire: the rows of its structure that a person can check by hand."""

from __future__ import annotations

import pytest

from graphmap.model.ids import global_id
from graphmap.model.terms import Kind
from tests.api.asking import Door, nodes

IMPACT = """query($of: [ID!]!, $type: ID, $filter: OrganisationFilter, $day: Date, $first: Int = 50, $after: String) {
  impact(of: $of, type: $type, filter: $filter, asOf: $day) {
    of { id kind name }
    failing { totalCount edges { node { key } } }
    pairsLost organisationsAffected
    byExchange { type { code } pairsLost }
    lost(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node { exchange { type { code } sender { code } receiver { code } verdict } plannedWayRound availableFrom } }
    }
    dependents { totalCount edges { node { deployment { key } linksAway } } }
    rerouted { examined edges { node {
      exchange { sender { code } receiver { code } }
      alternative { hops { deployment { key } } } } } }
  }
}"""
POINTS = """query($type: ID, $filter: OrganisationFilter, $kinds: [SubjectKind!]) {
  singlePointsOfFailure(type: $type, filter: $filter, kinds: $kinds) {
    subject { id kind name } kind pairsLost organisations
  }
}"""
TRUSTS = {"types": ["NHS_TRUST"]}
LABORATORY = {"codes": [f"SA{number}" for number in range(1, 10)] + ["SAL1"]}


@pytest.mark.parametrize(
    ("of", "exchange", "scope", "lost"),
    [
        ("SAQ1-junction", "observation", TRUSTS, 11),
        ("SAQ1-junction", "pathology_order", LABORATORY, 4),
        ("SAQ1-junction", "pathology_result", LABORATORY, 4),
        ("SAQ1-junction", "medication_allergy", TRUSTS, 2),
        ("SAL1-petri", "pathology_order", LABORATORY, 4),
        ("SAL1-petri", "pathology_result", LABORATORY, 4),
        ("service:IEP", "imaging", TRUSTS, 14),
    ],
)
def test_pairs_lost(
    sampleshire: Door, of: str, exchange: str, scope: dict[str, list[str]], lost: int
) -> None:
    found = sampleshire.ask(IMPACT, of=[of], type=exchange, filter=scope)["impact"]
    assert found["pairsLost"] == lost
    assert found["byExchange"] == [{"type": {"code": exchange}, "pairsLost": lost}]
    assert found["lost"]["totalCount"] == lost == len(nodes(found["lost"]))
    assert {node["exchange"]["verdict"] for node in nodes(found["lost"])} == {"YES"}


def test_laboratory_results_are_lost_to_the_trusts_that_it_serves(sampleshire: Door) -> None:
    found = sampleshire.ask(IMPACT, of=["SAL1-petri"], type="pathology_result", filter=LABORATORY)["impact"]
    assert [node["exchange"]["receiver"]["code"] for node in nodes(found["lost"])] == [
        "SA1",
        "SA2",
        "SA3",
        "SA4",
    ]
    assert found["organisationsAffected"] == 5


def test_without_a_type_all_are_summed_and_without_a_filter_every_open_organisation_counts(
    sampleshire: Door,
) -> None:
    found = sampleshire.ask(IMPACT, of=["service:E_RS"], first=500)["impact"]
    assert found["pairsLost"] == sum(one["pairsLost"] for one in found["byExchange"]) > 14
    assert any(node["exchange"]["sender"]["code"].startswith("SAG") for node in nodes(found["lost"]))


def test_pages_of_lost_pairs_are_the_whole_list(sampleshire: Door) -> None:
    whole = sampleshire.ask(IMPACT, of=["SAQ1-junction"], first=500)["impact"]["lost"]
    pages, after = [], None
    while True:
        page = sampleshire.ask(IMPACT, of=["SAQ1-junction"], first=7, after=after)["impact"]["lost"]
        pages += nodes(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert pages == nodes(whole)
    assert len(pages) == whole["totalCount"]


def test_a_pair_that_goes_on_by_another_way_is_told_with_it(sampleshire: Door) -> None:
    link = global_id(Kind.LINK, "SA1-lumen|SA2-shade|imaging|DICOM-STORE|")
    found = sampleshire.ask(IMPACT, of=[link], type="imaging", filter=TRUSTS)["impact"]
    assert found["of"] == [{"id": link, "kind": "LINK", "name": "SA1-lumen SA2-shade imaging DICOM-STORE"}]
    assert found["pairsLost"] == 0
    (one,) = nodes(found["rerouted"])
    assert (one["exchange"]["sender"]["code"], one["exchange"]["receiver"]["code"]) == ("SA1", "SA2")
    assert [hop["deployment"]["key"] for hop in one["alternative"]["hops"]] == [
        "SA1-lumen",
        "service:IEP",
        "SA2-shade",
    ]


def test_a_group_fails_with_all_its_suppliers_and_a_product_with_all_its_systems(sampleshire: Door) -> None:
    group = sampleshire.ask(IMPACT, of=["group:Arden Group"])["impact"]
    assert group["of"] == [{"id": "group:Arden Group", "kind": "SUPPLIER", "name": "Arden Group"}]
    failing = {node["key"] for node in nodes(group["failing"])}
    product = sampleshire.ask(IMPACT, of=["product:stork-maternity"])["impact"]
    assert {node["key"] for node in nodes(product["failing"])} < failing
    assert {"SA1-arden", "SA7-arden"} < failing


def test_systems_with_an_interface_are_told_whatever_is_recorded_beyond_it(sampleshire: Door) -> None:
    question = 'query($of: [ID!]!) { impact(of: $of, type: "imaging") { linked { totalCount edges { node { key } } } } }'
    linked = sampleshire.ask(question, of=["service:IEP"])["impact"]["linked"]
    assert [node["key"] for node in nodes(linked)] == [
        "SA1-lumen",
        "SA2-shade",
        "SA3-lumen",
        "SA4-lumen",
        "SA7-lumen",
    ]


def test_what_depends_is_listed_nearest_first(sampleshire: Door) -> None:
    found = sampleshire.ask(IMPACT, of=["SA1-arden"])["impact"]
    systems = {node["deployment"]["key"]: node["linksAway"] for node in nodes(found["dependents"])}
    assert systems["SA1-tally"] == 2, "by way of the trust's engine, SA1-conduit"
    distances = [node["linksAway"] for node in nodes(found["dependents"])]
    assert distances == sorted(distances)
    assert "SA1-arden" not in systems


def test_single_points_rank_what_parts_most(sampleshire: Door) -> None:
    points = sampleshire.ask(POINTS, type="imaging", filter=TRUSTS)["singlePointsOfFailure"]
    relays = [one for one in points if one["kind"] == "DEPLOYMENT"]
    assert [(one["subject"]["id"], one["pairsLost"], one["organisations"]) for one in relays] == [
        ("deployment:service:IEP", 14, 5)
    ]
    losses = [one["pairsLost"] for one in points]
    assert losses == sorted(losses, reverse=True)
    assert {one["kind"] for one in points} == {"DEPLOYMENT", "PRODUCT", "SUPPLIER", "HOST"}
    for one in points:
        asked = sampleshire.ask(IMPACT, of=[one["subject"]["id"]], type="imaging", filter=TRUSTS)["impact"]
        assert asked["pairsLost"] == one["pairsLost"]
        assert asked["organisationsAffected"] == one["organisations"]


def test_single_points_of_some_kinds_alone(sampleshire: Door) -> None:
    points = sampleshire.ask(POINTS, kinds=["HOST", "PRODUCT"])["singlePointsOfFailure"]
    assert {one["kind"] for one in points} == {"HOST", "PRODUCT"}


@pytest.mark.parametrize(
    ("of", "code", "words"),
    [
        ([], "BAD_ARGUMENT", "name what fails"),
        (["SAQ1-juncton"], "UNKNOWN_ID", "SAQ1-junction"),
        (["product:arden"], "UNKNOWN_ID", "arden-epr"),
        (["SAQ1"], "AMBIGUOUS_ID", "host:SAQ1"),
    ],
)
def test_what_names_nothing_or_several_things_is_refused_with_what_would_do(
    sampleshire: Door, of: list[str], code: str, words: str
) -> None:
    found, message = sampleshire.refused(IMPACT, of=of)
    assert found == code
    assert words in message
