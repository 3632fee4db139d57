"""Arguments of the market's questions."""

from __future__ import annotations

from typing import Annotated

import strawberry

from graphmap.api.types.enums import Evidence
from graphmap.api.types.market_enums import Bucket, ContractState, DuplicatePlace, Holding

CapabilityCode = Annotated[
    strawberry.ID, strawberry.argument(description="Code of the capability, such as MATERNITY.")
]
OneCapability = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Only for this capability; for each one when left out."),
]
Holdings = Annotated[
    list[Holding] | None,
    strawberry.argument(description="Only organisations of which this is on record; all when left out."),
]
ContractStates = Annotated[
    list[ContractState] | None,
    strawberry.argument(
        description="Only organisations whose systems are under such contracts; all when left out."
    ),
]
DuplicatePlaces = Annotated[
    list[DuplicatePlace] | None, strawberry.argument(description="Only in such places; all when left out.")
]
Months = Annotated[
    int,
    strawberry.argument(
        description="Within how many months of the day asked about a contract ends for `contracts` to list it, 1 to 1,200."
    ),
]
Buckets = Annotated[
    list[Bucket] | None,
    strawberry.argument(
        description="Only contracts of these buckets; when left out, those that end within `months`, expired ones left out."
    ),
]
ContractEvidence = Annotated[
    Evidence | None,
    strawberry.argument(
        description="Leaves out contracts, systems, ports, links and coverage with weaker evidence, before all else."
    ),
]
WholeGroup = Annotated[
    bool, strawberry.argument(description="Count all suppliers of its group, not it alone.")
]
