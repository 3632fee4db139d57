"""A store without any art: every run is kept, and every question replays them. The real stores must agree with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graphmap.model.claims import Claim
from graphmap.model.resolve import Sourced, resolve
from graphmap.model.terms import Kind

Place = tuple[str, Kind, str, int]


@dataclass(frozen=True)
class Said:
    """One run: on a day, a source said these claims, and all that it says of the complete kinds."""

    day: str
    source: str
    claims: tuple[Claim, ...]
    complete: frozenset[Kind]


@dataclass
class PlainStore:
    runs: list[Said] = field(default_factory=list)

    def say(self, run: Said) -> tuple[int, int, int, int]:
        """Keep the run; claims added, changed, retracted and unchanged by it."""
        before = self.known("9999")
        self.runs.append(run)
        after = self.known("9999")
        restated = {(claim.kind, claim.key) for claim in run.claims}
        gone = [place for place in before if place not in after]
        left_over = sum(place[1:3] in restated for place in gone)
        places = [(run.source, claim.kind, claim.key, claim.slot) for claim in run.claims]
        same = sum(before.get(place) == after[place] for place in places)
        new = sum(place not in before for place in places)
        return new, len(places) - new - same + left_over, len(gone) - left_over, same

    def known(self, day: str) -> dict[Place, Claim]:
        """What every source says, as known at the end of the day."""
        known: dict[Place, Claim] = {}
        for run in self.runs:
            if run.day <= day:
                restated = {(claim.kind, claim.key) for claim in run.claims}
                known = {
                    place: claim
                    for place, claim in known.items()
                    if place[0] != run.source or not (place[1] in run.complete or place[1:3] in restated)
                }
                known |= {(run.source, claim.kind, claim.key, claim.slot): claim for claim in run.claims}
        return known

    def facts(self, day: str) -> dict[Kind, dict[str, dict[str, Any]]]:
        """What those claims make, by kind and key."""
        about: dict[Kind, dict[str, list[Sourced]]] = {kind: {} for kind in Kind}
        for (source, kind, key, _), claim in self.known(day).items():
            about[kind].setdefault(key, []).append(Sourced(source, claim))
        return {
            kind: {key: resolve(kind, by_key[key]) for key in sorted(by_key)}
            for kind, by_key in about.items()
        }


def distinct(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """One claim for each record, or for each period of it, as the reader of an input leaves them."""
    return tuple({(claim.kind, claim.key, claim.slot): claim for claim in claims}.values())
