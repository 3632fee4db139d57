"""How complete the record of each organisation is, by exchange type, and whether it is known to send or to take it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from graphmap.analysis.applicability import applicable
from graphmap.analysis.exchange.joins import members
from graphmap.analysis.in_force import InForce
from graphmap.analysis.kept import kept
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ABSENT, SINK, SOURCE, Bytes, Flags, Ints, Snapshot

NOBODY, NONE, PARTIAL, COMPLETE = -1, 0, 1, 2
"""Levels as the columns have them; NOBODY where no coverage row speaks of the exchange type."""
_KEPT = 4


class Presence(StrEnum):
    """Whether an organisation has a usable system that sends (takes) something, as far as the record goes."""

    PRESENT = "PRESENT"
    NONE = "NONE"
    UNKNOWN = "UNKNOWN"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True, eq=False)
class Levels:
    """Columns by organisation (row) and exchange type (place in the vocabulary), all of the same shape.

    `level` is NOBODY to COMPLETE, `stated_by` the coverage row that says so (-1: none). `stated` and `usable`: by role,
    whether it has a usable port of its own statement, and one stated or implied by a link. `sends` and `takes`: whether
    its kind does (semantics, table 1).
    """

    level: Bytes
    stated_by: Ints
    stated: dict[int, Flags]
    usable: dict[int, Flags]
    applies: dict[int, Flags]

    @property
    def concerned(self) -> Flags:
        """Whether the organisation's kind sends or takes the exchange type at all."""
        flags: Flags = self.applies[SOURCE] | self.applies[SINK]
        return flags

    def known(self, role: int) -> Flags:
        """Whether each is known to send (take) it: its kind does, and a usable port of the role is on record."""
        flags: Flags = self.usable[role] & self.applies[role]
        return flags

    def presence(self, organisation: int, exchange: int, role: int) -> Presence:
        """Whether it has a usable port of a role: NONE only where its record is complete."""
        if not self.applies[role][organisation, exchange]:
            return Presence.NOT_APPLICABLE
        if self.usable[role][organisation, exchange]:
            return Presence.PRESENT
        return Presence.NONE if self.level[organisation, exchange] == COMPLETE else Presence.UNKNOWN


@dataclass(frozen=True)
class ExchangeCoverage:
    """What is known of one exchange type, in organisations of the scope whose kind sends or takes it.

    `complete` to `unstated` add up to `organisations`. `stated_sources` and `stated_sinks` have a usable port of that role
    that a source states, `senders` and `receivers` one that is stated or implied by an interface.
    """

    exchange: str
    organisations: int
    complete: int
    partial: int
    none: int
    unstated: int
    stated_sources: int
    stated_sinks: int
    senders: int
    receivers: int


def levels(snapshot: Snapshot, as_of: date, min_evidence: Evidence | None = None) -> Levels:
    """The levels of every organisation; kept with the snapshot. O(ports + links + organisations * types)."""
    key = as_of, min_evidence
    return kept(
        snapshot, "coverage levels", key, _KEPT, lambda: _levels(InForce(snapshot, as_of, min_evidence))
    )


def by_exchange(found: Levels, organisations: Ints) -> Iterator[ExchangeCoverage]:
    """What is known of each exchange type that some organisation in scope sends or takes, in the vocabulary's order."""
    for place, code in enumerate(vocabulary().exchange_types):
        rows = organisations[found.concerned[organisations, place]]
        if not len(rows):
            continue
        counts = np.bincount(found.level[rows, place] - NOBODY, minlength=4).tolist()
        sources, sinks, senders, receivers = (
            int((flags[role][rows, place] & found.applies[role][rows, place]).sum())
            for flags in (found.stated, found.usable)
            for role in (SOURCE, SINK)
        )
        unstated, none, partial, complete = counts
        yield ExchangeCoverage(
            code, len(rows), complete, partial, none, unstated, sources, sinks, senders, receivers
        )


def _levels(known: InForce) -> Levels:
    snapshot = known.snapshot
    shape = len(snapshot.organisations.key), len(known.types)
    table = snapshot.coverage
    level, stated_by = np.full(shape, NOBODY, dtype=np.int8), np.full(shape, -1, dtype=np.int32)
    counted = known.counts(table)
    for rows, places in (
        (np.flatnonzero(counted & (table.exchange < 0)), slice(None)),
        (own := np.flatnonzero(counted & (table.exchange >= 0)), table.exchange[own]),
    ):
        whole = isinstance(places, slice)
        level[table.organisation[rows], places] = table.level[rows, None] if whole else table.level[rows]
        stated_by[table.organisation[rows], places] = rows[:, None] if whole else rows
    stated = {role: _stated(known, role) for role in (SOURCE, SINK)}
    usable = {role: stated[role] | _implied(known, role) for role in (SOURCE, SINK)}
    applies = zip(*(applicable(snapshot, code) for code in known.types), strict=True)
    return Levels(
        level,
        stated_by,
        {role: _of_organisations(known, flags) for role, flags in stated.items()},
        {role: _of_organisations(known, flags) for role, flags in usable.items()},
        {role: np.stack(flags, axis=1) for role, flags in zip((SOURCE, SINK), applies, strict=True)},
    )


def _stated(known: InForce, role: int) -> Flags:
    ports = known.snapshot.ports
    return known.ports(role, known.standing(ports) & known.in_force[ports.deployment])


def _implied(known: InForce, role: int) -> Flags:
    """Where a usable link implies a port: nothing is stated there for the type, and the role is not denied."""
    ports, links = known.snapshot.ports, known.snapshot.links
    counted = known.counts(ports)
    silent = np.ones(len(known.types) * known.size, dtype=bool)
    rows = np.flatnonzero(counted & ((ports.status != ABSENT) | (ports.role == role)))
    silent[known.place(ports.exchange[rows], ports.deployment[rows])] = False
    ends = (links.origin if role == SOURCE else links.target)[known.links]
    implied = np.zeros_like(silent)
    implied[known.place(links.exchange[known.links], ends)] = True
    return implied & silent


def _of_organisations(known: InForce, flags: Flags) -> Flags:
    """Flags by exchange type and deployment as flags by organisation and exchange type."""
    exchange, deployment = np.divmod(np.flatnonzero(flags), max(known.size, 1))
    position, organisation = members(known.snapshot.deployments.organisations, deployment)
    found = np.zeros((len(known.snapshot.organisations.key), len(known.types)), dtype=bool)
    found[organisation, exchange[position]] = True
    return found
