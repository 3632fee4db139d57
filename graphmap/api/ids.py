"""Ids as people give them: bare, prefixed (`organisation:RJZ`) or global, and the nearest ones when there is none.

Semantics, section 8: a bare id that fits several kinds is an error that lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from operator import attrgetter
from typing import TypeVar

from graphmap.api.errors import QuestionError
from graphmap.api.indexes import position
from graphmap.model.ids import parse_global_id
from graphmap.model.terms import Kind
from graphmap.model.vocabulary import Term
from graphmap.snapshot.columns import Snapshot, Texts

ENTITIES = (Kind.ORGANISATION, Kind.SUPPLIER, Kind.PRODUCT, Kind.DEPLOYMENT)
TermT = TypeVar("TermT", bound=Term)


_KEYS: dict[Kind, Callable[[Snapshot], Texts]] = {
    Kind.ORGANISATION: attrgetter("organisations.key"),
    Kind.SUPPLIER: attrgetter("suppliers.key"),
    Kind.PRODUCT: attrgetter("products.key"),
    Kind.DEPLOYMENT: attrgetter("deployments.key"),
    Kind.PORT: attrgetter("ports.keys"),
    Kind.LINK: attrgetter("links.keys"),
    Kind.COVERAGE: attrgetter("coverage.key"),
    Kind.CONTRACT: attrgetter("contracts.key"),
}


def keys_of(snapshot: Snapshot, kind: Kind) -> Texts:
    """The keys of a kind, by row (of ports and links by record)."""
    return _KEYS[kind](snapshot)


def find(snapshot: Snapshot, text: str, kind: Kind) -> int | None:
    """The row of what an id names, when it names something of this kind."""
    keys = keys_of(snapshot, kind)
    row = position(keys, text)
    if row is not None:
        return row
    prefix, colon, rest = text.partition(":")
    if colon and prefix == kind:
        return position(keys, rest)
    named = parse_global_id(text)
    return position(keys, named[1]) if named and named[0] is kind else None


def row_of(snapshot: Snapshot, text: str, kind: Kind) -> int:
    """As `find`; raises `QuestionError` naming the nearest ids when there is none."""
    row = find(snapshot, text, kind)
    if row is None:
        raise unknown(kind.value, _bare(text, kind), list(keys_of(snapshot, kind)))
    return row


def rows_of(snapshot: Snapshot, texts: Iterable[str], kind: Kind) -> list[int]:
    """The rows of several ids. Raises as `row_of`."""
    return [row_of(snapshot, text, kind) for text in texts]


def anything(snapshot: Snapshot, text: str) -> tuple[Kind, int] | None:
    """Kind and row of whatever an id names, relations (by global id) included; None when it names nothing.

    Raises `QuestionError` for a bare id that fits several kinds.
    """
    named = parse_global_id(text)
    if named is not None:
        kind, key = named
        row = position(keys_of(snapshot, kind), key)
        if row is not None:
            return kind, row
    found = [(kind, row) for kind in ENTITIES if (row := find(snapshot, text, kind)) is not None]
    if len(found) > 1:
        raise ambiguous(text, [kind.value for kind, _ in found])
    return found[0] if found else None


def ambiguous(text: str, kinds: Iterable[str]) -> QuestionError:
    """The error for an id that fits several kinds."""
    choices = ", ".join(f"{kind}:{text}" for kind in kinds)
    return QuestionError("AMBIGUOUS_ID", f"{text!r} names several things: give one of {choices}")


def term_of(terms: Mapping[str, TermT], text: str, what: str) -> TermT:
    """The term of a vocabulary, whatever the case of its code. Raises `QuestionError` naming the nearest."""
    found = terms.get(text)
    if found is None:
        folded = text.strip().casefold()
        found = next((term for code, term in terms.items() if code.casefold() == folded), None)
    if found is None:
        raise unknown(what, text, list(terms))
    return found


def unknown(what: str, text: str, known: Collection[str]) -> QuestionError:
    """The error for an id or code that nothing has."""
    from graphmap.ingest.suggestions import nearest  # noqa: PLC0415 - loads all of ingest, for an error alone

    near = nearest(text, known) if known else []
    remedy = f"; nearest: {', '.join(near)}" if near else ""
    return QuestionError("UNKNOWN_ID", f"{text!r} is no known {what}{remedy}")


def _bare(text: str, kind: Kind) -> str:
    return text.removeprefix(f"{kind}:")
