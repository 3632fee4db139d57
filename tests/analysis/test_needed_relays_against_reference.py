"""Relays that pairs need, and pairs that exchange one way only, are those that the reference flags pair by pair."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from random import Random

import numpy as np
import pytest

from graphmap.analysis.exchange import ask
from graphmap.analysis.exchange.needed import needed_relays
from graphmap.analysis.exchange.one_way import OneWay
from graphmap.analysis.findings import Question
from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Evidence, Reading
from graphmap.snapshot.build import snapshot_of_claims
from tests.generative.maps import random_map
from tests.reference.exchange import ExchangeMap
from tests.reference.needed import relays_needed

TODAY = date(2026, 11, 22)
SEEDS = range(240)
BATCH = 20
Pairs = set[tuple[str, str]]


def found_on(seed: int) -> tuple[list[str], int, int]:
    """What differs on one map, in words; how many pairs need a relay, and how many go one way only."""
    tables, rng = random_map(seed), Random(seed)
    snapshot = snapshot_of_claims(claims_of_tables(tables), TODAY)
    codes, keys = snapshot.organisations.key, snapshot.deployments.key
    least = rng.choice((None, None, *Evidence))
    reading = rng.choice(list(Reading))
    everyone = np.arange(len(codes), dtype=np.int32)
    senders = np.array(sorted(rng.sample(everyone.tolist(), rng.randint(2, len(codes)))), dtype=np.int32)
    wrong, needing, single = [], 0, 0
    for exchange in sorted({row["exchange"] for name in ("ports", "links") for row in tables.get(name, [])}):
        report = ask(snapshot, Question(exchange, TODAY, reading, least), senders, everyone)
        reference = ExchangeMap(tables, exchange, TODAY, TODAY, None if least is None else least.word)
        scope = [
            (codes[one], codes[other])
            for one, other in permutations(everyone.tolist(), 2)
            if one in senders.tolist()
        ]
        answers = {pair: reference.answer(*pair, str(reading)) for pair in scope}
        where = f"seed {seed} {exchange} {reading} {least}"

        expected: dict[str, Pairs] = {}
        for pair, answer in answers.items():
            needs = relays_needed(reference, *pair) if answer.verdict == "YES" else set()
            assert bool(needs) == ("SINGLE_POINT" in answer.flags)
            for relay in needs:
                expected.setdefault(relay, set()).add(pair)
        found = needed_relays(report)
        ours = {
            keys[one.relay]: {(codes[sender], codes[receiver]) for sender, receiver in one.listed(None, 1000)}
            for one in found.ranked
        }
        if ours != expected:
            wrong.append(f"{where}: needed {ours}, expected {expected}")
        figures = {keys[one.relay]: (one.pairs, one.organisations) for one in found.ranked}
        if figures != {
            relay: (len(pairs), len({code for pair in pairs for code in pair}))
            for relay, pairs in expected.items()
        }:
            wrong.append(f"{where}: counted {figures}, expected {expected}")
        alone = set().union(*expected.values())
        if found.pairs != len(alone):
            wrong.append(f"{where}: {found.pairs} pairs need a relay, expected {len(alone)}")
        needing += len(alone)

        one_way = OneWay(report)
        listed, page = [], one_way.pairs(None, 2)
        while page:
            listed += page
            page = one_way.pairs(page[-1], 2)
        refused = [pair for pair in scope if "ONE_WAY" in answers[pair].flags]
        if sorted((codes[one], codes[other]) for one, other in listed) != sorted(
            refused
        ) or one_way.total != len(refused):
            wrong.append(f"{where}: one way {listed} ({one_way.total}), expected {refused}")
        if listed != sorted(listed):
            wrong.append(f"{where}: one way in no order {listed}")
        single += len(refused)
    return wrong, needing, single


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_what_pairs_need_and_what_goes_one_way_is_what_the_reference_flags(first: int) -> None:
    found = [found_on(seed) for seed in SEEDS[first : first + BATCH]]
    wrong = [line for lines, _, _ in found for line in lines]
    assert not wrong, "\n".join(wrong[:6])


def test_the_random_maps_hold_pairs_of_both_kinds() -> None:
    found = [found_on(seed) for seed in SEEDS[:60]]
    assert sum(needing for _, needing, _ in found) > 20
    assert sum(single for _, _, single in found) > 20
