"""The facts of one exchange type that count: what is usable, what is on the way, what has lapsed.

`Network` cuts the snapshot down to one exchange type at one date; a `View` of it says which of its facts take part in
routes. Semantics, sections 1, 2 and 5. Building one is O(ports + links) in numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.findings import Question
from graphmap.analysis.kept import kept
from graphmap.model.errors import UsageError
from graphmap.model.terms import Evidence
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ABSENT, RELAY, SINK, SOURCE, Flags, Ints, Links, Ports, Snapshot

_KEPT = 12
"""Columns of deployments kept with a snapshot: three a date and least evidence."""
_VIEWS_KEPT = 32
"""Views kept with a snapshot: of every exchange type for two standings; under 1 MB each for a national map."""


class Standing(Enum):
    """Which facts a view lets take part."""

    USABLE = "in force"
    ON_THE_WAY = "in force or on the way"
    LAPSED = "in force, on the way or lapsed"


def exchange_index(code: str) -> int:
    """Position of an exchange type in the vocabulary. Raises `UsageError` for an unknown code."""
    codes = list(vocabulary().exchange_types)
    if code not in codes:
        raise UsageError(f"{code!r} is no exchange type; there are {', '.join(codes)}")
    return codes.index(code)


@dataclass(frozen=True, eq=False)
class PortFacts:
    """Port facts in one role and view, sorted by deployment; parallel arrays. `row` is the snapshot's."""

    row: Ints
    deployment: Ints
    code: Ints
    major: Ints
    use_case: Ints
    emits: Ints
    emits_major: Ints


@dataclass(frozen=True, eq=False)
class LinkFacts:
    """Link facts of one view, sorted by origin. The flags say where a port is implied for the link alone."""

    row: Ints
    origin: Ints
    target: Ints
    code: Ints
    major: Ints
    use_case: Ints
    implies_source: Flags
    implies_sink: Flags


@dataclass(frozen=True, eq=False)
class View:
    """The facts that count for routes: usable ones, or more. Ports and links stand only on deployments that count."""

    standing: Standing
    deployments: Flags
    sources: PortFacts
    sinks: PortFacts
    relays: PortFacts
    links: LinkFacts

    @cached_property
    def is_relay(self) -> Flags:
        """Deployments with a relay port that counts."""
        flags = np.zeros(len(self.deployments), dtype=bool)
        flags[self.relays.deployment] = True
        return flags


class Moment:
    """A snapshot at one date, on facts of a least evidence."""

    def __init__(self, snapshot: Snapshot, as_of: date, min_evidence: Evidence | None = None) -> None:
        self.snapshot = snapshot
        self.t = as_of.toordinal()
        self.k = snapshot.known_at
        self.least = -1 if min_evidence is None else int(min_evidence)

    def counts(self, standing: Standing, status: np.ndarray, start: Ints, end: Ints) -> Flags:
        """Whether facts with these times take part under `standing`."""
        flags = facts.in_force(status, start, end, self.t, self.k)
        if standing is not Standing.USABLE:
            flags = flags | facts.on_the_way(status, start, end, self.t, self.k)
        if standing is Standing.LAPSED:
            flags = flags | facts.lapsed(status, start, end, self.t, self.k)
        return flags

    def deployments_that(self, standing: Standing) -> Flags:
        """Deployments that count under `standing`, by row; kept with the snapshot for the other exchange types."""
        key = (standing, self.t, self.least)
        return kept(self.snapshot, "deployments that", key, _KEPT, lambda: self._deployments(standing))

    def _deployments(self, standing: Standing) -> Flags:
        table = self.snapshot.deployments
        flags = self.counts(standing, table.status, table.start, table.end) & ~table.out
        return flags if self.least < 0 else flags & (table.evidence >= self.least)

    def ports_at(self, rows: Ints) -> PortFacts:
        """The ports in some rows."""
        ports = self.snapshot.ports
        columns = (
            ports.deployment,
            ports.profile,
            ports.major,
            ports.use_case,
            ports.emits,
            ports.emits_major,
        )
        return PortFacts(rows, *(column[rows] for column in columns))


