"""Coded values: a code with its words, from the vocabularies."""

from __future__ import annotations

from datetime import date
from functools import cache

import strawberry

from graphmap.api.types.describing import field, interface_type, object_type
from graphmap.api.types.enums import Direction, Payload
from graphmap.model import vocabulary as vocabularies
from graphmap.model.profiles import profile_text, split_profile
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Snapshot


@interface_type
class Coded:
    """A code with its words."""

    term: strawberry.Private[vocabularies.Term]

    @field
    def code(self) -> strawberry.ID:
        """The code, as the evidence tables use it."""
        return strawberry.ID(self.term.code)

    @field
    def name(self) -> str:
        """Its name, for people."""
        return self.term.name

    @field
    def description(self) -> str:
        """What it means, in a sentence."""
        return self.term.description


@object_type
class TermSource:
    """A page that a term of the vocabulary was taken from."""

    title: str = strawberry.field(description="Its title.")
    address: str | None = strawberry.field(description="Its address; null where it is not recorded.")


@object_type
class Term(Coded):
    """A member of a closed set, in words."""


@object_type
class Setting(Coded):
    """A care setting that an organisation works in."""


@object_type
class OrganisationType(Coded):
    """A kind of organisation."""


@object_type
class ExchangeType(Coded):
    """What may be exchanged."""

    term: strawberry.Private[vocabularies.ExchangeType]

    @field
    def plural(self) -> str:
        """What sentences call many of them."""
        return self.term.plural

    @field
    def pattern(self) -> str:
        """How it usually travels."""
        return self.term.pattern

    @field
    def sender(self) -> str:
        """What the sending end does."""
        return self.term.sender

    @field
    def receiver(self) -> str:
        """What the receiving end does."""
        return self.term.receiver

    @field
    def senders(self) -> list[OrganisationType]:
        """Kinds of organisation that send it; pairs of other kinds are NOT_APPLICABLE."""
        return _organisation_types(vocabulary().applicability[self.term.code][0])

    @field
    def receivers(self) -> list[OrganisationType]:
        """Kinds of organisation that receive it."""
        return _organisation_types(vocabulary().applicability[self.term.code][1])


@object_type
class Profile(Coded):
    """A published rule for messages."""

    term: strawberry.Private[vocabularies.Profile]

    @field
    def exchanges(self) -> list[ExchangeType]:
        """Exchange types that it serves."""
        return [exchange_type(code) for code in self.term.exchanges]

    @field
    def versions(self) -> list[str]:
        """Versions that its source documents."""
        return list(self.term.versions)

    @field
    def use_cases(self) -> list[str]:
        """Use cases that its source documents."""
        return list(self.term.use_cases)

    @field
    def body(self) -> str:
        """Who publishes it."""
        return self.term.body

    @field
    def open(self) -> bool:
        """False where one supplier's agreement is needed to use it."""
        return self.term.open

    @field
    def deprecated(self) -> str | None:
        """Why it should go; null where it should not."""
        return self.term.deprecated

    @field
    def payload(self) -> Payload | None:
        """How much of the content a machine can use."""
        return Payload[self.term.payload.upper()] if self.term.payload else None


@object_type
class Mandate(Coded):
    """A standard that somebody has to follow."""

    term: strawberry.Private[vocabularies.Mandate]

    @field
    def profiles(self) -> list[Profile]:
        """What counts as following it: any of them."""
        return [Profile(term=vocabulary().profiles[code]) for code in self.term.profiles]

    @field
    def exchanges(self) -> list[ExchangeType]:
        """Exchange types that it is about."""
        return [exchange_type(code) for code in self.term.exchanges]

    @field
    def body(self) -> str:
        """Who publishes it."""
        return self.term.body

    @field
    def due(self) -> date | None:
        """The day by which it has to be followed; null where no source gives one."""
        return self.term.due

    @field
    def due_note(self) -> str:
        """What the sources add to the day, or that they give none."""
        return self.term.due_note

    @field
    def capabilities(self) -> list[Capability]:
        """It binds systems for one of these."""
        return [capability(code) for code in self.term.capabilities]

    @field
    def organisation_types(self) -> list[OrganisationType]:
        """Only those of organisations of these kinds; none: of any."""
        return _organisation_types(frozenset(self.term.organisation_types))

    @field
    def scope(self) -> str:
        """Whom it binds, in words, and on whose reading."""
        return self.term.scope

    @field
    def sources(self) -> list[TermSource]:
        """The pages that say so."""
        return [term_source(code) for code in self.term.source]


