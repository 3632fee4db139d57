"""What a child process measures of one store; prints figures as JSON.

python -m bench.stores.tasks import ADDRESS TABLES | snapshot ADDRESS | nested ADDRESS
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import anyio
import httpx

from graphmap.api.app import create_app
from graphmap.cli.collecting import collect_seldom
from graphmap.ingest import ImportOptions, run_import
from graphmap.model.clock import today
from graphmap.snapshot import pack
from graphmap.snapshot.build import build
from graphmap.store import open_store
from graphmap.store.base import Store

_SYSTEMS = """
query ($first: Int!) {
  organisations(filter: {types: ["NHS_TRUST"]}, first: $first) { edges { node {
    code name
    deployments(first: 25) { edges { node {
      key product { name supplier { name } } ports { role exchange { code } }
      linksIn(first: 10) { edges { node { from { key } exchange { code } } } }
      linksOut(first: 10) { edges { node { to { key } exchange { code } } } }
    } } }
  } } }
}
"""
_CLAIMS = """
query ($first: Int!) {
  organisations(filter: {types: ["NHS_TRUST"]}, first: $first) { edges { node {
    code
    deployments(first: 20) { edges { node { key claims { property value source evidence } } } }
  } } }
}
"""
_FIRST = range(40, 33, -1)
"""Organisations asked for, another number each time: answers that were given are kept."""


def peak_mb() -> int:
    """Most memory that this process has had resident, in megabytes of 1,024 x 1,024 bytes.

    Linux's own figure, since that of `getrusage` begins with the peak of the process that started this one.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (peak,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return round(int(peak.split()[1]) / 1024)


def import_tables(store: Store, tables: str) -> dict[str, Any]:
    """From parsing until the run counts and, in Neo4j, the graph for Cypher users has followed."""
    begun = time.perf_counter()
    report = run_import(store, tables, ImportOptions(source="bench"))
    seconds = time.perf_counter() - begun
    assert not report.refused, [str(problem) for problem in report.problems][:5]
    assert report.run is not None
    assert store.unfinished() is None
    rows = report.run.added
    return {"rows": rows, "seconds": round(seconds, 2), "rows_per_second": round(rows / seconds)}


def snapshot(store: Store) -> dict[str, Any]:
    """A snapshot read from the store's records, as at a first start, and a digest of it."""
    identity = store.identity()
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        with store.reading() as reader:
            built = build(reader, identity.id, today(), fictional=False)
        taken.append(time.perf_counter() - begun)
    digest = sha256()
    for name, column in sorted(pack.pack(built).items()):
        # The header names the store.
        if name != pack.HEADER:
            digest.update(name.encode() + column)
    return {
        "seconds_first": round(taken[0], 2),
        "seconds_least": round(min(taken), 2),
        "digest": digest.hexdigest(),
    }


def nested(store: Store) -> dict[str, Any]:
    """Organisations with their systems, ports and links, and with what sources say of these, over GraphQL, warm."""
    return anyio.run(_nested, store)


async def _nested(store: Store) -> dict[str, Any]:
    transport = httpx.ASGITransport(create_app(store))
    figures: dict[str, Any] = {}
    digest = sha256()
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        for name, query in (("systems", _SYSTEMS), ("claims", _CLAIMS)):
            taken = []
            for first in _FIRST:
                begun = time.perf_counter()
                response = await client.post(
                    "/graphql", json={"query": query, "variables": {"first": first}}, timeout=120
                )
                taken.append(time.perf_counter() - begun)
                answer = response.json()
                assert "errors" not in answer, answer["errors"]
                digest.update(json.dumps(answer["data"], sort_keys=True).encode())
            figures[f"{name}_milliseconds_first"] = round(taken[0] * 1e3, 1)
            figures[f"{name}_milliseconds_least"] = round(min(taken[1:]) * 1e3, 1)
            figures[f"{name}_kilobytes"] = round(len(response.content) / 1e3)
    return {**figures, "digest": digest.hexdigest()}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "import": import_tables,
    "snapshot": snapshot,
    "nested": nested,
}


def main() -> int:
    task, address, *further = sys.argv[1:]
    collect_seldom()
    store = open_store(address)
    try:
        before = peak_mb()
        figures = TASKS[task](store, *further)
    finally:
        store.close()
    print(json.dumps({**figures, "peak_resident_mb": peak_mb(), "resident_before_mb": before}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
