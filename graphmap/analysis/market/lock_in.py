"""What ties an organisation to a system, as figures side by side: there is no score, for nobody could say what it measured.

How the figures are meant:

- *Links* are those in force to and from the system: they would have to be built again if it went.
- A link counts as *closed* when its profile is unpublished (`x-`) or not stated. What is not stated may be open; so the two
  are counted apart too.
- A required flow (semantics, table 2) of a capability that the system serves lacks an open standard when none of the
  profiles that its usable ports and links for that flow state is a published one that anybody may use. Why is said with it:
  profiles are stated and closed, none is stated, nothing is on record, or the flow is known not to be there (as for silos:
  a port of its role is stated absent, or the record of one of its organisations for the exchange type is complete).
- The contract is that of `graphmap.analysis.market.contracts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from graphmap.analysis.kept import kept
from graphmap.analysis.market.contracts import agreements
from graphmap.analysis.market.holdings import Holdings, holdings
from graphmap.analysis.market.terms import FlowGap
from graphmap.analysis.silos import Flow
from graphmap.model.terms import Direction, Evidence, Reading
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ABSENT, RELAY, SINK, SOURCE, Flags, Ints, Snapshot

_KEPT = 4


@dataclass(frozen=True)
class LockIn:
    """What ties to one system (`deployment`, a row).

    `links` are in force, of them `unpublished` have an `x-` profile and `unstated` none; `gaps` are required flows without
    an open standard, of `required`. `contract` is a row (-1: none in force), `by_product` whether it names the product, and
    `lapsed` the row of the one that ended last where none is in force. `complete`: the record of each organisation that
    runs it is complete for every exchange type, so that no link is missing.
    """

    deployment: int
    links: int
    unpublished: int
    unstated: int
    required: int
    gaps: tuple[tuple[Flow, FlowGap], ...]
    contract: int
    by_product: bool
    lapsed: int
    complete: bool

    @property
    def closed(self) -> float | None:
        """Fraction of the links whose profile is unpublished or not stated; None without links."""
        return (self.unpublished + self.unstated) / self.links if self.links else None


class Ties:
    """The columns that ties are told from, by deployment, at one moment."""

    def __init__(self, held: Holdings) -> None:
        self.held = held
        table, rows = held.snapshot.links, held.links
        profile = table.profile[rows]
        codes = list(held.snapshot.profiles)
        closed = np.array([code.startswith("x-") for code in codes] + [False])
        known = vocabulary().profiles
        self.is_open = np.array([code in known and known[code].open for code in codes] + [False])

        def at_either_end(chosen: Flags) -> np.ndarray:
            ends = np.concatenate((table.origin[rows[chosen]], table.target[rows[chosen]]))
            return np.bincount(ends, minlength=held.size)

        self.links = at_either_end(np.ones(len(rows), dtype=bool))
        self.unpublished = at_either_end(closed[profile])
        self.unstated = at_either_end(profile < 0)

    @cached_property
    def flows(self) -> dict[Direction, tuple[Flags, Flags, Flags]]:
        """By direction, and then by type and deployment: whether anything is on record, states a profile, an open one."""
        return {direction: self._flows(direction) for direction in Direction}

    def _flows(self, direction: Direction) -> tuple[Flags, Flags, Flags]:
        held, ports, links = self.held, self.held.snapshot.ports, self.held.snapshot.links
        usable = held.standing(ports) & held.in_force[ports.deployment]
        out = direction is Direction.OUT
        own = np.flatnonzero(usable & (ports.role == (SOURCE if out else SINK)))
        relays = np.flatnonzero(usable & (ports.role == RELAY))
        emitted = np.where(ports.emits[relays] >= 0, ports.emits[relays], ports.profile[relays])
        place = np.concatenate(
            (
                held.place(ports.exchange[own], ports.deployment[own]),
                held.place(ports.exchange[relays], ports.deployment[relays]),
                held.place(links.exchange[held.links], (links.origin if out else links.target)[held.links]),
            )
        )
        profile = np.concatenate(
            (
                ports.profile[own],
                emitted if out else ports.profile[relays],
                links.profile[held.links],
            )
        )
        flags = []
        for chosen in (np.ones(len(place), dtype=bool), profile >= 0, self.is_open[profile]):
            found = np.zeros(len(held.types) * held.size, dtype=bool)
            found[place[chosen]] = True
            flags.append(found)
        return flags[0], flags[1], flags[2]

    @cached_property
    def complete(self) -> Flags:
        """Deployments all of whose organisations have a complete record."""
        run_by = self.held.snapshot.deployments.organisations
        flags = np.diff(run_by.offsets) > 0
        flags[run_by.owners()[~self.held.complete_throughout[run_by.items]]] = False
        return flags

    @cached_property
    def none(self) -> dict[Direction, Flags]:
        """By direction, and then by type and deployment: whether the flow is known not to be there, if none is on record."""
        held, ports = self.held, self.held.snapshot.ports
        absent = held.counts(ports) & (ports.status == ABSENT)
        run_by = held.snapshot.deployments.organisations
        complete = np.zeros(len(held.types) * held.size, dtype=bool)
        for place in held.types.values():
            owners = run_by.owners()[held.complete_records(place)[run_by.items]]
            complete[held.place(place, owners)] = True
        return {
            Direction.OUT: held.ports(SOURCE, absent) | complete,
            Direction.IN: held.ports(SINK, absent) | complete,
        }

    def gaps(self, deployment: int, reading: Reading) -> tuple[int, tuple[tuple[Flow, FlowGap], ...]]:
        """How many flows a system's capabilities require, and those without an open standard, each once."""
        snapshot = self.held.snapshot
        places = snapshot.deployments.capabilities[deployment]
        product = int(snapshot.deployments.product[deployment])
        if not places and product >= 0:
            places = snapshot.products.capabilities[product]
        codes = list(vocabulary().capabilities)
        required = dict.fromkeys(
            Flow(flow.exchange, Direction(flow.direction))
            for place in places
            for flow in vocabulary().required_flows.get(codes[place], ())
        )
        found = []
        for flow in required:
            place = self.held.types[flow.exchange] * self.held.size + deployment
            recorded, stated, is_open = (column[place] for column in self.flows[flow.direction])
            if is_open:
                continue
            if recorded:
                gap = FlowGap.NOT_OPEN if stated else FlowGap.NO_PROFILE_STATED
            else:
                none = reading is Reading.ON_RECORD or bool(self.none[flow.direction][place])
                gap = FlowGap.NO_FLOW if none else FlowGap.NOT_RECORDED
            found.append((flow, gap))
        return len(required), tuple(found)


