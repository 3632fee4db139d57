"""Pairs by verdict."""

from __future__ import annotations

import strawberry

from graphmap.analysis.findings import Counts
from graphmap.api.types.describing import object_type


@object_type
class VerdictCounts:
    """Ordered pairs of distinct organisations by verdict."""

    yes: int = strawberry.field(description="Pairs between which a route exists.")
    no: int = strawberry.field(description="Pairs between which none exists, whatever is unknown.")
    unknown: int = strawberry.field(description="Pairs for which what is not recorded may make a route.")
    not_applicable: int = strawberry.field(description="Pairs of kinds that do not exchange this.")


def verdict_counts(counts: Counts) -> VerdictCounts:
    """The counts of a report."""
    return VerdictCounts(
        yes=counts.yes, no=counts.no, unknown=counts.unknown, not_applicable=counts.not_applicable
    )
