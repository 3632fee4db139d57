"""What changed agrees with the plain reference, on two editions of random maps: facts, and answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from random import Random

import numpy as np
import pytest

from graphmap.analysis.changes import How, VerdictChanges, facts_changed, values_of
from graphmap.analysis.changes.concerning import concerning
from graphmap.analysis.exchange import ask
from graphmap.analysis.findings import Question
from graphmap.api.ids import keys_of
from graphmap.ingest import claims_of_tables
from graphmap.model.ids import split_key
from graphmap.model.tables import TABLES
from graphmap.model.terms import Evidence, Kind, Reading, Verdict
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Flags, Snapshot
from tests.generative.editions import two_editions
from tests.reference import ExchangeMap
from tests.reference.changes import IDENTITY, Change, concerns, verdicts_changed, without_stubs
from tests.reference.changes import facts_changed as plainly_changed
from tests.spec.cases.rows import Tables

SEEDS = range(240)
BATCH = 40
SINCE = (date(2023, 6, 1), date(2026, 10, 31), date(2026, 11, 21))
UNTIL = (date(2026, 11, 22), date(2026, 11, 22), date(2027, 4, 1), date(2028, 1, 1))
ALL = tuple(How)
TABLE_OF = {table.kind: name for name, table in TABLES.items()}


def snapshots(seed: int) -> tuple[tuple[Tables, date, Snapshot], tuple[Tables, date, Snapshot]]:
    """Two editions of a map, each with the day on which it is known, and its snapshot."""
    rng = Random(f"days {seed}")
    first, second = two_editions(seed)
    days = rng.choice(SINCE), rng.choice(UNTIL)
    one, other = (
        (tables, day, snapshot_of_claims(claims_of_tables(tables), day))
        for tables, day in zip((first, second), days, strict=True)
    )
    return one, other


def in_words(
    before: Snapshot,
    after: Snapshot,
    least: Evidence | None,
    concerned: tuple[Mapping[Kind, Flags], Mapping[Kind, Flags]] | None = None,
) -> list[Change]:
    """What the product finds, in the reference's terms."""
    found = []
    for change in facts_changed(before, after, hows=ALL, min_evidence=least, concerned=concerned):
        snapshot, row = (before, change.before) if change.after < 0 else (after, change.after)
        table = TABLE_OF[change.kind]
        identity = split_key(keys_of(snapshot, change.kind)[row])[: len(IDENTITY[table])]
        found.append(Change(str(change.how), table, identity, frozenset(change.properties)))
    return found


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_facts_changed_as_the_reference_says(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        (one, since, before), (other, until, after) = snapshots(seed)
        for least in (None, Random(seed).choice(tuple(Evidence))):
            found = in_words(before, after, least)
            expected = plainly_changed(one, since, other, until, None if least is None else least.word)
            assert len(found) == len(set(found))
            assert set(found) == expected, f"seed {seed}, {least}"


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_a_filter_leaves_what_concerns_its_organisations_at_either_end(first: int) -> None:
    left = 0
    for seed in SEEDS[first : first + BATCH]:
        (one, since, before), (other, until, after) = snapshots(seed)
        codes = {f"T{Random(seed).randrange(4)}", Random(seed).choice(("T0", "Z1"))}
        flags = tuple(
            concerning(
                snapshot, np.array([snapshot.organisations.key.index[code] for code in known], dtype=np.int32)
            )
            for snapshot in (before, after)
            for known in [sorted(codes & snapshot.organisations.key.index.keys())]
        )
        found = in_words(before, after, None, (flags[0], flags[1]))
        wanted = concerns(one, codes) | concerns(other, codes)
        everything = plainly_changed(one, since, other, until)
        assert set(found) == {one for one in everything if (one.table, one.identity) in wanted}, (
            f"seed {seed}"
        )
        left += len(everything) - len(found)
    assert left > BATCH


def test_the_editions_reach_every_change_of_every_table() -> None:
    seen: Counter[tuple[str, str]] = Counter()
    properties: set[tuple[str, str]] = set()
    for seed in SEEDS:
        (one, since, _), (other, until, _) = snapshots(seed)
        for change in plainly_changed(one, since, other, until):
            seen[change.table, change.how] += 1
            properties |= {(change.table, name) for name in change.properties}
    hows = {(table, how) for table in IDENTITY for how in ("NEW", "RETRACTED", "RESTATED", "CHANGED")}
    hows |= {(table, "SLIPPED") for table in ("deployments", "ports", "links")}
    assert hows == seen.keys()
    assert all(count >= 5 for count in seen.values()), seen
    assert {("deployments", "organisations"), ("deployments", "validity"), ("ports", "payload")} <= properties


@pytest.mark.parametrize("seed", SEEDS[::12])
def test_changes_come_in_order_and_are_counted(seed: int) -> None:
    (_, _, before), (_, _, after) = snapshots(seed)
    found = facts_changed(before, after, hows=ALL)
    places = [(list(How).index(one.how), list(TABLE_OF).index(one.kind)) for one in found]
    assert places == sorted(places)
    counts = Counter((one.kind, one.how) for one in found)
    assert {(kind, how): count for kind, how, count in found.counts} == counts
    for one in found:
        if one.how is How.CHANGED:
            old, new = values_of(before, one.kind, one.before), values_of(after, one.kind, one.after)
            same = {name for name in old if old[name] == new[name]}
            assert not same & set(one.properties), f"seed {seed}: {one}"


@pytest.mark.parametrize("seed", SEEDS[::12])
def test_nothing_changes_between_a_map_and_itself(seed: int) -> None:
    tables, _ = two_editions(seed)
    claims = claims_of_tables(tables)
    one, other = (snapshot_of_claims(claims, date(2026, 11, 22)) for _ in range(2))
    assert len(facts_changed(one, other, hows=ALL)) == 0
    there = facts_changed(snapshot_of_claims([], date(2026, 11, 1)), one, hows=(How.NEW,))
    back = facts_changed(one, snapshot_of_claims([], date(2026, 12, 1)), hows=(How.RETRACTED,))
    assert len(there) == len(back) > 0


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_answers_changed_as_the_reference_says(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        rng = Random(f"question {seed}")
        (one, since, before), (other, until, after) = snapshots(seed)
        used = sorted({row["exchange"] for tables in (one, other) for row in tables.get("links", [])}) or [
            "document"
        ]
        exchange, reading = rng.choice(used), rng.choice(tuple(Reading))
        as_of = rng.choice((since, until, date(2025, 6, 1))), rng.choice((until, date(2027, 6, 15)))
        compare(exchange, reading, (one, since, before, as_of[0]), (other, until, after, as_of[1]))
        compare(exchange, reading, (one, since, before, as_of[0]), (one, since, before, as_of[1]))


End = tuple[Tables, date, Snapshot, date]


def compare(exchange: str, reading: Reading, *ends: End) -> None:
    """Counts and pairs of the product, against the reference pair by pair."""
    reports = []
    for _, _, snapshot, as_of in ends:
        rows = np.arange(len(snapshot.organisations.key), dtype=np.int32)
        rows = rows[~snapshot.organisations.stub]
        reports.append(ask(snapshot, Question(exchange, as_of, reading), rows, rows))
    changes = VerdictChanges(*reports)
    maps = [
        ExchangeMap(without_stubs(tables), exchange, as_of, known_at) for tables, known_at, _, as_of in ends
    ]
    expected = verdicts_changed(maps[0], maps[1], str(reading))
    assert Counter({(str(was), str(now)): pairs for was, now, pairs in changes.counts}) == Counter(
        expected.values()
    )
    assert {codes(changes, pair) for pair in changes.pairs(limit=10_000).pairs} == expected.keys()
    assert changes.unchanged == changes.organisations * (changes.organisations - 1) - len(expected)
    old, new = (set(one.known.organisation_types) for one in maps)
    assert (changes.organisations, changes.appeared, changes.gone) == (
        len(old & new),
        len(new - old),
        len(old - new),
    )
    yes = frozenset({Verdict.YES})
    assert {codes(changes, pair) for pair in changes.pairs(now=yes, limit=10_000).pairs} == {
        pair for pair, (_, now) in expected.items() if now == "YES"
    }


def codes(changes: VerdictChanges, pair: tuple[int, int]) -> tuple[str, str]:
    sender, receiver = changes.rows(pair)[1]
    return changes.codes[sender], changes.codes[receiver]


def test_the_editions_change_answers_of_every_kind() -> None:
    moved: Counter[tuple[str, str]] = Counter()
    for seed in SEEDS[::3]:
        (one, since, _), (other, until, _) = snapshots(seed)
        used = sorted({row["exchange"] for row in one.get("links", [])})
        for exchange in used[:1]:
            maps = ExchangeMap(one, exchange, since, since), ExchangeMap(other, exchange, until, until)
            moved.update(verdicts_changed(*maps).values())
    verdicts = {"YES", "NO", "UNKNOWN"}
    assert {(was, now) for was in verdicts for now in verdicts if was != now} <= moved.keys()


@pytest.mark.parametrize("seed", SEEDS[::24])
def test_pages_of_pairs_neither_repeat_nor_lose_any(seed: int) -> None:
    (_, since, before), (_, until, after) = snapshots(seed)
    reports = [
        ask(snapshot, Question("document", day), rows, rows)
        for snapshot, day in ((before, since), (after, until))
        for rows in [np.flatnonzero(~snapshot.organisations.stub).astype(np.int32)]
    ]
    changes = VerdictChanges(*reports)
    everything = changes.pairs(limit=10_000).pairs
    paged: list[tuple[int, int]] = []
    seen = None
    while True:
        some = changes.pairs(after=seen, limit=2)
        paged += some.pairs
        if not some.more:
            break
        seen = codes(changes, some.pairs[-1])
    assert tuple(paged) == everything
    assert len(everything) == changes.total()
