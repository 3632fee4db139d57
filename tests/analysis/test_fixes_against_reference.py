"""Every fix of a small map, counted and ranked, turns to YES what changing the tables and answering every pair anew says."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from random import Random

import numpy as np
import pytest

from graphmap.analysis.exchange.report import Report, ask
from graphmap.analysis.findings import Question
from graphmap.analysis.fixes.candidates import FixKind
from graphmap.analysis.fixes.fixes import batches, ranking
from graphmap.analysis.fixes.gains import Gains
from graphmap.analysis.fixes.supposing import gained, gaining, gains
from graphmap.analysis.fixes.trying import tried
from graphmap.analysis.fixes.ways import Ways
from graphmap.ingest import claims_of_tables
from graphmap.model.scenario import as_json
from graphmap.model.terms import Evidence, Reading
from graphmap.snapshot.build import snapshot_of_claims
from tests.generative.maps import random_map
from tests.reference import fixes as reference
from tests.reference import further_profiles
from tests.reference.facts import Tables

TODAY = date(2026, 11, 22)
SEEDS = range(200)
BATCH = 20
BATCHES = pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))


@cache
def case(seed: int) -> tuple[Tables, Report]:
    """A random map, and a question about some of its organisations."""
    tables, rng = random_map(seed), Random(seed + 11)
    snapshot = snapshot_of_claims(claims_of_tables(tables), TODAY)
    exchanges = sorted({row["exchange"] for name in ("ports", "links") for row in tables.get(name, [])})
    question = Question(
        rng.choice(exchanges or ["referral"]),
        rng.choice((TODAY, TODAY, TODAY + timedelta(days=rng.randrange(-900, 900)))),
        rng.choice((Reading.CAUTIOUS, Reading.CAUTIOUS, Reading.ON_RECORD)),
        rng.choice((None, None, None, *Evidence)),
    )
    everyone = np.arange(len(snapshot.organisations.key), dtype=np.int32)
    some = np.array(sorted(rng.sample(everyone.tolist(), rng.randint(2, len(everyone)))), dtype=np.int32)
    senders, receivers = rng.choice(((everyone, everyone), (some, some), (everyone, some)))
    return tables, ask(snapshot, question, senders, receivers)


@BATCHES
def test_what_is_counted_by_classes_is_what_is_found_by_supposing_each(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        _, report = case(seed)
        for batch in batches(Ways(report.network), Gains(report)):
            for place, pairs in enumerate(batch.pairs.tolist()):
                change = batch.change(place)
                alone = gained(report, change)
                # A link that is on the way already is left to being brought forward, and counted as nothing here.
                assert pairs in ({alone, 0} if batch.kind is FixKind.CONNECT else {alone}), (seed, change)


@BATCHES
def test_tries_in_groups_come_to_what_each_comes_to_by_itself(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        _, report = case(seed)
        tries = [(change,) for _, change in tried(Ways(report.network))]
        alone = [gained(report, *one) for one in tries]
        assert gains(report, tries) == alone, seed
        hopes, most, expected = [Random(seed + place).randrange(4) for place in range(len(tries))], 0, []
        for place, (hoped, pairs) in enumerate(zip(hopes, alone, strict=True)):
            if hoped <= most:
                break
            expected.append((place, pairs))
            most = max(most, pairs)
        assert list(gaining(report, tries, hopes)) == expected, seed
        assert list(gaining(report, tries[::-1], gap=32)) == list(enumerate(alone[::-1])), seed


@BATCHES
def test_every_fix_turns_to_yes_what_the_changed_tables_say(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        tables, report = case(seed)
        codes = report.snapshot.organisations.key
        scope = [
            [codes[row] for row in rows] for rows in (report.senders.tolist(), report.receivers.tolist())
        ]
        asked = reference.Asked.of(report.question, TODAY, scope[0], scope[1])
        for fix in ranking(report).fixes(report, 500):
            expected = reference.turned(tables, asked, as_json([fix.change]))
            assert (fix.from_no, fix.from_unknown) == expected, (seed, fix)


@BATCHES
def test_no_candidate_of_the_reference_is_missing_or_ranked_too_low(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        tables, report = case(seed)
        codes = report.snapshot.organisations.key
        scope = [
            [codes[row] for row in rows] for rows in (report.senders.tolist(), report.receivers.tolist())
        ]
        asked = reference.Asked.of(report.question, TODAY, scope[0], scope[1])
        best = ranking(report)
        found = Counter((str(fix.kind), fix.pairs) for fix in best.fixes(report, 500))
        expected = Counter(
            (kind, sum(turned))
            for kind, changes in reference.candidates(tables, asked).items()
            for change in changes
            if sum(turned := reference.turned(tables, asked, [change]))
        )
        assert found == expected, (seed, found, expected)
        assert [pairs for pairs, *_ in best.ranked] == sorted(
            (fix.pairs for fix in best.fixes(report, 500)), reverse=True
        )


@BATCHES
def test_a_translation_left_out_gains_no_more_than_one_that_states_less(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        tables, report = case(seed)
        codes = report.snapshot.organisations.key
        scope = [
            [codes[row] for row in rows] for rows in (report.senders.tolist(), report.receivers.tolist())
        ]
        asked = reference.Asked.of(report.question, TODAY, scope[0], scope[1])
        known = asked.map(tables)
        for one, by_less in further_profiles.translations(known).items():
            if by_less:
                gains = [
                    sum(reference.turned(tables, asked, [further_profiles.as_change(known, each)]))
                    for each in (one, *by_less)
                ]
                assert gains[0] <= min(gains[1:]), (seed, one, by_less)


def test_the_random_maps_hold_every_kind_of_fix() -> None:
    kinds: Counter[FixKind] = Counter()
    unknown = 0
    for seed in SEEDS:
        _, report = case(seed)
        fixes = ranking(report).fixes(report, 500)
        kinds.update(fix.kind for fix in fixes)
        unknown += sum(fix.from_unknown > 0 for fix in fixes)
    assert min(kinds[kind] for kind in FixKind) >= 5, kinds
    assert unknown >= 20
