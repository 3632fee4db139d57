"""What systems lean on, and what leans on them."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.api.queries.arguments import Info
from graphmap.api.scoping import exchange_code
from graphmap.api.subjects import subject_of, systems_of
from graphmap.api.types.arguments import AsKnownAt, AsOf, Exchanges, MinEvidence
from graphmap.api.types.dependency import Dependencies
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.scenario_input import Supposing, view_of
from graphmap.api.types.standard_enums import Stream

_OF = (
    "A system in use or national service, a product, supplier, organisation, `group:NAME` or `host:NAME`: all its systems "
    "in force."
)


@object_type
class Leaning:
    """What systems lean on, and what leans on them."""

    @field
    def dependencies(
        self,
        info: Info,
        of: Annotated[strawberry.ID, strawberry.argument(description=_OF)],
        direction: Annotated[Stream, strawberry.argument(description="Which way.")] = Stream.UPSTREAM,
        depth: Annotated[int, strawberry.argument(description="How many links away, 1 to 10.")] = 2,
        exchanges: Exchanges = None,
        as_of: AsOf = None,
        as_known_at: AsKnownAt = None,
        scenario: Supposing = None,
        min_evidence: MinEvidence = None,
    ) -> Dependencies:
        """Whose payload can reach a subject, or whom its payload can reach: links in force, through relays only."""
        view = view_of(info.context, as_of, as_known_at, scenario)
        asked = subject_of(view, of)
        types = frozenset(map(exchange_code, exchanges)) if exchanges else None
        answer = Dependencies(
            view=view,
            asked=asked,
            own=systems_of(view, asked),
            stream=direction,
            exchanges=types,
            deepest=depth,
            least=min_evidence,
        )
        answer.found  # noqa: B018 - a depth out of its limits is refused for the question, not for a field of it
        return answer
