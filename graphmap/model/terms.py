"""The closed sets of the contract, as ordered enums.

Values are the words of the evidence tables; names are those of GraphQL. Descriptions for people are in the vocabularies.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a claim can be about. `organisation` to `deployment` are entities, the rest are relations."""

    ORGANISATION = "organisation"
    SUPPLIER = "supplier"
    PRODUCT = "product"
    DEPLOYMENT = "deployment"
    PORT = "port"
    LINK = "link"
    COVERAGE = "coverage"
    CONTRACT = "contract"


class Evidence(IntEnum):
    """How well a claim is supported, weakest first (domain vocabulary, *Statuses*)."""

    INFERRED = 0
    DECLARED = 1
    REGISTERED = 2
    ASSURED = 3
    OBSERVED = 4

    @property
    def word(self) -> str:
        """The word of the evidence tables."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Evidence:
        """The level that a word of the evidence tables names. Raises `KeyError` for another word."""
        return cls[word.upper()]


class Status(StrEnum):
    """Where a deployment, port or link stands; `absent` states that it does not exist."""

    PLANNED = "planned"
    LIVE = "live"
    RETIRING = "retiring"
    RETIRED = "retired"
    ABSENT = "absent"


class Role(StrEnum):
    """What a port does with a payload. `serve` and `query` of the tables are read as `source` and `sink`."""

    SOURCE = "source"
    SINK = "sink"
    RELAY = "relay"


class Payload(IntEnum):
    """How much of the content a machine can use, lowest first."""

    VIEW = 0
    DOCUMENT = 1
    CODED = 2


class Level(StrEnum):
    """How much of an organisation's record for an exchange type is known."""

    NONE = "none"
    PARTIAL = "partial"
    COMPLETE = "complete"


class Reading(StrEnum):
    """CAUTIOUS leaves unknown unknown; ON_RECORD takes every record as complete (semantics, section 5)."""

    CAUTIOUS = "CAUTIOUS"
    ON_RECORD = "ON_RECORD"


class Verdict(StrEnum):
    """The answer for one ordered pair (semantics, section 5)."""

    YES = "YES"
    NO = "NO"
    UNKNOWN = "UNKNOWN"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class Reason(StrEnum):
    """Why the answer is UNKNOWN or NO (semantics, section 5)."""

    NO_EVIDENCE_SENDER = "NO_EVIDENCE_SENDER"
    NO_EVIDENCE_RECEIVER = "NO_EVIDENCE_RECEIVER"
    NO_SYSTEM_SENDER = "NO_SYSTEM_SENDER"
    NO_SYSTEM_RECEIVER = "NO_SYSTEM_RECEIVER"
    PLANNED = "PLANNED"
    MISMATCH = "MISMATCH"
    NO_ROUTE = "NO_ROUTE"


class Flag(StrEnum):
    """What to keep in mind about an answer (semantics, section 5)."""

    ONE_WAY = "ONE_WAY"
    PROFILE_ASSUMED = "PROFILE_ASSUMED"
    LOSSY = "LOSSY"
    SINGLE_POINT = "SINGLE_POINT"


class Grade(StrEnum):
    """How isolated a point solution is, worst first (semantics, section 7)."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    OPEN = "OPEN"
    UNDETERMINED = "UNDETERMINED"


class Direction(StrEnum):
    """Which way a required flow goes, seen from the point solution."""

    IN = "in"
    OUT = "out"