@object_type
class NationalService(Coded):
    """A service run once for England."""

    term: strawberry.Private[vocabularies.NationalService]

    @field
    def role(self) -> str:
        """What it does between systems."""
        return self.term.role

    @field
    def exchanges(self) -> list[ExchangeType]:
        """Exchange types that it serves."""
        return [exchange_type(code) for code in self.term.exchanges]

    @field
    def relay(self) -> bool:
        """Whether it passes on what it takes."""
        return self.term.relay


@object_type
class Flow:
    """A flow of one exchange type, seen from a system."""

    exchange: ExchangeType = strawberry.field(description="What flows.")
    direction: Direction = strawberry.field(description="Which way.")


@object_type
class Capability(Coded):
    """What a system is for."""

    term: strawberry.Private[vocabularies.Capability]

    @field
    def settings(self) -> list[Setting]:
        """Care settings that its market is limited to; none: every setting."""
        return [setting(code) for code in self.term.settings]

    @field
    def several(self) -> bool:
        """Whether two or more in one organisation are no duplicate."""
        return self.term.several

    @field
    def required(self) -> list[Flow]:
        """Flows that every point solution for it needs; none for core records and hubs, which are never graded."""
        return [
            flow(one.exchange, one.direction) for one in vocabulary().required_flows.get(self.term.code, ())
        ]


@object_type
class StatedProfile:
    """A profile as a source states it: each part may be missing."""

    code: strawberry.ID | None = strawberry.field(description="Its code; null where none is stated.")
    version: str | None = strawberry.field(description="Its version; only the major one is ever compared.")
    use_case: str | None = strawberry.field(description="Its use case.")

    @field
    def name(self) -> str | None:
        """Its published name; null for an unpublished profile or none."""
        known = vocabulary().profiles.get(self.code or "")
        return known.name if known else None

    @field
    def description(self) -> str | None:
        """What it means, in a sentence; null for an unpublished profile or none."""
        known = vocabulary().profiles.get(self.code or "")
        return known.description if known else None

    @field
    def text(self) -> str:
        """All of it in one text, such as BARS-CORE@1.1 a1t1; `any` stands for a missing code."""
        return profile_text(self.code, self.version, self.use_case)


def exchange_type(code: str) -> ExchangeType:
    """The exchange type with this code."""
    return ExchangeType(term=vocabulary().exchange_types[code])


def term_source(code: str) -> TermSource:
    """The source with this code."""
    source = vocabulary().sources[code]
    return TermSource(title=source.title, address=source.address)


def setting(code: str) -> Setting:
    """The care setting with this code."""
    return Setting(term=vocabulary().settings[code])


def capability(code: str) -> Capability:
    """The capability with this code."""
    return Capability(term=vocabulary().capabilities[code])


def flow(exchange: str, direction: str) -> Flow:
    """A flow, by the code of its exchange type and its direction."""
    return Flow(exchange=exchange_type(exchange), direction=Direction(direction))


@cache
def codes(name: str) -> tuple[str, ...]:
    """The codes of a vocabulary in its order: snapshots number them so."""
    return tuple(vocabulary().terms(name))


def stated_profile(snapshot: Snapshot, code: int, version: int, use_case: int) -> StatedProfile | None:
    """The profile that a row of a snapshot states; None when it states no part of one."""
    if code < 0 and version < 0 and use_case < 0:
        return None
    return StatedProfile(
        code=strawberry.ID(snapshot.profiles[code]) if code >= 0 else None,
        version=_word(snapshot, version),
        use_case=_word(snapshot, use_case),
    )


def profile_of_text(text: str) -> StatedProfile | None:
    """The profile that `profile_text` wrote; None when it holds no part of one."""
    stated, _, use_case = text.partition(" ")
    code, version = split_profile(stated)
    code = None if code == "any" else code
    if not (code or version or use_case):
        return None
    return StatedProfile(
        code=strawberry.ID(code) if code else None, version=version, use_case=use_case or None
    )


def _word(snapshot: Snapshot, place: int) -> str | None:
    return snapshot.words[place] if place >= 0 else None


def _organisation_types(chosen: frozenset[str]) -> list[OrganisationType]:
    return [
        OrganisationType(term=term)
        for code, term in vocabulary().organisation_types.items()
        if code in chosen
    ]
