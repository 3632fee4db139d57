"""What is known, how old it is and whom to ask, row by row from the evidence tables.

After docs/reference/semantics.md, *What is known*. Whom to ask is found by asking again: for each organisation and exchange
type its record is made complete in the tables, and all its pairs are answered anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.reference.exchange import ExchangeMap
from tests.reference.facts import Tables

ASKED = {"sender": "NO_EVIDENCE_SENDER", "receiver": "NO_EVIDENCE_RECEIVER"}


@dataclass(frozen=True)
class OpenQuestion:
    """Pairs that name an organisation as sender and as receiver, and those of them that its complete record settles."""

    organisation: str
    exchange: str
    as_sender: int
    as_receiver: int
    settled_as_sender: int
    settled_as_receiver: int


def open_questions(
    tables: Tables,
    exchange: str,
    senders: Iterable[str],
    receivers: Iterable[str],
    as_of: date,
    known_at: date,
    min_evidence: str | None = None,
) -> dict[str, OpenQuestion]:
    """What each organisation could settle; those that nobody needs to ask are left out."""
    senders, receivers = list(senders), list(receivers)
    now = ExchangeMap(tables, exchange, as_of, known_at, min_evidence)
    pairs = [(one, other) for one in senders for other in receivers if one != other]
    reasons = {pair: now.answer(*pair).reasons for pair in pairs}
    found = {}
    for code in dict.fromkeys([*senders, *receivers]):
        named = {
            role: [pair for pair in pairs if pair[place] == code and ASKED[role] in reasons[pair]]
            for place, role in enumerate(ASKED)
        }
        if not any(named.values()):
            continue
        then = ExchangeMap(completed(tables, code, exchange), exchange, as_of, known_at, min_evidence)
        settled = {
            role: sum(then.answer(*pair).verdict != "UNKNOWN" for pair in named[role]) for role in ASKED
        }
        found[code] = OpenQuestion(
            code,
            exchange,
            len(named["sender"]),
            len(named["receiver"]),
            settled["sender"],
            settled["receiver"],
        )
    return found


def completed(tables: Tables, code: str, exchange: str) -> Tables:
    """The tables with the record of one organisation for one exchange type declared complete, on the best evidence."""
    others = [
        row
        for row in tables.get("coverage", [])
        if (row["organisation"], row["exchange"]) != (code, exchange)
    ]
    complete = {"organisation": code, "exchange": exchange, "level": "complete", "evidence": "observed"}
    return {**tables, "coverage": [*others, complete]}
