"""Scenarios asked about: changes applied to the map of a view, kept for whoever asks next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import orjson

from graphmap.analysis.scenario.applied import Applied
from graphmap.analysis.scenario.applying import apply
from graphmap.analysis.scenario.naming import UnknownThing
from graphmap.api.errors import QuestionError
from graphmap.api.ids import keys_of, unknown
from graphmap.api.subjects import subject_of
from graphmap.api.view import View
from graphmap.model.errors import UsageError
from graphmap.model.scenario import Change, as_json
from graphmap.snapshot.columns import Snapshot
from graphmap.snapshot.splicing import in_order


@dataclass(frozen=True, eq=False)
class Supposed:
    """A scenario applied: what differs from the map below, and the changed map with its rows in order."""

    applied: Applied
    snapshot: Snapshot


def supposed(view: View, changes: Sequence[Change]) -> Supposed:
    """A scenario applied to the map of a view. Raises `QuestionError` that names the change which cannot be made."""
    given = tuple(changes)
    return view.atlas.supposed(view.snapshot, view.as_of, given, lambda: _supposed(view, given))


def view_with(view: View, changes: Sequence[Change]) -> View:
    """The view with a scenario laid over its map. Raises as `supposed`."""
    return replace(view, snapshot=supposed(view, changes).snapshot) if changes else view


def _supposed(view: View, changes: tuple[Change, ...]) -> Supposed:
    try:
        applied = apply(view.snapshot, view.as_of, changes, lambda text: subject_of(view, text))
    except UnknownThing as wrong:
        near = unknown(wrong.kind.value, wrong.text, list(keys_of(view.snapshot, wrong.kind)))
        place = str(wrong).partition(":")[0]
        raise QuestionError("UNKNOWN_ID", f"{place}: {near}") from wrong
    except UsageError as wrong:
        code = wrong.__cause__.code if isinstance(wrong.__cause__, QuestionError) else "BAD_ARGUMENT"
        raise QuestionError(code, str(wrong)) from wrong
    digest = blake2b(orjson.dumps([view.as_of, as_json(changes)]), digest_size=12).hexdigest()
    named = (
        f"{view.snapshot.store_id}#{digest}"  # another map, so that nothing kept of this one is taken for it
    )
    return Supposed(applied, replace(in_order(applied.snapshot), store_id=named))
