"""Stores that the API is asked about: the bundled Sampleshire, and a small map of two hospitals and a hub."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import importers.sampleshire
from graphmap.ingest import ImportOptions, run_import
from graphmap.store import open_store
from tests.api.asking import Door, stored
from tests.spec.cases.rows import Tables, coverage, deployment, link, organisation, port, product, supplier
from tests.stores import Fresh

SAMPLESHIRE = Path(importers.sampleshire.__file__).parent / "data"

SMALL: Tables = {
    "organisations": [
        organisation("A1", settings="acute", opened="2020-04", aliases="Ash;Ash Hospital", postcode="AS1 1HP"),
        organisation("B1", predecessors="B0", latitude="52.5", longitude="-1.25"),
        organisation("B0", opened="2001", closed="2024-03-31"),
        organisation("C1", icb="Q1", region="Y1"),
        organisation("Q1", "ICB"),
        organisation("Y1", "OTHER_NHS_BODY"),
        organisation("N1", "NATIONAL_BODY"),
    ],
    "suppliers": [supplier("maker", group="Owner", aliases="Makers"), supplier("state")],
    "products": [
        product("system", supplier="maker", capabilities="EPR_ACUTE", standards="ERS-R4", aliases="Sys"),
        product("letters", supplier="maker", capabilities="DOC_MGMT"),
        product("hub", supplier="state", capabilities="NATIONAL_SERVICE"),
    ],
    "deployments": [
        deployment("A1-system", "A1", host="north"),
        deployment("B0-old", "B0", host="south"),
        deployment("B1-system", "B1", from_="2026-04-01"),
        deployment("C1-letters", "C1", "letters"),
        deployment("C1-next", "C1", status="planned", from_="2027-02-01"),
        deployment("service:E_RS", "N1", "hub"),
    ],
    "ports": [
        port("A1-system", "referral", "source", "ERS-R4@1.2", payload="coded", observed_at="2026-05"),
        port("B1-system", "referral", "sink", "ERS-R4@1"),
        port("service:E_RS", "referral", "relay"),
        port("C1-next", "referral", "sink", status="planned", from_="2027-02-01"),
    ],
    "links": [
        link("A1-system", "service:E_RS", "referral", evidence="observed", observed_at="2026-10-01"),
        link("service:E_RS", "B1-system", "referral", evidence="assured", observed_at="2026-09"),
        link("service:E_RS", "C1-next", "referral", status="planned", from_date="2027-02-01"),
        link("B0-old", "A1-system", "document", to_date="2024"),
    ],
    "coverage": [coverage("A1"), coverage("B1", as_of="2026-01"), coverage("C1", "partial", "referral")],
    "contracts": [
        {
            "buyer": "A1", "supplier": "maker", "product": "system", "capability": "EPR_ACUTE", "value_gbp": "1500000",
            "from": "2022-04-01", "to": "2027", "framework": "Open procedure", "reference": "N-1",
        },
        {"buyer": "B1", "supplier": "maker", "to": "2025-12-31"},
    ],
}  # fmt: skip


@pytest.fixture
def door(fresh: Fresh) -> Iterator[Callable[..., Door]]:
    """Opens the door of a new store that holds some sources' tables."""
    with ExitStack() as opened:

        def open_door(**sources: Tables) -> Door:
            store = stored(fresh(), **sources)
            opened.callback(store.close)
            return Door(store)

        yield open_door


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The small map."""
    store = stored(f"sqlite:///{tmp_path_factory.mktemp('small') / 'map.db'}", evidence=SMALL)
    yield Door(store)
    store.close()


@pytest.fixture(scope="session")
def sampleshire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Sampleshire, as bundled."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('sampleshire') / 'map.db'}")
    report = run_import(store, str(SAMPLESHIRE), ImportOptions(source="sampleshire", fictional=True))
    assert not report.refused, list(report.lines())
    yield Door(store)
    store.close()
