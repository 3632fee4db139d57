"""Who can send what to whom: the product's method against networkx, every exchange type, equality first."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random
from typing import Any

import numpy as np

from bench.peers import Peer
from graphmap.analysis.exchange import CELLS, ask
from graphmap.analysis.exchange.network import Network, Standing
from graphmap.analysis.exchange.reach import relate, yes_count
from graphmap.analysis.findings import Question
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Snapshot


def yes_counts(snapshot: Snapshot, day: date, *, prepared: bool = False) -> dict[str, int]:
    """YES pairs of every exchange type over all organisations, computed anew from the snapshot's columns.

    With `prepared`, from the hops that were prepared when it was asked before.
    """
    everyone = np.arange(len(snapshot.organisations.key), dtype=np.int32)
    if not prepared:
        snapshot.memo.clear()
    counts = {}
    for exchange in vocabulary().exchange_types:
        relation = relate(Network(snapshot, Question(exchange, day)), Standing.USABLE)
        counts[exchange] = yes_count(relation, everyone, everyone)
    return counts


def timed(work: Callable[[], Any], times: int) -> tuple[float, float, Any]:
    """Least and median seconds of `times` runs, and the last result."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        result = work()
        taken.append(time.perf_counter() - begun)
    return min(taken), sorted(taken)[len(taken) // 2], result


def compare(snapshot: Snapshot, day: date, sample: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Times of all methods and their ratios; raises `AssertionError` when an answer differs."""
    least, median, counts = timed(lambda: yes_counts(snapshot, day), 7)
    say(f"factored: {least * 1e3:.0f} ms least, {median * 1e3:.0f} ms median, all exchange types")
    everyone = np.arange(len(snapshot.organisations.key), dtype=np.int32)
    rng = Random(20261122)
    prepared = searched = condensed = 0.0
    searches = 0
    for exchange in vocabulary().exchange_types:
        seconds, _, peer = timed(partial(Peer, snapshot, exchange, day), 1)
        prepared += seconds
        seconds, _, total = timed(peer.count_condensed, 1)
        condensed += seconds
        assert total == counts[exchange], (
            f"{exchange}: condensed networkx {total}, factored {counts[exchange]}"
        )
        report = ask(snapshot, Question(exchange, day), everyone, everyone)
        yes = {cell for cell, (verdict, _) in enumerate(CELLS) if verdict == "YES"}
        chosen = rng.sample(everyone.tolist(), min(sample, len(everyone)))
        for organisation in chosen:
            begun = time.perf_counter()
            found = peer.reached(organisation)
            searched += time.perf_counter() - begun
            searches += 1
            cells = report.cells.cells_from(organisation)
            applicable = set(np.flatnonzero(np.isin(cells, list(yes))).tolist())
            assert applicable <= found, f"{exchange}: organisation {organisation} differs"
            not_applicable = found - applicable
            assert all(cells[other] == 0 for other in not_applicable), (
                f"{exchange}: organisation {organisation} differs"
            )
        say(
            f"{exchange}: {counts[exchange]:,} pairs, equal for condensed networkx and {len(chosen)} searches"
        )
    per_organisation = searched / searches * len(everyone) * len(vocabulary().exchange_types)
    return {
        "organisations": len(everyone),
        "yes_pairs": sum(counts.values()),
        "factored_seconds_least": round(least, 4),
        "factored_seconds_median": round(median, 4),
        "networkx_graphs_from_snapshot_seconds": round(prepared, 3),
        "condensed_networkx_seconds": round(condensed, 3),
        "per_organisation_networkx_seconds_extrapolated": round(per_organisation, 1),
        "searches_sampled": searches,
        "ratio_per_organisation_networkx": round(per_organisation / median),
        "ratio_condensed_networkx_graph_given": round(condensed / median, 1),
        "ratio_condensed_networkx_from_snapshot": round((prepared + condensed) / median, 1),
    }
