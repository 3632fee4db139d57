"""What Sampleshire (importers/sampleshire/data) shows: the specified rows and counts, verdicts and silos.

Where the specification says nothing of flags, routes and the like, neither does the row here.
"""

from __future__ import annotations

from tests.spec.cases.expectation import Expected

TRUSTS = tuple(f"SA{number}" for number in range(1, 10))
PRACTICES = tuple(f"SAG{number:02}" for number in range(1, 41))

ONE_WAY, SINGLE_POINT = ("ONE_WAY",), ("SINGLE_POINT",)
MISMATCH, NO_ROUTE, PLANNED = ("MISMATCH",), ("NO_ROUTE",), ("PLANNED",)
NO_SENDER, NO_RECEIVER = ("NO_SYSTEM_SENDER",), ("NO_SYSTEM_RECEIVER",)
ASK_SENDER, ASK_RECEIVER = ("NO_EVIDENCE_SENDER",), ("NO_EVIDENCE_RECEIVER",)

A1, A5 = "BARS-CORE@1.1 a1t1", "BARS-CORE@1.1 a5t1"
BARS_2 = "BARS-CORE@2.0 a1t1"

VERDICTS = (
    Expected(
        "referral",
        "SA1",
        "SA2",
        "YES",
        (),
        SINGLE_POINT,
        route=("SA1-arden", "service:E_RS", "SA2-beacon"),
        evidence="declared",
        note="source, relay and sink all on ERS-R4",
    ),
    Expected("referral", "SA2", "SA1", "NO", NO_SENDER, ONE_WAY, note="SA2 only receives"),
    Expected("referral", "SA1", "SA3", "NO", MISMATCH, mismatch=("ERS-R4@1", "ERS-STU3@1")),
    Expected("referral", "SAG01", "SA3", "YES", note="Hearth is on STU3"),
    Expected("referral", "SAG01", "SA2", "NO", MISMATCH, mismatch=("ERS-STU3@1", "ERS-R4@1")),
    Expected("referral", "SA1", "SA5", "NO", NO_ROUTE, note="a sink that was never connected"),
    Expected("referral", "SA1", "SA6", "NO", NO_RECEIVER),
    Expected("referral", "SA1", "SA7", "NO", PLANNED, due="2027-04-01"),
    Expected("referral", "SA1", "SA7", "YES", day="2027-05-01"),
    Expected("referral", "SA1", "SA8", "UNKNOWN", ASK_RECEIVER, asks=("SA8",)),
    Expected("referral", "SA8", "SA1", "UNKNOWN", ASK_SENDER, asks=("SA8",)),
    Expected("referral", "SA8", "SA9", "UNKNOWN", ASK_SENDER + ASK_RECEIVER, asks=("SA8", "SA9")),
    Expected("referral", "SA6", "SA8", "NO", NO_SENDER, note="whatever is known of the receiver"),
    Expected("prescription", "SA1", "SAQ1", "NOT_APPLICABLE", (), ()),
    Expected("booking", "SA5", "SA2", "NO", MISMATCH, mismatch=(A1, A5), note="use case"),
    Expected("booking", "SA5", "SA1", "YES", note="1.1 to 1.0"),
    Expected("booking", "SA5", "SA4", "NO", MISMATCH, mismatch=(A1, BARS_2), note="major version"),
    Expected("booking", "SA5", "SA7", "NO", PLANNED + MISMATCH, mismatch=(A1, BARS_2), due="2027-09-01"),
    Expected("booking", "SA5", "SA7", "NO", MISMATCH, mismatch=(A1, BARS_2), day="2027-10-01"),
    Expected("transfer_of_care", "SA5", "SAG01", "NO", MISMATCH, mismatch=("TOC-MH", "TOC-IP")),
    Expected("transfer_of_care", "SA5", "SAG21", "YES", note="Ember takes both"),
    Expected("transfer_of_care", "SA1", "SAG01", "YES", evidence="declared"),
    Expected("transfer_of_care", "SA9", "SAG01", "NO", NO_SENDER, note="complete for this exchange"),
    Expected("transfer_of_care", "SA8", "SAG01", "UNKNOWN", ASK_SENDER, asks=("SA8",)),
    Expected("imaging", "SA1", "SA2", "YES", (), (), note="direct link and the portal"),
    Expected("imaging", "SA1", "SA3", "YES", (), SINGLE_POINT),
    Expected("imaging", "SA1", "SA4", "YES", (), ("PROFILE_ASSUMED", "SINGLE_POINT")),
    Expected("imaging", "SA1", "SA7", "NO", NO_ROUTE, ONE_WAY, note="only SA7 to the portal is linked"),
    Expected("medication_allergy", "SA1", "SA3", "YES", (), ("LOSSY", "SINGLE_POINT")),
    Expected("medication_allergy", "SA1", "SA2", "NO", MISMATCH, mismatch=("GPC-HTML", "DAPB4013@1")),
    Expected("observation", "SA4", "SA1", "NO", NO_ROUTE, note="lapsed link"),
    Expected("observation", "SA4", "SA1", "YES", day="2025-06-01"),
    Expected("document", "SA6", "SA1", "NO", NO_ROUTE, note="a trust is no relay"),
    Expected("document", "SA6", "SA5", "YES"),
    Expected("document", "SA5", "SA1", "YES"),
    Expected("shared_record", "SA3", "SA4", "YES", route=("shared-corvid",), note="no link"),
    Expected("shared_record", "SA4", "SA3", "YES", route=("shared-corvid",), note="no link"),
    Expected("shared_record", "SA1", "SA7", "NO", NO_ROUTE, ONE_WAY, note="same product, two instances"),
    Expected("shared_record", "SA7", "SA1", "YES", route=("SA7-cradle", "SA1-arden")),
    Expected("shared_record", "SA6", "SA1", "NO", NO_SENDER, ONE_WAY, note="view only"),
    Expected("prescription", "SA1", "SAP1", "YES", note="service:EPS takes EPS-R4 and emits EPS-V3"),
    *(
        Expected("gp_record_transfer", sender, receiver, "NOT_APPLICABLE", (), ())
        for sender in TRUSTS
        for receiver in TRUSTS
        if sender != receiver
    ),
)
"""Answers for single pairs."""

