"""The generated table schemas say what the reader does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from graphmap.ingest.table_schemas import contracts
from graphmap.model.tables import TABLES

ROOT = Path(__file__).parents[2]
SCHEMAS = {path: json.loads(text) for path, text in contracts().items()}


def test_there_is_one_for_each_table() -> None:
    assert set(SCHEMAS) == {f"tables/{name}.json" for name in TABLES}


@pytest.mark.parametrize("path", SCHEMAS)
def test_it_holds_every_column_and_requires_what_the_contract_requires(path: str) -> None:
    schema = SCHEMAS[path]
    table = TABLES[schema["name"]]
    assert [field["name"] for field in schema["fields"]] == [column.name for column in table.all_columns]
    required = {field["name"] for field in schema["fields"] if field.get("constraints", {}).get("required")}
    assert required == {column.name for column in table.columns if column.required}


def test_patterns_take_partial_dates_and_profiles() -> None:
    fields = {field["name"]: field for field in SCHEMAS["tables/ports.json"]["fields"]}
    date = re.compile(fields["from"]["constraints"]["pattern"])
    assert all(date.fullmatch(text) for text in ("2027", "2027-03", "2027-03-05"))
    assert not date.fullmatch("05/03/2027")
    profile = re.compile(fields["profile"]["constraints"]["pattern"])
    assert all(profile.fullmatch(text) for text in ("ERS-R4", "ERS-R4@1", "x-acme"))
    assert not any(profile.fullmatch(text) for text in ("@1", "ERS-R4@", ""))


def test_closed_sets_are_spelled_out_and_open_ones_pointed_to() -> None:
    fields = {field["name"]: field for field in SCHEMAS["tables/ports.json"]["fields"]}
    assert fields["role"]["constraints"]["enum"] == ["source", "sink", "relay", "serve", "query"]
    assert fields["exchange"]["vocabulary"] == "vocabularies/exchange_types.yaml"
    for schema in SCHEMAS.values():
        for field in schema["fields"]:
            if "vocabulary" in field:
                assert (ROOT / "schema" / field["vocabulary"]).is_file()


def test_references_lead_to_keys() -> None:
    for schema in SCHEMAS.values():
        for key in schema.get("foreignKeys", []):
            target = SCHEMAS[f"tables/{key['reference']['resource'] or schema['name']}.json"]
            assert target["primaryKey"] == [key["reference"]["fields"]]
