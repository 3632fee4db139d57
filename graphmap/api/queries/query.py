"""All questions of the schema in one type."""

from __future__ import annotations

from graphmap.api.queries.changes import ChangesRoom
from graphmap.api.queries.coverage import WhatIsKnown
from graphmap.api.queries.dependencies import Leaning
from graphmap.api.queries.exchange import Exchanges
from graphmap.api.queries.lookup import Lookups
from graphmap.api.queries.market import Markets
from graphmap.api.queries.records import Records
from graphmap.api.queries.resilience import Resilience
from graphmap.api.queries.saved_scenarios import SavedScenarios
from graphmap.api.queries.scenarios import Scenarios
from graphmap.api.queries.standards import Standards
from graphmap.api.types.describing import object_type


@object_type
class Query(
    ChangesRoom,
    Exchanges,
    Leaning,
    Lookups,
    Markets,
    Records,
    Resilience,
    SavedScenarios,
    Scenarios,
    Standards,
    WhatIsKnown,
):
    """The questions that the map answers.

    A question is about one day (`asOf`, today when left out) as it was known on another (`asKnownAt`, today when left out).
    Lists are Relay connections: `first` is 1 to 500, and 50 when left out; `pageInfo.endCursor` goes into `after` for the
    next page. An `ID` may be an id of the evidence tables (RJZ), one prefixed with its kind (organisation:RJZ), or a global
    id.
    """
