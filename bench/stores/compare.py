"""Both stores on the same tables, and then the exchange question in Cypher on the same server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.cypher.compare import compare as compare_cypher
from bench.stores.server import HEAP, PAGE_CACHE, running
from graphmap.model.clock import today
from graphmap.snapshot.columns import Snapshot
from tests.neo4j_server.provide import given
from tests.neo4j_server.versions import LONG_TERM

TASKS = ("import", "snapshot", "nested")


def compare(tables: Path, snapshot: Snapshot, say: Callable[[str], None]) -> dict[str, Any]:
    """Figures of both stores by task, and of Cypher; raises `AssertionError` when the stores answer differently.

    Raises `ServerMissing`, which says what to install, where there is no Neo4j server.
    """
    with TemporaryDirectory(prefix="graphmap-bench-stores-") as folder, running() as server:
        environment = {**os.environ, **server.environment, "XDG_CACHE_HOME": folder}
        found: dict[str, dict[str, Any]] = {}
        # Java compiles what it runs often while it runs: the same import again is what a server in use takes.
        just_started = _measured("import", server.uri, tables, environment)
        say(f"neo4j import, server just started: {just_started}")
        server.empty()
        for task in TASKS:
            for name, address in (("sqlite", f"sqlite:///{folder}/map.db"), ("neo4j", server.uri)):
                figures = _measured(task, address, tables, environment)
                say(f"{name} {task}: {figures}")
                found.setdefault(task, {})[name] = figures
        for task in TASKS[1:]:
            digests = {figures.pop("digest") for figures in found[task].values()}
            assert len(digests) == 1, f"{task}: the stores answer differently"
        found["import"]["neo4j_just_started"] = just_started
        server.empty()
        with server.driver() as driver:
            cypher = compare_cypher(driver, snapshot, today(), say)
    return {
        "measured_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}",
        "load_after": round(os.getloadavg()[0], 2),
        "server": "given" if given() else f"{LONG_TERM.number}, heap {HEAP}, page cache {PAGE_CACHE}",
        **found,
        "cypher": cypher,
    }


def _measured(task: str, address: str, tables: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.stores.tasks", task, address]
    if task == "import":
        command.append(str(tables))
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures
