"""Pairs of organisations that share patients, ranked by how many, with what they can exchange (a question of domain.md).

Who shares how many patients is no evidence of the map: whoever asks brings the figures. They have no direction, exchanges
have two, so a pair is judged by the worse of its directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.exchange.cells import CELLS
from graphmap.analysis.exchange.report import Report
from graphmap.model.terms import Verdict


@dataclass(frozen=True)
class SharedPatients:
    """How many patients two organisations (rows) share, as somebody says; empty and None: not said."""

    one: int
    other: int
    patients: int
    source: str = ""
    observed_at: date | None = None


@dataclass(frozen=True)
class SharedPair:
    """A pair with what its organisations can exchange: from `one` to `other`, back, and both taken together."""

    shared: SharedPatients
    there: Verdict
    back: Verdict

    @property
    def verdict(self) -> Verdict:
        """NO when a direction is NO, else UNKNOWN when one is, else YES when one is: those not applicable do not count."""
        for verdict in (Verdict.NO, Verdict.UNKNOWN, Verdict.YES):
            if verdict in (self.there, self.back):
                return verdict
        return Verdict.NOT_APPLICABLE


def ranked(report: Report, shared: Sequence[SharedPatients]) -> tuple[SharedPair, ...]:
    """The pairs with their verdicts, most patients first, then by the two codes. O(pairs), whatever the report's scope."""
    if not shared:
        return ()
    ones, others = (
        np.array([getattr(pair, end) for pair in shared], dtype=np.int32) for end in ("one", "other")
    )
    there, back = report.cells.cells_of(ones, others).tolist(), report.cells.cells_of(others, ones).tolist()
    found = [
        SharedPair(pair, CELLS[forth][0], CELLS[home][0])
        for pair, forth, home in zip(shared, there, back, strict=True)
    ]
    return tuple(
        sorted(found, key=lambda one: (-one.shared.patients, *sorted((one.shared.one, one.shared.other))))
    )
