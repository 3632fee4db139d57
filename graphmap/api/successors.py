"""What became of closed organisations: chains of successors and predecessors, whatever circles the evidence holds."""

from __future__ import annotations

import numpy as np

from graphmap.analysis.scope import open_at
from graphmap.analysis.succession import beyond
from graphmap.api.standing import Standing
from graphmap.api.view import View
from graphmap.snapshot.columns import Ints


def successors(view: View, row: int) -> list[int]:
    """Organisations that name this one among their predecessors."""
    found: list[int] = view.index.successors_of[row].tolist()
    return found


def current_successors(view: View, row: int) -> list[int]:
    """The open organisations at the ends of every chain of successors, by code; for an open one, none."""
    is_open = open_at(view.snapshot.organisations, view.day)
    if is_open[row]:
        return []
    return sorted(
        heir for heir in beyond(row, lambda one: successors(view, one), is_open.__getitem__) if is_open[heir]
    )


def stranded(view: View, row: int) -> Ints:
    """Deployments in force at closed predecessors of an open organisation, but not at itself (semantics, section 8)."""
    is_open = open_at(view.snapshot.organisations, view.day)
    if not is_open[row]:
        return np.empty(0, dtype=np.int32)
    predecessors = view.snapshot.organisations.predecessors
    closed = [
        before
        for before in beyond(row, predecessors.__getitem__, is_open.__getitem__)
        if view.snapshot.organisations.closed[before] < view.day
    ]
    of = view.index.deployments_of_organisation
    rows = of.of_all(np.array(sorted(closed), dtype=np.int32))
    rows = rows[view.standings.deployments[rows] == Standing.IN_FORCE.value]
    return np.setdiff1d(rows, of[row])
