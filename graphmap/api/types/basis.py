"""How much evidence an answer rests on, as the schema shows it."""

from __future__ import annotations

from datetime import date

import strawberry

from graphmap.api import basis
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence


@object_type
class EvidenceCount:
    """How many facts have this evidence."""

    evidence: Evidence = strawberry.field(description="The evidence.")
    count: int = strawberry.field(description="Facts that have it.")


@object_type
class Basis:
    """How much evidence an answer rests on, and how old it is."""

    found: strawberry.Private[basis.Basis]

    @field
    def facts(self) -> int:
        """Facts that it rests on."""
        return self.found.facts

    @field
    def undated(self) -> int:
        """Those of which no source says when they were observed."""
        return self.found.undated

    @field
    def oldest(self) -> date | None:
        """The oldest observation; null where none is dated."""
        return self.found.oldest

    @field
    def newest(self) -> date | None:
        """The newest observation; null where none is dated."""
        return self.found.newest

    @field
    def by_evidence(self) -> list[EvidenceCount]:
        """Facts by how well they are supported, weakest first."""
        return [EvidenceCount(evidence=level, count=count) for level, count in self.found.by_evidence]
