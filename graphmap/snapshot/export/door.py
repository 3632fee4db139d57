"""The one door of exports, and the list of formats behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from graphmap.model.errors import UsageError
from graphmap.snapshot.columns import Snapshot
from graphmap.snapshot.export.cypher import write_cypher
from graphmap.snapshot.export.document import write_document
from graphmap.snapshot.export.files import file, folder
from graphmap.snapshot.export.graph import write_gexf, write_graphml
from graphmap.snapshot.export.part import Part, part_of
from graphmap.snapshot.export.sheets import write_sheets
from graphmap.snapshot.export.tables import write_tables
from graphmap.store.base import Reader

_Destination = Path | BinaryIO


@dataclass(frozen=True)
class Format:
    """A format that the map can be exported to. `extension` is that of its file; `.zip` for a folder of files."""

    name: str
    description: str
    extension: str
    write: Callable[[Reader, Snapshot, Part, _Destination], None]


def _tables(reader: Reader, snapshot: Snapshot, part: Part, destination: _Destination) -> None:
    with folder(destination) as files:
        write_tables(reader, snapshot, part, files)


def _csv(_: Reader, snapshot: Snapshot, part: Part, destination: _Destination) -> None:
    with folder(destination) as files:
        write_sheets(snapshot, part, files)


def _json(reader: Reader, snapshot: Snapshot, part: Part, destination: _Destination) -> None:
    with file(destination) as stream:
        write_document(reader, snapshot, part, stream)


def _cypher(reader: Reader, snapshot: Snapshot, part: Part, destination: _Destination) -> None:
    with file(destination) as stream:
        write_cypher(reader, snapshot, part, stream)


def _graphml(_: Reader, snapshot: Snapshot, part: Part, destination: _Destination) -> None:
    with file(destination) as stream:
        write_graphml(snapshot, part, stream)


def _gexf(_: Reader, snapshot: Snapshot, part: Part, destination: _Destination) -> None:
    with file(destination) as stream:
        write_gexf(snapshot, part, stream)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        one.name: one
        for one in (
            Format(
                "tables",
                "Evidence tables, which import back to the same map (folder or .zip)",
                ".zip",
                _tables,
            ),
            Format("csv", "Tables for a spreadsheet, with names beside codes (folder or .zip)", ".zip", _csv),
            Format("json", "Every record with the claims behind it, in one document", ".json", _json),
            Format("graphml", "A graph for yEd, Gephi, networkx and others", ".graphml", _graphml),
            Format("gexf", "A graph for Gephi", ".gexf", _gexf),
            Format("cypher", "A script that makes the graph in a Neo4j database", ".cypher", _cypher),
        )
    }
)


def export(
    reader: Reader,
    snapshot: Snapshot,
    format: str,  # noqa: A002 - the word that the command line has for it
    destination: Path | BinaryIO,
    organisations: Iterable[int] | None = None,
) -> None:
    """Write the map, or the part that organisations (rows) select, to `destination`: a path, or a stream for one file.

    `reader` has to see the revision of `snapshot`; tables, json and cypher take records and claims from it. Folder formats
    write a folder, or one .zip where the path ends so or a stream is given. Raises `UsageError` for a format that is not
    there, a destination that cannot be written and a reader of another revision; then nothing is written.
    """
    if format not in FORMATS:
        raise UsageError(f"{format!r} is no format: choose one of {', '.join(FORMATS)}")
    if reader.revision != snapshot.revision:
        raise UsageError(
            f"the map has moved from revision {snapshot.revision} to {reader.revision} meanwhile: export again"
        )
    FORMATS[format].write(reader, snapshot, part_of(snapshot, organisations), destination)
