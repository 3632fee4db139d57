"""A Neo4j server of the tests' own from the official image, where a Docker engine runs.

Not tried by those who wrote it, whose machines have no engine; CI starts servers from jars.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
from functools import cache

from tests.neo4j_server.own import HEAP, OwnServer
from tests.neo4j_server.versions import ServerMissing, Version
from tests.neo4j_server.watch import Watch


@cache
def docker_runs() -> bool:
    """Whether there is a Docker engine that answers."""
    if shutil.which("docker") is None:
        return False
    try:
        asked = subprocess.run(["docker", "info"], capture_output=True, timeout=20, check=False)
    except subprocess.TimeoutExpired:
        return False
    return asked.returncode == 0


def pull(version: Version) -> None:
    """Fetch the image, with Docker's own progress, unless it is there."""
    if subprocess.run(
        ["docker", "image", "inspect", version.image], capture_output=True, check=False
    ).returncode:
        subprocess.run(["docker", "pull", version.image], check=True)


class DockerServer(OwnServer):
    """A server in a container."""

    def __init__(self, version: Version) -> None:
        super().__init__(version)
        pull(version)
        settings = {
            "AUTH": f"neo4j/{self.password}",
            "dbms_usage__report_enabled": "false",
            "server_http_enabled": "false",
            "server_bolt_advertised__address": f"127.0.0.1:{self.port}",
            "server_memory_heap_max__size": HEAP,
            "server_memory_pagecache_size": "64m",
        }
        options = [f"--env=NEO4J_{name}={value}" for name, value in settings.items()]
        self._name = f"graphmap-tests-{secrets.token_hex(6)}"
        self._watch = Watch('docker rm --force --volumes "$1"', self._name)
        _docker(
            "create", f"--name={self._name}", f"--publish=127.0.0.1:{self.port}:7687", *options, version.image
        )

    @property
    def running(self) -> bool:
        return "true" in _docker("inspect", "--format={{.State.Running}}", self._name)

    def _launch(self) -> None:
        _docker("start", self._name)

    def stop(self) -> None:
        _docker("stop", self._name)

    def kill(self) -> None:
        if self.running:
            _docker("kill", self._name)

    def remove(self) -> None:
        _docker("rm", "--force", "--volumes", self._name)
        self._watch.release()

    @property
    def output(self) -> str:
        return _docker("logs", "--tail=60", self._name)


def _docker(*arguments: str) -> str:
    done = subprocess.run(
        ["docker", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise ServerMissing(f"docker {arguments[0]} ended with {done.returncode}; it said:\n{done.stdout}")
    return done.stdout
