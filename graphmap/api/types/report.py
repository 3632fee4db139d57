"""What every report on a scope says of itself: the days, the evidence, the revision, and what became of who was named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import strawberry

from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence, Reading
from graphmap.api.view import View
from graphmap.api.words import notes_on


class Terms(NamedTuple):
    """The terms on which a question is asked."""

    reading: Reading = Reading.CAUTIOUS
    min_evidence: Evidence | None = None


@object_type
class Report:
    """An answer about a scope."""

    view: strawberry.Private[View]
    terms: strawberry.Private[Terms]
    named: strawberry.Private[Sequence[int]] = ()
    """Rows of the organisations that the asker named by their codes."""

    @field
    def as_of(self) -> date:
        """The day asked about."""
        return self.view.as_of

    @field
    def as_known_at(self) -> date:
        """The day whose knowledge counts."""
        return self.view.known_at

    @field
    def min_evidence(self) -> Evidence | None:
        """Weaker facts are left out; null: none are."""
        return self.terms.min_evidence

    @field
    def revision(self) -> int:
        """Revision of the store that answers."""
        return self.view.snapshot.revision

    @field
    def notes(self) -> list[str]:
        """What became of closed organisations that the filter names, their successors by name."""
        return notes_on(self.view, list(self.named))
