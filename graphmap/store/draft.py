"""What a run is to be, and what becomes of it when it is committed: the same words for every store."""

from __future__ import annotations

from dataclasses import dataclass

from graphmap.model import clock
from graphmap.model.claims import Run, Source
from graphmap.model.errors import InputRefused, UsageError
from graphmap.model.tables import TABLES
from graphmap.model.terms import Kind
from graphmap.store.base import Changes

TABLE_OF = {table.kind: name for name, table in TABLES.items()}
"""The evidence table of each kind, in their order."""


@dataclass(frozen=True)
class Standing:
    """Where a store stands before a run: its revision, its newest run, and when that was recorded ('' for none)."""

    revision: int
    last_run: int
    recorded_at: str


@dataclass(frozen=True)
class Draft:
    """What a run is to be."""

    source: Source
    complete: frozenset[Kind]
    partial: bool = False
    skipped: int = 0
    retraction: bool = False

    def run(self, changes: Changes, before: Standing) -> Run:
        """The run with its number and its time, which is never before that of the run before it."""
        changed = changes.added or changes.changed or changes.retracted
        return Run(
            id=before.last_run + 1,
            source=self.source.name,
            action="retract" if self.retraction else "import",
            recorded_at=max(clock.recorded_now(), before.recorded_at),
            revision=before.revision + 1 if changed else None,
            edition=self.source.edition,
            partial=self.partial,
            tables=()
            if self.retraction
            else tuple(name for kind, name in TABLE_OF.items() if kind in self.complete),
            added=changes.added,
            changed=changes.changed,
            retracted=changes.retracted,
            unchanged=changes.unchanged,
            skipped=self.skipped,
        )

    def described(self, before: Source | None) -> Source:
        """The source as this run leaves it described; where it came from stays what its first import said.

        `before`: as the store describes it. Raises `UsageError` for the retraction of a source that is not there.
        """
        if before is None:
            if self.retraction:
                raise UsageError(f"There is no source {self.source.name!r}: `graphmap sources` lists them")
            return self.source
        location = None if self.retraction else before.location or self.source.location
        return (before if self.retraction else self.source).model_copy(update={"location": location})

    def refuse_other_kind(self, fictional: bool | None) -> None:
        """Raise `InputRefused` for a fictional source in a store of real ones, and the reverse.

        `fictional`: what the store holds; None while it holds nothing.
        """
        source = self.source
        if not self.retraction and fictional is not None and fictional != source.fictional:
            kinds = ("real", "fictional") if source.fictional else ("fictional", "real")
            raise InputRefused(
                f"This store holds {kinds[0]} evidence and {source.name} is {kinds[1]}: "
                "import it into another --store, such as sqlite:///other.db"
            )
