"""The graph that the Cypher of `queries` asks: what `bench.peers` finds in the snapshot, kept in a database of its own.

(:Organisation {row})-[:ENTERS]->(:State {number, exchange})-[:PASSES]->(:State)-[:LEAVES]->(:Organisation), and
(:Organisation)-[:DIRECT {exchange}]->(:Organisation). A state is a relay's port with the payload that it sends on, so the
relationships are hops between ports whose profiles agree: implied ports, translations, use cases and parts that links add
are all in them. This is what the snapshot side prepares too (`graphmap.analysis.exchange.hops`), by other code.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from neo4j import Driver

from bench.peers import Node, Peer
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import Snapshot

BATCH = 20_000
"""Nodes or relationships written in one transaction."""
_SCHEMA = (
    "CREATE CONSTRAINT organisation_row IF NOT EXISTS FOR (o:Organisation) REQUIRE o.row IS UNIQUE",
    "CREATE CONSTRAINT state_number IF NOT EXISTS FOR (s:State) REQUIRE s.number IS UNIQUE",
    "CREATE INDEX state_exchange IF NOT EXISTS FOR (s:State) ON (s.exchange)",
    "CREATE INDEX direct_exchange IF NOT EXISTS FOR ()-[r:DIRECT]-() ON (r.exchange)",
    "CALL db.awaitIndexes(300)",
)
_ENDS = {
    "ENTERS": ("Organisation {row: pair[0]}", "State {number: pair[1]}"),
    "PASSES": ("State {number: pair[0]}", "State {number: pair[1]}"),
    "LEAVES": ("State {number: pair[0]}", "Organisation {row: pair[1]}"),
    "DIRECT": ("Organisation {row: pair[0]}", "Organisation {row: pair[1]}"),
}


def load(driver: Driver, snapshot: Snapshot, day: date) -> int:
    """Fill an empty database with the hops of every exchange type; gives the number of relationships."""
    for statement in _SCHEMA:
        driver.execute_query(statement)
    driver.execute_query(
        "UNWIND range(0, $count - 1) AS row CREATE (:Organisation {row: row})",
        count=len(snapshot.organisations.key),
    )
    states = relationships = 0
    for exchange in vocabulary().exchange_types:
        made, hops = _hops(Peer(snapshot, exchange, day), states)
        driver.execute_query(
            "UNWIND range($first, $first + $made - 1) AS number CREATE (:State {number: number, exchange: $exchange})",
            first=states,
            made=made,
            exchange=exchange,
        )
        for kind, pairs in hops.items():
            _write(driver, kind, pairs, exchange)
            relationships += len(pairs)
        states += made
    # Else plans stay that were made while the database was almost empty.
    driver.execute_query("CALL db.prepareForReplanning()")
    return relationships


def _hops(peer: Peer, first: int) -> tuple[int, dict[str, list[list[int]]]]:
    """How many states one exchange type has, numbered from `first`, and the pairs of each type of relationship."""
    number: dict[Node, int] = {}
    for node in peer.graph:
        if node[0] == "state":
            number[node] = first + len(number)
    pairs: dict[str, list[list[int]]] = defaultdict(list)
    for before, after in peer.graph.edges:
        if before[0] == "from":
            kind = "DIRECT" if after[0] == "to" else "ENTERS"
        else:
            kind = "LEAVES" if after[0] == "to" else "PASSES"
        if kind != "DIRECT" or before[1] != after[1]:
            pairs[kind].append([number[node] if node in number else int(node[1]) for node in (before, after)])
    return len(number), pairs


def _write(driver: Driver, kind: str, pairs: list[list[int]], exchange: str) -> None:
    start, end = _ENDS[kind]
    properties = "{exchange: $exchange}" if kind == "DIRECT" else ""
    for begin in range(0, len(pairs), BATCH):
        driver.execute_query(
            f"UNWIND $pairs AS pair MATCH (a:{start}) MATCH (b:{end}) CREATE (a)-[:{kind} {properties}]->(b)",
            pairs=pairs[begin : begin + BATCH],
            exchange=exchange,
        )
