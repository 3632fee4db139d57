"""Dependencies: whose payload can reach a system, and whom its payload can reach (semantics, section 11).

How the definition is read where it leaves a choice:

- Links in force are followed, whatever the ports at their ends say and whatever profiles they carry: a system leans on
  what feeds it also where the payload is translated, or where it is not stated in which profile it comes.
- Beyond the first link the way goes on only through a relay for the exchange type of the links behind it.
- A subject of several systems is asked as a whole; each of its systems is at depth 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from graphmap.analysis.exchange.joins import distinct, matches
from graphmap.analysis.in_force import InForce
from graphmap.analysis.kept import kept
from graphmap.model.errors import UsageError
from graphmap.model.terms import Evidence
from graphmap.snapshot.columns import Ints, Snapshot

DEEPEST = 10
"""Links away that a question may ask for."""
_KEPT = 4
"""Sorted links kept with a snapshot: one a day, direction and least evidence; 8 MB each on a map of 121,000 systems."""


class Stream(StrEnum):
    """Which way dependencies are followed."""

    UPSTREAM = "UPSTREAM"
    DOWNSTREAM = "DOWNSTREAM"


@dataclass(frozen=True, eq=False)
class Dependencies:
    """What a subject leans on, or what leans on it.

    `systems` are rows of deployments beside their `depth`, the fewest links between them and the subject (whose own
    systems in force are at 0), by depth and then by row. `links` are rows of the snapshot's links beside `link_depth`,
    which counts the link itself, in the same order. `reached` are distinct (system, place of an exchange type) pairs,
    sorted. `deeper` says whether more lies beyond the depth asked for.
    """

    systems: Ints
    depth: Ints
    links: Ints
    link_depth: Ints
    reached: tuple[Ints, Ints]
    deeper: bool


def dependencies(
    snapshot: Snapshot,
    as_of: date,
    subject: Ints,
    stream: Stream,
    depth: int = 2,
    exchanges: frozenset[str] | None = None,
    min_evidence: Evidence | None = None,
) -> Dependencies:
    """What is up to `depth` links upstream or downstream of `subject` (rows of deployments; those in force count).

    `exchanges`: codes of exchange types, None for all. Raises `UsageError` for a depth outside 1 to `DEEPEST`.
    O(links found · log links) once the links are sorted, which is kept with the snapshot.
    """
    if not 1 <= depth <= DEEPEST:
        raise UsageError(f"a depth of {depth} links is outside 1 to {DEEPEST}")
    near = _neighbours(snapshot, as_of, stream, min_evidence)
    known = near.known
    types = [place for code, place in known.types.items() if exchanges is None or code in exchanges]
    roots = distinct(subject[known.in_force[subject]])
    frontier = distinct(
        np.concatenate([known.place(place, roots) for place in types] or [np.empty(0, dtype=np.int64)])
    )
    seen = frontier
    found: list[np.ndarray] = []
    states = [np.empty(0, dtype=np.int64)]
    for _ in range(depth):
        links, far = near.beyond(frontier)
        found.append(links)
        reached = distinct(far)
        states.append(reached)
        fresh = reached[~np.isin(reached, seen, assume_unique=True)]
        seen = distinct(np.concatenate((seen, fresh)))
        frontier = fresh[known.relay[fresh]]
    deeper = bool(len(near.beyond(frontier)[0]))
    return _as_found(known, roots, found, states, deeper)


def _as_found(
    known: InForce, roots: np.ndarray, found: list[np.ndarray], states: list[np.ndarray], deeper: bool
) -> Dependencies:
    depth = np.full(known.size, -1, dtype=np.int32)
    for away in range(len(states) - 1, 0, -1):
        depth[states[away] % known.size] = away
    depth[roots] = 0
    systems = np.flatnonzero(depth >= 0).astype(np.int32)
    systems = systems[np.argsort(depth[systems], kind="stable")]
    exchange, system = np.divmod(distinct(np.concatenate(states)), known.size)
    order = np.lexsort((exchange, system))
    return Dependencies(
        systems,
        depth[systems],
        np.concatenate([np.sort(links) for links in found]).astype(np.int32),
        np.repeat(np.arange(1, len(found) + 1), [len(links) for links in found]).astype(np.int32),
        (system[order].astype(np.int32), exchange[order].astype(np.int32)),
        deeper,
    )


class _Neighbours:
    """The links in force, sorted by exchange type and by the end that is nearer to the subject."""

    def __init__(self, known: InForce, stream: Stream) -> None:
        self.known = known
        table, rows = known.snapshot.links, known.links
        near, far = (
            (table.target, table.origin) if stream is Stream.UPSTREAM else (table.origin, table.target)
        )
        places = known.place(table.exchange[rows], near[rows])
        order = np.argsort(places, kind="stable")
        self._near, self._links = places[order], rows[order]
        self._far = known.place(table.exchange[rows], far[rows])[order]

    def beyond(self, states: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The links that lead on from (exchange type, system) states, and the states that they lead to."""
        _, place = matches(states, self._near)
        return self._links[place], self._far[place]


def _neighbours(
    snapshot: Snapshot, as_of: date, stream: Stream, min_evidence: Evidence | None
) -> _Neighbours:
    key = as_of, stream, min_evidence
    return kept(
        snapshot,
        "neighbours",
        key,
        _KEPT,
        lambda: _Neighbours(InForce(snapshot, as_of, min_evidence), stream),
    )
