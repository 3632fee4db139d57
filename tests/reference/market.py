"""Markets, duplicates, products and contracts, sentence by sentence after sections 9 and 10 of the semantics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.reference.facts import (
    Moment,
    Tables,
    evidence_of,
    fact,
    first_day,
    items,
    last_day,
    read_map,
)
from tests.reference.tables import EVIDENCE, TABLE_1, TABLE_2

Row = dict[str, str]

_ACUTE = ("acute", "specialist")
SETTINGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("EPR_ACUTE", "PAS", "LIMS", "PACS_RIS", "ORDERCOMMS", "THEATRES", "PHARMACY_STOCK", "E_OBS"), _ACUTE
    ),
    "EPMA": (*_ACUTE, "mental_health"),
    "MATERNITY": ("acute",),
    "ED": ("acute",),
    "EPR_MHC": ("mental_health", "community"),
    "AMB_CAD": ("ambulance",),
    "AMB_EPCR": ("ambulance",),
}
"""Capability -> settings that it serves; every setting where it has no entry."""

CLOSED = {"IM1"}
"""Published profiles that one supplier's agreement is needed for."""

SEVERAL = {
    "TIE",
    "NATIONAL_SERVICE",
    "RECORD_VIEWER",
    "SPECIALTY_RECORD",
    "IMAGING_AI",
    "PATIENT_MESSAGING",
    "CLINICAL_COMMS",
    "SHARED_RECORD",
}


@dataclass(frozen=True)
class System:
    """A deployment in force, or one that is to come."""

    id: str
    product: str
    organisations: tuple[str, ...]
    capabilities: tuple[str, ...]
    status: str
    supplier: str | None


@dataclass(frozen=True)
class Market:
    """The market for a capability; bounds are (low, high)."""

    organisations: tuple[str, ...]
    unknown: tuple[str, ...]
    none: tuple[str, ...]
    shares: dict[str, tuple[Fraction, Fraction]]
    """Group or supplier -> organisations and share."""
    by_supplier: dict[str, Fraction]
    hhi: tuple[Fraction, Fraction] | None
    cr1: tuple[Fraction, Fraction] | None
    cr4: tuple[Fraction, Fraction] | None
    band: str | None
    instances: tuple[str, ...]
    planned: int


