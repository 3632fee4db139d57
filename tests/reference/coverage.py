"""What is known, how old it is and whom to ask, row by row from the evidence tables.

After docs/reference/semantics.md, *What is known*. Whom to ask is found by asking again: for each organisation and exchange
type its record is made complete in the tables, and all its pairs are answered anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.reference.exchange import ExchangeMap
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
from tests.reference.tables import EVIDENCE

ASKED = {"sender": "NO_EVIDENCE_SENDER", "receiver": "NO_EVIDENCE_RECEIVER"}


@dataclass(frozen=True)
class OpenQuestion:
    """Pairs that name an organisation as sender and as receiver, and those of them that its complete record settles."""

    organisation: str
    exchange: str
    as_sender: int
    as_receiver: int
    settled_as_sender: int
    settled_as_receiver: int


def open_questions(
    tables: Tables,
    exchange: str,
    senders: Iterable[str],
    receivers: Iterable[str],
    as_of: date,
    known_at: date,
    min_evidence: str | None = None,
) -> dict[str, OpenQuestion]:
    """What each organisation could settle; those that nobody needs to ask are left out."""
    senders, receivers = list(senders), list(receivers)
    now = ExchangeMap(tables, exchange, as_of, known_at, min_evidence)
    pairs = [(one, other) for one in senders for other in receivers if one != other]
    reasons = {pair: now.answer(*pair).reasons for pair in pairs}
    found = {}
    for code in dict.fromkeys([*senders, *receivers]):
        named = {
            role: [pair for pair in pairs if pair[place] == code and ASKED[role] in reasons[pair]]
            for place, role in enumerate(ASKED)
        }
        if not any(named.values()):
            continue
        then = ExchangeMap(completed(tables, code, exchange), exchange, as_of, known_at, min_evidence)
        settled = {
            role: sum(then.answer(*pair).verdict != "UNKNOWN" for pair in named[role]) for role in ASKED
        }
        found[code] = OpenQuestion(
            code,
            exchange,
            len(named["sender"]),
            len(named["receiver"]),
            settled["sender"],
            settled["receiver"],
        )
    return found


def completed(tables: Tables, code: str, exchange: str) -> Tables:
    """The tables with the record of one organisation for one exchange type declared complete, on the best evidence."""
    others = [
        row
        for row in tables.get("coverage", [])
        if (row["organisation"], row["exchange"]) != (code, exchange)
    ]
    complete = {"organisation": code, "exchange": exchange, "level": "complete", "evidence": "observed"}
    return {**tables, "coverage": [*others, complete]}


# -- what is stated about a scope -------------------------------------------------------------------------------------------

KINDS = {
    "organisation": "organisations",
    "supplier": "suppliers",
    "product": "products",
    "deployment": "deployments",
    "port": "ports",
    "link": "links",
    "coverage": "coverage",
    "contract": "contracts",
}
"""Kind of record -> its table."""

DATED = ("deployment", "port", "link", "contract", "coverage")


def numbered(tables: Tables) -> Tables:
    """The tables with each row's place in its own, so that equal rows stay apart."""
    return {
        name: [{**row, "#": str(place)} for place, row in enumerate(rows)] for name, rows in tables.items()
    }


def hanging(tables: Tables) -> Tables:
    """The rows that hang on something that nobody states: what they name is in no table, or hangs itself."""
    organisations = {row["code"] for row in tables.get("organisations", [])}
    suppliers = {row["id"] for row in tables.get("suppliers", [])}
    products = {
        row["id"]
        for row in tables.get("products", [])
        if not row.get("supplier") or row["supplier"] in suppliers
    }
    deployments = {
        row["id"]
        for row in tables.get("deployments", [])
        if row["product"] in products and organisations.issuperset(items(row["organisations"]))
    }

    def hangs(name: str, row: dict[str, str]) -> bool:
        stands = {
            "organisations": lambda: True,
            "suppliers": lambda: True,
            "products": lambda: row["id"] in products,
            "deployments": lambda: row["id"] in deployments,
            "ports": lambda: row["deployment"] in deployments,
            "links": lambda: row["from"] in deployments and row["to"] in deployments,
            "coverage": lambda: row["organisation"] in organisations,
            "contracts": lambda: (
                row["buyer"] in organisations
                and row["supplier"] in suppliers
                and (not row.get("product") or row["product"] in products)
            ),
        }
        return not stands[name]()

    return {name: [row for row in rows if hangs(name, row)] for name, rows in tables.items()}


