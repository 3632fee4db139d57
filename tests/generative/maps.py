"""Random small maps that reach every rule of the semantics, as evidence tables that any importer must take.

Everything about a map follows from its seed. Each map turns on one capability and the exchange types that it needs,
and has a temper (how much is dated, left blank, shared, proprietary), so that its few systems have much to do with
one another and every kind of answer turns up in some maps.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import strategies

from tests.generative.periods import Period, random_period, random_periods
from tests.reference.tables import EVIDENCE, PAYLOADS, TABLE_1, TABLE_2
from tests.spec.cases.rows import (
    Row,
    Tables,
    coverage,
    deployment,
    link,
    organisation,
    port,
    product,
    supplier,
)

CORE = ("EPR_ACUTE;PAS", "EPR_ACUTE", "TIE", "MATERNITY;EPMA")
SERVICES = ("service:MESH", "service:E_RS")
CODES = ("BARS-CORE", "NRL-R4")
VERSIONS = ("@1", "@1.0", "@1.1", "@2.0")
USE_CASES = ("a1t1", "a5t1")
OBSERVATIONS = ("2026", "2026-10", "2026-10", "2025-03-31", "2026-11-02")
ROLES = {"source": "source", "serve": "source", "sink": "sink", "query": "sink", "relay": "relay"}
LINK_COLUMNS = {"from": "from_date", "to": "to_date"}


def random_map(seed: int) -> Tables:
    """A map of 4 to 8 organisations and 4 to 12 deployments; equal for equal seeds; tables without rows are left out."""
    return _Maker(Random(seed)).make()


maps = strategies.integers(min_value=0, max_value=2**32).map(random_map)
"""The same maps for hypothesis, which reports the smallest seed that fails."""


class _Maker:
    """Builds one map; the attributes set first are its temper."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.evidence = rng.choice((("",), ("assured", "observed"), ("observed",), ("", "", "", *EVIDENCE)))
        self.undated = rng.choice((0.0, 0.05, 0.3))
        self.dated = rng.choice((0.0, 0.1, 0.3))
        self.blank = rng.choice((0.1, 0.3, 0.8))
        self.x_profiles = rng.choice((0.0, 0.05, 0.6))
        self.versions = rng.choice((0.0, 0.3, 0.6))
        self.payloads = rng.choice((0.0, 0.4, 0.7))
        self.use_cases = rng.choice((0.0, 0.25, 0.6))
        self.codes = CODES[: rng.choice((1, 2, 2))]
        self.translating = rng.random() < 0.3
        self.stated_ports = rng.choice((0.1, 0.6, 0.9))
        self.complete = rng.choice((0.4, 0.7, 1.0))
        self.shape = rng.choice(("spokes", "spokes", "spokes", "random", "sparse", "chain"))
        self.bought = rng.sample(("suite", "point", "rival", "other", "nobody"), rng.choice((1, 2, 5)))
        self.one_group = rng.random() < 0.4
        small = [capability for capability, flows in TABLE_2.items() if len(flows) <= 2]
        self.capability = rng.choice(small if rng.random() < 0.5 else list(TABLE_2))
        self.exchanges = list(dict.fromkeys(exchange for exchange, _ in TABLE_2[self.capability]))
        if len(self.exchanges) == 1 or rng.random() < 0.2:
            self.exchanges.append(
                rng.choice([exchange for exchange in TABLE_1 if exchange not in self.exchanges])
            )
        self.relays: list[str] = []
        self.identities: set[tuple[str, ...]] = set()

    def make(self) -> Tables:
        organisations = self._organisations()
        deployments = self._deployments([row["code"] for row in organisations])
        names = [row["id"] for row in deployments]
        tables = {
            "organisations": organisations,
            "suppliers": [
                self._with_evidence(supplier(key, group="Group" if self.one_group else ""))
                for key in ("arden", "beacon")
            ]
            + [self._with_evidence(supplier("corvid"))],
            "products": [
                self._with_evidence(product("suite", supplier="arden", capabilities="EPR_ACUTE;PAS")),
                self._with_evidence(product("point", supplier="arden", capabilities=self.capability)),
                self._with_evidence(product("rival", supplier="beacon", capabilities=self.capability)),
                self._with_evidence(product("other", supplier="corvid")),
                self._with_evidence(product("nobody", capabilities=self.capability)),
            ],
            "deployments": deployments,
            "ports": self._ports(names),
            "links": self._links(names),
            "coverage": self._coverage([row["code"] for row in organisations]),
        }
        return {name: rows for name, rows in tables.items() if rows}

    def _often(self, share: float) -> bool:
        return self.rng.random() < share

    def _with_evidence(self, row: Row) -> Row:
        evidence = self.rng.choice(self.evidence) if self._often(0.95) else self.rng.choice(EVIDENCE)
        observed = "" if self._often(self.undated) else self.rng.choice(OBSERVATIONS)
        return {
            **row,
            **({"evidence": evidence} if evidence else {}),
            **({"observed_at": observed} if observed else {}),
        }

    def _organisations(self) -> list[Row]:
        kinds = [
            "NHS_TRUST",
            "NHS_TRUST",
            "NATIONAL_BODY",
            self.rng.choice(("GP_PRACTICE", "NHS_TRUST", "SUB_ICB")),
        ]
        some = [kind for exchange in self.exchanges for kinds in TABLE_1[exchange] for kind in sorted(kinds)]
        kinds += [self.rng.choice(some) for _ in range(self.rng.choice((0, 0, 1, 2, 3)))]
        rows = [organisation(f"T{number}", kind) for number, kind in enumerate(kinds)]
        if self._often(0.2):
            rows.append(organisation("QB1", "ICB"))
        self.rng.shuffle(rows)
        return [self._with_evidence(row) for row in rows]

    def _deployments(self, codes: list[str]) -> list[Row]:
        rng = self.rng
        local = [code for code in codes if code != "T2"]
        names = [f"{letter}-{rng.randint(1, 9)}" for letter in rng.sample("abcdefghijklm", rng.randint(3, 9))]
        rows = []
        for number, name in enumerate(names):
            owners = [local[number % len(local)]] if self._often(0.6) else [rng.choice(local)]
            while self._often(0.25) and len(owners) < 3:
                owners += [code for code in [rng.choice(local)] if code not in owners]
            if self.shape == "chain" and number < 3:
                owners = local[:1]
            own = rng.choice(("", self.capability, self.capability, rng.choice(CORE)))
            rows.append(
                deployment(
                    name, ";".join(owners), rng.choice(self.bought), capabilities=own, **self._dates(0.5)
                )
            )
        for service in SERVICES[: rng.randint(1, 2)]:
            rows.append(
                deployment(service, "T2", "other", capabilities="NATIONAL_SERVICE", **self._dates(0.3))
            )
            self.relays.append(service)
        self.relays += names[1:3] if self.shape == "chain" else rng.sample(names, rng.choice((0, 1, 2, 3)))
        return [self._with_evidence(row) for row in rows]

    def _dates(self, share: float) -> Period:
        return random_period(self.rng, self.dated * share)

    def _profile(self, usual: int = 0) -> str:
        """A profile; where the map is about translation mostly with the usual one of the two codes."""
        if self._often(self.blank):
            return ""
        code = "x-acme" if self._often(self.x_profiles) else self.rng.choice(self.codes)
        if self.translating and self._often(0.8):
            code = CODES[usual]
        return code + (self.rng.choice(VERSIONS) if self._often(self.versions) else "")

    def _use_case(self) -> str:
        return self.rng.choice(USE_CASES) if self._often(self.use_cases) else ""

    def _payload(self, role: str) -> str:
        if not self._often(self.payloads):
            return ""
        return self.rng.choice(PAYLOADS if role != "source" else PAYLOADS[1:])

    def _ports(self, names: list[str]) -> list[Row]:
        return [
            row for exchange in self.exchanges for name in names for row in self._ports_of(name, exchange)
        ]

    def _ports_of(self, name: str, exchange: str) -> list[Row]:
        """The ports of one deployment for one exchange type: a relay's, any other's, or none."""
        rng = self.rng
        rows: list[Row] = []
        stated = self.stated_ports
        if name in self.relays and self._often(0.85):
            stated = 0.15
            for _ in range(rng.choice((1, 1, 2, 3))):
                profile, emits = self._profile(), self._profile(1)
                if self._often(0.2 if self.translating else 0.5):
                    emits = rng.choice(("", profile))
                rows += self._port_rows(name, exchange, "relay", profile, emits)
        elif self._often(0.1):
            denied = port(name, exchange, rng.choice(("source", "sink", "relay")), status="absent")
            return [self._with_evidence(denied)]
        for usual, roles in enumerate((("source", "serve"), ("sink", "query"))):
            while self._often(stated):
                rows += self._port_rows(name, exchange, rng.choice(roles), self._profile(usual))
                stated *= 0.6
        return rows

    def _is_new(self, *identity: str) -> bool:
        """Whether no row states the port or link yet; it is taken as stated from now on."""
        known = identity in self.identities
        self.identities.add(identity)
        return not known

    def _port_rows(self, name: str, exchange: str, role: str, profile: str, emits: str = "") -> list[Row]:
        payload, use_case = self._payload(role), self._use_case()
        if not self._is_new(name, exchange, ROLES[role], profile, emits, use_case):
            return []
        return [
            self._with_evidence(
                port(name, exchange, role, profile, emits=emits, use_case=use_case, payload=payload, **period)
            )
            for period in random_periods(self.rng, self.dated)
        ]

    def _links(self, names: list[str]) -> list[Row]:
        rows: list[Row] = []
        for origin, target in self._connections(names):
            exchange = self.exchanges[0] if self._often(0.7) else self.rng.choice(self.exchanges)
            for _ in range(self.rng.choice((1, 1, 1, 2))):
                rows += self._link_rows(origin, target, exchange)
        return rows

    def _connections(self, names: list[str]) -> list[tuple[str, str]]:
        """Pairs of deployments to be linked.

        Some at random, and besides spokes around the relays and links between these, many at random, few, or a chain
        that begins with a system of one organisation and two relays of the same.
        """
        rng = self.rng
        found = [rng.sample(names, 2) for _ in range(2 if self.shape == "chain" else len(names))]
        if self.shape == "spokes":
            found = found[:3] + [
                [one, other] for one in self.relays for other in self.relays if self._often(0.5)
            ]
            for name in names:
                found += [[name, relay] for relay in self.relays if self._often(0.5)]
                found += [[relay, name] for relay in self.relays if self._often(0.5)]
        elif self.shape == "random":
            found += [rng.sample(names, 2) for _ in range(2 * len(names))]
        elif self.shape == "chain":
            for one, other in pairwise(names):
                found += [ends for ends in ([one, other], [other, one]) if self._often(0.7)]
        else:
            for relay in self.relays:
                system = rng.choice(names)
                found += [[system, relay], [relay, system]]
        return [(origin, target) for origin, target in found if origin != target]

    def _link_rows(self, origin: str, target: str, exchange: str) -> list[Row]:
        profile, use_case = self._profile() if self._often(0.5) else "", self._use_case()
        if not self._is_new(origin, target, exchange, profile, use_case):
            return []
        rows = []
        for period in random_periods(self.rng, self.dated) if self._often(0.97) else ({"status": "absent"},):
            dates = {LINK_COLUMNS.get(name, name): text for name, text in period.items()}
            rows.append(
                self._with_evidence(link(origin, target, exchange, profile, use_case=use_case, **dates))
            )
        return rows

    def _coverage(self, codes: list[str]) -> list[Row]:
        rows = []
        for code in codes:
            for exchange in ("*", *self.exchanges):
                if self._often(0.9 if exchange == "*" else 0.2):
                    level = "complete" if self._often(self.complete) else self.rng.choice(("none", "partial"))
                    rows.append(self._with_evidence(coverage(code, level, exchange)))
        return rows
