"""Inputs by address, from a server on this machine; and inputs that may not be read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graphmap.ingest.inputs import opened
from graphmap.model.errors import InputRefused
from graphmap.store.base import Store
from tests.ingest.small import everything, imported, refused

CSV = b"id,name\narden,Arden\n"
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/suppliers.csv": (200, {"Content-Type": "text/csv"}, CSV),
    "/report?name=x": (200, {"Content-Disposition": 'attachment; filename="../../suppliers.csv"'}, CSV),
    "/suppliers": (200, {"Content-Type": "text/csv; charset=utf-8"}, CSV),
    "/moved": (302, {"Location": "/suppliers.csv"}, b""),
    "/elsewhere": (302, {"Location": "file:///etc/passwd"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/missing": (404, {}, b"no"),
    "/large.csv": (200, {}, b"x" * 5_000),
}


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = ANSWERS[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that knows the answers above."""
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.mark.parametrize("path", ["/suppliers.csv", "/report?name=x", "/suppliers", "/moved"])
def test_an_address_is_fetched_and_remembered(store: Store, server: str, path: str) -> None:
    imported(store, f"{server}{path}")
    (source,) = everything(store)["sources"]
    assert (source.name, source.location) == ("suppliers", f"{server}{path}")
    assert [key for key, _ in everything(store)["facts"]["supplier"]] == ["arden"]


@pytest.mark.parametrize("path", ["/missing", "/elsewhere", "/round"])
def test_an_address_that_cannot_be_fetched(store: Store, server: str, path: str) -> None:
    (error,) = refused(store, f"{server}{path}")
    assert error.file == f"{server}{path}"
    assert "cannot be fetched" in error.message
    assert "Check the address" in error.remedy


def test_an_address_where_nobody_listens(store: Store, server: str) -> None:
    (error,) = refused(store, "http://127.0.0.1:9/suppliers.csv")
    assert "cannot be fetched" in error.message


def test_too_much_is_not_fetched(store: Store, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphmap.ingest.inputs.UNPACKED_BYTES", 4_999)
    (error,) = refused(store, f"{server}/large.csv")
    assert "larger than 200 MB" in error.message


def test_what_was_fetched_is_removed(server: str) -> None:
    with opened(f"{server}/suppliers.csv") as given:
        assert given.path.read_bytes() == CSV
    assert not given.path.exists()


def test_a_relative_path_is_remembered_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with opened(".") as given:
        assert (given.location, given.stem) == (str(tmp_path), tmp_path.name)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "suppliers.csv").write_bytes(CSV)

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    # The mode of the file would not stop root.
    monkeypatch.setattr(Path, "open", forbidden)
    with (
        pytest.raises(InputRefused, match="cannot be read: Permission denied"),
        opened(str(tmp_path / "suppliers.csv")),
    ):
        pass
