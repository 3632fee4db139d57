"""A scenario as it is to be saved, and what it has to be for that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict

from graphmap.model.errors import UsageError
from graphmap.model.profiles import split_profile
from graphmap.model.scenario import Change, Scope, as_json, changes_of
from graphmap.model.terms import Payload, Role
from graphmap.model.vocabulary import vocabulary

MOST_CHANGES = 1_000
LONGEST = {"name": 200, "owner": 200, "description": 10_000}
"""Characters of a text."""
_ID = re.compile(r"(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*")


class Draft(BaseModel):
    """A scenario as it is to be saved. Without an id it gets one made from its name."""

    model_config = ConfigDict(frozen=True)

    id: str | None = None
    name: str
    owner: str = ""
    """Whose it is, in words: nothing is checked against it."""
    description: str = ""
    changes: tuple[dict[str, Any], ...] = ()
    """As `graphmap.model.scenario.as_json` writes them."""
    based_on: tuple[str, ...] = ()
    """Ids of scenarios whose changes come before its own, in this order."""
    changed_at: str | None = None
    """`changed_at` of the scenario that it replaces; None: it is a new one."""


def checked(draft: Draft) -> Draft:
    """The draft with its changes as they are kept. Raises `UsageError` for what cannot be saved."""
    texts = {field: getattr(draft, field).strip() for field in LONGEST}
    for field, most in LONGEST.items():
        if len(texts[field]) > most:
            raise UsageError(f"`{field}` has {len(texts[field]):,} characters: {most:,} are the most")
    if not texts["name"]:
        raise UsageError("`name` is empty: say in a few words what the scenario is about")
    if draft.id is not None and not _ID.fullmatch(draft.id):
        raise UsageError(
            f"`id` is {draft.id!r}: use lower-case letters, digits and single hyphens, 64 at most, "
            "such as one-maternity-system"
        )
    if not draft.changes and not draft.based_on:
        raise UsageError("A scenario needs `changes`, or others that it is based on (`basedOn`)")
    if len(draft.changes) > MOST_CHANGES:
        raise UsageError(
            f"{len(draft.changes):,} changes are more than {MOST_CHANGES:,}: split the scenario, and use `basedOn`"
        )
    changes = changes_of(draft.changes)
    for number, change in enumerate(changes, start=1):
        _check_words(number, change)
    return draft.model_copy(
        update={
            **texts,
            "changes": tuple(as_json(changes)),
            "based_on": tuple(dict.fromkeys(draft.based_on)),
        }
    )


def _check_words(number: int, change: Change) -> None:
    """Refuse codes that no vocabulary has; ids are looked up when the scenario is asked about, on the map of that day."""
    terms = vocabulary()
    known: dict[str, Iterable[str]] = {
        "exchange": terms.exchange_types,
        "capability": terms.capabilities,
        "capabilities": terms.capabilities,
        "role": (*(one.value for one in Role), "serve", "query"),
        "payload": [one.name.lower() for one in Payload],
        "types": terms.organisation_types,
        "settings": terms.settings,
        "profile": terms.profiles,
        "emits": terms.profiles,
    }
    for part, where in ((change, ""), (getattr(change, "scope", Scope()), "scope.")):
        for field, value in part:
            for text in (value if isinstance(value, tuple) else (value,)) if field in known else ():
                code = split_profile(text)[0] or "" if field in {"profile", "emits"} else text
                if code and not code.startswith("x-") and code not in known[field]:
                    raise UsageError(
                        f"change {number} ({change.name}): {where}{field}: {text!r} is no code of the vocabulary"
                        f"{nearest(code, known[field])}"
                    )


def nearest(text: str, known: Iterable[str]) -> str:
    """The end of a sentence about a text that is none of those known: what was perhaps meant."""
    found = get_close_matches(text, list(known), 3)
    return f"; did you mean {' or '.join(found)}?" if found else ""
