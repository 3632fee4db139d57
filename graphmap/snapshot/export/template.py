"""The workbook in which an organisation is asked what is right: the evidence tables, filled in with what is known of it.

It imports as it comes back. How answers are read is said in docs/reference/evidence-tables.md, *Answers to a template*.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from graphmap.model.answers import CONFIRMED, KNOWN_FROM, KNOWN_LEVEL, MARK, QUESTION, mark_of
from graphmap.model.dates import to_date
from graphmap.model.resolve import Sourced, resolve
from graphmap.model.tables import EVIDENCE_COLUMNS, TABLES, Table
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Lists, Snapshot, Texts
from graphmap.snapshot.export.badge import notice
from graphmap.snapshot.export.files import file
from graphmap.snapshot.export.records import Recorded, standing
from graphmap.snapshot.export.tables import rows_of
from graphmap.snapshot.export.workbook import Front, write_workbook
from graphmap.store.base import Reader

Cells = dict[str, str]
"""A row by column; what is blank may be left out."""
SHEETS = ("deployments", "ports", "links", "coverage", "contracts", "organisations", "products", "suppliers")
"""The tables as they stand in the workbook: what is asked first comes first."""


@dataclass(frozen=True)
class Template:
    """What a workbook asks: rows by table, in the order of `SHEETS`."""

    front: Front
    tables: Mapping[str, Sequence[Cells]]

    @property
    def rows(self) -> int:
        """Rows filled in beforehand, questions of coverage not counted."""
        return sum(len(rows) for name, rows in self.tables.items() if name != "coverage")

    @property
    def questions(self) -> int:
        """Questions of coverage."""
        return len(self.tables["coverage"])


def template_of(reader: Reader, snapshot: Snapshot, organisation: int) -> Template:
    """What an organisation (a row) is asked: itself, its deployments with their products and suppliers, their ports and the
    links to and from them, how complete its record is, and the contracts that it buys. O(links + rows asked about).
    """
    keys = _keys(snapshot, organisation)
    tables: dict[str, list[Cells]] = {}
    for name in SHEETS:
        table = TABLES[name]
        claims = reader.claims(table.kind, keys[name])
        recorded = [
            Recorded(key, resolve(table.kind, [Sourced(one.source, one.claim) for one in said]), said)
            for key, said in claims.items()
            if said
        ]
        if table.kind is Kind.COVERAGE:
            tables[name] = list(_questions(snapshot, organisation, recorded))
        else:
            tables[name] = [row for record in recorded for row in _rows(table, record)]
    code, said = snapshot.organisations.key[organisation], snapshot.organisations.name[organisation]
    made = to_date(snapshot.known_at)
    front = Front(code, said or code, "" if made is None else made.isoformat(), notice(snapshot))
    return Template(front, tables)


def write_template(template: Template, destination: Path | BinaryIO) -> None:
    """Write the workbook; what fails on the way leaves nothing behind."""
    packed = io.BytesIO()
    write_workbook(template.front, template.tables, packed)
    with file(destination) as stream:
        stream.write(packed.getvalue())


def _keys(snapshot: Snapshot, organisation: int) -> dict[str, list[str]]:
    """Keys of the records asked about, by table, ascending."""
    deployments, products, contracts = snapshot.deployments, snapshot.products, snapshot.contracts
    own = _holding(deployments.organisations, organisation)
    bought = contracts.buyer == organisation
    sold = np.union1d(deployments.product[own], contracts.product[bought])
    sold = sold[sold >= 0]
    sellers = np.union1d(products.supplier[sold], contracts.supplier[bought])
    links, ports = snapshot.links, snapshot.ports
    return {
        "organisations": [snapshot.organisations.key[organisation]],
        "deployments": _named(deployments.key, np.flatnonzero(own)),
        "products": _named(products.key, sold),
        "suppliers": _named(snapshot.suppliers.key, sellers[sellers >= 0]),
        "ports": _named(ports.keys, np.unique(ports.record[own[ports.deployment]])),
        "links": _named(links.keys, np.unique(links.record[own[links.origin] | own[links.target]])),
        "coverage": _named(
            snapshot.coverage.key, np.flatnonzero(snapshot.coverage.organisation == organisation)
        ),
        "contracts": _named(contracts.key, np.flatnonzero(bought)),
    }


def _named(keys: Texts, rows: np.ndarray) -> list[str]:
    return [keys[row] for row in rows.tolist()]


def _holding(lists: Lists, item: int) -> np.ndarray:
    """Rows whose list holds an item."""
    flags = np.zeros(len(lists), dtype=bool)
    flags[lists.owners()[lists.items == item]] = True
    return flags


def _rows(table: Table, record: Recorded) -> Iterator[Cells]:
    """The rows that state a record, with what they are known from; its evidence columns are left for the answers."""
    own = [column.name for column in table.columns]
    for cells in rows_of(table, record):
        said = dict(zip(own, cells, strict=False))
        evidence, observed_at = cells[len(own) : len(own) + 2]
        yield _prefilled(table, said, record, evidence, observed_at)


def _prefilled(table: Table, said: Cells, record: Recorded, evidence: str, observed_at: str) -> Cells:
    return {
        CONFIRMED: "",
        **said,
        **{column.name: "" for column in EVIDENCE_COLUMNS},
        KNOWN_FROM: _known_from(table, record),
        "known_evidence": evidence,
        "known_observed_at": observed_at,
        MARK: mark_of(said.items()),
    }


def _known_from(table: Table, record: Recorded) -> str:
    """Who says so: the sources, and the page that the record stands on."""
    title = standing(table.kind, record.claims)[0].source_title
    sources = ", ".join(record.body["sources"])
    return f"{sources}: {title}" if title else sources


def _questions(snapshot: Snapshot, organisation: int, recorded: Sequence[Recorded]) -> Iterator[Cells]:
    """How complete the record is: over all, then for each exchange type in which the organisation's kind takes part."""
    table, terms = TABLES["coverage"], vocabulary()
    code = snapshot.organisations.key[organisation]
    kind = int(snapshot.organisations.type[organisation])
    known = {record.body["exchange"]: record for record in recorded}
    asked = {
        "*": "Whatever is exchanged: is every system of yours that sends or takes it listed in this workbook?"
    }
    for exchange, term in terms.exchange_types.items():
        senders, receivers = terms.applicability[exchange]
        if kind < 0 or list(terms.organisation_types)[kind] in senders | receivers or exchange in known:
            asked[exchange] = (
                f"{term.name}: is every system of yours that sends or takes this listed in this workbook?"
            )
    for exchange, question in asked.items():
        said = {"organisation": code, "exchange": exchange, "level": "", "as_of": ""}
        row: Cells = {QUESTION: question, **said, MARK: mark_of(said.items())}
        record = known.get(exchange)
        if record is not None:
            cells = dict(
                zip((column.name for column in table.all_columns), next(rows_of(table, record)), strict=True)
            )
            row |= {
                KNOWN_LEVEL: cells["level"],
                KNOWN_FROM: _known_from(table, record),
                "known_evidence": cells["evidence"],
                "known_observed_at": cells["as_of"] or cells["observed_at"],
            }
        yield row
