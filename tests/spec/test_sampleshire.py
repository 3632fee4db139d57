"""Sampleshire answers as its specification says: every pair, count and silo, on every store."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from graphmap.analysis.exchange import ask
from graphmap.analysis.findings import Question
from graphmap.analysis.silos import silos
from graphmap.model.terms import Reading
from tests.reference import read_folder
from tests.reference.comparison import differences
from tests.spec.asking import answer_to, rows_of
from tests.spec.cases import sampleshire_expected as expected
from tests.spec.cases.expectation import TODAY
from tests.spec.conftest import Filled
from tests.stores import on_every_store

pytestmark = on_every_store

DATA = Path(__file__).parents[2] / "importers" / "sampleshire" / "data"


def test_every_row_of_the_specification_holds(filled: Filled) -> None:
    snapshot = filled(read_folder(DATA))

    wrong = {
        str(row): found for row in expected.VERDICTS if (found := differences(answer_to(snapshot, row), row))
    }
    assert wrong == {}

    trusts, practices = rows_of(snapshot, expected.TRUSTS), rows_of(snapshot, expected.PRACTICES)
    for exchange, counts in expected.TRUST_PAIRS.items():
        found = ask(snapshot, Question(exchange, TODAY), trusts, trusts).counts
        by_verdict = {"YES": found.yes, "UNKNOWN": found.unknown, "NO": found.no}
        assert by_verdict == {verdict: counts.get(verdict, 0) for verdict in by_verdict}, exchange
    for day, count in expected.REFERRALS_TO_TRUSTS.items():
        senders = rows_of(snapshot, expected.TRUSTS + expected.PRACTICES)
        report = ask(snapshot, Question("referral", date.fromisoformat(day)), senders, trusts)
        assert report.counts.yes == count
        assert report.organisations == len(trusts) + len(practices)


def test_its_point_solutions_have_the_grades_of_the_specification(filled: Filled) -> None:
    snapshot = filled(read_folder(DATA))

    found = {snapshot.deployments.key[silo.deployment]: silo for silo in silos(snapshot, TODAY)}

    assert Counter(str(silo.grade) for silo in found.values()) == expected.SILO_GRADES
    for name, (grade, score) in expected.SILOS.items():
        assert found[name].grade == grade
        assert found[name].score == (score if score is None else pytest.approx(score, abs=0.005))


def test_read_as_if_the_record_were_complete_nothing_is_unknown(filled: Filled) -> None:
    snapshot = filled(read_folder(DATA))
    trusts = rows_of(snapshot, expected.TRUSTS)
    for exchange in expected.TRUST_PAIRS:
        cautious = ask(snapshot, Question(exchange, TODAY), trusts, trusts).counts
        on_record = ask(snapshot, Question(exchange, TODAY, Reading.ON_RECORD), trusts, trusts).counts
        assert on_record.unknown == 0
        assert on_record.yes == cautious.yes
        assert on_record.no == cautious.no + cautious.unknown
