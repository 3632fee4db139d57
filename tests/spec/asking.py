"""Asking the product what the cases expect, in the terms of the reference's answers."""

from __future__ import annotations

import numpy as np

from graphmap.analysis.exchange import Report, ask
from graphmap.analysis.findings import Exchange, Question
from graphmap.model.terms import Reading
from graphmap.snapshot.columns import Snapshot
from tests.reference.exchange import Answer
from tests.spec.cases.expectation import Expected


def rows_of(snapshot: Snapshot, codes: tuple[str, ...]) -> np.ndarray:
    return np.array([snapshot.organisations.key.index[code] for code in codes], dtype=np.int32)


def as_answer(snapshot: Snapshot, found: Exchange) -> Answer:
    """A finding in the reference's terms."""
    codes = snapshot.organisations.key
    best = found.routes[0] if found.routes else None
    return Answer(
        str(found.verdict),
        tuple(map(str, found.reasons)),
        tuple(map(str, found.flags)),
        found.evidence.word if found.evidence is not None else None,
        found.observed_at,
        found.available_from,
        (found.mismatch.sent, found.mismatch.accepted) if found.mismatch else None,
        tuple(codes[ask.organisation] for ask in found.asks),
        tuple(snapshot.deployments.key[hop.deployment] for hop in best.hops) if best else None,
    )


def report_on(snapshot: Snapshot, expected: Expected) -> Report:
    rows = rows_of(snapshot, (expected.sender, expected.receiver))
    question = Question(expected.exchange, expected.as_of, Reading(expected.reading))
    return ask(snapshot, question, rows, rows)


def answer_to(snapshot: Snapshot, expected: Expected) -> Answer:
    """What the product says about the pair that is expected to have an answer."""
    sender, receiver = rows_of(snapshot, (expected.sender, expected.receiver)).tolist()
    return as_answer(snapshot, report_on(snapshot, expected).explain(sender, receiver))