class MarketMap:
    """The tables at one moment."""

    def __init__(self, tables: Tables, as_of: date, known_at: date, min_evidence: str | None = None) -> None:
        weakest = EVIDENCE.index(min_evidence) if min_evidence else 0
        self.tables, self.as_of = tables, as_of
        moment = Moment(as_of, known_at)
        self.known = read_map(tables, moment, min_evidence)
        self.organisations = {row["code"]: row for row in tables["organisations"]}
        self.groups = {row["id"]: row.get("group") or f"supplier {row['id']}" for row in tables["suppliers"]}
        self.makers = {row["id"]: row.get("supplier") for row in tables["products"]}
        sold = {row["id"]: row.get("capabilities", "") for row in tables["products"]}
        self.in_force: list[System] = []
        self.coming: list[System] = []
        for row in tables["deployments"]:
            if EVIDENCE.index(evidence_of(row)) < weakest:
                continue
            status = row.get("status") or "live"
            system = System(
                row["id"],
                row["product"],
                tuple(items(row["organisations"])),
                tuple(items(row.get("capabilities") or sold.get(row["product"], ""))),
                status,
                self.makers.get(row["product"]),
            )
            standing = fact(row, moment).standing
            if standing == "in force":
                self.in_force.append(system)
            if standing == "on the way" or (standing == "in force" and status == "planned"):
                self.coming.append(system)
        self.counted = [system for system in self.in_force if system.status != "planned"]
        self.contracts = [
            row for row in tables.get("contracts", []) if EVIDENCE.index(evidence_of(row)) >= weakest
        ]

    def is_open(self, code: str) -> bool:
        """Whether an organisation is open on the day."""
        row = self.organisations[code]
        opened, closed = first_day(row.get("opened", "")), last_day(row.get("closed", ""))
        return (opened is None or opened <= self.as_of) and (closed is None or self.as_of <= closed)

    def at(self, code: str, capability: str) -> list[System]:
        """What an organisation has for a capability."""
        return [s for s in self.counted if code in s.organisations and capability in s.capabilities]

    def suppliers_at(self, code: str, capability: str) -> set[str]:
        """Suppliers of an organisation's systems for a capability, of retiring ones only if there is no other."""
        known = [system for system in self.at(code, capability) if system.supplier]
        staying = [system for system in known if system.status != "retiring"]
        return {system.supplier for system in staying or known if system.supplier}

    def market(self, capability: str, scope: Iterable[str], reading: str = "CAUTIOUS") -> Market:
        """The market of a scope (codes)."""
        scope = sorted(scope)
        served = SETTINGS.get(capability)
        inside, unknown, none = [], [], []
        for code in scope:
            settings = set(items(self.organisations[code].get("settings", "")))
            has = self.at(code, capability)
            if not has and served is not None and not settings & set(served):
                continue
            complete = reading == "ON_RECORD" or self.known.coverage.get((code, "*")) == "complete"
            if not has and complete:
                none.append(code)
                continue
            inside.append(code)
            if not self.suppliers_at(code, capability):
                unknown.append(code)
        weights: dict[str, Fraction] = {}
        by_supplier: dict[str, Fraction] = {}
        for code in inside:
            suppliers = self.suppliers_at(code, capability)
            groups = {self.groups[supplier] for supplier in suppliers}
            for group in groups:
                ours = [supplier for supplier in suppliers if self.groups[supplier] == group]
                weights[group] = weights.get(group, Fraction(0)) + Fraction(1, len(groups))
                for supplier in ours:
                    part = Fraction(1, len(groups) * len(ours))
                    by_supplier[supplier] = by_supplier.get(supplier, Fraction(0)) + part
        known = len(inside) - len(unknown)
        instances = {system.id for code in inside for system in self.at(code, capability)}
        planned = {
            s.id for s in self.coming if capability in s.capabilities and set(s.organisations) & set(scope)
        }
        figures = _figures(list(weights.values()), len(unknown))
        return Market(
            tuple(inside),
            tuple(unknown),
            tuple(none),
            {group: (weight, weight / known) for group, weight in weights.items()},
            by_supplier,
            *figures,
            tuple(sorted(instances)),
            len(planned),
        )

    def duplicates(self, scope: Iterable[str], capability: str | None = None) -> set[tuple[str, ...]]:
        """(kind, place, capability, deployments, products) of each duplicate."""
        live = [
            system
            for system in self.in_force
            if system.status == "live" and not system.product.startswith("unnamed-")
        ]
        found = set()
        codes = sorted(scope)
        areas = {self.organisations[code].get("icb") for code in codes} - {None}
        everything = {one for system in live for one in system.capabilities} - SEVERAL
        for one in everything if capability is None else everything & {capability}:
            for code in codes:
                here = [s for s in live if one in s.capabilities and code in s.organisations]
                if len(here) > 1:
                    found.add(_duplicate("ORGANISATION", code, one, here))
            for area in areas:
                members = {c for c in codes if self.organisations[c].get("icb") == area and self.is_open(c)}
                here = [s for s in live if one in s.capabilities and members & set(s.organisations)]
                if len({system.product for system in here}) > 1:
                    found.add(_duplicate("ICB", str(area), one, here))
        return found

    def products(self, capability: str, scope: Iterable[str]) -> dict[str, tuple[int, int, int]]:
        """Product -> organisations, instances, and organisations where all of its instances are being retired."""
        codes = set(scope)
        found: dict[str, tuple[int, int, int]] = {}
        for product in {system.product for system in self.counted}:
            here = [
                s
                for s in self.counted
                if s.product == product and capability in s.capabilities and codes & set(s.organisations)
            ]
            at = {code: [s for s in here if code in s.organisations] for code in codes}
            at = {code: systems for code, systems in at.items() if systems}
            if at:
                retiring = sum(all(s.status == "retiring" for s in systems) for systems in at.values())
                found[product] = len(at), len(here), retiring
        return found

    # -- ties -----------------------------------------------------------------------------------------------------------

    def required(self, system: System) -> set[tuple[str, str]]:
        """The flows that its capabilities require."""
        return {flow for capability in system.capabilities for flow in TABLE_2.get(capability, ())}

    def gap(self, system: System, exchange: str, direction: str, reading: str) -> str | None:
        """Why no open standard is on record for a flow; None where one is."""
        running = {one.id for one in self.in_force}
        role = "source" if direction == "out" else "sink"
        profiles = []
        for port in self.known.ports:
            if (port.deployment, port.exchange) != (system.id, exchange) or port.fact.standing != "in force":
                continue
            if port.role == role:
                profiles.append(port.profile.code)
            if port.role == "relay":
                profiles.append(
                    port.emits.code or port.profile.code if direction == "out" else port.profile.code
                )
        for link in self.known.links:
            end = link.origin if direction == "out" else link.target
            if (
                link.exchange == exchange
                and end == system.id
                and link.fact.standing == "in force"
                and {link.origin, link.target} <= running
            ):
                profiles.append(link.profile.code)
        stated = [profile for profile in profiles if profile]
        if any(not profile.startswith("x-") and profile not in CLOSED for profile in stated):
            return None
        if profiles:
            return "NOT_OPEN" if stated else "NO_PROFILE_STATED"
        denied = any(
            port.fact.absent and (port.deployment, port.exchange, port.role) == (system.id, exchange, role)
            for port in self.known.ports
        )
        complete = any(self.known.complete(code, exchange) for code in system.organisations)
        return "NO_FLOW" if denied or complete or reading == "ON_RECORD" else "NOT_RECORDED"

    def record_complete(self, code: str) -> bool:
        """Whether an organisation's record is complete for every exchange type."""
        return self.known.coverage.get((code, "*")) == "complete" and all(
            self.known.complete(code, exchange) for exchange in TABLE_1
        )

    # -- contracts ------------------------------------------------------------------------------------------------------

    def ends(self, contract: Row) -> date | None:
        return last_day(contract.get("to", ""))

    def contract_in_force(self, contract: Row) -> bool:
        start, end = first_day(contract.get("from", "")), self.ends(contract)
        return (start is None or start <= self.as_of) and (end is None or self.as_of <= end)

    def expired(self, contract: Row) -> bool:
        end = self.ends(contract)
        return end is not None and end < self.as_of

    def is_for_product(self, contract: Row, system: System) -> bool:
        return contract["buyer"] in system.organisations and contract.get("product") == system.product

    def is_for_capability(self, contract: Row, system: System) -> bool:
        return (
            contract["buyer"] in system.organisations
            and contract["supplier"] == system.supplier
            and contract.get("capability") in system.capabilities
        )

    def dependents(self, contract: Row) -> list[System]:
        """What the buyer uses of what it bought."""
        exact = [system for system in self.in_force if self.is_for_product(contract, system)]
        return exact or [system for system in self.in_force if self.is_for_capability(contract, system)]

    def contract_of(self, system: System, *, expired: bool = False) -> Row | None:
        """The contract of a system that ends last: one in force, or one that has expired."""
        chosen = self.expired if expired else self.contract_in_force
        some = [row for row in self.contracts if chosen(row)]
        fitting = [row for row in some if self.is_for_product(row, system)]
        fitting = fitting or [row for row in some if self.is_for_capability(row, system)]
        return max(fitting, key=lambda row: self.ends(row) or date.max, default=None)

    def bucket(self, contract: Row) -> str:
        end = self.ends(contract)
        if end is None:
            return "NO_END_DATE"
        if end < self.as_of:
            return "EXPIRED"
        if end <= self.as_of.replace(year=self.as_of.year + 1):
            return "WITHIN_12_MONTHS"
        return "WITHIN_24_MONTHS" if end <= self.as_of.replace(year=self.as_of.year + 2) else "LATER"

    def links_of(self, ids: set[str]) -> list[tuple[str, str, str | None]]:
        """The usable links that touch one of the systems: ends and profile."""
        running = {system.id for system in self.in_force}
        return [
            (link.origin, link.target, link.profile.code)
            for link in self.known.links
            if link.fact.standing == "in force"
            and {link.origin, link.target} <= running
            and {link.origin, link.target} & ids
        ]

    def beyond(self, contract: Row) -> set[str]:
        """Organisations other than the buyer that run what depends on a contract or are linked with it."""
        ids = {system.id for system in self.dependents(contract)}
        reached = ids | {end for link in self.links_of(ids) for end in link[:2]}
        found = {code for system in self.in_force if system.id in reached for code in system.organisations}
        return found - {contract["buyer"]}

    def in_area(self, contract: Row) -> int:
        """Systems of what an ICB bought at the open organisations of its area."""
        buyer = contract["buyer"]
        if self.organisations[buyer]["type"] != "ICB":
            return 0
        area = {c for c, row in self.organisations.items() if row.get("icb") == buyer and self.is_open(c)}
        here = [system for system in self.in_force if area & set(system.organisations)]
        if contract.get("product"):
            return sum(system.product == contract["product"] for system in here)
        return sum(
            system.supplier == contract["supplier"] and contract.get("capability") in system.capabilities
            for system in here
        )


