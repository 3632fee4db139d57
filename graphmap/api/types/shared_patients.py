"""Pairs that share patients, by what they can exchange. The figures are the asker's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated

import strawberry

from graphmap.analysis import shared_patients
from graphmap.api.answer import Answer
from graphmap.api.errors import QuestionError
from graphmap.api.ids import row_of
from graphmap.api.pages import page_of
from graphmap.api.types import organisation
from graphmap.api.types.arguments import After, First
from graphmap.api.types.coded import ExchangeType, exchange_type
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, input_type, object_type
from graphmap.api.types.enums import Reading, Verdict
from graphmap.api.types.pair import Exchange
from graphmap.api.types.refs import OrganisationRef
from graphmap.api.view import View
from graphmap.model.terms import Kind

NOT_LOADED = (
    "Who shares patients with whom is not loaded: the map has no such evidence. Give your own figures in `shared` "
    "(`graphmap ask shared-patients EXCHANGE --table FILE.csv`), with their source."
)
MOST_PATIENTS = 2**31 - 1
"""What a number of GraphQL can be."""


@input_type
class SharedPatientsInput:
    """How many patients two organisations share, as a source says; the order of the two does not matter."""

    one: strawberry.ID = strawberry.field(description="Code of the one.")
    other: strawberry.ID = strawberry.field(description="Code of the other.")
    patients: int = strawberry.field(
        description="Patients who have been to both, 1 or more; leave out pairs whose figure is suppressed."
    )
    source: str | None = strawberry.field(default=None, description="Who says so: a name or an address.")
    observed_at: date | None = strawberry.field(
        default=None, description="The day, or the last day of the period, that the figure is about."
    )


Shared = Annotated[
    list[SharedPatientsInput] | None,
    strawberry.argument(
        description="Your figures, each pair once; without them the answer says that none are loaded."
    ),
]


@object_type
class SharedPair:
    """Two organisations that share patients, and what they can exchange."""

    view: strawberry.Private[View]
    answer: strawberry.Private[Answer]
    found: strawberry.Private[shared_patients.SharedPair]

    @field
    def one(self) -> OrganisationRef:
        """The one."""
        return organisation.Organisation(view=self.view, row=self.found.shared.one)

    @field
    def other(self) -> OrganisationRef:
        """The other."""
        return organisation.Organisation(view=self.view, row=self.found.shared.other)

    @field
    def patients(self) -> int:
        """Patients whom the two share, as given."""
        return self.found.shared.patients

    @field
    def source(self) -> str | None:
        """Who says so; null when it was not given."""
        return self.found.shared.source or None

    @field
    def observed_at(self) -> date | None:
        """When; null when it was not given."""
        return self.found.shared.observed_at

    @field
    def there(self) -> Exchange:
        """From the one to the other."""
        return Exchange(
            view=self.view, answer=self.answer, pair=(self.found.shared.one, self.found.shared.other)
        )

    @field
    def back(self) -> Exchange:
        """From the other to the one."""
        return Exchange(
            view=self.view, answer=self.answer, pair=(self.found.shared.other, self.found.shared.one)
        )


@object_type
class SharedPatientsCount:
    """Pairs that share patients, by what they can exchange."""

    verdict: Verdict = strawberry.field(
        description="NO when a direction is NO, else UNKNOWN when one is, else YES; of directions that apply."
    )
    pairs: int = strawberry.field(description="Pairs.")
    patients: int = strawberry.field(
        description="The sum of their figures. Whoever has been to three organisations is in it three times."
    )


@dataclass(frozen=True)
class Given:
    """The figures of a question: those in scope, and how many are outside."""

    shared: tuple[shared_patients.SharedPatients, ...]
    outside: int


@object_type
class SharedPatientsReport:
    """Which pairs of organisations share most patients and cannot exchange."""

    view: strawberry.Private[View]
    answer: strawberry.Private[Answer]
    given: strawberry.Private[Given | None]

    @cached_property
    def ranked(self) -> tuple[shared_patients.SharedPair, ...]:
        return shared_patients.ranked(self.answer.report, self.given.shared if self.given else ())

    @field
    def type(self) -> ExchangeType:
        """What is exchanged."""
        return exchange_type(self.answer.report.question.exchange)

    @field
    def as_of(self) -> date:
        """The day asked about."""
        return self.view.as_of

    @field
    def reading(self) -> Reading:
        """How what is not recorded is taken."""
        return self.answer.report.question.reading

    @field
    def not_loaded(self) -> str | None:
        """That no figures are loaded, and how to give some; null when the question gave them."""
        return NOT_LOADED if self.given is None else None

    @field
    def counts(self) -> list[SharedPatientsCount]:
        """Pairs and their figures by what they can exchange: NO, UNKNOWN, YES, NOT_APPLICABLE; empty without figures."""
        if self.given is None:
            return []
        return [
            SharedPatientsCount(
                verdict=verdict,
                pairs=sum(one.verdict is verdict for one in self.ranked),
                patients=sum(one.shared.patients for one in self.ranked if one.verdict is verdict),
            )
            for verdict in (Verdict.NO, Verdict.UNKNOWN, Verdict.YES, Verdict.NOT_APPLICABLE)
        ]

    @field
    def outside(self) -> int:
        """Pairs given of which an organisation is not in the filter: they are left out."""
        return self.given.outside if self.given else 0

    @field
    def without_source(self) -> int:
        """Pairs in scope whose figure was given without a source."""
        return sum(not one.shared.source for one in self.ranked)

    @field
    def undated(self) -> int:
        """Pairs in scope whose figure was given without a day."""
        return sum(one.shared.observed_at is None for one in self.ranked)

    @field
    def cannot(self, first: First = 50, after: After = None) -> Connection[SharedPair]:
        """Pairs that cannot exchange in at least one direction (NO), most patients first."""
        return self._listed(Verdict.NO, first, after)

    @field
    def unknown(self, first: First = 50, after: After = None) -> Connection[SharedPair]:
        """Pairs of which no direction is NO and at least one is UNKNOWN, most patients first."""
        return self._listed(Verdict.UNKNOWN, first, after)

    def _listed(self, verdict: Verdict, first: int, after: str | None) -> Connection[SharedPair]:
        codes = self.view.snapshot.organisations.key
        found = [one for one in self.ranked if one.verdict is verdict]

        def key(one: shared_patients.SharedPair) -> tuple[int, str, str]:
            low, high = sorted((codes[one.shared.one], codes[one.shared.other]))
            return -one.shared.patients, low, high

        page = page_of(found, f"shared {verdict}", key, first, after)
        return connection(page, lambda one: SharedPair(view=self.view, answer=self.answer, found=one))


def given_of(
    view: View, shared: Sequence[SharedPatientsInput] | None, scope: set[int] | None
) -> Given | None:
    """The figures as rows; None where none were given. `scope`: the organisations asked about; None: any.

    Raises `QuestionError` naming the first item that is wrong, as `shared[0].one`.
    """
    if shared is None:
        return None
    found: dict[tuple[int, int], shared_patients.SharedPatients] = {}
    places: dict[tuple[int, int], int] = {}
    for place, item in enumerate(shared):
        one, other = (_row(view, item, place, end) for end in ("one", "other"))
        pair = min(one, other), max(one, other)
        if one == other:
            raise _wrong(place, "other", "is the organisation itself: name two")
        if item.patients < 1:
            raise _wrong(place, "patients", f"is {item.patients}: give 1 or more, or leave the pair out")
        if pair in found:
            raise _wrong(
                place, "other", f"gives the pair of shared[{places[pair]}] again: keep one of the two"
            )
        places[pair] = place
        found[pair] = shared_patients.SharedPatients(
            one, other, item.patients, (item.source or "").strip(), item.observed_at
        )
    if sum(one.patients for one in found.values()) > MOST_PATIENTS:
        raise QuestionError(
            "BAD_ARGUMENT",
            f"the figures in `shared` come to more than {MOST_PATIENTS:,} patients: check them",
        )
    inside = tuple(one for pair, one in found.items() if scope is None or scope.issuperset(pair))
    return Given(inside, len(found) - len(inside))


def _row(view: View, item: SharedPatientsInput, place: int, end: str) -> int:
    try:
        return row_of(view.snapshot, getattr(item, end), Kind.ORGANISATION)
    except QuestionError as wrong:
        raise QuestionError(wrong.code, f"shared[{place}].{end}: {wrong}") from None


def _wrong(place: int, end: str, what: str) -> QuestionError:
    return QuestionError("BAD_ARGUMENT", f"shared[{place}].{end} {what}")
