"""Import, and the snapshot from rows and from cached columns, of one made-up map; then the exchange question, and Neo4j."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import exchange, questions
from bench.maps import Map
from bench.stores import compare as stores
from graphmap.ingest import ImportOptions, run_import
from graphmap.model.clock import today
from graphmap.snapshot import cache, pack
from graphmap.snapshot.build import build
from graphmap.snapshot.columns import Snapshot
from graphmap.store import open_store
from graphmap.store.base import Store

Say = Callable[[str], None]


def measure(made: Map, folder: Path, parts: set[str], sample: int, say: Say) -> dict[str, Any]:
    """Figures of the parts asked for, on one map in a store of its own."""
    rows = made.write(folder / "tables")
    store = open_store(f"sqlite:///{folder / 'map.db'}")
    try:
        figures: dict[str, Any] = {"rows": rows, "import": _import(store, folder / "tables", rows, say)}
        snapshot = cache.current(store, today())
        if "snapshot" in parts:
            figures["snapshot"] = _snapshot(store, say)
        if "questions" in parts:
            figures["questions"] = questions.measure(store, snapshot, today(), say)
    finally:
        store.close()
    if "exchange" in parts:
        figures["exchange"] = exchange.compare(snapshot, today(), sample, say)
    if "neo4j" in parts:
        figures["neo4j"] = stores.compare(folder / "tables", snapshot, say)
    return figures


def _import(store: Store, tables: Path, rows: int, say: Say) -> dict[str, Any]:
    begun = time.perf_counter()
    report = run_import(store, str(tables), ImportOptions(source="bench"))
    seconds = time.perf_counter() - begun
    assert not report.refused, [str(problem) for problem in report.problems][:5]
    assert report.run is not None
    assert report.run.added == rows, f"{report.run.added:,} claims of {rows:,} rows"
    say(f"import: {seconds:.1f} s from parsing to commit, {rows / seconds:,.0f} rows a second")
    return {
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds),
        "peak_resident_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _snapshot(store: Store, say: Say) -> dict[str, Any]:
    identity = store.identity()

    def from_rows() -> Snapshot:
        with store.reading() as reader:
            return build(reader, identity.id, today(), fictional=False)

    def from_columns() -> Snapshot:
        columns = store.load_columns(cache.name_of(identity.revision))
        assert columns is not None, "no cached columns"
        return pack.unpack(columns, identity.id, identity.revision, today())

    rows_least, rows_median, built = exchange.timed(from_rows, 3)
    columns_least, columns_median, loaded = exchange.timed(from_columns, 7)
    packed = pack.pack(built)
    assert packed == pack.pack(loaded), "the snapshot from columns is another"
    say(f"snapshot: {rows_median:.2f} s from rows, {columns_median * 1e3:.1f} ms from columns")
    return {
        "from_rows_seconds_median": round(rows_median, 3),
        "from_rows_seconds_least": round(rows_least, 3),
        "from_columns_seconds_median": round(columns_median, 5),
        "from_columns_seconds_least": round(columns_least, 5),
        "columns_mb": round(sum(map(len, packed.values())) / 1e6, 1),
        "ratio": round(rows_median / columns_median, 1),
    }