def _duplicate(kind: str, place: str, capability: str, systems: list[System]) -> tuple[str, ...]:
    ids = ";".join(sorted(system.id for system in systems))
    return kind, place, capability, ids, ";".join(sorted({system.product for system in systems}))


def _figures(
    weights: list[Fraction], unknown: int
) -> tuple[
    tuple[Fraction, Fraction] | None,
    tuple[Fraction, Fraction] | None,
    tuple[Fraction, Fraction] | None,
    str | None,
]:
    """HHI, CR1, CR4 and the screening band; None for a market of nobody."""
    total = sum(weights, Fraction(unknown))
    if not total:
        return None, None, None, None
    low = sorted([*weights, *[Fraction(1)] * unknown], reverse=True)
    high = sorted(weights, reverse=True) or [Fraction(0)]
    high[0] += unknown
    index = tuple(sum((10000 * (w / total) ** 2 for w in some), Fraction(0)) for some in (low, high))
    bands = {"below" if value < 1000 else "middle" if value <= 2000 else "above" for value in index}
    names = {"below": "NOT_CONCENTRATED", "middle": "CONCENTRATED", "above": "HIGHLY_CONCENTRATED"}
    return (
        (index[0], index[1]),
        (low[0] / total, high[0] / total),
        (sum(low[:4], Fraction(0)) / total, sum(high[:4], Fraction(0)) / total),
        names[bands.pop()] if len(bands) == 1 else None,
    )
