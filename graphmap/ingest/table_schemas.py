"""The evidence tables as Table Schema documents (Frictionless Data), for editors, validators and other languages.

Generated from `graphmap.model.tables` and committed under `schema/tables`; a check fails when they drift apart. Three
properties go beyond the standard: `identity` (columns that name the record; ports and links may state it several times, with
other periods), `separator` (the cell holds items) and `vocabulary` (where the codes of an open set are).
"""

from __future__ import annotations

import json
from typing import Any

from graphmap.ingest.cells import ITEMS, RANGES
from graphmap.model.records import RECORDS, REFERENCES
from graphmap.model.tables import TABLES, Column, Table
from graphmap.model.vocabulary import vocabulary

_STANDARD = "https://specs.frictionlessdata.io/schemas/table-schema.json"
_PARTIAL_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
_PROFILE = r"[^@]+(@[^@]+)?"


def contracts() -> dict[str, str]:
    """The text of every generated file, by its path below `schema/`."""
    return {
        f"tables/{name}.json": json.dumps(schema_of(table), indent=2, ensure_ascii=False) + "\n"
        for name, table in TABLES.items()
    }


def schema_of(table: Table) -> dict[str, Any]:
    """The Table Schema of one table."""
    record = RECORDS[table.kind]
    identity = [column.name for column in table.columns if column.attribute in record.identity]
    schema: dict[str, Any] = {
        "$schema": _STANDARD,
        "name": table.name,
        "title": table.description,
        "fields": [_field(column) for column in table.all_columns],
        "missingValues": [""],
        "identity": identity,
    }
    # Records that rows may state several times have identities with optional columns, and so no primary key.
    if all(column.required for column in table.columns if column.name in identity):
        schema["primaryKey"] = identity
    keys = [_foreign_key(table, column) for column in table.columns if column.refers_to and not column.many]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": "number" if column.kind == "number" else "string",
        "description": column.description,
    }
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.name in RANGES:
        constraints["minimum"], constraints["maximum"] = RANGES[column.name]
    if column.many:
        field["separator"] = ITEMS
    elif column.kind == "date":
        constraints["pattern"] = _PARTIAL_DATE
    elif column.kind == "profile":
        constraints["pattern"] = _PROFILE
    if column.vocabulary:
        closed = vocabulary().closed_sets.get(column.vocabulary)
        if closed is None:
            field["vocabulary"] = f"vocabularies/{column.vocabulary}.yaml"
        else:
            constraints["enum"] = list(dict.fromkeys([*closed, *column.also]))
    if constraints:
        field["constraints"] = constraints
    return field


def _foreign_key(table: Table, column: Column) -> dict[str, Any]:
    kind = REFERENCES[table.kind][column.attribute]
    target = next(one for one in TABLES.values() if one.kind is kind)
    key = next(one.name for one in target.columns if one.attribute == RECORDS[kind].identity[0])
    # By the standard the empty name is the table itself.
    return {
        "fields": column.name,
        "reference": {"resource": "" if target is table else target.name, "fields": key},
    }
