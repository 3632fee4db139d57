"""Lists of facts as connections, in the order of their keys or of another column."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from graphmap.api.ids import keys_of
from graphmap.api.pages import Page, page_of
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.node import Fact, expect_claims
from graphmap.api.view import View
from graphmap.model.terms import Kind
from graphmap.snapshot.columns import Ints, Texts

F = TypeVar("F", bound=Fact)
Make = Callable[[View, int], F]


def by_key(view: View, kind: Kind, rows: Ints, make: Make[F], first: int, after: str | None) -> Connection[F]:
    """A page of rows, which are ascending and so in the order of their keys."""
    keys = keys_of(view.snapshot, kind)
    return _facts(view, page_of(rows, f"{kind} key", lambda row: (keys[row],), first, after), make)


def by_name(
    view: View,
    kind: Kind,
    rows: Ints,
    ranks: Ints,
    names: Texts,
    make: Make[F],
    first: int,
    after: str | None,
) -> Connection[F]:
    """A page of rows in the order of their names, whatever the case, and then of their keys."""
    keys = keys_of(view.snapshot, kind)
    ordered = rows[np.argsort(ranks[rows])]
    return _facts(
        view,
        page_of(ordered, f"{kind} name", lambda row: (names[row].casefold(), keys[row]), first, after),
        make,
    )


def _facts(view: View, page: Page[int], make: Make[F]) -> Connection[F]:
    view.budget.ask()
    made = connection(page, lambda row: make(view, int(row)))
    expect_claims([edge.node for edge in made.edges])
    return made