class Scope:
    """The rows about some organisations on one day, of evidence that is good enough and hangs on nothing missing."""

    def __init__(
        self,
        tables: Tables,
        codes: Iterable[str],
        as_of: date,
        known_at: date,
        min_evidence: str | None = None,
    ) -> None:
        self.codes = set(codes)
        self.as_of, self.known_at = as_of, known_at
        self.tables = numbered(tables)
        self.hanging = hanging(self.tables)
        weakest = EVIDENCE.index(min_evidence) if min_evidence else 0
        self.kept = {
            name: [
                row
                for row in rows
                if row not in self.hanging[name]
                and (
                    name in ("organisations", "suppliers", "products")
                    or EVIDENCE.index(evidence_of(row)) >= weakest
                )
            ]
            for name, rows in self.tables.items()
        }
        self.systems = {
            row["id"]
            for row in self.kept.get("deployments", [])
            if self.codes.intersection(items(row["organisations"]))
        }

    def rows(self, kind: str) -> list[dict[str, str]]:
        """The rows of one kind, whatever their dates."""
        found = self.kept.get(KINDS[kind], [])
        if kind == "organisation":
            return [row for row in found if row["code"] in self.codes]
        if kind == "deployment":
            return [row for row in found if row["id"] in self.systems]
        if kind == "port":
            return [row for row in found if row["deployment"] in self.systems]
        if kind == "link":
            return [row for row in found if row["from"] in self.systems or row["to"] in self.systems]
        if kind == "coverage":
            return [row for row in found if row["organisation"] in self.codes]
        if kind == "contract":
            return [row for row in found if row["buyer"] in self.codes]
        bought = [row.get("product") for row in self.rows("contract")]
        used = {row["product"] for row in self.rows("deployment")}.union(bought)
        if kind == "product":
            return [row for row in found if row["id"] in used]
        sold = {row.get("supplier") for row in self.rows("product")}
        sold |= {row["supplier"] for row in self.rows("contract")}
        return [row for row in found if row["id"] in sold]

    def ended(self, kind: str, row: dict[str, str]) -> bool:
        """Whether a row is over, of itself or because a system that it stands on is."""
        if kind == "coverage" or row.get("status") == "absent":
            over = False
        else:
            end = last_day(row.get("to_date" if kind == "link" else "to", ""))
            over = end < self.as_of if end else row.get("status") == "retired"
        if kind in ("port", "link"):
            ends = [row["deployment"]] if kind == "port" else [row["from"], row["to"]]
            by_id = {one["id"]: one for one in self.tables["deployments"]}
            over = over or any(self.ended("deployment", by_id[one]) for one in ends)
        return over

    def current(self, kind: str) -> list[dict[str, str]]:
        """The rows whose age is told."""
        return [row for row in self.rows(kind) if not self.ended(kind, row)]

    def is_old(self, row: dict[str, str]) -> bool:
        observed = first_day(row.get("observed_at", ""))
        known = self.known_at
        return observed is not None and (observed.year + 3, observed.month, observed.day) < (
            known.year,
            known.month,
            known.day,
        )

    def slipped(self) -> list[tuple[str, str]]:
        """Kind and place of every plan whose day has come, longest overdue first."""
        found = []
        for kind in ("deployment", "port", "link"):
            for row in self.rows(kind):
                start = first_day(row.get("from_date" if kind == "link" else "from", ""))
                if row.get("status") == "planned" and start and start <= self.known_at:
                    found.append((start, kind, row["#"]))
        return [(kind, place) for _, kind, place in sorted(found)]

    def stranded(self) -> dict[str, tuple[set[str], set[str]]]:
        """Systems in force at closed organisations, with these and the open successors to ask."""
        known = {row["code"]: row for row in self.tables["organisations"]}

        def closed(code: str) -> bool:
            day = last_day(known[code].get("closed", "")) if code in known else None
            return day is not None and day < self.as_of

        def is_open(code: str) -> bool:
            first = first_day(known[code].get("opened", "")) if code in known else None
            return code in known and not closed(code) and (first is None or first <= self.as_of)

        def heirs(code: str, passed: set[str]) -> set[str]:
            """The open organisations at the ends of the chains; what is open is not passed."""
            found: set[str] = set()
            for other, row in known.items():
                if code in items(row.get("predecessors", "")) and other not in passed:
                    passed.add(other)
                    found |= {other} if is_open(other) else heirs(other, passed)
            return found

        stranded = {}
        for row in self.kept.get("deployments", []):
            own = set(items(row["organisations"]))
            gone = {code for code in own if closed(code)}
            named = {heir for code in gone for heir in heirs(code, {code})}
            in_force = fact(row, Moment(self.as_of, self.known_at)).standing == "in force"
            if in_force and gone and self.codes & (gone | (named - own)) and (named - own or not named):
                stranded[row["id"]] = gone, named - own
        return stranded

    def stubs(self) -> tuple[set[tuple[str, str]], int]:
        """What the scope names and nobody states, and how many of its rows hang on such a thing."""
        here = {
            row["id"]: row
            for row in self.tables.get("deployments", [])
            if self.codes.intersection(items(row["organisations"]))
        }
        links = [row for row in self.tables.get("links", []) if row["from"] in here or row["to"] in here]
        bought = [row for row in self.tables.get("contracts", []) if row["buyer"] in self.codes]
        sold = {row["product"] for row in here.values()}.union(row.get("product", "") for row in bought)
        named = {("product", one) for one in sold}
        named |= {("supplier", row["supplier"]) for row in bought}
        named |= {
            ("supplier", row.get("supplier", ""))
            for row in self.tables.get("products", [])
            if row["id"] in sold
        }
        named |= {("organisation", one) for row in here.values() for one in items(row["organisations"])}
        named |= {
            ("organisation", one)
            for row in self.tables["organisations"]
            if row["code"] in self.codes
            for one in (row.get("icb", ""), row.get("region", ""), *items(row.get("predecessors", "")))
        }
        named |= {("deployment", row[end]) for row in links for end in ("from", "to")}
        stated = {
            (kind, row["code" if kind == "organisation" else "id"])
            for kind in ("organisation", "supplier", "product", "deployment")
            for row in self.tables.get(KINDS[kind], [])
        }
        mine = [
            *(("deployments", row) for row in here.values()),
            *(("ports", row) for row in self.tables.get("ports", []) if row["deployment"] in here),
            *(("links", row) for row in links),
            *(("contracts", row) for row in bought),
        ]
        left_out = sum(row in self.hanging[name] for name, row in mine)
        return {one for one in named - stated if one[1]}, left_out

    # -- levels ---------------------------------------------------------------------------------------------------------

    def level(self, code: str, exchange: str) -> str | None:
        """The level of the row for the exchange type, else of that for `*`; None where there is neither."""
        for wanted in (exchange, "*"):
            for row in self.kept.get("coverage", []):
                if (row["organisation"], row["exchange"]) == (code, wanted):
                    return row["level"]
        return None

    def has_port(self, code: str, exchange: str, role: str, *, implied: bool) -> bool:
        """Whether a system of the organisation has a usable port of the role; `implied` lets links imply one."""
        known = read_map(self.kept, Moment(self.as_of, self.known_at))
        links = {link.row: link for link in known.links}

        def in_use(deployment: str) -> bool:
            return (
                deployment in known.deployments and known.deployments[deployment].fact.standing == "in force"
            )

        return any(
            port.role == role
            and port.fact.standing == "in force"
            and in_use(port.deployment)
            and code in known.deployments[port.deployment].organisations
            and (
                port.only_link is None
                or (implied and in_use(links[port.only_link].origin) and in_use(links[port.only_link].target))
            )
            for port in known.ports_for(exchange)
        )


