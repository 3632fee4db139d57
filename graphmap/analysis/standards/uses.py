"""Which systems use which profile: what usable ports and links state (semantics, sections 1 to 3).

A system *uses* a profile when a usable port of it names it (a relay's translation included), or a usable link at its end
does. What a link states is the system's as sender or receiver; where the system is a relay for the link's exchange type,
as what it passes on. A claim that a product supports a profile is no use of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graphmap.analysis.in_force import InForce
from graphmap.analysis.kept import kept
from graphmap.model.terms import Evidence
from graphmap.snapshot.columns import RELAY, SINK, SOURCE, Bytes, Flags, Ints, Snapshot

_KEPT = 2
"""Moments kept with a snapshot: one for each day and least evidence; 7 MB each on a map of 121,000 systems."""


@dataclass(frozen=True, eq=False)
class Uses:
    """Every use of a profile, sorted by its code; parallel arrays.

    `code` is a place among the snapshot's profiles, `role` indexes `ROLES`. A use is stated by a port (`port`, a row) or by
    a link (`link`, a row); the other is -1.
    """

    code: Ints
    exchange: Bytes
    role: Bytes
    deployment: Ints
    port: Ints
    link: Ints

    def of(self, code: int) -> Uses:
        """The uses of one profile. O(log uses)."""
        low, high = np.searchsorted(self.code, (code, code + 1))
        return self.take(slice(int(low), int(high)))

    def where(self, flags: Flags) -> Uses:
        """The uses by flagged deployments."""
        return self.take(np.flatnonzero(flags[self.deployment]))

    def take(self, rows: np.ndarray | slice) -> Uses:
        """Those in some rows."""
        return Uses(
            self.code[rows],
            self.exchange[rows],
            self.role[rows],
            self.deployment[rows],
            self.port[rows],
            self.link[rows],
        )


class Standards(InForce):
    """The facts in force at one moment, and the profiles that they state."""

    def __init__(self, snapshot: Snapshot, as_of: date, min_evidence: Evidence | None = None) -> None:
        super().__init__(snapshot, as_of, min_evidence)
        table = snapshot.ports
        usable = self.standing(table) & self.in_force[table.deployment]
        self.usable_ports = np.flatnonzero(usable).astype(np.int32)
        self.uses = self._uses()

    def _uses(self) -> Uses:
        ports, links = self.snapshot.ports, self.snapshot.links
        rows, crossing = self.usable_ports, self.links.astype(np.int32)
        translating = rows[
            (ports.role[rows] == RELAY)
            & (ports.emits[rows] >= 0)
            & (ports.emits[rows] != ports.profile[rows])
        ]
        exchange = links.exchange[crossing]
        ends = []
        for end, role in ((links.origin[crossing], SOURCE), (links.target[crossing], SINK)):
            ends.append((end, np.where(self.relay[self.place(exchange, end)], RELAY, role)))
        code = np.concatenate(
            (ports.profile[rows], ports.emits[translating], links.profile[crossing], links.profile[crossing])
        )
        none = np.full(len(rows) + len(translating), -1, dtype=np.int32)
        uses = Uses(
            code,
            np.concatenate((ports.exchange[rows], ports.exchange[translating], exchange, exchange)),
            np.concatenate((ports.role[rows], ports.role[translating], *(role for _, role in ends))).astype(
                np.int8
            ),
            np.concatenate(
                (ports.deployment[rows], ports.deployment[translating], *(end for end, _ in ends))
            ),
            np.concatenate((rows, translating, np.full(2 * len(crossing), -1, dtype=np.int32))),
            np.concatenate((none, crossing, crossing)),
        )
        stated = np.flatnonzero(code >= 0)
        return uses.take(stated[np.argsort(code[stated], kind="stable")])


def standards_at(snapshot: Snapshot, as_of: date, min_evidence: Evidence | None = None) -> Standards:
    """The facts and uses at one moment, kept with the snapshot. O((ports + links) log (ports + links)) the first time."""
    key = as_of, min_evidence
    return kept(snapshot, "standards", key, _KEPT, lambda: Standards(snapshot, as_of, min_evidence))


@dataclass(frozen=True, eq=False)
class ProfileUse:
    """The uses of one profile by the systems of a scope. `systems` and `organisations` are rows, ascending.

    `sends`, `takes` and `passes_on` count systems by what they do with it, `ports` and `links` the facts that state it.
    """

    code: int
    systems: Ints
    organisations: Ints
    sends: int
    takes: int
    passes_on: int
    ports: int
    links: int
    uses: Uses


def profile_uses(
    known: Standards, scope: Ints, codes: tuple[int, ...] | None = None
) -> tuple[ProfileUse, ...]:
    """Uses of profiles by the systems of organisations in `scope` (rows).

    `codes`: places among the snapshot's profiles, each answered for whether used or not; None: all that are used. Most
    systems first, then by code. O(uses).
    """
    chosen = known.uses.where(known.run_by(scope.tolist()))
    places = tuple(np.unique(chosen.code).tolist()) if codes is None else codes
    profiles = known.snapshot.profiles
    found = [_one(known, scope, place, chosen.of(place)) for place in places]
    return tuple(sorted(found, key=lambda one: (-len(one.systems), profiles[one.code])))


def _one(known: Standards, scope: Ints, code: int, uses: Uses) -> ProfileUse:
    systems = np.unique(uses.deployment).astype(np.int32)
    sends, takes, passes_on = (len(np.unique(uses.deployment[uses.role == role])) for role in range(3))
    return ProfileUse(
        code,
        systems,
        np.intersect1d(organisations_of(known.snapshot, systems), scope).astype(np.int32),
        sends,
        takes,
        passes_on,
        len(np.unique(uses.port[uses.port >= 0])),
        len(np.unique(uses.link[uses.link >= 0])),
        uses,
    )


def organisations_of(snapshot: Snapshot, systems: Ints) -> Ints:
    """The organisations that run systems (rows), ascending, each once."""
    run_by = snapshot.deployments.organisations
    flags = np.zeros(len(run_by), dtype=bool)
    flags[systems] = True
    return np.unique(run_by.items[flags[run_by.owners()]]).astype(np.int32)


@dataclass(frozen=True)
class Stated:
    """How many usable ports and links at the systems of a scope there are, and of how many the profile is not stated."""

    ports: int
    ports_without: int
    links: int
    links_without: int


def stated(known: Standards, scope: Ints) -> Stated:
    """How far the facts say which profile they use: what is not said counts for none. O(ports + links)."""
    ours = known.run_by(scope.tolist())
    ports, links = known.snapshot.ports, known.snapshot.links
    rows = known.usable_ports[ours[ports.deployment[known.usable_ports]]]
    crossing = known.links[ours[links.origin[known.links]] | ours[links.target[known.links]]]
    return Stated(
        len(rows),
        int((ports.profile[rows] < 0).sum()),
        len(crossing),
        int((links.profile[crossing] < 0).sum()),
    )
