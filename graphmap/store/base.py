"""The protocol that every store keeps: streamed reads, staged runs, one visible switch.

A run is staged in batches and becomes visible by one switch of the revision; a reader sees one revision for as long as it
is open. Several processes may read while one writes. Every method raises `StoreUnavailable` when the store cannot answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from graphmap.model.claims import Claim, Run, Source, StoredClaim
from graphmap.model.saved import SavedScenario
from graphmap.model.scenario_draft import Draft
from graphmap.model.terms import Kind

Telling = Callable[[str, int, int | None], None]
"""Told how far long work is: the stage, how much of it is done, and of how much (None: nobody knows)."""
Fact = tuple[str, dict[str, Any]]
"""Key and body of one resolved record (`graphmap.model.resolve.resolve`)."""


@dataclass(frozen=True)
class Identity:
    """What a store is and where it stands."""

    id: str
    """Random, made with the store; a copy of a file keeps it."""
    schema_version: int
    revision: int
    """0 for an empty store; grows by one with every run that changes something."""
    fictional: bool | None
    """Whether its evidence is invented; None while it holds no source."""
    recorded_on: date | None
    """Day on which its newest claim was recorded or retracted; questions known at or after it need no history."""


@dataclass(frozen=True)
class Changes:
    """What a staged run would do, counted in claims, with a sample of keys of each for people."""

    added: int
    changed: int
    retracted: int
    unchanged: int
    samples: Mapping[str, tuple[tuple[Kind, str], ...]]


class RecordedClaim(NamedTuple):
    """A claim with its recorded period in numbers of runs; `StoredClaim` has it in times, for people."""

    source: str
    claim: Claim
    since: int
    """Run that recorded it."""
    until: int | None
    """Run that retracted or replaced it; None while its source still says so."""
    seen: int
    """Newest run of which it is noted that it repeated the claim (`since` where none is)."""


@dataclass(frozen=True)
class History:
    """All that a store holds, history included: what `copy` carries from one store to another."""

    revision: int
    fictional: bool | None
    sources: Sequence[Source]
    runs: Sequence[Run]
    claims: Iterable[RecordedClaim]
    scenarios: Sequence[SavedScenario] = ()
    """Those saved: never claims, and of no revision."""


@dataclass(frozen=True)
class Remembered:
    """What this machine remembers of a store that is away."""

    columns: Mapping[str, bytes]
    """Those saved last, whatever their name."""
    confirmed_at: float
    """When the store last said that they are of its newest revision, in seconds since 1970."""


@dataclass(frozen=True)
class Unfinished:
    """A run that is being stored, or that was when its process died: invisible, and resumed or discarded as a whole."""

    source: str
    action: str
    """`import`, `retract` or `copy`."""
    owner: str
    """Process and machine that store it."""
    started_at: str
    """ISO 8601 UTC."""
    claims: int
    """Claims written so far."""
    active: bool
    """Whether its process seems to be still at work."""


KnownAt = date | int
"""When something is to have been known: by the end of a day, or as soon as a revision counted."""


class Reader(Protocol):
    """One consistent view of the store, at one revision."""

    @property
    def revision(self) -> int: ...

    def facts(self, kind: Kind, known_at: KnownAt | None = None) -> Iterator[Fact]:
        """Resolved records of a kind, by key ascending, streamed in bounded memory.

        With `known_at`, only claims recorded on or before that day and not retracted by its end count, or by that revision.
        """
        ...

    def claims(
        self, kind: Kind, keys: Sequence[str], known_at: KnownAt | None = None, history: bool = False
    ) -> Mapping[str, Sequence[StoredClaim]]:
        """Claims about the records named; with `history` also those retracted or replaced since."""
        ...

    def keys(self, kind: Kind) -> set[str]:
        """Keys of the records of a kind that somebody states now."""
        ...

    def sources(self) -> Sequence[Source]: ...

    def runs(self, source: str | None = None) -> Sequence[Run]:
        """Runs, newest first."""
        ...

    def scenarios(self) -> Sequence[SavedScenario]:
        """Saved scenarios, by id."""
        ...

    def history(self) -> Iterator[RecordedClaim]:
        """Every claim ever recorded: kinds in their order, then by key, source name, slot and run. Bounded memory."""
        ...


class StagedRun(Protocol):
    """A run being prepared: nothing of it is visible before `commit`, nothing remains of it after `discard`."""

    def add(self, claims: Sequence[Claim]) -> None: ...

    def changes(self) -> Changes:
        """What committing now would do, against the current revision."""
        ...

    def commit(self, progress: Telling | None = None) -> Run:
        """Make the whole run visible at once. The same statements again make no new revision, only a later last seen."""
        ...

    def discard(self) -> None: ...


class Store(Protocol):
    """A place that holds claims. `address` is as the user gave it."""

    address: str

    @property
    def remote(self) -> bool:
        """Whether asking it may take a network's time, and it may be away for a while and come back."""
        ...

    def identity(self) -> Identity: ...

    def revision(self) -> int:
        """The revision that counts now; cheap enough to ask on every request."""
        ...

    def reading(self) -> AbstractContextManager[Reader]:
        """Open a consistent view; close it soon, since it may hold the store's log back."""
        ...

    def staging(
        self, source: Source, complete: frozenset[Kind], *, partial: bool = False, skipped: int = 0
    ) -> AbstractContextManager[StagedRun]:
        """Stage one run of `source`; leaving the context without a commit discards it.

        `complete`: kinds of which everything that this source says is staged, so that what it no longer says is
        retracted; empty for a partial run. Raises `InputRefused` for a fictional source in a real store and the reverse.
        """
        ...

    def retract(self, source: str) -> Run:
        """Retract every claim of a source. Raises `UsageError` for a source that is not there."""
        ...

    def load_columns(self, name: str) -> Mapping[str, bytes] | None:
        """A cached snapshot's columns; None when nothing is cached under the name. A cache may always be lost."""
        ...

    def save_columns(self, name: str, columns: Mapping[str, bytes]) -> None:
        """Cache a snapshot's columns, dropping older ones; does nothing where the store cannot be written."""
        ...

    def confirm_columns(self, name: str) -> None:
        """Note that the columns cached under the name are of the newest revision at this moment: see `remembered`.

        Never asks the store.
        """
        ...

    def remembered(self) -> Remembered | None:
        """The columns that this machine saved last, also while the store is away; None where there are none to be had.

        Never asks the store. A store that cannot be away remembers nothing.
        """
        ...

    def restore(self, history: History) -> None:
        """Fill this store, which has to be empty, with all that another one holds: all of it or nothing.

        Raises `UsageError` when it holds a run or a saved scenario already.
        """
        ...

    def scenarios(self) -> Sequence[SavedScenario]:
        """Saved scenarios, by id. They are no claims: the revision does not move with them, and no snapshot has them."""
        ...

    def save_scenario(self, draft: Draft) -> SavedScenario:
        """Save a new scenario, or another state of one, and give it as it is kept; see `graphmap.model.saved.saved`.

        Raises `ChangedMeanwhile` when the draft would overwrite a state that it does not name, and `UsageError` for what
        cannot be saved. Saving what is there already changes nothing.
        """
        ...

    def delete_scenario(self, key: str, changed_at: str | None = None) -> SavedScenario:
        """Delete a saved scenario, and give what it was.

        Raises `UnknownScenario`, `UsageError` when another one is based on it, and `ChangedMeanwhile` when its state is
        not the one of `changed_at` (None: any).
        """
        ...

    def unfinished(self) -> Unfinished | None:
        """The run that is being stored or was left half-stored; None where nothing is, or a store leaves nothing behind."""
        ...

    def recover(self, *, discard: bool = False) -> None:
        """Finish what a process that died left to do for other readers of the store; with `discard` drop its unfinished run.

        Raises `StoreUnavailable` while the process still seems to be at work.
        """
        ...

    def close(self) -> None: ...
