"""Claims as they are shown: one a property and source, read from the store for many records at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphmap.api.access import Access
from graphmap.model.claims import StoredClaim
from graphmap.model.errors import StoreUnavailable
from graphmap.model.resolve import VALIDITY, PropertyClaim, Sourced, properties_of
from graphmap.model.terms import Evidence, Kind
from graphmap.store.base import KnownAt

EXISTENCE = "existence"
"""The property of a claim that gives nothing but the identity of its record: it says that the record is there."""
_MOST = 2_000
"""Records whose claims are read at once."""
_LIVE = {Kind.ORGANISATION: "open", Kind.CONTRACT: "in force"}


@dataclass(frozen=True)
class ShownClaim:
    """One source's statement of one property."""

    name: str
    """The property's."""
    value: str | None
    rival: bool
    said: StoredClaim

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.said.claim.evidence)


class ClaimsRead:
    """The claims of one request, as known on a day or at a revision (None: now). What is expected together is read together.

    A store that did not answer once is not asked again by the same request.
    """

    def __init__(self, access: Access, known_at: KnownAt | None) -> None:
        self._access = access
        self._unavailable: StoreUnavailable | None = None
        self._known_at = known_at
        self._expected: dict[Kind, dict[str, None]] = {}
        self._read: dict[tuple[Kind, bool], dict[str, Sequence[StoredClaim]]] = {}

    def expect(self, kind: Kind, keys: Iterable[str]) -> None:
        """Tell of records whose claims may be asked for, so that the first who asks reads them all."""
        self._expected.setdefault(kind, {}).update(dict.fromkeys(keys))

    def of(self, kind: Kind, key: str, history: bool) -> list[ShownClaim]:
        """The property claims about one record, what stands first; with `history` also what was said before."""
        read = self._read.setdefault((kind, history), {})
        if key not in read:
            waiting = [other for other in self._expected.get(kind, {}) if other not in read and other != key]
            keys = [key, *waiting[: _MOST - 1]]
            read.update(self._claims(kind, keys, history))
        return shown(kind, read.get(key, ()))

    def _claims(self, kind: Kind, keys: Sequence[str], history: bool) -> Mapping[str, Sequence[StoredClaim]]:
        if self._unavailable is not None:
            raise self._unavailable
        try:
            return self._access.read(lambda reader: reader.claims(kind, keys, self._known_at, history))
        except StoreUnavailable as error:
            self._unavailable = error
            raise


def shown(kind: Kind, stored: Sequence[StoredClaim]) -> list[ShownClaim]:
    """Claims taken apart by property: first what counts now, rivals marked, then what was retracted or replaced."""
    now = [one for one in stored if one.retracted_at is None]
    found = _taken_apart(kind, now)
    for one in stored:
        if one.retracted_at is not None:
            found += _taken_apart(kind, [one])
    return found


def _taken_apart(kind: Kind, stored: Sequence[StoredClaim]) -> list[ShownClaim]:
    said = {id(one.claim): one for one in stored}
    parts = properties_of(kind, [Sourced(one.source, one.claim) for one in stored])
    told = {id(part.claim) for part in parts}
    return [
        ShownClaim(part.property, _text(kind, part), part.rival, said[id(part.claim)]) for part in parts
    ] + [ShownClaim(EXISTENCE, None, False, one) for one in stored if id(one.claim) not in told]


def _text(kind: Kind, part: PropertyClaim) -> str:
    if part.property == VALIDITY:
        return _validity(_LIVE.get(kind), *part.value)
    return _cell(part.value)


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ";".join(map(_cell, value))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _validity(word: str | None, status: str, start: str | None, end: str | None) -> str:
    return (word or status) + (f" from {start}" if start else "") + (f" to {end}" if end else "")
