"""Tables for a spreadsheet: a row for each record (of ports and links, for each of its periods), names beside codes.

These are for people to read and do not import back; the evidence tables do. Dates are full: a partial start is its first
day, a partial end its last. Text that a spreadsheet would run as a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from typing import Any

from graphmap.snapshot.columns import Flags, Snapshot
from graphmap.snapshot.export.badge import notice
from graphmap.snapshot.export.files import Folder
from graphmap.snapshot.export.part import Part
from graphmap.snapshot.export.words import Words, number

Sheet = Mapping[str, Callable[[int], Any]]
"""What stands in each column, by row of the snapshot."""


def write_sheets(snapshot: Snapshot, part: Part, folder: Folder) -> None:
    """Write map-organisations.csv and its like. O(rows), in the memory of one row."""
    words = Words(snapshot)
    sheets: dict[str, tuple[Sheet, Flags]] = {
        "organisations": (_organisations(words), part.organisations),
        "deployments": (_deployments(words), part.deployments),
        "ports": (_ports(words), part.ports),
        "links": (_links(words), part.links),
        "coverage": (_coverage(words), part.coverage),
        "contracts": (_contracts(words), part.contracts),
    }
    badge = ["FICTIONAL"] if notice(snapshot) else []
    for name, (sheet, chosen) in sheets.items():
        with folder.text(f"map-{name}.csv") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow([*("badge" for _ in badge), *sheet])
            for row in chosen.nonzero()[0].tolist():
                writer.writerow([*badge, *(_safe(cell(row)) for cell in sheet.values())])


def _safe(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def _evidence(words: Words, table: Any) -> Sheet:
    return {
        "evidence": lambda row: words.evidence(table.evidence[row]),
        "observed_at": lambda row: words.day(table.observed[row]),
    }


def _validity(words: Words, table: Any) -> Sheet:
    return {
        "status": lambda row: words.status(table.status[row]),
        "valid_from": lambda row: words.day(table.start[row]),
        "valid_to": lambda row: words.day(table.end[row]),
    }


def _organisations(words: Words) -> Sheet:
    table = words.snapshot.organisations

    def named(place: int) -> str:
        return table.key[place] if place >= 0 else ""

    return {
        "code": lambda row: table.key[row],
        "name": lambda row: table.name[row],
        "type": lambda row: words.type(table.type[row]),
        "settings": lambda row: words.settings(int(table.settings[row])),
        "icb": lambda row: named(int(table.icb[row])),
        "icb_name": lambda row: table.name[table.icb[row]] if table.icb[row] >= 0 else "",
        "region": lambda row: named(int(table.region[row])),
        "opened": lambda row: words.day(table.opened[row]),
        "closed": lambda row: words.day(table.closed[row]),
        "latitude": lambda row: number(table.latitude[row]),
        "longitude": lambda row: number(table.longitude[row]),
        "postcode": lambda row: table.postcode[row],
        "predecessors": lambda row: ";".join(table.key[place] for place in table.predecessors[row]),
        "other_names": lambda row: table.aliases[row],
        "standing": lambda row: words.standing(row, table.stub),
        **_evidence(words, table),
    }


def _deployments(words: Words) -> Sheet:
    snapshot = words.snapshot
    table, products, suppliers = snapshot.deployments, snapshot.products, snapshot.suppliers

    def supplier(row: int) -> int:
        product = int(table.product[row])
        return int(products.supplier[product]) if product >= 0 else -1

    def run_by(row: int) -> list[int]:
        return table.organisations[row]

    return {
        "deployment": lambda row: table.key[row],
        "organisations": lambda row: ";".join(snapshot.organisations.key[place] for place in run_by(row)),
        "organisation_names": lambda row: ";".join(
            snapshot.organisations.name[place] for place in run_by(row)
        ),
        "product": lambda row: products.key[table.product[row]] if table.product[row] >= 0 else "",
        "product_name": lambda row: products.name[table.product[row]] if table.product[row] >= 0 else "",
        "supplier": lambda row: suppliers.key[supplier(row)] if supplier(row) >= 0 else "",
        "supplier_name": lambda row: suppliers.name[supplier(row)] if supplier(row) >= 0 else "",
        "supplier_group": lambda row: suppliers.group[supplier(row)] if supplier(row) >= 0 else "",
        "capabilities": words.capabilities,
        **_validity(words, table),
        "host": lambda row: table.host[row],
        "standing": lambda row: words.standing(row, table.stub, table.out),
        **_evidence(words, table),
    }


def _end(words: Words, name: str, column: Any) -> Sheet:
    """One end of a port or link: the deployment, and who runs it."""
    snapshot = words.snapshot

    def run_by(row: int) -> str:
        places = snapshot.deployments.organisations[int(column[row])]
        return ";".join(
            snapshot.organisations.name[place] or snapshot.organisations.key[place] for place in places
        )

    return {name: lambda row: snapshot.deployments.key[column[row]], f"{name}_organisations": run_by}


def _ports(words: Words) -> Sheet:
    table = words.snapshot.ports
    return {
        **_end(words, "deployment", table.deployment),
        "exchange": lambda row: words.exchange(table.exchange[row]),
        "role": lambda row: words.role(table.role[row]),
        "profile": lambda row: words.profile(table.profile[row], table.version[row]),
        "emits": lambda row: words.profile(table.emits[row], table.emits_version[row]),
        "use_case": lambda row: words.word(table.use_case[row]),
        "payload": lambda row: words.payload(table.payload[row]),
        **_validity(words, table),
        **_evidence(words, table),
    }


def _links(words: Words) -> Sheet:
    table = words.snapshot.links
    return {
        **_end(words, "from", table.origin),
        **_end(words, "to", table.target),
        "exchange": lambda row: words.exchange(table.exchange[row]),
        "profile": lambda row: words.profile(table.profile[row], table.version[row]),
        "use_case": lambda row: words.word(table.use_case[row]),
        **_validity(words, table),
        **_evidence(words, table),
    }


def _coverage(words: Words) -> Sheet:
    snapshot, table = words.snapshot, words.snapshot.coverage
    return {
        "organisation": lambda row: snapshot.organisations.key[table.organisation[row]],
        "organisation_name": lambda row: snapshot.organisations.name[table.organisation[row]],
        "exchange": lambda row: words.exchange(table.exchange[row]),
        "level": lambda row: words.level(table.level[row]),
        "as_of": lambda row: words.day(table.as_of[row]),
        **_evidence(words, table),
    }


def _contracts(words: Words) -> Sheet:
    snapshot, table = words.snapshot, words.snapshot.contracts
    return {
        "buyer": lambda row: snapshot.organisations.key[table.buyer[row]],
        "buyer_name": lambda row: snapshot.organisations.name[table.buyer[row]],
        "supplier": lambda row: snapshot.suppliers.key[table.supplier[row]],
        "supplier_name": lambda row: snapshot.suppliers.name[table.supplier[row]],
        "product": lambda row: snapshot.products.key[table.product[row]] if table.product[row] >= 0 else "",
        "capability": lambda row: words.capability(table.capability[row]),
        "value_gbp": lambda row: number(table.value[row]),
        "valid_from": lambda row: words.day(table.start[row]),
        "valid_to": lambda row: words.day(table.end[row]),
        "framework": lambda row: table.framework[row],
        "reference": lambda row: table.reference[row],
        **_evidence(words, table),
    }
