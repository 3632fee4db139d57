"""What systems of a product usually have: the ports, and the links to relays, of at least half of those in force."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from graphmap.analysis.in_force import InForce
from graphmap.analysis.kept import kept
from graphmap.snapshot.overlay import NewLink, NewPort

_KEPT = 4096
"""Products of which it is kept; a few kilobytes each."""
HERE = -1
"""Stands for the new deployment in the ports and links that it gets."""


@dataclass(frozen=True)
class Usual:
    """Ports and links of a new deployment, `HERE`, and how many in force they were learnt from."""

    ports: tuple[NewPort, ...]
    links: tuple[NewLink, ...]
    learnt_from: int


def usual(now: InForce, product: int) -> Usual:
    """What deployments of a product (row) usually have, kept with the snapshot.

    O(ports + links) in numpy, and a little for each of theirs, where it is not kept.
    """
    return kept(now.snapshot, "usual", (now.t, now.least, product), _KEPT, lambda: _learnt(now, product))


def _learnt(now: InForce, product: int) -> Usual:
    snapshot = now.snapshot
    theirs = now.in_force & (snapshot.deployments.product == product)
    count = int(theirs.sum())
    if not count:
        return Usual((), (), 0)
    ports, links = snapshot.ports, snapshot.links
    usable = now.usable_ports[theirs[ports.deployment[now.usable_ports]]]
    seen = Counter({(int(ports.deployment[row]), _port(now, row)): 1 for row in usable.tolist()})
    common = Counter(port for _, port in seen)
    linked: set[tuple[int, NewLink]] = set()
    for row in now.links[theirs[links.origin[now.links]]].tolist():
        if _is_relay(now, row, int(links.target[row])):
            linked.add((int(links.origin[row]), _link(now, row)._replace(origin=HERE)))
    for row in now.links[theirs[links.target[now.links]]].tolist():
        if _is_relay(now, row, int(links.origin[row])):
            linked.add((int(links.target[row]), _link(now, row)._replace(target=HERE)))
    shared = Counter(link for _, link in linked)
    return Usual(
        tuple(sorted(port for port, times in common.items() if times * 2 >= count)),
        tuple(sorted(link for link, times in shared.items() if times * 2 >= count)),
        count,
    )


def _is_relay(now: InForce, link: int, deployment: int) -> bool:
    place = now.place(int(now.snapshot.links.exchange[link]), np.array([deployment]))
    return bool(now.relay[place][0])


def _port(now: InForce, row: int) -> NewPort:
    ports = now.snapshot.ports
    return NewPort(
        HERE,
        int(ports.exchange[row]),
        int(ports.role[row]),
        _text(now, ports.profile[row], ports.version[row]),
        _text(now, ports.emits[row], ports.emits_version[row]),
        _word(now, ports.use_case[row]),
        int(ports.payload[row]),
    )


def _link(now: InForce, row: int) -> NewLink:
    links = now.snapshot.links
    return NewLink(
        int(links.origin[row]),
        int(links.target[row]),
        int(links.exchange[row]),
        _text(now, links.profile[row], links.version[row]),
        _word(now, links.use_case[row]),
    )


def _text(now: InForce, code: int, version: int) -> str:
    if code < 0:
        return ""
    said = _word(now, version)
    return now.snapshot.profiles[int(code)] + (f"@{said}" if said else "")


def _word(now: InForce, number: int) -> str:
    return now.snapshot.words[int(number)] if number >= 0 else ""
