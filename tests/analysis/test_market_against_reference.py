"""Markets and what is counted beside them agree with the plain reference on random maps."""

from __future__ import annotations

from collections import Counter

import pytest

from graphmap.analysis.market.concentration import concentration
from graphmap.analysis.market.market import Market, market, markets
from graphmap.model.terms import Reading
from tests.analysis.market_cases import BATCHES, SEEDS, Case, cases
from tests.generative.markets import CAPABILITIES
from tests.reference import market as plain


def check(case: Case, ours: Market, theirs: plain.Market) -> None:
    keys = case.snapshot.suppliers.key
    assert (ours.organisations, ours.unknown, ours.none) == tuple(
        map(len, (theirs.organisations, theirs.unknown, theirs.none))
    ), case
    shares = {
        one.group or f"supplier {keys[one.suppliers[0][0]]}": (one.organisations, one.share)
        for one in ours.shares
    }
    assert shares == {
        group: (pytest.approx(float(weight)), pytest.approx(float(share)))
        for group, (weight, share) in theirs.shares.items()
    }, case
    assert {keys[row]: weight for one in ours.shares for row, weight in one.suppliers} == {
        supplier: pytest.approx(float(weight)) for supplier, weight in theirs.by_supplier.items()
    }, case
    assert [one.organisations for one in ours.shares] == sorted(
        (one.organisations for one in ours.shares), reverse=True
    )
    found = ours.concentration
    assert (found is None) == (theirs.hhi is None), case
    if found is not None:
        for bounds, wanted in ((found.hhi, theirs.hhi), (found.cr1, theirs.cr1), (found.cr4, theirs.cr4)):
            assert wanted is not None
            assert (bounds.low, bounds.high) == pytest.approx(tuple(map(float, wanted))), case
        assert found.band == theirs.band, case
    deployments = case.snapshot.deployments.key
    assert tuple(deployments[row] for row in ours.deployments) == theirs.instances, case
    assert ours.planned == theirs.planned, case


@BATCHES
def test_markets_are_as_the_reference_says(first: int) -> None:
    for case in cases(first):
        for reading in Reading:
            for capability in CAPABILITIES:
                ours = market(case.snapshot, capability, case.as_of, case.rows, reading, case.least)
                check(case, ours, case.plain.market(capability, case.scope, str(reading)))


def test_the_random_maps_reach_every_clause() -> None:
    seen: Counter[str] = Counter()
    for case in map(Case, SEEDS[:200]):
        for capability in CAPABILITIES:
            found = case.plain.market(capability, case.scope)
            seen[str(found.band)] += 1
            seen["unknown"] += bool(found.unknown) and bool(found.shares)
            seen["none"] += bool(found.none)
            seen["split"] += any(weight.denominator > 1 for weight, _ in found.shares.values())
            seen["split in a group"] += len(found.by_supplier) > len(found.shares)
            seen["planned"] += bool(found.planned)
            seen["supplier not stated"] += any(case.plain.at(code, capability) for code in found.unknown)
    assert (
        min(
            seen[what]
            for what in (
                *("HIGHLY_CONCENTRATED", "None", "unknown", "none", "split", "split in a group", "planned"),
                "supplier not stated",
            )
        )
        >= 10
    ), seen


@pytest.mark.parametrize(
    ("weights", "unknown", "band"),
    [
        ([1.0] * 10, 0, "CONCENTRATED"),
        ([1.0] * 11, 0, "NOT_CONCENTRATED"),
        ([1.0] * 5, 0, "CONCENTRATED"),
        ([1.0] * 4, 0, "HIGHLY_CONCENTRATED"),
        ([1.0] * 10, 10, None),
        ([], 2, "HIGHLY_CONCENTRATED"),
    ],
)
def test_the_bounds_of_the_screening_bands(weights: list[float], unknown: int, band: str | None) -> None:
    found = concentration(weights, unknown)
    assert found is not None
    assert found.band == band


def test_a_market_of_nobody_has_no_concentration() -> None:
    assert concentration([], 0) is None


@BATCHES
def test_all_markets_come_most_concentrated_first(first: int) -> None:
    for case in cases(first):
        found = markets(case.snapshot, case.as_of, case.rows, min_evidence=case.least)
        known = [one.concentration.hhi.low for one in found if one.concentration and one.shares]
        assert known == sorted(known, reverse=True)
        assert all(one.shares for one in found[: len(known)])
        by_code = {one.capability: one for one in found}
        assert len(by_code) == len(found) == 44
        for capability in CAPABILITIES:
            check(case, by_code[capability], case.plain.market(capability, case.scope))
