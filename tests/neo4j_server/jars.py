"""The jars of a Neo4j server, which Maven fetches once and a cache folder keeps between runs and clones.

A folder of jars appears under its name only when it is whole, so a download that was interrupted leaves nothing that
could be taken for one; of several processes that want it at once, one fetches and the others wait.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from tests.neo4j_server.java import java
from tests.neo4j_server.versions import LONG_TERM, ServerMissing, Version
from tests.neo4j_server.watch import Watch

POM = Path(__file__).with_name("pom.xml")
CACHE_SETTING = "GRAPHMAP_TEST_CACHE"
_STEP = 40


def cache_folder() -> Path:
    """Where the jars are kept: GRAPHMAP_TEST_CACHE, else a folder of its own in the user's cache."""
    return Path(os.environ.get(CACHE_SETTING) or platformdirs.user_cache_path("graphmap-tests"))


def jars(version: Version) -> Path:
    """The folder that holds all jars of a version; fetched, with a word about it on standard error, where it is missing.

    Raises `ServerMissing` without Java or Maven, and when Maven fails.
    """
    folder = cache_folder() / f"neo4j-{version.number}"
    if not folder.is_dir():
        with exclusive(folder.with_name(f"{folder.name}.lock")):
            if not folder.is_dir():
                _fetch(version, folder)
    return folder


@contextmanager
def exclusive(lock: Path) -> Iterator[None]:
    """Hold a lock between processes. It ends with the process that holds it, however that ends."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _fetch(version: Version, folder: Path) -> None:
    command, environment = maven()
    for left in folder.parent.glob(f"{folder.name}.part-*"):
        shutil.rmtree(left, ignore_errors=True)
    part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.part-", dir=folder.parent))
    _say(f"fetching Neo4j {version.number} for the tests, once, into {folder}: more than 200 jars")
    # `--strict-checksums`: a jar that was damaged on the way must not be kept for good.
    process = subprocess.Popen(
        [*command, "-B", "--strict-checksums", "-Dstyle.color=never", "-f", POM, f"-Dneo4j.version={version.number}",
         "dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={part}"],
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    # An interrupted fetch must not go on beside the one that is begun in its place.
    watch = Watch('kill -KILL "$1"', process.pid)
    last: deque[str] = deque(maxlen=25)
    with process as running:
        assert running.stdout is not None
        fetched = 0
        for line in running.stdout:
            last.append(line)
            if "Downloaded from" in line and ".jar" in line:
                fetched += 1
                if fetched % _STEP == 0:
                    _say(f"{fetched} jars fetched")
    watch.release()
    if process.returncode:
        shutil.rmtree(part, ignore_errors=True)
        raise ServerMissing(f"Maven could not fetch Neo4j {version.number}; it said:\n{''.join(last)}")
    part.chmod(0o755)
    part.rename(folder)
    _say(f"Neo4j {version.number} is there: {len(list(folder.glob('*.jar')))} jars")


def maven() -> tuple[list[str], dict[str, str]]:
    """How to call Maven, and with which environment. Raises `ServerMissing` without it or without a Java for it."""
    program = shutil.which("mvn")
    machine = java(LONG_TERM.oldest_java, LONG_TERM.tested_java)
    missing = [name for name, there in (("Java 17 or newer", machine), ("Maven", program)) if not there]
    if missing or program is None or machine is None:
        raise ServerMissing(what_to_install(" and ".join(missing)))
    return [program], {**os.environ, "JAVA_HOME": str(machine.parent.parent)}


def what_to_install(missing: str) -> str:
    """The sentence for people on a machine that lacks what starts a server."""
    return (
        f"The tests need a Neo4j server, and here {missing} is missing to start one. On Debian and Ubuntu:\n"
        "    apt-get install openjdk-17-jre-headless maven\n"
        "or have Docker running, or give the tests a server whose content they may delete:\n"
        "    GRAPHMAP_TEST_NEO4J_URI=bolt://…  GRAPHMAP_TEST_NEO4J_USER=neo4j  GRAPHMAP_TEST_NEO4J_PASSWORD=…"
    )


def _say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)
