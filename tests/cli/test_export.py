"""Exports of Sampleshire in every format, of a part of it, and the way back."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import networkx as nx
import orjson
import pytest

from graphmap.snapshot.export import FORMATS
from tests.cli.running import Here, apart, path_of

BADGE = "FICTIONAL"
ROWS = {
    "organisations": 58, "suppliers": 20, "products": 31, "deployments": 116, "ports": 153, "links": 312,
    "coverage": 57, "contracts": 18,
}  # fmt: skip


def _document(graphmap: Here, store: str, path: Path, *options: object) -> dict[str, Any]:
    done = graphmap("export", "--format", "json", "--output", path, "--store", store, *options)
    assert done.code == 0, done.err
    assert done.err == f"wrote {path}\n"
    assert not done.out
    document: dict[str, Any] = orjson.loads(path.read_bytes())
    return document


def test_json_holds_every_record_with_its_claims(graphmap: Here, sampleshire: str, tmp_path: Path) -> None:
    document = _document(graphmap, sampleshire, tmp_path / "map.json")
    assert {name: len(document[name]) for name in ROWS} == ROWS
    assert document["notice"].startswith(BADGE)
    assert all(claim["source"] == "sampleshire" for row in document["links"] for claim in row["claims"])


@pytest.mark.parametrize("name", ["tables", "csv"])
@pytest.mark.parametrize("shape", ["folder", "map.zip"])
def test_tables_and_sheets_as_folder_and_archive(
    graphmap: Here, sampleshire: str, tmp_path: Path, name: str, shape: str
) -> None:
    path = tmp_path / shape
    assert graphmap("export", "--format", name, "--output", path, "--store", sampleshire).code == 0
    if shape == "folder":
        texts = {file.name: file.read_text(encoding="utf-8-sig") for file in path.iterdir()}
    else:
        with zipfile.ZipFile(path) as archive:
            texts = {one: archive.read(one).decode("utf-8-sig") for one in archive.namelist()}
    (organisations,) = [text for file, text in texts.items() if "organisations" in file.lower()]
    assert len(list(csv.reader(io.StringIO(organisations)))) == 1 + ROWS["organisations"]
    assert any(BADGE in text for text in texts.values())


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_graphs(graphmap: Here, sampleshire: str, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"map.{name}"
    assert graphmap("export", "--format", name, "--output", path, "--store", sampleshire).code == 0
    read = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[name]
    assert read(path).number_of_nodes() == sum(ROWS[one] for one in list(ROWS)[:4])
    assert BADGE in path.read_text(encoding="utf-8")


def test_tables_import_back_to_the_same_map(
    graphmap: Here, sampleshire: str, fresh: str, tmp_path: Path
) -> None:
    tables = tmp_path / "again.zip"
    assert graphmap("export", "--format", "tables", "--output", tables, "--store", sampleshire).code == 0
    back = graphmap("import", tables, "--store", fresh)
    assert back.code == 0, back.err
    assert "765 claims added" in back.out
    before = _document(graphmap, sampleshire, tmp_path / "before.json")
    after = _document(graphmap, fresh, tmp_path / "after.json")
    for document in (before, after):
        del document["sources"], document["revision"]
        for table in ROWS:
            for record in document[table]:
                for claim in record["claims"]:
                    assert claim.pop("source") in {"sampleshire", "again"}
    assert after == before


def test_a_part_holds_what_the_filter_selects(graphmap: Here, sampleshire: str, tmp_path: Path) -> None:
    document = _document(graphmap, sampleshire, tmp_path / "part.json", "--code", "SA1", "--code", "SA2")
    assert not document["whole"]
    codes = {row["code"] for row in document["organisations"]}
    assert {"SA1", "SA2"} <= codes
    assert "SAG01" not in codes
    everything = _document(
        graphmap, sampleshire, tmp_path / "icb.json", "--icb", "SAQ1", "--type", "NHS_TRUST"
    )
    assert {row["code"] for row in everything["organisations"]} >= {"SA1", "SA3"}


def test_as_known_before_anything_was(graphmap: Here, sampleshire: str, tmp_path: Path) -> None:
    document = _document(graphmap, sampleshire, tmp_path / "past.json", "--as-known-at", "2026-11-21")
    assert not document["organisations"]
    assert document["known_at"] == "2026-11-21"


def test_without_output_it_goes_to_standard_output(sampleshire: str) -> None:
    done = apart("export", "--format", "json", "--store", sampleshire)
    assert done.code == 0
    assert not done.err
    assert len(done.json["deployments"]) == ROWS["deployments"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--format", "excel"],
            "'excel' is no format: choose one of tables, csv, json, graphml, gexf, cypher",
        ),
        (["--format", "json", "--code", "SA11"], "'SA11' is no known organisation; nearest: SAG11, SA1"),
        (["--format", "json", "--icb", "SAQ7"], "'SAQ7' is no known organisation; nearest: SA7, SAQ1"),
        (
            ["--format", "json", "--type", "TRUST"],
            "'TRUST' is no known organisation type; nearest: NHS_TRUST",
        ),
        (["--format", "json", "--setting", "acut"], "'acut' is no known care setting; nearest: acute"),
        (
            ["--format", "json", "--type", "COLLABORATIVE"],
            "no organisation fits the filter: nothing to export",
        ),
        (["--format", "json", "--as-of", "22.11.2026"], "'22.11.2026' is no date: write it as 2026-11-22"),
        ([], "--format"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(
    graphmap: Here, sampleshire: str, tmp_path: Path, options: list[str], said: str
) -> None:
    path = tmp_path / "out" / "map"
    done = graphmap("export", *options, "--output", path, "--store", sampleshire)
    assert done.code == 2
    assert said in done.err
    assert not path.exists()


def test_a_folder_with_something_in_it_is_left_alone(
    graphmap: Here, sampleshire: str, tmp_path: Path
) -> None:
    done = graphmap("export", "--format", "tables", "--output", tmp_path, "--store", sampleshire)
    assert done.code == 2
    assert "is there already" in done.err
    assert list(tmp_path.iterdir()) == [path_of(sampleshire)]


def test_the_help_names_every_format(graphmap: Here) -> None:
    assert f"--format {'|'.join(FORMATS)}" in graphmap("export", "--help").out
