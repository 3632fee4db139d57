"""What a fix is: one change of a scenario, of a kind that people know from remedies, with the pairs that it turns to YES."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from graphmap.analysis.fixes.ways import Profile
from graphmap.model.scenario import Change
from graphmap.snapshot.columns import Ints, Snapshot


class FixKind(StrEnum):
    """What a single change does."""

    BRING_FORWARD = "BRING_FORWARD"
    CONNECT = "CONNECT"
    ALIGN_PROFILE = "ALIGN_PROFILE"
    TRANSLATE = "TRANSLATE"


@dataclass(frozen=True, eq=False)
class Batch:
    """Candidates of one kind, counted together: `pairs` gained by each, and the change that the one at a place is.

    Each lets the organisations that run a system (`deployments`) send more, or take more (`out` false), and nobody else.
    """

    kind: FixKind
    out: bool
    deployments: Ints
    pairs: np.ndarray
    change: Callable[[int], Change]


def spelled(snapshot: Snapshot, profile: Profile) -> tuple[str, str]:
    """A profile and its use case as the evidence tables write them; empty where missing."""
    code, major, use_case = profile
    text = snapshot.profiles[code] if code >= 0 else ""
    if text and major >= 0:
        text += f"@{snapshot.words[major]}"
    return text, snapshot.words[use_case] if use_case >= 0 else ""
