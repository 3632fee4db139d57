"""Statuses and dates for random rows, spread around the day on which the tests are read."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TypeVar

from tests.spec.cases.expectation import TODAY

Period = dict[str, str]
Choice = TypeVar("Choice")

LIVE: Period = {}

DATED: tuple[tuple[int, tuple[Period, ...]], ...] = (
    (
        6,
        ({"status": "live", "from": "2021-04-01"}, {"from": "2019", "to": "2031-03"}, {"from": "2026-11-22"}),
    ),
    (
        5,
        (
            {"from": "2027-04-01"},
            {"from": "2026-12"},
            {"from": "2026-11-23"},
            {"status": "retiring", "from": "2027"},
        ),
    ),
    (4, ({"to": "2025-12-31"}, {"from": "2019", "to": "2025"}, {"to": "2026-11-21"}, {"to": "2026-10"})),
    (6, ({"to": "2026"}, {"to": "2026-11"}, {"to": "2026-11-22"})),
    (
        4,
        (
            {"status": "retiring"},
            {"status": "retiring", "to": "2027-03"},
            {"status": "retiring", "to": "2024"},
        ),
    ),
    (7, ({"status": "retired", "to": "2025-12-31"}, {"status": "retired", "from": "2020", "to": "2027-05"})),
    (4, ({"status": "retired"}, {"status": "retired", "from": "2020-01-01"})),
    (16, ({"status": "planned", "from": "2027-04-01"}, {"status": "planned", "from": "2027"})),
    (
        6,
        (
            {"status": "planned", "from": "2027-03", "to": "2027-09-30"},
            {"status": "planned", "from": "2026-11-23"},
        ),
    ),
    (7, ({"status": "planned"}, {"status": "planned", "to": "2029"}, {"status": "planned", "to": "2026-05"})),
    (
        7,
        ({"status": "planned", "from": "2026-11-22"}, {"status": "planned", "from": "2024", "to": "2025-06"}),
    ),
    (6, ({"status": "absent"}, {"status": "absent", "from": "2025"})),
)
"""Weight, and what the status and dates of a row may be: every clause of section 1 of the semantics."""

SEVERAL: tuple[tuple[Period, ...], ...] = (
    ({"status": "retired", "from": "2019", "to": "2024"}, {"status": "live", "from": "2026-02"}),
    ({"status": "retired", "to": "2025-12-31"}, {"status": "planned", "from": "2027-05-01"}),
    ({"status": "live", "to": "2026-12-31"}, {"status": "live", "from": "2027-01-01"}),
    ({"status": "planned", "from": "2027-02", "to": "2027-04"}, {"status": "planned", "from": "2027-06"}),
    ({"to": "2022"}, {"status": "retired", "from": "2023", "to": "2024-02"}, {"from": "2027-03-01"}),
)
"""Periods of one fact that is stated several times; they do not overlap."""

_MOMENTS: tuple[tuple[int, tuple[date, date, str | None]], ...] = (
    (60, (TODAY, TODAY, None)),
    (12, (date(2027, 6, 15), TODAY, None)),
    (8, (date(2025, 6, 1), TODAY, None)),
    (6, (date(2027, 6, 15), date(2027, 5, 1), None)),
    (6, (TODAY, TODAY, "registered")),
    (4, (TODAY, TODAY, "declared")),
    (4, (date(2027, 6, 15), TODAY, "assured")),
)


def weighted(rng: Random, choices: tuple[tuple[int, Choice], ...]) -> Choice:
    """One of the choices, each as often as its weight says."""
    return rng.choices([choice for _, choice in choices], [weight for weight, _ in choices])[0]


def random_period(rng: Random, dated: float) -> Period:
    """Status and dates of a row; `dated` is the share of rows that are not simply live."""
    return rng.choice(weighted(rng, DATED)) if rng.random() < dated else LIVE


def random_periods(rng: Random, dated: float) -> tuple[Period, ...]:
    """Status and dates of the rows that state one port or link."""
    return rng.choice(SEVERAL) if rng.random() < dated / 4 else (random_period(rng, dated),)


def random_moment(seed: int) -> tuple[date, date, str | None]:
    """Date, date of knowledge and least evidence to ask about; mostly today and none."""
    return weighted(Random(f"moment {seed}"), _MOMENTS)
