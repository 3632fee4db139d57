"""How concentrated a market is, between two bounds (semantics, section 9).

What is unknown bounds the figures instead of distorting them: `low` gives each unknown organisation a supplier of its own,
`high` gives all of them to the largest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphmap.analysis.market.terms import ScreeningBand

_MODERATE, _HIGH = 1_000, 2_000
_DIGITS = 9
"""Digits kept: sums of thirds and the like must not fall beside the bound that they stand on."""


@dataclass(frozen=True)
class Bounds:
    """A figure that what is unknown leaves open between two values."""

    low: float
    high: float


@dataclass(frozen=True)
class Concentration:
    """Bounds of the index (0 to 10,000) and of the shares of the largest and the four largest (fractions)."""

    hhi: Bounds
    cr1: Bounds
    cr4: Bounds

    @property
    def band(self) -> ScreeningBand | None:
        """The band of the index; None where its bounds fall in different ones."""
        low, high = _band(self.hhi.low), _band(self.hhi.high)
        return low if low is high else None


def concentration(weights: Sequence[float], unknown: int) -> Concentration | None:
    """The concentration of a market whose suppliers have these weights, and `unknown` organisations of weight 1 beside.

    None for a market of nobody. O(n log n).
    """
    total = sum(weights) + unknown
    if not total:
        return None
    known = sorted((weight / total for weight in weights), reverse=True)
    missing = unknown / total
    apart = sorted([*known, *[1 / total] * unknown], reverse=True)
    together = [known[0] + missing, *known[1:]] if known else [missing]
    return Concentration(
        Bounds(_index(apart), _index(together)),
        Bounds(round(apart[0], _DIGITS), round(together[0], _DIGITS)),
        Bounds(round(sum(apart[:4]), _DIGITS), round(sum(together[:4]), _DIGITS)),
    )


def _index(shares: Sequence[float]) -> float:
    return round(sum((100 * share) ** 2 for share in shares), _DIGITS - 3)


def _band(index: float) -> ScreeningBand:
    if index < _MODERATE:
        return ScreeningBand.NOT_CONCENTRATED
    return ScreeningBand.CONCENTRATED if index <= _HIGH else ScreeningBand.HIGHLY_CONCENTRATED
