"""What a machine keeps of a store elsewhere: whole or not at all, only the newest, for its user alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from graphmap.store.local_cache import LocalCache

COLUMNS = {"header": b"h", "empty": b"", "links.origin": bytes(range(256)) * 40}
NAME = "id/of store snapshot 7 2 fingerprint"


@pytest.fixture
def cache(tmp_path: Path) -> LocalCache:
    return LocalCache(tmp_path / "of its own" / "stores")


def files(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_is_saved_comes_back(cache: LocalCache) -> None:
    cache.save(NAME, COLUMNS)
    assert cache.load(NAME) == COLUMNS
    assert cache.load("another name") is None


def test_nothing_is_remembered_where_nothing_was_saved(cache: LocalCache) -> None:
    assert cache.load(NAME) is None
    assert cache.newest() is None
    cache.confirm(NAME)
    assert cache.newest() is None


def test_saving_drops_what_was_saved_before(cache: LocalCache, tmp_path: Path) -> None:
    cache.save("old", COLUMNS)
    cache.save(NAME, COLUMNS)
    assert cache.load("old") is None
    cache.save(NAME, {"only": b"this"})
    assert cache.load(NAME) == {"only": b"this"}
    assert len(files(tmp_path)) == 1


def test_only_its_user_may_look(cache: LocalCache, tmp_path: Path) -> None:
    cache.save(NAME, COLUMNS)
    (file,) = files(tmp_path)
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_every_damage_is_a_loss(cache: LocalCache, tmp_path: Path) -> None:
    small = {"header": b"h", "empty": b"", "two": b"22"}
    cache.save(NAME, small)
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    damaged = [whole[:end] for end in range(len(whole))] + [whole + b"\0"]
    damaged += [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in range(len(whole))]
    for content in damaged:
        file.write_bytes(content)
        assert cache.load(NAME) is None
        assert cache.newest() is None
    file.write_bytes(whole)
    assert cache.load(NAME) == small


def test_a_file_under_another_name_is_not_taken_for_it(cache: LocalCache, tmp_path: Path) -> None:
    cache.save("another", COLUMNS)
    (file,) = files(tmp_path)
    cache.save(NAME, {})
    (mine,) = files(tmp_path)
    mine.replace(file)
    assert cache.load("another") is None


def test_the_newest_is_what_was_saved_or_confirmed_last(cache: LocalCache, tmp_path: Path) -> None:
    cache.save(NAME, COLUMNS)
    (file,) = files(tmp_path)
    os.utime(file, (1_000, 1_000))
    found = cache.newest()
    assert found is not None
    assert (found.columns, found.confirmed_at) == (COLUMNS, 1_000)
    assert file.stat().st_mtime == 1_000, "looking is not confirming"
    cache.confirm(NAME)
    confirmed = file.stat().st_mtime
    assert confirmed > 1_000
    os.utime(file, (1_000, 1_000))
    cache.load(NAME)
    assert file.stat().st_mtime > 1_000


def test_a_newest_that_is_damaged_makes_way_for_the_one_before(cache: LocalCache, tmp_path: Path) -> None:
    cache.save(NAME, COLUMNS)
    (file,) = files(tmp_path)
    file.with_name("torn.columns").write_bytes(file.read_bytes()[:-1])
    found = cache.newest()
    assert found is not None
    assert found.columns == COLUMNS


def test_what_a_killed_process_left_is_dropped(cache: LocalCache, tmp_path: Path) -> None:
    cache.save(NAME, COLUMNS)
    (file,) = files(tmp_path)
    file.with_name(".saving-killed").write_bytes(b"half")
    cache.save(NAME, COLUMNS)
    assert files(tmp_path) == [file]


def test_a_place_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("where the folder should be")
    cache = LocalCache(tmp_path / "a file")
    cache.save(NAME, COLUMNS)
    cache.confirm(NAME)
    assert cache.load(NAME) is None
    assert cache.newest() is None


def test_every_store_has_its_own_folder_in_the_users_cache() -> None:
    places = [("neo4j://a", None), ("neo4j://a", "maps"), ("neo4j://b", None)]
    for address, database in places:
        LocalCache.of(address, database).save(NAME, {"where": f"{address} {database}".encode()})
    for address, database in places:
        assert LocalCache.of(address, database).load(NAME) == {"where": f"{address} {database}".encode()}
    folder = user_cache_path("graphmap", appauthor=False) / "stores"
    assert len(files(folder)) == 3
