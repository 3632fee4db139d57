"""Plans to converge on one product agree with replacing it in the tables and asking everything anew, on random maps."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from random import Random

import numpy as np
import pytest

from graphmap.analysis.market.concentration import Concentration
from graphmap.analysis.market.plans import Plan, plans
from graphmap.model.terms import Reading
from tests.analysis.market_cases import TODAY, Case
from tests.generative.markets import CAPABILITIES, market_map
from tests.reference import plans as reference
from tests.reference.facts import Moment

SEEDS = range(200)
BATCH = 25


def asked(case: Case) -> tuple[str, str, Reading]:
    """Capability, product and reading of a case."""
    rng = Random(case.seed + 3)
    serving = [
        (capability, system.product)
        for system in case.plain.counted
        for capability in system.capabilities
        if capability in CAPABILITIES
    ]
    products = [row["id"] for row in market_map(case.seed)["products"]]
    capability, product = rng.choice(serving or [("EPR_ACUTE", rng.choice(products))])
    return capability, rng.choice((product, product, rng.choice(products))), rng.choice(list(Reading))


@cache
def found(seed: int) -> tuple[Case, Plan, reference.Plan]:
    case = Case(seed)
    capability, product, reading = asked(case)
    row = case.snapshot.products.key.index[product]
    (plan,) = plans(case.snapshot, capability, case.as_of, case.rows, [row], reading, case.least)
    least = None if case.least is None else case.least.word
    moment = Moment(case.as_of, TODAY)
    expected = reference.plan(
        market_map(case.seed), capability, product, set(case.scope), moment, reading.name, least
    )
    return case, plan, expected


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_a_plan_says_what_the_changed_tables_say(first: int) -> None:
    for case, plan, expected in map(found, SEEDS[first : first + BATCH]):
        snapshot = case.snapshot
        keys, contracts = snapshot.organisations.key, snapshot.contracts
        links = [
            tuple(snapshot.links.keys[int(snapshot.links.record[row])].split("|")) for row in plan.rebuild
        ]
        assert {code: (more, less) for code, more, less in plan.exchanges} == expected.exchanges, str(case)
        assert Counter(links) == Counter(expected.rebuild), str(case)
        assert {contracts.reference[row] for row in plan.contracts.tolist()} == expected.contracts, str(case)
        assert bounds(plan.before) == rounded(expected.before), str(case)
        assert bounds(plan.after) == rounded(expected.after), str(case)
        assert {keys[row] for row in plan.migrated.tolist()} == expected.migrated, str(case)
        assert {snapshot.deployments.key[row] for row in plan.replaced.tolist()} == expected.replaced, str(
            case
        )
        assert set(plan.also) == expected.also, str(case)


def bounds(found: Concentration | None) -> tuple[float, float] | None:
    return None if found is None else (found.hhi.low, found.hhi.high)


def rounded(found: tuple[Fraction, Fraction] | None) -> tuple[float, float] | None:
    return None if found is None else (round(float(found[0]), 6), round(float(found[1]), 6))


def test_the_random_plans_gain_lose_rebuild_and_touch() -> None:
    seen: Counter[str] = Counter()
    for _, plan, _ in map(found, SEEDS):
        seen["gained"] += plan.gained > 0
        seen["lost"] += plan.lost > 0
        seen["rebuild"] += len(plan.rebuild) > 0
        seen["contracts"] += len(plan.contracts) > 0
        seen["also"] += bool(plan.also)
        seen["learnt"] += plan.learnt_from > 0
    assert min(seen.values()) >= 3, seen


def test_a_scope_of_nobody_has_no_plans() -> None:
    case = Case(0)
    assert plans(case.snapshot, "EPR_ACUTE", case.as_of, np.empty(0, dtype=np.int32), [0]) == ()
