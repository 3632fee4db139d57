"""The exchange analysis agrees with the plain reference on random maps: every pair, reading, reason, flag and date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from graphmap.analysis.exchange import Report, ask
from graphmap.analysis.findings import Question
from graphmap.ingest import claims_of_tables
from graphmap.model.terms import Evidence, Reading
from graphmap.snapshot.build import snapshot_of_claims
from graphmap.snapshot.columns import Snapshot
from tests.generative.maps import random_map
from tests.reference.exchange import ExchangeMap
from tests.spec.asking import as_answer
from tests.spec.cases.rows import Tables

TODAY = date(2026, 11, 22)
SEEDS = range(520)
BATCH = 20


def exchanges_of(tables: Tables) -> list[str]:
    stated = {row["exchange"] for name in ("ports", "links") for row in tables.get(name, [])}
    return sorted(stated)


def snapshot_of(tables: Tables) -> Snapshot:
    return snapshot_of_claims(claims_of_tables(tables), TODAY)


def compare(seed: int, snapshot_of: Callable[[Tables], Snapshot] = snapshot_of) -> list[str]:
    """What differs between product and reference on one random map, in words. `snapshot_of`: on which way it is read."""
    tables = random_map(seed)
    snapshot = snapshot_of(tables)
    rng = Random(seed)
    as_of = rng.choice((TODAY, TODAY, TODAY + timedelta(days=rng.randrange(-900, 900))))
    least = rng.choice((None, None, None, *Evidence))
    rows = np.array([snapshot.organisations.key.index[row["code"]] for row in tables["organisations"]])
    wrong = []
    for exchange in exchanges_of(tables):
        reference = ExchangeMap(tables, exchange, as_of, TODAY, least.word if least is not None else None)
        for reading in Reading:
            report = ask(snapshot, Question(exchange, as_of, reading, least), rows, rows)
            wrong += differing(
                snapshot, report, reference, reading, f"seed {seed} {exchange} {as_of} {reading} {least}"
            )
    return wrong


def differing(
    snapshot: Snapshot, report: Report, reference: ExchangeMap, reading: Reading, where: str
) -> list[str]:
    wrong = []
    codes = snapshot.organisations.key
    verdicts: dict[str, int] = {}
    for sender in report.senders.tolist():
        for receiver in report.receivers.tolist():
            if sender == receiver:
                continue
            expected = reference.answer(codes[sender], codes[receiver], str(reading))
            verdicts[expected.verdict] = verdicts.get(expected.verdict, 0) + 1
            found = as_answer(snapshot, report.explain(sender, receiver))
            if found != expected:
                wrong.append(
                    f"{where} {codes[sender]} to {codes[receiver]}: found {found}, expected {expected}"
                )
    counts = report.counts
    counted = {
        "YES": counts.yes,
        "NO": counts.no,
        "UNKNOWN": counts.unknown,
        "NOT_APPLICABLE": counts.not_applicable,
    }
    if {verdict: count for verdict, count in counted.items() if count} != verdicts:
        wrong.append(f"{where}: counts {counted}, expected {verdicts}")
    return wrong


@pytest.mark.parametrize("first", range(0, len(SEEDS), BATCH))
def test_every_pair_of_random_maps_has_the_answer_of_the_reference(first: int) -> None:
    wrong = [line for seed in SEEDS[first : first + BATCH] for line in compare(seed)]
    assert not wrong, "\n".join(wrong[:10])
