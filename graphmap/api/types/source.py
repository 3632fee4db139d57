"""Sources and runs: what was loaded from where, and when."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry

from graphmap.api.access import Access
from graphmap.api.pages import page_of
from graphmap.api.types.arguments import After, First
from graphmap.api.types.connection import Connection, connection
from graphmap.api.types.describing import field, object_type
from graphmap.model.claims import Run as RunRecord
from graphmap.model.claims import Source as SourceRecord


@object_type
class Run:
    """One import or retraction of one source: all of it is in the store, or none."""

    run: strawberry.Private[RunRecord]

    @field
    def key(self) -> strawberry.ID:
        """Its number."""
        return strawberry.ID(str(self.run.id))

    @field
    def source(self) -> str:
        """Name of the source."""
        return self.run.source

    @field
    def action(self) -> str:
        """Import or retract."""
        return self.run.action

    @field
    def recorded_at(self) -> str:
        """When it was recorded, ISO 8601 in UTC."""
        return self.run.recorded_at

    @field
    def revision(self) -> int | None:
        """The revision that it made; null when it changed nothing."""
        return self.run.revision

    @field
    def edition(self) -> str | None:
        """Edition of the source that was imported."""
        return self.run.edition

    @field
    def partial(self) -> bool:
        """Whether it was partial, and so retracted nothing."""
        return self.run.partial

    @field
    def tables(self) -> list[str]:
        """Tables of which everything that the source says was imported."""
        return list(self.run.tables)

    @field
    def added(self) -> int:
        """Claims that were new."""
        return self.run.added

    @field
    def changed(self) -> int:
        """Claims that replaced others of the source."""
        return self.run.changed

    @field
    def retracted(self) -> int:
        """Claims that the source no longer makes."""
        return self.run.retracted

    @field
    def unchanged(self) -> int:
        """Claims that the source repeated."""
        return self.run.unchanged

    @field
    def skipped(self) -> int:
        """Rows that were left out as invalid."""
        return self.run.skipped


@object_type
class Source:
    """Where claims come from."""

    access: strawberry.Private[Access]
    source: strawberry.Private[SourceRecord]

    @field
    def key(self) -> strawberry.ID:
        """Its name."""
        return strawberry.ID(self.source.name)

    @field
    def name(self) -> str:
        """Its name, as claims give it."""
        return self.source.name

    @field
    def title(self) -> str | None:
        """What it is, for people."""
        return self.source.title

    @field
    def publisher(self) -> str | None:
        """Who publishes it."""
        return self.source.publisher

    @field
    def location(self) -> str | None:
        """Where it was first imported from; not a public address unless it is one."""
        return self.source.location

    @field
    def url(self) -> str | None:
        """Its public address."""
        return self.source.url

    @field
    def licence(self) -> str | None:
        """Under which licence it may be used."""
        return self.source.licence

    @field
    def attribution(self) -> list[str]:
        """Lines that the licence asks to be shown."""
        return list(self.source.attribution)

    @field
    def format(self) -> str:
        """The format in which it comes."""
        return self.source.format

    @field
    def fictional(self) -> bool:
        """Whether it is invented; whatever shows it says so."""
        return self.source.fictional

    @field
    def edition(self) -> str | None:
        """Edition of its newest run."""
        return self.source.edition

    @field
    def claims(self) -> int:
        """Claims that it makes now."""
        return self.source.claims

    @field
    def last_run(self) -> str | None:
        """When it was last imported, ISO 8601 in UTC."""
        return self.source.last_run

    @field
    def runs(self, first: First = 50, after: After = None) -> Connection[Run] | None:
        """Its imports and retractions, newest first; null while the store is away."""
        return runs(self.access, self.source.name, first, after)


def sources(access: Access, first: int, after: str | None) -> Connection[Source]:
    """The sources of a store, by name."""
    found = sorted(access.sources(), key=lambda one: one.name)
    page = page_of(found, "source", lambda one: (one.name,), first, after)
    return connection(page, lambda one: Source(access=access, source=one))


def runs(access: Access, source: str | None, first: int, after: str | None) -> Connection[Run]:
    """The runs of a source, or of all, newest first."""
    told: Sequence[RunRecord] = access.read(lambda reader: reader.runs(source))
    found = sorted(told, key=lambda one: -one.id)
    page = page_of(found, "run", lambda one: (-one.id,), first, after)
    return connection(page, lambda one: Run(run=one))
