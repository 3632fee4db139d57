"""Relay connections: pages of lists that can grow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import strawberry

from graphmap.api.pages import Page
from graphmap.api.types.describing import object_type

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741 - an item, as T is a type


@object_type
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: bool = strawberry.field(description="Whether items follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether items come before this page.")
    start_cursor: str | None = strawberry.field(
        description="Cursor of the first item; null for an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="Cursor of the last item: pass it as `after` for the next page; null for an empty page."
    )


@object_type
class Edge(Generic[T]):
    """An item of a list and its place."""

    node: T = strawberry.field(description="The item.")
    cursor: str = strawberry.field(description="Opaque place of the item in this order of the list.")


@object_type
class Connection(Generic[T]):
    """A page of a list."""

    edges: list[Edge[T]] = strawberry.field(description="The items of this page, in order.")
    page_info: PageInfo = strawberry.field(description="Where this page stands in the list.")
    total_count: int = strawberry.field(description="Items of the whole list.")


def connection(page: Page[I], node: Callable[[I], T]) -> Connection[T]:
    """A page as a connection, each item made into its node."""
    edges = [
        Edge(node=node(item), cursor=cursor) for item, cursor in zip(page.items, page.cursors, strict=True)
    ]
    info = PageInfo(
        has_next_page=page.more,
        has_previous_page=page.earlier,
        start_cursor=page.cursors[0] if page.cursors else None,
        end_cursor=page.cursors[-1] if page.cursors else None,
    )
    return Connection(edges=edges, page_info=info, total_count=page.total)
