"""The JSON document: every record, its periods and every claim behind it."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

from graphmap.model.tables import TABLES
from graphmap.snapshot.cache import current
from graphmap.snapshot.export import export
from graphmap.store.base import Store
from tests.snapshot.conftest import Import
from tests.snapshot.test_build import small_tables
from tests.snapshot.test_export_tables import full_tables, two_sources

TODAY = date(2026, 11, 22)


def document(store: Store, **options: Any) -> dict[str, Any]:
    stream = io.BytesIO()
    with store.reading() as reader:
        export(reader, current(store, TODAY), "json", stream, **options)
    return json.loads(stream.getvalue())


def test_every_record_is_in_it_under_the_tables_names(store: Store, put: Import) -> None:
    put(full_tables())
    found = document(store)
    keys = {name: {record["key"] for record in found[name]} for name in TABLES}
    assert keys["organisations"] == {"A", "B", "OLD", "Q1", "Y1"}
    assert keys["links"] == {"sys|tie|referral|ERS-R4@1|", "tie|sys|document||"}
    assert all(keys.values())
    (port,) = (record for record in found["ports"] if record["deployment"] == "tie")
    assert (port["emits"], port["use_case"], port["payload"]) == ("x-own@2.1", "a1t1", "coded")


def test_what_it_is_of_is_told(store: Store, put: Import) -> None:
    put(small_tables() | {"organisations": full_tables()["organisations"]}, "survey", fictional=True)
    found = document(store)
    assert (found["revision"], found["known_at"], found["whole"]) == (1, "2026-11-22", True)
    assert found["fictional"] is True
    assert found["notice"].startswith("FICTIONAL")
    assert [source["name"] for source in found["sources"]] == ["survey"]


def test_a_real_map_has_no_notice(store: Store, put: Import) -> None:
    put(full_tables())
    found = document(store)
    assert (found["fictional"], found["notice"]) == (False, None)


def test_periods_and_claims_stand_beside_the_resolved_fields(store: Store, put: Import) -> None:
    put(full_tables())
    (link,) = (record for record in document(store)["links"] if record["exchange"] == "referral")
    assert (link["from"], link["to"], link["profile"]) == ("sys", "tie", "ERS-R4@1")
    assert [(period["status"], period["from"], period["to"]) for period in link["validity"]] == [
        ("live", "2024", "2024-06"),
        ("planned", "2025", None),
    ]
    assert [claim["note"] for claim in link["claims"]] == ["Note 0", "Note 1"]
    first = link["claims"][0]
    assert (first["source"], first["evidence"], first["source_url"]) == (
        "evidence",
        "assured",
        "https://example.org/0",
    )
    assert first["first_seen"] == first["last_seen"] == "2026-11-22T00:00:00Z"
    assert first["says"]["from_date"] == "2024"


def test_rivals_are_named_with_the_claim_that_lost(store: Store, put: Import) -> None:
    two_sources(put)
    (record,) = document(store)["deployments"]
    assert (record["host"], record["validity"][0]["status"]) == ("Here", "retiring")
    rivals = {claim["source"]: claim["rivals"] for claim in record["claims"]}
    assert rivals == {"first": ["validity"], "second": ["host"]}


def test_a_part_says_that_it_is_one(store: Store, put: Import) -> None:
    put(full_tables())
    row = current(store, TODAY).organisations.key.index["Q1"]
    found = document(store, organisations=[row])
    assert found["whole"] is False
    assert [record["key"] for record in found["organisations"]] == ["Q1"]
    assert found["deployments"] == found["links"] == []
