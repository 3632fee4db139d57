"""The graph for Cypher users as it is declared: labels, relationship types, constraints (docs/reference/graph-model.md).

Entities, ports, coverage and contracts are nodes; a link is a relationship, of the type that its exchange type names. A port
or link is one node or relationship for each period that is stated. What a record says about others is a relationship and no
property; an entity that is referred to and stated by nobody is a stub.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graphmap.model.ids import split_key
from graphmap.model.records import RECORDS, REFERENCES
from graphmap.model.terms import Kind

STUB = "Stub"
"""Second label of an entity that is referred to and stated by nobody."""
DAYS = ("first_day", "last_day", "observed_day")
"""Properties that are dates: the bounds of a period and when it was observed."""


@dataclass(frozen=True)
class Reference:
    """A relationship that a field of a record makes to the entities it names."""

    field: str
    type: str
    to: Kind
    inward: bool = False
    """Whether it points from the entity to the record: an entity *has* its ports and coverage."""
    single: bool = False
    """Whether every record names exactly one."""


@dataclass(frozen=True)
class Node:
    """The node that a record of one kind becomes; `identity` are the properties that are unique together."""

    kind: Kind
    label: str
    identity: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def entity(self) -> bool:
        """Whether it may stay as a stub; anything else goes when nobody states it."""
        return self.identity[0] != "key"

    @property
    def periodic(self) -> bool:
        """Whether there is one for each period."""
        return "period" in self.identity


def _node(label: str, identity: str, inward: bool = False, **types: str) -> Node:
    kind = Kind(label.lower())
    fields = RECORDS[kind].model_fields
    references = (
        Reference(
            name,
            type_,
            REFERENCES[kind][name],
            inward,
            single=fields[name].is_required() and fields[name].annotation is str,
        )
        for name, type_ in types.items()
    )
    return Node(kind, label, tuple(identity.split()), tuple(references))


NODES: Mapping[Kind, Node] = MappingProxyType(
    {
        node.kind: node
        for node in (
            _node("Organisation", "code", icb="IN_ICB", region="IN_REGION", predecessors="SUCCEEDS"),
            _node("Supplier", "id"),
            _node("Product", "id", supplier="SUPPLIED_BY"),
            _node("Deployment", "id", product="OF_PRODUCT", organisations="RUN_BY"),
            _node("Port", "key period", inward=True, deployment="HAS_PORT"),
            _node("Coverage", "key", inward=True, organisation="HAS_COVERAGE"),
            _node("Contract", "key", buyer="BOUGHT_BY", supplier="SOLD_BY", product="FOR_PRODUCT"),
        )
    }
)
"""Every kind but links."""

_LOOKED_UP = (
    ("Organisation", "name"),
    ("Organisation", "type"),
    ("Supplier", "name"),
    ("Supplier", "group"),
    ("Product", "name"),
    ("Deployment", "host"),
    ("Port", "exchange", "role"),
)


def _unique(node: Node) -> str:
    properties = ", ".join(f"node.{name}" for name in node.identity)
    name = "_".join((node.kind, *node.identity))
    return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (node:{node.label}) REQUIRE ({properties}) IS UNIQUE"


def _index(label: str, *names: str) -> str:
    properties = ", ".join(f"node.{name}" for name in names)
    name = "_".join((label.lower(), *names))
    return f"CREATE INDEX {name} IF NOT EXISTS FOR (node:{label}) ON ({properties})"


SCHEMA = (*map(_unique, NODES.values()), *(_index(*looked_up) for looked_up in _LOOKED_UP))
"""Statements that make its constraints and indexes. Each may be run again."""


def link_type(exchange: str) -> str:
    """The relationship type of the links of an exchange type: `REFERRAL`."""
    return exchange.upper()


def link_parts(key: str) -> tuple[str, str, str]:
    """Origin, target and exchange type of the link with this key."""
    origin, target, exchange, *_ = split_key(key)
    return origin, target, exchange
