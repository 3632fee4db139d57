"""Columns of a store elsewhere, kept on this machine: the second start is fast, and the map answers while its store is away.

One file a name. It begins with what it holds: `MAGIC`, the length and CRC of a table of contents, and that table as JSON,
`[name, [[part, length, CRC], …]]`; the parts follow in its order. Whatever does not fit this to the byte is taken for lost.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import orjson
from platformdirs import user_cache_path

from graphmap.store.base import Remembered

MAGIC = b"graphmap columns 1\n"
_LENGTHS = struct.Struct("<II")
_SUFFIX = ".columns"
_UNFINISHED = ".saving-"


class LocalCache:
    """A folder of columns, private to its user. Every fault of the disk is as good as an empty folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of(cls, address: str, database: str | None = None) -> LocalCache:
        """The cache of the store at an address, in the user's cache folder."""
        digest = sha256(f"{address}\n{database or ''}".encode()).hexdigest()[:32]
        return cls(user_cache_path("graphmap", appauthor=False) / "stores" / digest)

    def load(self, name: str) -> dict[str, bytes] | None:
        """What was saved under a name, now confirmed; None when it is lost. Reads each part once, without copies."""
        path = self._path(name)
        columns = _read(path, name)
        if columns is not None:
            self.confirm(name)
        return columns

    def save(self, name: str, columns: Mapping[str, bytes]) -> None:
        """Save under a name and drop all else; a reader finds the old or the new, whole. Does nothing where it cannot."""
        with suppress(OSError), self._writing() as file:
            _write(file, name, columns)
            Path(file.name).replace(self._path(name))
            for other in self._files():
                if other != self._path(name):
                    other.unlink(missing_ok=True)

    def confirm(self, name: str) -> None:
        """Note that what is saved under a name is known to be the newest at this moment."""
        with suppress(OSError):
            os.utime(self._path(name))

    def newest(self) -> Remembered | None:
        """What was saved or confirmed last, whatever its name; None where nothing readable is left."""
        found: list[tuple[float, Path]] = []
        for path in self._files():
            with suppress(OSError):
                found.append((path.stat().st_mtime, path))
        for confirmed_at, path in sorted(found, reverse=True):
            columns = _read(path, None)
            if columns is not None:
                return Remembered(columns, confirmed_at)
        return None

    def _path(self, name: str) -> Path:
        return self._folder / f"{sha256(name.encode()).hexdigest()[:32]}{_SUFFIX}"

    def _files(self) -> list[Path]:
        return list(self._folder.glob(f"*{_SUFFIX}"))

    @contextmanager
    def _writing(self) -> Iterator[IO[bytes]]:
        """A new file in the folder, gone at the end unless it was renamed, as what a killed process left is."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in self._folder.glob(f"{_UNFINISHED}*"):
            left.unlink(missing_ok=True)
        with NamedTemporaryFile(dir=self._folder, prefix=_UNFINISHED, delete=False) as file:
            try:
                yield file
            finally:
                Path(file.name).unlink(missing_ok=True)


def _write(file: IO[bytes], name: str, columns: Mapping[str, bytes]) -> None:
    contents = orjson.dumps(
        [name, [[part, len(content), zlib.crc32(content)] for part, content in columns.items()]]
    )
    file.write(MAGIC + _LENGTHS.pack(len(contents), zlib.crc32(contents)) + contents)
    for content in columns.values():
        file.write(content)
    file.flush()


def _read(path: Path, name: str | None) -> dict[str, bytes] | None:
    """The parts of a file, if it is whole and of that name (None: any)."""
    with suppress(OSError, ValueError, struct.error), path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            return None
        length, total = _LENGTHS.unpack(file.read(_LENGTHS.size))
        contents = file.read(length)
        if zlib.crc32(contents) != total:
            return None
        saved_as, parts = orjson.loads(contents)
        columns = {}
        for part, size, sum_ in parts:
            columns[part] = file.read(size)
            if len(columns[part]) != size or zlib.crc32(columns[part]) != sum_:
                return None
        if not file.read(1) and name in {None, saved_as}:
            return columns
    return None
