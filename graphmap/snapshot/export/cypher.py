"""The map as a Cypher script: the graph that the Neo4j store keeps for Cypher users, in any Neo4j database.

The statements are those of the store (`graphmap.model.cypher`), with their parameters written out. Running a script again
changes nothing. It takes nothing away: load it into an empty database, or beside what it is to be added to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, BinaryIO

from graphmap.model.cypher import batches
from graphmap.model.graph import SCHEMA
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Snapshot
from graphmap.snapshot.export.badge import notice
from graphmap.snapshot.export.part import Part
from graphmap.snapshot.export.records import facts
from graphmap.store.base import Reader

BATCH = 250
"""Rows of one statement: the server has to read each statement whole before it runs any of it."""

_ESCAPED = re.compile("[\\\\'\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PARAMETER = re.compile(r"\$(\w+)")


def write_cypher(reader: Reader, snapshot: Snapshot, part: Part, stream: BinaryIO) -> None:
    """Write the script, a statement after another. Memory: a batch of rows for each exchange type."""
    stream.writelines(f"// {_in_one_line(line)}\n".encode() for line in _head(reader, snapshot, part))
    stream.writelines(f"\n{statement};\n".encode() for statement in _statements(reader, snapshot, part))


def _head(reader: Reader, snapshot: Snapshot, part: Part) -> Iterator[str]:
    if badge := notice(snapshot):
        yield badge
    whole = "A map" if part.whole else "A part of a map"
    yield f"{whole} of graphmap: revision {snapshot.revision}, as known on {date.fromordinal(snapshot.known_at)}."
    for source in reader.sources():
        yield f"Source {source.name}{f', licence {source.licence}' if source.licence else ''}"
        yield from (f"- {line}" for line in source.attribution)


def _statements(reader: Reader, snapshot: Snapshot, part: Part) -> Iterator[str]:
    yield from SCHEMA
    for kind in Kind:
        for statement, parameters in batches(kind, facts(reader, snapshot, part, kind), BATCH):
            yield _PARAMETER.sub(partial(_parameter, parameters), statement)


def _parameter(parameters: Mapping[str, Iterable[Any]], found: re.Match[str]) -> str:
    return "[\n" + ",\n".join(map(literal, parameters[found[1]])) + "\n]"


def literal(value: Any) -> str:
    """A value as Cypher writes it. Text may hold any character."""
    match value:
        case None:
            return "null"
        case str():
            return f"'{_ESCAPED.sub(_escape, value)}'"
        case date():
            return f"date('{value.isoformat()}')"
        case dict():
            return "{" + ", ".join(f"{name}: {literal(item)}" for name, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(literal, value)) + "]"
        case _:
            return repr(value)


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return f"\\{character}" if character in "\\'" else f"\\u{ord(character):04x}"


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
