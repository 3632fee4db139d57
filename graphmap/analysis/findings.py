"""What the exchange analysis finds, frozen. Names are those of the contract, section 4; meanings of semantics.md.

Organisations, deployments, ports and links are row numbers of the snapshot that was asked; -1 where a row has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graphmap.model.terms import Evidence, Flag, Reading, Reason, Verdict


@dataclass(frozen=True)
class Question:
    """What is asked of one exchange type: when (`as_of`), under which reading, on which evidence."""

    exchange: str
    as_of: date
    reading: Reading = Reading.CAUTIOUS
    min_evidence: Evidence | None = None


@dataclass(frozen=True)
class Counts:
    """Ordered pairs of distinct organisations by verdict."""

    yes: int
    no: int
    unknown: int
    not_applicable: int

    @property
    def total(self) -> int:
        return self.yes + self.no + self.unknown + self.not_applicable

    @property
    def completeness(self) -> float | None:
        """Share of the applicable pairs that are not UNKNOWN; None where none is applicable."""
        applicable = self.yes + self.no + self.unknown
        return (self.yes + self.no) / applicable if applicable else None


@dataclass(frozen=True)
class Hop:
    """One deployment on a route and what brought the payload there.

    `link` is a row of the snapshot's links, -1 at the first hop. `ports` are rows of its ports that the route passes there
    (none where the port is implied by the link). `payload` is the profile sent on, as text.
    """

    deployment: int
    link: int
    ports: tuple[int, ...]
    payload: str


@dataclass(frozen=True)
class Route:
    """One way from sender to receiver, its weakest evidence and oldest observation (None if any is undated)."""

    hops: tuple[Hop, ...]
    assumed: bool
    lossy: bool
    evidence: Evidence
    observed_at: date | None


@dataclass(frozen=True)
class Mismatch:
    """The first comparison that fails: what is sent and what is accepted, as profile texts."""

    sent: str
    accepted: str


@dataclass(frozen=True)
class Remedy:
    """One thing to do: `kind` is ASK, BRING_FORWARD, ALIGN_PROFILE, CONNECT or PROCURE."""

    kind: str
    text: str


@dataclass(frozen=True)
class Ask:
    """A question for an organisation (row number) whose answer would settle the verdict."""

    organisation: int
    text: str


@dataclass(frozen=True)
class Exchange:
    """The answer for one ordered pair, explained."""

    exchange: str
    sender: int
    receiver: int
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    detail: str = ""
    """One or more plain sentences for people."""
    mismatch: Mismatch | None = None
    flags: tuple[Flag, ...] = ()
    evidence: Evidence | None = None
    observed_at: date | None = None
    available_from: date | None = None
    remedies: tuple[Remedy, ...] = ()
    routes: tuple[Route, ...] = ()
    """Best first; one for each further set of relays that can carry it."""
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True)
class Partners:
    """One organisation's row of the exchange question, over the other organisations in scope."""

    organisation: int
    sends_to: int
    receives_from: int
    both_ways: int
    unknown: int
    """Ordered pairs with it, either way, whose verdict is UNKNOWN."""
    reasons: tuple[tuple[Reason, int], ...]
    """Over the ordered pairs with it, either way."""


@dataclass(frozen=True)
class Group:
    """Organisations that can each exchange with one another, both ways, and have the same partners."""

    organisations: tuple[int, ...]
