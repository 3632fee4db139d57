"""Further links between a system and a relay, counted by classes of systems that send, or take, the same.

A further link carries no profile, so it compares nothing. Where a system's port is only implied by a link, so is the one at
its end of the further link: that link then says what the other one does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import numpy as np

from graphmap.analysis.exchange.joins import matches
from graphmap.analysis.exchange.network import Standing
from graphmap.analysis.fixes.candidates import Batch, FixKind, spelled
from graphmap.analysis.fixes.gains import Gains
from graphmap.analysis.fixes.ways import NO_PROFILE, Profile, Ways
from graphmap.model.scenario import AddLink
from graphmap.snapshot.columns import Flags

Signature = tuple[bool, frozenset[Profile]]
"""Whether ports are only implied, and what is sent, or taken, there."""


def connecting(ways: Ways, gains: Gains) -> Iterator[Batch]:
    """Links of systems that are no relays with relays, either way: one batch for every class of systems.

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


def _links(ways: Ways, gains: Gains, *, out: bool) -> Iterator[Batch]:
    standing = _linked_with(ways, out=out)
    of_use = gains.may_gain(ways.network.snapshot.deployments.organisations, out=out) & ~ways.view.is_relay
    counted: dict[object, np.ndarray] = {}
    for signature, deployments in ports(ways, out=out).items():
        systems = np.array([one for one in deployments if of_use[one]], dtype=np.int32)
        if not len(systems):
            continue
        pairs = np.zeros((len(systems), len(ways.relays)), dtype=np.int64)
        total, summed = ways.summing(systems), dict[object, np.ndarray]()
        for relay, key, flags in (_sent_to if out else _taken_from)(ways, signature[1]):
            if key not in counted:
                counted[key] = gains.as_sender(flags()) if out else gains.as_receiver(flags())
            if key not in summed:
                summed[key] = total(counted[key])
            pairs[:, relay] = summed[key]
        system, place = matches(systems, standing[0])
        pairs[system, standing[1][place]] = 0
        yield Batch(
            FixKind.CONNECT,
            out,
            np.repeat(systems, len(ways.relays)),
            pairs.ravel(),
            partial(_link_at, ways, systems, said(signature), out),
        )


def _linked_with(ways: Ways, *, out: bool) -> tuple[np.ndarray, np.ndarray]:
    """Deployments (sorted) that links go from (`out`), or to, beside the relays at their far ends, by place."""
    own, far = ways.linked if out else ways.linked[::-1]
    kept = np.flatnonzero(ways.view.is_relay[far])
    kept = kept[np.argsort(own[kept], kind="stable")]
    return own[kept], np.searchsorted(ways.relays, far[kept])


Reaching = Iterator[tuple[int, object, Callable[[], Flags]]]
"""Of each relay that sends it on: its place, what tells further links with it apart by whom they reach, and these."""
_NOWHERE: frozenset[int] = frozenset()


def _sent_to(ways: Ways, profiles: frozenset[Profile]) -> Reaching:
    return _by_relay(ways, ways.sent(profiles), ways.takes(profiles), ways.reached)


def _taken_from(ways: Ways, profiles: frozenset[Profile]) -> Reaching:
    return _by_relay(ways, ways.accepted(profiles), ways.sends(profiles), ways.reaching)


def _by_relay(
    ways: Ways,
    states: Mapping[int, frozenset[int]],
    ends: frozenset[int],
    parties: Callable[[Iterable[int], Iterable[int]], Flags],
) -> Reaching:
    for place, relay in enumerate(ways.relays.tolist()):
        if relay in states or relay in ends:
            key = states.get(relay, _NOWHERE), (relay,) if relay in ends else ()
            yield place, key, partial(parties, *key)


def said(signature: Signature) -> Profile:
    """What a further link says: nothing where ports are stated, else what the link does that implies them."""
    implied, profiles = signature
    return next(iter(profiles)) if implied else NO_PROFILE


def _link_at(ways: Ways, systems: np.ndarray, profile: Profile, out: bool, place: int) -> AddLink:
    system, relay = divmod(place, len(ways.relays))
    return link(ways, int(systems[system]), int(ways.relays[relay]), profile, out=out)


def link(ways: Ways, system: int, relay: int, profile: Profile, *, out: bool) -> AddLink:
    """A further link of a system to a relay (`out`), or from it."""
    snapshot = ways.network.snapshot
    stated, use_case = spelled(snapshot, profile)
    ends = (snapshot.deployments.key[system], snapshot.deployments.key[relay])
    origin, target = ends if out else ends[::-1]
    return AddLink(origin=origin, target=target, exchange=ways.exchange, profile=stated, use_case=use_case)
