"""How long `graphmap serve` takes from its start to its first answer on England's evidence, and how much memory."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from graphmap.cli.bundled import bundled
from graphmap.model.clock import today
from graphmap.snapshot.cache import current
from graphmap.store import open_store

QUESTION = {"query": '{ exchange(type: "referral") { counts { yes no unknown notApplicable } } }'}
RUNS = 5


def measure(path: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Least and greatest of several starts on a store whose snapshot is cached."""
    address = f"sqlite:///{path}"
    store = open_store(address)
    bundled("england").bring_up_to_date(store)
    current(store, today())
    store.close()
    starts = [_start(address) for _ in range(RUNS)]
    seconds, memory = [start[0] for start in starts], [start[1] for start in starts]
    say(f"serve: first answer after {max(seconds):.2f} s at most, {max(memory):.0f} MB resident at most")
    return {
        "first_answer_seconds": [round(value, 2) for value in seconds],
        "resident_mb": [round(value) for value in memory],
    }


def _start(address: str) -> tuple[float, float]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    command = [sys.executable, "-m", "graphmap.cli", "serve", "--store", address, "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        answer = _ask(port, begun + 60)
        seconds = time.perf_counter() - begun
        assert sum(answer["data"]["exchange"]["counts"].values()) > 0
        pages = int(Path(f"/proc/{server.pid}/statm").read_text(encoding="ascii").split()[1])
        return seconds, pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    finally:
        server.terminate()
        server.wait(10)


def _ask(port: int, until: float) -> dict[str, Any]:
    while True:
        try:
            answer: dict[str, Any] = httpx.post(
                f"http://127.0.0.1:{port}/graphql", json=QUESTION, timeout=10
            ).json()
        except httpx.TransportError:
            if time.perf_counter() > until:
                raise
            time.sleep(0.02)
        else:
            return answer
