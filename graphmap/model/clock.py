"""The one clock of the product: today in London, or the day that GRAPHMAP_TODAY sets.

Questions (`asOf`, `asKnownAt`) and recorded times follow it, so a result can be reproduced whatever the machine's date.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from graphmap.model.errors import UsageError

VARIABLE = "GRAPHMAP_TODAY"
_LONDON = ZoneInfo("Europe/London")


def today() -> date:
    """Today's date in London, or the ISO date in GRAPHMAP_TODAY.

    Raises `UsageError` when the variable holds anything but a full ISO date.
    """
    fixed = os.environ.get(VARIABLE)
    if not fixed:
        return datetime.now(_LONDON).date()
    try:
        return date.fromisoformat(fixed)
    except ValueError:
        raise UsageError(
            f"{VARIABLE} is {fixed!r}: give a full date such as 2026-11-22, or unset it"
        ) from None


def recorded_now() -> str:
    """The time at which something is recorded: ISO 8601 in UTC, to the second; midnight of a fixed today."""
    if os.environ.get(VARIABLE):
        return f"{today().isoformat()}T00:00:00Z"
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_of(recorded_at: str) -> date:
    """The day in London on which something was recorded: days of knowledge are days there."""
    return datetime.fromisoformat(recorded_at).astimezone(_LONDON).date()


def instant_now() -> str:
    """As `recorded_now`, to the microsecond."""
    if os.environ.get(VARIABLE):
        return f"{today().isoformat()}T00:00:00.000000Z"
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
