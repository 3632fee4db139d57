"""What every store does alike when all that it holds goes into another one (`Store.restore`)."""

from __future__ import annotations

from graphmap.model.errors import UsageError
from graphmap.store.base import History, Reader


def history_of(reader: Reader) -> History:
    """What the reader sees, at its one revision; its claims are read as they are taken, while the reader is open.

    A store holds real evidence or fictional, never both, so any of its sources tells which.
    """
    sources = reader.sources()
    return History(
        revision=reader.revision,
        fictional=sources[0].fictional if sources else None,
        sources=sources,
        runs=reader.runs(),
        claims=reader.history(),
        scenarios=reader.scenarios(),
    )


def filled(address: str) -> UsageError:
    """The error for a store at `address` that cannot take a copy, because it holds a run or a saved scenario already."""
    return UsageError(
        f"{address} is not empty, and a copy needs an empty store: name another address, such as sqlite:///copy.db"
    )
