"""What is known, how old it is, and what needs a question agree with the plain reference on random maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from random import Random

import numpy as np
import pytest

from graphmap.analysis.coverage.age import ages, old, undated
from graphmap.analysis.coverage.conflicts import conflicts
from graphmap.analysis.coverage.levels import NOBODY, Presence, by_exchange, levels
from graphmap.analysis.coverage.records import DATED, Place, Places, ScopeRecords
from graphmap.analysis.coverage.stranded import stranded
from graphmap.analysis.coverage.stubs import stubs
from graphmap.ingest import claims_of_tables
from graphmap.model.dates import to_date
from graphmap.model.terms import Evidence, Kind, Level
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import SINK, SOURCE, Ints, Snapshot
from tests.generative.recorded_maps import map_with_stubs, recorded_map, second_source
from tests.reference import coverage as reference
from tests.reference.tables import TABLE_1
from tests.spec.cases.rows import Row, Tables

TODAY = date(2026, 11, 22)
DAYS = (TODAY, TODAY, date(2025, 6, 1), date(2027, 5, 1))
SEEDS = range(240)
BATCH = 20
BATCHES = pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
ROLES = {"source": SOURCE, "sink": SINK}
KEYS = {
    Kind.ORGANISATION: "organisations",
    Kind.SUPPLIER: "suppliers",
    Kind.PRODUCT: "products",
    Kind.DEPLOYMENT: "deployments",
}


class Case:
    """One random map and a random question about it, for the product and for the reference."""

    def __init__(self, seed: int, tables: Tables) -> None:
        rng = Random(seed)
        self.tables = tables
        self.snapshot = snapshot_of_claims(claims_of_tables(tables), TODAY)
        self.as_of = rng.choice(DAYS)
        self.least = rng.choice((None, None, *Evidence))
        stated = [row["code"] for row in tables["organisations"]]
        self.codes = sorted(code for code in stated if rng.random() < 0.6)
        index = self.snapshot.organisations.key.index
        self.rows: Ints = np.array([index[code] for code in self.codes], dtype=np.int32)
        self.ours = ScopeRecords(self.snapshot, self.as_of, self.rows, self.least)
        self.theirs = reference.Scope(
            tables, self.codes, self.as_of, TODAY, None if self.least is None else self.least.word
        )
        self.name = f"seed {seed}, {self.as_of}, {self.least}, {self.codes}"


def cases(first: int, *, with_stubs: bool = True) -> Iterable[Case]:
    for seed in SEEDS[first : first + BATCH]:
        yield Case(seed, map_with_stubs(seed) if with_stubs and seed % 2 else recorded_map(seed))


def described(snapshot: Snapshot, place: Place) -> tuple[object, ...]:
    """What a fact says, as far as it tells one row of a table from another."""
    row = place.row
    if place.kind is Kind.DEPLOYMENT:
        table = snapshot.deployments
        return snapshot.deployments.key[row], *_period(table.start, table.end, row)
    if place.kind is Kind.CONTRACT:
        return (snapshot.contracts.reference[row],)
    if place.kind is Kind.COVERAGE:
        place_of_type = int(snapshot.coverage.exchange[row])
        codes = [*vocabulary().exchange_types, "*"]
        return snapshot.organisations.key[snapshot.coverage.organisation[row]], codes[place_of_type]
    deployment = snapshot.deployments.key
    if place.kind is Kind.PORT:
        ports = snapshot.ports
        return deployment[ports.deployment[row]], int(ports.role[row]), *_period(ports.start, ports.end, row)
    links = snapshot.links
    return (
        deployment[links.origin[row]],
        deployment[links.target[row]],
        *_period(links.start, links.end, row),
    )


def _period(start: Ints, end: Ints, row: int) -> tuple[date | None, date | None]:
    return to_date(int(start[row])), to_date(int(end[row]))


def described_row(kind: str, row: Row) -> tuple[object, ...]:
    """The same of a row of the tables."""
    start, end = ("from_date", "to_date") if kind == "link" else ("from", "to")
    period = reference.first_day(row.get(start, "")), reference.last_day(row.get(end, ""))
    if kind == "deployment":
        return row["id"], *period
    if kind == "contract":
        return (row["reference"],)
    if kind == "coverage":
        return row["organisation"], row["exchange"]
    if kind == "port":
        role = {"source": 0, "serve": 0, "sink": 1, "query": 1, "relay": 2}[row["role"]]
        return row["deployment"], role, *period
    return row["from"], row["to"], *period


def all_of(snapshot: Snapshot, found: Places) -> list[tuple[object, ...]]:
    return [
        (str(one.kind), *described(snapshot, one)) for one in (found[place] for place in range(len(found)))
    ]


@BATCHES
def test_levels_and_what_is_known_to_be_sent_and_taken(first: int) -> None:
    for case in cases(first):
        found = levels(case.snapshot, case.as_of, case.least)
        types = {row["code"]: row["type"] for row in case.tables["organisations"]}
        exchanges = {row["exchange"] for name in ("ports", "links") for row in case.tables.get(name, [])}
        for place, exchange in enumerate(vocabulary().exchange_types):
            if exchange not in exchanges and place % 4:
                continue  # nothing is stated but coverage: some will do
            for row, code in zip(case.rows.tolist(), case.codes, strict=True):
                level = int(found.level[row, place])
                assert (None if level == NOBODY else tuple(Level)[level]) == case.theirs.level(
                    code, exchange
                ), case.name
                for role, number in ROLES.items():
                    stated, usable = (
                        case.theirs.has_port(code, exchange, role, implied=implied)
                        for implied in (False, True)
                    )
                    assert bool(found.stated[number][row, place]) == stated, case.name
                    assert bool(found.usable[number][row, place]) == usable, case.name
                    expected = Presence.PRESENT if usable else Presence.UNKNOWN
                    if not usable and case.theirs.level(code, exchange) == "complete":
                        expected = Presence.NONE
                    if types[code] not in TABLE_1[exchange][number]:
                        expected = Presence.NOT_APPLICABLE
                    assert found.presence(row, place, number) == expected, case.name


@BATCHES
def test_counts_by_exchange_type_are_those_of_the_organisations(first: int) -> None:
    for case in cases(first):
        found = levels(case.snapshot, case.as_of, case.least)
        kinds = {row["code"]: row["type"] for row in case.tables["organisations"]}
        counted = {one.exchange: one for one in by_exchange(found, case.rows)}
        for exchange, either in TABLE_1.items():
            codes = [code for code in case.codes if kinds[code] in either[0] | either[1]]
            assert (exchange in counted) == bool(codes)
            if not codes:
                continue
            one = counted[exchange]
            by_level = Counter(case.theirs.level(code, exchange) for code in codes)
            assert (one.organisations, one.complete, one.partial, one.none, one.unstated) == (
                len(codes),
                by_level["complete"],
                by_level["partial"],
                by_level["none"],
                by_level[None],
            ), case.name
            place = list(vocabulary().exchange_types).index(exchange)
            presences = [
                [found.presence(row, place, role) for row in case.rows.tolist()] for role in (SOURCE, SINK)
            ]
            assert (one.senders, one.receivers) == tuple(of.count(Presence.PRESENT) for of in presences)
            assert one.stated_sources <= one.senders
            assert one.stated_sinks <= one.receivers


@BATCHES
def test_ages_are_those_of_the_rows(first: int) -> None:
    for case in cases(first):
        found = {None if one.kind is None else str(one.kind): one for one in ages(case.ours)}
        every = [(kind, row) for kind in map(str, DATED) for row in case.theirs.current(kind)]
        for kind in (None, *map(str, DATED)):
            rows = [row for of, row in every if kind in (None, of)]
            assert (kind in found) == (kind is None or bool(rows)), case.name
            if kind not in found:
                continue
            dates = [day for row in rows if (day := reference.first_day(row.get("observed_at", "")))]
            one = found[kind]
            assert (one.facts, one.undated, one.old, one.oldest, one.newest) == (
                len(rows),
                len(rows) - len(dates),
                sum(map(case.theirs.is_old, rows)),
                min(dates, default=None),
                max(dates, default=None),
            ), f"{case.name} {kind}"
            words = Counter(reference.evidence_of(row) for row in rows)
            assert {level.word: count for level, count in one.by_evidence} == words
        old_rows = [(kind, *described_row(kind, row)) for kind, row in every if case.theirs.is_old(row)]
        assert Counter(all_of(case.snapshot, old(case.ours))) == Counter(old_rows), case.name
        no_date = [(kind, *described_row(kind, row)) for kind, row in every if not row.get("observed_at")]
        assert Counter(all_of(case.snapshot, undated(case.ours))) == Counter(no_date), case.name


@BATCHES
def test_plans_that_have_slipped_are_those_of_the_rows(first: int) -> None:
    for case in cases(first):
        rows = {kind: case.theirs.tables.get(reference.KINDS[kind], []) for kind in map(str, DATED)}
        expected = [
            (kind, *described_row(kind, rows[kind][int(place)])) for kind, place in case.theirs.slipped()
        ]
        assert Counter(all_of(case.snapshot, case.ours.slipped)) == Counter(expected), case.name


@BATCHES
def test_stranded_systems_and_whom_to_ask_are_those_of_the_rows(first: int) -> None:
    for case in cases(first):
        codes, keys = case.snapshot.organisations.key, case.snapshot.deployments.key
        ours = {
            keys[one.deployment]: (
                {codes[row] for row in one.closed},
                {codes[row] for row in one.successors},
            )
            for one in stranded(case.ours)
        }
        assert ours == case.theirs.stranded(), case.name


@BATCHES
def test_stubs_and_what_hangs_on_them_are_those_of_the_rows(first: int) -> None:
    for case in cases(first):
        found = stubs(case.ours)
        named = {(str(kind), getattr(case.snapshot, KEYS[kind]).key[row]) for kind, row in found.named}
        assert (named, found.left_out) == case.theirs.stubs(), case.name


@BATCHES
def test_records_of_which_two_sources_differ_are_those_of_the_rows(first: int) -> None:
    for seed in SEEDS[first : first + BATCH]:
        tables = recorded_map(seed)
        other = second_source(seed, tables)
        snapshot = snapshot_of_claims(
            {"one": claims_of_tables(tables), "other": claims_of_tables(other)}, TODAY
        )
        rng = Random(seed)
        codes = [row["code"] for row in tables["organisations"] if rng.random() < 0.6]
        rows = np.array(sorted(snapshot.organisations.key.index[code] for code in codes), dtype=np.int32)
        scope = reference.Scope(tables, codes, TODAY, TODAY)
        differing = reference.rivals(tables, other)
        expected: Counter[str] = Counter()
        total = 0
        for kind in reference.KINDS:
            for row in scope.rows(kind):
                if (kind, row["#"]) in differing:
                    expected[kind] += 1
                    total += differing[kind, row["#"]]
        found = conflicts(ScopeRecords(snapshot, TODAY, rows))
        places = [found.records[place] for place in range(len(found.records))]
        assert Counter(str(place.kind) for place in places) == expected, f"seed {seed}"
        assert found.rivals == total, f"seed {seed}"


def test_the_random_maps_hold_something_of_every_kind() -> None:
    seen: Counter[str] = Counter()
    for first in range(0, len(SEEDS), BATCH):
        for case in cases(first):
            found = stubs(case.ours)
            lost = stranded(case.ours)
            seen["stub"] += bool(found.named)
            seen["left out"] += found.left_out > 0
            seen["stranded"] += any(one.successors for one in lost)
            seen["stranded without successor"] += any(not one.successors for one in lost)
            seen["slipped"] += len(case.ours.slipped) > 0
            seen["old"] += len(old(case.ours)) > 0
            seen["undated"] += len(undated(case.ours)) > 0
            for kind, rows in case.ours.current.items():
                seen[kind] += len(rows) > 0
                seen[f"ended {kind}"] += len(case.ours.rows[kind]) > len(rows)
    wanted = [
        "stub",
        "left out",
        "stranded",
        "stranded without successor",
        "slipped",
        "old",
        "undated",
        *DATED,
    ]
    wanted += [f"ended {kind}" for kind in DATED if kind is not Kind.COVERAGE]
    assert all(seen[kind] >= 10 for kind in wanted), seen
