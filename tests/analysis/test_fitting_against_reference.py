"""Open standards of products, and candidates at a buyer, agree with the plain reference on random maps."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from graphmap.analysis.silos import Flow
from graphmap.analysis.standards.candidate import Fit, FlowFit, fits
from graphmap.analysis.standards.offers import Given, Ground, offers_of
from graphmap.analysis.standards.products import Openness, flows_of, product_standards
from graphmap.analysis.standards.uses import standards_at
from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Direction, Evidence, Reading
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from tests.generative.maps import random_map
from tests.reference.fitting import FittingMap, required
from tests.reference.profiles import Profile, profile
from tests.spec.cases.rows import Tables, coverage, deployment, link, organisation, port, product, small_map

TODAY = date(2026, 11, 22)
DAYS = (date(2025, 6, 1), TODAY, TODAY, date(2027, 5, 1))
SEEDS = range(300)
BATCH = 50
PROFILES = {
    "BARS-CORE": ("referral", "booking"),
    "NRL-R4": ("shared_record",),
    "ERS-R4": ("referral",),
    "PMIP-NHS003": ("pathology_result",),
    "DICOM-STORE": ("imaging",),
    "V2-ADT": ("demographics",),
}
"""What each serves, typed in again."""
CLOSED = ("PMIP-NHS003",)
SPOKEN = ("BARS-CORE", "BARS-CORE@1", "BARS-CORE@2.5", "NRL-R4", "x-acme", "x-new@7")


def snapshot_of(tables: Tables) -> Snapshot:
    return snapshot_of_claims(claims_of_tables(tables), TODAY)


def with_claims(seed: int) -> Tables:
    """A random map whose products claim standards, and of which one profile is sometimes one that should go."""
    tables, rng = random_map(seed), Random(seed)
    for row in tables["products"]:
        if rng.random() < 0.5:
            row["standards"] = ";".join(rng.sample(tuple(PROFILES), 2))
    if rng.random() < 0.4:
        for name in ("ports", "links"):
            for row in tables.get(name, []):
                for column in ("profile", "emits"):
                    row[column] = row.get(column, "").replace("NRL-R4", "PMIP-NHS003")
    return tables


def plain(tables: Tables, as_of: date, least: Evidence | None, reading: Reading) -> FittingMap:
    return FittingMap(
        tables,
        as_of,
        TODAY,
        PROFILES,
        CLOSED,
        None if least is None else least.word,
        on_record=reading is Reading.ON_RECORD,
    )


def test_products_have_the_open_standards_of_the_reference() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        tables, rng = with_claims(seed), Random(seed)
        snapshot = snapshot_of(tables)
        as_of, least = rng.choice(DAYS), rng.choice((None, *Evidence))
        theirs = plain(tables, as_of, least, Reading.CAUTIOUS)
        found = {
            snapshot.products.key[one.product]: one
            for one in product_standards(standards_at(snapshot, as_of, least))
        }
        wanted = {
            name: flows
            for name, row in theirs.products.items()
            if (flows := required(row.get("capabilities", "").split(";")))
        }
        assert found.keys() == wanted.keys()
        for name, flows in wanted.items():
            told = [
                ((one.flow.exchange, str(one.flow.direction)), (str(one.openness), one.profiles))
                for one in found[name].flows
            ]
            assert told == [(flow, theirs.open_in(name, flow)) for flow in flows], f"seed {seed} {name}"
            assert found[name].systems == sum(theirs.product_of[system] == name for system in theirs.systems)
            seen.update(openness for _, (openness, _) in told)
    assert all(seen[one] >= 10 for one in Openness), seen


def fit_of(snapshot: Snapshot, one: FlowFit) -> tuple[object, ...]:
    """A finding in the reference's terms."""
    return (
        (str(one.fit), one.assumed),
        {
            (snapshot.deployments.key[met.deployment], met.relay): (str(met.fit), met.assumed)
            for met in one.counterparts
        },
    )


