"""A relay that pairs cannot do without."""

from __future__ import annotations

import strawberry

from graphmap.analysis.exchange import needed
from graphmap.api.answer import Answer
from graphmap.api.questions import page_of_listed
from graphmap.api.types import deployment
from graphmap.api.types.arguments import After, First
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.pair import Exchange
from graphmap.api.types.refs import DeploymentRef
from graphmap.api.view import View


@object_type
class NeededRelay:
    """A system whose passing on is the only way for some pairs: without it they could not exchange any more."""

    view: strawberry.Private[View]
    answer: strawberry.Private[Answer]
    found: strawberry.Private[needed.Needed]

    @field
    def relay(self) -> DeploymentRef:
        """The system that passes on."""
        return deployment.Deployment(view=self.view, row=self.found.relay)

    @field
    def pairs(self) -> int:
        """Ordered pairs that every route leads through it; what it sends and takes for itself is not counted."""
        return self.found.pairs

    @field
    def organisations(self) -> int:
        """Organisations in one of these pairs."""
        return self.found.organisations

    @field
    def needed_by(self, first: First = 50, after: After = None) -> Connection[Exchange]:
        """These pairs, by the sender's code and then the receiver's."""
        order, found = f"needed by {self.found.relay}", self.found
        page = page_of_listed(order, self.answer.report, found.pairs, found.listed, first, after)
        return connection(page, lambda pair: Exchange(view=self.view, answer=self.answer, pair=pair))
