"""The closed sets of dependencies and standards as enums of the schema."""

from __future__ import annotations

from graphmap.analysis.dependencies import Stream
from graphmap.analysis.standards.candidate import Fit
from graphmap.analysis.standards.mandates import Compliance
from graphmap.analysis.standards.offers import Ground
from graphmap.analysis.standards.payloads import Answer
from graphmap.analysis.standards.products import Openness
from graphmap.api.types.describing import register

__all__ = ["Answer", "Compliance", "Fit", "Ground", "Openness", "Stream"]


register(
    Stream,
    "Which way dependencies are followed.",
    {
        "UPSTREAM": "Whose payload can reach it.",
        "DOWNSTREAM": "Whom its payload can reach.",
    },
    name="DependencyDirection",
)
register(
    Compliance,
    "Whether whom a mandate binds follows it.",
    {
        "SUPPORTS": "It uses one of the mandate's profiles, as a usable port or link says.",
        "KNOWN_NOT": "It uses none of them, and nothing is left open: a complete record, or ports stated absent.",
        "NOT_KNOWN": "It is not known to use one of them, and what is not on record, or a blank profile, may be one.",
    },
)
register(
    Answer,
    "Whether something holds.",
    {
        "YES": "It does, as a usable port or link says.",
        "NO": "It does not: the record is complete, and nothing in it leaves it open.",
        "UNKNOWN": "What is not on record, or a port without a payload, may be it.",
        "NOT_APPLICABLE": "Organisations of this kind do not exchange this in this direction.",
    },
    name="CodedAnswer",
)
register(
    Openness,
    "Whether a product has an open standard for a flow: published, free to use, and not one that should go.",
    {
        "SHOWN": "A usable port or link of one of its systems uses one.",
        "CLAIMED": "It is claimed to support one; no system in use shows it.",
        "NOT_OPEN": "Its systems do the flow, and what they name is unpublished, one supplier's, or should go.",
        "NOT_KNOWN": "Nothing says, or something is left blank.",
    },
)
register(
    Ground,
    "How it is known that a candidate speaks a profile.",
    {
        "USED": "Ports or links of its systems in use say so.",
        "CLAIMED": "It is claimed to support it.",
        "GIVEN": "Whoever asks says so.",
    },
    name="OfferGround",
)
register(
    Fit,
    "What would come of connecting a candidate.",
    {
        "CONNECTS": "Something there agrees on the profile.",
        "MISMATCH": "Something is there, and no profile agrees.",
        "NOTHING_THERE": "The buyer's record is complete, and nothing in it does the other side of this.",
        "NOT_OFFERED": "None of the profiles given is for this.",
        "NOT_KNOWN": "What the candidate speaks for this, or what is there at the buyer, is not on record.",
    },
    name="CandidateFit",
)
