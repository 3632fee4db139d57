"""Pairs that share patients, each judged by both directions of the plain answer, most patients first."""

from __future__ import annotations

from tests.reference.exchange import ExchangeMap

Shared = tuple[str, str, int]


def ranked(known: ExchangeMap, shared: list[Shared], reading: str) -> list[tuple[Shared, str]]:
    """The pairs with what they can exchange, in order."""
    found = []
    for one, other, patients in shared:
        verdicts = {
            known.answer(one, other, reading).verdict,
            known.answer(other, one, reading).verdict,
        }
        worst = next(word for word in ("NO", "UNKNOWN", "YES", "NOT_APPLICABLE") if word in verdicts)
        found.append(((one, other, patients), worst))
    return sorted(found, key=lambda item: (-item[0][2], sorted(item[0][:2])))
