"""What ids and codes in the changes of a scenario name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from graphmap.model.errors import UsageError
from graphmap.model.ids import parse_global_id
from graphmap.model.terms import Kind, Payload
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot.columns import ROLES, Texts

_ROLES = {"serve": "source", "query": "sink"}


class UnknownThing(UsageError):
    """An id in a change that names nothing of its kind."""

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(f"{text!r} is no known {kind.value}")
        self.kind, self.text = kind, text


def row_of(keys: Texts, kind: Kind, text: str, further: Mapping[str, int] | None = None) -> int:
    """The row of an id: bare, prefixed or global, or one of those that the scenario itself adds. Raises `UnknownThing`."""
    for key in (text, text.removeprefix(f"{kind}:")):
        if key in keys.index:
            return keys.index[key]
        if further and key in further:
            return further[key]
    named = parse_global_id(text)
    if named and named[0] is kind and named[1] in keys.index:
        return keys.index[named[1]]
    raise UnknownThing(kind, text)


class Systems:
    """The deployments that ids name, those that a scenario adds included; each id is looked up once."""

    def __init__(self, keys: Texts) -> None:
        self._keys = keys
        self._further: dict[str, int] = {}
        self._keys_of: dict[int, str] = {}
        self._named: dict[str, tuple[int, str]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._further or key in self._keys.index

    def add(self, key: str, row: int) -> None:
        """Name a further deployment."""
        self._further[key], self._keys_of[row] = row, key
        self._named.pop(key, None)

    def added(self, key: str) -> int | None:
        """The row of a further deployment; None for any other key."""
        return self._further.get(key)

    def named(self, text: str) -> tuple[int, str]:
        """Row and key of the one that an id names. Raises `UnknownThing`."""
        found = self._named.get(text)
        if found is None:
            row = row_of(self._keys, Kind.DEPLOYMENT, text, self._further)
            found = self._named[text] = row, self._keys_of.get(row) or self._keys[row]
        return found


@cache
def exchange_of(code: str) -> int:
    """The place of an exchange type. Raises `UsageError`."""
    return _place(code, list(vocabulary().exchange_types), "exchange type")


@cache
def role_of(word: str) -> int:
    """The place of a role, `serve` and `query` included. Raises `UsageError`."""
    word = word.lower()
    return _place(_ROLES.get(word, word), ROLES, "role")


def payload_of(word: str) -> int:
    """The level of a payload, -1 for none. Raises `UsageError`."""
    levels = {level.name.lower(): int(level) for level in Payload}
    return levels[list(levels)[_place(word.lower(), list(levels), "payload")]] if word else -1


def capabilities_of(codes: Iterable[str]) -> tuple[int, ...]:
    """The places of capabilities. Raises `UsageError`."""
    known = list(vocabulary().capabilities)
    return tuple(_place(code, known, "capability") for code in codes)


def check_profile(text: str) -> None:
    """Raise `UsageError` unless a profile's code is one of the vocabulary, or unpublished."""
    code = text.partition("@")[0]
    if code and not code.startswith("x-") and code not in vocabulary().profiles:
        raise UsageError(f"{code!r} is no known profile; unpublished ones begin with x-")


def _place(code: str, known: Sequence[str], what: str) -> int:
    if code not in known:
        raise UsageError(f"{code!r} is no {what}; there are {', '.join(known)}")
    return known.index(code)
