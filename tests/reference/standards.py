"""Who uses which profile, and who follows a mandate, written from docs/reference/semantics.md (Standards)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tests.reference.facts import Deployment, Map, Moment, Tables, read_map


@dataclass(frozen=True)
class Rule:
    """A mandate: what counts as following it, for what, and whom it binds."""

    profiles: Collection[str]
    exchanges: Collection[str]
    capabilities: Collection[str]
    organisation_types: Collection[str] = ()


class StandardsMap:
    """A map at one moment, with the questions about profiles that can be asked of it."""

    def __init__(
        self,
        tables: Tables,
        as_of: date,
        known_at: date,
        min_evidence: str | None = None,
        *,
        on_record: bool = False,
    ) -> None:
        self.known: Map = read_map(tables, Moment(as_of, known_at), min_evidence)
        self.on_record = on_record
        self.systems: dict[str, Deployment] = {
            name: one for name, one in self.known.deployments.items() if one.fact.standing == "in force"
        }
        self.ports = [
            port
            for port in self.known.ports
            if port.fact.standing == "in force" and port.deployment in self.systems
        ]
        self.links = [
            link
            for link in self.known.links
            if link.fact.standing == "in force"
            and link.origin in self.systems
            and link.target in self.systems
        ]

    def relays(self, name: str, exchange: str) -> bool:
        """Whether a system passes on something for an exchange type."""
        return any(
            port.role == "relay" and (port.deployment, port.exchange) == (name, exchange)
            for port in self.ports
        )

    def uses(self) -> set[tuple[str, str, str, str]]:
        """(profile, system, role, exchange type) of every use."""
        found = set()
        for port in self.ports:
            for profile in (port.profile, port.emits):
                if profile.code:
                    found.add((profile.code, port.deployment, port.role, port.exchange))
        for link in self.links:
            if link.profile.code:
                for name, role in ((link.origin, "source"), (link.target, "sink")):
                    passing = "relay" if self.relays(name, link.exchange) else role
                    found.add((link.profile.code, name, passing, link.exchange))
        return found

    def follows(self, name: str, rule: Rule) -> bool:
        """Whether a system uses one of the mandate's profiles."""
        return any(system == name and code in rule.profiles for code, system, _, _ in self.uses())

    def blank(self, name: str, exchange: str) -> bool:
        """Whether a system uses something for an exchange type of which nobody says which profile it is."""
        if any(
            (port.deployment, port.exchange) == (name, exchange) and port.profile.code is None
            for port in self.ports
        ):
            return True
        speaks = any(
            (port.deployment, port.exchange) == (name, exchange) and not port.fact.absent
            for port in self.known.ports
        )
        return not speaks and any(
            link.exchange == exchange and name in (link.origin, link.target) and link.profile.code is None
            for link in self.links
        )

    def denied(self, name: str, exchange: str, rule: Rule) -> bool:
        """Whether its source and its sink are both stated absent."""
        absent = {
            port.role
            for port in self.known.ports
            if port.fact.absent
            and (port.deployment, port.exchange) == (name, exchange)
            and (port.profile.code is None or port.profile.code in rule.profiles)
        }
        return {"source", "sink"} <= absent

    def system_level(self, name: str, rule: Rule) -> str:
        """SUPPORTS, KNOWN_NOT or NOT_KNOWN of a system."""
        if self.follows(name, rule):
            return "SUPPORTS"
        for exchange in rule.exchanges:
            told = (
                self.on_record
                or self.denied(name, exchange, rule)
                or any(self.known.complete(body, exchange) for body in self.systems[name].organisations)
            )
            if not told or self.blank(name, exchange):
                return "NOT_KNOWN"
        return "KNOWN_NOT"

    def organisation_level(self, body: str, rule: Rule) -> str:
        """SUPPORTS, KNOWN_NOT or NOT_KNOWN of an organisation."""
        own = [name for name, one in self.systems.items() if body in one.organisations]
        if any(self.follows(name, rule) for name in own):
            return "SUPPORTS"
        for exchange in rule.exchanges:
            if not (self.on_record or self.known.complete(body, exchange)):
                return "NOT_KNOWN"
            if any(self.blank(name, exchange) for name in own):
                return "NOT_KNOWN"
        return "KNOWN_NOT"

    def bound(self, rule: Rule, scope: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
        """Levels of the systems that a mandate binds, and of the organisations in scope with one."""
        bodies = {
            body
            for body in scope
            if not rule.organisation_types or self.known.organisation_types[body] in rule.organisation_types
        }
        systems = {
            name: self.system_level(name, rule)
            for name, one in self.systems.items()
            if one.organisations & bodies and one.capabilities & set(rule.capabilities)
        }
        organisations = {
            body: self.organisation_level(body, rule)
            for body in bodies
            if any(body in self.systems[name].organisations for name in systems)
        }
        return systems, organisations
