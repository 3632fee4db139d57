"""`make bench`: runs the suite, prints what it measures, and keeps the result in `bench/results`.

python -m bench [--sizes S M] [--only import snapshot exchange questions serve neo4j] [--sample 100] [--save]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import loading, serving
from bench.maps import SIZES, Map
from graphmap.cli.collecting import collect_seldom

RESULTS = Path(__file__).parent / "results"
PARTS = ("import", "snapshot", "exchange", "questions", "serve", "neo4j")


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "cores": os.cpu_count(),
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "networkx")},
        "load_before": round(os.getloadavg()[0], 2),
    }


def main() -> int:
    """Measure what was asked for. Raises `AssertionError` when methods that are compared disagree."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=tuple(SIZES), default=["S", "M"])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--sample", type=int, default=60, help="searches of networkx for each exchange type")
    parser.add_argument("--save", action="store_true", help="keep the result in bench/results")
    asked = parser.parse_args()
    collect_seldom()
    result: dict[str, Any] = {"machine": machine(), "measured_at": f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}"}

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    with TemporaryDirectory(prefix="graphmap-bench-") as folder:
        for name in asked.sizes:
            made = Map(SIZES[name])
            say(f"map {name}: {made.size.organisations:,} organisations, {made.size.rows:,} rows")
            result[name] = loading.measure(made, Path(folder) / name, set(asked.only), asked.sample, say)
        if "serve" in asked.only:
            result["england"] = serving.measure(Path(folder) / "england.db", say)
    print(json.dumps(result, indent=2))
    if asked.save:
        _save(result, whole=set(asked.only) == set(PARTS))
    return 0


def _save(result: dict[str, Any], *, whole: bool) -> None:
    """Keep a result; where only some parts were measured, put these in the place of the same ones of the last result."""
    path = RESULTS / "latest.json"
    if not whole and path.exists():
        last: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        sizes = {name: {**last.get(name, {}), **result[name]} for name in SIZES if name in result}
        result = {**last, **result, "machine": last["machine"], "measured_at": last["measured_at"], **sizes}
    path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
