"""How evidence tables may be written, and what their cells come to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphmap.ingest import ImportReport, check, claims_of_tables
from graphmap.model.claims import Claim
from graphmap.model.errors import InputRefused
from graphmap.model.terms import Evidence
from graphmap.store.base import Store
from tests.ingest.small import everything, imported, small, write_folder


def body(table: str, **cells: str) -> dict[str, Any]:
    """What one row comes to."""
    return claim(table, **cells).body


def claim(table: str, **cells: str) -> Claim:
    (only,) = claims_of_tables({table: [{name.rstrip("_"): cell for name, cell in cells.items()}]})
    return only


def test_the_claims_of_a_map() -> None:
    claims = {(one.kind.value, one.key): one for one in claims_of_tables(small())}
    assert len(claims) == sum(map(len, small().values()))
    assert claims["organisation", "AA1"].body == {
        "code": "AA1",
        "name": "Ashby Hospitals NHS Trust",
        "type": "NHS_TRUST",
        "settings": ["acute", "community"],
    }
    assert claims["deployment", "BB2-epr"].body == {
        "id": "BB2-epr",
        "product": "arden-epr",
        "organisations": ["BB2"],
        "status": "planned",
        "start": "2027",
    }
    assert claims["link", "AA1-epr|service:E_RS|referral|ERS-R4@1|"].body == {
        "origin": "AA1-epr",
        "target": "service:E_RS",
        "exchange": "referral",
        "profile": "ERS-R4@1",
        "status": "live",
    }
    assert claims["contract", "AA1|arden|||2020||"].body["value_gbp"] == 1200000.5


def test_serve_is_a_source_and_query_a_sink() -> None:
    for word, role in {"serve": "source", "query": "sink", "relay": "relay"}.items():
        port = claim("ports", deployment="d", exchange="document", role=word)
        assert (port.body["role"], port.key) == (role, f"d|document|{role}|||")


def test_evidence_is_declared_unless_said() -> None:
    plain = claim("suppliers", id="a", name="A")
    assert (plain.evidence, plain.observed_at, plain.note) == (Evidence.DECLARED, None, None)
    told = claim(
        "suppliers",
        id="a",
        name="A",
        evidence="observed",
        observed_at="2026-10",
        source_url="https://example.org",
        source_title="Page",
        note="Two\nlines",
    )
    assert told[4:] == (Evidence.OBSERVED, "2026-10", "https://example.org", "Page", "Two\nlines")


def test_blanks_are_left_out_and_cells_trimmed() -> None:
    assert body("suppliers", id=" a ", name="\u00a0A B ", group="  ", aliases=" x ;; y;x ") == {
        "id": "a",
        "name": "A B",
        "aliases": ["x", "y"],
    }


def test_a_status_that_is_not_given_is_live() -> None:
    assert body("deployments", id="d", product="p", organisations="o")["status"] == "live"
    assert "status" not in body("organisations", code="o", name="O", type="ICB")


def test_an_unpublished_profile_needs_no_entry() -> None:
    assert (
        body("ports", deployment="d", exchange="document", role="sink", profile="x-acme@2")["profile"]
        == "x-acme@2"
    )


def test_a_key_with_the_separator_in_it_is_escaped() -> None:
    one, two = claims_of_tables(
        {"coverage": [{"organisation": "a|b", "exchange": "*", "level": "none"} for _ in range(1)]}
        | {"suppliers": [{"id": "x\\y", "name": "X"}]}
    )
    assert {one.key, two.key} == {"a\\pb|*", "x\\by"}


def test_tables_in_memory_are_refused_like_files() -> None:
    with pytest.raises(InputRefused, match="suppliers:2: name: is required and blank"):
        claims_of_tables({"suppliers": [{"id": "a", "name": ""}]})
    with pytest.raises(InputRefused, match="No evidence table is named people"):
        claims_of_tables({"people": []})


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "plain": lambda text: text.encode(),
    "with BOM": lambda text: text.encode("utf-8-sig"),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "without final newline": lambda text: text.rstrip("\n").encode(),
    "ends of lines of an old Mac": lambda text: text.replace("\n", "\r").encode(),
    "blank lines": lambda text: ("\n" + text.replace("\n", "\n\n,,\n")).encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
    "semicolons": lambda text: text.replace("Arden;Clinical", '"Arden;Clinical"').replace(",", ";").encode(),
    "all quoted": lambda text: "".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in text.splitlines()
    ).encode(),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_ways_of_writing_a_table(store: Store, tmp_path: Path, name: str) -> None:
    text = "aliases,name,id,group\nArden;Clinical,Ärden,arden,\n,Beacon,beacon,Group\n"
    (tmp_path / "suppliers.csv").write_bytes(ENCODINGS[name](text))
    report = imported(store, tmp_path / "suppliers.csv")
    assert report.problems == ()
    facts = dict(everything(store)["facts"]["supplier"])
    assert facts["arden"]["name"] == "Ärden"
    assert facts["arden"]["aliases"] == ["Arden", "Clinical"]
    assert facts["beacon"]["group"] == "Group"


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = 'id,name,note\na,A,"two\nlines"\n\n,B,\n'
    (tmp_path / "suppliers.csv").write_text(text, encoding="utf-8")
    (report,) = check([str(tmp_path / "suppliers.csv")])
    (problem,) = report.problems
    assert (problem.row, problem.column) == (4, "id")


def test_short_rows_are_filled_with_blanks(store: Store, tmp_path: Path) -> None:
    (tmp_path / "suppliers.csv").write_text("id,name,group,note\na,A\n", encoding="utf-8")
    imported(store, tmp_path / "suppliers.csv")
    assert dict(everything(store)["facts"]["supplier"])["a"]["name"] == "A"


def test_a_cell_of_64_kib_is_taken(store: Store, tmp_path: Path) -> None:
    tables = {"suppliers": [{"id": "a", "name": "A", "note": "x" * 64 * 1024}]}
    assert imported(store, write_folder(tmp_path / "input", tables)).problems == ()


def test_source_yaml_describes_the_source(store: Store, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "map", {"suppliers": [{"id": "a", "name": "A", "colour": "red"}]})
    (folder / "source.yaml").write_text(
        "title: A map\npublisher: Us\nurl: https://example.org\nlicence: CC0\nattribution: Thanks\n"
        "edition: 2026-10-01\nignored: {colour: not needed}\nexpected: {suppliers: [1, 2]}\n",
        encoding="utf-8",
    )
    report = imported(store, folder)
    (source,) = everything(store)["sources"]
    assert report.problems == ()
    assert (source.title, source.publisher, source.licence) == ("A map", "Us", "CC0")
    assert (source.attribution, source.edition, source.location) == (("Thanks",), "2026-10-01", str(folder))


SOURCE_FILES = {
    "- a list": ("has to be a mapping", None),
    "title: [": ("is no YAML", None),
    "title: {a: b}": ("is not what is wanted", "title"),
    "fictonal: true": ("is no known key", None),
    "fictional: perhaps": ("is not what is wanted", "fictional"),
}


@pytest.mark.parametrize("text", SOURCE_FILES)
def test_a_source_yaml_that_makes_no_sense(tmp_path: Path, text: str) -> None:
    folder = write_folder(tmp_path / "map", small())
    (folder / "source.yaml").write_text(text, encoding="utf-8")
    (report,) = check([str(folder)])
    (problem,) = report.problems
    message, column = SOURCE_FILES[text]
    assert report.refused
    assert problem.file == "source.yaml"
    assert message in problem.message
    assert problem.column == column


def test_an_unexpected_number_of_rows_is_a_warning(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "map", small())
    (folder / "source.yaml").write_text(
        "expected: {links: 3, ports: [0, 5], suppliers: 1}\nmood: good\n", encoding="utf-8"
    )
    (report,) = check([str(folder)])
    assert not report.refused
    assert [(problem.file, problem.message) for problem in report.problems] == [
        ("source.yaml", "is no known key and left"),
        ("links.csv", "holds 2 rows, where 3 are expected"),
    ]


@pytest.mark.parametrize(("name", "rows"), [("england", 2731), ("sampleshire", 765)])
def test_the_bundled_evidence_is_sound(store: Store, name: str, rows: int) -> None:
    folder = Path(__file__).parents[2] / "importers" / name / "data"
    report: ImportReport = imported(store, folder, source=name)
    assert report.errors == 0
    assert report.run is not None
    assert (report.run.added, sum(report.rows.values())) == (rows, rows)
    again = imported(store, folder, source=name)
    assert again.run is not None
    assert (again.run.unchanged, again.run.revision) == (rows, None)
