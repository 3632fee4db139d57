"""What a candidate speaks: the profiles that a product's systems use or that it claims, or profiles given by hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from graphmap.analysis.silos import Flow
from graphmap.analysis.standards.uses import Standards
from graphmap.model.profiles import major_version, profile_text, split_profile
from graphmap.model.terms import Direction
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ABSENT, SINK, SOURCE, Flags, Links, Ports, Snapshot, Texts

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
    found = _used(known, ours)
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


def _used(known: Standards, ours: Flags) -> list[Offer]:
    """What systems do by their usable ports, and by the links that imply one (semantics, section 2); each way once."""
    snapshot = known.snapshot
    ports, links = snapshot.ports, snapshot.links
    rows = known.usable_ports[ours[ports.deployment[known.usable_ports]]]
    rows = rows[np.isin(ports.role[rows], (SOURCE, SINK))]
    ways = [_ways(ports, rows, ports.role[rows], ports.deployment[rows])]
    silent = ~_by_place(known, known.counts(ports) & (ports.status != ABSENT))
    for role, ends in ((SOURCE, links.origin), (SINK, links.target)):
        denied = _by_place(known, known.counts(ports) & (ports.status == ABSENT) & (ports.role == role))
        crossing = known.links[ours[ends[known.links]]]
        places = known.place(links.exchange[crossing], ends[crossing])
        crossing = crossing[silent[places] & ~denied[places]]
        ways.append(_ways(links, crossing, np.full(len(crossing), role), ends[crossing]))
    # A system may do one thing by several ports or links: it counts once.
    by_system = np.unique(np.concatenate(ways, axis=1), axis=1)
    kinds, systems = np.unique(by_system[:-1], axis=1, return_counts=True)
    types = list(vocabulary().exchange_types)
    return [
        Offer(
            Flow(types[exchange], _DIRECTIONS[role]),
            Profile(code, major, use_case, text_of(snapshot, code, version, use_case)),
            Ground.USED,
            count,
        )
        for (exchange, role, code, major, version, use_case), count in zip(
            kinds.T.tolist(), systems.tolist(), strict=True
        )
    ]


def _ways(table: Ports | Links, rows: np.ndarray, role: np.ndarray, system: np.ndarray) -> np.ndarray:
    """What rows say is done, one a column: exchange type, role, profile, and the system that does it."""
    return np.stack(
        (
            table.exchange[rows].astype(np.int32),
            role.astype(np.int32),
            table.profile[rows],
            table.major[rows],
            table.version[rows],
            table.use_case[rows],
            system,
        )
    )


def _by_place(known: Standards, chosen: Flags) -> Flags:
    """Where a chosen port row is, by exchange type and deployment."""
    table = known.snapshot.ports
    flags = np.zeros(len(known.types) * known.size, dtype=bool)
    flags[known.place(table.exchange[chosen], table.deployment[chosen])] = True
    return flags


def text_of(snapshot: Snapshot, code: int, version: int, use_case: int) -> str:
    """A profile for people, of numbers of the snapshot; -1 is a missing part."""
    words = snapshot.words
    return profile_text(
        snapshot.profiles[code] if code >= 0 else None,
        words[version] if version >= 0 else None,
        words[use_case] if use_case >= 0 else None,
    )


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
