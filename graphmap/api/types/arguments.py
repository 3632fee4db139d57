"""Arguments that many fields take, with their descriptions."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from graphmap.api.types.enums import (
    Evidence,
    NamedOrder,
    OrganisationOrder,
    PairOrder,
    PartnersOrder,
    Reading,
    Reason,
    Standing,
    Verdict,
)

First = Annotated[int, strawberry.argument(description="Items on the page, 1 to 500.")]
After = Annotated[
    str | None,
    strawberry.argument(description="`pageInfo.endCursor` of the page before; null for the first."),
]
AsOf = Annotated[date | None, strawberry.argument(description="The day asked about; today when left out.")]
AsKnownAt = Annotated[
    date | None,
    strawberry.argument(
        description="The day whose knowledge counts: only what was recorded by then; today when left out."
    ),
]
ReadingArgument = Annotated[
    Reading,
    strawberry.argument(description="Whether what is not recorded stays unknown or counts as missing."),
]
MinEvidence = Annotated[
    Evidence | None,
    strawberry.argument(
        description="Leaves out systems, ports, links and coverage with weaker evidence, before all else."
    ),
]
StandingArgument = Annotated[
    list[Standing] | None,
    strawberry.argument(
        description="Only what stands like this on the day asked about; null: everything stated."
    ),
]
Exchanges = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(description="Only these exchange types; all when left out."),
]
History = Annotated[bool, strawberry.argument(description="Also what was retracted or replaced since.")]


Capabilities = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(description="Only systems for one of these capabilities; all when left out."),
]
SenderCode = Annotated[strawberry.ID | None, strawberry.argument(description="Only pairs with this sender.")]
ReceiverCode = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only pairs with this receiver.")
]
Verdicts = Annotated[
    list[Verdict] | None, strawberry.argument(description="Only pairs with one of these answers.")
]
Reasons = Annotated[
    list[Reason] | None, strawberry.argument(description="Only pairs with one of these reasons.")
]
_ORDER = strawberry.argument(description="The order of the list.")
InOrganisationOrder = Annotated[OrganisationOrder, _ORDER]
InNamedOrder = Annotated[NamedOrder, _ORDER]
InPairOrder = Annotated[PairOrder, _ORDER]
InPartnersOrder = Annotated[PartnersOrder, _ORDER]


def standings(given: list[Standing] | None) -> frozenset[Standing] | None:
    """The standings asked for; None: any."""
    return None if given is None else frozenset(given)
