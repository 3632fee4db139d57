"""Packing a snapshot: the same back, nothing writable, and no damage or mix-up goes unnoticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from graphmap.ingest import claims_of_tables
from graphmap.model.vocabulary import vocabulary
from graphmap.snapshot import pack
from graphmap.snapshot.build import snapshot_of_claims, snapshot_of_facts
from graphmap.snapshot.columns import Snapshot
from tests.generative.maps import random_map
from tests.snapshot.comparison import columns, differences

TODAY = date(2026, 11, 22)
STORE, REVISION = "a store", 7


def some(seed: int = 3) -> Snapshot:
    made = snapshot_of_claims(claims_of_tables(random_map(seed)), TODAY, fictional=True)
    return replace(made, store_id=STORE, revision=REVISION)


def unpack(packed: dict[str, bytes], known_at: date = TODAY) -> Snapshot:
    return pack.unpack(packed, STORE, REVISION, known_at)


@pytest.mark.parametrize("seed", range(10))
def test_what_is_packed_comes_back(seed: int) -> None:
    made = some(seed)
    assert differences(made, unpack(pack.pack(made))) == []


def test_an_empty_snapshot_comes_back() -> None:
    empty = replace(snapshot_of_facts({}, TODAY), store_id=STORE, revision=REVISION)
    assert differences(empty, unpack(pack.pack(empty))) == []


def test_the_day_of_knowledge_is_the_askers() -> None:
    later = date(2027, 3, 1)
    assert differences(some(), unpack(pack.pack(some()), later)) == ["known_at"]
    assert unpack(pack.pack(some()), later).known_at == later.toordinal()


def test_columns_look_into_the_bytes_and_cannot_be_changed() -> None:
    for name, column in columns(unpack(pack.pack(some()))):
        if isinstance(column, np.ndarray):
            assert not column.flags.writeable, name
            assert not column.flags.owndata, name


def test_every_byte_string_is_watched() -> None:
    packed = pack.pack(some())
    for name, content in packed.items():
        without = {key: value for key, value in packed.items() if key != name}
        with pytest.raises(pack.Unreadable):
            unpack(without)
        with pytest.raises(pack.Unreadable):
            unpack({**packed, name: content + b"\0"})
        if content:
            with pytest.raises(pack.Unreadable):
                unpack({**packed, name: content[:-1]})
            flipped = bytes([content[0] ^ 1]) + content[1:]
            with pytest.raises(pack.Unreadable):
                unpack({**packed, name: flipped})


def test_another_store_or_revision_is_no_match() -> None:
    packed = pack.pack(some())
    with pytest.raises(pack.Unreadable):
        pack.unpack(packed, "another store", REVISION, TODAY)
    with pytest.raises(pack.Unreadable):
        pack.unpack(packed, STORE, REVISION + 1, TODAY)


def test_another_format_or_vocabulary_is_no_match(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = pack.pack(some())
    with monkeypatch.context() as patch:
        patch.setattr(pack, "FORMAT", pack.FORMAT + 1)
        with pytest.raises(pack.Unreadable):
            unpack(packed)
    changed = replace(vocabulary(), fingerprint="of another version")
    monkeypatch.setattr(pack, "vocabulary", lambda: changed)
    with pytest.raises(pack.Unreadable):
        unpack(packed)
