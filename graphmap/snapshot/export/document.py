"""The map as one JSON document: every record with its resolved fields, its periods, and every claim behind it.

Fields are named as the columns of the evidence tables. The document is written record by record, one to a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

import orjson

from graphmap.model.claims import StoredClaim
from graphmap.model.ids import global_id
from graphmap.model.resolve import Sourced, properties_of
from graphmap.model.tables import TABLES, Table
from graphmap.model.terms import Evidence
from graphmap.snapshot.columns import Snapshot
from graphmap.snapshot.export.badge import notice
from graphmap.snapshot.export.part import Part
from graphmap.snapshot.export.records import Recorded, recorded
from graphmap.store.base import Reader

FORMAT = 1
"""Version of the layout of the document."""


def write_document(reader: Reader, snapshot: Snapshot, part: Part, stream: BinaryIO) -> None:
    """Write the document. Memory: one batch of records."""
    head = {
        "format": FORMAT,
        "fictional": snapshot.fictional,
        "notice": notice(snapshot),
        "revision": snapshot.revision,
        "known_at": date.fromordinal(snapshot.known_at),
        "whole": part.whole,
        "sources": [source.model_dump() for source in reader.sources()],
    }
    stream.write(b"{\n")
    stream.writelines(
        orjson.dumps(name) + b": " + orjson.dumps(value) + b",\n" for name, value in head.items()
    )
    for place, table in enumerate(TABLES.values()):
        stream.write((b",\n" if place else b"") + orjson.dumps(table.name) + b": [")
        lines = _records(reader, snapshot, part, table)
        stream.writelines((b",\n" if number else b"\n") + line for number, line in enumerate(lines))
        stream.write(b"]")
    stream.write(b"\n}\n")


def _records(reader: Reader, snapshot: Snapshot, part: Part, table: Table) -> Iterator[bytes]:
    for record in recorded(reader, snapshot, part, table.kind):
        yield orjson.dumps(_record(table, record))


def _record(table: Table, record: Recorded) -> dict[str, Any]:
    body = record.body
    fields = {column.name: body[column.attribute] for column in table.columns if column.attribute in body}
    return {
        "id": global_id(table.kind, record.key),
        "key": record.key,
        **fields,
        "validity": [
            {
                "status": status,
                "from": start,
                "to": end,
                "evidence": Evidence(evidence).word,
                "observed_at": observed_at,
            }
            for status, start, end, evidence, observed_at in body.get("periods", ())
        ],
        "evidence": Evidence(body["evidence"]).word,
        "observed_at": body.get("observed_at"),
        "claims": _claims(table, record.claims),
    }


def _claims(table: Table, claims: Sequence[StoredClaim]) -> list[dict[str, Any]]:
    """Each claim with what it says; `rivals` names the properties of which another claim's value stands."""
    lost = _lost(table, claims) if len(claims) > 1 else {}
    columns = {column.attribute: column.name for column in table.columns}
    return [
        {
            "source": one.source,
            "evidence": Evidence(one.claim.evidence).word,
            "observed_at": one.claim.observed_at,
            "source_url": one.claim.source_url,
            "source_title": one.claim.source_title,
            "note": one.claim.note,
            "first_seen": one.first_seen,
            "last_seen": one.last_seen,
            "says": {columns.get(name, name): value for name, value in one.claim.body.items()},
            "rivals": lost.get((one.source, one.claim.slot), []),
        }
        for one in claims
    ]


def _lost(table: Table, claims: Sequence[StoredClaim]) -> dict[tuple[str, int], list[str]]:
    lost: dict[tuple[str, int], list[str]] = {}
    for said in properties_of(table.kind, [Sourced(one.source, one.claim) for one in claims]):
        if said.rival:
            lost.setdefault((said.source, said.claim.slot), []).append(said.property)
    return lost
