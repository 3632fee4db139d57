"""Silo grades agree with the plain reference: on Sampleshire as specified, and on random maps."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from graphmap.analysis.silos import Silo, silos
from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Evidence, Grade, Reading
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from tests import reference
from tests.generative.maps import random_map
from tests.spec.cases.rows import Tables
from tests.spec.cases.sampleshire_expected import SILO_GRADES, SILOS

TODAY = date(2026, 11, 22)
DAYS = (date(2025, 6, 1), TODAY, date(2027, 5, 1), date(2029, 1, 1))
SEEDS = range(500)
BATCH = 50
SAMPLESHIRE = Path(__file__).parents[2] / "importers" / "sampleshire" / "data"


def snapshot_of(tables: Tables) -> Snapshot:
    return snapshot_of_claims(claims_of_tables(tables), TODAY)


def as_reference(found: Silo) -> reference.Silo:
    """The finding in the reference's terms."""
    return reference.Silo(
        found.capability,
        str(found.grade),
        found.score if found.score is None else pytest.approx(found.score),
        found.known,
        found.required,
        found.met,
        tuple((flow.exchange, str(flow.direction)) for flow in found.missing),
    )


def both(
    tables: Tables, as_of: date, reading: Reading, least: Evidence | None
) -> tuple[dict[str, reference.Silo], dict[str, reference.Silo]]:
    """What the product and the reference find, by deployment id."""
    snapshot = snapshot_of(tables)
    found = silos(snapshot, as_of, reading, least)
    ours = {snapshot.deployments.key[silo.deployment]: as_reference(silo) for silo in found}
    weakest = None if least is None else least.word
    return ours, reference.silos(tables, as_of, TODAY, str(reading), weakest)


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_random_maps_are_graded_alike(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        tables, rng = random_map(seed), Random(seed)
        for reading in Reading:
            for least in (None, rng.choice(tuple(Evidence))):
                as_of = rng.choice(DAYS)
                ours, theirs = both(tables, as_of, reading, least)
                assert ours == theirs, f"seed {seed}, {reading}, {least}, {as_of}"


def test_the_random_maps_reach_every_grade() -> None:
    grades: Counter[Grade] = Counter()
    for seed in SEEDS[:200]:
        grades.update(silo.grade for silo in silos(snapshot_of(random_map(seed)), TODAY))
    assert all(grades[grade] >= 10 for grade in Grade), grades


def test_flows_of_which_nothing_is_known_are_the_rest() -> None:
    for seed in SEEDS[:100]:
        for found in silos(snapshot_of(random_map(seed)), TODAY):
            assert found.met + len(found.missing) + len(found.unknown) == found.required
            assert found.known == pytest.approx(1 - len(found.unknown) / found.required)


def test_sampleshire_is_graded_as_specified() -> None:
    tables = reference.read_folder(SAMPLESHIRE)
    ours, theirs = both(tables, TODAY, Reading.CAUTIOUS, None)
    assert ours == theirs
    assert Counter(silo.grade for silo in ours.values()) == SILO_GRADES
    for name, (grade, score) in SILOS.items():
        assert ours[name].grade == grade
        assert ours[name].score == (None if score is None else pytest.approx(score, abs=0.005))
