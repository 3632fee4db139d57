"""What is known of a scope, how old it is, and what needs a question."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated

import strawberry

from graphmap.analysis.coverage import age
from graphmap.analysis.coverage.conflicts import Conflicts, conflicts
from graphmap.analysis.coverage.levels import Levels, levels
from graphmap.analysis.coverage.records import ScopeRecords
from graphmap.analysis.coverage.stranded import Stranded, stranded
from graphmap.analysis.coverage.stubs import Stubs, stubs
from graphmap.analysis.coverage.summary import summary
from graphmap.api.ids import keys_of
from graphmap.api.pages import page_of
from graphmap.api.types import known, known_exchange, record, trouble
from graphmap.api.types.about import Stub
from graphmap.api.types.arguments import After, Exchanges, First
from graphmap.api.types.basis import EvidenceCount
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence, Kind, RecordKind
from graphmap.api.types.known import CoverageOrder, OrganisationCoverage
from graphmap.api.types.known_exchange import ExchangeCoverage
from graphmap.api.types.record import Record
from graphmap.api.types.trouble import Conflict, SlippedPlan, StrandedSystem
from graphmap.api.view import View


@object_type
class EvidenceAge:
    """How old facts are, and how well they are supported: of what is stated about a scope and has not ended."""

    found: strawberry.Private[age.Age]

    @field
    def kind(self) -> RecordKind | None:
        """Of which kind of record; null for all of them."""
        return None if self.found.kind is None else RecordKind(self.found.kind)

    @field
    def facts(self) -> int:
        """Facts; a port or interface that is stated for several periods is one for each that has not ended."""
        return self.found.facts

    @field
    def undated(self) -> int:
        """Those of which no source says when they were observed."""
        return self.found.undated

    @field
    def old(self) -> int:
        """Those observed before `oldBefore`."""
        return self.found.old

    @field
    def oldest(self) -> date | None:
        """The oldest observation, of a partial date the first day; null where none is dated."""
        return self.found.oldest

    @field
    def newest(self) -> date | None:
        """The newest observation; null where none is dated."""
        return self.found.newest

    @field
    def by_evidence(self) -> list[EvidenceCount]:
        """Facts by how well they are supported, weakest first."""
        return [EvidenceCount(evidence=level, count=count) for level, count in self.found.by_evidence]


@object_type
class CoverageReport:
    """What is known of the organisations of a scope, how old it is, and what needs a question."""

    view: strawberry.Private[View]
    records: strawberry.Private[ScopeRecords]
    least: strawberry.Private[Evidence | None]

    @cached_property
    def levels(self) -> Levels:
        return levels(self.view.snapshot, self.view.as_of, self.least)

    @cached_property
    def ages(self) -> tuple[age.Age, ...]:
        return age.ages(self.records)

    @cached_property
    def found_conflicts(self) -> Conflicts:
        return conflicts(self.records)

    @cached_property
    def found_stranded(self) -> tuple[Stranded, ...]:
        return stranded(self.records)

    @cached_property
    def found_stubs(self) -> Stubs:
        return stubs(self.records)

    @field
    def as_of(self) -> date:
        """The day asked about."""
        return self.view.as_of

    @field
    def as_known_at(self) -> date:
        """The day whose knowledge counts, and from which age is reckoned."""
        return self.view.known_at

    @field
    def min_evidence(self) -> Evidence | None:
        """Weaker facts are left out; null: none are."""
        return self.least

    @field
    def revision(self) -> int:
        """Revision of the store that answers."""
        return self.view.snapshot.revision

    @field
    def organisations(self) -> int:
        """Organisations in scope."""
        return len(self.records.organisations)

    @field
    def summary(self) -> str:
        """In some sentences: how complete the records are, how old the evidence, and what needs a question."""
        return summary(
            self.records,
            self.levels,
            self.ages[0],
            len(self.found_conflicts.records),
            len(self.found_stranded),
            len(self.found_stubs.named),
        )

    @field
    def by_exchange(self) -> list[ExchangeCoverage]:
        """What is known of each exchange type that an organisation in scope sends or takes."""
        return known_exchange.by_exchange(self.levels, self.records.organisations)

    @field
    def by_organisation(
        self,
        exchanges: Exchanges = None,
        order_by: Annotated[
            CoverageOrder, strawberry.argument(description="The order of the list.")
        ] = CoverageOrder.LEAST_KNOWN,
        first: First = 50,
        after: After = None,
    ) -> Connection[OrganisationCoverage]:
        """Organisation by organisation, least known first; those whose kind sends and takes none of it are left out."""
        return known.by_organisation(
            self.view, self.levels, self.records.organisations, exchanges, order_by, first, after
        )

    @field
    def old_before(self) -> date:
        """Observations before this day are old: the same day three years earlier than `asKnownAt`."""
        return age.old_before(self.view.snapshot.known_at)

    @field
    def age(self) -> EvidenceAge:
        """How old the facts are that answers about the scope rest on."""
        return EvidenceAge(found=self.ages[0])

    @field
    def age_by_kind(self) -> list[EvidenceAge]:
        """The same kind by kind; kinds of which there is nothing are left out."""
        return [EvidenceAge(found=one) for one in self.ages[1:]]

    @field
    def old(self, first: First = 50, after: After = None) -> Connection[Record]:
        """The facts whose observation is old, oldest first."""
        return record.page_of_records(self.view, age.old(self.records), "old", first, after)

    @field
    def undated(self, first: First = 50, after: After = None) -> Connection[Record]:
        """The facts of which no source says when they were observed, by kind and key."""
        return record.page_of_records(self.view, age.undated(self.records), "undated", first, after)

    @field
    def rivals(self) -> int:
        """Property claims about records of the scope that lost to another source's."""
        return self.found_conflicts.rivals

    @field
    def conflicts(self, first: First = 50, after: After = None) -> Connection[Conflict]:
        """Records of the scope of which sources differ, whatever their dates, by kind and key."""
        return trouble.page_of_conflicts(self.view, self.found_conflicts, first, after)

    @field
    def slipped(self, first: First = 50, after: After = None) -> Connection[SlippedPlan]:
        """Plans whose day has come without anybody saying that they happened, longest overdue first."""
        return trouble.page_of_slipped(self.view, self.records.slipped, first, after)

    @field
    def stranded(self, first: First = 50, after: After = None) -> Connection[StrandedSystem]:
        """Systems in use that are named at a closed organisation whose successor is in scope, by key."""
        return trouble.page_of_stranded(self.view, self.found_stranded, first, after)

    @field
    def stubs(self, first: First = 50, after: After = None) -> Connection[Stub]:
        """What records of the scope name and no source states."""
        snapshot = self.view.snapshot
        found = sorted((kind.name, keys_of(snapshot, kind)[row]) for kind, row in self.found_stubs.named)
        page = page_of(found, "stub", lambda one: one, first, after)
        return connection(page, lambda one: Stub(kind=Kind[one[0]], key=strawberry.ID(one[1])))

    @field
    def left_out(self) -> int:
        """Systems, ports, interfaces and contracts of the scope that are in no answer because they hang on a stub."""
        return self.found_stubs.left_out
