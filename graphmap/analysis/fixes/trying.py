"""Candidates that are too few, or reach too far, to be counted by classes: each is supposed by itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graphmap.analysis import facts
from graphmap.analysis.exchange.network import Standing
from graphmap.analysis.fixes.aligning import arriving
from graphmap.analysis.fixes.candidates import FixKind, spelled
from graphmap.analysis.fixes.connecting import linked
from graphmap.analysis.fixes.ways import NO_PROFILE, Profile, Ways
from graphmap.model.scenario import AddLink, AddTranslation, BringForward, Change
from graphmap.snapshot.columns import Flags, Ints


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
    size = len(ways.view.deployments)
    for origin, target in sorted(ends - {divmod(one, size) for one in linked(ways).tolist()}):
        if origin != target:
            yield AddLink(origin=keys[origin], target=keys[target], exchange=ways.exchange)


def translating(ways: Ways) -> Iterator[Change]:
    """Relays that take one more profile, as it is or as one that is accepted where they send to."""
    snapshot, explorer = ways.network.snapshot, ways.explorer
    _, link, payload = arriving(ways)
    target = explorer.links.target[link]
    there = np.flatnonzero(ways.view.is_relay[target])
    comes = _by_relay(target[there], *(part[there] for part in payload))
    position, link = explorer.links_from.matches(ways.relays)
    wanted: dict[int, set[Profile]] = {relay: set() for relay in ways.relays.tolist()}
    for at, ports in ((explorer.relays_at, explorer.relay), (explorer.sinks_at, explorer.sink)):
        place, row = at.matches(explorer.links.target[link])
        for relay, profiles in _by_relay(ways.relays[position[place]], *ports.take(row)).items():
            wanted[relay] |= profiles
    has = {
        (relay, *row)
        for relay, *row in zip(
            *(part.tolist() for part in (ways.view.relays.deployment, *explorer.relay[:2])),
            explorer.emits.tolist(),
            explorer.emits_major.tolist(),
            strict=True,
        )
    }
    keys = snapshot.deployments.key
    for relay in ways.relays.tolist():
        found: set[tuple[Profile, Profile]] = set()
        for code, major, use_case in comes.get(relay, ()):
            taken = (code, major, -1)
            found.add((taken, NO_PROFILE))
            for to_code, to_major, to_use_case in wanted[relay]:
                # A row that names a use case gives it to what comes without one; what has one keeps it.
                if use_case < 0 or to_use_case in (-1, use_case):
                    named = to_use_case if use_case < 0 else -1
                    same = (to_code, to_major) == (code, major)
                    emits = (-1, -1, -1) if same else (to_code, to_major, -1)
                    found.add(((code, major, named), emits))
        for takes, emits in sorted(found):
            if (relay, *takes[:2], *emits[:2]) not in has or takes[2] >= 0:
                profile, named_case = spelled(snapshot, takes)
                yield AddTranslation(
                    relay=keys[relay],
                    exchange=ways.exchange,
                    profile=profile,
                    emits=spelled(snapshot, emits)[0],
                    use_case=named_case,
                )


def _by_relay(deployment: np.ndarray, *parts: np.ndarray) -> dict[int, set[Profile]]:
    found: dict[int, set[Profile]] = {}
    rows = set(zip(deployment.tolist(), *(part.tolist() for part in parts), strict=True))
    for relay, code, major, use_case in rows:
        if code >= 0:
            found.setdefault(relay, set()).add((code, major, use_case))
    return found
