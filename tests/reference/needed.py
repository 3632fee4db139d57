"""Relays that a pair cannot do without, by taking the relay ports of one after the other away (semantics, section 5)."""

from __future__ import annotations

from functools import partial
from typing import Any

import networkx as nx

from tests.reference.exchange import ExchangeMap
from tests.reference.routes import Receiver, Sender, hops_of, restricted


def relays_needed(known: ExchangeMap, sender: str, receiver: str) -> set[str]:
    """Deployments whose relay ports every route from one organisation to the other uses; it has to have a route."""
    graph = known.relaxed()
    relays = {hop.relay for *_, hops in hops_of(graph) for hop in hops if hop.relay}
    return {
        relay
        for relay in relays
        if not nx.has_path(
            restricted(graph, partial(_avoids, relay)),
            Sender(sender),
            Receiver(receiver),
        )
    }


def _avoids(relay: str, hop: Any) -> bool:
    return bool(hop.relay != relay)
