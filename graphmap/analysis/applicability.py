"""Who exchanges what at all, by the kind of organisation (semantics, table 1)."""

from __future__ import annotations

import numpy as np

from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Flags, Snapshot


def applicable(snapshot: Snapshot, exchange: str) -> tuple[Flags, Flags]:
    """By organisation: whether its kind sends, and takes, an exchange type. One of no stated kind does neither."""
    terms = vocabulary()
    kinds = list(terms.organisation_types)
    sends, takes = (
        np.array([kind in chosen for kind in kinds] + [False])[snapshot.organisations.type]
        for chosen in terms.applicability[exchange]
    )
    return sends, takes
