"""Sentences that the answers add: what became of a closed organisation."""

from __future__ import annotations

from graphmap.analysis.exchange.words import spoken_date
from graphmap.api.successors import current_successors
from graphmap.api.view import View
from graphmap.model.dates import to_date


def name_of(view: View, row: int) -> str:
    """`Sample Trust (SA1)`."""
    table = view.snapshot.organisations
    name, code = table.name[row], table.key[row]
    return f"{name} ({code})" if name else code


def notes_on(view: View, rows: list[int]) -> list[str]:
    """For each of the organisations that is closed: since when, and its successors by name."""
    table = view.snapshot.organisations
    return [_closed(view, row) for row in rows if table.closed[row] < view.day]


def _closed(view: View, row: int) -> str:
    day = to_date(int(view.snapshot.organisations.closed[row]))
    assert day is not None  # it is before the day asked about
    said = f"{name_of(view, row)} closed on {spoken_date(day)}"
    heirs = current_successors(view, row)
    if not heirs:
        return f"{said}; no successor is on record."
    names = " and ".join(name_of(view, heir) for heir in heirs)
    return f"{said}; its {'successor is' if len(heirs) == 1 else 'successors are'} {names}."
