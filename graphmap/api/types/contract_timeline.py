"""When contracts end, and what hangs on each."""

from __future__ import annotations

import strawberry

from graphmap.analysis.market import timeline
from graphmap.analysis.market.contracts import Agreements
from graphmap.api.basis import basis_of
from graphmap.api.pages import page_of
from graphmap.api.types import contract, deployment
from graphmap.api.types.arguments import After, First
from graphmap.api.types.basis import Basis
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.market_arguments import Buckets
from graphmap.api.types.market_enums import Bucket, ContractMatch
from graphmap.api.types.refs import ContractRef, DeploymentRef
from graphmap.api.types.report import Report
from graphmap.api.view import View


@object_type
class ContractBucketCount:
    """The contracts of one bucket."""

    bucket: Bucket = strawberry.field(description="When they end.")
    contracts: int = strawberry.field(description="How many there are.")
    value_gbp: float | None = strawberry.field(
        description="The values that are stated, summed, in pounds; null where none is."
    )
    value_not_stated: int = strawberry.field(description="Contracts that state no value.")
    still_in_use: int = strawberry.field(
        description="Contracts of which something is in use at the buyer on the day asked about."
    )
    out_of_contract: int = strawberry.field(
        description="Expired ones of which something is in use for which no contract in force is on record."
    )


@object_type
class EndingContract:
    """A contract, when it ends, and what hangs on it."""

    view: strawberry.Private[View]
    found: strawberry.Private[timeline.Ending]

    @field
    def contract(self) -> ContractRef:
        """The contract; its `validity` has its last day."""
        return contract.Contract(view=self.view, row=self.found.contract)

    @field
    def bucket(self) -> Bucket:
        """When it ends."""
        return self.found.bucket

    @field
    def dependents(self) -> list[DeploymentRef]:
        """Systems in use at the buyer of the product that was bought; where none is, those of the supplier for what it is
        for."""
        return [deployment.Deployment(view=self.view, row=row) for row in self.found.dependents]

    @field
    def matched_by(self) -> ContractMatch | None:
        """How they were found; null where none was, which may only mean that the contract names no product."""
        return self.found.match

    @field
    def links(self) -> int:
        """Interfaces in use to and from them that are on record."""
        return self.found.links

    @field
    def organisations_beyond(self) -> int:
        """Organisations other than the buyer that run one of them or are linked with one."""
        return self.found.beyond

    @field
    def in_area(self) -> int:
        """Systems of the same kind at open organisations of the buyer's area, for which an ICB may have bought it; 0 for
        other buyers."""
        return self.found.in_area

    @field
    def still_in_use(self) -> bool:
        """Whether something of it is in use at the buyer."""
        return bool(self.found.dependents)

    @field
    def out_of_contract(self) -> bool:
        """Whether it has expired while something of it is in use for which no contract in force is on record."""
        return self.found.out_of_contract


@object_type
class ContractTimeline(Report):
    """When the contracts of the buyers in scope end. Contracts are recorded incompletely: these are the known ones."""

    known: strawberry.Private[Agreements]
    found: strawberry.Private[timeline.Timeline]
    within: strawberry.Private[int]

    @field
    def months(self) -> int:
        """Within how many months a contract ends for `contracts` to list it."""
        return self.within

    @field
    def total(self) -> int:
        """Contracts of the buyers in scope that are on record."""
        return len(self.found.contracts)

    @field
    def buyers(self) -> int:
        """Organisations in scope of which a contract is on record."""
        return len(set(self.view.snapshot.contracts.buyer[self.found.contracts].tolist()))

    @field
    def organisations(self) -> int:
        """Organisations in scope; of those that are no buyer no contract is on record."""
        return self.found.organisations

    @field
    def buckets(self) -> list[ContractBucketCount]:
        """Every bucket, in the order of time."""
        return [
            ContractBucketCount(
                bucket=one.bucket,
                contracts=one.contracts,
                value_gbp=one.value if one.valued else None,
                value_not_stated=one.contracts - one.valued,
                still_in_use=one.running,
                out_of_contract=one.out_of_contract,
            )
            for one in self.found.buckets
        ]

    @field
    def basis(self) -> Basis:
        """The contracts that the answer rests on."""
        table, rows = self.view.snapshot.contracts, self.found.contracts
        return Basis(found=basis_of(table.evidence[rows], table.observed[rows]))

    @field
    def contracts(
        self, buckets: Buckets = None, first: First = 50, after: After = None
    ) -> Connection[EndingContract]:
        """The contracts one by one, the first to end first: those that end within `months`, or those of some buckets."""
        self.view.budget.ask()
        table = self.view.snapshot.contracts
        rows = self.found.listed(None if buckets is None else frozenset(buckets))
        page = page_of(rows, "ending", lambda row: (int(table.end[row]), table.key[row]), first, after)
        return connection(
            page,
            lambda row: EndingContract(
                view=self.view, found=timeline.ending(self.known, self.found, int(row))
            ),
        )
