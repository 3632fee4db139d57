"""Open questions: whom to ask what, and how much an answer would settle."""

from __future__ import annotations

import strawberry

from graphmap.analysis.coverage import asks
from graphmap.api.pages import page_of
from graphmap.api.types import organisation
from graphmap.api.types.coded import ExchangeType, exchange_type
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.refs import OrganisationRef
from graphmap.api.view import View
from graphmap.model.vocabulary import vocabulary


@object_type
class OpenQuestion:
    """What one organisation could settle for one exchange type: UNKNOWN pairs in scope that name it as one to ask."""

    view: strawberry.Private[View]
    found: strawberry.Private[asks.OpenQuestion]

    @field
    def organisation(self) -> OrganisationRef:
        """Whom to ask."""
        return organisation.Organisation(view=self.view, row=self.found.organisation)

    @field
    def type(self) -> ExchangeType:
        """About what."""
        return exchange_type(self.found.exchange)

    @field
    def text(self) -> str:
        """The question in words."""
        return self.found.text(self.view.snapshot)

    @field
    def pairs(self) -> int:
        """UNKNOWN pairs in scope that name it, as sender or as receiver."""
        return self.found.pairs

    @field
    def as_sender(self) -> int:
        """Those in which it is the sender (NO_EVIDENCE_SENDER)."""
        return self.found.as_sender

    @field
    def as_receiver(self) -> int:
        """Those in which it is the receiver (NO_EVIDENCE_RECEIVER)."""
        return self.found.as_receiver

    @field
    def settled(self) -> int:
        """Those that would be UNKNOWN no more if its record, as it is now, were declared complete."""
        return self.found.settled

    @field
    def settled_as_sender(self) -> int:
        """Those of `settled` in which it is the sender."""
        return self.found.settled_as_sender

    @field
    def settled_as_receiver(self) -> int:
        """Those of `settled` in which it is the receiver."""
        return self.found.settled_as_receiver

    @field
    def unknown(self) -> int:
        """All UNKNOWN pairs in scope for this exchange type, whomever they name."""
        return self.found.unknown


def page(view: View, found: asks.OpenQuestions, first: int, after: str | None) -> Connection[OpenQuestion]:
    """A page of open questions, most pairs first, then most settled, then by code and exchange type."""
    keys = view.snapshot.organisations.key
    places = {code: place for place, code in enumerate(vocabulary().exchange_types)}

    def key(one: asks.OpenQuestion) -> tuple[int, int, str, int]:
        return -one.pairs, -one.settled, keys[one.organisation], places[one.exchange]

    return connection(
        page_of(found, "open question", key, first, after), lambda one: OpenQuestion(view=view, found=one)
    )
