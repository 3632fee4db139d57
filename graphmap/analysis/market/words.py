"""A market in sentences."""

from __future__ import annotations

from graphmap.analysis.market.concentration import Bounds
from graphmap.analysis.market.market import Market, Share
from graphmap.analysis.market.terms import ScreeningBand
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Snapshot

BANDS = {
    ScreeningBand.NOT_CONCENTRATED: "not concentrated (below 1,000)",
    ScreeningBand.CONCENTRATED: "concentrated (1,000 to 2,000)",
    ScreeningBand.HIGHLY_CONCENTRATED: "highly concentrated (above 2,000)",
}
"""The screening bands in words."""


def sentence(snapshot: Snapshot, found: Market) -> str:
    """How many are in the market, of how many the supplier is known, who leads, and what that makes the index."""
    name = vocabulary().capabilities[found.capability].name
    if found.concentration is None:
        return f"{name}: no organisation in scope is in this market as far as is known."
    said = (
        f"{name}: the supplier is known of {found.known:,} of {found.organisations:,} "
        f"{'organisation' if found.organisations == 1 else 'organisations'} in the market."
    )
    if not found.shares:
        return f"{said} So nothing can be said of its concentration."
    first = found.shares[0]
    band = found.concentration.band
    screened = (
        f"screening band {BANDS[band]}"
        if band
        else "no screening band, for the bounds fall in different ones"
    )
    index = between(found.concentration.hhi)
    return f"{said} {_named(snapshot, first)} has {first.share:.0%} of the known. HHI {index}: {screened}."


def between(bounds: Bounds) -> str:
    """An index between its bounds."""
    low, high = f"{bounds.low:,.0f}", f"{bounds.high:,.0f}"
    return low if low == high else f"{low} to {high}"


def _named(snapshot: Snapshot, share: Share) -> str:
    supplier = share.suppliers[0][0]
    return share.group or snapshot.suppliers.name[supplier] or snapshot.suppliers.key[supplier]