def ties(snapshot: Snapshot, as_of: date, min_evidence: Evidence | None = None) -> Ties:
    """The columns of one moment; made once for it. O(ports + links)."""
    held = holdings(snapshot, as_of, min_evidence)
    return kept(snapshot, "ties", (as_of, min_evidence), _KEPT, lambda: Ties(held))


def lock_in(
    snapshot: Snapshot,
    deployment: int,
    as_of: date,
    reading: Reading = Reading.CAUTIOUS,
    min_evidence: Evidence | None = None,
) -> LockIn | None:
    """What ties to a system; None where it is not in force. O(1) once the columns are there."""
    found = ties(snapshot, as_of, min_evidence)
    if not found.held.in_force[deployment]:
        return None
    known = agreements(snapshot, as_of, min_evidence)
    current, names_product = known.current
    required, gaps = found.gaps(deployment, reading)
    return LockIn(
        deployment,
        int(found.links[deployment]),
        int(found.unpublished[deployment]),
        int(found.unstated[deployment]),
        required,
        gaps,
        int(current[deployment]),
        bool(names_product[deployment]),
        int(known.lapsed[deployment]),
        reading is Reading.ON_RECORD or bool(found.complete[deployment]),
    )


def tied(
    snapshot: Snapshot,
    as_of: date,
    scope: Ints,
    capability: str | None = None,
    min_evidence: Evidence | None = None,
) -> Ints:
    """Systems in force (rows) at organisations of a scope, for one capability or any: most links first, then by id."""
    found = ties(snapshot, as_of, min_evidence)
    chosen = found.held.in_force & found.held.run_by(scope.tolist())
    if capability is not None:
        chosen &= found.held.serving(capability)
    rows = np.flatnonzero(chosen).astype(np.int32)
    ordered: Ints = rows[np.argsort(-found.links[rows], kind="stable")]
    return ordered