class Network(Moment):
    """One exchange type at one moment.

    Raises `UsageError` for an exchange type that is not in the vocabulary.
    """

    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        super().__init__(snapshot, question.as_of, question.min_evidence)
        self.exchange = exchange_index(question.exchange)

    @cached_property
    def port_rows(self) -> Ints:
        """Port facts of this exchange type that may count, ascending."""
        return self._of_type(self.snapshot.ports, "port rows")

    @cached_property
    def link_rows(self) -> Ints:
        """Link facts of this exchange type that may count, ascending."""
        return self._of_type(self.snapshot.links, "link rows")

    @property
    def every_port(self) -> Ints:
        """Port facts of this exchange type, whatever their evidence."""
        return self._every(self.snapshot.ports, "port rows")

    @property
    def every_link(self) -> Ints:
        """Link facts of this exchange type, whatever their evidence."""
        return self._every(self.snapshot.links, "link rows")

    def _of_type(self, table: Ports | Links, name: str) -> Ints:
        rows = self._every(table, name)
        return rows if self.least < 0 else rows[table.evidence[rows] >= self.least]

    def _every(self, table: Ports | Links, name: str) -> Ints:
        return kept(self.snapshot, name, "by exchange type", 1, lambda: _by_type(table))[self.exchange]

    @cached_property
    def implied(self) -> tuple[Flags, Flags]:
        """By deployment: whether links may imply a source port, and a sink port, there (semantics, section 2)."""
        ports, rows = self.snapshot.ports, self.port_rows
        stated, no_source, no_sink = (
            np.zeros(len(self.snapshot.deployments.key), dtype=bool) for _ in range(3)
        )
        deployment, role = ports.deployment[rows], ports.role[rows]
        absent = ports.status[rows] == ABSENT
        stated[deployment[~absent]] = True
        no_source[deployment[absent & (role == SOURCE)]] = True
        no_sink[deployment[absent & (role == SINK)]] = True
        return ~(stated | no_source), ~(stated | no_sink)

    def view(self, standing: Standing) -> View:
        """The view under `standing`, built once and kept with the snapshot."""
        key = (standing, self.exchange, self.t, self.least)
        return kept(self.snapshot, "view", key, _VIEWS_KEPT, lambda: self._build(standing))

    def _build(self, standing: Standing) -> View:
        deployments = self.deployments_that(standing)
        ports, links = self.snapshot.ports, self.snapshot.links
        rows = self.port_rows
        counted = self.counts(standing, ports.status[rows], ports.start[rows], ports.end[rows])
        rows = rows[counted & deployments[ports.deployment[rows]]]
        rows = rows[np.argsort(ports.deployment[rows], kind="stable")]
        role = ports.role[rows]
        sources, sinks, relays = (self.ports_at(rows[role == wanted]) for wanted in (SOURCE, SINK, RELAY))
        rows = self.link_rows
        counted = self.counts(standing, links.status[rows], links.start[rows], links.end[rows])
        rows = rows[counted & deployments[links.origin[rows]] & deployments[links.target[rows]]]
        rows = rows[np.argsort(links.origin[rows], kind="stable")]
        origin, target = links.origin[rows], links.target[rows]
        may_source, may_sink = self.implied
        return View(
            standing,
            deployments,
            sources,
            sinks,
            relays,
            LinkFacts(
                rows,
                origin,
                target,
                links.profile[rows],
                links.major[rows],
                links.use_case[rows],
                may_source[origin],
                may_sink[target],
            ),
        )

    def with_port(self, role: int) -> Flags:
        """Deployments in force or on the way that have a port of `role`, stated or implied, whatever its own times."""
        ports, links = self.snapshot.ports, self.snapshot.links
        flags = np.zeros(len(self.snapshot.deployments.key), dtype=bool)
        rows = self.port_rows
        rows = rows[(ports.role[rows] == role) & (ports.status[rows] != ABSENT)]
        flags[ports.deployment[rows]] = True
        rows = self.link_rows[links.status[self.link_rows] != ABSENT]
        ends = links.origin[rows] if role == SOURCE else links.target[rows]
        flags[ends[self.implied[0 if role == SOURCE else 1][ends]]] = True
        return flags & self.deployments_that(Standing.ON_THE_WAY)

    def complete(self) -> Flags:
        """Organisations whose record for this exchange type is complete: its own row, else the one for `*`."""
        table = self.snapshot.coverage
        counted = ~table.out if self.least < 0 else ~table.out & (table.evidence >= self.least)
        level = np.zeros(len(self.snapshot.organisations.key), dtype=np.int8)
        for exchange in (-1, self.exchange):
            rows = np.flatnonzero(counted & (table.exchange == exchange))
            level[table.organisation[rows]] = table.level[rows]
        complete: Flags = level == 2
        return complete


def _by_type(table: Ports | Links) -> list[Ints]:
    """Rows of each exchange type, ascending, without those that are out."""
    rows = np.argsort(table.exchange, kind="stable").astype(np.int32)
    rows = rows[~table.out[rows]]
    types = len(vocabulary().exchange_types)
    return np.split(rows, np.searchsorted(table.exchange[rows], np.arange(1, types)))
