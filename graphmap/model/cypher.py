"""The Cypher statements that keep the graph of `graphmap.model.graph`, made from its declarations.

Each leaves the same graph when it is run twice, and touches no more than its parameters name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from graphmap.model.graph import DAYS, NODES, STUB, Node, Reference, link_type
from graphmap.model.graph_rows import property_names, rows
from graphmap.model.terms import Kind

Batch = tuple[str, dict[str, list[Any]]]
"""A statement and its parameters."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def batches(
    kind: Kind, facts: Iterable[tuple[str, Mapping[str, Any]]], size: int, *, fresh: bool = False
) -> Iterator[Batch]:
    """What writes these facts (key and body): statements with `rows`, at most `size`, and the `days` that these number.

    A date by its number is several times quicker on its way than a date. Memory: `size` rows for each statement. With
    `fresh` the statements may not be run twice, and must find none of these facts: a third quicker.
    """
    pairs = (
        (writing(kind, body["exchange"] if kind is Kind.LINK else "", fresh=fresh), row)
        for key, body in facts
        for row in rows(kind, key, body)
    )
    names = property_names(kind) if fresh and _is_created(kind) else ()
    for statement, batch in batched(pairs, size):
        numbers: dict[date | None, int | None] = {None: None}
        for row in batch:
            row["days"] = [numbers.setdefault(day, len(numbers) - 1) for day in row["days"]]
        sent = [_listed(kind, names, row) for row in batch] if names else batch
        yield statement, {"days": [day for day in numbers if day], "rows": sent}
        for reference in NODES[kind].references if kind is not Kind.LINK else ():
            if not reference.single and (named := _named(NODES[kind], reference, batch)):
                yield linking(kind, reference), {"rows": named}


def _listed(kind: Kind, names: tuple[str, ...], row: dict[str, Any]) -> list[Any]:
    """A row as a list, which the server takes in a sixth more quickly than a map: properties, days, single references."""
    properties = row["properties"].get
    ends = (row[end] if kind is Kind.LINK else row[end][0] for end in _single_ends(kind))
    return [*map(properties, names), *row["days"], *ends]


@lru_cache
def _single_ends(kind: Kind) -> tuple[str, ...]:
    """Fields of a row that name exactly one entity."""
    if kind is Kind.LINK:
        return ("origin", "target")
    return tuple(reference.field for reference in NODES[kind].references if reference.single)


@lru_cache
def _is_created(kind: Kind) -> bool:
    """Whether what is fresh is sure not to be there: of a kind that refers to itself some may be, as stubs."""
    return kind is Kind.LINK or all(reference.to is not kind for reference in NODES[kind].references)


def in_any_order(kind: Kind) -> bool:
    """Whether the fresh batches of a kind may be written side by side: what only hangs on entities that are there.

    Entities may not: several batches would join the same few others, and lock one another out.
    """
    return kind is Kind.LINK or (not NODES[kind].entity and all(one.single for one in NODES[kind].references))


def batched(pairs: Iterable[tuple[str, Any]], size: int) -> Iterator[tuple[str, list[Any]]]:
    """Puts what goes with one statement together, at most `size` at a time."""
    waiting: dict[str, list[Any]] = {}
    for statement, row in pairs:
        batch = waiting.setdefault(statement, [])
        batch.append(row)
        if len(batch) == size:
            yield statement, waiting.pop(statement)
    yield from waiting.items()


@lru_cache
def writing(kind: Kind, exchange: str = "", *, fresh: bool = False) -> str:
    """Writes `$rows` of one kind, of links those of one exchange type. What they refer to and is not there becomes a stub.

    What a record no longer says it leaves behind: `cutting` and `shortening` take that away first. `fresh`: see `batches`.
    """
    lines = ["WITH $days AS days", "UNWIND $rows AS row"]
    made = "CREATE" if fresh and _is_created(kind) else "MERGE"
    places = len(property_names(kind)) + len(DAYS)
    ends = _single_ends(kind)
    if made == "CREATE":
        keys = {end: f"row[{places + place}]" for place, end in enumerate(ends)}
    else:
        keys = {end: f"row.{end}" if kind is Kind.LINK else f"row.{end}[0]" for end in ends}
    if kind is Kind.LINK:
        lines += (_entity(end, Kind.DEPLOYMENT, key) for end, key in keys.items())
        lines.append(
            f"CREATE (origin)-[:{_quoted(link_type(exchange))} {_properties(kind)}]->(target)"
            if made == "CREATE"
            else f"MERGE (origin)-[link:{_quoted(link_type(exchange))} {_identity('key', 'period')}]->(target)\n"
            + _setting("link")
        )
        return "\n".join(lines)
    node = NODES[kind]
    if made == "CREATE":
        lines.append(f"CREATE (node:{node.label} {_properties(kind)})")
    else:
        lines += (f"MERGE (node:{node.label} {_identity(*node.identity)})", _setting("node"))
        if node.entity:
            lines.append(f"REMOVE node:{STUB}")
    for reference in node.references:
        if reference.single:
            lines += (
                _entity(reference.field, reference.to, keys[reference.field]),
                f"{made} {_path(reference, reference.field)}",
            )
    return "\n".join(lines)


