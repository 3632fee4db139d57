"""Pages of ordered pairs over several exchange types, by exchange type, sender and receiver."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graphmap.analysis.impact import Lost
from graphmap.api.errors import QuestionError
from graphmap.api.pages import Page, checked, cursor, cursor_key
from graphmap.api.view import View

Ask = Callable[[Lost | None, int], list[Lost]]
"""Gives pairs after one already seen, at most so many."""


def pair_cursor(view: View, order: str, pair: Lost) -> str:
    """The cursor of a pair: by codes, so that it outlives a change of the map."""
    codes = view.snapshot.organisations.key
    return cursor(order, (pair[0], codes[pair[1]], codes[pair[2]]))


def pair_seen(view: View, order: str, exchanges: Sequence[str], after: str | None) -> Lost | None:
    """The pair in a cursor. Raises `QuestionError` for what is no cursor of this list."""
    if after is None:
        return None
    exchange, *codes = (*map(str, cursor_key(order, after)), "", "", "")[:3]
    known = view.snapshot.organisations.key.index
    if exchange not in exchanges or not all(code in known for code in codes):
        raise QuestionError("BAD_CURSOR", "`after` is no cursor of this list: ask for its first page again")
    return exchange, known[codes[0]], known[codes[1]]


def page_of_pairs(
    view: View, order: str, exchanges: Sequence[str], total: int, ask: Ask, first: int, after: str | None
) -> Page[Lost]:
    """The `first` pairs after a cursor, of a list of `total`."""
    checked(first)
    found = ask(pair_seen(view, order, exchanges, after), first + 1)
    cursors = [pair_cursor(view, order, pair) for pair in found[:first]]
    return Page(found[:first], cursors, total, len(found) > first, after is not None)
