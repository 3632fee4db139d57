"""Where exports go: a file, a folder, a .zip, or a stream. What fails on the way leaves nothing behind."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO

from graphmap.model.errors import UsageError

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time written into archives: the same map gives the same bytes."""


class Folder(Protocol):
    """Something that takes text files by name."""

    def text(self, name: str) -> AbstractContextManager[TextIO]:
        """A UTF-8 stream for one file, to be closed before the next is asked for."""
        ...


class _Directory:
    def __init__(self, path: Path) -> None:
        self._path = path

    def text(self, name: str) -> AbstractContextManager[TextIO]:
        return (self._path / name).open("w", encoding="utf-8", newline="")


class _Archive:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    @contextmanager
    def text(self, name: str) -> Iterator[TextIO]:
        entry = zipfile.ZipInfo(name, _EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with self._archive.open(entry, "w", force_zip64=True) as raw:
            stream = io.TextIOWrapper(raw, "utf-8", newline="")
            yield stream
            stream.flush()
            stream.detach()


@contextmanager
def folder(destination: Path | BinaryIO) -> Iterator[Folder]:
    """A new folder at `destination`; a .zip where it is named so or is a stream.

    Raises `UsageError` when something is there already or it cannot be written.
    """
    if not isinstance(destination, Path) or destination.suffix.lower() == ".zip":
        with file(destination) as stream, zipfile.ZipFile(stream, "w") as archive:
            yield _Archive(archive)
        return
    if destination.exists() and (not destination.is_dir() or any(destination.iterdir())):
        raise UsageError(f"{destination} is there already: name a new folder, an empty one, or a .zip file")
    scratch = _scratch(destination)
    with _telling(destination):
        scratch.mkdir()
        try:
            yield _Directory(scratch)
            scratch.replace(destination)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def file(destination: Path | BinaryIO) -> Iterator[BinaryIO]:
    """A stream for one file, which takes its place when all is written. Raises `UsageError` if it cannot be."""
    if not isinstance(destination, Path):
        yield destination
        return
    if destination.is_dir():
        raise UsageError(f"{destination} is a folder: name a file")
    scratch = _scratch(destination)
    with _telling(destination):
        try:
            with scratch.open("wb") as stream:
                yield stream
            scratch.replace(destination)
        finally:
            scratch.unlink(missing_ok=True)


def _scratch(destination: Path) -> Path:
    return destination.with_name(f".{destination.name}.{os.getpid()}.part")


@contextmanager
def _telling(destination: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"{destination} cannot be written: {error.strerror or error}") from error
