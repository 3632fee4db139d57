"""What the service counts, for Prometheus."""

from __future__ import annotations

from functools import partial
from time import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.process_collector import ProcessCollector

from graphmap import __version__
from graphmap.api.service import Atlas

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The counters of one application."""

    def __init__(self, atlas: Atlas) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.requests = Counter(
            "graphmap_graphql_requests",
            "GraphQL requests by HTTP status.",
            ["status"],
            registry=self._registry,
        )
        self.errors = Counter(
            "graphmap_graphql_errors", "Errors in GraphQL answers by code.", ["code"], registry=self._registry
        )
        self.seconds = Histogram(
            "graphmap_graphql_seconds",
            "Seconds from reading a GraphQL request to its answer.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        Gauge("graphmap_build_info", "Version of the software.", ["version"], registry=self._registry).labels(
            __version__
        ).set(1)
        held = Gauge(
            "graphmap_snapshot_revision",
            "Revision of the store that answers; -1 while nothing is loaded.",
            registry=self._registry,
        )
        held.set_function(lambda: -1 if atlas.held is None else atlas.held.revision)
        rows = Gauge(
            "graphmap_snapshot_rows", "Rows of the snapshot that answers.", ["table"], registry=self._registry
        )
        if atlas.store.remote:
            self._tell_of_the_store(atlas)
        for table in ("organisations", "products", "deployments", "ports", "links"):
            rows.labels(table).set_function(partial(_rows, atlas, table))

    def _tell_of_the_store(self, atlas: Atlas) -> None:
        away = Gauge(
            "graphmap_store_away",
            "1 while the store does not answer and the last snapshot answers in its place.",
            registry=self._registry,
        )
        away.set_function(lambda: atlas.access.away is not None)
        confirmed = Gauge(
            "graphmap_snapshot_confirmed_seconds",
            "Seconds since the store last said that the snapshot is of its newest revision; -1: never.",
            registry=self._registry,
        )
        confirmed.set_function(lambda: _seconds_since(atlas.access.confirmed_at))

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self._registry)


def _seconds_since(moment: float | None) -> float:
    return -1.0 if moment is None else max(0.0, time() - moment)


def _rows(atlas: Atlas, table: str) -> int:
    if atlas.held is None:
        return 0
    columns = getattr(atlas.held, table)
    return len(columns.record if table in {"ports", "links"} else columns.key)