def compare(seed: int, seen: Counter[str]) -> None:
    tables, rng = with_claims(seed), Random(seed)
    snapshot = snapshot_of(tables)
    as_of, least, reading = rng.choice(DAYS), rng.choice((None, None, *Evidence)), rng.choice(tuple(Reading))
    theirs = plain(tables, as_of, least, reading)
    body = rng.choice(sorted(row["code"] for row in tables["organisations"]))
    buyer = snapshot.organisations.key.index[body]
    known = standards_at(snapshot, as_of, least)

    name = rng.choice(sorted(theirs.products))
    row = snapshot.products.key.index[name]
    offers = offers_of(known, row)
    told = {
        ((one.flow.exchange, str(one.flow.direction)), one.profile.text, str(one.ground)) for one in offers
    }
    assert told == theirs.offers(name), f"seed {seed} {name}"
    needed = required(theirs.products[name].get("capabilities", "").split(";"))
    flows = flows_of(theirs.products[name].get("capabilities", "").split(";"))
    found = fits(
        snapshot,
        as_of,
        buyer,
        offers,
        flows,
        by_hand=False,
        product=row,
        reading=reading,
        min_evidence=least,
    )
    assert {(one.flow.exchange, str(one.flow.direction)) for one in found} == {
        *needed,
        *(flow for flow, _, _ in told),
    }
    for one in found:
        flow = one.flow.exchange, str(one.flow.direction)
        spoken = [parsed(text) for offered, text, _ in told if offered == flow]
        check(seed, snapshot, one, theirs, body, spoken, name, seen, by_hand=False)

    given = Given(snapshot)
    exchange = rng.choice(sorted({one.exchange for one in theirs.known.links} | {"referral"}))
    by_hand = [
        (rng.choice(SPOKEN), rng.choice(("", "", "a1t1", "z9")), rng.choice(tuple(Direction)))
        for _ in range(rng.choice((1, 2, 3)))
    ]
    made = [given.offer(Flow(exchange, direction), text, use_case) for text, use_case, direction in by_hand]
    found = fits(
        snapshot,
        as_of,
        buyer,
        made,
        [Flow(exchange, direction) for direction in Direction],
        by_hand=True,
        reading=reading,
        min_evidence=least,
    )
    assert len(found) == 2
    for one in found:
        spoken = [
            profile(text, use_case)
            for text, use_case, direction in by_hand
            if direction is one.flow.direction
        ]
        check(seed, snapshot, one, theirs, body, spoken, None, seen, by_hand=True)


def parsed(text: str) -> Profile:
    stated, _, use_case = text.partition(" ")
    return profile("" if stated == "any" else stated.removeprefix("any"), use_case)


def check(
    seed: int,
    snapshot: Snapshot,
    one: FlowFit,
    theirs: FittingMap,
    body: str,
    spoken: list[Profile],
    name: str | None,
    seen: Counter[str],
    *,
    by_hand: bool,
) -> None:
    flow = one.flow.exchange, str(one.flow.direction)
    overall, met = theirs.fit(flow, body, spoken, name, by_hand=by_hand)
    expected = (
        (overall.fit, overall.assumed),
        {key: (outcome.fit, outcome.assumed) for key, outcome in met.items()},
    )
    assert fit_of(snapshot, one) == expected, f"seed {seed} {flow} {body} {name}"
    assert one.complete == theirs.known.complete(body, flow[0])
    for counterpart in one.counterparts:
        if counterpart.fit is not Fit.NOT_KNOWN:
            agrees = parsed(counterpart.sent).agrees(parsed(counterpart.accepted))
            assert agrees == (counterpart.fit is Fit.CONNECTS)
    seen[overall.fit] += 1
    seen["assumed"] += overall.assumed


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_candidates_fit_as_in_the_reference(first: int) -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS[first : first + BATCH]:
        compare(seed, seen)
    assert all(seen[one] >= 3 for one in (*Fit, "assumed")), seen


def test_a_product_that_nobody_names_is_no_product_to_be_judged() -> None:
    tables = small_map([organisation("A")], [deployment("A-1", "A", "unnamed-lims")])
    tables["products"] += [
        product("unnamed-lims", capabilities="LIMS"),
        product("named", capabilities="LIMS"),
    ]
    snapshot = snapshot_of(tables)
    found = product_standards(standards_at(snapshot, TODAY))
    assert [snapshot.products.key[one.product] for one in found] == ["named"]


def test_what_a_trust_has_of_the_same_product_is_not_there_to_connect_to() -> None:
    tables = small_map(
        [organisation("A")],
        [deployment("A-1", "A"), deployment("A-2", "A", "other")],
        [port("A-1", "referral", "sink", "ERS-R4"), port("A-2", "referral", "sink", "ERS-STU3")],
    )
    tables["products"].append(product("other"))
    snapshot = snapshot_of(tables)
    offer = Given(snapshot).offer(Flow("referral", Direction.OUT), "ERS-R4@1")

    def met(row: int) -> list[tuple[str, str]]:
        (found,) = fits(snapshot, TODAY, 0, [offer], (), by_hand=True, product=row)
        return [(snapshot.deployments.key[one.deployment], str(one.fit)) for one in found.counterparts]

    assert met(-1) == [("A-1", "CONNECTS"), ("A-2", "MISMATCH")]
    assert met(snapshot.products.key.index["system"]) == [("A-2", "MISMATCH")]


def test_a_claim_gives_way_to_what_is_used() -> None:
    tables = small_map(
        [organisation("A")],
        [deployment("A-1", "A"), deployment("A-2", "A")],
        [port("A-1", "referral", "source", "ERS-R4@1.2")],
        [link("A-1", "A-2", "demographics", "V2-ADT")],
        [coverage("A")],
    )
    tables["products"][0]["standards"] = "ERS-R4"
    snapshot = snapshot_of(tables)
    found = [
        (one.flow.exchange, str(one.flow.direction), one.profile.text, one.ground, one.systems)
        for one in offers_of(standards_at(snapshot, TODAY), 0)
    ]
    assert found == [
        ("demographics", "in", "V2-ADT", Ground.USED, 1),
        ("demographics", "out", "V2-ADT", Ground.USED, 1),
        ("referral", "in", "ERS-R4", Ground.CLAIMED, 0),
        ("referral", "out", "ERS-R4@1.2", Ground.USED, 1),
    ]