TRUST_PAIRS = {
    "referral": {"YES": 1, "UNKNOWN": 12, "NO": 59},
    "booking": {"YES": 1, "UNKNOWN": 8, "NO": 63},
    "imaging": {"YES": 16, "UNKNOWN": 20, "NO": 36},
    "shared_record": {"YES": 16, "UNKNOWN": 18, "NO": 38},
    "observation": {"YES": 11, "UNKNOWN": 16, "NO": 45},
    "document": {"YES": 3, "UNKNOWN": 2, "NO": 67},
    "transfer_of_care": {"YES": 1, "UNKNOWN": 5, "NO": 66},
}
"""Verdicts of the 72 ordered pairs of trusts, by exchange type, on 2026-11-22."""

REFERRALS_TO_TRUSTS = {"2026-11-22": 81, "2027-05-01": 102}
"""YES pairs for referral from practices and trusts to trusts, by day."""

SUCCESSORS = {"SA0": ("SA1",)}
"""Closed organisations, with the successors that an answer about them names."""

SILOS = {
    "SA1-stork": ("S0", 1.00),
    "SA2-stork": ("S1", 0.67),
    "SA3-stork": ("S2", 0.33),
    "SA7-cradle": ("S3", 0.00),
    "SA4-stork": ("OPEN", 0.00),
    "SA8-stork": ("UNDETERMINED", None),
}
"""Grade and score (two decimals) by deployment."""

SILO_GRADES = {"S0": 23, "S1": 9, "S2": 15, "S3": 1, "OPEN": 4, "UNDETERMINED": 4}
"""Point solutions by grade."""
