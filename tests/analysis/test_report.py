"""Listings, tallies and groups of a report say the same as its single pairs, whatever the map."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import numpy as np
import pytest

from graphmap.analysis.exchange import CELLS, MATRIX_LIMIT, SELF, Report, ask, summary
from graphmap.analysis.exchange.joins import bit_rows, flags_of, group_by_set
from graphmap.analysis.findings import Question
from graphmap.analysis.scope import OrganisationFilter, select
from graphmap.ingest import claims_of_tables
from graphmap.model.errors import UsageError
from graphmap.model.terms import Reading, Reason, Verdict
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from tests.generative.maps import random_map
from tests.spec.cases.rows import coverage, deployment, link, organisation, port, small_map

TODAY = date(2026, 11, 22)


def reports(seeds: range) -> list[Report]:
    made = []
    for seed in seeds:
        tables = random_map(seed)
        snapshot = snapshot_of_claims(claims_of_tables(tables), TODAY)
        rng = Random(seed)
        everyone = np.flatnonzero(~snapshot.organisations.stub).astype(np.int32)
        senders = np.array([row for row in everyone if rng.random() < 0.8], dtype=np.int32)
        receivers = np.array([row for row in everyone if rng.random() < 0.8], dtype=np.int32)
        for exchange in sorted({row["exchange"] for row in tables["links"]}):
            questions = (Question(exchange, TODAY, reading) for reading in Reading)
            made.extend(ask(snapshot, question, senders, receivers) for question in questions)
    return made


def verdicts(report: Report) -> dict[tuple[int, int], tuple[Verdict, tuple[Reason, ...]]]:
    return {
        (sender, receiver): report.verdict(sender, receiver)
        for sender in report.senders.tolist()
        for receiver in report.receivers.tolist()
        if sender != receiver
    }


REPORTS = reports(range(40))


def test_counts_and_reasons_are_those_of_the_pairs() -> None:
    for report in REPORTS:
        pairs = verdicts(report)
        by_verdict = Counter(verdict for verdict, _ in pairs.values())
        counts = report.counts
        found = (counts.yes, counts.no, counts.unknown, counts.not_applicable)
        assert found == tuple(
            by_verdict[verdict]
            for verdict in (Verdict.YES, Verdict.NO, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE)
        )
        assert counts.total == len(pairs)
        assert dict(report.reasons) == Counter(reason for _, reasons in pairs.values() for reason in reasons)


def test_pages_of_pairs_hold_every_pair_once_and_in_order() -> None:
    for report in REPORTS:
        pairs = verdicts(report)
        for wanted in (frozenset(), frozenset({Verdict.YES}), frozenset({Verdict.NO, Verdict.UNKNOWN})):
            listed: list[tuple[int, int]] = []
            while True:
                page = report.pairs(verdicts=wanted, after=listed[-1] if listed else None, limit=3)
                listed += page.pairs
                assert len(page.pairs) <= 3
                if not page.more:
                    break
            expected = [pair for pair, (verdict, _) in pairs.items() if not wanted or verdict in wanted]
            assert listed == sorted(expected)
            assert page.total == len(expected)


def test_pairs_of_one_sender_receiver_or_reason_are_those_of_all_pairs() -> None:
    for report in REPORTS:
        pairs = verdicts(report)
        for row in report.senders.tolist():
            page = report.pairs(sender=row, limit=500)
            assert list(page.pairs) == sorted(pair for pair in pairs if pair[0] == row)
            assert page.total == len(page.pairs)
        for row in report.receivers.tolist():
            page = report.pairs(receiver=row, limit=500)
            assert list(page.pairs) == sorted(pair for pair in pairs if pair[1] == row)
        for reason in Reason:
            page = report.pairs(reasons=frozenset({reason}), limit=500)
            assert list(page.pairs) == sorted(pair for pair, (_, why) in pairs.items() if reason in why)


def test_each_organisation_has_the_partners_of_its_pairs() -> None:
    for report in REPORTS:
        pairs = verdicts(report)
        yes = {pair for pair, (verdict, _) in pairs.items() if verdict is Verdict.YES}
        for found in report.by_organisation():
            row = found.organisation
            mine = {pair: answer for pair, answer in pairs.items() if row in pair}
            assert found.sends_to == sum(sender == row for sender, _ in yes)
            assert found.receives_from == sum(receiver == row for _, receiver in yes)
            assert found.both_ways == sum(
                sender == row and (receiver, sender) in yes for sender, receiver in yes
            )
            assert found.unknown == sum(verdict is Verdict.UNKNOWN for verdict, _ in mine.values())
            assert dict(found.reasons) == Counter(
                reason for _, reasons in mine.values() for reason in reasons
            )


def test_groups_are_those_with_the_same_partners_that_exchange_both_ways() -> None:
    sizes = Counter[int]()
    for report in REPORTS:
        yes = {pair for pair, (verdict, _) in verdicts(report).items() if verdict is Verdict.YES}
        rows = np.intersect1d(report.senders, report.receivers).tolist()

        def partners(
            row: int, rows: list[int] = rows, yes: set[tuple[int, int]] = yes
        ) -> tuple[frozenset[int], ...]:
            return (
                frozenset({row, *(other for other in rows if (row, other) in yes)}),
                frozenset({row, *(other for other in rows if (other, row) in yes)}),
            )

        together: dict[tuple[frozenset[int], ...], list[int]] = {}
        for row in rows:
            together.setdefault(partners(row), []).append(row)
        expected = [tuple(group) for group in together.values() if len(group) > 1]
        found = [group.organisations for group in report.groups()]
        assert sorted(found) == sorted(expected)
        assert [len(group) for group in found] == sorted(map(len, found), reverse=True)
        sizes.update(map(len, found))
    assert sum(sizes.values()) > 10, "these maps hardly have a group: choose others"


def test_a_matrix_is_the_cells_of_its_pairs() -> None:
    for report in REPORTS[:20]:
        matrix = report.matrix()
        cells = [
            (int(matrix[x, y]), sender, receiver)
            for x, sender in enumerate(report.senders.tolist())
            for y, receiver in enumerate(report.receivers.tolist())
        ]
        for cell, sender, receiver in cells:
            if sender == receiver:
                assert cell == SELF
            else:
                assert CELLS[cell] == report.verdict(sender, receiver)


def county(trusts: int) -> Snapshot:
    """Trusts that all send referrals to one store, of which half receive."""
    codes = [f"T{number:05}" for number in range(trusts)]
    tables = small_map(
        [organisation("N", "NATIONAL_BODY"), *(organisation(code) for code in codes)],
        [deployment("hub", "N"), *(deployment(f"{code}-epr", code) for code in codes)],
        [port("hub", "referral", "relay")],
        [
            *(link(f"{code}-epr", "hub", "referral") for code in codes),
            *(link("hub", f"{code}-epr", "referral") for code in codes[::2]),
        ],
        [coverage("N")],
    )
    return snapshot_of_claims(claims_of_tables(tables), TODAY)


def test_a_matrix_above_the_limit_is_refused_with_a_hint() -> None:
    snapshot = county(MATRIX_LIMIT + 1)
    rows = select(snapshot, None, TODAY)
    report = ask(snapshot, Question("referral", TODAY), rows, rows)
    assert report.counts.yes == (MATRIX_LIMIT + 2) // 2 * MATRIX_LIMIT
    with pytest.raises(UsageError, match="narrow the filter"):
        report.matrix()


def test_an_organisation_is_never_asked_about_itself() -> None:
    snapshot = county(3)
    rows = select(snapshot, None, TODAY)
    report = ask(snapshot, Question("referral", TODAY), rows, rows)
    with pytest.raises(UsageError, match="same organisation"):
        report.explain(int(rows[0]), int(rows[0]))


def test_an_unknown_exchange_type_is_refused_with_those_there_are() -> None:
    snapshot = county(3)
    with pytest.raises(UsageError, match="referral"):
        ask(snapshot, Question("telepathy", TODAY), np.array([1]), np.array([2]))


def test_an_empty_map_has_no_pairs_and_says_so() -> None:
    nobody = np.empty(0, dtype=np.int32)
    report = ask(snapshot_of_claims([], TODAY), Question("referral", TODAY), nobody, nobody)
    assert report.counts.total == 0
    assert report.pairs().pairs == ()
    assert report.groups() == ()
    assert "Of 0 organisations in scope" in summary(report).sentence


def test_the_summary_says_who_sends_who_takes_and_what_is_missing() -> None:
    snapshot = county(5)
    rows = select(snapshot, OrganisationFilter(types=("NHS_TRUST",)), TODAY)
    found = summary(ask(snapshot, Question("referral", TODAY), rows, rows))
    codes = snapshot.organisations.key
    assert [codes[row] for row in found.senders] == ["T00000", "T00001", "T00002", "T00003", "T00004"]
    assert [codes[row] for row in found.receivers] == ["T00000", "T00002", "T00004"]
    assert len(found.exchanging) == 5
    assert (
        "Of 5 NHS trusts in scope, 5 have a system known to send referrals and 3 have one known to take them"
        in found.sentence
    )
    assert "T00000 (NHS_TRUST) (T00000)" in found.sentence


def test_the_summary_of_complete_records_claims_no_gap() -> None:
    codes = ("A", "B", "C")
    tables = small_map(
        [organisation(code) for code in codes], [deployment(f"{code}-epr", code) for code in codes]
    )
    snapshot = snapshot_of_claims(claims_of_tables(tables), TODAY)
    rows = select(snapshot, None, TODAY)
    sentence = summary(ask(snapshot, Question("referral", TODAY), rows, rows)).sentence
    assert "the record of every one in scope is declared complete" in sentence
    assert "not fully known" not in sentence


@pytest.mark.parametrize("items", [0, 6, 64, 200])
def test_rows_are_grouped_by_their_exact_sets(items: int) -> None:
    rng = Random(7)
    for _ in range(50):
        sets = [sorted(rng.sample(range(items), min(items, rng.randrange(4)))) for _ in range(30)]
        sets += [sorted(rng.sample(range(items), items * 3 // 4))] * 2
        row = np.array([row for row, held in enumerate(sets) for _ in held], dtype=np.int64)
        item = np.array([entry for held in sets for entry in held], dtype=np.int64)
        group, bits = group_by_set(bit_rows(row, item, len(sets), items))
        flags = flags_of(bits, items)
        assert len(np.unique(flags, axis=0)) == len(flags)
        assert [np.flatnonzero(flags[number]).tolist() for number in group] == sets


def test_further_routes_use_other_relays_and_come_after_the_best() -> None:
    codes = ("A", "B")
    tables = small_map(
        [organisation(code) for code in codes] + [organisation("N", "NATIONAL_BODY")],
        [deployment("a", "A"), deployment("b", "B"), deployment("hub-1", "N"), deployment("hub-2", "N")],
        [port("hub-1", "referral", "relay"), port("hub-2", "referral", "relay")],
        [
            link("a", "hub-1", "referral", evidence="assured"),
            link("hub-1", "b", "referral"),
            link("a", "hub-2", "referral"),
            link("hub-2", "b", "referral"),
            link("a", "b", "referral"),
        ],
    )
    snapshot = snapshot_of_claims(claims_of_tables(tables), TODAY)
    rows = select(snapshot, None, TODAY)
    found = ask(snapshot, Question("referral", TODAY), rows, rows).explain(
        int(rows[0]), int(rows[1]), routes=5
    )
    keys = snapshot.deployments.key
    assert [[keys[hop.deployment] for hop in route.hops] for route in found.routes] == [
        ["a", "b"],
        ["a", "hub-1", "b"],
        ["a", "hub-2", "b"],
    ]
