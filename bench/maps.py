"""Made-up national maps of two sizes, as evidence tables: the same map for the same size and seed.

They hold what the rules turn on: profiles with versions and use cases, translating relays, blanks, implied ports, planned,
slipped, lapsed and absent facts, shared instances, partial records. Four links in five name no profile, as in the public
evidence for England. How dense a real national map is nobody knows; these shares are guesses, so benchmark figures are for
comparing methods, not for forecasting answers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

Row = dict[str, str]

PROFILES: dict[str, tuple[str, ...]] = {
    "referral": ("ERS-STU3", "ERS-R4", "BARS-CORE@1.1.6", "BARS-CORE@2.0"),
    "booking": ("BARS-CORE@1.0", "BARS-CORE@1.1.6", "GPC-APPT", "CC-UEC-APPT"),
    "transfer_of_care": ("TOC-IP", "TOC-ED", "TOC-MH", "CDA"),
    "pathology_order": ("V2-OML@2.5.1", "V2-OML@2.3", "x-lab-orders"),
    "pathology_result": ("PMIP-NHS003", "PMIP-NHS002", "PATH-FHIR", "V2-ORU@2.5.1"),
    "imaging": ("DICOM-STORE", "XDS", "x-pacs"),
    "prescription": ("EPS-V3", "EPS-R4"),
    "medication_allergy": ("DAPB4013@1", "GPC-STRUCT", "GPC-HTML"),
    "demographics": ("V2-ADT@2.3", "V2-ADT@2.5", "PDS-R4", "MIM"),
    "shared_record": ("NRL-R4", "GPC-HTML", "GPC-STRUCT", "x-viewer"),
    "document": ("GPC-SEND", "GPC-UPDATE", "XDS", "x-letters"),
    "observation": ("V2-ORU@2.5.1", "V2-ORU@2.3", "x-vitals"),
    "safeguarding_flag": ("CPIS",),
    "gp_record_transfer": ("GP2GP@4",),
}
"""What systems speak, by exchange type."""
EXCHANGES = tuple(PROFILES)
USE_CASES = ("a1t1", "a1t2", "a5t1")
NATIONAL, NATIONAL_SHARE = 12, 60
"""How many relays are national services, and how many times the links of another relay each of them has."""
CAPABILITIES = (
    "EPR_ACUTE",
    "PAS",
    "MATERNITY",
    "EPMA",
    "LIMS",
    "PACS_RIS",
    "TIE",
    "DOC_MGMT",
    "ORDERCOMMS",
    "E_OBS",
)


@dataclass(frozen=True)
class Size:
    """How many rows each table has; `relays` are among the deployments."""

    name: str
    trusts: int
    practices: int
    pharmacies: int
    laboratories: int
    boards: int
    others: int
    deployments: int
    relays: int
    ports: int
    links: int
    products: int
    suppliers: int

    @property
    def organisations(self) -> int:
        return (
            self.trusts + self.practices + self.pharmacies + self.laboratories + self.boards + self.others + 1
        )

    @property
    def rows(self) -> int:
        named = self.deployments + self.ports + self.links + self.products + self.suppliers
        return named + 2 * self.organisations


S = Size("S", 150, 60, 24, 8, 4, 9, 12_000, 300, 15_000, 15_000, 300, 90)
M = Size("M", 210, 6_500, 10_400, 60, 36, 1_393, 121_000, 300, 203_000, 233_000, 1_400, 400)
SIZES = {size.name: size for size in (S, M)}


class Map:
    """One made-up map; `tables()` gives its rows, `write(folder)` its files."""

    def __init__(self, size: Size, seed: int = 1) -> None:
        self.size = size
        self._random = Random(f"{size.name}-{seed}")
        self.organisations = list(self._organisations())
        self._codes = [row["code"] for row in self.organisations]
        self._deployments()
        self._ports()
        self._links()

    def tables(self) -> dict[str, list[Row]]:
        """Every evidence table, as rows of the contract's columns; blank cells left out."""
        choose = self._random.random
        suppliers = [
            {"id": f"supplier-{n}", "name": f"Supplier {n}", "group": f"Group {n // 4}" if n % 3 == 0 else ""}
            for n in range(self.size.suppliers)
        ]
        products = [
            {
                "id": f"product-{n}",
                "name": f"Product {n}",
                "supplier": f"supplier-{n % self.size.suppliers}",
                "capabilities": CAPABILITIES[n % len(CAPABILITIES)],
            }
            for n in range(self.size.products)
        ]
        coverage = [
            {"organisation": code, "exchange": "*", "level": "complete" if choose() < 0.6 else "partial"}
            for code in self._codes
        ]
        return {
            "organisations": self.organisations,
            "suppliers": suppliers,
            "products": products,
            "deployments": self.deployments,
            "ports": self.ports,
            "links": self.links,
            "coverage": coverage,
        }

    def write(self, folder: Path) -> int:
        """Write the tables as CSV files and give the number of rows."""
        folder.mkdir(parents=True, exist_ok=True)
        written = 0
        for name, rows in self.tables().items():
            columns = list(dict.fromkeys(column for row in rows[:2000] for column in row))
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                table = csv.DictWriter(file, columns, restval="")
                table.writeheader()
                table.writerows(rows)
            written += len(rows)
        return written

    # -- entities -------------------------------------------------------------------------------------------------------

    def _organisations(self) -> Iterator[Row]:
        size = self.size
        yield {"code": "NAT", "name": "National body", "type": "NATIONAL_BODY"}
        boards = [f"Q{n:03}" for n in range(size.boards)]
        for code in boards:
            yield {"code": code, "name": f"Board {code}", "type": "ICB"}
        for kind, prefix, count in (
            ("NHS_TRUST", "R", size.trusts),
            ("GP_PRACTICE", "G", size.practices),
            ("PHARMACY", "F", size.pharmacies),
            ("LAB_PROVIDER", "L", size.laboratories),
            ("INDEPENDENT_PROVIDER", "N", size.others),
        ):
            for n in range(count):
                code = f"{prefix}{n:05}"
                icb = boards[n % len(boards)]
                yield {"code": code, "name": f"Organisation {code}", "type": kind, "icb": icb}

    def _evidence(self) -> Row:
        choose = self._random
        observed = f"{choose.randint(2019, 2026)}-{choose.randint(1, 9):02}" if choose.random() < 0.9 else ""
        level = choose.choice(
            ("declared", "declared", "declared", "registered", "assured", "observed", "inferred")
        )
        return {
            "evidence": level,
            "observed_at": observed,
            "source_url": f"https://example.org/{choose.randint(1, 5000)}",
        }

    def _validity(self, start: str = "from", end: str = "to") -> Row:
        draw = self._random.random()
        if draw < 0.90:
            return {
                "status": "live",
                start: f"{self._random.randint(2010, 2025)}" if draw < 0.3 else "",
                end: "",
            }
        if draw < 0.93:
            return {"status": "planned", start: f"{self._random.randint(2027, 2029)}-04-01", end: ""}
        if draw < 0.945:
            return {"status": "planned", start: "2025-04-01", end: ""}
        if draw < 0.975:
            return {"status": "live", start: "2012", end: "2025-12-31"}
        return {"status": "retired", start: "2012", end: ""}

    def _deployments(self) -> None:
        choose = self._random
        boards = [code for code in self._codes if code.startswith("Q")]
        trusts = [code for code in self._codes if code.startswith("R")]
        self.deployments: list[Row] = []
        self.relays: list[tuple[str, tuple[str, ...]]] = []
        for n in range(self.size.relays):
            owner = "NAT" if n < NATIONAL else boards[n % len(boards)] if n < 60 else trusts[n % len(trusts)]
            exchanges = tuple(choose.sample(EXCHANGES, 3 if n < NATIONAL else 2))
            self.relays.append((f"relay-{n}", exchanges))
            row = {
                "id": f"relay-{n}",
                "product": f"product-{n % 40}",
                "organisations": owner,
                "capabilities": "TIE",
            }
            self.deployments.append({**row, **self._always(), **self._evidence()})
        self.systems: list[str] = []
        weights = [60 if code.startswith("R") else 8 if code.startswith("L") else 4 for code in self._codes]
        owners = choose.choices(self._codes, weights, k=self.size.deployments - self.size.relays)
        for n, owner in enumerate(owners):
            shared = owner.startswith("R") and choose.random() < 0.02
            organisations = (
                f"{owner};{choose.choice([code for code in trusts if code != owner])}" if shared else owner
            )
            product = f"product-{choose.randrange(self.size.products)}"
            self.systems.append(f"system-{n}")
            row = {
                "id": f"system-{n}",
                "product": product,
                "organisations": organisations,
                "capabilities": "",
            }
            self.deployments.append({**row, **self._validity(), **self._evidence()})

    @staticmethod
    def _always() -> Row:
        return {"status": "live", "from": "", "to": ""}

    # -- ports and links ------------------------------------------------------------------------------------------------

    def _profile(self, exchange: str, blank: float) -> str:
        return "" if self._random.random() < blank else self._random.choice(PROFILES[exchange])

    def _use_case(self, exchange: str) -> str:
        fits = exchange in {"referral", "booking"} and self._random.random() < 0.2
        return self._random.choice(USE_CASES) if fits else ""

    def _ports(self) -> None:
        choose = self._random
        made: dict[tuple[str, ...], Row] = {}
        for relay, exchanges in self.relays:
            for exchange in exchanges:
                for _ in range(choose.randint(1, 3)):
                    profile, emits = self._profile(exchange, 0.7), ""
                    if profile and choose.random() < 0.4:
                        emits = choose.choice(PROFILES[exchange])
                    self._add_port(made, relay, exchange, "relay", profile, emits, self._always())
        while len(made) < self.size.ports:
            system, exchange = choose.choice(self.systems), choose.choice(EXCHANGES)
            role = choose.choice(("source", "sink"))
            validity = (
                {"status": "absent", "from": "", "to": ""} if choose.random() < 0.01 else self._validity()
            )
            self._add_port(made, system, exchange, role, self._profile(exchange, 0.6), "", validity)
        self.ports = list(made.values())
        self._with_ports = [(row["deployment"], row["exchange"], row["role"]) for row in self.ports]

    def _add_port(
        self, made: dict[tuple[str, ...], Row], deployment: str, exchange: str, role: str, profile: str, emits: str,
        validity: Row,
    ) -> None:  # fmt: skip
        use_case = self._use_case(exchange)
        payload = self._random.choice(("", "", "", "coded", "document", "view"))
        row = {
            "deployment": deployment,
            "exchange": exchange,
            "role": role,
            "profile": profile,
            "emits": emits,
            "use_case": use_case,
            "payload": payload,
        }
        made.setdefault(
            (deployment, exchange, role, profile, emits, use_case), {**row, **validity, **self._evidence()}
        )

    def _links(self) -> None:
        choose = self._random
        carrying: dict[str, list[str]] = {exchange: [] for exchange in EXCHANGES}
        for position, (relay, exchanges) in enumerate(self.relays):
            for exchange in exchanges:
                carrying[exchange] += [relay] * (NATIONAL_SHARE if position < NATIONAL else 1)
        ends = [end for end in self._with_ports if end[2] != "relay"]
        made: dict[tuple[str, ...], Row] = {}
        while len(made) < self.size.links:
            system, exchange, role = choose.choice(ends)
            draw = choose.random()
            if draw < 0.15:
                # Nothing may be stated of this system for the type: its ports are then implied.
                system, exchange, role = (
                    choose.choice(self.systems),
                    choose.choice(EXCHANGES),
                    choose.choice(("source", "sink")),
                )
            other = (
                choose.choice(carrying[exchange])
                if draw < 0.93 or not carrying[exchange]
                else choose.choice(self.systems)
            )
            if draw > 0.985 and len(set(carrying[exchange])) > 1:
                system, other = choose.sample(sorted(set(carrying[exchange])), 2)
            if system == other:
                continue
            origin, target = (system, other) if role == "source" else (other, system)
            profile, use_case = self._profile(exchange, 0.8), self._use_case(exchange)
            row = {
                "from": origin,
                "to": target,
                "exchange": exchange,
                "profile": profile,
                "use_case": use_case,
            }
            key = (origin, target, exchange, profile, use_case)
            made.setdefault(key, {**row, **self._validity("from_date", "to_date"), **self._evidence()})
        self.links = list(made.values())
