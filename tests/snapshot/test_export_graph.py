"""The map as a graph, and back through networkx's own readers."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Kind
from graphmap.snapshot.build import snapshot_of_claims, snapshot_of_facts
from graphmap.snapshot.columns import Snapshot
from graphmap.snapshot.export import part_of, to_networkx
from graphmap.snapshot.export.badge import FICTIONAL
from graphmap.snapshot.export.graph import write_gexf, write_graphml
from tests import reference
from tests.snapshot.test_build import small_tables

TODAY = date(2026, 11, 22)
SAMPLESHIRE = Path(__file__).parents[2] / "importers" / "sampleshire" / "data"
READERS = {"graphml": (write_graphml, nx.read_graphml), "gexf": (write_gexf, nx.read_gexf)}


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return snapshot_of_claims(claims_of_tables(small_tables()), TODAY)


@pytest.fixture(scope="module")
def sampleshire() -> Snapshot:
    return snapshot_of_claims(claims_of_tables(reference.read_folder(SAMPLESHIRE)), TODAY, fictional=True)


def test_nodes_are_the_four_kinds_of_entity(small: Snapshot) -> None:
    graph = to_networkx(small)
    assert Counter(kind for _, kind in graph.nodes(data="kind")) == {
        "organisation": 5, "supplier": 1, "product": 2, "deployment": 2,
    }  # fmt: skip
    trust = graph.nodes["organisation:B"]
    assert trust == {
        "kind": "organisation", "label": "B (NHS_TRUST)", "code": "B", "type": "NHS_TRUST",
        "settings": "acute;ambulance", "opened": "2010-04-01", "closed": "2027-12-31", "latitude": 51.5,
        "longitude": -0.25, "postcode": "B1 1BB", "other_names": "Bee;Bay", "coverage": "* complete",
        "standing": "stated", "evidence": "registered", "observed_at": "2026-10-01",
    }  # fmt: skip
    assert graph.nodes["organisation:OLD"]["standing"] == "stated by nobody"
    assert graph.nodes["deployment:tie"]["ports"] == "referral relay ERS-R4@1.2 a1t1 (retired)"
    assert graph.nodes["deployment:sys"]["capabilities"] == "ED"


def test_edges_follow_the_payload_and_carry_each_period(small: Snapshot) -> None:
    graph = to_networkx(small)
    edges = Counter(kind for _, _, kind in graph.edges(data="kind"))
    assert edges == {
        "link": 3, "runs": 3, "instance_of": 2, "supplied_by": 1, "in_icb": 1, "in_region": 1, "succeeds": 2,
        "contract": 2,
    }  # fmt: skip
    periods = graph["deployment:sys"]["deployment:tie"]
    assert [edge["valid_from"] for edge in periods.values()] == ["2024-01-01", "2025-01-01"]
    assert periods["sys|tie|referral|ERS-R4@1|"] == {
        "kind": "link", "exchange": "referral", "profile": "ERS-R4@1", "status": "live",
        "valid_from": "2024-01-01", "valid_to": "2024-06-30", "evidence": "assured",
    }  # fmt: skip
    award = graph["organisation:B"]["supplier:arden"]
    assert [edge["value_gbp"] for edge in award.values()] == [1250000.5]


@pytest.mark.parametrize("name", READERS)
def test_files_read_back_as_the_same_graph(sampleshire: Snapshot, name: str) -> None:
    write, read = READERS[name]
    written = io.BytesIO()
    write(sampleshire, part_of(sampleshire), written)
    written.seek(0)
    found, graph = read(written), to_networkx(sampleshire)
    assert set(found.nodes) == set(graph.nodes)
    assert shape(found) == shape(graph)
    for node in graph.nodes:
        theirs = {key: value for key, value in found.nodes[node].items() if key != "label"}
        assert theirs == {key: value for key, value in graph.nodes[node].items() if key != "label"}


def shape(graph: Any) -> Counter[tuple[Any, ...]]:
    return Counter(
        (
            near,
            far,
            data["kind"],
            data.get("exchange"),
            data.get("profile"),
            data.get("status"),
            data.get("evidence"),
        )
        for near, far, data in graph.edges(data=True)
    )


@pytest.mark.parametrize("name", READERS)
def test_fiction_says_so_in_the_graph_and_at_the_head_of_each_file(
    sampleshire: Snapshot, small: Snapshot, name: str
) -> None:
    graph = to_networkx(sampleshire)
    assert (graph.graph["fictional"], graph.graph["name"]) == (True, FICTIONAL)
    assert to_networkx(small).graph["fictional"] is False
    write, read = READERS[name]
    for snapshot, badged in ((sampleshire, True), (small, False)):
        written = io.BytesIO()
        write(snapshot, part_of(snapshot), written)
        head = written.getvalue().decode().splitlines()[1]
        assert (FICTIONAL in head) is badged
        written.seek(0)
        assert ("FICTIONAL" in read(written).graph["name"]) is badged


@pytest.mark.parametrize("name", READERS)
def test_the_same_map_gives_the_same_bytes(small: Snapshot, name: str) -> None:
    write, _ = READERS[name]
    one, other = io.BytesIO(), io.BytesIO()
    write(small, part_of(small), one)
    write(small, part_of(small), other)
    assert one.getvalue() == other.getvalue()
    assert b"2026-11-22" in one.getvalue()


@pytest.mark.parametrize("name", READERS)
def test_characters_that_xml_may_not_hold_are_left_out(name: str) -> None:
    body = {"evidence": 1, "periods": [], "sources": ["s"]}
    odd = snapshot_of_facts(
        {Kind.SUPPLIER: [("s", {"id": "s", "name": "A\x00\x1b<&>\ufffe", **body})]}, TODAY
    )
    write, read = READERS[name]
    written = io.BytesIO()
    write(odd, part_of(odd), written)
    written.seek(0)
    assert read(written).nodes["supplier:s"]["label"] == "A<&>"


def test_a_part_has_its_rows_alone(sampleshire: Snapshot) -> None:
    row = sampleshire.organisations.key.index["SAL1"]
    graph = to_networkx(sampleshire, part_of(sampleshire, [row]))
    assert "deployment:SAL1-petri" in graph
    assert "deployment:SA1-arden" not in graph
    assert all("kind" in data for _, data in graph.nodes(data=True)), (
        "no edge leads to a node that is left out"
    )
