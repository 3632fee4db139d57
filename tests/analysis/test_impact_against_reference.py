"""What stops when something fails agrees with answering every pair anew without it, on random maps."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from graphmap.analysis.failing import Subject, SubjectKind, failing
from graphmap.analysis.impact import Impact, Setting
from graphmap.analysis.way_round import Rerouted, WaysRound
from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Evidence
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from tests.generative.maps import random_map
from tests.reference import impact as reference
from tests.reference.exchange import ExchangeMap
from tests.reference.facts import Tables

TODAY = date(2026, 11, 22)
SEEDS = range(300)
BATCH = 25


def hosted_map(seed: int) -> Tables:
    """A random map, some of whose systems share a host."""
    tables, rng = random_map(seed), Random(seed)
    for row in tables["deployments"]:
        if rng.random() < 0.5:
            row["host"] = rng.choice(("Leeds", "Slough"))
    return tables


def something(
    tables: Tables, snapshot: Snapshot, rng: Random
) -> tuple[list[Subject], set[str], list[int], str]:
    """Something that may fail: as the product is told, as deployments and rows of links, and in words."""
    kind = rng.choice(list(SubjectKind))
    deployments = tables["deployments"]
    keys = snapshot.deployments.key.index
    if kind is SubjectKind.DEPLOYMENT:
        chosen = {row["id"] for row in rng.sample(deployments, rng.choice((1, 1, 2)))}
        return [Subject(kind, keys[key]) for key in sorted(chosen)], chosen, [], f"{chosen}"
    if kind is SubjectKind.PRODUCT:
        product = rng.choice(deployments)["product"]
        row = snapshot.products.key.index[product]
        return [Subject(kind, row)], reference.of_product(tables, product), [], product
    if kind is SubjectKind.SUPPLIER:
        supplier = rng.choice(tables["suppliers"])
        name = supplier.get("group") if rng.random() < 0.5 else None
        subject = (
            Subject(kind, text=name) if name else Subject(kind, snapshot.suppliers.key.index[supplier["id"]])
        )
        return [subject], reference.of_supplier(tables, name or supplier["id"]), [], name or supplier["id"]
    if kind is SubjectKind.HOST:
        return [Subject(kind, text="Leeds")], reference.on_host(tables, "Leeds"), [], "Leeds"
    if kind is SubjectKind.ORGANISATION:
        chosen = {row["code"] for row in rng.sample(tables["organisations"], 2)}
        subjects = [Subject(kind, snapshot.organisations.key.index[code]) for code in sorted(chosen)]
        return subjects, reference.run_by_alone(tables, chosen), [], f"run by {chosen}"
    links = tables.get("links", [])
    if not links:
        return [], set(), [], "nothing"
    record = int(rng.choice(snapshot.links.record.tolist()))
    key = snapshot.links.keys[record]
    rows = [number for number, row in enumerate(links) if link_key(row) == key]
    return [Subject(kind, record)], set(), rows, key


def link_key(row: dict[str, str]) -> str:
    return "|".join(reference.identity(row))


def snapshot_of(tables: Tables) -> Snapshot:
    return snapshot_of_claims(claims_of_tables(tables), TODAY)


def compare(seed: int) -> list[str]:
    """What differs between product and reference, in words."""
    tables = hosted_map(seed)
    snapshot, rng = snapshot_of(tables), Random(seed + 1)
    as_of = rng.choice((TODAY, TODAY, TODAY + timedelta(days=rng.randrange(-900, 900))))
    least = rng.choice((None, None, *Evidence))
    word = None if least is None else least.word
    codes = snapshot.organisations.key
    everyone = np.arange(len(codes), dtype=np.int32)
    subjects, deployments, links, what = something(tables, snapshot, rng)
    where = f"seed {seed} {as_of} {least} without {what}"
    exchanges = sorted({row["exchange"] for name in ("ports", "links") for row in tables.get(name, [])})
    setting = Setting(as_of, everyone, everyone, tuple(exchanges), least)
    found = Impact(snapshot, setting, failing(snapshot, subjects))
    remaining = reference.without(tables, deployments, links)
    wrong, affected, total, dependents = [], set(), 0, dict[str, int]()
    for exchange in exchanges:
        before = reference.known_map(tables, exchange, as_of, TODAY, word)
        after = reference.known_map(remaining, exchange, as_of, TODAY, word)
        lost = reference.yes_pairs(before) - reference.yes_pairs(after)
        total += len(lost)
        affected |= {code for pair in lost for code in pair}
        ours = {
            (codes[sender], codes[receiver])
            for sender in everyone.tolist()
            for receiver in found.differences[exchange].lost_from(sender).tolist()
        }
        if ours != lost or found.by_exchange[exchange] != len(lost):
            wrong.append(f"{where} {exchange}: {ours} ({found.by_exchange[exchange]}), expected {lost}")
        wrong += ways_round(found, exchange, before, after, lost, deployments, where)
        parted = reference.system_pairs(before) - reference.system_pairs(after)
        losers = {name for pair in parted for name in pair} - deployments
        away = reference.links_away(before, tables, deployments, links, word) if losers else {}
        for name in losers:
            dependents[name] = min(dependents.get(name, away[name]), away[name])
    if found.pairs_lost != total or {codes[row] for row in found.affected.tolist()} != affected:
        wrong.append(f"{where}: {found.pairs_lost} pairs, {found.affected}, expected {total}, {affected}")
    systems = {snapshot.deployments.key[row]: distance for row, distance in found.dependents}
    if systems != dependents:
        wrong.append(f"{where}: dependents {systems}, expected {dependents}")
    listed = pages(found)
    if len(listed) != total or listed != sorted(listed, key=lambda one: (exchanges.index(one[0]), *one[1:])):
        wrong.append(f"{where}: listed {listed}")
    return wrong


def ways_round(
    found: Impact,
    exchange: str,
    before: ExchangeMap,
    after: ExchangeMap,
    lost: set[tuple[str, str]],
    failing: set[str],
    where: str,
) -> list[str]:
    """What differs about ways round: planned ones of lost pairs, and those that pairs take whose best route fails."""
    ways, index = WaysRound(found), found.snapshot.organisations.key.index
    wrong = []
    for sender, receiver in lost:
        answer = after.answer(sender, receiver, "ON_RECORD")
        expected = answer.reasons == ("PLANNED",), answer.available_from
        if not expected[0]:
            expected = False, None
        ours = ways.planned((exchange, index[sender], index[receiver]))
        if ours != expected:
            wrong.append(f"{where} {exchange} {sender} to {receiver}: planned {ours}, expected {expected}")
    if not failing:
        return wrong
    keys, codes = found.snapshot.deployments.key, found.snapshot.organisations.key
    rerouted = {
        (codes[one.sender], codes[one.receiver]): tuple(keys[hop.deployment] for hop in one.alternative.hops)
        for one in all_rerouted(ways)
        if one.exchange == exchange
    }
    left = {
        pair: after.answer(*pair).route
        for pair in reference.yes_pairs(after)
        if failing.intersection(before.answer(*pair).route or ())
    }
    if rerouted != left:
        wrong.append(f"{where} {exchange}: rerouted {rerouted}, expected {left}")
    return wrong


def all_rerouted(ways: WaysRound) -> list[Rerouted]:
    """Every rerouted pair, from pages that look at three pairs each."""
    found: list[Rerouted] = []
    page = ways.rerouted(None, 2, 3)
    while page.more:
        found += page.pairs
        page = ways.rerouted(page.last, 2, 3)
    return found + list(page.pairs)


def pages(found: Impact) -> list[tuple[str, int, int]]:
    """Every lost pair, three at a time."""
    listed: list[tuple[str, int, int]] = []
    while some := found.lost(listed[-1] if listed else None, 3):
        listed += some
    return listed


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_what_stops_is_what_the_reference_no_longer_joins(first: int) -> None:
    wrong = [line for seed in SEEDS[first : first + BATCH] for line in compare(seed)]
    assert not wrong, "\n".join(wrong[:6])


def test_the_random_failures_matter() -> None:
    everything = 0
    for seed in SEEDS[:100]:
        tables = hosted_map(seed)
        snapshot, rng = snapshot_of(tables), Random(seed + 1)
        everyone = np.arange(len(snapshot.organisations.key), dtype=np.int32)
        subjects, *_ = something(tables, snapshot, rng)
        everything += (
            Impact(snapshot, Setting.of(TODAY, everyone), failing(snapshot, subjects)).pairs_lost > 0
        )
    assert everything >= 15
