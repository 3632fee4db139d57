"""Writes the graph for Cypher users, in batches, by the one mapping that graphmap.model.graph declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from graphmap.model import cypher
from graphmap.model.graph import NODES, link_parts
from graphmap.model.terms import Kind

BATCH = 5_000
"""Rows of one transaction."""

Record = tuple[str, Mapping[str, Any] | None]
"""Key and resolved body; None when nobody states the record any more."""


class Write(Protocol):
    """Runs one statement in a transaction of its own and returns its rows. It may run it again when it is not sure."""

    def __call__(self, statement: str, /, **parameters: Any) -> Sequence[Sequence[Any]]: ...


class Send(Protocol):
    """Runs one later, without an answer: when all before it are done, or, not `alone`, beside others in any order."""

    def __call__(self, statement: str, /, *, alone: bool = True, **parameters: Any) -> object: ...


class Projection:
    """The graph in one database. It remembers nothing: another one may go on where this one was stopped."""

    def __init__(self, write: Write, send: Send | None = None) -> None:
        """`send` is given what needs no answer, and may do it later, but before the next `write`."""
        self._write = write
        self._send: Send = send or self._at_once

    def replace(self, kind: Kind, records: Sequence[Record], *, fresh: bool = False) -> None:
        """Make the graph say of these records exactly this.

        Kinds go in the order of `Kind`. Doing it again changes nothing, so what was stopped on the way is put right by doing
        it again from the start. `fresh` is for a graph that holds none of these: it does not look for what is no longer
        said, and what it sends must not be done twice. O(records), in batches; looking for stubs that nothing refers to any
        more is O(stubs).
        """
        if not fresh:
            self._take_away(kind, records)
        stated = ((key, body) for key, body in records if body is not None)
        alone = not (fresh and cypher.in_any_order(kind))
        for statement, parameters in cypher.batches(kind, stated, BATCH, fresh=fresh):
            self._send(statement, alone=alone, **parameters)
        if not fresh:
            self._repeat(cypher.SWEEPING)

    def _at_once(self, statement: str, /, *, alone: bool = True, **parameters: Any) -> None:  # noqa: ARG002
        self._write(statement, **parameters)

    def wipe(self) -> None:
        """Take the whole graph away."""
        for statement in cypher.WIPING:
            self._repeat(statement)

    def _take_away(self, kind: Kind, records: Sequence[Record]) -> None:
        """What these records no longer say."""
        if kind is Kind.LINK or NODES[kind].periodic:
            for statement, batch in cypher.batched(_shortened(kind, records), BATCH):
                self._send(statement, rows=batch)
            return
        if NODES[kind].entity and (cutting := cypher.cutting(kind)):
            self._over_keys(cutting, (key for key, _ in records))
        self._over_keys(cypher.forgetting(kind), (key for key, body in records if body is None))

    def _over_keys(self, statement: str, keys: Iterable[str]) -> None:
        for _, batch in cypher.batched(((statement, key) for key in keys), BATCH):
            self._send(statement, keys=batch)

    def _repeat(self, statement: str) -> None:
        while self._write(statement, most=BATCH)[0][0]:
            pass


def _shortened(kind: Kind, records: Iterable[Record]) -> Iterator[tuple[str, dict[str, Any]]]:
    """How many periods each record has now, with the statement that takes away those beyond."""
    for key, body in records:
        row: dict[str, Any] = {"key": key, "periods": (len(body["periods"]) or 1) if body else 0}
        exchange = ""
        if kind is Kind.LINK:
            row["origin"], row["target"], exchange = link_parts(key)
        yield cypher.shortening(kind, exchange), row
