"""What rows may refer to: records of the same input, or of the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from graphmap.ingest.known import Known
from graphmap.model.tables import TABLES
from graphmap.model.terms import Kind


class References:
    """Grows with the tables that are read. Asking is O(1), except for what only this source states in the store.

    A run that is complete for a kind retracts what its source no longer says: what only an earlier run of the same
    source states is therefore no longer there to be referred to. `stubs` (keys by table) may be referred to though nobody
    states them.
    """

    def __init__(
        self,
        known: Known,
        source: str,
        complete: frozenset[Kind],
        stubs: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> None:
        self.asked = known.asked
        """Whether there is a store to ask; without one, what is not found may still exist."""
        self._known = known
        self._source = source
        self._complete = complete
        self._stubs = {
            (TABLES[table].kind, key) for table, keys in stubs.items() if table in TABLES for key in keys
        }
        self._here: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        self._left_out: set[tuple[Kind, str]] = set()
        self._given_up: set[Kind] = set()
        self._unanswered: set[tuple[Kind, str]] = set()

    def add(self, kind: Kind, key: str) -> None:
        """A row of the input states the record."""
        self._here[kind].add(key)

    def leave_out(self, kind: Kind, key: str) -> None:
        """The row that states the record is left out."""
        self._here[kind].discard(key)
        self._left_out.add((kind, key))

    def is_left_out(self, kind: Kind, key: str) -> bool:
        """Whether a row of the input that states the record was left out."""
        return (kind, key) in self._left_out

    def set_aside(self, kind: Kind, key: str) -> None:
        """The row of a template that would state the record is not answered."""
        self._unanswered.add((kind, key))

    def is_unanswered(self, kind: Kind, key: str) -> bool:
        """Whether the input holds the record in a row that is not answered."""
        return (kind, key) in self._unanswered

    def give_up(self, kind: Kind) -> None:
        """The table of the kind could not be read: whether it holds a record is not known."""
        self._given_up.add(kind)

    def stated(self, kind: Kind, key: str) -> bool:
        """Whether a row may refer to the record."""
        return (
            key in self._here[kind]
            or kind in self._given_up
            or (kind, key) in self._stubs
            or self._in_store(kind, key)
        )

    def keys(self, kind: Kind) -> set[str]:
        """Every key that a row may have meant."""
        return self._here[kind] | self._known.keys(kind)

    def _in_store(self, kind: Kind, key: str) -> bool:
        if key not in self._known.keys(kind):
            return False
        return kind not in self._complete or self._known.stated_elsewhere(kind, key, self._source)
