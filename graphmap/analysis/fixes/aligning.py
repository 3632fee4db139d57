"""Systems that take or send one more profile: one that is accepted, or arrives, over a link that is there already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from graphmap.analysis.exchange.payloads import Payloads, fill
from graphmap.analysis.fixes.candidates import Batch, FixKind, spelled
from graphmap.analysis.fixes.gains import Gains
from graphmap.analysis.fixes.ways import Profile, Ways
from graphmap.model.scenario import AddPort, Change
from graphmap.snapshot.columns import SINK, SOURCE

Further = list[tuple[int, Profile]]


def aligning(ways: Ways, gains: Gains) -> Iterator[Batch]:
    """One more profile for systems whose ports are stated, as senders and receivers. O(links x profiles at their ends)."""
    for out in (True, False):
        further = _sent_further(ways) if out else _taken_further(ways)
        further = sorted(set(further) - _stated(ways, SOURCE if out else SINK))
        if not further:
            continue
        counted: dict[object, np.ndarray] = {}
        pairs = []
        for (deployment, _), found in zip(further, _found(ways, further, out=out), strict=True):
            if found not in counted:
                counted[found] = (
                    gains.as_sender(ways.reached(*found)) if out else gains.as_receiver(ways.reaching(*found))
                )
            pairs.append(int(ways.summed(np.array([deployment]), counted[found])[0]))
        yield _batch(ways, further, np.array(pairs), out=out)


def _batch(ways: Ways, further: Further, pairs: np.ndarray, *, out: bool) -> Batch:
    def change(place: int) -> Change:
        deployment, said = further[place]
        snapshot = ways.network.snapshot
        profile, use_case = spelled(snapshot, said)
        return AddPort(
            deployment=snapshot.deployments.key[deployment],
            exchange=ways.exchange,
            role="source" if out else "sink",
            profile=profile,
            use_case=use_case,
        )

    return Batch(FixKind.ALIGN_PROFILE, pairs, change)


def _stated(ways: Ways, role: int) -> set[tuple[int, Profile]]:
    """Ports that are stated already, in whatever standing and on whatever evidence: what these need is something else."""
    table, rows = ways.network.snapshot.ports, ways.network.every_port
    rows = rows[table.role[rows] == role]
    return _each(
        table.deployment[rows], Payloads(table.profile[rows], table.major[rows], table.use_case[rows])
    )


def _sent_further(ways: Ways) -> Further:
    """(system, profile): what is accepted at the far end of a link of a system that states what it sends."""
    senders = np.unique(ways.view.sources.deployment)
    position, profiles = accepted(ways, senders)
    return list(_each(senders[position], profiles))


def accepted(ways: Ways, deployments: np.ndarray) -> tuple[np.ndarray, Payloads]:
    """What the links of deployments lead to: position of the deployment, and the profile that a port takes at the far end.

    The link speaks for what the port leaves out, and for the whole of one that it implies.
    """
    explorer = ways.explorer
    position, link = explorer.links_from.matches(deployments)
    stated = explorer.link.take(link)
    implied = np.flatnonzero(explorer.links.implies_sink[link])
    places, found = [position[implied]], [stated.take(implied)]
    for at, ports in ((explorer.relays_at, explorer.relay), (explorer.sinks_at, explorer.sink)):
        place, row = at.matches(explorer.links.target[link])
        places.append(position[place])
        found.append(fill(ports.take(row), stated.take(place)))
    return np.concatenate(places), Payloads(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _taken_further(ways: Ways) -> Further:
    """(system, profile): what arrives over a link at a system that states what it takes."""
    _, link, payload = arriving(ways)
    target = ways.explorer.links.target[link]
    takes = np.zeros(len(ways.view.deployments), dtype=bool)
    takes[ways.view.sinks.deployment] = True
    there = np.flatnonzero(takes[target])
    found = _each(target[there], payload.take(there))
    return list(found)


def arriving(ways: Ways) -> tuple[np.ndarray, np.ndarray, Payloads]:
    """What the links bring: from which state (place on the board, or -1 - deployment), the link, and the payload on it.

    What only systems that completion imagines would send does not arrive.
    """
    explorer, found = ways.explorer, ways.board
    states = np.flatnonzero(ways.entered())
    relay, payload = explorer.packing.unpack(found.states[states])
    position, link, carried = explorer.on_links(relay, payload)
    left = explorer.departures()
    return (
        np.concatenate((states[position], -1 - left.origin)),
        np.concatenate((link, left.link)),
        Payloads(*(np.concatenate(parts) for parts in zip(carried, left.payload, strict=True))),
    )


def _each(deployment: np.ndarray, profiles: Payloads) -> set[tuple[int, Profile]]:
    """Each (deployment, profile) that says something."""
    rows = zip(deployment.tolist(), *(part.tolist() for part in profiles), strict=True)
    return {(one, (code, major, use_case)) for one, code, major, use_case in rows if code >= 0}


Found = tuple[frozenset[int], frozenset[int]]


def _found(ways: Ways, further: Further, *, out: bool) -> list[Found]:
    """What each candidate joins: states and sinks that it sends to, or states and sources that it takes from."""
    states: list[set[int]] = [set() for _ in further]
    ends: list[set[int]] = [set() for _ in further]
    explorer = ways.explorer
    if out:
        deployment = np.array([one for one, _ in further], dtype=np.int32)
        payload = Payloads(
            *(np.array(part, dtype=np.int32) for part in zip(*(p for _, p in further), strict=True))
        )
        position, link, carried = explorer.on_links(deployment, payload)
        at, state = explorer.at_relays(link, carried)
        for place, one in zip(position[at].tolist(), state.tolist(), strict=True):
            states[place].add(one)
        at, sink = explorer.at_sinks(link, carried)
        for place, one in zip(position[at].tolist(), sink.tolist(), strict=True):
            ends[place].add(one)
    else:
        places: dict[int, list[int]] = defaultdict(list)
        for place, (one, _) in enumerate(further):
            places[one].append(place)
        before, link, carried = arriving(ways)
        rows = zip(
            before.tolist(),
            explorer.links.target[link].tolist(),
            *(part.tolist() for part in carried),
            strict=True,
        )
        for origin, target, *parts in rows:
            for place in places.get(target, ()):
                if all(a == b or a < 0 or b < 0 for a, b in zip(parts, further[place][1], strict=True)):
                    (states if origin >= 0 else ends)[place].add(origin if origin >= 0 else -1 - origin)
    return [(frozenset(one), frozenset(two)) for one, two in zip(states, ends, strict=True)]
