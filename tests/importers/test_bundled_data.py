"""The bundled evidence is sound by itself: the contract's columns, known codes, references that resolve, sources named.

Read with the csv module alone, so that a fault of the reader cannot hide a fault of the data.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import yaml

from graphmap.model.vocabulary import vocabulary
from importers import england, sampleshire

EVIDENCE = "evidence,observed_at,source_url,source_title,note"
COLUMNS = {
    "organisations": "code,name,type,settings,icb,region,opened,closed,latitude,longitude,postcode,predecessors",
    "suppliers": "id,name,group,aliases",
    "products": "id,name,supplier,capabilities,standards,aliases",
    "deployments": "id,product,organisations,capabilities,status,from,to,host",
    "ports": "deployment,exchange,role,profile,emits,use_case,payload,status,from,to",
    "links": "from,to,exchange,profile,use_case,status,from_date,to_date",
    "coverage": "organisation,exchange,level,as_of",
    "contracts": "buyer,supplier,product,capability,value_gbp,from,to,framework,reference",
}
"""The tables of the contract, section 2, each followed by the evidence columns."""
REQUIRED = {
    "organisations": ("code", "name", "type"),
    "suppliers": ("id", "name"),
    "products": ("id", "name"),
    "deployments": ("id", "product", "organisations"),
    "ports": ("deployment", "exchange", "role"),
    "links": ("from", "to", "exchange"),
    "coverage": ("organisation", "exchange", "level"),
    "contracts": ("buyer", "supplier"),
}
KEYS = {
    "organisations": ("code",),
    "suppliers": ("id",),
    "products": ("id",),
    "deployments": ("id",),
    "coverage": ("organisation", "exchange"),
}
REFERENCES = (
    ("organisations", "icb", "organisations"),
    ("organisations", "region", "organisations"),
    ("organisations", "predecessors", "organisations"),
    ("products", "supplier", "suppliers"),
    ("deployments", "product", "products"),
    ("deployments", "organisations", "organisations"),
    ("ports", "deployment", "deployments"),
    ("links", "from", "deployments"),
    ("links", "to", "deployments"),
    ("coverage", "organisation", "organisations"),
    ("contracts", "buyer", "organisations"),
    ("contracts", "supplier", "suppliers"),
    ("contracts", "product", "products"),
)
CODES = (
    ("organisations", "type", "organisation_types"),
    ("organisations", "settings", "settings"),
    ("products", "capabilities", "capabilities"),
    ("deployments", "capabilities", "capabilities"),
    ("contracts", "capability", "capabilities"),
    ("ports", "exchange", "exchange_types"),
    ("links", "exchange", "exchange_types"),
    ("deployments", "status", "status"),
    ("ports", "status", "status"),
    ("links", "status", "status"),
    ("ports", "role", "role"),
    ("ports", "payload", "payload"),
    ("coverage", "level", "level"),
    *((table, "evidence", "evidence") for table in COLUMNS),
)
PROFILES = (("products", "standards"), ("ports", "profile"), ("ports", "emits"), ("links", "profile"))
DATES = (
    ("organisations", "opened"),
    ("organisations", "closed"),
    ("deployments", "from"),
    ("deployments", "to"),
    ("ports", "from"),
    ("ports", "to"),
    ("links", "from_date"),
    ("links", "to_date"),
    ("coverage", "as_of"),
    ("contracts", "from"),
    ("contracts", "to"),
    *((table, "observed_at") for table in COLUMNS),
)
NUMBERS = (("organisations", "latitude"), ("organisations", "longitude"), ("contracts", "value_gbp"))


@dataclass
class Bundle:
    """One bundled set: its rows by table, with what it says about itself."""

    name: str
    folder: Path
    source: dict = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def cells(self, table: str, column: str, *, items: bool = True) -> Iterator[tuple[int, str]]:
        """Row numbers (as in a spreadsheet) and values of the cells that are not blank, items taken apart."""
        for number, row in enumerate(self.rows[table], start=2):
            for value in row[column].split(";") if items else [row[column]]:
                if value:
                    yield number, value

    def keys(self, table: str) -> set[str]:
        return {row[KEYS[table][0]] for row in self.rows[table]}


@pytest.fixture(scope="module", params=[england, sampleshire], ids=["england", "sampleshire"])
def bundle(request: pytest.FixtureRequest) -> Bundle:
    module = request.param
    loaded = Bundle(module.__name__.rpartition(".")[2], module.folder())
    loaded.source = yaml.safe_load(module.source_yaml().read_text(encoding="utf-8"))
    for table, columns in COLUMNS.items():
        with (loaded.folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            loaded.rows[table] = list(reader)
            assert ",".join(reader.fieldnames or ()) == f"{columns},{EVIDENCE}", table
    return loaded


def test_every_row_has_every_column_and_what_is_required(bundle: Bundle) -> None:
    for table, rows in bundle.rows.items():
        for number, row in enumerate(rows, start=2):
            assert None not in row, f"{table}, row {number} is too long"
            assert None not in row.values(), f"{table}, row {number} is too short"
            assert all(row[column] for column in REQUIRED[table]), (
                f"{table}, row {number} lacks a required cell"
            )
            assert all(value == value.strip() for value in row.values()), (
                f"{table}, row {number} has stray blanks"
            )


def test_there_are_as_many_rows_as_the_source_says(bundle: Bundle) -> None:
    assert {table: len(rows) for table, rows in bundle.rows.items()} == bundle.source["expected"]


def test_the_readme_counts_what_is_there() -> None:
    text = (england.folder().parent / "README.md").read_text(encoding="utf-8")
    counts = dict(re.findall(r"^\| (\w+) \| ([\d,]+) \|", text, re.MULTILINE))
    expected = yaml.safe_load(england.source_yaml().read_text(encoding="utf-8"))["expected"]
    assert {table: int(count.replace(",", "")) for table, count in counts.items()} == expected


def test_the_source_says_what_it_is(bundle: Bundle) -> None:
    assert bundle.source["name"] == bundle.name
    assert bundle.source["fictional"] is (bundle.name == "sampleshire")
    assert date.fromisoformat(bundle.source["edition"])
    assert all(
        bundle.source[key] for key in ("title", "publisher", "url", "licence", "attribution", "cadence")
    )


def test_no_row_is_stated_twice(bundle: Bundle) -> None:
    for table, columns in KEYS.items():
        counts = Counter(tuple(row[column] for column in columns) for row in bundle.rows[table])
        assert [key for key, count in counts.items() if count > 1] == [], table


def test_references_resolve_within_the_set(bundle: Bundle) -> None:
    wrong = [
        f"{table}.{column}, row {number}: {value}"
        for table, column, target in REFERENCES
        for number, value in bundle.cells(table, column)
        if value not in bundle.keys(target)
    ]
    assert wrong == []


def test_codes_are_known(bundle: Bundle) -> None:
    wrong = [
        f"{table}.{column}, row {number}: {value}"
        for table, column, name in CODES
        for number, value in bundle.cells(table, column)
        if value not in vocabulary().terms(name)
    ]
    wrong += [
        f"coverage.exchange, row {number}: {value}"
        for number, value in bundle.cells("coverage", "exchange")
        if value not in {"*", *vocabulary().exchange_types}
    ]
    assert wrong == []


def test_profiles_are_published_or_marked_as_unpublished(bundle: Bundle) -> None:
    profiles = vocabulary().profiles
    wrong = [
        f"{table}.{column}, row {number}: {value}"
        for table, column in PROFILES
        for number, value in bundle.cells(table, column)
        if value.partition("@")[0] not in profiles and not value.startswith("x-")
    ]
    assert wrong == []


def test_profiles_serve_the_exchange_type_that_they_are_used_for(bundle: Bundle) -> None:
    profiles = vocabulary().profiles
    wrong = [
        f"{table}, row {number}: {row[column]} for {row['exchange']}"
        for table, column in PROFILES[1:]
        for number, row in enumerate(bundle.rows[table], start=2)
        if row[column] and not row[column].startswith("x-")
        if row["exchange"] not in profiles[row[column].partition("@")[0]].exchanges
    ]
    assert wrong == []


def test_dates_are_iso_and_in_order(bundle: Bundle) -> None:
    def is_date(text: str) -> bool:
        try:
            date.fromisoformat(text + "-01" * (2 - text.count("-")))
        except ValueError:
            return False
        return bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", text))

    wrong = [
        f"{table}.{column}, row {number}: {value}"
        for table, column in DATES
        for number, value in bundle.cells(table, column, items=False)
        if not is_date(value)
    ]
    for table, start, end in (
        ("organisations", "opened", "closed"),
        ("deployments", "from", "to"),
        ("ports", "from", "to"),
        ("links", "from_date", "to_date"),
        ("contracts", "from", "to"),
    ):
        wrong += [
            f"{table}, row {number}: ends {row[end]} before it starts {row[start]}"
            for number, row in enumerate(bundle.rows[table], start=2)
            if row[start] and row[end] and row[end] < row[start][: len(row[end])]
        ]
    assert wrong == []


def test_numbers_are_numbers(bundle: Bundle) -> None:
    for table, column in NUMBERS:
        for number, value in bundle.cells(table, column):
            assert re.fullmatch(r"-?\d+(\.\d+)?", value), f"{table}.{column}, row {number}: {value}"


def test_no_link_joins_a_deployment_to_itself(bundle: Bundle) -> None:
    assert [row for row in bundle.rows["links"] if row["from"] == row["to"]] == []


def test_national_services_are_those_of_the_vocabulary(bundle: Bundle) -> None:
    services = {key.partition(":")[2] for key in bundle.keys("deployments") if key.startswith("service:")}
    assert services
    assert services <= set(vocabulary().national_services)


def test_every_row_names_its_source(bundle: Bundle) -> None:
    for table, rows in bundle.rows.items():
        for number, row in enumerate(rows, start=2):
            assert re.fullmatch(r"https?://[^\s<>\"]+", row["source_url"]), f"{table}, row {number}"
            assert len(row["source_title"]) > 3, f"{table}, row {number}"


@pytest.mark.parametrize(
    "jargon",
    [
        r"\.csv\b",
        r"\brows?\b",
        r"\braw\b",
        r"[<>]",
        r"\b(from|to)_date\b",
        r"\boutcome not sourced\b",
        r"\bthe set\b",
        r"domain vocabulary",
        r"\bUNKNOWN\b",
        r"(?<![\w/=-])(19|20)\d\d-(0[1-9]|1[0-2])-\d\d\b",
    ],
)
def test_notes_read_well_on_a_screen(bundle: Bundle, jargon: str) -> None:
    wrong = []
    for table, rows in bundle.rows.items():
        for number, row in enumerate(rows, start=2):
            words = re.sub(r'https?://\S+|"[^"]*"', "", row["note"])
            if re.search(jargon, words):
                wrong.append(f"{table}, row {number}: {row['note']}")
    assert wrong == []


def test_notes_are_sentences(bundle: Bundle) -> None:
    notes = [row["note"] for rows in bundle.rows.values() for row in rows if row["note"]]
    assert notes
    assert [
        note for note in notes if not note.endswith((".", ")", "?")) and "http" not in note.split()[-1]
    ] == []
    assert max(map(len, notes)) < 1000


def test_england_keeps_what_its_evidence_cannot_say() -> None:
    """No source calls a record complete; class facts and conflicts stay marked, so that they can be told from the rest."""
    with (england.folder() / "links.csv").open(encoding="utf-8", newline="") as lines:
        links = list(csv.DictReader(lines))
    with (england.folder() / "deployments.csv").open(encoding="utf-8", newline="") as lines:
        deployments = {row["id"]: row for row in csv.DictReader(lines)}
    assert sum("Said of a whole class" in row["note"] for row in links) == 545
    for name in ("RVR-oracle-millennium", "RMY-carenotes", "shared-gesh-millennium"):
        assert "Sources disagree" in deployments[name]["note"]
    assert (england.folder() / "coverage.csv").read_text(encoding="utf-8").count("\n") == 1
