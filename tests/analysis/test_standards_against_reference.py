"""Uses of profiles and the following of mandates agree with the plain reference on random maps."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from random import Random

import numpy as np
import pytest

from graphmap.analysis.standards.mandates import LEVELS, Bound, bound
from graphmap.analysis.standards.uses import Standards, profile_uses, standards_at, stated
from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Evidence, Reading
from graphmap.model.vocabulary import Mandate, vocabulary
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import ROLES, Ints, Snapshot
from tests.generative.maps import CODES, random_map
from tests.reference.standards import Rule, StandardsMap
from tests.spec.cases.rows import Tables, coverage, deployment, link, organisation, port, product, small_map

TODAY = date(2026, 11, 22)
DAYS = (date(2025, 6, 1), TODAY, TODAY, date(2027, 5, 1))
SEEDS = range(300)
BATCH = 50


def snapshot_of(tables: Tables) -> Snapshot:
    return snapshot_of_claims(claims_of_tables(tables), TODAY)


def rows(snapshot: Snapshot, codes: list[str]) -> Ints:
    return np.array(sorted(snapshot.organisations.key.index[code] for code in codes), dtype=np.int32)


def mandate(
    profiles: tuple[str, ...],
    exchanges: tuple[str, ...],
    capabilities: tuple[str, ...],
    types: tuple[str, ...] = (),
) -> Mandate:
    return Mandate(
        code="TEST",
        name="Test",
        description="A standard for this test.",
        profiles=profiles,
        exchanges=exchanges,
        body="Nobody",
        due=date(2026, 1, 1),
        due_note="Made up.",
        capabilities=capabilities,
        organisation_types=types,
        scope="Made up.",
    )


@cache
def case(seed: int) -> tuple[Tables, Snapshot]:
    tables = random_map(seed)
    return tables, snapshot_of(tables)


def uses_of(snapshot: Snapshot, known: Standards) -> set[tuple[str, str, str, str]]:
    types, all_uses = list(vocabulary().exchange_types), known.uses
    return {
        (
            snapshot.profiles[all_uses.code[place]],
            snapshot.deployments.key[all_uses.deployment[place]],
            ROLES[all_uses.role[place]],
            types[all_uses.exchange[place]],
        )
        for place in range(len(all_uses.code))
    }


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_the_uses_of_profiles_are_those_of_the_reference(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        (tables, snapshot), rng = case(seed), Random(seed)
        as_of, least = rng.choice(DAYS), rng.choice((None, *Evidence))
        known = standards_at(snapshot, as_of, least)
        plain = StandardsMap(tables, as_of, TODAY, None if least is None else least.word)
        assert uses_of(snapshot, known) == plain.uses(), f"seed {seed}"
        codes = sorted(rng.sample([row["code"] for row in tables["organisations"]], 3))
        scope = rows(snapshot, codes)
        ours = {name for name, one in plain.systems.items() if one.organisations & set(codes)}
        for found in profile_uses(known, scope):
            code = snapshot.profiles[found.code]
            theirs = {(name, role) for used, name, role, _ in plain.uses() if used == code and name in ours}
            assert {snapshot.deployments.key[row] for row in found.systems} == {name for name, _ in theirs}
            counts = Counter(role for _, role in theirs)
            assert (found.sends, found.takes, found.passes_on) == (
                counts["source"],
                counts["sink"],
                counts["relay"],
            )
            bodies = {body for name, _ in theirs for body in plain.systems[name].organisations}
            assert {snapshot.organisations.key[row] for row in found.organisations} == bodies & set(codes)
        told = stated(known, scope)
        links = [one for one in plain.links if {one.origin, one.target} & ours]
        ports = [one for one in plain.ports if one.deployment in ours]
        assert (told.links, told.ports) == (len(links), len(ports))
        assert told.links_without == sum(one.profile.code is None for one in links)
        assert told.ports_without == sum(one.profile.code is None for one in ports)


def levels(snapshot: Snapshot, found: Bound) -> tuple[dict[str, str], dict[str, str]]:
    systems, bodies = snapshot.deployments.key, snapshot.organisations.key
    return (
        {
            systems[row]: str(LEVELS[level])
            for row, level in zip(found.systems, found.system_levels, strict=True)
        },
        {
            bodies[row]: str(LEVELS[level])
            for row, level in zip(found.organisations, found.organisation_levels, strict=True)
        },
    )


def both(seed: int, reading: Reading) -> tuple[object, object]:
    """What product and reference say of a mandate that a random map can be bound by."""
    tables, snapshot = case(seed)
    rng = Random(seed * 2 + (reading is Reading.CAUTIOUS))
    as_of, least = rng.choice(DAYS), rng.choice((None, None, *Evidence))
    exchanges = sorted({row["exchange"] for name in ("ports", "links") for row in tables.get(name, [])})
    if not exchanges:
        return (), ()
    point = next(row["capabilities"] for row in tables["products"] if row["id"] == "point")
    rule = Rule(
        tuple(rng.sample((*CODES, "DAPB4013"), rng.choice((1, 1, 2)))),
        tuple(rng.sample(exchanges, rng.choice((1, 1, len(exchanges))))),
        (point, *rng.choice(((), ("EPR_ACUTE",)))),
        rng.choice(((), ("NHS_TRUST",))),
    )
    codes = sorted(rng.sample([row["code"] for row in tables["organisations"]], 4))
    known = standards_at(snapshot, as_of, least)
    ours = bound(
        known,
        mandate(rule.profiles, rule.exchanges, rule.capabilities, rule.organisation_types),
        rows(snapshot, codes),
        reading,
    )
    weakest = None if least is None else least.word
    plain = StandardsMap(tables, as_of, TODAY, weakest, on_record=reading is Reading.ON_RECORD)
    following = {
        name
        for name, one in plain.systems.items()
        if plain.follows(name, rule) and one.organisations & set(codes)
    }
    assert {snapshot.deployments.key[row] for row in ours.supporters} == following
    assert {snapshot.organisations.key[row] for row in ours.supporter_organisations} == {
        body for name in following for body in plain.systems[name].organisations if body in codes
    }
    return levels(snapshot, ours), plain.bound(rule, codes)


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
@pytest.mark.parametrize("reading", Reading)
def test_mandates_are_followed_as_in_the_reference(first: int, reading: Reading) -> None:
    for seed in SEEDS[first : first + BATCH]:
        ours, theirs = both(seed, reading)
        assert ours == theirs, f"seed {seed}, {reading}"


def test_the_random_maps_reach_every_level_of_systems_and_organisations() -> None:
    systems: Counter[str] = Counter()
    organisations: Counter[str] = Counter()
    for seed in SEEDS:
        found = both(seed, Reading.CAUTIOUS)[0]
        if found:
            systems.update(found[0].values())
            organisations.update(found[1].values())
    assert min(systems[level] for level in LEVELS) >= 20, systems
    assert min(organisations[level] for level in LEVELS) >= 20, organisations


def level(ports: list[dict[str, str]], covered: str, links: list[dict[str, str]] | None = None) -> str:
    """The level of one prescribing system under DAPB4013."""
    tables = small_map(
        [organisation("A")],
        [deployment("A-1", "A", capabilities="EPMA"), deployment("A-2", "A", capabilities="PAS")],
        ports,
        links,
        [coverage("A", covered)],
    )
    snapshot = snapshot_of(tables)
    found = bound(
        standards_at(snapshot, TODAY),
        vocabulary().mandates["DAPB4013"],
        rows(snapshot, ["A"]),
        Reading.CAUTIOUS,
    )
    return levels(snapshot, found)[0]["A-1"]


def test_a_port_or_a_link_of_the_profile_is_support() -> None:
    assert level([port("A-1", "medication_allergy", "sink", "DAPB4013@1")], "none") == "SUPPORTS"
    assert level([], "none", [link("A-2", "A-1", "medication_allergy", "DAPB4013")]) == "SUPPORTS"
    assert (
        level([port("A-1", "medication_allergy", "sink", "DAPB4013", status="planned")], "none")
        == "NOT_KNOWN"
    )


def test_without_a_complete_record_nothing_is_known_not_to_follow() -> None:
    assert level([], "partial") == "NOT_KNOWN"
    assert level([], "complete") == "KNOWN_NOT"


def test_ports_stated_absent_make_it_known() -> None:
    absent = [port("A-1", "medication_allergy", role, status="absent") for role in ("source", "sink")]
    assert level(absent[:1], "none") == "NOT_KNOWN"
    assert level(absent, "none") == "KNOWN_NOT"


def test_a_blank_profile_keeps_the_matter_open() -> None:
    assert level([port("A-1", "medication_allergy", "sink")], "complete") == "NOT_KNOWN"
    assert level([], "complete", [link("A-2", "A-1", "medication_allergy")]) == "NOT_KNOWN"
    spoken = [port("A-1", "medication_allergy", "sink", "GPC-HTML")]
    assert level(spoken, "complete", [link("A-2", "A-1", "medication_allergy")]) == "KNOWN_NOT"


def test_a_mandate_is_past_due_the_day_after() -> None:
    snapshot = snapshot_of(small_map([organisation("A")], [deployment("A-1", "A")]))
    found = [
        bound(
            Standards(snapshot, date(2023, 3, day)), vocabulary().mandates["DAPB4013"], rows(snapshot, ["A"])
        ).past_due
        for day in (30, 31)
    ]
    assert found == [False, False]
    later = Standards(snapshot, date(2023, 4, 1))
    assert bound(later, vocabulary().mandates["DAPB4013"], rows(snapshot, ["A"])).past_due is True
    assert bound(later, vocabulary().mandates["DCB1609"], rows(snapshot, ["A"])).past_due is None


def test_a_supplier_that_nobody_names_comes_last() -> None:
    tables = small_map(
        [organisation("A")],
        [deployment("A-1", "A", "mystery"), deployment("A-2", "A", capabilities="EPMA")],
    )
    tables["products"].append(product("mystery", capabilities="EPMA"))
    snapshot = snapshot_of(tables)
    found = bound(standards_at(snapshot, TODAY), vocabulary().mandates["DAPB4013"], rows(snapshot, ["A"]))
    keys = snapshot.suppliers.key
    assert [(keys[one.supplier] if one.supplier >= 0 else None, one.systems) for one in found.suppliers] == [
        ("maker", (0, 1, 0)),
        (None, (0, 1, 0)),
    ]
