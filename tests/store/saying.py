"""A short way to say things to a store and to ask it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from graphmap.model.claims import Claim, Run, Source, StoredClaim
from graphmap.model.records import Coverage, Deployment, Link, Organisation, Port
from graphmap.model.terms import Evidence as Level
from graphmap.model.terms import Kind
from graphmap.store.base import Changes, Store

EVERY = frozenset(Kind)


def organisation(
    code: str = "RXX", *, level: Level = Level.DECLARED, on: str | None = None, **fields: Any
) -> Claim:
    return Claim.of(Organisation(code=code, **fields), level, on)


def deployment(
    key: str = "d1", *, level: Level = Level.DECLARED, on: str | None = None, **fields: Any
) -> Claim:
    fields = {"product": "p", "organisations": ("RXX",), **fields}
    return Claim.of(Deployment(id=key, **fields), level, on)


def port(*, level: Level = Level.DECLARED, on: str | None = None, slot: int = 0, **fields: Any) -> Claim:
    fields = {"deployment": "d1", "exchange": "referral", "role": "source", **fields}
    return Claim.of(Port(**fields), level, on, slot=slot)


def link(*, level: Level = Level.DECLARED, on: str | None = None, slot: int = 0, **fields: Any) -> Claim:
    fields = {"origin": "d1", "target": "d2", "exchange": "referral", **fields}
    return Claim.of(Link(**fields), level, on, slot=slot)


def coverage(level_of: str = "complete", *, organisation: str = "RXX", **fields: Any) -> Claim:
    return Claim.of(Coverage(organisation=organisation, exchange="*", level=level_of, **fields))


def counts(run: Run | Changes) -> tuple[int, int, int, int]:
    """Claims added, changed, retracted and unchanged."""
    return run.added, run.changed, run.retracted, run.unchanged


@dataclass
class Evidence:
    """A store under test, and the clock that it follows."""

    store: Store
    clock: pytest.MonkeyPatch

    def today(self, day: str) -> None:
        self.clock.setenv("GRAPHMAP_TODAY", day)

    def say(
        self,
        source: str,
        *claims: Claim,
        complete: frozenset[Kind] = EVERY,
        partial: bool = False,
        skipped: int = 0,
        **about: Any,
    ) -> Run:
        """Commit one run in which `source` says `claims`: all that it says of the `complete` kinds."""
        about = {"location": f"/evidence/{source}", **about}
        with self.store.staging(
            Source(name=source, **about), complete, partial=partial, skipped=skipped
        ) as run:
            run.add(claims)
            return run.commit()

    def would_change(self, source: str, *claims: Claim, complete: frozenset[Kind] = EVERY) -> Changes:
        """What such a run would do, without doing it."""
        with self.store.staging(Source(name=source), complete) as run:
            run.add(claims)
            return run.changes()

    def facts(self, kind: Kind, known_at: str | None = None) -> dict[str, dict[str, Any]]:
        with self.store.reading() as reader:
            return dict(reader.facts(kind, known_at and date.fromisoformat(known_at)))

    def fact(self, claim: Claim, known_at: str | None = None) -> dict[str, Any]:
        """The fact about the record that `claim` is about."""
        return self.facts(claim.kind, known_at)[claim.key]

    def claims(
        self, about: Claim, known_at: str | None = None, *, history: bool = False
    ) -> Sequence[StoredClaim]:
        """Claims about the record that `about` is about."""
        with self.store.reading() as reader:
            day = known_at and date.fromisoformat(known_at)
            return reader.claims(about.kind, [about.key], day, history)[about.key]

    def source(self, name: str) -> Source:
        with self.store.reading() as reader:
            return {source.name: source for source in reader.sources()}[name]

    def runs(self, source: str | None = None) -> Sequence[Run]:
        with self.store.reading() as reader:
            return reader.runs(source)
