"""What stops when something fails, by answering every pair with it and without it (semantics, section 11)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date

import networkx as nx

from tests.reference.exchange import ExchangeMap
from tests.reference.facts import Tables, evidence_of, items
from tests.reference.routes import Graph, Sender, Sends, Takes
from tests.reference.tables import EVIDENCE

Pair = tuple[str, str]


def without(tables: Tables, deployments: set[str], links: Iterable[int] = ()) -> Tables:
    """The tables as if these deployments, with their ports and links, and these rows of links were not in them."""
    rows = set(links)
    return {
        **tables,
        "deployments": [row for row in tables.get("deployments", []) if row["id"] not in deployments],
        "ports": [row for row in tables.get("ports", []) if row["deployment"] not in deployments],
        "links": [
            row
            for number, row in enumerate(tables.get("links", []))
            if number not in rows and not {row["from"], row["to"]} & deployments
        ],
    }


def yes_pairs(known: ExchangeMap) -> set[Pair]:
    """Every ordered pair of distinct organisations whose answer is YES."""
    codes = list(known.known.organisation_types)
    return {
        (sender, receiver)
        for sender in codes
        for receiver in codes
        if sender != receiver and known.answer(sender, receiver).verdict == "YES"
    }


def system_pairs(known: ExchangeMap) -> set[Pair]:
    """Every ordered pair of distinct deployments of which one's payload gets to the other."""
    graph = known.relaxed()
    begins = {
        node
        for start in graph
        if isinstance(start, Sender)
        for node in graph.successors(start)
        if isinstance(node, Sends) and node.deployment
    }
    return {
        (start.deployment, end.deployment)
        for start in begins
        for end in nx.descendants(graph, start)
        if isinstance(end, Takes) and end.deployment not in ("", start.deployment)
    }


def of_product(tables: Tables, product: str) -> set[str]:
    """Deployments of a product."""
    return {row["id"] for row in tables.get("deployments", []) if row["product"] == product}


def of_supplier(tables: Tables, supplier: str) -> set[str]:
    """Deployments of a supplier's products, or of those of a whole group by its name."""
    suppliers = {row["id"] for row in tables["suppliers"] if supplier in (row["id"], row.get("group"))}
    sold = {row["id"] for row in tables["products"] if row.get("supplier") in suppliers}
    return {row["id"] for row in tables.get("deployments", []) if row["product"] in sold}


def on_host(tables: Tables, host: str) -> set[str]:
    """Deployments on a host."""
    return {row["id"] for row in tables.get("deployments", []) if row.get("host") == host}


def run_by_alone(tables: Tables, organisations: set[str]) -> set[str]:
    """Deployments all of whose organisations are given."""
    return {
        row["id"]
        for row in tables.get("deployments", [])
        if set(items(row["organisations"])) <= organisations
    }


def links_away(
    known: ExchangeMap, tables: Tables, failing: set[str], failing_links: Iterable[int], least: str | None
) -> dict[str, int]:
    """Fewest links from what fails to each deployment, over relays, the way of the payload or against it."""
    relays = {
        port.deployment
        for port in known.ports
        if port.role == "relay" and port.fact.standing == "in force" and in_force(known, port.deployment)
    }
    usable = [
        link
        for link in known.known.links_for(known.exchange)
        if link.fact.standing == "in force" and in_force(known, link.origin) and in_force(known, link.target)
    ]
    rows, numbers = tables.get("links", []), set(failing_links)
    failed = {identity(row) for number, row in enumerate(rows) if number in numbers}
    counted = [
        row for row in rows if least is None or EVIDENCE.index(evidence_of(row)) >= EVIDENCE.index(least)
    ]
    distances: dict[str, int] = {}
    for back in (False, True):
        graph = Graph()
        start: Hashable = ("what fails",)
        for link in usable:
            origin, target = (link.target, link.origin) if back else (link.origin, link.target)
            if origin in failing or identity(counted[link.row]) in failed:
                graph.add_edge(start, target)
            if origin in relays:
                graph.add_edge(origin, target)
        if start in graph:
            for name, distance in nx.single_source_shortest_path_length(graph, start).items():
                if isinstance(name, str):
                    distances[name] = min(distances.get(name, distance), distance)
    return distances


def identity(row: dict[str, str]) -> tuple[str, ...]:
    """What tells one link from another; several rows of one are its periods."""
    return tuple(row.get(name, "") for name in ("from", "to", "exchange", "profile", "use_case"))


def in_force(known: ExchangeMap, deployment: str) -> bool:
    """Whether a deployment that is on the map is in force."""
    found = known.known.deployments.get(deployment)
    return found is not None and found.fact.standing == "in force"


def known_map(tables: Tables, exchange: str, as_of: date, today: date, least: str | None) -> ExchangeMap:
    """The map prepared for one question."""
    assert least is None or least in EVIDENCE
    return ExchangeMap(tables, exchange, as_of, today, least)
