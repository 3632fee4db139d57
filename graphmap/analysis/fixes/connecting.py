"""Further links between a system and a relay, counted by classes of systems that send, or take, the same.

A further link carries no profile, so it compares nothing. Where a system's port is only implied by a link, so is the one at
its end of the further link: that link then says what the other one does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from graphmap.analysis.exchange.network import Standing
from graphmap.analysis.fixes.candidates import Batch, FixKind, spelled
from graphmap.analysis.fixes.gains import Gains
from graphmap.analysis.fixes.ways import Profile, Ways
from graphmap.model.scenario import AddLink, Change
from graphmap.snapshot.columns import Flags

Signature = tuple[bool, frozenset[Profile]]
"""Whether ports are only implied, and what is sent, or taken, there."""


def connecting(ways: Ways, gains: Gains) -> Iterator[Batch]:
    """Links of systems that are no relays with relays, either way: for every class of systems and relay one batch.

    O(classes x relays x organisations), and the states that follow.
    """
    yield from _links(ways, gains, out=True)
    yield from _links(ways, gains, out=False)


def ports(ways: Ways, *, out: bool) -> dict[Signature, list[int]]:
    """Deployments that send (take) something, by what that is."""
    view = ways.view
    stated = view.sources if out else view.sinks
    by_deployment: dict[int, set[Profile]] = defaultdict(set)
    for deployment, *profile in _rows(stated.deployment, stated.code, stated.major, stated.use_case):
        by_deployment[deployment].add((profile[0], profile[1], profile[2]))
    found: dict[Signature, list[int]] = defaultdict(list)
    for deployment, profiles in by_deployment.items():
        found[False, frozenset(profiles)].append(deployment)
    network, table = ways.network, ways.network.snapshot.links
    rows = network.link_rows
    rows = rows[network.counts(Standing.USABLE, table.status[rows], table.start[rows], table.end[rows])]
    ends = (table.origin if out else table.target)[rows]
    # The far end need not be in force: what the link says of this one holds all the same.
    implied = network.implied[0 if out else 1][ends] & view.deployments[ends]
    rows, ends = rows[implied], ends[implied]
    for deployment, *profile in sorted(
        set(_rows(ends, table.profile[rows], table.major[rows], table.use_case[rows]))
    ):
        found[True, frozenset({(profile[0], profile[1], profile[2])})].append(deployment)
    return found


def _rows(*columns: np.ndarray) -> list[tuple[int, ...]]:
    return list(zip(*(column.tolist() for column in columns), strict=True))


def linked(ways: Ways) -> set[tuple[int, int]]:
    """Ends of the links in force or on the way, and of all whose evidence does not count.

    To bring a link forward, to let its ends agree, or to find better evidence for it is another fix than to build one
    beside it.
    """
    network, table = ways.network, ways.network.snapshot.links
    rows = network.every_link
    stands = network.counts(Standing.ON_THE_WAY, table.status[rows], table.start[rows], table.end[rows])
    rows = rows[stands | (table.evidence[rows] < network.least)]
    return set(zip(table.origin[rows].tolist(), table.target[rows].tolist(), strict=True))


def _links(ways: Ways, gains: Gains, *, out: bool) -> Iterator[Batch]:
    is_relay, joined = ways.view.is_relay, linked(ways)
    counted: dict[object, np.ndarray] = {}

    def count(key: object, flags: Callable[[], Flags]) -> np.ndarray:
        if key not in counted:
            counted[key] = gains.as_sender(flags()) if out else gains.as_receiver(flags())
        return counted[key]

    for (implied, profiles), deployments in ports(ways, out=out).items():
        systems = np.array([one for one in deployments if not is_relay[one]], dtype=np.int32)
        if not len(systems):
            continue
        for relay in ways.relays.tolist():
            if out:
                states = ways.sent(profiles, relay)
                sinks = [relay] if ways.takes(profiles, relay) else []
                key = states, bool(sinks) and relay
                by_party = count(key, partial(ways.reached, states, sinks))
            else:
                states = ways.accepted(profiles, relay)
                sources = [relay] if ways.sends(relay, profiles) else []
                key = states, bool(sources) and relay
                by_party = count(key, partial(ways.reaching, states, sources))
            pairs = ways.summed(systems, by_party)
            ends = ((one, relay) if out else (relay, one) for one in systems.tolist())
            known = np.array([pair in joined for pair in ends])
            yield Batch(
                FixKind.CONNECT,
                np.where(known, 0, pairs),
                _link(ways, systems, relay, next(iter(profiles)) if implied else (-1, -1, -1), out=out),
            )


def _link(
    ways: Ways, systems: np.ndarray, relay: int, said: Profile, *, out: bool
) -> Callable[[int], Change]:
    def change(place: int) -> Change:
        snapshot = ways.network.snapshot
        profile, use_case = spelled(snapshot, said)
        keys = snapshot.deployments.key
        ends = (keys[int(systems[place])], keys[relay])
        origin, target = ends if out else ends[::-1]
        return AddLink(
            origin=origin,
            target=target,
            exchange=ways.exchange,
            profile=profile,
            use_case=use_case,
        )

    return change
