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
from graphmap.model.clock import day_of, today
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot import pack
from graphmap.snapshot.build import build
from graphmap.snapshot.columns import Snapshot
from graphmap.store.base import KnownAt, Store

PAST_KEPT = 4
"""Snapshots of past days kept in memory; each is of the size of the map (tens of MB for England)."""

_past: OrderedDict[tuple[str, str, int, KnownAt], Snapshot] = OrderedDict()
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


def as_known(store: Store, known: KnownAt) -> Snapshot:
    """What the store knew at the end of a day, or once a revision counted: then plans are overdue as on the day of that.

    A past one is built from claims and kept in memory for a while.
    """
    identity = store.identity()
    day = known if isinstance(known, date) else _day_of_revision(store, known)
    if isinstance(known, date) and (identity.recorded_on is None or known >= identity.recorded_on):
        return _newest(store, known)
    name = store.address, identity.id, identity.revision, known
    with _lock:
        if name in _past:
            _past.move_to_end(name)
            return _past[name]
    snapshot, _ = _built(store, day, known)
    with _lock:
        _past[name] = snapshot
        while len(_past) > PAST_KEPT:
            _past.popitem(last=False)
    return snapshot


def _day_of_revision(store: Store, revision: int) -> date:
    """The day on which a revision was recorded; of revision 0, which knows nothing, that of the first one."""
    with store.reading() as reader:
        runs = [run for run in reader.runs() if run.revision]
    known = [run for run in runs if run.revision and run.revision <= max(revision, 1)]
    return day_of(known[0].recorded_at) if known else today()


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
    snapshot, sources = _built(store, known_at)
    remember(store, snapshot, sources)
    return snapshot


def _built(store: Store, known_at: date, past: KnownAt | None = None) -> tuple[Snapshot, Sequence[Source]]:
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
