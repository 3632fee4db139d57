"""Facts in time: each sentence of semantics.md section 1, and a plain restatement on every small case."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from graphmap.analysis import facts
from graphmap.model.dates import OPEN_END, OPEN_START
from graphmap.snapshot.columns import STATUSES

T, K = 100, 90


def ask(
    function: str, status: str, start: int = OPEN_START, end: int = OPEN_END, t: int = T, k: int = K
) -> int:
    columns = (
        np.array([STATUSES.index(status)], dtype=np.int8),
        np.array([start], dtype=np.int32),
        np.array([end], dtype=np.int32),
    )
    return getattr(facts, function)(*columns, t, k).tolist()[0]


@pytest.mark.parametrize(
    ("status", "start", "end", "expected"),
    [
        ("live", OPEN_START, OPEN_END, True),
        ("live", T, OPEN_END, True),
        ("live", T + 1, OPEN_END, False),
        ("live", OPEN_START, T, True),
        ("live", OPEN_START, T - 1, False),
        ("retiring", OPEN_START, OPEN_END, True),
        ("retiring", OPEN_START, T - 1, False),
        ("retired", OPEN_START, OPEN_END, False),
        ("retired", OPEN_START, T, True),
        ("retired", OPEN_START, T - 1, False),
        ("planned", OPEN_START, OPEN_END, False),
        ("planned", K, OPEN_END, False),
        ("planned", K + 1, OPEN_END, True),
        ("planned", T + 1, OPEN_END, False),
        ("planned", K + 1, T - 1, False),
        ("absent", OPEN_START, OPEN_END, False),
        ("absent", T, T, False),
    ],
)
def test_in_force(status: str, start: int, end: int, expected: bool) -> None:
    assert ask("in_force", status, start, end) is expected


@pytest.mark.parametrize(
    ("status", "start", "expected"),
    [
        ("planned", OPEN_START, False),
        ("planned", K, True),
        ("planned", K + 1, False),
        ("live", K, False),
    ],
)
def test_slipped(status: str, start: int, expected: bool) -> None:
    assert ask("slipped", status, start) is expected


@pytest.mark.parametrize(
    ("status", "start", "end", "expected"),
    [
        ("planned", OPEN_START, OPEN_END, True),
        ("planned", K, OPEN_END, True),
        ("planned", K + 1, OPEN_END, False),
        ("planned", T + 1, OPEN_END, True),
        ("planned", OPEN_START, T - 1, False),
        ("planned", OPEN_START, T, True),
        ("live", T, OPEN_END, False),
        ("live", T + 1, OPEN_END, True),
        ("retiring", T + 1, OPEN_END, True),
        ("live", OPEN_START, OPEN_END, False),
        ("retired", T + 1, T + 2, False),
        ("absent", T + 1, OPEN_END, False),
    ],
)
def test_on_the_way(status: str, start: int, end: int, expected: bool) -> None:
    assert ask("on_the_way", status, start, end) is expected


@pytest.mark.parametrize(
    ("status", "start", "expected"),
    [
        ("live", OPEN_START, facts.DUE_NOW),
        ("planned", K + 1, facts.DUE_NOW),
        ("planned", T + 5, T + 5),
        ("live", T + 5, T + 5),
        ("planned", OPEN_START, facts.NO_DUE_DATE),
        ("planned", K, facts.NO_DUE_DATE),
    ],
)
def test_due(status: str, start: int, expected: int) -> None:
    assert ask("due", status, start) == expected


@pytest.mark.parametrize(
    ("status", "end", "expected"),
    [
        ("live", T - 1, True),
        ("live", T, False),
        ("retiring", T - 1, True),
        ("retired", T - 1, True),
        ("retired", OPEN_END, False),
        ("planned", T - 1, False),
        ("absent", T - 1, False),
    ],
)
def test_lapsed(status: str, end: int, expected: bool) -> None:
    assert ask("lapsed", status, OPEN_START, end) is expected


def test_a_partial_period_of_one_day_includes_both_its_days() -> None:
    assert ask("in_force", "live", T, T) is True


def test_columns_agree_with_the_sentences_on_every_small_case() -> None:
    days = (OPEN_START, 1, 2, 3, OPEN_END)
    cases = list(product(range(len(STATUSES)), days[:-1], days[1:], (1, 2, 3), (1, 2, 3)))
    for t, k in product((1, 2, 3), (1, 2, 3)):
        rows = [case[:3] for case in cases if case[3:] == (t, k)]
        status, start, end = (np.array(column) for column in zip(*rows, strict=True))
        in_force = facts.in_force(status, start, end, t, k)
        coming = facts.on_the_way(status, start, end, t, k)
        due = facts.due(status, start, end, t, k)
        for row, (code, first, last) in enumerate(rows):
            word = STATUSES[code]
            expected = first <= t <= last and (
                word in {"live", "retiring"}
                or (word == "retired" and last != OPEN_END)
                or (word == "planned" and first != OPEN_START and first > k)
            )
            assert in_force[row] == expected
            later = not expected and word not in {"retired", "absent"} and last >= t
            later = later and (word == "planned" or first > t)
            assert coming[row] == later
            if later and first != OPEN_START and not (word == "planned" and first <= k):
                assert due[row] == first
            elif later:
                assert due[row] == facts.NO_DUE_DATE
            elif expected:
                assert due[row] == facts.DUE_NOW
    assert due.dtype == np.int32
