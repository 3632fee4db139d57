"""How much of what organisations send and take a machine can use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Annotated

import numpy as np
import strawberry

from graphmap.analysis.standards import payloads
from graphmap.api.pages import page_of
from graphmap.api.types import organisation
from graphmap.api.types.arguments import After, First
from graphmap.api.types.coded import ExchangeType, exchange_type
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.api.types.enums import Evidence, Payload, Reading
from graphmap.api.types.refs import OrganisationRef
from graphmap.api.types.standard_enums import Answer
from graphmap.api.view import View
from graphmap.api.words import notes_on
from graphmap.snapshot.columns import Flags, Ints

Answers = list[Answer] | None


@object_type
class PayloadCounts:
    """Organisations by what they send, or take: those of kinds that may."""

    organisations: int = strawberry.field(description="All of them.")
    coded: int = strawberry.field(description="Those with a coded port: a machine can use it.")
    not_coded: int = strawberry.field(description="Those known to have none.")
    unknown: int = strawberry.field(description="Those of which it is not known.")
    view_only: int = strawberry.field(
        description="Those all of whose usable ports are views: people read them, machines cannot."
    )
    without_port: int = strawberry.field(
        description="Those with no usable port on record; only a complete record makes that none."
    )


@object_type
class PayloadSide:
    """What one organisation sends, or takes."""

    coded: Answer = strawberry.field(description="Whether one of its usable ports is coded.")
    best: Payload | None = strawberry.field(
        description="The highest payload that a usable port states; null where none is stated."
    )
    view_only: bool = strawberry.field(description="Whether every usable port is a view.")
    ports: int = strawberry.field(description="Its usable ports, those that links imply included.")
    ports_without_payload: int = strawberry.field(
        description="Those of which neither port nor profile says how much of the content a machine can use."
    )


@object_type
class OrganisationPayload:
    """What one organisation sends and takes of an exchange type."""

    organisation: OrganisationRef = strawberry.field(description="The organisation.")
    complete: bool = strawberry.field(description="Whether its record for the exchange type is complete.")
    sends: PayloadSide = strawberry.field(description="What it sends.")
    takes: PayloadSide = strawberry.field(description="What it takes.")


@object_type
class Readiness:
    """How many organisations both send and take coded data, within what is not known."""

    organisations: int = strawberry.field(description="Those of kinds that may both send and take.")
    low: int = strawberry.field(description="Those known to do both.")
    high: int = strawberry.field(description="Those not known to lack either.")
    low_share: float | None = strawberry.field(
        description="`low` as a fraction of `organisations`; null of none."
    )
    high_share: float | None = strawberry.field(
        description="`high` as a fraction of `organisations`; null of none."
    )


@object_type
class PayloadReport:
    """How much of what the organisations in scope send and take of an exchange type a machine can use."""

    view: strawberry.Private[View]
    exchange: strawberry.Private[str]
    scope: strawberry.Private[Ints]
    named: strawberry.Private[Sequence[int]]
    """Rows of the organisations that the asker named by their codes."""
    read: strawberry.Private[Reading]
    least: strawberry.Private[Evidence | None]

    @cached_property
    def found(self) -> payloads.Payloads:
        return payloads.payloads(
            self.view.snapshot, self.exchange, self.view.as_of, self.scope, self.read, self.least
        )

    @field
    def type(self) -> ExchangeType:
        """What is exchanged."""
        return exchange_type(self.exchange)

    @field
    def as_of(self) -> date:
        """The day asked about."""
        return self.view.as_of

    @field
    def reading(self) -> Reading:
        """How what is not recorded is taken."""
        return self.read

    @field
    def notes(self) -> list[str]:
        """What became of closed organisations that the filter names, their successors by name."""
        return notes_on(self.view, list(self.named))

    @field
    def organisations(self) -> int:
        """Organisations in scope of kinds that send or take this."""
        return len(self.found.organisations)

    @field
    def complete_records(self) -> int:
        """Those whose record for the exchange type is complete."""
        return int(self.found.complete.sum())

    @field
    def sending(self) -> PayloadCounts:
        """Organisations by what they send."""
        return _counts(self.found.sends)

    @field
    def taking(self) -> PayloadCounts:
        """Organisations by what they take."""
        return _counts(self.found.takes)

    @field
    def readiness(self) -> Readiness:
        """How many both send and take coded data."""
        low, high, both = self.found.low, self.found.high, self.found.both
        return Readiness(
            organisations=both,
            low=low,
            high=high,
            low_share=low / both if both else None,
            high_share=high / both if both else None,
        )

    @field
    def by_organisation(
        self,
        sends_coded: Annotated[
            Answers, strawberry.argument(description="Only those of which this holds for what they send.")
        ] = None,
        takes_coded: Annotated[
            Answers, strawberry.argument(description="Only those of which this holds for what they take.")
        ] = None,
        view_only: Annotated[
            bool,
            strawberry.argument(description="Only those that send nothing but views, or take nothing else."),
        ] = False,
        first: First = 50,
        after: After = None,
    ) -> Connection[OrganisationPayload]:
        """The organisations, by code."""
        found = self.found
        flags: Flags = np.ones(len(found.organisations), dtype=bool)
        for side, wanted in ((found.sends, sends_coded), (found.takes, takes_coded)):
            if wanted is not None:
                flags &= np.isin(side.coded, [payloads.ANSWERS.index(one) for one in wanted])
        if view_only:
            flags &= found.sends.view_only | found.takes.view_only
        keys, rows = self.view.snapshot.organisations.key, found.organisations
        page = page_of(
            np.flatnonzero(flags), "organisation payload", lambda place: (keys[rows[place]],), first, after
        )
        return connection(page, self._one)

    def _one(self, place: int) -> OrganisationPayload:
        return OrganisationPayload(
            organisation=organisation.Organisation(view=self.view, row=int(self.found.organisations[place])),
            complete=bool(self.found.complete[place]),
            sends=_side(self.found.sends, place),
            takes=_side(self.found.takes, place),
        )


def _side(side: payloads.Side, place: int) -> PayloadSide:
    best = int(side.best[place])
    return PayloadSide(
        coded=payloads.ANSWERS[side.coded[place]],
        best=Payload(best) if best >= 0 else None,
        view_only=bool(side.view_only[place]),
        ports=int(side.ports[place]),
        ports_without_payload=int(side.unstated[place]),
    )


def _counts(side: payloads.Side) -> PayloadCounts:
    tally = dict(zip(Answer, np.bincount(side.coded, minlength=len(Answer)).tolist(), strict=True))
    fits = side.coded != payloads.ANSWERS.index(Answer.NOT_APPLICABLE)
    return PayloadCounts(
        organisations=int(fits.sum()),
        coded=tally[Answer.YES],
        not_coded=tally[Answer.NO],
        unknown=tally[Answer.UNKNOWN],
        view_only=int((side.view_only & fits).sum()),
        without_port=int(((side.ports == 0) & fits).sum()),
    )
