"""How an answer differs from what is expected of it."""

from __future__ import annotations

from typing import Any

from tests.reference.exchange import Answer
from tests.spec.cases.expectation import Expected


def differences(answer: Answer, expected: Expected) -> dict[str, tuple[Any, Any]]:
    """Field -> (answered, expected), for the fields of which the expectation says something.

    Verdict, reasons and, on a NO, the date and the mismatch are always compared.
    """
    pairs = {
        "verdict": (answer.verdict, expected.verdict),
        "reasons": (answer.reasons, expected.reasons),
        "available_from": (answer.available_from, expected.available_from),
        "mismatch": (answer.mismatch, expected.mismatch),
    }
    for field in ("flags", "asks", "route", "evidence"):
        if getattr(expected, field) is not None:
            pairs[field] = (getattr(answer, field), getattr(expected, field))
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}
