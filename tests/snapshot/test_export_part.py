"""Which rows organisations select."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graphmap.ingest import claims_of_tables
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from graphmap.snapshot.export import Part, part_of
from tests.spec.cases.rows import coverage, deployment, link, organisation, port, product, supplier

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    tables = {
        "organisations": [
            organisation("A", icb="Q", predecessors="A0"),
            organisation("A0", icb="Q0"),
            organisation("B", icb="Q2"),
            organisation("C"),
            organisation("N", "NATIONAL_BODY"),
            organisation("Q", "ICB", region="Y"),
            organisation("Q0", "ICB"),
            organisation("Q2", "ICB"),
            organisation("Y", "NHSE_REGION"),
        ],
        "suppliers": [supplier(name) for name in ("s1", "s2", "s3", "s4")],
        "products": [product(f"p{number}", supplier=f"s{number}") for number in (1, 2, 3)],
        "deployments": [
            deployment("a", "A", "p1"),
            deployment("shared", "A;B", "p1"),
            deployment("c", "C", "p2"),
            deployment("mesh", "N", "p3"),
            deployment("hub", "N", "p3"),
            deployment("far-hub", "N", "p3"),
        ],
        "ports": [
            port("a", "document", "source"),
            port("c", "document", "sink"),
            port("mesh", "document", "relay"),
            port("hub", "imaging", "relay"),
            port("far-hub", "document", "relay"),
        ],
        "links": [
            link("a", "shared", "referral"),
            link("a", "mesh", "document"),
            link("a", "hub", "document"),
            link("a", "c", "document"),
            link("mesh", "c", "document"),
            link("mesh", "far-hub", "document"),
        ],
        "coverage": [coverage("A"), coverage("B"), coverage("N")],
        "contracts": [
            {"buyer": "A", "supplier": "s4", "product": "p2"},
            {"buyer": "C", "supplier": "s1"},
        ],
    }
    return snapshot_of_claims(claims_of_tables(tables), TODAY)


def chosen(keys: Any, flags: Any) -> set[str]:
    return {key for key, flag in zip(keys, flags, strict=True) if flag}


def part(snapshot: Snapshot, *codes: str) -> Part:
    return part_of(snapshot, [snapshot.organisations.key.index[code] for code in codes])


def test_without_organisations_it_is_the_whole_map(snapshot: Snapshot) -> None:
    whole = part_of(snapshot)
    assert whole.whole
    assert whole.links.all()
    assert whole.organisations.all()
    assert len(whole.links) == 6


def test_their_deployments_and_the_relays_that_these_are_linked_to(snapshot: Snapshot) -> None:
    assert chosen(snapshot.deployments.key, part(snapshot, "A").deployments) == {"a", "shared", "mesh"}
    assert chosen(snapshot.deployments.key, part(snapshot, "C").deployments) == {"c", "mesh"}


def test_links_among_those(snapshot: Snapshot) -> None:
    found = part(snapshot, "A")
    assert chosen(snapshot.links.keys, found.links) == {"a|mesh|document||", "a|shared|referral||"}
    assert chosen(snapshot.links.keys, part(snapshot, "A", "C").links) == {
        "a|c|document||",
        "a|mesh|document||",
        "a|shared|referral||",
        "mesh|c|document||",
    }


def test_what_they_refer_to(snapshot: Snapshot) -> None:
    found = part(snapshot, "A")
    assert chosen(snapshot.organisations.key, found.organisations) == {
        "A",
        "A0",
        "B",
        "N",
        "Q",
        "Q0",
        "Q2",
        "Y",
    }
    assert chosen(snapshot.products.key, found.products) == {"p1", "p2", "p3"}
    assert chosen(snapshot.suppliers.key, found.suppliers) == {"s1", "s2", "s3", "s4"}


def test_their_own_ports_coverage_and_contracts(snapshot: Snapshot) -> None:
    found = part(snapshot, "A")
    assert chosen(snapshot.ports.keys, found.ports) == {"a|document|source|||", "mesh|document|relay|||"}
    assert chosen(snapshot.coverage.key, found.coverage) == {"A|*"}
    assert found.contracts.sum() == 1


def test_no_organisation_selects_nothing(snapshot: Snapshot) -> None:
    nothing = part(snapshot)
    assert not nothing.whole
    assert not any(flags.any() for name, flags in vars(nothing).items() if name != "whole")
