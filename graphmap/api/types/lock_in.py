"""What ties an organisation to a system."""

from __future__ import annotations

from datetime import date

import strawberry

from graphmap.analysis.market import lock_in
from graphmap.api.types import contract, deployment
from graphmap.api.types.coded import Flow, flow
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence, Reading
from graphmap.api.types.market_enums import ContractMatch, FlowGap
from graphmap.api.types.refs import ContractRef, DeploymentRef
from graphmap.api.view import View
from graphmap.model.dates import to_date

NOT_LOADED = "not loaded"


@object_type
class FlowWithoutStandard:
    """A required flow of a system for which no open standard is on record."""

    flow: Flow = strawberry.field(description="The flow.")
    gap: FlowGap = strawberry.field(
        description="Why: nothing there or on record, no profile stated, or none that is open."
    )


@object_type
class LockIn:
    """What ties to a system, as figures side by side; there is no single score, for none would measure anything."""

    view: strawberry.Private[View]
    found: strawberry.Private[lock_in.LockIn]

    @field
    def deployment(self) -> DeploymentRef:
        """The system."""
        return deployment.Deployment(view=self.view, row=self.found.deployment)

    @field
    def links(self) -> int:
        """Interfaces in use to and from it that are on record: they would break if it went."""
        return self.found.links

    @field
    def closed_links(self) -> float | None:
        """Fraction of them with an unpublished (`x-`) or no stated profile; null where there is no interface."""
        return self.found.closed

    @field
    def unpublished_links(self) -> int:
        """Those with an unpublished (`x-`) profile."""
        return self.found.unpublished

    @field
    def unstated_links(self) -> int:
        """Those of which no source states a profile: it may be an open one."""
        return self.found.unstated

    @field
    def required_flows(self) -> int:
        """Flows that what it is for requires; 0 for core records and hubs, for which none are defined."""
        return self.found.required

    @field
    def flows_without_open_standard(self) -> list[FlowWithoutStandard]:
        """Those of them for which its ports and interfaces in use state no published profile that anybody may use."""
        return [
            FlowWithoutStandard(flow=flow(one.exchange, one.direction), gap=gap)
            for one, gap in self.found.gaps
        ]

    @field
    def contract(self) -> ContractRef | None:
        """The contract in force for it, the last to end; null where none is on record."""
        return _contract(self.view, self.found.contract)

    @field
    def contract_end(self) -> date | None:
        """Its last day; null where it states none, or none is on record."""
        row = self.found.contract
        return to_date(int(self.view.snapshot.contracts.end[row])) if row >= 0 else None

    @field
    def contract_matched_by(self) -> ContractMatch | None:
        """How the contract was found; null where none is on record."""
        if self.found.contract < 0:
            return None
        return ContractMatch.PRODUCT if self.found.by_product else ContractMatch.SUPPLIER_AND_CAPABILITY

    @field
    def expired_contract(self) -> ContractRef | None:
        """Where none is in force on record, the one that ended last."""
        return _contract(self.view, self.found.lapsed)

    @field
    def record_complete(self) -> bool:
        """Whether the record of every organisation that runs it is complete for every exchange type; else there may be
        more interfaces than are counted."""
        return self.found.complete

    @field
    def supplier_gated_interfaces(self) -> str:
        """Interfaces that need the supplier's consent: no source of them is loaded, and this says so."""
        return NOT_LOADED

    @field
    def export(self) -> str:
        """Whether all data can be taken out in a usable form: no source of this is loaded, and this says so."""
        return NOT_LOADED


def lock_in_of(
    view: View, row: int, reading: Reading = Reading.CAUTIOUS, min_evidence: Evidence | None = None
) -> LockIn | None:
    """What ties to a system (row); None where it is not in use on the day asked about."""
    found = lock_in.lock_in(view.snapshot, row, view.as_of, reading, min_evidence)
    return None if found is None else LockIn(view=view, found=found)


def _contract(view: View, row: int) -> contract.Contract | None:
    return contract.Contract(view=view, row=row) if row >= 0 else None
