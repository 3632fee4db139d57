"""What the map rests on: sources, runs, and the words that it uses."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.api.queries.arguments import Info
from graphmap.api.types import source as evidence
from graphmap.api.types.about import About
from graphmap.api.types.arguments import After, AsKnownAt, AsOf, First
from graphmap.api.types.connection import Connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.source import Run, Source
from graphmap.api.types.vocabulary import Vocabulary


@object_type
class Records:
    """What the map rests on."""

    @field
    def about(self, info: Info, as_of: AsOf = None, as_known_at: AsKnownAt = None) -> About:
        """What this service holds: version, kind of store, counts, age and licences of the evidence."""
        return About(view=info.context.view(as_of, as_known_at), today_is=info.context.today)

    @field
    def sources(self, info: Info, first: First = 50, after: After = None) -> Connection[Source]:
        """Where the evidence comes from, by name."""
        return evidence.sources(info.context.atlas.access, first, after)

    @field
    def runs(
        self,
        info: Info,
        source: Annotated[str | None, strawberry.argument(description="Only runs of this source.")] = None,
        first: First = 50,
        after: After = None,
    ) -> Connection[Run] | None:
        """Imports and retractions, newest first; null while the store is away."""
        return evidence.runs(info.context.atlas.access, source, first, after)

    @field
    def vocabulary(self) -> Vocabulary:
        """Every code that the evidence may use, in words."""
        return Vocabulary()
