"""The oracle answers Sampleshire as its specification says."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.reference import ExchangeMap, Tables, read_folder, silos
from tests.reference.comparison import differences
from tests.spec.cases import sampleshire_expected as sampleshire
from tests.spec.cases.expectation import TODAY, Expected

DATA = Path(__file__).parents[2] / "importers" / "sampleshire" / "data"


@cache
def tables() -> Tables:
    found = read_folder(DATA)
    assert len(found["links"]) > 300, f"no Sampleshire in {DATA}"
    return found


@cache
def prepared(exchange: str, day: date) -> ExchangeMap:
    return ExchangeMap(tables(), exchange, day, TODAY)


@pytest.mark.parametrize("expected", sampleshire.VERDICTS, ids=str)
def test_pair(expected: Expected) -> None:
    answer = prepared(expected.exchange, expected.as_of).answer(
        expected.sender, expected.receiver, expected.reading
    )
    assert differences(answer, expected) == {}


@pytest.mark.parametrize("exchange", sampleshire.TRUST_PAIRS)
def test_counts_over_the_trusts(exchange: str) -> None:
    question = prepared(exchange, TODAY)
    verdicts = Counter(
        question.answer(sender, receiver).verdict
        for sender in sampleshire.TRUSTS
        for receiver in sampleshire.TRUSTS
        if sender != receiver
    )
    assert dict(verdicts) == sampleshire.TRUST_PAIRS[exchange]


@pytest.mark.parametrize("day", sampleshire.REFERRALS_TO_TRUSTS)
def test_referrals_to_trusts(day: str) -> None:
    question = prepared("referral", date.fromisoformat(day))
    yes = sum(
        question.answer(sender, receiver).verdict == "YES"
        for sender in sampleshire.TRUSTS + sampleshire.PRACTICES
        for receiver in sampleshire.TRUSTS
        if sender != receiver
    )
    assert yes == sampleshire.REFERRALS_TO_TRUSTS[day]


def test_silos() -> None:
    found = silos(tables(), TODAY, TODAY)
    assert Counter(silo.grade for silo in found.values()) == sampleshire.SILO_GRADES
    for name, (grade, score) in sampleshire.SILOS.items():
        assert found[name].grade == grade
        assert found[name].score == (score if score is None else pytest.approx(score, abs=0.005))
