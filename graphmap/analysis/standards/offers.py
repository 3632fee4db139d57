"""What a candidate speaks: the profiles that a product's systems use or that it claims, or profiles given by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from graphmap.analysis.silos import Flow
from graphmap.analysis.standards.uses import Standards
from graphmap.model.profiles import major_version, profile_text, split_profile
from graphmap.model.terms import Direction
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ABSENT, SINK, SOURCE, Links, Ports, Snapshot, Texts

_DIRECTIONS = {SOURCE: Direction.OUT, SINK: Direction.IN}


class Ground(StrEnum):
    """How it is known that a candidate speaks a profile."""

    USED = "USED"
    CLAIMED = "CLAIMED"
    GIVEN = "GIVEN"


@dataclass(frozen=True)
class Profile:
    """A profile as numbers of one snapshot, and as text; -1 is a missing part, and parts that the snapshot has not have
    numbers beyond its own.
    """

    code: int
    major: int
    use_case: int
    text: str


@dataclass(frozen=True)
class Offer:
    """A profile that a candidate speaks in one flow. `systems`: how many of its systems in force do, where that is known."""

    flow: Flow
    profile: Profile
    ground: Ground
    systems: int = 0


def offers_of(known: Standards, product: int) -> tuple[Offer, ...]:
    """What a product (a row) speaks: as its usable ports state it, as its links imply it, and as it claims.

    A claim says nothing of versions, directions or use cases: it stands for both directions of each exchange type that the
    profile serves, and only where no port or link of that code does.
    """
    snapshot = known.snapshot
    ours = known.in_force & (snapshot.deployments.product == product)
    systems: dict[tuple[Flow, Profile], set[int]] = {}
    for flow, profile, system in (*_by_ports(known, ours), *_by_links(known, ours)):
        systems.setdefault((flow, profile), set()).add(system)
    found = [Offer(*key, Ground.USED, len(who)) for key, who in systems.items()]
    spoken = {(offer.flow, offer.profile.code) for offer in found}
    for code in snapshot.products.standards[product]:
        name = snapshot.profiles[code]
        term = vocabulary().profiles.get(name)
        for exchange in term.exchanges if term else ():
            for direction in Direction:
                flow = Flow(exchange, direction)
                if (flow, code) not in spoken:
                    found.append(Offer(flow, Profile(code, -1, -1, name), Ground.CLAIMED))
    return tuple(sorted(found, key=lambda one: (one.flow, one.ground, one.profile.text)))


def _by_ports(known: Standards, ours: np.ndarray) -> Iterator[tuple[Flow, Profile, int]]:
    table = known.snapshot.ports
    rows = known.usable_ports[ours[table.deployment[known.usable_ports]]]
    for row in rows[np.isin(table.role[rows], (SOURCE, SINK))].tolist():
        direction = _DIRECTIONS[int(table.role[row])]
        yield (
            Flow(_exchange(int(table.exchange[row])), direction),
            _profile(known.snapshot, table, row),
            int(table.deployment[row]),
        )


def _by_links(known: Standards, ours: np.ndarray) -> Iterator[tuple[Flow, Profile, int]]:
    """What links imply where nothing is stated of a system's ports for their exchange type (semantics, section 2)."""
    ports, links = known.snapshot.ports, known.snapshot.links
    counts = known.counts(ports)
    stated, denied = set(), set()
    for row in np.flatnonzero(counts & ours[ports.deployment]).tolist():
        place = int(ports.deployment[row]), int(ports.exchange[row])
        if ports.status[row] == ABSENT:
            denied.add((*place, int(ports.role[row])))
        else:
            stated.add(place)
    for ends, role in ((links.origin, SOURCE), (links.target, SINK)):
        for row in known.links[ours[ends[known.links]]].tolist():
            place = int(ends[row]), int(links.exchange[row])
            if place not in stated and (*place, role) not in denied:
                flow = Flow(_exchange(place[1]), _DIRECTIONS[role])
                yield flow, _profile(known.snapshot, links, row), place[0]


def _profile(snapshot: Snapshot, table: Ports | Links, row: int) -> Profile:
    code, use_case = int(table.profile[row]), int(table.use_case[row])
    text = text_of(snapshot, code, int(table.version[row]), use_case)
    return Profile(code, int(table.major[row]), use_case, text)


def text_of(snapshot: Snapshot, code: int, version: int, use_case: int) -> str:
    """A profile for people, of numbers of the snapshot; -1 is a missing part."""
    words = snapshot.words
    return profile_text(
        snapshot.profiles[code] if code >= 0 else None,
        words[version] if version >= 0 else None,
        words[use_case] if use_case >= 0 else None,
    )


def _exchange(place: int) -> str:
    return list(vocabulary().exchange_types)[place]


class Given:
    """Reads profiles given by hand into numbers of a snapshot; equal new parts get equal numbers."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._fresh: dict[str, int] = {}

    def offer(self, flow: Flow, stated: str, use_case: str | None = None) -> Offer:
        """`CODE` or `CODE@version`, with a use case, spoken in a flow."""
        code, version = split_profile(stated)
        profiles, words = self._snapshot.profiles, self._snapshot.words
        profile = Profile(
            self._number(profiles, code),
            self._number(words, major_version(version)),
            self._number(words, use_case or None),
            profile_text(code, version, use_case or None),
        )
        return Offer(flow, profile, Ground.GIVEN)

    def _number(self, known: Texts, text: str | None) -> int:
        if text is None:
            return -1
        place = known.index.get(text)
        return place if place is not None else len(known) + self._fresh.setdefault(text, len(self._fresh))
