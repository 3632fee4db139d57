"""What the store holds already, loaded only as far as an import asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property

from graphmap.model.claims import Source, StoredClaim
from graphmap.model.terms import Kind
from graphmap.store.base import Reader

PortPlace = tuple[str, str, str]
"""Deployment, exchange type and role of a port."""


class Known:
    """What somebody states now. Without a store (`asked` is False) nothing is known, and nothing can be called missing."""

    def __init__(self, opened: Callable[[], AbstractContextManager[Reader]] | None = None) -> None:
        self._opened = opened
        self._keys: dict[Kind, set[str]] = {}
        self._elsewhere: dict[tuple[Kind, str, str], bool] = {}

    @property
    def asked(self) -> bool:
        """Whether there is a store to ask."""
        return self._opened is not None

    def keys(self, kind: Kind) -> set[str]:
        """Keys of the records of a kind that are stated now."""
        if kind not in self._keys:
            if self._opened is None:
                self._keys[kind] = set()
            else:
                with self._opened() as reader:
                    self._keys[kind] = reader.keys(kind)
        return self._keys[kind]

    def stated_elsewhere(self, kind: Kind, key: str, source: str) -> bool:
        """Whether another source than `source` states the record."""
        asked = (kind, key, source)
        if asked not in self._elsewhere:
            claims = self.claims(kind, [key]).get(key, ())
            self._elsewhere[asked] = any(one.source != source for one in claims)
        return self._elsewhere[asked]

    def claims(
        self, kind: Kind, keys: Sequence[str], *, history: bool = False
    ) -> Mapping[str, Sequence[StoredClaim]]:
        """Claims about the records named, of every source; with `history` also those that stand no longer."""
        if self._opened is None:
            return {}
        with self._opened() as reader:
            return reader.claims(kind, keys, history=history)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources of the store by name."""
        if self._opened is None:
            return {}
        with self._opened() as reader:
            return {source.name: source for source in reader.sources()}

    @cached_property
    def organisation_types(self) -> Mapping[str, str | None]:
        """Type of each organisation by code."""
        if self._opened is None:
            return {}
        with self._opened() as reader:
            return {key: body.get("type") for key, body in reader.facts(Kind.ORGANISATION)}

    @cached_property
    def deployments(self) -> Mapping[str, Collection[str]]:
        """Organisations of each deployment."""
        if self._opened is None:
            return {}
        with self._opened() as reader:
            return {key: body.get("organisations", ()) for key, body in reader.facts(Kind.DEPLOYMENT)}

    @cached_property
    def ports(self) -> tuple[frozenset[PortPlace], frozenset[PortPlace]]:
        """Places of ports that are stated to exist, and of those stated absent."""
        present: set[PortPlace] = set()
        absent: set[PortPlace] = set()
        if self._opened is not None:
            with self._opened() as reader:
                for _, body in reader.facts(Kind.PORT):
                    place = body["deployment"], body["exchange"], body["role"]
                    periods = body.get("periods", ())
                    gone = bool(periods) and all(period[0] == "absent" for period in periods)
                    (absent if gone else present).add(place)
        return frozenset(present), frozenset(absent)
