"""Warnings about what is taken and odd: links that break table 1 of the semantics or contradict a port that is stated
absent, and national services that are not named or run as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from graphmap.ingest.known import Known, PortPlace
from graphmap.ingest.problems import Fault, Severity
from graphmap.ingest.suggestions import nearest
from graphmap.model.claims import Claim
from graphmap.model.dates import first_day, last_day
from graphmap.model.ids import SERVICE
from graphmap.model.terms import Kind, Role, Status
from graphmap.model.vocabulary import Vocabulary

Types = frozenset[str]
_NATIONAL = "NATIONAL_BODY"


class Oddities:
    """Sees the claims of an input in the order of the tables. O(1) for each claim."""

    def __init__(self, vocabulary: Vocabulary, known: Known, today: date, *, ports_given: bool) -> None:
        self._rules = vocabulary.applicability
        self._services = vocabulary.national_services
        self._known = known
        self._today = today.toordinal()
        self._ports_given = ports_given
        self._type_of: dict[str, str | None] = {}
        self._organisations: dict[str, Collection[str]] = {}
        self._types: dict[str, Types] = {}
        self._present: set[PortPlace] = set()
        self._absent: set[PortPlace] = set()
        self._fits: dict[tuple[str, Types, Types], bool] = {}
        self._one: dict[Types, Types] = {}

    def of(self, claim: Claim) -> Iterable[Fault]:
        """What is odd about a claim, given those before it."""
        kind, body = claim.kind, claim.body
        if kind is Kind.LINK:
            return self._of_link(claim)
        if kind is Kind.PORT:
            place = body["deployment"], body["exchange"], body["role"]
            (self._absent if body["status"] == Status.ABSENT else self._present).add(place)
        elif kind is Kind.DEPLOYMENT:
            self._organisations[claim.key] = body["organisations"]
            if claim.key.startswith(SERVICE):
                return self._of_service(claim)
        elif kind is Kind.ORGANISATION:
            self._type_of[claim.key] = body.get("type")
        return ()

    def _of_service(self, claim: Claim) -> Iterable[Fault]:
        code = claim.key.removeprefix(SERVICE)
        if code not in self._services:
            near = ", ".join(map(repr, nearest(code, self._services)))
            yield Fault(
                "names no known national service",
                f"Nearest: {near}" if near else "Use an id of your own for any other system",
                column="id",
                value=claim.key,
                severity=Severity.WARNING,
            )
        types = self._types_of(claim.key)
        if types and _NATIONAL not in types:
            yield Fault(
                f"is a national service, and run by {_words(types)}",
                f"Name the organisation of type {_NATIONAL} that runs it",
                column="organisations",
                value=";".join(claim.body["organisations"]),
                severity=Severity.WARNING,
            )

    def _of_link(self, claim: Claim) -> Iterable[Fault]:
        body = claim.body
        exchange, origin, target = body["exchange"], body["origin"], body["target"]
        senders, receivers = self._types_of(origin), self._types_of(target)
        if not self._applicable(exchange, senders, receivers) and not (
            self._is_relay(origin, exchange) or self._is_relay(target, exchange)
        ):
            yield Fault(
                f"does not go from {_words(senders)} to {_words(receivers)} (semantics, table 1)",
                "Nothing is answered about this pair; check the exchange type and the two ends",
                column="exchange",
                value=exchange,
                severity=Severity.WARNING,
            )
        if self._ports_given and not self._absent:
            return
        for deployment, role, column in ((origin, Role.SOURCE, "from"), (target, Role.SINK, "to")):
            if self._contradicts(claim, deployment, exchange, role):
                yield Fault(
                    f"is linked for {exchange}, and its {role} port for it is stated absent",
                    "One of the two is wrong: correct the link or the port",
                    column=column,
                    value=deployment,
                    severity=Severity.WARNING,
                )

    def _applicable(self, exchange: str, senders: Types, receivers: Types) -> bool:
        asked = exchange, senders, receivers
        fits = self._fits.get(asked)
        if fits is None:
            send, receive = self._rules[exchange]
            # Where a type is not known there is nothing to compare.
            fits = not senders or not receivers or bool(senders & send and receivers & receive)
            self._fits[asked] = fits
        return fits

    def _types_of(self, deployment: str) -> Types:
        types = self._types.get(deployment)
        if types is None:
            codes = self._organisations.get(deployment)
            if codes is None:
                codes = self._known.deployments.get(deployment, ())
            found = frozenset(kind for code in codes if (kind := self._type(code)))
            types = self._types[deployment] = self._one.setdefault(found, found)
        return types

    def _type(self, code: str) -> str | None:
        return self._type_of[code] if code in self._type_of else self._known.organisation_types.get(code)

    def _is_relay(self, deployment: str, exchange: str) -> bool:
        return self._stated((deployment, exchange, Role.RELAY.value))

    def _stated(self, place: PortPlace) -> bool:
        return place in self._present or place in self._known.ports[0]

    def _contradicts(self, claim: Claim, deployment: str, exchange: str, role: Role) -> bool:
        place = deployment, exchange, role.value
        absent = place in self._absent or (not self._ports_given and place in self._known.ports[1])
        return (
            absent
            and self._in_force(claim)
            and not self._stated(place)
            and not self._is_relay(deployment, exchange)
        )

    def _in_force(self, claim: Claim) -> bool:
        body = claim.body
        if not first_day(body.get("start")) <= self._today <= last_day(body.get("end")):
            return False
        status = body["status"]
        return status in {Status.LIVE, Status.RETIRING} or (status == Status.RETIRED and "end" in body)


def _words(types: Types) -> str:
    return " or ".join(sorted(types))
