"""The graph for Cypher users holds exactly what the facts say, however it came to hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from neo4j.time import Date

from graphmap.model.graph import NODES, link_type
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary
from tests.generative.maps import random_map
from tests.neo4j_server.endpoint import Endpoint
from tests.snapshot.test_build import small_tables
from tests.spec.cases.rows import deployment, link, organisation, port, product, small_map, supplier
from tests.store.neo4j.graphs import Graph, facts_of, graph_on, sampleshire

AWKWARD = 'it\'s "quoted" \\ \\u0041 \x00 \n\t `x` $y {z} // no comment; 😀 Zoë \u2028'
NOTHING = facts_of()


@pytest.fixture
def graph(neo4j_server: Endpoint) -> Iterator[Graph]:
    with graph_on(neo4j_server) as opened:
        yield opened


def two_systems(*links: dict[str, str], **cells: Any) -> dict[str, list[dict[str, str]]]:
    systems = [deployment("a", "A", **cells), deployment("b", "B")]
    return small_map([organisation("A"), organisation("B")], systems, links=list(links))


def test_every_record_of_sampleshire_is_there(graph: Graph) -> None:
    facts = facts_of(sampleshire=sampleshire())
    graph.fill(facts)
    labels = Counter(labels[0] for (labels,) in graph.ask("MATCH (n) RETURN labels(n)"))
    assert labels == {node.label: len(facts[kind]) for kind, node in NODES.items()}
    links = graph.ask("MATCH (:Deployment)-[r]->(:Deployment) RETURN type(r), r.exchange, r.key")
    assert sorted(key for _, _, key in links) == sorted(facts[Kind.LINK])
    assert all(kind == link_type(exchange) for kind, exchange, _ in links)
    stated = Counter(kind for (kind,) in graph.ask("MATCH ()-[r]->() RETURN type(r)"))
    organisations, deployments = facts[Kind.ORGANISATION].values(), facts[Kind.DEPLOYMENT].values()
    assert stated["IN_ICB"] == sum("icb" in body for body in organisations)
    assert stated["SUCCEEDS"] == sum(len(body.get("predecessors", ())) for body in organisations)
    assert stated["RUN_BY"] == sum(len(body["organisations"]) for body in deployments)
    assert stated["HAS_PORT"] == len(facts[Kind.PORT])


def test_a_node_holds_what_is_stated_and_how_it_is_known(graph: Graph) -> None:
    graph.fill(facts_of(survey=small_tables()))
    ((trust,),) = graph.ask("MATCH (o:Organisation {code: 'B'}) RETURN properties(o)")
    assert trust == {
        "code": "B", "name": "B (NHS_TRUST)", "type": "NHS_TRUST", "settings": ["acute", "ambulance"],
        "latitude": 51.5, "longitude": -0.25, "postcode": "B1 1BB", "aliases": ["Bee", "Bay"],
        "opened": "2010-04", "closed": "2027", "first_day": Date(2010, 4, 1), "last_day": Date(2027, 12, 31),
        "evidence": "registered", "evidence_rank": 2, "observed_at": "2026-10", "observed_day": Date(2026, 10, 1),
        "sources": ["survey"],
    }  # fmt: skip
    periods = graph.ask(
        "MATCH ({id: 'sys'})-[r:REFERRAL]->({id: 'tie'}) RETURN r.period, r.from, r.first_day, r.last_day, r.status "
        "ORDER BY r.period"
    )
    assert periods == [
        [0, "2024", Date(2024, 1, 1), Date(2024, 6, 30), "live"],
        [1, "2025", Date(2025, 1, 1), Date(9999, 12, 31), "planned"],
    ]


@pytest.mark.parametrize(
    ("cells", "in_force"),
    [
        ({}, True),
        ({"from_date": "2026-11", "to_date": "2026-11"}, True),
        ({"from_date": "2026-12"}, False),
        ({"to_date": "2026-11-21"}, False),
        ({"status": "retiring"}, True),
        ({"status": "retired"}, False),
        ({"status": "retired", "to_date": "2026"}, True),
        ({"status": "absent"}, False),
        ({"status": "planned"}, False),
        ({"status": "planned", "from_date": "2026"}, False),
    ],
)
def test_two_plain_comparisons_tell_what_is_in_force(
    graph: Graph, cells: dict[str, str], in_force: bool
) -> None:
    graph.fill(facts_of(survey=two_systems(link("a", "b", "referral", **cells))))
    found = graph.ask(
        "WITH date('2026-11-22') AS today MATCH ()-[r:REFERRAL]->() "
        "WHERE r.first_day <= today <= r.last_day AND r.status <> 'planned' RETURN count(*) = 1"
    )
    assert found == [[in_force]]


@pytest.mark.parametrize("seed", range(6))
def test_moving_to_other_facts_gives_the_graph_that_these_make(graph: Graph, seed: int) -> None:
    one, other = (facts_of(survey=random_map(place)) for place in (seed, seed + 100))
    graph.fill(other)
    wanted = graph.content()
    graph.move(other, one)
    graph.move(one, other)
    assert graph.content() == wanted
    graph.move(other, NOTHING)
    assert graph.content() == []


def test_doing_it_again_changes_nothing(graph: Graph) -> None:
    facts = facts_of(survey=small_tables())
    graph.fill(facts)
    before = graph.content()
    graph.move(NOTHING, facts)
    assert graph.content() == before
    graph.move(NOTHING, facts)
    assert graph.content() == before


def test_what_is_referred_to_and_stated_by_nobody_is_a_stub(graph: Graph) -> None:
    stated = facts_of(survey=two_systems(link("a", "b", "referral")))
    unstated = {**stated, Kind.DEPLOYMENT: {}}
    graph.fill(unstated)
    stubs = "MATCH (s:Stub) RETURN labels(s), properties(s) ORDER BY s.id"
    assert graph.ask(stubs) == [[["Deployment", "Stub"], {"id": name}] for name in ("a", "b")]
    graph.move(unstated, stated)
    assert graph.ask(stubs) == []
    assert graph.ask("MATCH ({id: 'a'})-[:RUN_BY]->(o) RETURN o.code") == [["A"]]
    graph.move(stated, unstated)
    assert graph.ask(stubs) == [[["Deployment", "Stub"], {"id": name}] for name in ("a", "b")]
    assert graph.ask("MATCH ()-[:RUN_BY]->() RETURN count(*)") == [[0]]
    graph.move(unstated, {**unstated, Kind.LINK: {}})
    assert graph.ask(stubs) == []


def test_what_a_record_no_longer_says_goes(graph: Graph) -> None:
    before = facts_of(
        survey=two_systems(
            link("a", "b", "referral", from_date="2024", to_date="2024"),
            link("a", "b", "referral", from_date="2026"),
            host="Here",
        )
        | {"ports": [port("a", "referral", "source", from_=str(year), to=str(year)) for year in (2024, 2026)]}
    )
    after = facts_of(
        survey=two_systems(link("a", "b", "referral", from_date="2026"))
        | {"ports": [port("a", "referral", "source", from_="2026")]}
    )
    after[Kind.DEPLOYMENT]["a"] |= {"organisations": ["B"]}
    graph.fill(before)
    graph.move(before, after)
    assert graph.ask("MATCH ()-[r:REFERRAL]->() RETURN r.from") == [["2026"]]
    assert graph.ask("MATCH (p:Port) RETURN p.from") == [["2026"]]
    assert graph.ask("MATCH (d {id: 'a'})-[:RUN_BY]->(o) RETURN o.code, d.host") == [["B", None]]


def test_texts_survive_whatever_is_in_them(graph: Graph) -> None:
    tables = {"suppliers": [supplier("maker")], "products": [product("p", supplier="maker")]}
    facts = facts_of(survey=tables)
    facts[Kind.SUPPLIER]["maker"] |= {"name": AWKWARD, "aliases": [AWKWARD]}
    graph.fill(facts)
    assert graph.ask("MATCH (s:Supplier) RETURN s.name, s.aliases") == [[AWKWARD, [AWKWARD]]]


def test_wiping_leaves_nothing_of_the_graph_and_all_else(graph: Graph) -> None:
    graph.ask("CREATE (:Graphmap {name: 'store'})")
    graph.fill(facts_of(survey=small_tables()))
    graph.projection.wipe()
    assert graph.ask("MATCH (n) RETURN labels(n)") == [[["Graphmap"]]]


def test_links_have_types_of_their_own() -> None:
    types = [link_type(code) for code in vocabulary().exchange_types]
    others = {reference.type for node in NODES.values() for reference in node.references}
    assert len(set(types)) == len(types)
    assert not others & set(types)
