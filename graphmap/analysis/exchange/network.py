"""The facts of one exchange type that count: what is usable, what is on the way, what has lapsed.

`Network` cuts the snapshot down to one exchange type at one date; a `View` of it says which of its facts take part in
routes. Semantics, sections 1, 2 and 5. Building one is O(ports + links) in numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.findings import Question
from graphmap.model.errors import UsageError
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ABSENT, RELAY, SINK, SOURCE, Flags, Ints, Snapshot

_KEPT = 12
"""Columns of deployments kept with a snapshot: three a date and least evidence."""


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


class Network:
    """One exchange type of a snapshot at one date, on facts of a least evidence.

    Raises `UsageError` for an exchange type that is not in the vocabulary.
    """

    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        self.snapshot = snapshot
        self.exchange = exchange_index(question.exchange)
        self.t = question.as_of.toordinal()
        self.k = snapshot.known_at
        self.least = -1 if question.min_evidence is None else int(question.min_evidence)
        ports, links = snapshot.ports, snapshot.links
        self.port_rows = self._of_type(ports.exchange, ports.out, ports.evidence)
        self.link_rows = self._of_type(links.exchange, links.out, links.evidence)
        self._views: dict[Standing, View] = {}

    def _of_type(self, exchange: np.ndarray, out: Flags, evidence: np.ndarray) -> Ints:
        chosen = (exchange == self.exchange) & ~out
        if self.least >= 0:
            chosen &= evidence >= self.least
        return np.flatnonzero(chosen).astype(np.int32)

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
        memo = self.snapshot.memo.setdefault("deployments_that", {})
        assert isinstance(memo, dict)
        key = (standing, self.t, self.k, self.least)
        if key not in memo:
            table = self.snapshot.deployments
            flags = self.counts(standing, table.status, table.start, table.end) & ~table.out
            if self.least >= 0:
                flags &= table.evidence >= self.least
            while len(memo) >= _KEPT:
                memo.pop(next(iter(memo)), None)
            memo[key] = flags
        kept: Flags = memo[key]
        return kept

    @cached_property
    def _implied(self) -> tuple[Flags, Flags]:
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
        """The view under `standing`, built once."""
        if standing not in self._views:
            self._views[standing] = self._build(standing)
        return self._views[standing]

    def _build(self, standing: Standing) -> View:
        deployments = self.deployments_that(standing)
        ports, links = self.snapshot.ports, self.snapshot.links
        rows = self.port_rows
        counted = self.counts(standing, ports.status[rows], ports.start[rows], ports.end[rows])
        rows = rows[counted & deployments[ports.deployment[rows]]]
        rows = rows[np.argsort(ports.deployment[rows], kind="stable")]
        role = ports.role[rows]
        sources, sinks, relays = (self._ports(rows[role == wanted]) for wanted in (SOURCE, SINK, RELAY))
        rows = self.link_rows
        counted = self.counts(standing, links.status[rows], links.start[rows], links.end[rows])
        rows = rows[counted & deployments[links.origin[rows]] & deployments[links.target[rows]]]
        rows = rows[np.argsort(links.origin[rows], kind="stable")]
        origin, target = links.origin[rows], links.target[rows]
        may_source, may_sink = self._implied
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

    def _ports(self, rows: Ints) -> PortFacts:
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

    def with_port(self, role: int) -> Flags:
        """Deployments in force or on the way that have a port of `role`, stated or implied, whatever its own times."""
        ports, links = self.snapshot.ports, self.snapshot.links
        flags = np.zeros(len(self.snapshot.deployments.key), dtype=bool)
        rows = self.port_rows
        rows = rows[(ports.role[rows] == role) & (ports.status[rows] != ABSENT)]
        flags[ports.deployment[rows]] = True
        rows = self.link_rows[links.status[self.link_rows] != ABSENT]
        ends = links.origin[rows] if role == SOURCE else links.target[rows]
        flags[ends[self._implied[0 if role == SOURCE else 1][ends]]] = True
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
