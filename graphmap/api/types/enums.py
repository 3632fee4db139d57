"""The closed sets as enums of the schema; their words are those of the vocabularies."""

from __future__ import annotations

from enum import Enum

from graphmap.analysis.failing import SubjectKind
from graphmap.api.standing import Standing
from graphmap.api.types.describing import register
from graphmap.model import terms
from graphmap.model.terms import (
    Direction,
    Evidence,
    Flag,
    Grade,
    Level,
    Payload,
    Reading,
    Reason,
    Role,
    Status,
    Verdict,
)

__all__ = [
    "Direction",
    "Evidence",
    "Flag",
    "Grade",
    "Kind",
    "Level",
    "NamedOrder",
    "OrganisationOrder",
    "PairOrder",
    "PartnersOrder",
    "Payload",
    "Reading",
    "Reason",
    "RecordKind",
    "RemedyKind",
    "Role",
    "Standing",
    "Status",
    "SubjectKind",
    "Verdict",
]


class RemedyKind(Enum):
    """What to do, in the contract's order."""

    ASK = "ASK"
    BRING_FORWARD = "BRING_FORWARD"
    ALIGN_PROFILE = "ALIGN_PROFILE"
    CONNECT = "CONNECT"
    PROCURE = "PROCURE"


class Kind(Enum):
    """The kinds that a person may look for by name."""

    ORGANISATION = terms.Kind.ORGANISATION
    SUPPLIER = terms.Kind.SUPPLIER
    PRODUCT = terms.Kind.PRODUCT
    DEPLOYMENT = terms.Kind.DEPLOYMENT


class OrganisationOrder(Enum):
    """Orders of a list of organisations."""

    CODE = "CODE"
    NAME = "NAME"


RecordKind = terms.Kind
"""Kinds of everything that a source may state."""


class NamedOrder(Enum):
    """Orders of a list of products or suppliers."""

    ID = "ID"
    NAME = "NAME"


class PairOrder(Enum):
    """Orders of a list of ordered pairs."""

    SENDER = "SENDER"
    RECEIVER = "RECEIVER"


class PartnersOrder(Enum):
    """Orders of a list of organisations with their partners."""

    FEWEST_PARTNERS = "FEWEST_PARTNERS"
    MOST_PARTNERS = "MOST_PARTNERS"
    MOST_UNKNOWN = "MOST_UNKNOWN"
    CODE = "CODE"


register(Verdict, "The answer for one ordered pair of organisations.", "verdict")
register(Reason, "Why an answer is UNKNOWN or NO.", "reason")
register(Flag, "What to keep in mind about an answer.", "flag")
register(Reading, "How what is not recorded is taken.", "reading")
register(Evidence, "How well a fact is supported, weakest first.", "evidence")
register(Status, "Where a system in use, a port or a link stands, as its source puts it.", "status")
register(Role, "What a port does with a payload.", "role")
register(Payload, "How much of the content a machine can use, lowest first.", "payload")
register(Level, "How much of an organisation's record is known.", "level")
register(Grade, "How isolated a point solution is, worst first.", "grade")
register(Direction, "Which way a required flow goes, seen from the point solution.", "direction")
register(RemedyKind, "What to do about an answer that is not YES.", "remedy")
register(
    Standing,
    "Where a fact stands on the day asked about.",
    {
        "IN_FORCE": "It counts on that day.",
        "ON_THE_WAY": "It is to come: planned, or starting after that day.",
        "SLIPPED": "It was planned for a day that has passed, and nobody has said that it happened.",
        "ENDED": "It was there and has ended.",
        "ABSENT": "A source says that it does not exist.",
    },
)
register(
    SubjectKind,
    "Kinds of things that may fail.",
    {
        "DEPLOYMENT": "A system in use.",
        "PRODUCT": "A product, with every system that runs it.",
        "SUPPLIER": "A supplier or group of suppliers, with every system of their products.",
        "HOST": "A place that systems run at, with all of them.",
        "ORGANISATION": "An organisation, with the systems that it runs and nobody else does.",
        "LINK": "An interface.",
    },
)
register(
    Kind,
    "Kinds of entity.",
    {
        "ORGANISATION": "A body of the health and care system.",
        "SUPPLIER": "A seller of products.",
        "PRODUCT": "What suppliers sell.",
        "DEPLOYMENT": "A system in use: a product at one organisation, or at several as one instance.",
    },
)
register(
    RecordKind,
    "What a source may state something about.",
    {
        "ORGANISATION": "An organisation.",
        "SUPPLIER": "A supplier.",
        "PRODUCT": "A product.",
        "DEPLOYMENT": "A system in use.",
        "PORT": "What a system sends, takes or passes on.",
        "LINK": "An interface between two systems.",
        "COVERAGE": "How complete the record of an organisation is.",
        "CONTRACT": "A contract.",
    },
    name="RecordKind",
)
register(
    OrganisationOrder,
    "Orders of a list of organisations.",
    {"CODE": "By code.", "NAME": "By name, then code."},
)
register(
    NamedOrder, "Orders of a list of products or suppliers.", {"ID": "By id.", "NAME": "By name, then id."}
)
register(
    PairOrder,
    "Orders of a list of ordered pairs.",
    {
        "SENDER": "By the sender's code, then the receiver's.",
        "RECEIVER": "By the receiver's code, then the sender's.",
    },
)
register(
    PartnersOrder,
    "Orders of a list of organisations with their partners.",
    {
        "FEWEST_PARTNERS": "Those that exchange with none first, then by the number of YES pairs; ties by code.",
        "MOST_PARTNERS": "Those in most YES pairs first; ties by code.",
        "MOST_UNKNOWN": "Those in most UNKNOWN pairs first; ties by code.",
        "CODE": "By code.",
    },
)
