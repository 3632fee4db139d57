"""Candidates that are too few, or reach too far, to be counted by classes: each is supposed by itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.exchange.network import Standing
from graphmap.analysis.fixes.aligning import accepted
from graphmap.analysis.fixes.candidates import FixKind, spelled
from graphmap.analysis.fixes.ways import Profile, Ways
from graphmap.model.scenario import AddLink, AddTranslation, BringForward, Change
from graphmap.snapshot.columns import RELAY, Flags, Ints

Code = tuple[int, int]
"""Code and major version by their numbers; -1 for what is missing."""
NO_CODE: Code = (-1, -1)


def tried(ways: Ways) -> list[tuple[FixKind, Change]]:
    """Facts on the way, links between relays of which one also sends or takes for itself, and translations."""
    return [
        *((FixKind.BRING_FORWARD, change) for change in bringing_forward(ways)),
        *((FixKind.CONNECT, change) for change in _between_relays(ways)),
        *((FixKind.TRANSLATE, change) for change in translating(ways)),
    ]


# -- what is on the way -------------------------------------------------------------------------------------------------


def bringing_forward(ways: Ways) -> Iterator[Change]:
    """Facts on the way that would be usable, or let others be, if they were in force."""
    network, snapshot = ways.network, ways.network.snapshot
    stands = network.deployments_that(Standing.USABLE)
    useful = _of_use(ways, stands)
    links, ports, deployments = snapshot.links, snapshot.ports, snapshot.deployments
    rows = _coming(ways, links, network.link_rows)
    rows = rows[stands[links.origin[rows]] & stands[links.target[rows]]]
    for record in _each(links.record[rows]):
        yield BringForward(fact=f"link:{links.keys[record]}")
    rows = _coming(ways, ports, network.port_rows)
    for record in _each(ports.record[rows[(stands & useful)[ports.deployment[rows]]]]):
        yield BringForward(fact=f"port:{ports.keys[record]}")
    every = np.arange(len(stands), dtype=np.int32)
    rows = _coming(ways, deployments, every)
    rows = rows[~deployments.out[rows] & (deployments.evidence[rows] >= network.least)]
    for row in rows[useful[rows]].tolist():
        yield BringForward(fact=deployments.key[row])


def _coming(ways: Ways, table: object, rows: Ints) -> Ints:
    status, start, end = (getattr(table, name)[rows] for name in ("status", "start", "end"))
    return rows[facts.on_the_way(status, start, end, ways.network.t, ways.network.k)]


def _each(records: np.ndarray) -> list[int]:
    return list(dict.fromkeys(records.tolist()))


def _of_use(ways: Ways, stands: Flags) -> Flags:
    """Deployments that a link in force would join with one in force, and those that several organisations run."""
    network, links = ways.network, ways.network.snapshot.links
    rows = network.link_rows
    rows = rows[network.counts(Standing.USABLE, links.status[rows], links.start[rows], links.end[rows])]
    flags: Flags = np.diff(network.snapshot.deployments.organisations.offsets) > 1
    origin, target = links.origin[rows], links.target[rows]
    flags[origin[stands[target]]] = True
    flags[target[stands[origin]]] = True
    return flags


# -- relays -------------------------------------------------------------------------------------------------------------


def _between_relays(ways: Ways) -> Iterator[Change]:
    view, keys = ways.view, ways.network.snapshot.deployments.key
    sends, takes = (np.intersect1d(ways.relays, ports.deployment) for ports in (view.sources, view.sinks))
    relays = ways.relays.tolist()
    ends = {(one, relay) for one in sends.tolist() for relay in relays}
    ends |= {(relay, one) for one in takes.tolist() for relay in relays}
    origins, targets = ways.linked
    among = np.flatnonzero(ways.view.is_relay[origins] & ways.view.is_relay[targets])
    joined = set(zip(origins[among].tolist(), targets[among].tolist(), strict=True))
    for origin, target in sorted(ends - joined):
        if origin != target:
            yield AddLink(origin=keys[origin], target=keys[target], exchange=ways.exchange)


def translating(ways: Ways) -> Iterator[Change]:
    """Relays that take one more profile, as it is or as one that is accepted where they send to.

    None names a use case, nor a version where another one does without: that would take or suit no more, and be the same
    change told several times.
    """
    _, link, payload = ways.arriving
    target = ways.explorer.links.target[link]
    there = np.flatnonzero(ways.view.is_relay[target])
    comes = _by_relay(target[there], *payload.take(there))
    place, profiles = accepted(ways, ways.relays)
    wanted = _by_relay(ways.relays[place], *profiles)
    stated = _translations(ways)
    snapshot = ways.network.snapshot
    for relay in ways.relays.tolist():
        found: set[tuple[Code, Code]] = set()
        for *code, use_case in comes.get(relay, ()):
            takes = code[0], code[1]
            found.add((takes, NO_CODE))
            for *to_code, to_use_case in wanted.get(relay, ()):
                if use_case < 0 or to_use_case in (-1, use_case):
                    found.add(_passed(takes, (to_code[0], to_code[1])))
        told = {one for one in found if _is_less_told(one, found, comes[relay])}
        for takes, emits in sorted(found - told - stated.get(relay, set())):
            yield AddTranslation(
                relay=snapshot.deployments.key[relay],
                exchange=ways.exchange,
                profile=spelled(snapshot, (*takes, -1))[0],
                emits=spelled(snapshot, (*emits, -1))[0],
            )


def _passed(takes: Code, emits: Code) -> tuple[Code, Code]:
    """A translation; one into the same is none."""
    return takes, NO_CODE if emits == takes else emits


def _is_less_told(one: tuple[Code, Code], found: set[tuple[Code, Code]], comes: set[Profile]) -> bool:
    """Whether another translation states less than one, and so gains whatever that gains."""
    takes, emits = one
    if takes[1] < 0 <= emits[1] and takes[0] == emits[0]:
        # What comes without a version, or with this one, suits as it is whatever it would suit with it.
        versions = {major for code, major, _ in comes if code == takes[0]}
        if versions <= {-1, emits[1]}:
            return True
    less = {(a, b) for a in (takes, (takes[0], -1)) for b in (emits, (emits[0], -1)) if a != b} - {one}
    return not less.isdisjoint(found)


def _translations(ways: Ways) -> dict[int, set[tuple[Code, Code]]]:
    """What each relay states of every use case already, in whatever standing and on whatever evidence."""
    table, rows = ways.network.snapshot.ports, ways.network.every_port
    rows = rows[(table.role[rows] == RELAY) & (table.use_case[rows] < 0)]
    columns = (table.deployment, table.profile, table.major, table.emits, table.emits_major)
    found: dict[int, set[tuple[Code, Code]]] = {}
    for relay, code, major, emits, emits_major in zip(
        *(column[rows].tolist() for column in columns), strict=True
    ):
        found.setdefault(relay, set()).add(_passed((code, major), (emits, emits_major)))
    return found


def _by_relay(deployment: np.ndarray, *parts: np.ndarray) -> dict[int, set[Profile]]:
    found: dict[int, set[Profile]] = {}
    rows = set(zip(deployment.tolist(), *(part.tolist() for part in parts), strict=True))
    for relay, code, major, use_case in rows:
        if code >= 0:
            found.setdefault(relay, set()).add((code, major, use_case))
    return found
