"""Which organisations a question is about."""

from __future__ import annotations

from datetime import date

import pytest

from graphmap.analysis.scope import OrganisationFilter, select
from graphmap.ingest import claims_of_tables
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from tests.spec.cases.rows import organisation, small_map

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    tables = small_map(
        [
            organisation("Y1", "NHSE_REGION"),
            organisation("Q1", "ICB", region="Y1"),
            organisation("Q2", "ICB"),
            organisation("T1", icb="Q1", region="Y1", settings="acute;community"),
            organisation("T2", icb="Q2", settings="mental_health"),
            organisation("T3", icb="Q1", closed="2026-03-31"),
            organisation("T4", opened="2027-04"),
            organisation("G1", "GP_PRACTICE", icb="Q1", region="Y1", aliases="The Old Surgery"),
        ],
        [],
    )
    return snapshot_of_claims(claims_of_tables(tables), TODAY)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (None, ["T1", "T2"]),
        (OrganisationFilter(), ["T1", "T2"]),
        (OrganisationFilter(types=("GP_PRACTICE", "ICB")), ["G1", "Q1", "Q2"]),
        (OrganisationFilter(icbs=("Q1",)), ["G1", "T1"]),
        (OrganisationFilter(icbs=("Q1",), types=("NHS_TRUST",)), ["T1"]),
        (OrganisationFilter(regions=("Y1",)), ["G1", "Q1", "T1"]),
        (OrganisationFilter(settings=("community", "mental_health")), ["T1", "T2"]),
        (OrganisationFilter(codes=("T3", "T1")), ["T1", "T3"]),
        (OrganisationFilter(codes=("T3",), icbs=("Q2",)), []),
        (OrganisationFilter(codes=("nobody",)), []),
        (OrganisationFilter(text="old surgery"), ["G1"]),
        (OrganisationFilter(text="NHS_trust"), ["T1", "T2"]),
    ],
)
def test_a_filter_chooses_open_organisations_and_closed_ones_by_code_alone(
    chosen: OrganisationFilter | None, expected: list[str], snapshot: Snapshot
) -> None:
    found = [snapshot.organisations.key[row] for row in select(snapshot, chosen, TODAY).tolist()]
    assert found == expected


def test_the_day_decides_who_is_open(snapshot: Snapshot) -> None:
    def trusts(day: date) -> list[str]:
        return [snapshot.organisations.key[row] for row in select(snapshot, None, day).tolist()]

    assert trusts(date(2026, 3, 31)) == ["T1", "T2", "T3"]
    assert trusts(date(2027, 3, 31)) == ["T1", "T2"]
    assert trusts(date(2027, 4, 1)) == ["T1", "T2", "T4"]
