"""What organisations send and take, and how much of it a machine can use: docs/reference/semantics.md (Standards)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tests.reference.facts import Map, Moment, Port, Tables, read_map
from tests.reference.tables import PAYLOADS, TABLE_1


@dataclass(frozen=True)
class Side:
    """What one organisation sends, or takes; `best` is None where no port says."""

    ports: int
    unstated: int
    best: str | None
    coded: str


class PayloadMap:
    """A map at one moment. `of_profiles`: the payload of profiles that are known for one."""

    def __init__(
        self,
        tables: Tables,
        exchange: str,
        as_of: date,
        known_at: date,
        of_profiles: Mapping[str, str],
        min_evidence: str | None = None,
        *,
        on_record: bool = False,
    ) -> None:
        self.known: Map = read_map(tables, Moment(as_of, known_at), min_evidence)
        self.exchange = exchange
        self.of_profiles = of_profiles
        self.on_record = on_record
        in_force = {
            name: one for name, one in self.known.deployments.items() if one.fact.standing == "in force"
        }
        self.systems = in_force
        usable = {
            link.row: link
            for link in self.known.links
            if link.fact.standing == "in force" and {link.origin, link.target} <= in_force.keys()
        }
        self.ports = [
            port
            for port in self.known.ports_for(exchange)
            if port.fact.standing == "in force"
            and port.deployment in in_force
            and (port.only_link is None or port.only_link in usable)
        ]

    def level(self, port: Port) -> str | None:
        """The payload of a port: its own, else its profile's."""
        return port.payload or self.of_profiles.get(port.profile.code or "")

    def side(self, body: str, role: str) -> Side:
        """What an organisation sends (source) or takes (sink)."""
        own = [
            port
            for port in self.ports
            if port.role == role and body in self.systems[port.deployment].organisations
        ]
        stated = [level for port in own if (level := self.level(port))]
        best = max(stated, key=PAYLOADS.index, default=None)
        unstated = len(own) - len(stated)
        kinds = TABLE_1[self.exchange][0 if role == "source" else 1]
        if self.known.organisation_types[body] not in kinds:
            coded = "NOT_APPLICABLE"
        elif best == "coded":
            coded = "YES"
        elif unstated == 0 and (self.on_record or self.known.complete(body, self.exchange)):
            coded = "NO"
        else:
            coded = "UNKNOWN"
        return Side(len(own), unstated, best, coded)
