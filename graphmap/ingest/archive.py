"""Members of a zip file, refused before they can fill memory or disk (an .xlsx is a zip file too).

Nothing is ever unpacked to disk. Sizes that the archive declares are looked at first, and not trusted: what is read is
counted.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from graphmap.ingest.csv_rows import cannot_be_read
from graphmap.ingest.problems import Problem, Severity, Unreadable

UNPACKED_BYTES = 200 * 1000 * 1000
RATIO = 200
"""How many times its packed size an archive, or one of its members, may unpack to."""
_MEMBERS = 10_000
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BOMB = "If this is meant, give the tables as a folder of CSV files"


class Archive:
    """A checked zip file. Raises `Unreadable` for one that is damaged, locked, or unpacks to too much."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.label = path.name
        try:
            with zipfile.ZipFile(path) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise _refused(self.label, f"is no readable zip file: {error}", "Pack it again") from None
        except OSError as error:
            raise Unreadable(cannot_be_read(self.label, error)) from None
        self._check(infos)
        self._infos = {info.filename: info for info in infos}

    @property
    def members(self) -> list[str]:
        """Names of the members, in the order of the archive."""
        return list(self._infos)

    def open(self, member: str) -> BinaryIO:
        """The bytes of a member, counted while they are read."""
        limit = min(UNPACKED_BYTES, RATIO * max(self._infos[member].compress_size, 1))
        return io.BufferedReader(_Counted(self._path, member, limit), 1 << 16)

    def read(self, member: str) -> bytes:
        """All bytes of a member. Raises `KeyError` where there is none of that name."""
        if member not in self._infos:
            raise KeyError(member)
        with self.open(member) as stream:
            return stream.read()

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        if len(infos) > _MEMBERS:
            raise _refused(self.label, f"holds {len(infos):,} files", f"Pack at most {_MEMBERS:,}")
        names: set[str] = set()
        for info in infos:
            path = PurePosixPath(info.filename.replace("\\", "/"))
            if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
                raise _refused(
                    self.label,
                    f"holds {info.filename!r}, a path that leads out of it",
                    "Pack the tables themselves",
                )
            if info.filename in names:
                raise _refused(self.label, f"holds {info.filename!r} twice", "Pack each file once")
            names.add(info.filename)
            if info.flag_bits & 1:
                raise _refused(
                    self.label, f"holds {info.filename!r} locked by a password", "Pack it without one"
                )
            if info.compress_type not in _METHODS:
                raise _refused(
                    self.label,
                    f"holds {info.filename!r} packed by an unusual method",
                    "Pack it again, as 'deflate'",
                )
            if info.file_size > RATIO * max(info.compress_size, 1):
                raise _too_much(
                    self.label, f"{info.filename!r} unpacks to more than {RATIO} times its packed size"
                )
        declared = sum(info.file_size for info in infos)
        if declared > UNPACKED_BYTES:
            raise _too_much(
                self.label, f"it unpacks to {declared / 1e6:,.0f} MB, more than {UNPACKED_BYTES / 1e6:.0f} MB"
            )
        # Members may overlap, so that each looks modest: what counts is the file as it lies there.
        if declared > RATIO * self._path.stat().st_size:
            raise _too_much(self.label, f"it unpacks to more than {RATIO} times its size")


class _Counted(io.RawIOBase):
    """One member, which raises `Unreadable` once it gives more than `limit` bytes."""

    def __init__(self, path: Path, member: str, limit: int) -> None:
        super().__init__()
        self._label, self._member, self._left = path.name, member, limit
        self._file = zipfile.ZipFile(path)
        try:
            self._stream = self._file.open(member)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            self._file.close()
            raise self._broken(error) from None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._stream.read(len(buffer))
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise self._broken(error) from None
        self._left -= len(data)
        if self._left < 0:
            raise _too_much(self._label, f"{self._member!r} holds more than it declares")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._file.close()
        super().close()

    def _broken(self, error: Exception) -> Unreadable:
        return _refused(self._label, f"is damaged at {self._member!r}: {error}", "Pack it again")


def _too_much(label: str, message: str) -> Unreadable:
    return _refused(label, f"is refused as a zip bomb: {message}", _BOMB)


def _refused(label: str, message: str, remedy: str) -> Unreadable:
    return Unreadable(Problem(Severity.ERROR, label, message, remedy))
