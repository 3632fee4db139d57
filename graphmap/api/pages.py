"""Pages of ordered lists by keyset: a cursor is the sort key of an item, so pages neither repeat nor lose what stays.

Cursors outlive a change of the map: the next page starts after where the item stands, or would stand.
"""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import orjson

from graphmap.api.errors import QuestionError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
MOST = 500
"""Items a page (contract, section 4)."""
DEFAULT = 50
_BAD_CURSOR = "`after` is no cursor of this list in this order: pass what `pageInfo.endCursor` gave"


class Ordered(Protocol[T_co]):
    """What a page is cut from: a sequence, or an array of rows."""

    def __len__(self) -> int: ...
    def __getitem__(self, place: int, /) -> T_co: ...


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items of a list with their cursors, and where they stand in it."""

    items: Sequence[T]
    cursors: Sequence[str]
    total: int
    more: bool
    earlier: bool


def page_of(
    items: Ordered[T], order: str, key: Callable[[T], tuple[Any, ...]], first: int, after: str | None
) -> Page[T]:
    """The `first` items after the cursor `after` of a list that is sorted by `key`.

    `order` names the order, so that the cursor of another is refused. O(log n) keys for the place, and those of the page.
    """
    checked(first)
    start = 0
    if after is not None:
        seen = cursor_key(order, after)
        try:
            start = bisect_right(items, seen, key=key)
        except TypeError:
            raise QuestionError("BAD_CURSOR", _BAD_CURSOR) from None
    chosen = [items[place] for place in range(start, min(start + first, len(items)))]
    cursors = [cursor(order, key(item)) for item in chosen]
    return Page(chosen, cursors, len(items), start + first < len(items), start > 0)


def checked(first: int) -> int:
    """`first`, when it is within limits."""
    if not 1 <= first <= MOST:
        raise QuestionError("BAD_ARGUMENT", f"`first` is {first}: ask for 1 to {MOST} items and page on")
    return first


def cursor(order: str, key: tuple[Any, ...]) -> str:
    """The opaque cursor of an item with this sort key."""
    return base64.urlsafe_b64encode(orjson.dumps([order, *key])).decode().rstrip("=")


def cursor_key(order: str, text: str) -> tuple[Any, ...]:
    """The sort key in a cursor. Raises `QuestionError` for what is no cursor of this order."""
    try:
        found = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        found = None
    if not isinstance(found, list) or not found or found[0] != order:
        raise QuestionError("BAD_CURSOR", _BAD_CURSOR)
    return tuple(found[1:])
