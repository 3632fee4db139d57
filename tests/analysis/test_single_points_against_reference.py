"""The ranking of single points agrees with failing each thing in turn and answering every pair anew, on random maps."""

from __future__ import annotations

from datetime import date
from random import Random

import numpy as np
import pytest

from graphmap.analysis.failing import Subject, SubjectKind
from graphmap.analysis.impact import Setting
from graphmap.analysis.single_points import single_points
from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Evidence
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from tests.analysis.test_impact_against_reference import hosted_map
from tests.reference import impact as reference
from tests.reference.facts import Tables

TODAY = date(2026, 11, 22)
SEEDS = range(200)
BATCH = 20


def named(snapshot: Snapshot, subject: Subject) -> tuple[str, str]:
    tables = {
        SubjectKind.DEPLOYMENT: snapshot.deployments.key,
        SubjectKind.PRODUCT: snapshot.products.key,
        SubjectKind.SUPPLIER: snapshot.suppliers.key,
    }
    return subject.kind, subject.text or tables[subject.kind][subject.row]


def expected(
    tables: Tables, exchanges: list[str], word: str | None
) -> dict[tuple[str, str], tuple[int, int]]:
    """Pairs lost and organisations in them, by what fails; only what parts a pair."""
    before = {exchange: reference.known_map(tables, exchange, TODAY, TODAY, word) for exchange in exchanges}
    relays = {
        port.deployment
        for known in before.values()
        for port in known.ports
        if port.role == "relay" and port.fact.standing == "in force"
    }
    subjects = {("DEPLOYMENT", name): {name} for name in relays}
    for row in tables["products"]:
        subjects["PRODUCT", row["id"]] = reference.of_product(tables, row["id"])
    for row in tables["suppliers"]:
        name = row.get("group") or row["id"]
        subjects["SUPPLIER", name] = reference.of_supplier(tables, name)
    for host in {row["host"] for row in tables["deployments"] if row.get("host")}:
        subjects["HOST", host] = reference.on_host(tables, host)
    found = {}
    for subject, failing in subjects.items():
        remaining = reference.without(tables, failing)
        lost = [
            pair
            for exchange, known in before.items()
            for pair in reference.yes_pairs(known)
            - reference.yes_pairs(reference.known_map(remaining, exchange, TODAY, TODAY, word))
        ]
        if lost:
            found[subject] = len(lost), len({code for pair in lost for code in pair})
    return found


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_what_parts_organisations_by_failing_alone_is_what_the_reference_finds(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        tables = hosted_map(seed)
        snapshot = snapshot_of_claims(claims_of_tables(tables), TODAY)
        least = Random(seed).choice((None, None, *Evidence))
        everyone = np.arange(len(snapshot.organisations.key), dtype=np.int32)
        exchanges = sorted({row["exchange"] for name in ("ports", "links") for row in tables.get(name, [])})
        setting = Setting(TODAY, everyone, everyone, tuple(exchanges), least)
        points = single_points(snapshot, setting)
        ours = {named(snapshot, one.subject): (one.pairs_lost, one.organisations) for one in points}
        assert ours == expected(tables, exchanges, None if least is None else least.word), f"seed {seed}"
        losses = [one.pairs_lost for one in points]
        assert losses == sorted(losses, reverse=True)
