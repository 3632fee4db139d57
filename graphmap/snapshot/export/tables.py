"""The evidence tables of a map: a folder or .zip that imports back to the same map.

Each row carries the evidence and address of the claim that it stands on (where sources disagreed, that of its validity).
Rivals stay behind: one source says it all now. Entities that nobody states are named under `stubs` in source.yaml.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import yaml

from graphmap.model.ids import split_key
from graphmap.model.tables import TABLES, Column, Table
from graphmap.model.terms import Evidence, Kind
from graphmap.snapshot.columns import Snapshot
from graphmap.snapshot.export.badge import notice
from graphmap.snapshot.export.files import Folder
from graphmap.snapshot.export.part import Part
from graphmap.snapshot.export.records import Recorded, recorded, standing
from graphmap.store.base import Reader


def write_tables(reader: Reader, snapshot: Snapshot, part: Part, folder: Folder) -> None:
    """Write all eight tables (those without rows as a header alone) and source.yaml."""
    for table in TABLES.values():
        records: Iterable[Recorded] = recorded(reader, snapshot, part, table.kind)
        if table.kind is Kind.CONTRACT:
            records = sorted(records, key=_in_order_of_ordinals)
        with folder.text(f"{table.name}.csv") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(column.name for column in table.all_columns)
            for record in records:
                writer.writerows(rows_of(table, record))
    with folder.text("source.yaml") as stream:
        yaml.safe_dump(_description(reader, snapshot, part), stream, sort_keys=False, allow_unicode=True)


def rows_of(table: Table, record: Recorded) -> Iterator[list[str]]:
    """The rows that state a record: one, or one for each period of a port or link."""
    body = record.body
    periods = body.get("periods") or [[None, None, None, body["evidence"], body.get("observed_at")]]
    cited = standing(table.kind, record.claims)
    for place, (status, start, end, evidence, observed_at) in enumerate(periods):
        claim = cited[place] if place < len(cited) else None
        said = {
            **body,
            "status": status,
            "start": start,
            "end": end,
            "opened": start,
            "closed": end,
            "evidence": Evidence(evidence).word,
            "observed_at": observed_at,
            "source_url": claim and claim.source_url,
            "source_title": claim and claim.source_title,
            "note": claim and claim.note,
        }
        yield [_cell(column, said.get(column.attribute)) for column in table.all_columns]


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.many:
        return ";".join(value)
    if column.kind == "number":
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)


def _in_order_of_ordinals(record: Recorded) -> tuple[tuple[str, ...], int]:
    """Equal contracts are numbered in their order, so they are written in it: 2 before 10."""
    *rest, ordinal = split_key(record.key)
    return tuple(rest), int(ordinal or 0)


def _description(reader: Reader, snapshot: Snapshot, part: Part) -> dict[str, Any]:
    """What source.yaml says: what this is, whose terms the evidence is under, and what nobody states."""
    sources = reader.sources()
    said: dict[str, Any] = {
        "title": f"Export of {'a map' if part.whole else 'a part of a map'}",
        "fictional": snapshot.fictional,
        "licence": "; ".join(sorted({source.licence for source in sources if source.licence})),
        "attribution": list(dict.fromkeys(line for source in sources for line in source.attribution)),
        "notes": f"Sources: {', '.join(source.name for source in sources)}. Revision {snapshot.revision}.",
        "stubs": _stubs(snapshot, part),
    }
    if badge := notice(snapshot):
        said["title"] += f". {badge}"
    return {name: value for name, value in said.items() if value not in ("", [], {})}


def _stubs(snapshot: Snapshot, part: Part) -> dict[str, list[str]]:
    """Keys of the entities that rows of the part name and nobody states, by table."""
    found: dict[str, list[str]] = {}
    for name, entities, chosen in (
        ("organisations", snapshot.organisations, part.organisations),
        ("suppliers", snapshot.suppliers, part.suppliers),
        ("products", snapshot.products, part.products),
        ("deployments", snapshot.deployments, part.deployments),
    ):
        rows = np.flatnonzero(entities.stub & chosen).tolist()
        if rows:
            found[name] = [entities.key[row] for row in rows]
    return found
