"""The vocabularies: every code that the evidence may use, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from graphmap.api.types.coded import (
    Capability,
    Coded,
    ExchangeType,
    Mandate,
    NationalService,
    OrganisationType,
    Profile,
    Setting,
    Term,
)
from graphmap.api.types.describing import field, object_type
from graphmap.model.vocabulary import vocabulary

C = TypeVar("C", bound=Coded)


@object_type
class Vocabulary:
    """Every code that the evidence may use, in words. Codes of closed sets are the names of enum values."""

    @field
    def exchange_types(self) -> list[ExchangeType]:
        """What may be exchanged."""
        return _all("exchange_types", ExchangeType)

    @field
    def capabilities(self) -> list[Capability]:
        """What systems are for."""
        return _all("capabilities", Capability)

    @field
    def profiles(self) -> list[Profile]:
        """Published rules for messages."""
        return _all("profiles", Profile)

    @field
    def organisation_types(self) -> list[OrganisationType]:
        """Kinds of organisation."""
        return _all("organisation_types", OrganisationType)

    @field
    def national_services(self) -> list[NationalService]:
        """Services run once for England."""
        return _all("national_services", NationalService)

    @field
    def settings(self) -> list[Setting]:
        """Care settings."""
        return _all("settings", Setting)

    @field
    def mandates(self) -> list[Mandate]:
        """Standards that somebody has to follow."""
        return _all("mandates", Mandate)

    @field
    def verdicts(self) -> list[Term]:
        """Answers for a pair."""
        return _closed("verdict")

    @field
    def reasons(self) -> list[Term]:
        """Why an answer is UNKNOWN or NO."""
        return _closed("reason")

    @field
    def flags(self) -> list[Term]:
        """What to keep in mind about an answer."""
        return _closed("flag")

    @field
    def grades(self) -> list[Term]:
        """How isolated a point solution is, worst first."""
        return _closed("grade")

    @field
    def evidence(self) -> list[Term]:
        """How well a fact is supported, weakest first."""
        return _closed("evidence")

    @field
    def statuses(self) -> list[Term]:
        """Where a fact stands, as its source puts it."""
        return _closed("status")

    @field
    def roles(self) -> list[Term]:
        """What a port does."""
        return _closed("role")

    @field
    def payloads(self) -> list[Term]:
        """How much of the content a machine can use, lowest first."""
        return _closed("payload")

    @field
    def levels(self) -> list[Term]:
        """How much of an organisation's record is known."""
        return _closed("level")

    @field
    def readings(self) -> list[Term]:
        """How what is not recorded is taken."""
        return _closed("reading")

    @field
    def remedies(self) -> list[Term]:
        """What to do about an answer that is not YES."""
        return _closed("remedy")

    @field
    def required_flows_version(self) -> int:
        """Version of the flows that each capability requires, by which silos are graded."""
        return vocabulary().required_flows_version


def _all(name: str, make: Callable[..., C]) -> list[C]:
    return [make(term=term) for term in vocabulary().terms(name).values()]


def _closed(name: str) -> list[Any]:
    terms = vocabulary().closed_sets[name].values()
    return [
        Term(term=term.model_copy(update={"code": term.code.upper()})) for term in terms if not term.same_as
    ]