def rivals(tables: Tables, other: Tables) -> dict[tuple[str, str], int]:
    """Of two sources that state each record once: how many properties of which record they give different values.

    Kind and place in `tables` of each record that both state.
    """
    found = {}
    for kind, name in KINDS.items():
        validity = VALIDITY.get(kind, ())
        for place, row in enumerate(tables.get(name, [])):
            for second in other.get(name, []):
                if [row.get(column, "") for column in IDENTITY[kind]] != [
                    second.get(column, "") for column in IDENTITY[kind]
                ]:
                    continue
                single = (
                    (set(row) & set(second))
                    - set(validity)
                    - NO_PROPERTY
                    - {"predecessors", "aliases", "as_of"}
                )
                differ = sum(row[column] != second[column] for column in single - set(IDENTITY[kind]))
                # Where there is a status, a blank one states live.
                if "status" in validity or (set(row) & set(validity) and set(second) & set(validity)):
                    differ += period(row, validity) != period(second, validity)
                if differ:
                    found[kind, str(place)] = differ
    return found


IDENTITY = {
    "organisation": ("code",),
    "supplier": ("id",),
    "product": ("id",),
    "deployment": ("id",),
    "port": ("deployment", "exchange", "role", "profile", "emits", "use_case"),
    "link": ("from", "to", "exchange", "profile", "use_case"),
    "coverage": ("organisation", "exchange"),
    "contract": ("buyer", "supplier", "product", "capability", "from", "reference"),
}
VALIDITY = {
    "organisation": ("opened", "closed"),
    "deployment": ("status", "from", "to"),
    "port": ("status", "from", "to"),
    "link": ("status", "from_date", "to_date"),
    "contract": ("from", "to"),
}
NO_PROPERTY = {"evidence", "observed_at", "source_url", "source_title", "note"}


def period(row: dict[str, str], columns: tuple[str, ...]) -> list[str]:
    return [row.get(column, "live" if column == "status" else "") for column in columns]
