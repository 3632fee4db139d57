"""Open standards of products, and what a candidate would connect to: docs/reference/semantics.md (Standards)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tests.reference.facts import Link, Port, Tables, items
from tests.reference.profiles import BLANK, Profile, assumed, passed_on
from tests.reference.standards import StandardsMap
from tests.reference.tables import TABLE_2

Flow = tuple[str, str]
ROLE_OF = {"out": "source", "in": "sink"}


def required(capabilities: Collection[str]) -> list[Flow]:
    """The flows that capabilities require, each once."""
    return list(dict.fromkeys(flow for code in capabilities for flow in TABLE_2.get(code, ())))


@dataclass(frozen=True)
class Met:
    """What would come of connecting to one system or relay."""

    fit: str
    assumed: bool


class FittingMap(StandardsMap):
    """A map at one moment. `profiles`: published ones with the exchange types that each serves; `closed`: those not open."""

    def __init__(
        self,
        tables: Tables,
        as_of: date,
        known_at: date,
        profiles: Mapping[str, Collection[str]],
        closed: Collection[str] = (),
        min_evidence: str | None = None,
        *,
        on_record: bool = False,
    ) -> None:
        super().__init__(tables, as_of, known_at, min_evidence, on_record=on_record)
        self.profiles = profiles
        self.closed = closed
        self.products = {row["id"]: row for row in tables.get("products", [])}
        self.product_of = {row["id"]: row["product"] for row in tables.get("deployments", [])}

    # -- products -------------------------------------------------------------------------------------------------------

    def open_in(self, product: str, flow: Flow) -> tuple[str, tuple[str, ...]]:
        """Whether a product has an open standard for a flow, and which profiles say so."""
        exchange, direction = flow
        free = set(self.profiles) - set(self.closed)
        own = {name for name in self.systems if self.product_of[name] == product}
        seen = {
            code
            for code, name, role, used in self.uses()
            if name in own and used == exchange and role == ROLE_OF[direction]
        }
        claims = {
            code
            for code in items(self.products[product].get("standards", ""))
            if code in free and exchange in self.profiles[code]
        }
        if seen & free:
            return "SHOWN", tuple(sorted(seen & free))
        if claims:
            return "CLAIMED", tuple(sorted(claims))
        if seen and not any(self.blank(name, exchange) for name in own):
            return "NOT_OPEN", tuple(sorted(seen))
        return "NOT_KNOWN", tuple(sorted(seen))

    # -- candidates -----------------------------------------------------------------------------------------------------

    def usable(self, exchange: str) -> list[tuple[Port, Link | None]]:
        """Usable ports, with the link where one implies them."""
        links = {link.row: link for link in self.links}
        return [
            (port, links.get(port.only_link) if port.only_link is not None else None)
            for port in self.known.ports_for(exchange)
            if port.fact.standing == "in force"
            and port.deployment in self.systems
            and (port.only_link is None or port.only_link in links)
        ]

    def offers(self, product: str) -> set[tuple[Flow, str, str]]:
        """(flow, profile, ground) of all that a product speaks."""
        own = {name for name in self.systems if self.product_of[name] == product}
        exchanges = {port.exchange for port in self.known.ports} | {link.exchange for link in self.links}
        used = {
            ((exchange, direction), port.profile)
            for exchange in exchanges
            for port, _ in self.usable(exchange)
            for direction, role in ROLE_OF.items()
            if port.deployment in own and port.role == role
        }
        codes = {(flow, profile.code) for flow, profile in used}
        claimed = {
            ((exchange, direction), code)
            for code in items(self.products[product].get("standards", ""))
            for exchange in self.profiles.get(code, ())
            for direction in ROLE_OF
        }
        return {(flow, str(profile), "USED") for flow, profile in used} | {
            (flow, code, "CLAIMED") for flow, code in claimed if (flow, code) not in codes
        }

    def there(self, flow: Flow, buyer: str, product: str | None) -> Iterator[tuple[str, bool, Profile]]:
        """(system, whether as a relay, what it sends or accepts) of all that a candidate could meet at a buyer."""
        exchange, direction = flow
        own = {name for name, one in self.systems.items() if buyer in one.organisations}
        near = own | {
            name
            for link in self.links
            if link.exchange == exchange and {link.origin, link.target} & own
            for name in (link.origin, link.target)
        }
        for port, _ in self.usable(exchange):
            if product is not None and self.product_of[port.deployment] == product:
                continue
            if port.role == "relay" and port.deployment in near:
                sent = passed_on(BLANK, port.profile, port.emits)
                yield port.deployment, True, port.profile if direction == "out" else sent
            elif port.deployment in own and port.role == {"out": "sink", "in": "source"}[direction]:
                yield port.deployment, False, port.profile

    def fit(
        self, flow: Flow, buyer: str, spoken: Collection[Profile], product: str | None, *, by_hand: bool
    ) -> tuple[Met, dict[tuple[str, bool], Met]]:
        """What would come of connecting for one flow: over all, and by what is there."""
        met: dict[tuple[str, bool], list[Met]] = {}
        for name, relay, theirs in self.there(flow, buyer, product):
            outcomes = met.setdefault((name, relay), [])
            for own in spoken:
                if own.agrees(theirs):
                    outcomes.append(Met("CONNECTS", assumed(own, theirs)))
                else:
                    outcomes.append(Met("MISMATCH", False))
            if not spoken:
                outcomes.append(Met("NOT_KNOWN", False))
        best = {
            key: min(found, key=lambda one: (one.fit != "CONNECTS", one.assumed))
            for key, found in met.items()
        }
        joined = [one for one in best.values() if one.fit == "CONNECTS"]
        if not spoken:
            return Met("NOT_OFFERED" if by_hand else "NOT_KNOWN", False), best
        if joined:
            return Met("CONNECTS", all(one.assumed for one in joined)), best
        if best:
            return Met("MISMATCH", False), best
        told = self.on_record or self.known.complete(buyer, flow[0])
        return Met("NOTHING_THERE" if told else "NOT_KNOWN", False), best
