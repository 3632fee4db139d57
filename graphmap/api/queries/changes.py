"""What changed: records between two days of knowledge, and answers between two days of whatever kind."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from graphmap.analysis.changes import How
from graphmap.api.changes import Revisions, changes_between, compared, ends_of_facts, ends_of_verdicts
from graphmap.api.queries.arguments import ExchangeCode, Info
from graphmap.api.scoping import exchange_code
from graphmap.api.types import change
from graphmap.api.types.arguments import After, First, MinEvidence, ReadingArgument
from graphmap.api.types.change import ChangeConnection, VerdictChanges
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Reading
from graphmap.api.types.filters import OrganisationFilter
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary

Since = Annotated[
    date | None,
    strawberry.argument(description="The earlier end: what had been recorded by the end of this day."),
]
SinceRevision = Annotated[
    int | None,
    strawberry.argument(
        description="The earlier end as a revision of the store, in place of `since`; 0 knew nothing."
    ),
]
UntilRevision = Annotated[
    int | None,
    strawberry.argument(
        description="The later end as a revision of the store; the newest one when left out."
    ),
]
MaybeSince = Annotated[
    date | None,
    strawberry.argument(
        description="The earlier end: what had been recorded by the end of this day; as `until` when left out."
    ),
]
Until = Annotated[
    date | None,
    strawberry.argument(
        description="The later end: what had been recorded by the end of this day; today when left out."
    ),
]
AsOfLater = Annotated[
    date | None,
    strawberry.argument(description="The day asked about at the later end; `until` when left out."),
]
AsOfEarlier = Annotated[
    date | None,
    strawberry.argument(
        description="The day asked about at the earlier end. When left out: with `since` as `asOf`, else `since` itself; "
        "without `since` it is `until`."
    ),
]
Concerned = Annotated[
    OrganisationFilter | None,
    strawberry.argument(
        description="Only what concerns these organisations: themselves, their systems, ports, links, contracts, records, "
        "and the products and suppliers of these; everything when left out."
    ),
]
Which = Annotated[
    OrganisationFilter | None,
    strawberry.argument(
        description="Which senders, at both ends; open organisations of type NHS_TRUST when left out."
    ),
]
Receivers = Annotated[
    OrganisationFilter | None,
    strawberry.argument(description="Which receivers; the same as `filter` when left out."),
]


@object_type
class ChangesRoom:
    """What changed on the map, and in the answers."""

    @field
    def changes(
        self,
        info: Info,
        since: Since = None,
        until: Until = None,
        since_revision: SinceRevision = None,
        until_revision: UntilRevision = None,
        filter: Concerned = None,
        kinds: Annotated[
            list[Kind] | None,
            strawberry.argument(description="Only these kinds of record; all when left out."),
        ] = None,
        changes: Annotated[
            list[How] | None,
            strawberry.argument(description="Only these kinds of change; all but RESTATED when left out."),
        ] = None,
        min_evidence: MinEvidence = None,
        first: First = 50,
        after: After = None,
    ) -> ChangeConnection:
        """Records that are new, changed, withdrawn or overdue between two days of knowledge, or two revisions, by change,
        kind and key."""
        ends = ends_of_facts(info.context, since, until, Revisions(since_revision, until_revision))
        return change.page(ends, changes_between(ends, filter, kinds, changes, min_evidence), first, after)

    @field
    def verdict_changes(
        self,
        info: Info,
        type: ExchangeCode,
        since: MaybeSince = None,
        until: Until = None,
        as_of: AsOfLater = None,
        as_of_before: AsOfEarlier = None,
        since_revision: SinceRevision = None,
        until_revision: UntilRevision = None,
        filter: Which = None,
        receivers: Receivers = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> VerdictChanges:
        """Pairs whose answer changed, between two days of knowledge (`since`), or two days asked about (`asOf`), or both."""
        ends = ends_of_verdicts(
            info.context, since, until, as_of, as_of_before, Revisions(since_revision, until_revision)
        )
        terms = reading, min_evidence
        return VerdictChanges(found=compared(ends, exchange_code(type), terms, filter, receivers))

    @field
    def verdict_changes_by_type(
        self,
        info: Info,
        since: MaybeSince = None,
        until: Until = None,
        as_of: AsOfLater = None,
        as_of_before: AsOfEarlier = None,
        since_revision: SinceRevision = None,
        until_revision: UntilRevision = None,
        filter: Which = None,
        receivers: Receivers = None,
        reading: ReadingArgument = Reading.CAUTIOUS,
        min_evidence: MinEvidence = None,
    ) -> list[VerdictChanges]:
        """As `verdictChanges`, of every exchange type: two exchange questions each, so ask for one where one will do."""
        ends = ends_of_verdicts(
            info.context, since, until, as_of, as_of_before, Revisions(since_revision, until_revision)
        )
        found = []
        for code in vocabulary().exchange_types:
            ends.after.budget.ask()
            found.append(
                VerdictChanges(found=compared(ends, code, (reading, min_evidence), filter, receivers))
            )
        return found
