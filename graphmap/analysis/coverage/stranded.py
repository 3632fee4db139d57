"""Systems in force that the evidence still names at an organisation that has closed (semantics, section 8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.coverage.records import ScopeRecords
from graphmap.analysis.scope import open_at
from graphmap.analysis.succession import beyond


@dataclass(frozen=True)
class Stranded:
    """A system, the closed organisations that it is named at, and the open successors to ask, all rows of the snapshot.

    `successors` is empty where none is on record.
    """

    deployment: int
    closed: tuple[int, ...]
    successors: tuple[int, ...]


def stranded(records: ScopeRecords) -> tuple[Stranded, ...]:
    """Stranded systems of which a successor, or the closed organisation itself, is in scope; by key of the system.

    An open organisation that is named beside the closed one answers for the system already, and is no successor to ask.
    O(deployments + closed organisations that run one * predecessors).
    """
    snapshot = records.snapshot
    table, run_by = snapshot.organisations, snapshot.deployments.organisations
    is_open = open_at(table, records.t)
    has_closed = (table.closed < records.t) & ~table.stub
    deployments = snapshot.deployments
    in_force = records.counted(deployments) & facts.in_force(
        deployments.status, deployments.start, deployments.end, records.t, records.k
    )
    owners = run_by.owners()
    rows = np.unique(owners[has_closed[run_by.items] & in_force[owners]])
    predecessors = table.predecessors
    heir_of = predecessors.owners()

    def onward(row: int) -> list[int]:
        return heir_of[predecessors.items == row].tolist()  # type: ignore[no-any-return]

    heirs = {
        row: [one for one in beyond(row, onward, is_open.__getitem__) if is_open[one]]
        for row in np.unique(run_by.items[np.isin(owners, rows) & has_closed[run_by.items]]).tolist()
    }
    found = []
    for row in rows.tolist():
        own = run_by[row]
        closed = tuple(one for one in own if one in heirs)
        named = {heir for one in closed for heir in heirs[one]}
        successors = tuple(sorted(named.difference(own)))
        if any(records.inside[one] for one in (*closed, *successors)) and (successors or not named):
            found.append(Stranded(row, closed, successors))
    return tuple(found)
