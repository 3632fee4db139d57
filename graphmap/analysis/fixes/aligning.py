"""Systems that take or send one more profile: one that is accepted, or arrives, over a link that is there already."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from graphmap.analysis.exchange.joins import distinct, matches
from graphmap.analysis.exchange.payloads import Payloads, agree, fill
from graphmap.analysis.fixes.candidates import Batch, FixKind, spelled
from graphmap.analysis.fixes.gains import Gains
from graphmap.analysis.fixes.ways import Profile, Ways
from graphmap.model.scenario import AddPort
from graphmap.snapshot.columns import SINK, SOURCE, Flags, Ints

Further = list[tuple[int, Profile]]


def aligning(ways: Ways, gains: Gains) -> Iterator[Batch]:
    """One more profile for systems whose ports are stated, as senders and receivers. O(links x profiles at their ends)."""
    for out in (True, False):
        of_use = gains.may_gain(ways.network.snapshot.deployments.organisations, out=out)
        wanted = (_sent_further if out else _taken_further)(ways, of_use)
        further = sorted(wanted - _stated(ways, SOURCE if out else SINK))
        if further:
            deployments = np.array([one for one, _ in further], dtype=np.int32)
            payloads = Payloads(
                *(np.array(part, dtype=np.int32) for part in zip(*(said for _, said in further), strict=True))
            )
            joined = (_sent_to if out else _taken_from)(ways, deployments, payloads)
            pairs = _gained(ways, gains, deployments, joined, out=out)
            yield Batch(FixKind.ALIGN_PROFILE, out, deployments, pairs, partial(_port, ways, further, out))


def _port(ways: Ways, further: Further, out: bool, place: int) -> AddPort:
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


def _stated(ways: Ways, role: int) -> set[tuple[int, Profile]]:
    """Ports that are stated already, in whatever standing and on whatever evidence: what these need is something else."""
    table, rows = ways.network.snapshot.ports, ways.network.every_port
    rows = rows[table.role[rows] == role]
    return _each(
        table.deployment[rows], Payloads(table.profile[rows], table.major[rows], table.use_case[rows])
    )


def _sent_further(ways: Ways, of_use: Flags) -> set[tuple[int, Profile]]:
    """(system, profile): what is accepted at the far end of a link of a system, of use, that states what it sends."""
    senders = distinct(ways.view.sources.deployment)
    senders = senders[of_use[senders]]
    position, profiles = accepted(ways, senders)
    return _each(senders[position], profiles)


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


def _taken_further(ways: Ways, of_use: Flags) -> set[tuple[int, Profile]]:
    """(system, profile): what arrives over a link at a system, of use, that states what it takes."""
    _, link, payload = ways.arriving
    target = ways.explorer.links.target[link]
    takes = np.zeros(len(ways.view.deployments), dtype=bool)
    takes[ways.view.sinks.deployment] = True
    there = np.flatnonzero((takes & of_use)[target])
    return _each(target[there], payload.take(there))


def _each(deployment: np.ndarray, profiles: Payloads) -> set[tuple[int, Profile]]:
    """Each (deployment, profile) that says something."""
    rows = zip(deployment.tolist(), *(part.tolist() for part in profiles), strict=True)
    return {(one, (code, major, use_case)) for one, code, major, use_case in rows if code >= 0}


Joined = tuple[np.ndarray, np.ndarray]
"""Places of candidates beside what each joins: a state (as it is sent to, or its place on the board), or -1 - deployment."""


def _sent_to(ways: Ways, deployments: Ints, payloads: Payloads) -> Joined:
    """The states and sinks that each payload gets to from its deployment."""
    explorer = ways.explorer
    position, link, carried = explorer.on_links(deployments, payloads)
    at, state = explorer.at_relays(link, carried)
    arrived, sink = explorer.at_sinks(link, carried)
    return np.concatenate((position[at], position[arrived])), np.concatenate((state, -1 - sink))


def _taken_from(ways: Ways, deployments: Ints, payloads: Payloads) -> Joined:
    """The states and sources of which something arrives that each payload is, at its deployment (sorted)."""
    before, link, carried = ways.arriving
    row, place = matches(ways.explorer.links.target[link], deployments)
    fits = np.flatnonzero(agree(carried.take(row), payloads.take(place)))
    return place[fits], before[row[fits]]


def _gained(ways: Ways, gains: Gains, deployments: Ints, joined: Joined, *, out: bool) -> np.ndarray:
    """Pairs that each candidate gains: those that join the same are counted at once."""
    order = np.lexsort(joined[::-1])
    place, what = (part[order] for part in joined)
    fresh = np.ones(len(place), dtype=bool)
    fresh[1:] = (place[1:] != place[:-1]) | (what[1:] != what[:-1])
    place, what = place[fresh], what[fresh]
    starts = np.searchsorted(place, np.arange(len(deployments) + 1)).tolist()
    alike: dict[bytes, list[int]] = {}
    for one in distinct(place).tolist():
        alike.setdefault(what[starts[one] : starts[one + 1]].tobytes(), []).append(one)
    pairs = np.zeros(len(deployments), dtype=np.int64)
    for key, chosen in alike.items():
        found = np.frombuffer(key, dtype=what.dtype)
        states, ends = found[found >= 0].tolist(), (-1 - found[found < 0]).tolist()
        by_party = (
            gains.as_sender(ways.reached(states, ends))
            if out
            else gains.as_receiver(ways.reaching(states, ends))
        )
        pairs[chosen] = ways.summing(deployments[chosen])(by_party)
    return pairs
