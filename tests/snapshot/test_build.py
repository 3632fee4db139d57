"""Building a snapshot: every column from the facts it comes from, stubs, what hangs on them, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from graphmap.ingest import claims_of_tables
from graphmap.model.claims import Claim
from graphmap.model.dates import OPEN_END, OPEN_START, UNDATED
from graphmap.model.errors import GraphmapError
from graphmap.model.records import Link, Product
from graphmap.model.terms import Evidence, Kind
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.build import snapshot_of_claims, snapshot_of_facts
from graphmap.snapshot.columns import LIVE, PLANNED, RELAY, RETIRED, SOURCE, Snapshot
from tests.generative.maps import random_map
from tests.snapshot.comparison import columns, differences
from tests.spec.cases.rows import Tables, coverage, deployment, link, organisation, port, product, supplier

TODAY = date(2026, 11, 22)
EXCHANGES = list(vocabulary().exchange_types)
CAPABILITIES = list(vocabulary().capabilities)
PROFILES = list(vocabulary().profiles)


def day(year: int, month: int, number: int) -> int:
    return date(year, month, number).toordinal()


def small_tables() -> Tables:
    return {
        "organisations": [
            organisation("Q1", "ICB"),
            organisation(
                "B", settings="acute;ambulance", icb="Q1", region="Y1", opened="2010-04", closed="2027",
                latitude="51.5", longitude="-0.25", postcode="B1 1BB", predecessors="OLD;A",
                aliases="Bee;Bay", evidence="registered", observed_at="2026-10",
            ),
            organisation("A", "GP_PRACTICE"),
        ],
        "suppliers": [supplier("arden", group="Arden Group", aliases="A1;A2", evidence="assured", observed_at="2025")],
        "products": [
            product("epr", supplier="arden", capabilities="PAS;EPR_ACUTE", standards="ERS-R4;x-own@2", aliases="E"),
            product("bare"),
        ],
        "deployments": [
            deployment(
                "sys", "B;A", "epr", capabilities="ED", status="planned", from_="2027-03", to="2030", host="Hall",
                evidence="observed", observed_at="2026-11-02",
            ),
            deployment("tie", "A", "bare"),
        ],
        "ports": [
            port(
                "tie", "referral", "relay", "ERS-R4@1.2", emits="x-own@2.1", use_case="a1t1", payload="coded",
                status="retired", to="2026-12", evidence="inferred", observed_at="2026",
            ),
            port("sys", "booking", "serve"),
        ],
        "links": [
            link("sys", "tie", "referral", "ERS-R4@1", from_date="2024", to_date="2024-06", evidence="assured"),
            link("sys", "tie", "referral", "ERS-R4@1", from_date="2025", status="planned", observed_at="2025-02"),
            link("tie", "sys", "document"),
        ],
        "coverage": [coverage("A", "partial", "imaging", as_of="2026-10"), coverage("B")],
        "contracts": [
            {
                "buyer": "B", "supplier": "arden", "product": "epr", "capability": "ED", "value_gbp": "1250000.5",
                "from": "2020", "to": "2027", "framework": "F1", "reference": "R-1", "evidence": "registered",
            },
            {"buyer": "A", "supplier": "arden"},
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return snapshot_of_claims(claims_of_tables(small_tables()), TODAY, fictional=True)


def test_entities_come_by_key_with_stubs_among_them(snapshot: Snapshot) -> None:
    table = snapshot.organisations
    assert list(table.key) == ["A", "B", "OLD", "Q1", "Y1"]
    assert table.stub.tolist() == [False, False, True, False, True]
    assert list(table.name)[1:3] == ["B (NHS_TRUST)", ""]


def test_organisations(snapshot: Snapshot) -> None:
    table, types = snapshot.organisations, list(vocabulary().organisation_types)
    settings = list(vocabulary().settings)
    assert table.type.tolist() == [
        types.index("GP_PRACTICE"), types.index("NHS_TRUST"), -1, types.index("ICB"), -1,
    ]  # fmt: skip
    assert table.settings[1] == 1 << settings.index("acute") | 1 << settings.index("ambulance")
    assert (table.icb[1], table.region[1], table.icb[0]) == (3, 4, -1)
    assert (table.opened[1], table.closed[1]) == (day(2010, 4, 1), day(2027, 12, 31))
    assert (table.opened[2], table.closed[2]) == (OPEN_START, OPEN_END)
    assert (table.latitude[1], table.longitude[1], table.postcode[1]) == (51.5, -0.25, "B1 1BB")
    assert np.isnan(table.latitude[0])
    assert [table.predecessors[row] for row in range(5)] == [[], [2, 0], [], [], []]
    assert table.aliases[1] == "Bee;Bay"
    assert (table.evidence[1], table.observed[1]) == (Evidence.REGISTERED, day(2026, 10, 1))
    assert (table.evidence[0], table.observed[0]) == (Evidence.DECLARED, UNDATED)


def test_suppliers_and_products(snapshot: Snapshot) -> None:
    suppliers, products = snapshot.suppliers, snapshot.products
    assert (suppliers.key[0], suppliers.group[0], suppliers.aliases[0]) == ("arden", "Arden Group", "A1;A2")
    assert (suppliers.evidence[0], suppliers.observed[0]) == (Evidence.ASSURED, day(2025, 1, 1))
    assert list(products.key) == ["bare", "epr"]
    assert products.supplier.tolist() == [-1, 0]
    assert products.capabilities[1] == [CAPABILITIES.index("PAS"), CAPABILITIES.index("EPR_ACUTE")]
    assert [snapshot.profiles[code] for code in products.standards[1]] == ["ERS-R4", "x-own"]


def test_deployments(snapshot: Snapshot) -> None:
    table = snapshot.deployments
    assert list(table.key) == ["sys", "tie"]
    assert table.product.tolist() == [1, 0]
    assert [table.organisations[row] for row in (0, 1)] == [[1, 0], [0]]
    assert [table.capabilities[row] for row in (0, 1)] == [[CAPABILITIES.index("ED")], []]
    assert (table.status[0], table.start[0], table.end[0]) == (PLANNED, day(2027, 3, 1), day(2030, 12, 31))
    assert (table.status[1], table.start[1], table.end[1]) == (LIVE, OPEN_START, OPEN_END)
    assert (table.host[0], table.evidence[0], table.observed[0]) == (
        "Hall",
        Evidence.OBSERVED,
        day(2026, 11, 2),
    )
    assert not table.out.any()


def test_ports(snapshot: Snapshot) -> None:
    table, words = snapshot.ports, list(snapshot.words)
    assert list(table.keys) == ["sys|booking|source|||", "tie|referral|relay|ERS-R4@1.2|x-own@2.1|a1t1"]
    assert table.record.tolist() == [0, 1]
    assert table.deployment.tolist() == [0, 1]
    assert [EXCHANGES[exchange] for exchange in table.exchange] == ["booking", "referral"]
    assert table.role.tolist() == [SOURCE, RELAY]
    for column in (
        table.profile,
        table.version,
        table.major,
        table.emits,
        table.emits_version,
        table.use_case,
    ):
        assert column[0] == -1
    assert (snapshot.profiles[table.profile[1]], words[table.version[1]], words[table.major[1]]) == (
        "ERS-R4",
        "1.2",
        "1",
    )
    assert (snapshot.profiles[table.emits[1]], words[table.emits_version[1]]) == ("x-own", "2.1")
    assert (words[table.emits_major[1]], words[table.use_case[1]]) == ("2", "a1t1")
    assert table.payload.tolist() == [-1, 2]
    assert (table.status[1], table.start[1], table.end[1]) == (RETIRED, OPEN_START, day(2026, 12, 31))
    assert (table.evidence[1], table.observed[1]) == (Evidence.INFERRED, day(2026, 1, 1))


def test_a_link_has_a_row_for_each_period_with_the_evidence_of_its_own(snapshot: Snapshot) -> None:
    table = snapshot.links
    assert list(table.keys) == ["sys|tie|referral|ERS-R4@1|", "tie|sys|document||"]
    assert table.record.tolist() == [0, 0, 1]
    assert table.origin.tolist() == [0, 0, 1]
    assert table.target.tolist() == [1, 1, 0]
    assert table.status.tolist() == [LIVE, PLANNED, LIVE]
    assert table.start.tolist() == [day(2024, 1, 1), day(2025, 1, 1), OPEN_START]
    assert table.end.tolist() == [day(2024, 6, 30), OPEN_END, OPEN_END]
    assert table.evidence.tolist() == [Evidence.ASSURED, Evidence.DECLARED, Evidence.DECLARED]
    assert table.observed.tolist() == [UNDATED, day(2025, 2, 1), UNDATED]
    assert len(table.rivals) == 2


def test_coverage_and_contracts(snapshot: Snapshot) -> None:
    covered, contracts = snapshot.coverage, snapshot.contracts
    assert list(covered.key) == ["A|imaging", "B|*"]
    assert covered.organisation.tolist() == [0, 1]
    assert covered.exchange.tolist() == [EXCHANGES.index("imaging"), -1]
    assert covered.level.tolist() == [1, 2]
    assert covered.as_of.tolist() == [day(2026, 10, 1), 0]
    assert contracts.buyer.tolist() == [0, 1]
    assert contracts.product.tolist() == [-1, 1]
    assert contracts.capability.tolist() == [-1, CAPABILITIES.index("ED")]
    assert contracts.value[1] == 1250000.5
    assert np.isnan(contracts.value[0])
    assert (contracts.start[1], contracts.end[1]) == (day(2020, 1, 1), day(2027, 12, 31))
    assert (contracts.framework[1], contracts.reference[1]) == ("F1", "R-1")


def test_profiles_are_the_vocabularys_then_the_maps_own(snapshot: Snapshot) -> None:
    assert list(snapshot.profiles) == [*PROFILES, "x-own"]
    assert list(snapshot.words) == sorted({"1", "1.2", "2", "2.1", "a1t1"})


def test_what_it_is_of_is_told(snapshot: Snapshot) -> None:
    assert (snapshot.known_at, snapshot.fictional) == (TODAY.toordinal(), True)


def test_nothing_in_it_can_be_changed(snapshot: Snapshot) -> None:
    arrays = [column for _, column in columns(snapshot) if isinstance(column, np.ndarray)]
    lists = (snapshot.organisations.predecessors, snapshot.deployments.organisations)
    for column in arrays + [part for one in lists for part in (one.items, one.offsets)]:
        assert not column.flags.writeable


def test_what_hangs_on_a_stub_is_out_step_by_step() -> None:
    tables = {
        "organisations": [organisation("A", icb="GONE"), organisation("B")],
        "products": [product("p", supplier="lost"), product("q")],
        "deployments": [
            deployment("by-supplier", "A", "p"),
            deployment("by-product", "A", "r"),
            deployment("by-organisation", "A;Z", "q"),
            deployment("kept", "B", "q"),
            deployment("also-kept", "A", "q"),
        ],
        "ports": [port(name, "referral", "source") for name in ("by-supplier", "kept", "ghost")],
        "links": [
            link("kept", "also-kept", "referral"),
            link("kept", "by-product", "referral"),
            link("ghost", "kept", "referral"),
        ],
        "coverage": [coverage("A"), coverage("Z")],
        "contracts": [
            {"buyer": "A", "supplier": "lost"},
            {"buyer": "Z", "supplier": "known"},
            {"buyer": "B", "supplier": "known", "product": "p"},
            {"buyer": "B", "supplier": "known", "product": "q"},
            {"buyer": "B", "supplier": "known"},
        ],
        "suppliers": [supplier("known")],
    }
    found = snapshot_of_claims(claims_of_tables(tables), TODAY)
    assert _flagged(found.organisations.key, found.organisations.stub) == {"GONE", "Z"}
    assert _flagged(found.suppliers.key, found.suppliers.stub) == {"lost"}
    assert _flagged(found.products.key, found.products.stub) == {"r"}
    assert _flagged(found.products.key, found.products.out) == {"p", "r"}
    assert _flagged(found.deployments.key, found.deployments.stub) == {"ghost"}
    out = {"by-supplier", "by-product", "by-organisation", "ghost"}
    assert _flagged(found.deployments.key, found.deployments.out) == out
    assert _flagged(found.ports.keys, found.ports.out) == {
        "by-supplier|referral|source|||",
        "ghost|referral|source|||",
    }
    assert _flagged(found.links.keys, found.links.out) == {
        "ghost|kept|referral||",
        "kept|by-product|referral||",
    }
    assert _flagged(found.coverage.key, found.coverage.out) == {"Z|*"}
    counted = {
        (found.organisations.key[buyer], found.products.key[item] if item >= 0 else None)
        for buyer, item, out in zip(
            found.contracts.buyer, found.contracts.product, found.contracts.out, strict=True
        )
        if not out
    }
    assert counted == {("B", "q"), ("B", None)}


def _flagged(keys: Any, flags: Any) -> set[str]:
    return {key for key, flag in zip(keys, flags, strict=True) if flag}


def test_a_stub_deployment_is_run_by_nobody() -> None:
    found = snapshot_of_claims(claims_of_tables({"links": [link("one", "two", "referral")]}), TODAY)
    assert list(found.deployments.key) == ["one", "two"]
    assert found.deployments.product.tolist() == [-1, -1]
    assert found.deployments.organisations[0] == []


def test_sources_are_resolved_and_rivals_counted() -> None:
    said = {
        "weak": [Claim.of(Product(id="p", name="Old name"), Evidence.INFERRED)],
        "strong": [Claim.of(Product(id="p", name="New name"), Evidence.OBSERVED)],
    }
    found = snapshot_of_claims(said, TODAY)
    assert (found.products.name[0], found.products.rivals[0]) == ("New name", 1)
    assert found.products.evidence[0] == Evidence.OBSERVED


def test_a_record_of_which_nobody_states_validity_is_in_force_and_open() -> None:
    body = {"origin": "a", "target": "b", "exchange": "referral"}
    claim = Claim(Kind.LINK, Link(**body).key, 0, body, int(Evidence.ASSURED), "2026")
    found = snapshot_of_claims([claim], TODAY).links
    assert (found.status[0], found.start[0], found.end[0]) == (LIVE, OPEN_START, OPEN_END)
    assert (found.evidence[0], found.observed[0]) == (Evidence.ASSURED, day(2026, 1, 1))


def test_codes_that_the_vocabulary_does_not_hold_are_refused_by_name() -> None:
    body = {
        "origin": "a",
        "target": "b",
        "exchange": "telepathy",
        "periods": [],
        "evidence": 1,
        "sources": ["s"],
    }
    with pytest.raises(GraphmapError, match=r"exchange type 'telepathy'.*import its source again"):
        snapshot_of_facts({Kind.LINK: [("a|b|telepathy||", body)]}, TODAY)


@pytest.mark.parametrize("kind", [Kind.SUPPLIER, Kind.LINK])
def test_facts_out_of_order_are_refused(kind: Kind) -> None:
    body = {
        Kind.SUPPLIER: {"id": "s", "evidence": 1},
        Kind.LINK: {"origin": "a", "target": "b", "exchange": "referral", "evidence": 1},
    }[kind]
    with pytest.raises(ValueError, match="by key, ascending"):
        snapshot_of_facts({kind: [("b", body), ("a", body)]}, TODAY)


def test_the_order_of_claims_does_not_matter() -> None:
    for seed in range(20):
        claims = claims_of_tables(random_map(seed))
        assert differences(snapshot_of_claims(claims, TODAY), snapshot_of_claims(claims[::-1], TODAY)) == []


def test_a_map_of_nothing_is_a_snapshot() -> None:
    empty = snapshot_of_facts({}, TODAY)
    assert all(len(column) == 0 for name, column in columns(empty) if name != "profiles")
    assert list(empty.profiles) == PROFILES
