"""What is upstream or downstream of some systems, sentence by sentence after section 11 of the semantics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tests.reference.facts import Link, Moment, Tables, read_map

Stream = Literal["UPSTREAM", "DOWNSTREAM"]


@dataclass(frozen=True)
class Found:
    """Systems by how many links away they are, links in words with how many they are from the subject, and whether more
    lies beyond."""

    systems: dict[str, int]
    links: Counter[tuple[str, str, str, str, int]]
    deeper: bool


def dependencies(
    tables: Tables,
    subject: Collection[str],
    stream: Stream,
    depth: int,
    as_of: date,
    known_at: date,
    exchanges: Collection[str] | None = None,
    min_evidence: str | None = None,
) -> Found:
    """What leads to the subject's systems in force, or what they lead to."""
    known = read_map(tables, Moment(as_of, known_at), min_evidence)
    in_force = {name for name, one in known.deployments.items() if one.fact.standing == "in force"}
    roots = in_force & set(subject)
    relays = {
        (port.deployment, port.exchange)
        for port in known.ports
        if port.role == "relay" and port.fact.standing == "in force" and port.deployment in in_force
    }
    links = [
        link
        for link in known.links
        if link.fact.standing == "in force"
        and {link.origin, link.target} <= in_force
        and (exchanges is None or link.exchange in exchanges)
    ]

    def ends(link: Link) -> tuple[str, str]:
        return (link.target, link.origin) if stream == "UPSTREAM" else (link.origin, link.target)

    away = {(root, link.exchange): 0 for root in roots for link in links}
    changed = True
    while changed:
        changed = False
        for link in links:
            near, far = ends(link)
            before = away.get((near, link.exchange))
            if before is None or (near not in roots and (near, link.exchange) not in relays):
                continue
            if away.get((far, link.exchange), 10**9) > before + 1:
                away[far, link.exchange] = before + 1
                changed = True

    def distance(link: Link) -> int:
        near, _ = ends(link)
        passed_on = near in roots or (near, link.exchange) in relays
        return away.get((near, link.exchange), 10**9) + 1 if passed_on else 10**9

    systems = dict.fromkeys(roots, 0)
    for (name, _), far in away.items():
        if far <= depth:
            systems[name] = min(far, systems.get(name, far))
    return Found(
        systems,
        Counter(
            (link.origin, link.target, link.exchange, str(link.profile), distance(link))
            for link in links
            if distance(link) <= depth
        ),
        any(distance(link) == depth + 1 for link in links),
    )
