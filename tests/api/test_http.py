"""The HTTP side: what is let in, what comes back, and the explorer's files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from graphmap.api.app import create_app
from graphmap.api.endpoint import BODY_MOST
from graphmap.api.hosts import HostCheck, host_name
from graphmap.store import open_store
from tests.api.asking import Door, state, stored
from tests.api.conftest import SMALL

QUESTION = {"query": "{ about { revision } }"}


@pytest.mark.parametrize(
    "content_type",
    [None, "text/plain", "application/graphql", "multipart/form-data", "application/x-www-form-urlencoded"],
)
def test_only_json_is_taken(small: Door, content_type: str | None) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    response = small.request(
        "POST", "/graphql", content=b'{"query": "{ about { revision } }"}', headers=headers
    )
    assert response.status_code == 415
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_json_with_a_charset(small: Door) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    response = small.request(
        "POST", "/graphql", content=b'{"query": "{ about { revision } }"}', headers=headers
    )
    assert response.json()["data"] == {"about": {"revision": 1}}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_post(small: Door, method: str) -> None:
    response = small.request(method, "/graphql", params=QUESTION)
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b'"{}"', b'{"query": 1}', b'{"variables": {}}', b'[{"query": "{ about { version } }"}]',
        b'{"query": "{ about { version } }", "variables": []}', b'{"query": "{}", "variables": "x"}',
        b'{"query": "{ about { version } }", "operationName": 1}', b"\xff\xfe",
    ],
)  # fmt: skip
def test_a_body_that_is_no_request(small: Door, body: bytes) -> None:
    response = small.request("POST", "/graphql", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_a_body_that_is_too_large(small: Door) -> None:
    query = "{ about { version } }" + " " * BODY_MOST
    response = small.request("POST", "/graphql", json={"query": query})
    assert response.status_code == 413


def test_operation_names(small: Door) -> None:
    query = "query One { about { revision } } query Other { vocabulary { requiredFlowsVersion } }"
    answer = small.request("POST", "/graphql", json={"query": query, "operationName": "Other"}).json()
    assert answer["data"] == {"vocabulary": {"requiredFlowsVersion": 1}}
    for name in (None, "Third"):
        answer = small.request("POST", "/graphql", json={"query": query, "operationName": name}).json()
        assert answer["errors"][0]["extensions"]["code"] == "INVALID_QUERY"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("LOCALHOST:8000", 200), ("127.0.0.1", 200), ("[::1]:8000", 200), ("localhost.", 200),
        ("evil.example", 400), ("127.0.0.1.evil.example", 400), ("localhost.evil.example:80", 400), ("", 400),
        ("10.0.0.7", 400), ("evil.example:80@localhost", 400),
    ],
)  # fmt: skip
def test_the_host_has_to_be_this_one(small: Door, host: str, status: int) -> None:
    response = small.request("POST", "/graphql", json=QUESTION, headers={"host": host})
    assert response.status_code == status
    assert small.request("GET", "/", headers={"host": host}).status_code == status


def admits(bound: str, *allowed: str) -> Callable[[str], bool]:
    async def nothing(scope: Any, receive: Any, send: Any) -> None: ...

    return HostCheck(nothing, bound=bound, allowed=allowed).admits


def test_hosts_that_are_allowed() -> None:
    assert admits("10.0.0.7")("10.0.0.7:8000")
    assert not admits("10.0.0.7")("10.0.0.8")
    assert admits("127.0.0.1", "map.trust.example")("Map.Trust.Example:443")
    assert not admits("127.0.0.1", "map.trust.example")("trust.example")
    for everywhere in ("0.0.0.0", "::"):
        assert admits(everywhere)("192.168.1.20:8000")
        assert admits(everywhere)("[fe80::1]")
        assert not admits(everywhere)("evil.example")
        assert not admits(everywhere)("")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("A.example:80", "a.example"),
        ("[2001:DB8::1]:80", "2001:db8::1"),
        ("::1", "::1"),
        ("a:b", "a:b"),
        ("", ""),
    ],
)
def test_the_host_in_a_header(header: str, name: str) -> None:
    assert host_name(header) == name


@pytest.mark.parametrize("path", ["/", "/graphql", "/metrics", "/health/live", "/nothing"])
def test_every_answer_carries_the_security_headers(small: Door, path: str) -> None:
    headers = small.request("GET", path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "base-uri 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_refusals_carry_them_too(small: Door) -> None:
    response = small.request("GET", "/", headers={"host": "evil.example"})
    assert "content-security-policy" in response.headers


def test_nothing_is_shared_with_other_origins(small: Door) -> None:
    response = small.request("POST", "/graphql", json=QUESTION, headers={"origin": "https://evil.example"})
    assert not [name for name in response.headers if name.startswith("access-control-")]


def test_answers_are_not_kept_and_are_packed(small: Door) -> None:
    query = {"query": "{ vocabulary { profiles { code description } } }"}
    response = small.request("POST", "/graphql", json=query, headers={"accept-encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-type"] == "application/json"
    assert len(response.json()["data"]["vocabulary"]["profiles"]) > 10


@pytest.fixture
def built(tmp_path: Path) -> Door:
    """A door with an explorer that is built."""
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html><title>explorer</title>", encoding="utf-8")
    (static / "assets" / "index-1f2e.js").write_text("export {};", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("not for the Web", encoding="utf-8")
    return Door(stored(f"sqlite:///{tmp_path}/map.db"), static=static)


def test_the_explorer_is_served(built: Door) -> None:
    page = built.request("GET", "/")
    assert page.status_code == 200
    assert "explorer" in page.text
    assert page.headers["cache-control"] == "no-cache"
    asset = built.request("GET", "/assets/index-1f2e.js")
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "javascript" in asset.headers["content-type"]


@pytest.mark.parametrize("path", ["/", "/assets/index-1f2e.js"])
def test_files_that_the_browser_has(built: Door, path: str) -> None:
    tag = built.request("GET", path).headers["etag"]
    again = built.request("GET", path, headers={"if-none-match": tag})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    "path", ["/secret.txt", "/../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/assets", "/no"]
)
def test_nothing_else_is_served(built: Door, path: str) -> None:
    assert "not for the Web" not in built.request("GET", path).text


def test_without_an_explorer_the_page_says_how_to_build_it(tmp_path: Path) -> None:
    bare = Door(stored(f"sqlite:///{tmp_path}/map.db"), static=tmp_path)
    page = bare.request("GET", "/")
    assert page.status_code == 200
    assert "make explorer" in page.text
    assert bare.ask("{ about { revision fictional } }") == {"about": {"revision": 0, "fictional": None}}


def test_health(small: Door) -> None:
    assert small.request("GET", "/health/live").json() == {"status": "live"}
    assert small.request("GET", "/health/ready", headers={"host": "10.1.2.3:8000"}).json() == {
        "status": "ready",
        "revision": 1,
    }


def test_health_of_a_store_that_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "map.db"
    lost = Door(stored(f"sqlite:///{path}", evidence=SMALL))
    lost.store.close()
    for name in ("map.db", "map.db-wal", "map.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    path.mkdir()
    response = lost.request("GET", "/health/ready")
    assert response.status_code == 503
    assert response.json()["status"] == "not ready"
    answer = lost.request("POST", "/graphql", json=QUESTION)
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["code"] == "STORE_UNAVAILABLE"
    assert lost.request("GET", "/health/live").status_code == 200


def test_metrics(small: Door) -> None:
    small.refused('{ organisation(code: "nobody") { code } }')
    text = small.request("GET", "/metrics").text
    assert 'graphmap_graphql_requests_total{status="200"}' in text
    assert 'graphmap_graphql_errors_total{code="UNKNOWN_ID"}' in text
    assert "graphmap_snapshot_revision 1.0" in text
    assert 'graphmap_snapshot_rows{table="links"} 4.0' in text
    assert "process_resident_memory_bytes" in text


def test_the_service_warms_up_beside_the_first_requests(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'map.db'}")
    state(store, "evidence", SMALL)
    app = create_app(store)
    door = Door(store)

    async def started() -> None:
        async with app.router.lifespan_context(app):
            pass

    assert "graphmap_snapshot_revision -1.0" in door.request("GET", "/metrics").text
    anyio.run(started)
    assert "graphmap_snapshot_revision 1.0" in door.request("GET", "/metrics").text
    store.close()
