"""Duplicates, products, contracts, ties and reach agree with the plain reference on random maps."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest

from graphmap.analysis.market.contracts import agreements
from graphmap.analysis.market.duplicates import duplicates
from graphmap.analysis.market.holders import holders
from graphmap.analysis.market.lock_in import lock_in, tied
from graphmap.analysis.market.products import consolidation
from graphmap.analysis.market.reach import reach
from graphmap.analysis.market.systems import systems
from graphmap.analysis.market.terms import Bucket
from graphmap.analysis.market.timeline import ending, later, timeline
from graphmap.model.dates import to_date
from graphmap.model.errors import UsageError
from graphmap.model.terms import Reading
from tests.analysis.market_cases import BATCHES, SEEDS, Case, cases
from tests.generative.markets import CAPABILITIES


def names(case: Case, rows: object) -> tuple[str, ...]:
    keys = case.snapshot.deployments.key
    return tuple(keys[row] for row in rows)  # type: ignore[attr-defined]


@BATCHES
def test_duplicates_are_as_the_reference_says(first: int) -> None:
    for case in cases(first):
        for capability in (None, case.rng.choice(CAPABILITIES)):
            found = duplicates(case.snapshot, case.as_of, case.rows, capability, case.least)
            organisations, products = case.snapshot.organisations.key, case.snapshot.products.key
            ours = {
                (
                    str(one.place),
                    organisations[one.row],
                    one.capability,
                    ";".join(names(case, one.deployments)),
                    ";".join(products[row] for row in one.products),
                )
                for one in found
            }
            assert len(ours) == len(found)
            assert ours == case.plain.duplicates(case.scope, capability), case


@BATCHES
def test_products_are_as_the_reference_says(first: int) -> None:
    for case in cases(first):
        keys, codes = case.snapshot.products.key, case.snapshot.organisations.key
        for capability in CAPABILITIES[:4]:
            found = consolidation(case.snapshot, capability, case.as_of, case.rows, min_evidence=case.least)
            theirs = case.plain.products(capability, case.scope)
            uses = found.products.uses
            assert {
                keys[use.product]: (use.organisations, use.instances, use.retiring) for use in uses
            } == theirs, case
            assert found.products.distinct == sum(not key.startswith("unnamed-") for key in theirs)
            assert found.products.distinct + found.products.unnamed == len(theirs)
            assert [use.organisations for use in uses] == sorted(
                (use.organisations for use in uses), reverse=True
            )
            market = case.plain.market(capability, case.scope)
            assert found.products.organisations == len(market.organisations)
            assert found.products.unknown == sum(
                not case.plain.at(code, capability) for code in market.organisations
            )
            for area, inside in found.areas:
                members = [
                    code
                    for code in case.scope
                    if case.plain.organisations[code].get("icb") == codes[area] and case.plain.is_open(code)
                ]
                assert {
                    keys[use.product]: (use.organisations, use.instances, use.retiring) for use in inside.uses
                } == case.plain.products(capability, members), case
                assert inside.organisations == len(case.plain.market(capability, members).organisations)
            assert len(found.planned) == market.planned


@BATCHES
def test_contracts_end_and_reach_as_the_reference_says(first: int) -> None:
    for case in cases(first):
        known = agreements(case.snapshot, case.as_of, case.least)
        months = case.rng.choice((1, 12, 24, 40))
        found = timeline(case.snapshot, case.as_of, case.rows, months, case.least)
        theirs = {row["reference"]: row for row in case.plain.contracts if row["buyer"] in case.scope}
        table = case.snapshot.contracts
        assert {table.reference[row] for row in found.contracts} == set(theirs), case
        assert [table.end[row] for row in found.contracts] == sorted(
            table.end[row] for row in found.contracts
        )
        counted: Counter[str] = Counter()
        for row in found.contracts.tolist():
            contract, one = theirs[table.reference[row]], ending(known, found, row)
            systems_there = case.plain.dependents(contract)
            assert str(one.bucket) == case.plain.bucket(contract), case
            assert names(case, one.dependents) == tuple(sorted(system.id for system in systems_there)), case
            exact = any(case.plain.is_for_product(contract, system) for system in systems_there)
            assert one.match == (
                None if not systems_there else "PRODUCT" if exact else "SUPPLIER_AND_CAPABILITY"
            )
            assert one.links == len(case.plain.links_of({system.id for system in systems_there})), case
            assert one.beyond == len(case.plain.beyond(contract)), case
            assert one.in_area == case.plain.in_area(contract), case
            bare = any(case.plain.contract_of(system) is None for system in systems_there)
            assert one.out_of_contract == (case.plain.expired(contract) and bare), case
            counted[one.bucket] += 1
            counted[f"{one.bucket} in use"] += bool(systems_there)
            counted[f"{one.bucket} bare"] += one.out_of_contract
            counted[f"{one.bucket} valued"] += "value_gbp" in contract
        for bucket in found.buckets:
            assert (bucket.contracts, bucket.running, bucket.out_of_contract, bucket.valued) == tuple(
                counted[f"{bucket.bucket}{what}"] for what in ("", " in use", " bare", " valued")
            ), case
        horizon = later(case.as_of, months)
        assert {table.reference[row] for row in found.listed()} == {
            reference
            for reference, row in theirs.items()
            if (end := case.plain.ends(row)) and case.as_of <= end <= horizon
        }, case
        assert len(found.listed(frozenset(Bucket))) == len(theirs)


@BATCHES
def test_ties_are_as_the_reference_says(first: int) -> None:
    for case in cases(first):
        capability = case.rng.choice((None, None, None, case.rng.choice(CAPABILITIES)))
        rows = tied(case.snapshot, case.as_of, case.rows, capability, case.least)
        theirs = {
            system.id: system
            for system in case.plain.in_force
            if set(system.organisations) & set(case.scope)
            and (capability is None or capability in system.capabilities)
        }
        assert set(names(case, rows.tolist())) == set(theirs), case
        counts = []
        for row in rows.tolist():
            system = theirs[case.snapshot.deployments.key[row]]
            for reading in Reading:
                found = lock_in(case.snapshot, row, case.as_of, reading, case.least)
                assert found is not None
                required = case.plain.required(system)
                gaps = {flow: case.plain.gap(system, *flow, str(reading)) for flow in required}
                assert found.required == len(required)
                assert {(flow.exchange, str(flow.direction)): str(gap) for flow, gap in found.gaps} == {
                    flow: gap for flow, gap in gaps.items() if gap
                }, case
                complete = all(case.plain.record_complete(code) for code in system.organisations)
                assert found.complete == (complete or reading is Reading.ON_RECORD), case
            links = case.plain.links_of({system.id})
            profiles = [profile or "" for _, _, profile in links]
            unpublished, unstated = sum(one.startswith("x-") for one in profiles), profiles.count("")
            assert (found.links, found.unpublished, found.unstated) == (len(links), unpublished, unstated)
            assert found.closed == ((unpublished + unstated) / len(links) if links else None)
            check_contract(case, row, found.contract, found.lapsed, by_product=found.by_product)
            counts.append(found.links)
        assert counts == sorted(counts, reverse=True)


def check_contract(case: Case, row: int, current: int, lapsed: int, *, by_product: bool) -> None:
    """The contract in force that ends last, and where there is none the one that ended last."""
    system = next(one for one in case.plain.in_force if one.id == case.snapshot.deployments.key[row])
    wanted, ended = case.plain.contract_of(system), case.plain.contract_of(system, expired=True)
    table = case.snapshot.contracts
    assert (current < 0) == (wanted is None), case
    if wanted is not None:
        assert to_date(int(table.end[current])) == case.plain.ends(wanted), case
        assert by_product == case.plain.is_for_product(wanted, system), case
        assert lapsed < 0
    else:
        assert (lapsed < 0) == (ended is None), case
        if ended is not None:
            assert to_date(int(table.end[lapsed])) == case.plain.ends(ended), case


@BATCHES
def test_holders_and_counts_of_systems_are_as_the_reference_says(first: int) -> None:
    for case in cases(first):
        codes = case.snapshot.organisations.key
        for capability in CAPABILITIES[:3]:
            wanted = case.plain.market(capability, case.scope)
            found = holders(case.snapshot, capability, case.as_of, case.rows, min_evidence=case.least)
            assert [codes[one.organisation] for one in found] == sorted(wanted.organisations + wanted.none)
            for one in found:
                code = codes[one.organisation]
                here = case.plain.at(code, capability)
                assert names(case, one.deployments) == tuple(sorted(system.id for system in here)), case
                if code in wanted.none:
                    assert one.holding == "NONE"
                elif code in wanted.unknown:
                    assert one.holding == ("SUPPLIER_NOT_STATED" if here else "NOT_RECORDED")
                else:
                    assert one.holding == "SUPPLIER_KNOWN"
                current = [case.plain.contract_of(system) for system in here]
                ended = [case.plain.contract_of(system, expired=True) for system in here]
                state = "IN_FORCE" if any(current) else "EXPIRED" if any(ended) else "NOT_ON_RECORD"
                assert one.contract == (state if here else None), case
        counts = systems(case.snapshot, case.as_of, case.rows, min_evidence=case.least)
        theirs = {
            code: sum(code in system.organisations for system in case.plain.in_force) for code in case.scope
        }
        assert {
            codes[row]: count
            for row, count in zip(counts.organisations.tolist(), counts.counts.tolist(), strict=True)
        } == theirs, case
        assert counts.distinct == sum(
            bool(set(system.organisations) & set(case.scope)) for system in case.plain.in_force
        )
        assert {
            codes[row] for row, whole in zip(counts.organisations, counts.complete, strict=True) if whole
        } == {code for code in case.scope if case.plain.record_complete(code)}, case
        assert counts.median == np.median(list(theirs.values()))


@BATCHES
def test_a_suppliers_reach_is_as_the_reference_says(first: int) -> None:
    for case in cases(first):
        keys, table = case.snapshot.suppliers.key, case.snapshot.contracts
        for row, key in enumerate(keys):
            for whole in (False, True):
                ours = {
                    name
                    for name, group in case.plain.groups.items()
                    if name == key or (whole and group == case.plain.groups[key])
                }
                found = reach(case.snapshot, row, case.as_of, case.least, whole_group=whole)
                assert {keys[one] for one in found.suppliers} == ours
                running = [system for system in case.plain.in_force if system.supplier in ours]
                in_force = [one for one in case.plain.contracts if case.plain.contract_in_force(one)]
                made = {product for product, maker in case.plain.makers.items() if maker in ours}
                sold = [one for one in in_force if one["supplier"] in ours]
                resold = [one for one in sold if one.get("product") and one["product"] not in made]
                others = [
                    one for one in in_force if one["supplier"] not in ours and one.get("product") in made
                ]
                assert names(case, found.deployments.tolist()) == tuple(sorted(one.id for one in running))
                for rows, wanted in (
                    (found.direct, sold),
                    (found.resold_by_it, resold),
                    (found.sold_by_others, others),
                ):
                    assert {table.reference[one] for one in rows} == {one["reference"] for one in wanted}, (
                        case
                    )
                users = {code for system in running for code in system.organisations}
                users |= {one["buyer"] for one in sold + others}
                assert [case.snapshot.organisations.key[one.organisation] for one in found.users] == sorted(
                    users
                )


def test_the_random_maps_reach_every_kind_of_answer() -> None:
    seen: Counter[str] = Counter()
    for case in map(Case, SEEDS[:200]):
        seen.update(place for place, *_ in case.plain.duplicates(case.scope))
        for contract in case.plain.contracts:
            seen[case.plain.bucket(contract)] += 1
            there = case.plain.dependents(contract)
            exact = any(case.plain.is_for_product(contract, system) for system in there)
            seen["by product" if exact else "by capability"] += bool(there)
            bare = any(case.plain.contract_of(system) is None for system in there)
            seen["out of contract"] += case.plain.expired(contract) and bare
            seen["beyond"] += bool(case.plain.beyond(contract))
            seen["in area"] += bool(case.plain.in_area(contract))
        for system in case.plain.in_force:
            seen.update(
                str(case.plain.gap(system, *flow, "CAUTIOUS")) for flow in case.plain.required(system)
            )
    wanted = (
        *(
            "ORGANISATION",
            "ICB",
            *map(str, Bucket),
            "by product",
            "by capability",
            "out of contract",
            "beyond",
        ),
        *("in area", "None", "NOT_OPEN", "NO_PROFILE_STATED", "NOT_RECORDED", "NO_FLOW"),
    )
    assert min(seen[what] for what in wanted) >= 10, seen


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(9999, 6, 1), 12, date.max),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: date, months: int, wanted: date
) -> None:
    assert later(day, months) == wanted


@pytest.mark.parametrize("months", [0, -3, 1201])
def test_months_that_make_no_sense_are_refused(months: int) -> None:
    case = Case(0)
    with pytest.raises(UsageError, match="give 1 to 1200"):
        timeline(case.snapshot, case.as_of, case.rows, months)


def test_a_system_that_is_not_in_use_ties_nobody() -> None:
    case, coming = next(
        (case, system)
        for case in map(Case, SEEDS)
        for system in case.plain.coming
        if system not in case.plain.in_force
    )
    row = case.snapshot.deployments.key.index[coming.id]
    assert lock_in(case.snapshot, row, case.as_of, min_evidence=case.least) is None
