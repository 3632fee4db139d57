"""Which snapshot answers: the current one, from the store's cache where that is good, or one of a past day.

Today only decides which plans have slipped, and that is a number on the snapshot; so one cache serves every day until the
store's revision moves. The sources of the map are cached with it, and what a store remembers of itself answers while it is
away.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from graphmap.model.claims import Source
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot import pack
from graphmap.snapshot.build import build
from graphmap.snapshot.columns import Snapshot
from graphmap.store.base import Store

PAST_KEPT = 4
"""Snapshots of past days kept in memory; each is of the size of the map (tens of MB for England)."""

_past: OrderedDict[tuple[str, str, int, date], Snapshot] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, eq=False)
class Memory:
    """What this machine remembers of a store that is away."""

    snapshot: Snapshot
    sources: tuple[Source, ...]
    confirmed_at: float
    """When the store last said that this is its newest revision, in seconds since 1970."""


def current(store: Store, today: date) -> Snapshot:
    """What the store says now, as known on `today`; read from rows, and cached in the store, when its cache is not good.

    Raises `StoreUnavailable`. A cache that is lost, damaged or of another version is replaced.
    """
    identity = store.identity()
    if identity.recorded_on is not None and today < identity.recorded_on:
        return as_known(store, today)
    return _newest(store, today)


def as_known(store: Store, day: date) -> Snapshot:
    """What the store knew at the end of `day`. A past one is built from claims and kept in memory for a while."""
    identity = store.identity()
    if identity.recorded_on is None or day >= identity.recorded_on:
        return _newest(store, day)
    name = store.address, identity.id, identity.revision, day
    with _lock:
        if name in _past:
            _past.move_to_end(name)
            return _past[name]
    snapshot, _ = _built(store, day, past=True)
    with _lock:
        _past[store.address, snapshot.store_id, snapshot.revision, day] = snapshot
        while len(_past) > PAST_KEPT:
            _past.popitem(last=False)
    return snapshot


def remembered(store: Store, today: date) -> Memory | None:
    """What this machine remembers of a store, as known on `today`; None where that is nothing this version can read.

    Never asks the store.
    """
    found = store.remembered()
    if found is None:
        return None
    try:
        store_id, revision = pack.packed_of(found.columns)
        snapshot = pack.unpack(found.columns, store_id, revision, today)
        return Memory(snapshot, pack.sources_of(found.columns), found.confirmed_at)
    except pack.Unreadable:
        return None


def remember(store: Store, snapshot: Snapshot, sources: Sequence[Source]) -> None:
    """Cache the newest snapshot, and the sources of its map, in its store."""
    store.save_columns(name_of(snapshot.revision), pack.pack(snapshot, sources))


def confirm(store: Store, revision: int) -> None:
    """Tell what the store remembers that its newest revision is still this one."""
    store.confirm_columns(name_of(revision))


def _newest(store: Store, known_at: date) -> Snapshot:
    identity = store.identity()
    cached = store.load_columns(name_of(identity.revision))
    if cached is not None:
        try:
            return pack.unpack(cached, identity.id, identity.revision, known_at)
        except pack.Unreadable:
            pass
    snapshot, sources = _built(store, known_at, past=False)
    remember(store, snapshot, sources)
    return snapshot


def _built(store: Store, known_at: date, *, past: bool) -> tuple[Snapshot, Sequence[Source]]:
    """Built from rows, with the sources and an identity of the same revision as the rows."""
    while True:
        identity = store.identity()
        with store.reading() as reader:
            if reader.revision == identity.revision:
                fictional = bool(identity.fictional)
                return build(reader, identity.id, known_at, fictional, past=past), reader.sources()


def name_of(revision: int) -> str:
    """The name under which a store caches the columns of a revision, for this version of code and vocabularies."""
    return f"snapshot {revision} {pack.FORMAT} {vocabulary().fingerprint[:16]}"
