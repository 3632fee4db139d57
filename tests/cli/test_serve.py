"""Serving: where, for whom, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator

import httpx
import pytest

from tests.cli.running import Here, path_of
from tests.cli.serving import serving

QUESTION = {"query": '{ exchange(type: "referral") { counts { yes } } }'}


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        yield somebody.getsockname()[1]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_answers_and_ends_when_asked(sampleshire: str, number: signal.Signals, code: int) -> None:
    with serving("serve", "--port", 0, "--store", sampleshire) as service:
        answer = httpx.post(f"{service.address}/graphql", json=QUESTION).json()
        assert answer["data"] == {"exchange": {"counts": {"yes": 1}}}
        assert httpx.get(f"{service.address}/health/ready").is_success
        left, rest = service.stop(number)
    assert left == code
    assert "Traceback" not in rest
    assert not path_of(sampleshire).with_name("sampleshire.db-wal").exists()


def test_it_warns_of_everybody_else(sampleshire: str) -> None:
    with serving("serve", "--host", "0.0.0.0", "--port", 0, "--store", sampleshire) as service:
        assert "warning: listening on 0.0.0.0 lets others on the network in" in service.said
        assert "no access control yet" in service.said


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as place:
            place.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6")
def test_it_serves_on_ipv6(sampleshire: str) -> None:
    with serving("serve", "--host", "::1", "--port", 0, "--store", sampleshire) as service:
        assert "warning" not in service.said
        assert service.address.startswith("http://[::1]:")
        assert httpx.get(f"{service.address}/health/live").is_success


def test_another_name_has_to_be_allowed(sampleshire: str) -> None:
    name = {"host": "maps.example.org"}
    with serving("serve", "--port", 0, "--store", sampleshire) as service:
        assert httpx.post(f"{service.address}/graphql", json=QUESTION, headers=name).is_client_error
    with serving("serve", "--port", 0, "--allow-host", "maps.example.org", "--store", sampleshire) as service:
        assert httpx.post(f"{service.address}/graphql", json=QUESTION, headers=name).is_success


def test_a_port_that_is_taken_is_said_at_once(graphmap: Here, sampleshire: str, taken: int) -> None:
    done = graphmap("serve", "--port", taken, "--store", sampleshire)
    assert done.code == 2
    assert (
        f"cannot listen on 127.0.0.1 port {taken}: Address already in use. Choose another with --port."
        in done.err
    )


def test_a_demonstration_looks_for_its_port_before_it_works(graphmap: Here, fresh: str, taken: int) -> None:
    done = graphmap("demo", "--fictional", "--port", taken, "--store", fresh)
    assert done.code == 2
    assert "Choose another with --port." in done.err
    assert not done.out
    assert not path_of(fresh).exists()


def test_a_host_that_is_none(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("serve", "--host", "no..host", "--port", 0, "--store", sampleshire)
    assert done.code == 2
    assert "--host no..host is no address of this machine" in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may listen on any port")
def test_a_port_that_needs_root(graphmap: Here, sampleshire: str) -> None:
    done = graphmap("serve", "--port", 1, "--store", sampleshire)
    assert done.code == 2
    assert "Choose another with --port." in done.err
