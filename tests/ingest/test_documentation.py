"""The reference and the guides say what the reader does."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from types import ModuleType

import pytest

from graphmap.ingest import Context, Importer, Input, check
from graphmap.ingest.source_file import Description
from graphmap.model.answers import ANSWER_COLUMNS
from graphmap.model.tables import EVIDENCE_COLUMNS, TABLES
from graphmap.model.terms import Kind

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "evidence-tables.md").read_text(encoding="utf-8")


def section(title: str) -> list[list[str]]:
    """Cells of the table rows under a heading."""
    text = REFERENCE.split(f"\n{title}\n", 1)[1]
    text = re.split(r"\n#+ ", text, maxsplit=1)[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described(name: str) -> None:
    rows = section(f"### {name}")
    columns = TABLES[name].columns
    assert [row[0] for row in rows] == [f"**{one.name}**" if one.required else one.name for one in columns]
    assert [row[2] for row in rows] == [one.description for one in columns]
    assert [("several" in row[1]) for row in rows] == [one.many for one in columns]


def test_the_evidence_columns_are_described() -> None:
    rows = section("### Columns of every table")
    assert [(row[0], row[2]) for row in rows] == [(one.name, one.description) for one in EVIDENCE_COLUMNS]


def test_the_columns_of_answers_are_described() -> None:
    rows = [
        row for row in section("## Answers to a template") if row[0] in {one.name for one in ANSWER_COLUMNS}
    ]
    assert [(row[0], row[2]) for row in rows] == [(one.name, one.description) for one in ANSWER_COLUMNS]


def test_every_key_of_source_yaml_is_described() -> None:
    keys = {key for row in section("## source.yaml") for key in row[0].split(", ")}
    assert keys == set(Description.model_fields)


def test_the_example_of_the_guide_is_sound(tmp_path: Path) -> None:
    guide = (DOCS / "how-to" / "import-evidence-tables.md").read_text(encoding="utf-8")
    for name, body in re.findall(r"`(\w+\.csv)`\n\n((?:    .+\n)+)", guide):
        (tmp_path / name).write_text(body.replace("    ", ""), encoding="utf-8")
    assert len(list(tmp_path.iterdir())) == 4
    (report,) = check([str(tmp_path)])
    assert (report.problems, sum(report.rows.values())) == ((), 6)


def test_the_example_of_an_importer_works(tmp_path: Path) -> None:
    guide = (DOCS / "how-to" / "import-another-format.md").read_text(encoding="utf-8")
    block = re.search(r"\n\n((?:    .*\n|\n)+)", guide)
    assert block is not None
    module = ModuleType("supplier_lines")
    exec(textwrap.dedent(block[1]), module.__dict__)
    assert isinstance(module, Importer)
    path = tmp_path / "some.suppliers"
    path.write_text("arden\nbeacon\n", encoding="utf-8")
    given = Input(path, str(path))
    assert module.detect(given)
    reading = module.read(given, Context("some"))
    assert [claim.key for claim in reading.claims] == ["arden", "beacon"]
    assert reading.complete == {Kind.SUPPLIER}
