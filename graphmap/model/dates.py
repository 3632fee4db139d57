"""Partial ISO dates and day numbers.

A day number is `date.toordinal()`. A partial start means its first day and a partial end its last; both days belong to
the period (semantics, section 1). Open ends have the numbers below, so that plain comparisons work on columns.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

OPEN_START = 0
OPEN_END = 2**31 - 1
UNDATED = 0
"""Day number of an observation without a date: earlier than every other."""

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@lru_cache(maxsize=65536)
def span(text: str) -> tuple[int, int]:
    """First and last day number of a full or partial ISO date (`2027`, `2027-03`, `2027-03-05`).

    Raises `ValueError` for anything else, a day that does not exist included.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date: write 2027-03-05, 2027-03 or 2027")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return date(year, month, 1).toordinal(), date(year, month, last).toordinal()
        number = date(year, month, day).toordinal()
    except (ValueError, IndexError):
        raise ValueError(f"{text!r} names a day that does not exist") from None
    return number, number


def first_day(text: str | None) -> int:
    """Day number on which a period that starts with `text` begins; `OPEN_START` when absent."""
    return span(text)[0] if text else OPEN_START


def last_day(text: str | None) -> int:
    """Day number on which a period that ends with `text` closes; `OPEN_END` when absent."""
    return span(text)[1] if text else OPEN_END


def observed_day(text: str | None) -> int:
    """Day number of an observation, a partial one as its first day; `UNDATED` when absent."""
    return span(text)[0] if text else UNDATED


def to_date(number: int) -> date | None:
    """The date of a day number; None for an open end or an undated observation."""
    return date.fromordinal(number) if OPEN_START < number < OPEN_END else None
