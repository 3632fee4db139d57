"""What every node has, and what every fact has: its id, its claims, how well it is supported and since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

import strawberry

from graphmap.api.ids import keys_of
from graphmap.api.types.arguments import History
from graphmap.api.types.claim import Claim, Validity
from graphmap.api.types.describing import field, interface_type
from graphmap.api.types.enums import Evidence
from graphmap.api.view import View
from graphmap.model.dates import to_date
from graphmap.model.ids import global_id
from graphmap.model.terms import Kind


@interface_type
class Node:
    """Anything with an id."""

    kind: ClassVar[Kind]

    view: strawberry.Private[View]
    row: strawberry.Private[int]
    """Row in the snapshot; of ports and links the record."""

    @field
    def id(self) -> strawberry.ID:
        """Opaque id, unique across kinds; `node(id)` takes it."""
        return strawberry.ID(global_id(self.kind, self.stated_key))

    @field
    def key(self) -> strawberry.ID:
        """Its id in the evidence tables; of ports, links, coverage and contracts their identity in one text."""
        return strawberry.ID(self.stated_key)

    @property
    def stated_key(self) -> str:
        return keys_of(self.view.snapshot, self.kind)[self.row]


@interface_type
class Fact(Node):
    """What sources state: who says so, how well it is supported, and for when."""

    @property
    def table(self) -> Any:
        """Its columns in the snapshot."""
        raise NotImplementedError

    @property
    def fact(self) -> int:
        """Its row in the columns of evidence and observation."""
        return self.row

    @property
    def is_stub(self) -> bool:
        """Whether it is referred to and stated by nobody."""
        return False

    @field
    def evidence(self) -> Evidence | None:
        """How well it is supported; null where nobody states it."""
        return None if self.is_stub else Evidence(int(self.table.evidence[self.fact]))

    @field
    def observed_at(self) -> date | None:
        """When it was seen or stated, of a partial date the first day; null where no source gives a date."""
        return to_date(int(self.table.observed[self.fact]))

    @field
    def rivals(self) -> int:
        """Property claims that lost to another source's; `claims` shows them."""
        return int(self.table.rivals[self.row])

    @field
    def validity(self) -> Validity | None:
        """Status and dates; null for what has none (suppliers, products, coverage)."""
        return None

    @field
    def claims(self, history: History = False) -> list[Claim] | None:
        """What each source says of each property, the value that stands first; null while the store is away."""
        shown = self.view.claims.of(self.kind, self.stated_key, history)
        return [Claim(shown=one) for one in shown]


def expect_claims(nodes: Sequence[Fact]) -> None:
    """Let the claims of nodes that are shown together be read together."""
    if nodes:
        nodes[0].view.claims.expect(nodes[0].kind, [node.stated_key for node in nodes])
