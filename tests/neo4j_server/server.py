"""A Neo4j server of the tests' own, started from its jars: on loopback, with a small heap, and never outliving them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.neo4j_server.jars import jars, what_to_install
from tests.neo4j_server.java import java
from tests.neo4j_server.own import HEAP, OwnServer
from tests.neo4j_server.versions import ServerMissing, Version
from tests.neo4j_server.watch import Watch

_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


class Server(OwnServer):
    """A server in a process of its own, with a home that is made with it."""

    def __init__(self, version: Version) -> None:
        super().__init__(version)
        library = jars(version)
        program = java(version.oldest_java, version.tested_java)
        if program is None:
            raise ServerMissing(what_to_install(f"Java {version.oldest_java} or newer"))
        self._java = [
            str(program),
            f"-Xmx{HEAP}",
            # Tests are short: the first compiler alone starts a server with a quarter less work.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
            "-classpath",
            f"{library}/*",
        ]
        self._home = Path(tempfile.mkdtemp(prefix="graphmap-neo4j-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: Watch | None = None
        self._configure()
        self._set_password()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def output(self) -> str:
        paths = (self._home / name for name in ("output.log", "logs/neo4j.log", "logs/debug.log"))
        texts = {path.name: path.read_text("utf-8", "replace") for path in paths if path.is_file()}
        return "\n".join(f"--- {name}\n{text[-4_000:]}" for name, text in texts.items() if text.strip())

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self._home, ignore_errors=True)

    def _launch(self) -> None:
        assert not self.running, "it is running already"
        self.kill()
        options = [f"--home-dir={self._home}", f"--config-dir={self._home / 'conf'}"]
        with (self._home / "output.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._java, self.version.entry_point, *options],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        # A second goes by before the home is deleted, since the kernel may still be ending the process.
        self._watch = Watch('kill -KILL "$1"; sleep 1; rm -rf "$2"', self._process.pid, self._home)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
        if self._watch is not None:
            self._watch.release()
        self._process = self._watch = None

    def _configure(self) -> None:
        settings = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{self.port}",
            # What routing tells a driver to call; the default would be a host name.
            "server.bolt.advertised_address": f"127.0.0.1:{self.port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "dbms.usage_report.enabled": "false",
            "server.memory.pagecache.size": "64m",
            # Else every database begins with a quarter of a gigabyte of empty log.
            "db.tx_log.preallocate": "false",
            **self.version.settings,
        }
        (self._home / "conf").mkdir()
        text = "".join(f"{name}={value}\n" for name, value in settings.items())
        (self._home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")

    def _set_password(self) -> None:
        command = ["org.neo4j.cli.AdminTool", "dbms", "set-initial-password", self.password]
        done = subprocess.run(
            [*self._java, *command],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            shutil.rmtree(self._home, ignore_errors=True)
            raise ServerMissing(f"Neo4j {self.version.number} took no password; it said:\n{done.stdout}")

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "NEO4J_HOME": str(self._home), "NEO4J_CONF": str(self._home / "conf")}
