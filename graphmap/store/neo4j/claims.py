"""Claims as nodes: which are visible at a run, and how they are streamed in bounded memory.

A claim holds since run `since` and until run `until`. Runs are numbered, so what was visible at one stays visible at it
whatever is written later: a reader that keeps to the number of its run sees one state for as long as it reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from graphmap.model.terms import Kind
from graphmap.store.neo4j.brisk import brisk
from graphmap.store.neo4j.server import Server

CHUNK = 10_000
"""Claims asked for at once: a few megabytes, and some sixty questions for a national map."""
FIRST = 5
"""The first chunk is so many times smaller: nothing is done while it is waited for."""

VISIBLE = "c.since <= $last AND (c.until IS NULL OR c.until > $last)"
EVER = "c.since <= $last"

_CHUNK = """
MATCH (c:Claim) WHERE c.kind = $kind AND c.key > $after AND ({condition})
WITH c ORDER BY c.kind, c.key LIMIT $size
RETURN {columns}
"""

Columns = tuple[list[Any], ...]


def stream(
    server: Server,
    kind: Kind,
    columns: Sequence[str],
    last: int,
    *,
    condition: str = VISIBLE,
    parameters: Mapping[str, Any] | None = None,
    size: int = CHUNK,
) -> Iterator[Columns]:
    """Claims of a kind by key ascending, a chunk at a time: their keys, and what each of `columns` says of `c`, parallel.

    `columns` are Cypher expressions that are never null, since the server folds each to one list. All claims about a
    record are in one chunk. The next chunk is fetched while the caller works on the one before.
    """
    cypher = _CHUNK.format(
        condition=condition, columns=", ".join(f"collect({column})" for column in ("c.key", *columns))
    )
    named = {**(parameters or {}), "kind": kind.value, "last": last}

    def fetch(after: str, size: int) -> tuple[Columns, bool]:
        found = server.read(
            lambda transaction: (
                transaction.run(cypher, named, after=after, size=size).single(strict=True).values()
            )
        )
        keys = found[0]
        if len(keys) < size:
            return tuple(found), False
        whole = _whole(keys)
        # More periods of one record than fit a chunk: ask for more at once.
        return (tuple(column[:whole] for column in found), True) if whole else fetch(after, size * 4)

    with brisk(), ThreadPoolExecutor(1, "graphmap-chunk") as threads:
        waiting = threads.submit(fetch, "", max(size // FIRST, 1))
        more = True
        while more:
            chunk, more = waiting.result()
            if more:
                waiting = threads.submit(fetch, chunk[0][-1], size)
            if chunk[0]:
                yield chunk


def _whole(keys: list[str]) -> int:
    """How many of the keys are certainly complete: all before the last one."""
    place = len(keys) - 1
    while place and keys[place - 1] == keys[-1]:
        place -= 1
    return place
