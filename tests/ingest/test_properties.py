"""Laws that hold for whatever the tables say, on random maps and random rows."""

from __future__ import annotations

import csv
import io
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as some

from graphmap.ingest import check, claims_of_tables
from graphmap.ingest.contents import TableFile, contents_of
from graphmap.ingest.evidence_tables import EvidenceTables
from graphmap.ingest.importer import Context
from graphmap.ingest.inputs import Input
from graphmap.ingest.problems import Problems
from graphmap.ingest.repeats import Stated, settle
from graphmap.ingest.table_reader import TableReader
from graphmap.model.claims import Claim
from graphmap.model.records import RECORDS
from graphmap.model.tables import TABLES, Column
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import vocabulary
from tests.generative.maps import maps
from tests.ingest.small import grid, write_folder
from tests.spec.cases.rows import Tables

WORDS = some.text(
    some.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn")), max_size=12
)
CODES = some.sampled_from(["a", "b", "a|b", "c\\d", " a ", "É"])
ODD = some.sampled_from(
    ["", "2026-02-30", "05/03/2026", "nan", "1,000", "LIVE", "x-", "@1", "a\u200b", ";", "a;b", "\x07"]
)


def cells(column: Column) -> some.SearchStrategy[str]:
    """Cells that a column takes."""
    blank = some.nothing() if column.required else some.just("")
    one = _cell(column)
    if column.many:
        return some.one_of(blank, some.lists(one, min_size=1, max_size=3).map(";".join))
    return some.one_of(blank, one)


def _cell(column: Column) -> some.SearchStrategy[str]:
    if column.kind == "date":
        early = column.name in {"from", "from_date", "opened"}
        return some.sampled_from(["2020", "2021-02"] if early else ["2026-02", "2027-03-05"])
    if column.kind == "number":
        return some.sampled_from(["1", "-0.5", "1e1", ".5", "+7."])
    if column.vocabulary:
        known = some.sampled_from([*vocabulary().terms(column.vocabulary), *column.also])
        if column.kind == "term":
            return known
        code = some.one_of(known, some.just("x-acme"))
        return some.builds("{}{}".format, code, some.sampled_from(["", "@1", "@2.0"]))
    return CODES if column.kind == "code" else WORDS.filter(str.strip)


@some.composite
def rows_of(draw: some.DrawFn, name: str) -> list[dict[str, str]]:
    """Rows of a table, of which about every fourth has one odd cell."""
    row = some.fixed_dictionaries({column.name: cells(column) for column in TABLES[name].all_columns})
    rows = draw(some.lists(row, max_size=4))
    for one in rows:
        if draw(some.integers(0, 3)) == 0:
            one[draw(some.sampled_from(list(one)))] = draw(ODD)
    return rows


def read(name: str, rows: list[dict[str, str]], *, skip_invalid: bool = True) -> tuple[list[Claim], Problems]:
    """Claims of the sound rows of one table, and what is wrong with the others."""
    columns = [column.name for column in TABLES[name].all_columns]
    lines = list(enumerate([columns, *([row[column] for column in columns] for row in rows)], start=1))
    problems = Problems(skip_invalid=skip_invalid)
    file = TableFile(TABLES[name], name, lambda: iter([(number, list(line)) for number, line in lines]), {})
    reader = TableReader([file], Context("test", skip_invalid=skip_invalid), problems, frozenset())
    return list(reader.claims_of(file)), problems


@settings(max_examples=200)
@given(some.sampled_from(list(TABLES)).flatmap(lambda name: some.tuples(some.just(name), rows_of(name))))
def test_every_claim_is_a_sound_record_with_the_key_of_it(drawn: tuple[str, list[dict[str, str]]]) -> None:
    """What the quick parser lets through is what the typed record takes, and nothing of it is lost or added."""
    name, rows = drawn
    claims, problems = read(name, rows)
    assert len({(claim.key, claim.slot) for claim in claims}) == len(claims)
    for claim in claims:
        record = claim.record()
        assert record.kind is TABLES[name].kind
        assert record.key == claim.key
        again = Claim.of(record, slot=claim.slot)
        assert again.body == claim.body
    left_out = {row for _, row in problems.left_out}
    repeats = {one.row for one in problems if one.message.startswith(("repeats row", "says the same as row"))}
    repeated = len(repeats - left_out)
    blank = sum(not any(cell.strip() for cell in row.values()) for row in rows)
    assert len(claims) + len(left_out) + repeated + blank == len(rows)


@settings(max_examples=60)
@given(maps)
def test_a_map_says_the_same_in_memory_and_in_files_however_they_are_written(tables: Tables) -> None:
    expected = claims_of_tables(tables)
    rng = Random(str(expected))
    with TemporaryDirectory() as name:
        folder = Path(name)
        for table, rows in tables.items():
            header, *lines = grid(rows)
            order = rng.sample(range(len(header)), len(header))
            text = io.StringIO()
            writer = csv.writer(
                text,
                delimiter=rng.choice(",;\t"),
                quoting=rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
                lineterminator=rng.choice(["\n", "\r\n"]),
            )
            writer.writerows([[line[place] for place in order] for line in (header, *lines)])
            encoding = rng.choice(["utf-8", "utf-8-sig"])
            (folder / f"{table}.csv").write_bytes(text.getvalue().encode(encoding))
        reading = EvidenceTables().read(Input(folder, name), Context("map"))
        assert list(reading.claims) == expected
        assert reading.problems.errors == 0


@settings(max_examples=100)
@given(
    some.lists(
        some.tuples(some.sampled_from(["", "2020", "2021-06"]), some.sampled_from(["", "2020-12", "2022"])),
        min_size=1,
        max_size=4,
    )
)
def test_periods_that_are_settled_follow_one_another(periods: list[tuple[str, str]]) -> None:
    """The slots of one link are in order and apart; otherwise somebody is blamed and nothing stands."""
    rows = [
        Stated(number, Claim(Kind.LINK, "k", 0, {"origin": "a", **_period(start, end)}, 1))
        for number, (start, end) in enumerate(periods, start=2)
    ]
    settled = settle(Kind.LINK, rows)
    if not settled.claims:
        assert any(fault.severity == "error" for _, fault in settled.faults)
        return
    assert [claim.slot for _, claim in settled.claims] == list(range(len(settled.claims)))
    bodies = [claim.body for _, claim in settled.claims]
    for one, two in pairwise(bodies):
        assert one.get("end", "9999") < two.get("start", "0000")


def _period(start: str, end: str) -> dict[str, str]:
    return {name: value for name, value in (("start", start), ("end", end)) if value}


@settings(max_examples=60)
@given(some.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_reason(content: bytes) -> None:
    with TemporaryDirectory() as name:
        for suffix in ("csv", "zip", "xlsx"):
            path = Path(name) / f"suppliers.{suffix}"
            path.write_bytes(content)
            (report,) = check([str(path)])
            assert report.refused == (report.errors > 0)


def test_every_field_of_every_record_is_a_column_but_one() -> None:
    for table in TABLES.values():
        fields = set(RECORDS[table.kind].model_fields)
        assert fields - {column.attribute for column in table.columns} <= {"ordinal"}


def test_reading_the_contents_twice_gives_the_same(tmp_path: Path) -> None:
    tables: Tables = {"suppliers": [{"id": "a", "name": "A"}], "products": [{"id": "p", "name": "P"}]}
    folder = write_folder(tmp_path / "input", tables)
    contents = contents_of(Input(folder, str(folder)), Problems())
    for file in contents.tables:
        assert list(file.rows()) == list(file.rows())
