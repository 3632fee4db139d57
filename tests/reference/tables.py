"""Tables 1 and 2 of the semantics and the scales, typed in again so that the product shares no slip."""

from __future__ import annotations

from typing import Literal

Direction = Literal["in", "out"]

EVIDENCE = ("inferred", "declared", "registered", "assured", "observed")
"""Levels of evidence, weakest first."""

PAYLOADS = ("view", "document", "coded")
"""Levels of payload, poorest first."""

_T = "NHS_TRUST TRUST_SITE"
_C = f"{_T} GP_PRACTICE URGENT_CARE_PROVIDER INDEPENDENT_PROVIDER COLLABORATIVE"
_H = f"{_T} INDEPENDENT_PROVIDER COLLABORATIVE"
_W = f"{_C} PHARMACY LOCAL_AUTHORITY"
_DOCUMENT = f"{_W} LAB_PROVIDER ICB OTHER_NHS_BODY"

_TABLE_1 = {
    "referral": (_W, _W),
    "medication_allergy": (_W, _W),
    "booking": (f"{_C} PHARMACY", f"{_C} PHARMACY"),
    "prescription": (f"{_C} PHARMACY", f"{_C} PHARMACY"),
    "transfer_of_care": (f"{_H} URGENT_CARE_PROVIDER", _W),
    "pathology_order": (f"{_C} LAB_PROVIDER", f"{_H} LAB_PROVIDER"),
    "pathology_result": (f"{_H} LAB_PROVIDER", f"{_C} LAB_PROVIDER"),
    "imaging": (_H, _C),
    "demographics": (f"{_C} NATIONAL_BODY", f"{_W} LAB_PROVIDER ICB"),
    "shared_record": (f"{_W} NATIONAL_BODY", _W),
    "safeguarding_flag": (f"{_W} NATIONAL_BODY", _W),
    "document": (_DOCUMENT, _DOCUMENT),
    "observation": (_C, _C),
    "gp_record_transfer": ("GP_PRACTICE", "GP_PRACTICE"),
}

TABLE_1: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    exchange: (frozenset(senders.split()), frozenset(receivers.split()))
    for exchange, (senders, receivers) in _TABLE_1.items()
}
"""Exchange type -> organisation types that send, organisation types that receive."""

_TABLE_2 = {
    "MATERNITY": "D, transfer_of_care out, shared_record out",
    "ED": "D, transfer_of_care out, shared_record in",
    "EPMA": "D, medication_allergy in, medication_allergy out",
    "ORDERCOMMS": "D, pathology_order out, pathology_result in",
    "LIMS": "D, pathology_order in, pathology_result out",
    "DIGITAL_PATHOLOGY": "D, pathology_order in, pathology_result out",
    "PACS_RIS": "D, imaging in, imaging out",
    "IMAGING_AI": "imaging in, imaging out",
    "CLINICAL_IMAGES": "D, imaging out",
    "DOC_MGMT": "D, document in, document out",
    "THEATRES": "D, document out",
    "DICTATION": "D, document out",
    "ONLINE_CONSULT": "D, document out",
    "PATIENT_MESSAGING": "D, document out",
    "E_OBS": "D, observation out",
    "TELEHEALTH": "D, observation out",
    "PHARMACY_STOCK": "prescription in",
    "DISPENSING": "prescription in",
    "PRESCRIBING": "D, medication_allergy in, prescription out",
    "AMB_CAD": "referral in, referral out",
    "XORG_WORKFLOW": "referral in, referral out",
    "UEC_TRIAGE": "D, shared_record in, referral out, booking out",
    "EREFERRAL": "D, referral in, referral out",
    "GP_REFERRAL": "D, referral out",
    "CLINICAL_COMMS": "D, referral out",
    "GP_APPT": "booking in",
    "VIDEO_CONSULT": "booking in",
    "XORG_BOOKING": "booking in, booking out",
    "PATIENT_PORTAL": "D, document in, booking out",
    "PHR": "shared_record in",
    "CLINICAL_PORTAL": "shared_record in",
    "RECORD_VIEWER": "shared_record in",
    "CARE_PLAN": "D, shared_record in, shared_record out",
    "SPECIALTY_RECORD": "D, document out, shared_record out",
    "SOCIAL_CARE": "D, shared_record out, safeguarding_flag out",
}


def _flow(text: str) -> tuple[str, Direction]:
    exchange, direction = ("demographics in" if text == "D" else text).split()
    return exchange, "in" if direction == "in" else "out"


TABLE_2: dict[str, tuple[tuple[str, Direction], ...]] = {
    capability: tuple(_flow(text) for text in flows.split(", ")) for capability, flows in _TABLE_2.items()
}
"""Capability -> required flows (exchange type, direction), in the order of the table."""
