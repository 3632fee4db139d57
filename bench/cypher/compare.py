"""Cypher against the snapshot: the same pairs first, then how long each takes to count them, warm, in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from neo4j import Driver

from bench import exchange
from bench.cypher import graph, queries
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.exchange.reach import relate
from graphmap.analysis.findings import Question
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Snapshot

RUNS = 9
"""Rounds of each, one after the other; a first round, in which the server plans and compiles, is left out."""
PAIRS_BELOW = 1_000
"""Organisations up to which the pairs themselves are compared."""


def compare(driver: Driver, snapshot: Snapshot, day: date, say: Callable[[str], None]) -> dict[str, Any]:
    """Times and ratios; the database has to be empty. Raises `AssertionError` when an answer differs."""
    begun = time.perf_counter()
    relationships = graph.load(driver, snapshot, day)
    say(f"cypher: {relationships:,} hops loaded in {time.perf_counter() - begun:.0f} s")
    wanted = exchange.yes_counts(snapshot, day)
    with driver.session(default_access_mode="READ") as session:

        def by_cypher() -> dict[str, int]:
            return {
                name: session.run(queries.COUNT, exchange=name).single(strict=True)["count"]
                for name in vocabulary().exchange_types
            }

        assert by_cypher() == wanted, "Cypher and the snapshot count differently"
        if len(snapshot.organisations.key) <= PAIRS_BELOW:
            for name in vocabulary().exchange_types:
                found = session.run(queries.PAIRS, exchange=name)
                pairs = {(sender, receiver) for sender, receiver in found.values() if sender != receiver}
                assert pairs == _pairs(snapshot, name, day), (
                    f"{name}: Cypher and the snapshot find other pairs"
                )
        rounds = [
            [
                exchange.timed(work, 1)[0]
                for work in (
                    by_cypher,
                    partial(exchange.yes_counts, snapshot, day, prepared=True),
                    partial(exchange.yes_counts, snapshot, day),
                )
            ]
            for _ in range(RUNS + 1)
        ]
    cypher, prepared, anew = (sorted(times) for times in zip(*rounds[1:], strict=True))
    middle = RUNS // 2
    say(
        f"cypher: {cypher[0]:.2f} s least; the snapshot {prepared[0] * 1e3:.0f} ms with hops prepared as in Cypher "
        f"({cypher[0] / prepared[0]:.0f} times), {anew[0] * 1e3:.0f} ms from its columns"
    )
    return {
        "relationships": relationships,
        "cypher_seconds_least": round(cypher[0], 3),
        "cypher_seconds_median": round(cypher[middle], 3),
        "snapshot_hops_prepared_seconds_least": round(prepared[0], 4),
        "snapshot_hops_prepared_seconds_median": round(prepared[middle], 4),
        "snapshot_from_columns_seconds_least": round(anew[0], 4),
        "snapshot_from_columns_seconds_median": round(anew[middle], 4),
        "ratio_hops_prepared_least": round(cypher[0] / prepared[0], 1),
        "ratio_hops_prepared_median": round(cypher[middle] / prepared[middle], 1),
        "ratio_from_columns_least": round(cypher[0] / anew[0], 1),
    }


def _pairs(snapshot: Snapshot, name: str, day: date) -> set[tuple[int, int]]:
    relation = relate(Network(snapshot, Question(name, day)), Standing.USABLE)
    joined = relation.joined[np.ix_(relation.row, relation.column)]
    senders, receivers = np.nonzero(joined)
    apart = senders != receivers
    pairs = set(zip(senders[apart].tolist(), receivers[apart].tolist(), strict=True))
    return pairs | {divmod(pair, len(relation.row)) for pair in relation.direct.tolist()}