@lru_cache
def linking(kind: Kind, reference: Reference) -> str:
    """Writes what `$rows` say of others by one reference that a record may make never or several times."""
    node = NODES[kind]
    return (
        f"UNWIND $rows AS row\nMATCH (node:{node.label} {{{node.identity[0]}: row.key}})\n"
        f"{_entity('other', reference.to, 'row.named')}\nMERGE {_path(reference, 'other')}"
    )


@lru_cache
def cutting(kind: Kind) -> str | None:
    """Takes away what the entities `$keys` say about others; None where that kind says nothing."""
    node = NODES[kind]
    types = "|".join(reference.type for reference in node.references)
    return f"UNWIND $keys AS key\nMATCH {_keyed(node)}-[stated:{types}]->()\nDELETE stated" if types else None


@lru_cache
def forgetting(kind: Kind) -> str:
    """Takes away the nodes `$keys`; an entity becomes a stub, which `SWEEPING` takes away where nothing refers to it."""
    node = NODES[kind]
    gone = f"SET node = {{{node.identity[0]}: key}}, node:{STUB}" if node.entity else "DETACH DELETE node"
    return f"UNWIND $keys AS key\nMATCH {_keyed(node)}\n{gone}"


@lru_cache
def shortening(kind: Kind, exchange: str = "") -> str:
    """Takes away the periods from `row.periods` on, of ports, or of links of one exchange type."""
    if kind is not Kind.LINK:
        return (
            f"UNWIND $rows AS row\nMATCH (node:{NODES[kind].label} {{key: row.key}})\n"
            "WHERE node.period >= row.periods\nDETACH DELETE node"
        )
    # Both ends are found before the link: a hub has many.
    return (
        "UNWIND $rows AS row\n"
        "MATCH (origin:Deployment {id: row.origin})\nMATCH (target:Deployment {id: row.target})\n"
        "WITH row, origin, target\n"
        f"MATCH (origin)-[link:{_quoted(link_type(exchange))} {{key: row.key}}]->(target)\n"
        "WHERE link.period >= row.periods\nDELETE link"
    )


SWEEPING = f"MATCH (node:{STUB})\nWHERE NOT (node)--()\nWITH node LIMIT $most\nDELETE node\nRETURN count(*)"
"""Takes away stubs that nothing refers to, and returns how many: to be run again while there are any."""

WIPING = (
    "MATCH (:Deployment)-[link]->(:Deployment)\nWITH link LIMIT $most\nDELETE link\nRETURN count(*)",
    *(
        f"MATCH (node:{NODES[kind].label})\nWITH node LIMIT $most\nDETACH DELETE node\nRETURN count(*)"
        for kind in reversed(Kind)
        if kind in NODES
    ),
)
"""Take the whole graph away, each run as `SWEEPING`. In this order no node has many relationships when its turn comes."""


def _entity(name: str, kind: Kind, key: str) -> str:
    node = NODES[kind]
    return f"MERGE ({name}:{node.label} {{{node.identity[0]}: {key}}}) ON CREATE SET {name}:{STUB}"


def _identity(*names: str) -> str:
    return "{" + ", ".join(f"{name}: row.properties.{name}" for name in names) + "}"


def _properties(kind: Kind) -> str:
    """All properties of a listed row one by one, which is quicker than a map whose names the server has to look at."""
    names = property_names(kind)
    named = [f"`{name}`: row[{place}]" for place, name in enumerate(names)]
    named += (f"{day}: days[row[{len(names) + place}]]" for place, day in enumerate(DAYS))
    return "{" + ", ".join(named) + "}"


def _setting(name: str) -> str:
    days = (f"{name}.{day} = days[row.days[{place}]]" for place, day in enumerate(DAYS))
    return f"SET {name} = row.properties, {', '.join(days)}"


def _named(node: Node, reference: Reference, batch: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """For each entity that rows name by a reference: the key of its row, and its own."""
    return [
        {"key": row["properties"][node.identity[0]], "named": named}
        for row in batch
        for named in row[reference.field]
    ]


def _path(reference: Reference, other: str) -> str:
    if reference.inward:
        return f"({other})-[:{reference.type}]->(node)"
    return f"(node)-[:{reference.type}]->({other})"


def _keyed(node: Node) -> str:
    return f"(node:{node.label} {{{node.identity[0]}: key}})"


def _quoted(name: str) -> str:
    """A relationship type as Cypher writes it."""
    return name if _PLAIN.fullmatch(name) else f"`{name.replace('`', '``')}`"
