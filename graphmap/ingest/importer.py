"""What an importer is, and how those that are installed are found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Protocol, runtime_checkable

from graphmap.ingest.inputs import Input
from graphmap.ingest.known import Known
from graphmap.ingest.problems import Problems
from graphmap.model.claims import Claim, Source
from graphmap.model.clock import today
from graphmap.model.errors import UsageError
from graphmap.model.terms import Kind

GROUP = "graphmap.importers"
Progress = Callable[[str, int], None]
"""Told the name of what is being read and how many rows of it have been."""


def _silent(_name: str, _rows: int) -> None:
    """The progress of an import that nobody watches."""


@dataclass(frozen=True)
class Context:
    """What an importer is told. `source` is the name under which the claims will be stored."""

    source: str
    known: Known = field(default_factory=Known)
    edition: str | None = None
    """The edition that the user named: an ISO date."""
    fictional: bool = False
    partial: bool = False
    """Whether the run will retract nothing."""
    skip_invalid: bool = False
    source_spelled: bool = False
    """Whether the user named the source."""
    today: date = field(default_factory=today)
    progress: Progress = _silent


@dataclass
class Reading:
    """What an importer found. `problems` is whole only when `claims` has been read to its end."""

    source: Source
    claims: Iterable[Claim]
    problems: Problems
    complete: frozenset[Kind] = frozenset()
    """Kinds of which everything that the source says is here."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """Rows read so far, by file or sheet."""


@runtime_checkable
class Importer(Protocol):
    """Reads one format. A third party registers an object of this kind as an entry point of the group above."""

    name: str
    """What `--format` takes."""
    title: str

    def detect(self, given: Input) -> bool:
        """Whether `given` is of this format. Cheap, and never raises for a malformed file."""
        ...

    def read(self, given: Input, context: Context) -> Reading:
        """Read `given`. What is wrong with it goes to the reading's problems, whatever can be read on."""
        ...


@lru_cache(maxsize=1)
def plugins() -> tuple[Importer, ...]:
    """The importers that are installed beside the evidence tables, by name.

    Entry points of the group may also name bundled evidence; those that are no importer are passed over.
    """
    found = []
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        try:
            loaded = entry.load()
        except Exception as error:  # whatever a third party's module may raise when it is imported
            raise UsageError(
                f"The importer {entry.name} cannot be loaded: {error}. Repair or remove {entry.value}."
            ) from error
        candidate = getattr(loaded, "importer", loaded)
        if isinstance(candidate, Importer):
            found.append(candidate)
    return tuple(found)


def importer_for(given: Input, tables: Importer, name: str | None) -> Importer:
    """The importer of that name, else the one that recognises the input, else the evidence tables.

    Raises `UsageError` for an unknown name, or when several recognise the input.
    """
    if name == tables.name or (name is None and tables.detect(given)):
        return tables
    if name is not None:
        every = {one.name: one for one in (tables, *plugins())}
        if name not in every:
            raise UsageError(f"No format is named {name!r}. Known: {', '.join(every)}.")
        return every[name]
    fitting = [one for one in plugins() if one.detect(given)]
    if len(fitting) > 1:
        names = ", ".join(one.name for one in fitting)
        raise UsageError(f"{given.name} fits several formats: {names}. Name one with --format.")
    return fitting[0] if fitting else tables
