"""Inputs: a file, a folder, or an address whose content is fetched first."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx

from graphmap.ingest.archive import UNPACKED_BYTES
from graphmap.model.errors import InputRefused

_SECONDS = 60.0
_SUFFIXES = {
    "text/csv": ".csv",
    "application/zip": ".zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_FILENAME = re.compile(r'filename="?([^";]+)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Input:
    """What an import reads. `location` is what the store remembers: an absolute path or the address."""

    path: Path
    location: str

    @property
    def name(self) -> str:
        """The file's or folder's own name."""
        return self.path.name

    @property
    def stem(self) -> str:
        """The name of the source when none is given (semantics, section 8)."""
        return self.path.name if self.path.is_dir() else self.path.stem


def is_address(text: str) -> bool:
    """Whether `text` is an address to fetch and no path."""
    return text.lower().startswith(("http://", "https://"))


@contextmanager
def opened(text: str) -> Iterator[Input]:
    """The input that a path or address names; what was fetched is removed afterwards.

    Raises `InputRefused` where there is nothing, it may not be read, or it cannot be fetched.
    """
    if is_address(text):
        with tempfile.TemporaryDirectory(prefix="graphmap-") as folder:
            yield Input(_fetch(text, Path(folder)), text)
        return
    path = Path(text).expanduser()
    try:
        path = path.resolve()
        if not path.exists():
            raise InputRefused(f"{text} does not exist. Give a file, a folder or an http(s) address.")
        if path.is_dir():
            next(path.iterdir(), None)
        else:
            path.open("rb").close()
    except OSError as error:
        raise InputRefused(f"{text} cannot be read: {error.strerror}. Check its permissions.") from None
    yield Input(path, str(path))


def _fetch(address: str, folder: Path) -> Path:
    try:
        with (
            httpx.Client(follow_redirects=True, max_redirects=5, timeout=_SECONDS) as client,
            client.stream("GET", address) as response,
        ):
            response.raise_for_status()
            path = folder / _file_name(response)
            size = 0
            with path.open("wb") as file:
                for chunk in response.iter_bytes():
                    size += len(chunk)
                    if size > UNPACKED_BYTES:
                        raise InputRefused(
                            f"{address} is larger than 200 MB. Fetch it yourself and give the file."
                        )
                    file.write(chunk)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise InputRefused(
            f"{address} cannot be fetched: {error}. Check the address and the network."
        ) from None
    return path


def _file_name(response: httpx.Response) -> str:
    offered = _FILENAME.search(response.headers.get("content-disposition", ""))
    name = PurePosixPath(
        (offered[1] if offered else unquote(urlsplit(str(response.url)).path)).replace("\\", "/")
    ).name
    name = re.sub(r"[^\w.@+ -]", "_", name).lstrip(".")[-100:] or "download"
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return name if PurePosixPath(name).suffix else name + _SUFFIXES.get(kind, "")
