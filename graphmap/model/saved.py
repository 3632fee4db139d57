"""Saved scenarios: changes under a name, kept beside the map and no part of it.

A saved scenario is nobody's claim: it makes no revision, and no question sees it unless it is named. What may be saved and
deleted beside the others is decided here, so that every store decides alike; a store only keeps what comes out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Any

from pydantic import BaseModel, ConfigDict

from graphmap.model import clock
from graphmap.model.errors import ChangedMeanwhile, UnknownScenario, UsageError
from graphmap.model.scenario import Change, changes_of
from graphmap.model.scenario_draft import Draft, checked, nearest

_SLUG = 48
_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


class SavedScenario(BaseModel):
    """A scenario as a store keeps it. Times are ISO 8601 in UTC; no two states of it have the same `changed_at`."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    owner: str
    description: str
    changes: tuple[dict[str, Any], ...]
    based_on: tuple[str, ...]
    created_at: str
    changed_at: str


def saved(draft: Draft, there: Sequence[SavedScenario]) -> SavedScenario:
    """The scenario that a store has to keep for a draft, beside those that are there; the one there if nothing differs.

    Raises `ChangedMeanwhile` when the draft would undo what it does not know of, `UnknownScenario` and other `UsageError`s
    for what cannot be saved.
    """
    by_id = {one.id: one for one in there}
    draft = checked(draft)
    if draft.id is None and draft.changed_at is not None:
        raise UsageError("`changedAt` is of the scenario to replace: name that with `id`")
    key = draft.id or _slug(draft.name, by_id)
    found = by_id.get(key)
    if found is not None and _content(found) == _content(draft):
        return found
    if found is None and draft.changed_at is not None:
        raise ChangedMeanwhile(f"The scenario {key!r} is gone: save it without `changedAt` to make it anew")
    if found is not None and found.changed_at != draft.changed_at:
        raise ChangedMeanwhile(
            f"There is a scenario {key!r}, last changed at {found.changed_at}"
            + (
                ": pass that as `changedAt` to replace it, or leave out the id to save another one"
                if draft.changed_at is None
                else f", not at {draft.changed_at}: look at what it is now, and save again with its `changedAt`"
            )
        )
    for one in draft.based_on:
        if one not in by_id:
            raise UnknownScenario(
                f"`basedOn` names {one!r}, and there is no such scenario{nearest(one, by_id)}"
            )
        if one == key or key in _parts(one, by_id):
            raise UsageError(f"`basedOn` names {one!r}, which would make the scenario {key!r} part of itself")
    now = _after(found.changed_at if found else None)
    return SavedScenario(
        **draft.model_dump(exclude={"id", "changed_at"}),
        id=key,
        created_at=found.created_at if found else now,
        changed_at=now,
    )


def deletable(key: str, there: Sequence[SavedScenario], changed_at: str | None = None) -> SavedScenario:
    """The scenario of that id, when nothing is based on it. Raises `UsageError` otherwise.

    Raises `ChangedMeanwhile` when its state is not the one of `changed_at` (None: any).
    """
    found = named(key, there)
    if changed_at not in {None, found.changed_at}:
        raise ChangedMeanwhile(
            f"The scenario {key!r} was changed at {found.changed_at}: look at it again before it is deleted"
        )
    others = [one.id for one in there if key in one.based_on]
    if others:
        raise UsageError(f"The scenario {key!r} is part of {', '.join(others)}: change or delete those first")
    return found


def named(key: str, there: Iterable[SavedScenario]) -> SavedScenario:
    """The scenario of that id. Raises `UnknownScenario`, which names similar ones."""
    by_id = {one.id: one for one in there}
    if key not in by_id:
        raise UnknownScenario(
            f"There is no scenario {key!r}{nearest(key, by_id)}: `scenarios` (`graphmap scenario list`) lists them"
        )
    return by_id[key]


def parts(key: str, there: Iterable[SavedScenario]) -> tuple[SavedScenario, ...]:
    """A scenario and all that it is based on, in the order in which they are applied: itself last, each once."""
    by_id = {one.id: one for one in there}
    named(key, by_id.values())
    return tuple(by_id[part] for part in _parts(key, by_id))


def composed(key: str, there: Iterable[SavedScenario]) -> tuple[Change, ...]:
    """All changes of a scenario, in order: those of the scenarios that it is based on, each of these once, then its own."""
    return tuple(change for part in parts(key, there) for change in changes_of(part.changes))


def _parts(key: str, by_id: Mapping[str, SavedScenario]) -> list[str]:
    """Depth first without recursion: a chain may be long. What leads back to itself, as no save allows, ends it."""
    found: list[str] = []
    seen = {key}
    open_ = [(key, iter(by_id[key].based_on))]
    while open_:
        one, rest = open_[-1]
        below = next((part for part in rest if part in by_id and part not in seen), None)
        if below is None:
            found.append(one)
            open_.pop()
        else:
            seen.add(below)
            open_.append((below, iter(by_id[below].based_on)))
    return found


def _content(one: Draft | SavedScenario) -> dict[str, Any]:
    return one.model_dump(include={"name", "owner", "description", "changes", "based_on"})


def _slug(name: str, taken: Mapping[str, object]) -> str:
    """A short readable id that nobody has."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "")).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    short = words[:_SLUG].rstrip("-") or "scenario"
    numbered = (f"{short}-{number}" for number in count(2))
    return next(one for one in chain([short], numbered) if one not in taken)


def _after(before: str | None) -> str:
    """Now, and always later than the time before: that is what tells two states of a scenario apart."""
    now = clock.instant_now()
    if before is None or before < now:
        return now
    later = datetime.fromisoformat(before) + timedelta(microseconds=1)
    return later.strftime(_INSTANT)
