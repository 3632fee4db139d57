"""What every export of an invented map says about itself."""

from __future__ import annotations

from graphmap.snapshot.columns import Snapshot

FICTIONAL = "FICTIONAL: every organisation, supplier, product and number in this map is invented."


def notice(snapshot: Snapshot) -> str | None:
    """The badge of a fictional map; None for a real one."""
    return FICTIONAL if snapshot.fictional else None
