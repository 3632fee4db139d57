"""The Cypher script makes the graph that a projection makes, whatever the texts hold."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from graphmap.model.terms import Kind
from graphmap.snapshot.cache import current
from graphmap.snapshot.export import export, part_of
from graphmap.snapshot.export.badge import FICTIONAL
from graphmap.snapshot.export.cypher import literal
from graphmap.snapshot.export.records import facts
from graphmap.store.base import Store
from tests.neo4j_server.endpoint import Endpoint
from tests.snapshot.conftest import Import, write_tables
from tests.snapshot.test_export_tables import full_tables
from tests.store.neo4j.graphs import SAMPLESHIRE, Graph, graph_on

TODAY = date(2026, 11, 22)
AWKWARD = "it's \"quoted\" \\ \\u0041 \\' 'n'; // no comment `x` $rows ${y} 😀 Zoë \u2028 end"
CONTROL = "\x00\n\r\t\x7f\x85;\n"


@pytest.fixture
def graph(neo4j_server: Endpoint) -> Iterator[Graph]:
    with graph_on(neo4j_server) as opened:
        yield opened


def script(store: Store, **options: Any) -> str:
    stream = io.BytesIO()
    with store.reading() as reader:
        export(reader, current(store, TODAY), "cypher", stream, **options)
    return stream.getvalue().decode()


def run(graph: Graph, text: str) -> None:
    """Run a script as cypher-shell does: a statement ends where a line ends in a semicolon."""
    for statement in re.split(r";$", text, flags=re.MULTILINE):
        if statement.strip():
            graph.ask(statement)


def projected(graph: Graph, store: Store, organisations: list[int] | None = None) -> list[tuple[Any, ...]]:
    """What a projection of the same part of the map puts into the database, which it empties first."""
    snapshot = current(store, TODAY)
    part = part_of(snapshot, organisations)
    graph.projection.wipe()
    with store.reading() as reader:
        for kind in Kind:
            graph.projection.replace(kind, list(facts(reader, snapshot, part, kind)), fresh=True)
    return graph.content()


def test_a_script_makes_the_graph_of_the_whole_map(graph: Graph, store: Store, put: Import) -> None:
    put(SAMPLESHIRE, fictional=True)
    text = script(store)
    run(graph, text)
    made = graph.content()
    assert made == projected(graph, store)
    run(graph, text)
    assert graph.content() == made, "running it again changes nothing"


def test_a_script_of_a_part_makes_that_part(graph: Graph, store: Store, put: Import) -> None:
    put(SAMPLESHIRE, fictional=True)
    row = current(store, TODAY).organisations.key.index["SAL1"]
    run(graph, script(store, organisations=[row]))
    made = graph.content()
    assert made == projected(graph, store, [row])
    assert graph.ask("MATCH (d:Deployment {id: 'SA1-arden'}) RETURN count(*)") == [[0]]


def test_any_text_survives(graph: Graph, store: Store, put: Import) -> None:
    tables = full_tables()
    tables["suppliers"][0] |= {"name": AWKWARD}
    put(tables)
    run(graph, script(store))
    assert graph.ask("MATCH (s:Supplier {id: 'arden'}) RETURN s.name") == [[AWKWARD]]
    for text in (AWKWARD, CONTROL, "\\", "'", ""):
        assert graph.ask(f"RETURN {literal(text)}") == [[text]]


def test_a_literal_stays_on_one_line() -> None:
    written = literal({"a": [CONTROL], "b": None, "c": -1.5, "d": date(1, 1, 1)})
    assert written == (
        r"{a: ['\u0000\u000a\u000d\u0009\u007f\u0085;\u000a'], b: null, c: -1.5, d: date('0001-01-01')}"
    )


def test_fiction_and_terms_stand_at_the_head(store: Store, put: Import, tmp_path: Any) -> None:
    folder = write_tables(full_tables(), tmp_path / "licensed")
    (folder / "source.yaml").write_text("licence: OGL-UK-3.0\nattribution: [Contains things., And more.]\n")
    put(folder, "licensed", fictional=True)
    head = script(store).partition("\n\n")[0].splitlines()
    assert head == [
        f"// {FICTIONAL}",
        "// A map of graphmap: revision 1, as known on 2026-11-22.",
        "// Source licensed, licence OGL-UK-3.0",
        "// - Contains things.",
        "// - And more.",
    ]


def test_a_part_of_a_real_map_says_that_it_is_one(store: Store, put: Import) -> None:
    put(full_tables())
    assert script(store, organisations=[0]).startswith("// A part of a map of graphmap: revision 1")
    assert FICTIONAL not in script(store)
