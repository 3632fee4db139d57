"""A command that serves, in a process of its own: started, waited for, asked and stopped."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.cli.running import COMMAND, PATIENCE


class Serving:
    """A process that serves. `address`: where; `said`: what it printed before, both streams in order."""

    def __init__(self, process: subprocess.Popen[str], said: str, address: str) -> None:
        self._process = process
        self.said = said
        self.address = address

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal; the exit code, and what was printed since the service was ready."""
        self._process.send_signal(number)
        rest, _ = self._process.communicate(timeout=PATIENCE)
        return self._process.returncode, rest


@contextmanager
def serving(
    *arguments: object, cwd: Path | None = None, environment: Mapping[str, str | None] | None = None
) -> Iterator[Serving]:
    """Run a command until it says where it serves. `environment`: changes of it, None to leave a variable out."""
    changed = {**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})}
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        cwd=cwd,
        env={name: value for name, value in changed.items() if value is not None},
    )
    try:
        assert process.stdout is not None
        said = ""
        found = None
        while found is None:
            line = process.stdout.readline()
            assert line, f"it ended with {process.wait(PATIENCE)}:\n{said}"
            said += line
            found = re.match(r"explorer at (http://\S+)/ ", line)
        yield Serving(process, said, found[1])
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()
