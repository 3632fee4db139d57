"""What an answer must be, as far as the case says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TODAY = date(2026, 11, 22)
"""The day on which every case is read unless it says otherwise; also the date of knowledge."""


@dataclass(frozen=True)
class Expected:
    """The answer for one ordered pair; None where the case says nothing. `day` and `due` are ISO dates."""

    exchange: str
    sender: str
    receiver: str
    verdict: str
    reasons: tuple[str, ...] = ()
    flags: tuple[str, ...] | None = None
    mismatch: tuple[str, str] | None = None
    due: str | None = None
    asks: tuple[str, ...] | None = None
    route: tuple[str, ...] | None = None
    evidence: str | None = None
    day: str = "2026-11-22"
    reading: str = "CAUTIOUS"
    note: str = ""

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.day)

    @property
    def available_from(self) -> date | None:
        return date.fromisoformat(self.due) if self.due else None

    def __str__(self) -> str:
        note = f": {self.note}" if self.note else ""
        reading = "" if self.reading == "CAUTIOUS" else f", {self.reading}"
        return f"{self.exchange} {self.sender} to {self.receiver} on {self.day}{reading}{note}"
